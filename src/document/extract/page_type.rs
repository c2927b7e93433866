//! What kind of page is it? Decided by what it declares, else by how it is built.
//!
//! JSON-LD types, `og:type` and generators are looked up in `page_types.txt`. A page that declares nothing is told by
//! shares of its text: messages of many writers, code, prices, links, prose. The kind decides little: whose comments are
//! content (a forum's are), and what a reader of the record may filter by.

use super::{
    cues::{self, Cues},
    facts::Facts,
    outline::Outline,
    tags,
};
use std::fmt;

/// The kind of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageType {
    /// News, a post, an essay: prose under a title.
    #[default]
    Article,
    /// Goods or works side by side.
    Collection,
    /// How something is used, often with code.
    Documentation,
    /// Messages of several people.
    Forum,
    /// The front page of a site, with the beginnings of many others.
    Home,
    /// Links to pages, with or without their beginnings.
    Listing,
    /// One thing for sale.
    Product,
    /// What somebody offers: home pages, landing pages, about pages.
    Service,
}

impl PageType {
    /// Those that a forest tells apart, in the order of its columns.
    pub(super) const LEARNT: [Self; 7] = [
        Self::Article,
        Self::Collection,
        Self::Documentation,
        Self::Forum,
        Self::Listing,
        Self::Product,
        Self::Service,
    ];

    const NAMES: [(Self, &'static str); 8] = [
        (Self::Article, "article"),
        (Self::Collection, "collection"),
        (Self::Documentation, "documentation"),
        (Self::Forum, "forum"),
        (Self::Home, "home"),
        (Self::Listing, "listing"),
        (Self::Product, "product"),
        (Self::Service, "service"),
    ];

    /// All of them, by name.
    pub const ALL: [Self; 8] = [
        Self::Article,
        Self::Collection,
        Self::Documentation,
        Self::Forum,
        Self::Home,
        Self::Listing,
        Self::Product,
        Self::Service,
    ];

    /// What it means, for the reference.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::Article => "news, a blog post, an essay",
            Self::Collection => "products or works side by side",
            Self::Documentation => "how to use something, often with code",
            Self::Forum => "messages of several people",
            Self::Home => "the front page of a site",
            Self::Listing => "links to other pages, with or without teasers",
            Self::Product => "one thing for sale",
            Self::Service => "what somebody offers: landing pages, about pages",
        }
    }

    /// Its name in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|&&(known, _)| known == self).map_or("", |&(_, name)| name)
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|&&(_, known)| known == name).map(|&(kind, _)| kind)
    }
}

impl fmt::Display for PageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The kind that the first telling one of `kinds` names.
pub(super) fn declared(kinds: &[String]) -> Option<PageType> {
    kinds.iter().find_map(|kind| named(kind))
}

fn named(kind: &str) -> Option<PageType> {
    let kind = kind.to_ascii_lowercase();
    let lines = include_str!("page_types.txt").lines().filter(|line| !line.starts_with('#'));
    let of = |line: &'static str| line.split_once(": ").map(|(name, words)| (PageType::parse(name), words));
    lines.filter_map(of).find(|(_, words)| words.split(' ').any(|word| kind.starts_with(word)))?.0
}

/// Messages that make a thread.
const THREAD: usize = 3;

/// The longest message of a thread has no larger share of it.
const LONGEST: f64 = 0.8;

/// How many messages the main part has, and which share of its text they are.
pub(super) fn messages(outline: &Outline, facts: &Facts<'_>) -> (usize, f32) {
    let half = facts.half();
    let lens = lens(outline, half, cues::cue("message"));
    let node = &outline.nodes[half];
    (lens.len(), lens.iter().sum::<usize>() as f32 / ((node.end - node.start) as f32).max(1.0))
}

/// How long the messages in the node `half` are, in bytes: elements with the cue that look like others.
fn lens(outline: &Outline, half: usize, message: Cues) -> Vec<usize> {
    let (mut lens, mut at) = (Vec::new(), half);
    while let Some(node) = outline.nodes[..outline.nodes[half].last as usize].get(at) {
        let len = (node.end - node.start) as usize;
        let is_message = node.own & message != 0 && node.similar_elements as usize >= THREAD && len > 40;
        if is_message {
            lens.push(len);
        }
        at = if is_message { (node.last as usize).max(at + 1) } else { at + 1 };
    }
    lens
}

/// The kind of a page that declares none, by its main part: shares of its bytes.
pub(super) fn built(outline: &Outline, facts: &Facts<'_>) -> PageType {
    let (message, price) = (cues::cue("message"), cues::cue("price"));
    let code = const { tags::bit("pre") };
    let content = outline.rows.iter().enumerate().filter(|(i, _)| facts.in_half(*i));
    let (mut all, mut linked, mut prices, mut codes, mut prose) = (1, 0, 0, 0, 0);
    for (i, row) in content {
        let (node, len) = (&outline.nodes[row.node as usize], row.span.len());
        all += len;
        linked += row.linked as usize;
        let of = |holds: bool| if holds { len } else { 0 };
        prices += of(node.all & price != 0);
        codes += of(node.tags & code != 0);
        prose += of(facts.shape(i).is_prose());
    }
    let share = |part: usize| part as f64 / all as f64;
    let messages = lens(outline, facts.half(), message);
    let (said, longest) = (messages.iter().sum::<usize>(), messages.iter().max().copied().unwrap_or_default());
    // One long text among short ones is a post and its remarks, or what else there is to read.
    let thread = messages.len() >= THREAD && (longest as f64) < LONGEST * said as f64;
    match () {
        () if thread && share(said) > 0.5 => PageType::Forum,
        () if share(codes) > 0.08 => PageType::Documentation,
        () if share(prices) > 0.6 && share(prose) < 0.5 => PageType::Product,
        () if share(linked) > 0.45 => PageType::Listing,
        () if share(prose) > 0.6 => PageType::Article,
        () => PageType::Service,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_declared() {
        for (kind, want) in [
            ("NewsArticle", Some(PageType::Article)),
            ("DiscussionForumPosting", Some(PageType::Forum)),
            ("Discourse 3.2", Some(PageType::Forum)),
            ("og:product", None),
            ("product.item", Some(PageType::Product)),
            ("website", None),
        ] {
            assert_eq!(named(kind), want, "{kind}");
        }
    }
}
