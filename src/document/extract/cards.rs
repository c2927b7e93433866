//! The numbers of a line's cards, of lines that look like it and of the image that stands nearest.

use super::{
    facts::Facts,
    groups::Groups,
    outline::{CHAIN, Node},
};

/// The columns of one card and its deck.
pub(super) const CARD: [&str; 16] = [
    "alike",
    "place",
    "rows",
    "chars",
    "linked",
    "images",
    "links",
    "headings",
    "dates",
    "prose",
    "deck_mass",
    "deck_linked",
    "deck_images",
    "deck_links",
    "deck_chars",
    "deck_prose",
];

/// The columns of lines that look alike.
pub(super) const LIKE: [&str; 4] = ["like_rows", "like_chars", "like_linked", "like_prose"];

/// The columns of the image that stands nearest around a line: how many elements up the two meet, how many lines and images
/// there are in that element, and whether the line is the last of it.
pub(super) const IMAGE: [&str; 4] = ["image_up", "image_rows", "image_count", "image_last"];

impl Groups {
    /// Adds the numbers of line `i`: those of its innermost and of its outermost card, those of lines that look like it, and
    /// how much of it the page says elsewhere.
    pub(super) fn fill(&self, facts: &Facts<'_>, i: usize, out: &mut Vec<f32>) {
        let (outline, ranges) = (facts.outline, &facts.ranges);
        let row = &outline.rows[i];
        let mut cards = self.cards(outline, i);
        let inner = cards.next();
        let outer = cards.last().or(inner);
        for card in [inner, outer] {
            match card {
                Some(card) => self.card(facts, card, out),
                None => out.extend([-1.0; CARD.len()]),
            }
        }
        let [rows, chars, linked, prose] =
            self.likes.get(&outline.nodes[row.node as usize].look).copied().unwrap_or_default();
        out.extend([rows, chars / rows.max(1.0), linked / chars.max(1.0), prose / rows.max(1.0)]);
        out.push(self.twice[i]);
        let has_image = |up: u32, node: &Node| self.before[up as usize][0] < self.before[node.last as usize][0];
        let image = outline.chain(row.node).take(CHAIN).enumerate().find(|&(_, (up, node))| has_image(up, node));
        out.extend(image.map_or([CHAIN as f32, -1.0, -1.0, -1.0], |(levels, (up, _))| {
            let rows = ranges[up as usize];
            let last = rows.1 == i as u32 + 1;
            [levels as f32, (rows.1 - rows.0) as f32, self.count(outline, up)[0] as f32, f32::from(u8::from(last))]
        }));
    }

    fn card(&self, facts: &Facts<'_>, card: u32, out: &mut Vec<f32>) {
        let (outline, ranges) = (facts.outline, &facts.ranges);
        let deck = outline.nodes[card as usize].parent;
        let (own, all) = (ranges[card as usize], ranges[deck as usize]);
        let (alike, place) = self.alike[card as usize];
        let cards = alike as f32;
        let [images, links, headings, dates] = self.count(outline, card).map(|count| count.min(20) as f32);
        let [deck_images, deck_links, ..] = self.count(outline, deck).map(|count| count as f32 / cards);
        out.extend([
            cards.min(200.0),
            place as f32 / cards,
            (own.1 - own.0) as f32,
            facts.chars.of(own),
            facts.linked_share(own),
            images,
            links,
            headings,
            dates,
            facts.prose.of(own),
            facts.mass.of(all) / facts.all_mass(),
            facts.linked_share(all),
            deck_images,
            deck_links,
            facts.chars.of(all) / cards,
            facts.prose.of(all) / cards,
        ]);
    }
}
