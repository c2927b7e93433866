//! Fields inside fields: `article.body` is the field `body` of the object `article`.
//!
//! A key that has the dots itself goes before, at every level. Lists are not entered. Only objects on the path are
//! written anew, the values in them stay as they stood.
//!
//! ```
//! use sarand::read::nested::{find, lifted};
//! let line = r#"{"id": 7, "article": {"body": "a", "n": 1}}"#;
//! assert_eq!(find(line, "article.n"), Some("1"));
//! assert_eq!(lifted(line, "article.body").as_deref(), Some(r#"{"id":7,"article":{"n":1},"article.body":"a"}"#));
//! ```

use super::{raw::entries, string::decode_str};
use crate::json;

/// How many names are told of a record.
const MOST_NAMES: usize = 20;

/// The raw value that `path` leads to in a raw object.
#[must_use]
pub fn find<'a>(object: &'a str, path: &str) -> Option<&'a str> {
    let entries = entries(object)?;
    value(&entries, path).or_else(|| steps(path).find_map(|(name, rest)| find(value(&entries, name)?, rest)))
}

/// The raw object with the field that `path` leads to taken out of its place and put at the end, called `path`. `None`
/// when there is nothing to be done: it is not there, or stands there under this name.
#[must_use]
pub fn lifted(object: &str, path: &str) -> Option<String> {
    if !path.contains('.') {
        return None;
    }
    let entries = entries(object)?;
    if value(&entries, path).is_some() {
        return None;
    }
    let (rest, value) = steps(path).find_map(|step| below(&entries, step, None))?;
    let mut out = rest.into_bytes();
    out.pop();
    json::comma(&mut out);
    json::string(&mut out, path);
    out.push(b':');
    out.extend_from_slice(value.as_bytes());
    out.push(b'}');
    String::from_utf8(out).ok()
}

/// The raw object with another raw value where `path` leads to.
#[must_use]
pub fn replaced(object: &str, path: &str, value: &str) -> Option<String> {
    let entries = entries(object)?;
    match place(&entries, path) {
        Some(at) => Some(without(&entries, at, Some(value))),
        None => steps(path).find_map(|step| below(&entries, step, Some(value))).map(|(object, _)| object),
    }
}

/// The names of the fields of a raw object, those of the objects in it with their path; the first of them.
#[must_use]
pub fn names(object: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in entries(object).unwrap_or_default() {
        let name = decode_str(key).unwrap_or_default();
        match entries(value).filter(|inner| !inner.is_empty()) {
            Some(inner) => names.extend(
                inner.iter().map(|(key, _)| format!("{name}.{}", decode_str(key).unwrap_or_default())).take(MOST_NAMES),
            ),
            None => names.push(name.into_owned()),
        }
        if names.len() >= MOST_NAMES {
            names.truncate(MOST_NAMES);
            break;
        }
    }
    names
}

/// The ways to part a path in the name of a field and what follows.
fn steps(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.match_indices('.').map(|(dot, _)| (&path[..dot], &path[dot + 1..]))
}

type Entries<'a> = [(&'a str, &'a str)];

fn place(entries: &Entries<'_>, name: &str) -> Option<usize> {
    entries.iter().rposition(|(key, _)| decode_str(key).is_some_and(|key| key == name))
}

fn value<'a>(entries: &Entries<'a>, name: &str) -> Option<&'a str> {
    place(entries, name).map(|at| entries[at].1)
}

/// The object of `entries` without the field that `rest` leads to in its field `name`, or with another value there, and the
/// value that there was.
fn below<'a>(entries: &Entries<'a>, (name, rest): (&str, &str), instead: Option<&str>) -> Option<(String, &'a str)> {
    let at = place(entries, name)?;
    let inner = self::entries(entries[at].1)?;
    let (without, value) = match place(&inner, rest) {
        Some(found) => (without(&inner, found, instead), inner[found].1),
        None => steps(rest).find_map(|step| below(&inner, step, instead))?,
    };
    Some((self::without(entries, at, Some(&without)), value))
}

/// The object of `entries` without that at `at`, or with another value there.
fn without(entries: &Entries<'_>, at: usize, instead: Option<&str>) -> String {
    let mut out = String::from("{");
    for (index, (key, value)) in entries.iter().enumerate() {
        let value = if index == at { instead } else { Some(*value) };
        if let Some(value) = value {
            if out.len() > 1 {
                out.push(',');
            }
            out.extend([*key, ":", value]);
        }
    }
    out.push('}');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_dots_goes_before_at_every_level() {
        for (line, path, found) in [
            (r#"{"a.b": 1, "a": {"b": 2}}"#, "a.b", Some("1")),
            (r#"{"a": {"b.c": 1, "b": {"c": 2}}}"#, "a.b.c", Some("1")),
            (r#"{"a": {"x": 0}, "a.b": {"c": [3,  4]}}"#, "a.b.c", Some("[3,  4]")),
            (r#"{"a": {"b": 1, "b": 2}}"#, "a.b", Some("2")),
            (r#"{"\u0061": {"b": null}}"#, "a.b", Some("null")),
            (r#"{"a": [{"b": 1}]}"#, "a.b", None),
            (r#"{"a": 1}"#, "a.b", None),
            (r#"{"a": {}}"#, "a.", None),
            ("[1]", "a.b", None),
        ] {
            assert_eq!(find(line, path), found, "{line}");
            let lifted = lifted(line, path);
            let at_the_top = line.starts_with(r#"{"a.b": 1"#);
            assert_eq!(lifted.is_some(), found.is_some() && !at_the_top, "{line}");
            if let Some(lifted) = lifted {
                assert_eq!(find(&lifted, path), found, "{lifted}");
            }
        }
    }

    #[test]
    fn a_value_is_replaced_where_it_stands() {
        let line = r#"{"a": {"x": [1,  2], "b": 1}, "c": 0}"#;
        assert_eq!(replaced(line, "a.b", "2").as_deref(), Some(r#"{"a":{"x":[1,  2],"b":2},"c":0}"#));
        assert_eq!(replaced(line, "c", "[]").as_deref(), Some(r#"{"a":{"x": [1,  2], "b": 1},"c":[]}"#));
        assert_eq!(replaced(line, "a.c", "2"), None);
    }

    #[test]
    fn names_are_told_with_their_paths() {
        assert_eq!(names(r#"{"id": 1, "a": {"b": 1, "c": {}}, "d": [], "e": {}}"#), ["id", "a.b", "a.c", "d", "e"]);
        assert!(names("nothing").is_empty());
        let many: Vec<String> = (0..100).map(|n| format!("\"k{n}\":0")).collect();
        assert_eq!(names(&format!("{{{}}}", many.join(","))).len(), MOST_NAMES);
    }
}
