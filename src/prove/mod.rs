//! Do rules do what they say, and nothing else? They are tried on pages, with all of the engine.
//!
//! [`selftest`] runs the examples of rules, each on a page made for it (`scaffold.rs`); [`corpus`] runs rules over clean text,
//! of which nothing may go; [`lint`] says which rules are slow, useless or dangerous.
//!
//! ```
//! use sarand::{prove::selftest, rules::{Catalog, Selection}};
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
//! assert!(selftest::run(&catalog, &Selection::default()).failures.is_empty());
//! # Ok::<(), sarand::rules::RuleErrors>(())
//! ```

pub mod corpus;
pub mod lint;
mod scaffold;
pub mod selftest;

#[cfg(test)]
mod tests;
