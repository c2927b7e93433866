//! What is known of a page as a whole, to tell its type: a row of numbers.
//!
//! What it declares, what its address looks like, what its lines are, what its decks are made of, and where the lines stand
//! that are likely its content. Knows no word of any language.

use super::{
    cues::{self, Cues},
    facts::Facts,
    outline::Outline,
    page_type::{self, PageType},
    prefix_sums::LineRange,
    tags::{self, Tags},
};
use crate::document::metadata::Metadata;
use std::sync::LazyLock;

/// The names of the columns.
pub(super) const NAMES: [&str; 72] = [
    "declared_article",
    "declared_collection",
    "declared_documentation",
    "declared_forum",
    "declared_listing",
    "declared_product",
    "declared_service",
    "built_article",
    "built_collection",
    "built_documentation",
    "built_forum",
    "built_listing",
    "built_product",
    "built_service",
    "og_article",
    "og_website",
    "has_author",
    "has_date",
    "has_body",
    "path_parts",
    "path_longest",
    "path_digits",
    "path_hyphens",
    "is_root",
    "lines",
    "words",
    "linked",
    "prose",
    "price",
    "code",
    "comment",
    "message",
    "byline",
    "form",
    "headings",
    "cells",
    "questions",
    "content",
    "content_lines",
    "content_prose",
    "content_price",
    "content_code",
    "content_message",
    "content_cards",
    "content_linked",
    "content_headings",
    "content_run",
    "deck_cards",
    "deck_mass",
    "messages",
    "messages_share",
    "says_article",
    "says_collection",
    "says_documentation",
    "says_forum",
    "says_listing",
    "says_product",
    "says_service",
    "has_article",
    "has_breadcrumb",
    "has_faq",
    "has_howto",
    "has_itemlist",
    "has_listitem",
    "has_offer",
    "has_organization",
    "has_person",
    "has_product",
    "has_question",
    "has_review",
    "has_service",
    "has_webpage",
];

/// Lines with a greater chance are the content, as far as its type goes.
const CONTENT: f32 = 0.4;

/// The numbers of a page at `url` whose lines have these chances; `run` is the run of lines that is most likely the content.
pub(super) fn of(
    outline: &Outline,
    facts: &Facts<'_>,
    metadata: &Metadata,
    url: &str,
    chances: &[f32],
    run: LineRange,
) -> [f32; NAMES.len()] {
    let flag = super::prefix_sums::flag;
    let declared = page_type::declared(&metadata.kinds);
    let built = page_type::built(outline, facts);
    let mut numbers = [0.0; NAMES.len()];
    let mut at = 0;
    let mut push = |number: f32| {
        numbers[at] = number;
        at += 1;
    };
    PageType::LEARNT.iter().for_each(|&kind| push(flag(declared == Some(kind))));
    PageType::LEARNT.iter().for_each(|&kind| push(flag(built == kind)));
    let says = |name: &str| metadata.kinds.iter().any(|kind| kind.eq_ignore_ascii_case(name));
    push(flag(says("article")));
    push(flag(says("website")));
    push(flag(metadata.get("author").is_some()));
    push(flag(metadata.get("date").is_some()));
    push(flag(metadata.body.is_some()));
    let path = path(url);
    let parts = || path.unwrap_or_default().split('/').filter(|part| !part.is_empty());
    push(if path.is_some() { parts().count() as f32 } else { -1.0 });
    push(parts().map(str::len).max().unwrap_or_default() as f32);
    push(parts().flat_map(str::bytes).filter(u8::is_ascii_digit).count() as f32);
    push(parts().flat_map(str::bytes).filter(|&byte| byte == b'-').count() as f32);
    push(flag(path.is_some() && parts().next().is_none()));
    let lines = || 0..outline.rows.len();
    let node = |i: usize| &outline.nodes[outline.rows[i].node as usize];
    let words = |i: usize| facts.shape(i).words as f32;
    let count = |of: &dyn Fn(usize) -> bool| lines().filter(|&i| of(i)).count() as f32;
    let in_all = lines().map(words).sum::<f32>().max(1.0);
    let is_content = |i: usize| chances[i] > CONTENT;
    let content = |of: &dyn Fn(usize) -> f32| lines().filter(|&i| is_content(i)).map(|i| words(i) * of(i)).sum::<f32>();
    let content_words = content(&|_| 1.0);
    let in_content = content_words.max(1.0);
    let [price, comment, message, byline] = ["price", "comment", "message", "byline"].map(cues::cue);
    let (code, form, cell) = const { (tags::bit("pre"), tags::bit("form"), tags::bit("cell")) };
    let linked = |i: usize| outline.rows[i].density();
    let is_prose = |i: usize| flag(facts.shape(i).is_prose() && linked(i) < 0.5);
    let has_cue = |cue: Cues| move |i: usize| flag(node(i).all & cue != 0);
    let has_tag = |tag: Tags| move |i: usize| flag(node(i).tags & tag != 0);
    let is_heading = |i: usize| node(i).tags & tags::HEADINGS != 0;
    let is_question = |i: usize| matches!(facts.shape(i).last, Some('?' | '؟' | '？'));
    let place = |i: usize| &facts.places()[i];
    let in_run = |i: usize| flag((run.0..run.1).contains(&(i as u32)));
    let share = |of: &dyn Fn(usize) -> f32| lines().map(|i| words(i) * of(i)).sum::<f32>() / in_all;
    let of_content = |of: &dyn Fn(usize) -> f32| content(of) / in_content;
    let n = outline.rows.len().max(1) as f32;
    let rows = count(&is_content);
    // Of decks of the same mass the first.
    let decks = lines().rev().filter(|&i| is_content(i)).map(place).filter(|place| place.deck > 0.0);
    let heaviest = decks.max_by(|a, b| a.deck.total_cmp(&b.deck));

    push(n);
    push(in_all);
    push(share(&linked));
    push(share(&is_prose));
    push(share(&has_cue(price)));
    push(share(&has_tag(code)));
    push(share(&has_cue(comment)));
    push(share(&has_cue(message)));
    push(count(&|i| node(i).near & byline != 0));
    push(share(&has_tag(form)));
    push(count(&is_heading) / n);
    push(share(&has_tag(cell)));
    push(count(&is_question) / n);
    push(content_words / in_all);
    push(rows);
    push(of_content(&is_prose));
    push(of_content(&has_cue(price)));
    push(of_content(&has_tag(code)));
    push(of_content(&has_cue(message)));
    push(of_content(&|i| flag(place(i).card)));
    push(of_content(&linked));
    push(count(&|i| is_content(i) && is_heading(i)) / rows.max(1.0));
    push(of_content(&in_run));
    push(heaviest.map_or(0.0, |place| place.cards));
    push(heaviest.map_or(0.0, |place| place.deck));
    let (messages, share) = page_type::messages(outline, facts);
    push(messages as f32);
    push(share);
    ADDRESSES.iter().for_each(|words| push(flag(address_says(url, words))));
    KINDS.iter().for_each(|kind| push(metadata.kinds.iter().filter(|of| starts(of, kind)).count().min(20) as f32));
    numbers
}

