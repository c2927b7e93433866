//! Sarand cleans crawled text: the article stays, the site around it goes, and every byte that goes is accounted for.
//!
//! ```
//! use sarand::{clean::{self, Options}, document::Document, rules::RuleSet};
//!
//! let rules = RuleSet::builtin();
//! let page = Document::from_text("خانه / اخبار / ورزش\nتیم ملی امروز به تهران می رسد.\nانتهای پیام/\n");
//! let cleaned = clean::clean(&page, &rules, &Options::default());
//! assert_eq!(cleaned.text, "تیم ملی امروز به تهران می\u{200c}رسد.\n");
//! assert_eq!(cleaned.removals[0].span.slice(&page.text), "خانه / اخبار / ورزش\n");
//! assert_eq!(cleaned.removals[0].rule, "fa.breadcrumb-short");
//! assert_eq!(cleaned.edits[0].by, "fa.zwnj-prefix");
//! ```
//!
//! The way of a document: [`decode`] makes text of bytes; [`document`] makes lines of text or HTML; [`repair`] says which
//! characters are broken, [`rules`] which lines are chrome; [`clean`] puts both together, in offsets of the original;
//! [`mod@write`] writes it down. [`read`] finds the documents in files and archives, [`batch`] cleans many on all cores, and
//! [`run`] keeps what was done when the program is killed. [`learn`] proposes rules for a crawl, [`prove`] tries them,
//! [`eval`] scores them.
//!
//! From `decode` to `clean` nothing does I/O or fails: whatever the input is, there is a text.
//!
//! Modules know each other in one direction only: `src/rooms.txt` lists them, low to high, and `tests/arrows.rs` holds them to it.

#[cfg(feature = "run")]
pub mod batch;
pub mod clean;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "run")]
pub mod compression;
#[cfg(feature = "cli")]
mod correct;
pub mod date;
pub mod decode;
pub mod diagnose;
pub mod document;
pub mod error;
#[cfg(feature = "run")]
pub mod eval;
pub mod fold;
mod forest;
pub mod host;
#[cfg(feature = "cli")]
pub mod inspect;
#[cfg(feature = "run")]
pub mod json;
mod judge;
pub mod lang;
#[cfg(feature = "run")]
pub mod learn;
mod memory;
#[cfg(feature = "run")]
pub mod parts;
mod plural;
pub mod prove;
#[cfg(feature = "run")]
pub mod read;
pub mod repair;
pub mod rules;
#[cfg(feature = "run")]
pub mod run;
pub mod span;
pub mod survey;
#[cfg(feature = "cli")]
mod view;
#[cfg(feature = "run")]
pub mod write;

pub use clean::{clean_html, clean_text};

/// The example of the README is run with the tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
