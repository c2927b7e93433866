//! Which fields of a record hold what? Paths lead into fields of fields, as [`super::nested`] says.

use super::nested;

/// Which fields hold what.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The field of the text.
    pub text: String,
    /// The field of HTML; where a record has it, it goes before the text.
    pub html: Option<String>,
    /// The field that holds the id, where it is not `id`. This and the next stay where they are, too.
    pub id: Option<String>,
    /// The field that holds the address, where it is not `url`.
    pub url: Option<String>,
    /// The field that holds the title, where it is not `title`.
    pub title: Option<String>,
    /// The field that holds the date, where it is not `date`.
    pub date: Option<String>,
}

impl Default for Fields {
    fn default() -> Self {
        Self { text: "text".to_owned(), html: None, id: None, url: None, title: None, date: None }
    }
}

impl Fields {
    /// `line` with the text and the HTML at the top, where they stand inside other fields.
    pub(super) fn lifted(&self, line: &str) -> Option<String> {
        let text = nested::lifted(line, &self.text);
        let html = self.html.as_deref().and_then(|html| nested::lifted(text.as_deref().unwrap_or(line), html));
        html.or(text)
    }
}
