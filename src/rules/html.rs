//! Rules about elements of a page.

use scraper::Selector;

/// A compiled `html` rule.
#[derive(Debug)]
pub struct HtmlRule {
    /// Its number in the rule set.
    pub rule: u32,
    /// Elements it takes.
    pub css: Vec<Selector>,
    /// An element with more than this share (0 to 1) of the page's text is kept.
    pub max_text_share: f64,
    /// An element that is, or holds, one of these is kept.
    pub unless: Vec<Selector>,
    /// Squashed phrases; when there are some, the element's squashed text must hold one.
    pub text_has: Vec<String>,
    /// Host suffixes it is for; empty: all.
    pub host: Vec<String>,
    /// Host suffixes it is not for.
    pub not_host: Vec<String>,
}

/// Whether `host` is `suffix` or below it.
pub(crate) fn host_matches(host: &str, suffix: &str) -> bool {
    host.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

impl HtmlRule {
    /// The selectors of a rule ready to run.
    pub(crate) fn compile(_number: u32, _rule: &super::Rule) -> Option<Self> {
        None
    }
}
