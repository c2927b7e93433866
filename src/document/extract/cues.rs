//! What do the names of an element say about it?
//!
//! `<ul class="siteNav related-posts">` is a cue for `nav` and for `related`: names are split into words
//! ([`words`]) and looked up in `cues.txt`, where each cue is a line of words. Only whole words count, since parts mislead:
//! `overflow-hidden` shows its text and `navy` is a colour. What a cue is worth is not decided here.

use crate::document::page::Element;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The names of the cues, in the order of their bits.
pub(super) static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| TABLE.iter().map(|&(name, _)| name).collect());

static TABLE: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("cues.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).collect()
});

/// Words in ASCII, by their bytes: names are not checked to be UTF-8 for each of their words.
static WORDS: LazyLock<FxHashMap<&'static [u8], u32>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for (bit, (_, list)) in TABLE.iter().enumerate() {
        for word in list.split(' ') {
            *words.entry(word.as_bytes()).or_default() |= 1 << bit;
        }
    }
    words
});

/// A set of cues, a bit each.
pub(super) type Cues = u32;

/// The longest word that is looked up, in bytes.
const LONGEST: usize = 20;

/// The set that holds the cue `name` alone.
pub(super) fn cue(name: &str) -> Cues {
    NAMES.iter().position(|known| *known == name).map_or(0, |bit| 1 << bit)
}

/// The set that holds the cues of these names.
pub(super) fn set(names: &[&str]) -> Cues {
    names.iter().fold(0, |cues, name| cues | cue(name))
}

/// Reads the cues of the elements of a page; their classes are much the same.
#[derive(Debug, Default)]
pub(super) struct Reader<'t> {
    /// The cues of each class.
    classes: FxHashMap<&'t str, Cues>,
    /// Of those that stand beside a cue of content: whether they name the text.
    texts: FxHashMap<&'t str, bool>,
}

impl<'t> Reader<'t> {
    /// The cues in the class, id and role of an element, and whether one of its names, of which one speaks of content,
    /// names the text itself.
    pub(super) fn of(&mut self, element: &'t Element) -> (Cues, bool) {
        let mut cues = 0;
        for (name, value) in element.attrs() {
            cues |= match name {
                "class" => *self.classes.entry(value).or_insert_with(|| named(value)),
                "id" | "itemprop" => named(value),
                "role" => role(value),
                _ if is_name(name) && value.len() <= LONGEST_NAME => named(value),
                _ => 0,
            };
        }
        if cues & *CONTENT == 0 {
            return (cues, false);
        }
        let is_text = element.attrs().any(|(name, value)| match name {
            "class" => *self.texts.entry(value).or_insert_with(|| names_text(value)),
            "id" | "itemprop" => names_text(value),
            _ => false,
        });
        (cues, is_text)
    }
}

static CONTENT: LazyLock<Cues> = LazyLock::new(|| cue("content"));

fn named(name: &str) -> Cues {
    let mut cues = 0;
    words(name, |word| cues |= WORDS.get(word).copied().unwrap_or_default());
    cues
}

/// Attributes that programs give their parts names by, besides classes.
fn is_name(attribute: &str) -> bool {
    attribute.strip_prefix("data-").is_some_and(|name| {
        ["block", "component", "module", "name", "qa", "role", "section", "test", "type", "widget"]
            .iter()
            .any(|known| name.starts_with(known))
    })
}

/// A longer value of such an attribute is no name.
const LONGEST_NAME: usize = 40;

/// Words that say what a text is, and that it is the text of it: both in one name are as clear as a name can be.
const WHOLE: &[&[u8]] = &[b"article", b"blog", b"entry", b"news", b"page", b"post", b"story"];
const TEXT: &[&[u8]] = &[b"body", b"content", b"copy", b"text"];

/// Of these words, and of one of each joined, whether they say what a text is and whether they say that it is the text.
static TELLING: LazyLock<FxHashMap<Vec<u8>, (bool, bool)>> = LazyLock::new(|| {
    let joined = WHOLE.iter().flat_map(|whole| TEXT.iter().map(|text| ([*whole, *text].concat(), (true, true))));
    let whole = WHOLE.iter().map(|whole| (whole.to_vec(), (true, false)));
    joined.chain(whole).chain(TEXT.iter().map(|text| (text.to_vec(), (false, true)))).collect()
});

/// Whether one of these classes, or this id or `itemprop`, names the text itself: `entry-content`, `articleBody`.
fn names_text(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let (mut count, mut whole, mut text) = (0, false, false);
        words(name, |word| {
            count += 1;
            let (is_whole, is_text) = TELLING.get(word).copied().unwrap_or_default();
            (whole, text) = (whole || is_whole, text || is_text);
        });
        whole && text && count <= 4
    })
}

fn role(role: &str) -> Cues {
    cue(match role {
        "navigation" | "menu" | "menubar" | "tablist" => "nav",
        "banner" => "header",
        "contentinfo" => "footer",
        "complementary" => "sidebar",
        "dialog" | "alertdialog" | "alert" => "modal",
        "search" | "form" => "field",
        "main" | "article" => "content",
        _ => return 0,
    })
}

/// Calls `found` with each word of a name in lower case: `siteNav related-posts2` has `site`, `nav`, `related`, `posts`.
/// They are ASCII.
fn words(name: &str, mut found: impl FnMut(&[u8])) {
    let mut buffer = [0_u8; LONGEST];
    let mut len = 0;
    let mut lower_before = false;
    let mut flush = |buffer: &[u8], len: usize| {
        if (1..=LONGEST).contains(&len) {
            found(&buffer[..len]);
        }
    };
    for byte in name.bytes() {
        let is_letter = byte.is_ascii_alphabetic();
        if (!is_letter || byte.is_ascii_uppercase() && lower_before) && len > 0 {
            flush(&buffer, len);
            len = 0;
        }
        if is_letter {
            if let Some(to) = buffer.get_mut(len) {
                *to = byte.to_ascii_lowercase();
            }
            len += 1;
        }
        lower_before = byte.is_ascii_lowercase();
    }
    flush(&buffer, len);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        let mut seen = vec![];
        words("siteNav related-posts2 entry__content XMLMenu averyveryverylongwordindeed", |word| {
            seen.push(String::from_utf8(word.to_owned()).unwrap());
        });
        assert_eq!(seen, ["site", "nav", "related", "posts", "entry", "content", "xmlmenu"]);
    }

    #[test]
    fn the_table_is_sorted_and_fits() {
        assert!(TABLE.len() <= 32 && TABLE.is_sorted());
        for (name, words) in TABLE.iter() {
            let words: Vec<_> = words.split(' ').collect();
            assert!(words.is_sorted() && words.iter().all(|word| word.len() <= LONGEST), "{name}");
        }
    }
}
