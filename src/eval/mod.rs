//! How good are the rules on pages that a person labelled line by line?
//!
//! [`gold`] reads the labelled documents, [`score`] cleans one and counts: content kept and lost, chrome dropped and left,
//! by kind and by rule. [`fit`] finds how sure the judge must be on them.
//!
//! ```
//! use sarand::{clean::Options, eval::{Score, gold::Gold}, rules::RuleSet};
//! let gold = Gold::parse(r#"{
//!     "id": "page", "lang": "en", "text": "[ad_1]\nThe council met on Monday.",
//!     "lines": [{"n": 1, "keep": false, "kind": "shortcode"}, {"n": 2, "keep": true}]
//! }"#).unwrap();
//! let mut score = Score::new(false);
//! score.add(&gold, &RuleSet::builtin(), &Options::default());
//! let en = &score.languages["en"];
//! assert_eq!((en.kept, en.dropped, en.perfect), (1, 1, 1));
//! ```
//!
//! Judges lines, not characters: a line of content that lost a tenth of its letters or less counts as kept.

mod fit;
pub mod gold;
mod score;

pub use fit::{FittedBound, MAX_LOSS, fit};
pub use score::{LineClass, Mismatch, Score, Tally};
