//! What follows from a person's answer?
//!
//! A person looks at what a run made of a document and says of a line: this is content, or this is chrome. From that follow
//! labelled pages for `sarand eval` ([`labels`]), lines for `[allow]` ([`allow`]), and rules ([`rule`]). Each is first a
//! preview, the exact text and its file ([`corrections`]); then it is written, whole or not at all ([`whole_file`]), and
//! the last one can be undone. [`rule_file`] does the same for a file of proposed rules that a person reviews: what is not
//! answered stays as it is, byte for byte.
//!
//! Cleans nothing but to try what it wrote ([`trial`]), and shows nothing: who asks the person is in rooms above.

mod allow;
mod corrections;
mod labels;
mod layout;
mod page;
mod patch;
mod rule;
mod rule_file;
mod trial;
mod whole_file;

pub(crate) use corrections::{Corrections, Preview, Step, Target};
pub(crate) use page::{Answer, Fate, Page, PageLine, Verdict};
pub(crate) use rule::{Generality, Scope, generalities};
pub(crate) use rule_file::{RuleFile, site};
pub(crate) use trial::Outcome as TrialOutcome;
