//! What is known of a line when it is judged: a row of numbers, the same whatever the language.
//!
//! Nothing here knows a word of any language: letters are counted ([`super::line_shape`]), and names of elements speak through
//! [`super::cues`]. [`super::columns`] has the names of the numbers; a model (see [`crate::forest`]) asks for them by name.

use super::{
    columns::PLAIN,
    cues,
    facts::{Facts, LEVELS},
    prefix_sums::flag,
    tags,
};

/// Lines before and after that count as around a line.
const WINDOW: usize = 3;

impl Facts<'_> {
    /// Adds the numbers of line `i` to `out`.
    pub(super) fn fill(&self, i: usize, out: &mut Vec<f32>) {
        let (rows, look) = (&self.outline.rows, &self.shapes[i]);
        let (row, n) = (&rows[i], rows.len());
        let node = &self.outline.nodes[row.node as usize];
        let up = &self.above[i];
        let near = |at: Option<usize>| at.filter(|&at| at < n);
        let chars_at = |at: Option<usize>| near(at).map_or(0.0, |at| self.shapes[at].chars as f32);
        let linked_at = |at: Option<usize>| near(at).map_or(0.0, |at| rows[at].density());
        let same_node = |at: Option<usize>| flag(near(at).is_some_and(|at| rows[at].node == row.node));
        let window = (i.saturating_sub(WINDOW) as u32, (i + WINDOW + 1).min(n) as u32);
        let inside = |node: usize| {
            let range = self.ranges[node];
            flag((range.0..range.1).contains(&(i as u32)))
        };
        let half = self.ranges[self.heavy[0]];
        let half_rows = (half.1 - half.0) as f32;
        let (chars, whole, all_mass) = (look.chars as f32, self.whole(), self.all_mass());
        let all_chars = self.chars.of(whole).max(1.0);
        let mass = |level: usize| self.mass.of(up.levels[level]) / all_mass;
        let linked = |level: usize| self.linked_share(up.levels[level]);
        let count = |level: usize| (up.levels[level].1 - up.levels[level].0) as f32;
        let (article, hub, named) = (self.marks.article, self.marks.hub, self.marks.named);
        let mass_of = |node: usize| self.mass.of(self.ranges[node]) / all_mass;
        let plain: [f32; PLAIN.len()] = [
            chars,
            look.words as f32,
            chars / look.words.max(1) as f32,
            flag(look.ends_sentence()),
            flag(matches!(look.last, Some(':' | '：'))),
            look.commas as f32,
            look.stops as f32,
            look.digits as f32 / chars.max(1.0),
            look.capitals as f32 / look.letters.max(1) as f32,
            look.marks as f32 / look.words.max(1) as f32,
            look.tabs as f32,
            row.links as f32,
            row.density(),
            self.repeats[i] as f32,
            self.h1.map_or(0.0, |h1| (i as f32 - h1 as f32).clamp(-50.0, 200.0)),
            i as f32 / n as f32,
            self.chars.of((0, i as u32)) / all_chars,
            self.prose.of((0, i as u32)),
            self.prose.of((i as u32, n as u32)),
            self.to_prose[i].0,
            self.to_prose[i].1,
            chars_at(i.checked_sub(1)),
            chars_at(Some(i + 1)),
            linked_at(i.checked_sub(1)),
            linked_at(Some(i + 1)),
            chars_at(i.checked_sub(2)),
            chars_at(Some(i + 2)),
            self.linked_share(window),
            self.chars.of(window),
            self.prose.of(window),
            same_node(i.checked_sub(1)),
            same_node(Some(i + 1)),
            f32::from(node.depth),
            up.level_of_half,
            up.level_of_tenth,
            mass(1),
            mass(2),
            mass(3),
            mass(4),
            mass(6),
            mass(8),
            linked(2),
            linked(4),
            linked(6),
            count(2),
            count(4),
            up.similar_elements[0],
            up.similar_elements[1],
            up.similar_elements[2],
            up.similar_elements[3],
            up.most_similar_elements,
            inside(self.heavy[0]),
            inside(self.heavy[1]),
            inside(self.heavy[2]),
            (i as f32 - half.0 as f32) / half_rows.max(1.0),
            n as f32,
            all_chars,
            self.linked_share(whole),
            self.prose.of(whole),
            self.prose.of(whole) / n as f32,
            self.mass.of(half) / all_mass,
            self.linked_share(half),
            half_rows / n as f32,
            all_mass,
            flag(node.hidden),
            self.marks.title.map_or(-60.0, |title| (i as f32 - title as f32).clamp(-50.0, 200.0)),
            self.marks.in_body.as_ref().map_or(-1.0, |lines| flag(lines[i])),
            flag(self.marks.in_body.is_some()),
            inside(article),
            mass_of(article),
            i as f32 - self.ranges[article].0 as f32,
            self.ranges[article].1 as f32 - i as f32,
            inside(hub),
            mass_of(hub),
            i as f32 - self.ranges[hub].0 as f32,
            self.ranges[hub].1 as f32 - i as f32,
            i as f32,
            (n - i) as f32,
            up.levels.iter().position(|&rows| rows == whole).unwrap_or(LEVELS) as f32,
            inside(named),
            mass_of(named),
            i as f32 - self.ranges[named].0 as f32,
            self.ranges[named].1 as f32 - i as f32,
        ];
        out.extend_from_slice(&plain);
        out.extend([1, 2, 3].map(|level: usize| self.prose.of(up.levels[level])));
        out.push(flag(self.marks.lead == Some(i)));
        out.push(self.marks.lead.map_or(-60.0, |lead| (i as f32 - lead as f32).clamp(-50.0, 200.0)));
        self.groups.fill(self, i, out);
        flags(u64::from(up.near | node.near), cues::NAMES.len(), out);
        flags(u64::from(node.all), cues::NAMES.len(), out);
        flags(node.tags, tags::COUNT, out);
    }
}

/// Adds the first bits of a set to `out`.
fn flags(set: u64, count: usize, out: &mut Vec<f32>) {
    /// The flags of each byte.
    static FLAGS: [[f32; 8]; 256] = {
        let (mut flags, mut at) = ([[0.0; 8]; 256], 0);
        while at < 8 * 256 {
            flags[at / 8][at % 8] = ((at / 8) >> (at % 8) & 1) as f32;
            at += 1;
        }
        flags
    };
    let end = out.len() + count;
    set.to_le_bytes()[..count.div_ceil(8)].iter().for_each(|byte| out.extend_from_slice(&FLAGS[usize::from(*byte)]));
    out.truncate(end);
}
