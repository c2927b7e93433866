//! Lines of content that rules took: `[allow] lines` protects them from every rule, on every page.

use super::{
    layout,
    page::{Page, PageLine},
};
use crate::{
    error::Error,
    fold::squash,
    lang::Lang,
    repair::{self, RepairOptions},
    rules::Catalog,
};

/// A file with a line in its list, and the part that is new; empty when the list had the line.
pub(super) fn merged(name: &str, file: &str, page: &Page, line: &PageLine) -> Result<(String, String), Error> {
    let catalog = Catalog::parse([(name, file)])?;
    let mut out = (file.to_owned(), String::new());
    for text in spellings(page, line)? {
        let key = squash(&text);
        if catalog.allow_lines.iter().any(|(known, _)| squash(known) == key) {
            continue;
        }
        let (whole, added) = layout::with_allowed(&out.0, &text).ok_or_else(|| {
            Error::Usage(format!(
                "{name}: there is no place for a line\n  try: write the list as [allow] and, below it, lines = []"
            ))
        })?;
        out = (whole, out.1 + &added);
    }
    Catalog::parse([(name, out.0.as_str())])?;
    Ok(out)
}

/// The line as it stands, and as rules see it when a repair makes another of it.
fn spellings(page: &Page, line: &PageLine) -> Result<Vec<String>, Error> {
    let text = line.text.trim().to_owned();
    let (mut edits, lang) = (Vec::new(), Lang::parse(&page.lang).unwrap_or(Lang::UND));
    repair::hygiene(&text, lang, &RepairOptions::default(), &mut edits);
    let repaired = repair::apply(&text, &edits);
    let mut spellings = vec![text];
    if squash(&repaired) != squash(&spellings[0]) && !repaired.contains('\n') {
        spellings.push(repaired);
    }
    spellings.retain(|text| !squash(text).is_empty());
    if spellings.is_empty() {
        return Err(Error::Usage(format!("{}: this line has no letters that a rule could be about", page.id)));
    }
    Ok(spellings)
}
