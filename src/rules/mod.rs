//! Which lines are chrome, by which rule, and may they be removed?
//!
//! TOML files ([`Catalog`], read by [`load`]) become a [`RuleSet`] ([`compile`]). For a document it *proposes* the lines
//! that its texts match and then *resolves* them: guards first, then the whole document's budget. `rules/README.md` is
//! the manual of the format.
//!
//! ```
//! use sarand::rules::{Catalog, RuleSet, Selection};
//! let catalog = Catalog::parse([("mine.toml", r#"
//!     [[rule]]
//!     id = "mine.print"
//!     kind = "line"
//!     level = "safe"
//!     class = "share"
//!     summary = "a print button"
//!     exact = ["Print this page"]
//!     hit = ["Print this page"]
//!     miss = ["Print this page twice"]
//! "#)])?;
//! let rules = RuleSet::compile(&catalog, &Selection::default());
//! assert_eq!(rules.len(), 1);
//! # Ok::<(), sarand::rules::RuleErrors>(())
//! ```
//!
//! Does no I/O but to read rule files, and never changes a text.

mod automaton;
pub(crate) mod build_keys;
mod check;
pub mod compile;
mod css;
mod decision;
mod finders;
pub mod html;
mod index_keys;
mod keywords;
mod lazy;
mod literal_search;
mod literals;
pub mod load;
mod multimap;
mod nfa;
#[cfg(test)]
mod pack;
mod packed;
mod pattern;
pub mod print;
mod propose;
mod read_hosts;
mod read_rule;
mod regex;
mod resolve;
pub mod schema;
mod selectors;
pub(crate) mod slots;
mod table_reader;
mod text;
mod toml_errors;
mod trail;
pub(crate) mod vocabulary;
mod word_index;

pub use crate::diagnose;
pub use compile::{RuleSet, Selection};
pub use decision::{Decision, Guard, Outcome};
pub(crate) use decision::{DocumentQuery, NONE};
pub use diagnose::{Diagnostic, RuleErrors};
pub use load::{Catalog, RuleSources};
pub(crate) use resolve::{Resolver, RuleMatch};
pub use schema::{Bounds, CLASSES, Kind, Level, ProposalEvidence, Rule, Status};
pub use vocabulary::{WORD_CLASSES, WordTable};
