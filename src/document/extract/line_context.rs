//! Where does each line stand, and what holds of the page as a whole? What the cut, the type and the trust are told by.

use super::{
    facts::{Facts, LineContext},
    tags,
};

/// What holds of a page as a whole.
pub(super) struct PageTotals {
    /// The letters of the body that JSON-LD gives; 0 when it gives none.
    pub(super) body: f32,
    pub(super) linked: f32,
    pub(super) mass: f32,
    pub(super) half_mass: f32,
}

impl Facts<'_> {
    /// Where the lines stand.
    pub(super) fn places(&self) -> &[LineContext] {
        self.places.get_or_init(|| (0..self.len()).map(|i| self.place(i)).collect())
    }

    fn place(&self, i: usize) -> LineContext {
        let inside = |node: usize| {
            let range = self.ranges[node];
            node > 0 && (range.0..range.1).contains(&(i as u32))
        };
        let node = &self.outline.nodes[self.outline.rows[i].node as usize];
        let deck = self.groups.deck(self.outline, i);
        LineContext {
            in_half: inside(self.heavy[0]),
            in_article: inside(self.marks.article),
            in_text: inside(self.marks.named),
            in_hub: inside(self.marks.hub),
            in_body: self.marks.in_body.as_ref().is_some_and(|lines| lines[i]),
            card: deck.is_some(),
            cards: deck.map_or(0.0, |(_, cards)| cards as f32),
            deck: deck.map_or(0.0, |(deck, _)| self.mass.of(self.ranges[deck as usize]) / self.all_mass()),
            twice: self.groups.twice(i),
            heading: node.tags & tags::HEADINGS != 0,
        }
    }

    /// What holds of the page as a whole.
    pub(super) fn page(&self) -> PageTotals {
        PageTotals {
            body: self.marks.body,
            linked: self.linked_share(self.whole()),
            mass: self.all_mass(),
            half_mass: self.mass.of(self.ranges[self.heavy[0]]) / self.all_mass(),
        }
    }
}
