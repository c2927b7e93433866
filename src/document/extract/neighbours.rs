//! What do lines say of the lines beside them?
//!
//! The forest judges each line for itself. Lines of one `<pre>` are content together or not at all, and a paragraph that was
//! nearly content is so when content follows it in the same place. Nothing is lowered here.

use super::{
    Block, Kind, Part,
    cues::{self, Cues},
    features::Facts,
    outline::Outline,
    tags,
};
use std::sync::LazyLock;

/// Lines of one `<pre>` share the best of their chances.
pub(super) fn share_pre(outline: &Outline, scores: &mut [f32]) {
    let pre = |i: usize| {
        let inside = outline.nodes[outline.rows[i].node as usize].tags & const { tags::bit("pre") } != 0;
        inside.then(|| outline.chain(outline.rows[i].node).find(|(_, node)| node.tag == const { tags::bit("pre") }))?
    };
    let mut first = 0;
    while first < scores.len() {
        let Some((number, _)) = pre(first) else {
            first += 1;
            continue;
        };
        let len = (first..scores.len()).take_while(|&i| pre(i).is_some_and(|(other, _)| other == number)).count();
        let lines = &mut scores[first..first + len];
        let best = lines.iter().copied().fold(0.0, f32::max);
        lines.fill(best);
        first += len.max(1);
    }
}

/// A paragraph with at least this chance is content when the paragraph after it is, or the title stands above it.
const BESIDE: f32 = 0.35;

/// The text begins at most so many lines below the title.
const LEAD: usize = 6;

/// Cues of elements whose paragraphs are no part of the text beside them.
static APART: LazyLock<Cues> =
    LazyLock::new(|| cues::set(&["comment", "cookie", "footer", "modal", "nav", "newsletter", "related", "sidebar"]));

/// Takes paragraphs, too, that stand before content in the same place: first ones are lost most, and last ones are often
/// no content.
pub(super) fn bridge(outline: &Outline, facts: &Facts<'_>, scores: &[f32], taken: &mut [bool]) {
    let is_paragraph = |i: usize| facts.look(i).is_prose() && outline.rows[i].density() < 0.3;
    let place = |i: usize| outline.chain(outline.rows[i].node).nth(2).map(|(number, _)| number);
    let lines: Vec<usize> = (0..scores.len()).filter(|&i| is_paragraph(i)).collect();
    let mut raise = |from: usize, to: usize| {
        let (content, node) =
            (outline.nodes[outline.rows[from].node as usize], outline.nodes[outline.rows[to].node as usize]);
        let beside = from.abs_diff(to) <= 2 && place(from).is_some_and(|number| node_holds(outline, number, to));
        let is_lead = facts.title().is_some_and(|title| (title + 1..from).contains(&to) && from - title <= LEAD);
        let unsure = scores[to] > BESIDE && !taken[to];
        // What the content stands in, too, says nothing against a line.
        if taken[from] && unsure && (beside || is_lead) && node.all & !content.all & *APART == 0 {
            taken[to] = true;
        }
    };
    for pair in lines.windows(2).rev() {
        raise(pair[1], pair[0]);
    }
}

/// A heading with at least this chance is content when lines on both sides of it are, in the same place.
const BETWEEN: f32 = 0.2;

/// So many lines of a table of contents or the like may stand between.
const REACH: usize = 16;

/// Takes headings, and lines that are bold as a whole, which stand within a text.
pub(super) fn subheads(outline: &Outline, scores: &[f32], taken: &mut [bool]) {
    for i in 1..scores.len().saturating_sub(1) {
        let row = &outline.rows[i];
        let node = outline.nodes[row.node as usize];
        let is_head = node.tags & (tags::HEADINGS | const { tags::bit("bold") }) != 0 && row.density() < 0.5;
        if taken[i] || !is_head || scores[i] < BETWEEN || !taken[i + 1] {
            continue;
        }
        let content = outline.nodes[outline.rows[i + 1].node as usize];
        let around = outline.chain(row.node).find(|&(number, _)| node_holds(outline, number, i + 1));
        let is_within = around.is_some_and(|(number, _)| {
            (i.saturating_sub(REACH)..i).rev().any(|before| taken[before] && node_holds(outline, number, before))
        });
        taken[i] = is_within && node.all & !content.all & *APART == 0;
    }
}

/// Whether line `i` stands in the node `number`.
fn node_holds(outline: &Outline, number: u32, i: usize) -> bool {
    (number..outline.nodes[number as usize].last).contains(&outline.rows[i].node)
}

/// A paragraph or heading that a page says so often is no part of its text: it stands in place of what does not load.
const OFTEN: u32 = 4;

/// Drops headings and paragraphs that stand again and again.
pub(super) fn part_refrains(blocks: &mut [Block], text: &str, facts: &Facts<'_>) {
    for (i, block) in blocks.iter_mut().enumerate().filter(|(_, block)| block.part == Part::Main) {
        let is_heading = matches!(block.kind, Kind::Heading(_));
        let is_paragraph = block.kind == Kind::Text && facts.look(i).is_prose();
        if (is_heading || is_paragraph) && facts.repeats(i) >= OFTEN && block.span.of(text).len() > 20 {
            block.part = Part::Chrome("outside");
        }
    }
}
