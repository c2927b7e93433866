//! `<!DOCTYPE html PUBLIC "…">`: what tells the tree builder whether the page is in quirks mode.
//!
//! Follows the standard's states of a doctype; which doctypes mean quirks is for the builder.

use html5ever::{tendril::StrTendril, tokenizer::Doctype};

/// A doctype from what stands after `<!doctype`: ` html PUBLIC "id" "id"`.
pub(super) fn read(inside: &str) -> Doctype {
    let mut doctype = Doctype::default();
    let rest = inside.trim_ascii_start();
    let (name, rest) = rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()));
    if name.is_empty() {
        doctype.force_quirks = true;
        return doctype;
    }
    doctype.name = Some(StrTendril::from(name.to_ascii_lowercase()));
    let mut rest = rest.trim_ascii_start();
    let keyword = rest.get(..6).unwrap_or_default();
    let is_public = keyword.eq_ignore_ascii_case("public");
    if !is_public && !keyword.eq_ignore_ascii_case("system") {
        doctype.force_quirks = !rest.is_empty();
        return doctype;
    }
    rest = rest[6..].trim_ascii_start();
    if is_public {
        doctype.public_id = quoted(&mut rest, &mut doctype.force_quirks);
        if doctype.public_id.is_none() || doctype.force_quirks || rest.is_empty() {
            return doctype;
        }
    }
    doctype.system_id = quoted(&mut rest, &mut doctype.force_quirks);
    doctype
}

/// The quoted text that `rest` begins with. Without one, or without its end, the page is in quirks mode.
fn quoted(rest: &mut &str, quirks: &mut bool) -> Option<StrTendril> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        *quirks = true;
        return None;
    };
    let inside = &rest[1..];
    let (id, after) = inside.split_once(quote).unwrap_or_else(|| {
        *quirks = true;
        (inside, "")
    });
    *rest = after.trim_ascii_start();
    Some(StrTendril::from(id))
}
