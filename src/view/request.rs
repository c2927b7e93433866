//! What a browser asks for, without the socket: a path below the token, and what stands behind `?` or in a form.

use crate::inspect::Query;
use std::borrow::Cow;

/// One request that has passed the guard.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// The page: what stands behind the token, such as `documents`; empty for the first page.
    pub(super) page: String,
    /// Names and values behind `?`, in order.
    pub(super) query: Fields,
    /// The same of the form that was sent; `None` for a request that changes nothing.
    pub(super) form: Option<Fields>,
}

/// Names and values, in order; a name may come twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(pub(super) Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`, as URLs and forms have it. Never fails: what makes no sense is a name without a value.
    pub(super) fn parse(text: &[u8]) -> Self {
        Self(form_urlencoded::parse(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of a name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The same as a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.get(name)?.trim().parse().ok()
    }

    /// The fields as they stand in a URL.
    pub(super) fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, Cow<'a, str>)>) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    }
}

/// The address of a page with a query and more.
pub(super) fn address<'a>(page: &str, query: &Query, more: impl IntoIterator<Item = &'a (&'a str, String)>) -> String {
    let more = Fields::encode(more.into_iter().map(|(name, value)| (*name, value.as_str().into())));
    let fields = [query.to_string(), more].into_iter().filter(|fields| !fields.is_empty());
    match fields.collect::<Vec<_>>().join("&") {
        fields if fields.is_empty() => page.to_owned(),
        fields => format!("{page}?{fields}"),
    }
}

/// What is sent back.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status of HTTP.
    pub(super) status: u16,
    /// The type of the body.
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// Where to go instead.
    pub(super) location: Option<String>,
}

impl Answer {
    pub(super) fn html(body: String) -> Self {
        Self { status: 200, kind: "text/html; charset=utf-8", body: body.into_bytes(), location: None }
    }

    pub(super) fn file(kind: &'static str, body: &str) -> Self {
        Self { status: 200, kind, body: body.as_bytes().to_vec(), location: None }
    }

    /// After a form: the page to show, so that loading it again sends nothing twice.
    pub(super) fn see(location: String) -> Self {
        Self { status: 303, kind: "text/plain; charset=utf-8", body: Vec::new(), location: Some(location) }
    }

    /// For requests that get no page: those who send them are no readers.
    pub(super) fn refused(status: u16, why: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: format!("{why}\n").into_bytes(), location: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_written_as_browsers_do() {
        let fields = Fields::parse("rule=any.x&q=%D8%AF%D9%88+a&q=2&odd".as_bytes());
        assert_eq!(fields.get("q"), Some("دو a"));
        assert_eq!(fields.get("odd"), Some(""));
        assert_eq!(fields.number::<u32>("q"), None);
        let again = Fields::encode(fields.0.iter().map(|(name, value)| (name.as_str(), value.as_str().into())));
        assert_eq!(Fields::parse(again.as_bytes()), fields);
    }

    #[test]
    fn what_is_no_utf8_is_replaced() {
        assert_eq!(Fields::parse(b"a=%ff").get("a"), Some("\u{fffd}"));
    }
}
