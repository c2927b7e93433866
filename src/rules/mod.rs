//! Which lines are chrome, by which rule, and may they be removed?

pub mod html;

/// How sure a rule must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Never seen to take article text.
    #[default]
    Safe,
    /// Right on nearly all pages.
    Likely,
    /// For those who check.
    Bold,
}

/// Compiled rules: immutable, shared by threads.
#[derive(Debug, Default)]
pub struct RuleSet {
    html: Vec<html::HtmlRule>,
}

impl RuleSet {
    /// The `html` rules.
    #[must_use]
    pub fn html(&self) -> &[html::HtmlRule] {
        &self.html
    }
}

/// Every error of the rule files, each with file and line.
#[derive(Debug, thiserror::Error)]
#[error("the rules do not load")]
pub struct RuleErrors {}