/// How types of JSON-LD begin that tell of a page, in lower case.
const KINDS: [&str; 14] = [
    "article",
    "breadcrumb",
    "faq",
    "howto",
    "itemlist",
    "listitem",
    "offer",
    "organization",
    "person",
    "product",
    "question",
    "review",
    "service",
    "webpage",
];

fn starts(kind: &str, with: &str) -> bool {
    kind.as_bytes().get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

/// The words of addresses of each type that is learnt.
static ADDRESSES: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let lines = || include_str!("addresses.txt").lines().filter(|line| !line.starts_with('#'));
    let of = |kind: PageType| lines().find_map(|line| line.strip_prefix(kind.name())?.strip_prefix(": "));
    PageType::LEARNT.iter().map(|&kind| of(kind).unwrap_or_default().split(' ').collect()).collect()
});

/// Whether a part of an address is one of these words.
fn address_says(address: &str, words: &[&str]) -> bool {
    let parts = address.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.take(40).any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
}

/// The path of an address; `None` where there is no address.
pub(super) fn path(url: &str) -> Option<&str> {
    let rest = url.split_once("//")?.1;
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    Some(path.split(['?', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_speak() {
        assert_eq!(path("https://a.example/x/y?z#w"), Some("/x/y"));
        assert_eq!(path("https://a.example"), Some(""));
        assert_eq!(path("a"), None);
        let says = |address: &str| {
            let of = ADDRESSES.iter().zip(PageType::LEARNT).filter(|(words, _)| address_says(address, words));
            of.map(|(_, kind)| kind.name()).collect::<Vec<_>>()
        };
        assert_eq!(says("https://docs.a.example/x"), ["documentation"]);
        assert_eq!(says("https://a.example/showthread.php?t=12"), ["forum"]);
        assert_eq!(says("https://a.example/catalogued"), [""; 0]);
        for line in include_str!("addresses.txt").lines().filter(|line| !line.starts_with('#')) {
            let (kind, words) = line.split_once(": ").unwrap();
            assert!(PageType::parse(kind).is_some() && words.split(' ').is_sorted(), "{kind}");
        }
    }
}
