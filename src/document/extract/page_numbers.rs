//! What is known of a page as a whole, to tell its type: a row of numbers.
//!
//! What it declares, what its address looks like, what its lines are, what its decks are made of, and where the lines stand
//! that are likely its content. Knows no word of any language.

use super::{
    cues,
    features::Facts,
    outline::Outline,
    page_type::{self, PageType},
    sums::Rows,
    tags,
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

/// The numbers of a page whose lines have these chances; `run` is the run of lines that is most likely the content.
pub(super) fn of(
    outline: &Outline,
    facts: &Facts<'_>,
    metadata: &Metadata,
    chances: &[f32],
    run: Rows,
) -> [f32; NAMES.len()] {
    let flag = super::sums::flag;
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
    let path = path(metadata.get("url").unwrap_or_default());
    let parts = || path.unwrap_or_default().split('/').filter(|part| !part.is_empty());
    push(if path.is_some() { parts().count() as f32 } else { -1.0 });
    push(parts().map(str::len).max().unwrap_or_default() as f32);
    push(parts().flat_map(str::bytes).filter(u8::is_ascii_digit).count() as f32);
    push(parts().flat_map(str::bytes).filter(|&byte| byte == b'-').count() as f32);
    push(flag(path.is_some() && parts().next().is_none()));
    let cue = |name| cues::cue(name);
    let (price, comment, message, byline) = (cue("price"), cue("comment"), cue("message"), cue("byline"));
    let (mut words, mut linked, mut prose, mut questions) = (0.0_f32, 0.0, 0.0, 0.0);
    let (mut priced, mut code, mut commented, mut said, mut signed, mut form, mut headings, mut cells) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let mut content = [0.0_f32; 10];
    let mut deck = (0.0, 0.0);
    for (i, row) in outline.rows.iter().enumerate() {
        let (look, node) = (facts.look(i), &outline.nodes[row.node as usize]);
        let count = look.words as f32;
        let of = |is: bool| if is { count } else { 0.0 };
        words += count;
        linked += count * row.density();
        let is_prose = look.is_prose() && row.density() < 0.5;
        prose += of(is_prose);
        priced += of(node.all & price != 0);
        code += of(node.tags & const { tags::bit("pre") } != 0);
        commented += of(node.all & comment != 0);
        said += of(node.all & message != 0);
        signed += f32::from(u8::from(node.near & byline != 0));
        form += of(node.tags & const { tags::bit("form") } != 0);
        let is_heading = node.tags & tags::HEADINGS != 0;
        headings += f32::from(u8::from(is_heading));
        cells += of(node.tags & const { tags::bit("cell") } != 0);
        questions += f32::from(u8::from(matches!(look.last, Some('?' | '؟' | '？'))));
        if chances[i] > 0.4 {
            let place = &facts.places()[i];
            let adds = [
                count,
                1.0,
                of(is_prose),
                of(node.all & price != 0),
                of(node.tags & const { tags::bit("pre") } != 0),
                of(node.all & message != 0),
                of(place.card),
                count * row.density(),
                f32::from(u8::from(is_heading)),
                of((run.0..run.1).contains(&(i as u32))),
            ];
            for (sum, add) in content.iter_mut().zip(adds) {
                *sum += add;
            }
            if place.deck > deck.1 {
                deck = (place.cards, place.deck);
            }
        }
    }
    let share = |part: f32| part / words.max(1.0);
    let n = outline.rows.len().max(1) as f32;
    push(n);
    push(words);
    [linked, prose, priced, code, commented, said].map(share).into_iter().for_each(&mut push);
    push(signed);
    push(share(form));
    push(headings / n);
    push(share(cells));
    push(questions / n);
    push(share(content[0]));
    push(content[1]);
    [2, 3, 4, 5, 6, 7].map(|at| content[at] / content[0].max(1.0)).into_iter().for_each(&mut push);
    push(content[8] / content[1].max(1.0));
    push(content[9] / content[0].max(1.0));
    push(deck.0);
    push(deck.1);
    let (messages, share) = page_type::messages(outline, facts);
    push(messages as f32);
    push(share);
    let address = metadata.get("url").unwrap_or_default();
    ADDRESSES.iter().for_each(|words| push(flag(address_says(address, words))));
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
