//! Who wrote a page? Of all that its places say, the first that names people, by the trust in the places.
//!
//! `{"author": {"@type": "Organization", "name": "Quay Post"}}` beside a visible `By Ada Quill` gives `Ada Quill`; a page that
//! names only its paper gives the paper, one that names only `admin` gives none.
//!
//! Whether a name is that of a person is guessed by words of `bylines.txt` and by the names of the site; people are not known
//! by name.

use super::{Entry, byline, candidates::Candidates, site::Site, words::BYLINES};
use crate::date;
use rustc_hash::FxHashSet;

/// Who a name stands for, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum NameKind {
    Person,
    /// A paper, an agency, a desk.
    Desk,
    /// The site itself.
    Site,
}

/// Sources that may name the family first: `Quill, Ada`.
const FAMILY_FIRST: &[&str] = &["meta:citation_author", "meta:dc.creator", "meta:dcterms.creator"];

/// The authors by `sources`, in order of trust.
pub(super) fn authors(sources: &[&'static str], candidates: &Candidates, site: &Site) -> Option<Entry> {
    let mut told: Vec<(&'static str, Vec<(NameKind, String)>)> = Vec::new();
    for &source in sources {
        told.push((source, named(source, candidates.all(source), site)));
        // No place behind the first that names a person is asked.
        if told.last().is_some_and(|(_, names)| names.iter().any(|(who, _)| *who == NameKind::Person)) {
            break;
        }
    }
    [NameKind::Person, NameKind::Desk, NameKind::Site].iter().find_map(|&wanted| {
        // What is no person and only looks like a byline is a section as often as an agency.
        let trusted = |source: &str| wanted != NameKind::Desk || !is_visible(source);
        let has = |names: &[(NameKind, String)]| names.iter().any(|(who, _)| *who == wanted);
        let (source, names) = told.iter().find(|(source, names)| trusted(source) && has(names))?;
        // People are named beside an agency, but not beside their own paper; what stands beside a visible byline is a section.
        let kept = |who: NameKind| who <= if is_visible(source) { wanted } else { wanted.max(NameKind::Desk) };
        let values = names.iter().filter(|(who, _)| kept(*who)).map(|(_, name)| name.clone()).collect();
        Some(Entry { key: "author", values, source, jalali: None })
    })
}

/// The names that a source gives, each once.
fn named(source: &str, values: &[String], site: &Site) -> Vec<(NameKind, String)> {
    let visible = is_visible(source);
    let organization = source.starts_with("ld.organization:");
    let mut seen = FxHashSet::default();
    let mut names = Vec::new();
    for value in values {
        let swapped = FAMILY_FIRST.contains(&source).then(|| given_first(value)).flatten();
        let people = if let Some(name) = swapped { vec![name] } else { byline::people(value) };
        for name in people {
            let folded = folded(&name);
            let bare = folded.trim_end_matches(|c: char| c.is_numeric() || c == ' ');
            if BYLINES.is("nobody", &folded) || BYLINES.is("nobody", bare) || seen.contains(&folded) {
                continue;
            }
            let who = match () {
                () if site.is_name(&name) => NameKind::Site,
                () if organization || is_desk(&folded) => NameKind::Desk,
                // What only looks like a byline must look like a person, too.
                () if visible && !is_like_a_person(&name) => continue,
                () => NameKind::Person,
            };
            seen.insert(folded);
            names.push((who, name));
        }
    }
    names
}

/// Sources that readers see, and programs must guess.
fn is_visible(source: &str) -> bool {
    ["class:", "a:", "text:"].iter().any(|kind| source.starts_with(kind))
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(date::folded).collect();
    words.join(" ")
}

fn is_desk(folded: &str) -> bool {
    folded.split([' ', '-']).any(|word| BYLINES.is("desk", word))
}

/// Two to five words as names have them, or a short word of a script without spaces between names.
fn is_like_a_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let joined =
        |word: &str| word.chars().all(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '·'));
    let (short, long) = (words.len() == 1 && joined(name), (2..=5).contains(&words.len()));
    let fits = long || short && (2..=8).contains(&name.chars().count());
    fits && words.iter().all(|word| byline::is_name_word(word)) && !name.contains(['?', '!', '"', '“', '«', '…'])
}

/// `Quill, Ada` as `Ada Quill`.
fn given_first(value: &str) -> Option<String> {
    let (family, given) = value.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let few = |part: &str| (1..=2).contains(&part.split_whitespace().count());
    let fits = few(family) && few(given) && !given.contains(',') && family.split_whitespace().count() == 1;
    fits.then(|| format!("{given} {family}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page;

    #[test]
    fn who_wrote_it() {
        let ld = |author: &str| {
            format!(
                r#"<script type="application/ld+json">{{"@type":"NewsArticle","author":{author},"publisher":{{"name":"Quay Post"}}}}</script>"#
            )
        };
        for (name, html, want) in [
            ("a person before the paper", ld(r#"{"@type":"Organization","name":"Quay Post"}"#) + "<p class=byline>By Ada Quill", "Ada Quill (class:author)"),
            ("a person before another organisation", ld(r#"{"@type":"Organization","name":"Wire"}"#) + "<p class=byline>By Ada Quill", "Ada Quill (class:author)"),
            ("a person before an account", ld(r#""admin""#) + "<p class=byline>By <span class=author>Ada Quill</span>", "Ada Quill (class:author)"),
            ("the paper when nobody else is named", ld(r#"{"@type":"Organization","name":"Quay Post"}"#) + "<p class=byline>By Quay Post", "Quay Post (class:author)"),
            ("a person in JSON-LD before the paper in the byline", ld(r#"{"@type":"Person","name":"Ada Quill"}"#) + "<p class=byline>By Quay Post", "Ada Quill (ld:author)"),
            ("people and agencies, not the paper", ld(r#"["Ada Quill","Quay Post","Wire Agency"]"#), "Ada Quill+Wire Agency (ld:author)"),
            ("an account is nobody", ld(r#""admin2""#), ""),
            ("an address is nobody", "<meta property=article:author content=https://social.example/ada><meta name=byl content='By Ada Quill'>".into(), "Ada Quill (meta:byl)"),
            ("the family first", "<meta name=citation_author content='Quill, Ada'><meta name=citation_author content='Reed, Bo C.'>".into(), "Ada Quill+Bo C. Reed (meta:citation_author)"),
            ("visible words that are no name", "<p class=author>all posts by the sea</p>".into(), ""),
        ] {
            let candidates = Candidates::of(&page::tree(&html).unwrap());
            let sources = super::super::TRUST.iter().find(|(key, _)| *key == "author").map(|(_, sources)| sources).unwrap();
            let entry = authors(sources, &candidates, &Site::of(&candidates));
            let told = entry.map_or_else(String::new, |entry| format!("{} ({})", entry.values.join("+"), entry.source));
            assert_eq!(told, want, "{name}");
        }
    }
}
