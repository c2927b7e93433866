//! What do lines say of the lines beside them?
//!
//! The forest judges each line for itself. Lines of one `<pre>` are content together or not at all, and a paragraph that was
//! nearly content is so when content follows it in the same place. Nothing is lowered here.

use super::{
    Block, LineKind, Region,
    cues::{self, Cues},
    facts::Facts,
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
    let is_paragraph = |i: usize| facts.shape(i).is_prose() && outline.rows[i].density() < 0.3;
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

/// The same of one that has what it is of below it alone.
const SECTION: f32 = 0.3;

/// So many lines of a table of contents or the like may stand between.
const REACH: usize = 16;

/// Takes headings, and lines that are bold as a whole, which stand within a text. Where a page is made of
/// boxes, these have headings of their own.
pub(super) fn subheads(outline: &Outline, scores: &[f32], is_boxes: bool, taken: &mut [bool]) {
    for i in 0..scores.len().saturating_sub(1) {
        let row = &outline.rows[i];
        let node = outline.nodes[row.node as usize];
        let is_head = node.tags & (tags::HEADINGS | const { tags::bit("bold") }) != 0 && row.density() < 0.5;
        if taken[i] || !is_head || scores[i] < BETWEEN || !taken[i + 1] {
            continue;
        }
        let content = outline.nodes[outline.rows[i + 1].node as usize];
        let around = outline.chain(row.node).find(|&(number, _)| node_holds(outline, number, i + 1));
        // A heading may stand in a section of its own with what it is of.
        let is_heading = !is_boxes && node.tags & tags::HEADINGS != 0 && scores[i] >= SECTION;
        let is_within = around.is_some_and(|(number, _)| {
            is_heading
                || (i.saturating_sub(REACH)..i).rev().any(|before| taken[before] && node_holds(outline, number, before))
        });
        taken[i] = is_within && node.all & !content.all & *APART == 0;
    }
}

static SHARE: LazyLock<Cues> = LazyLock::new(|| cues::cue("share"));

/// Takes the paragraphs of posts of networks that stand within the text: their blocks are called after the networks, as what
/// shares a page is.
pub(super) fn embedded(outline: &Outline, facts: &Facts<'_>, scores: &[f32], taken: &mut [bool]) {
    for i in 1..scores.len().saturating_sub(1) {
        let row = &outline.rows[i];
        let node = outline.nodes[row.node as usize];
        let is_quoted = node.tags & const { tags::bit("blockquote") } != 0 && node.near & *SHARE != 0;
        if taken[i] || !is_quoted || scores[i] < BETWEEN || !facts.shape(i).is_prose() || row.density() > 0.5 {
            continue;
        }
        let near = |mut rows: std::ops::Range<usize>| rows.any(|at| taken[at]);
        taken[i] = near(i.saturating_sub(4)..i) && near(i + 1..scores.len().min(i + 5));
    }
}

/// Whether line `i` stands in the node `number`.
fn node_holds(outline: &Outline, number: u32, i: usize) -> bool {
    (number..outline.nodes[number as usize].last).contains(&outline.rows[i].node)
}

/// A paragraph or heading that a page says so often is no part of its text: it stands in place of what does not load.
const OFTEN: u32 = 4;

/// Drops headings and paragraphs that stand again and again.
pub(super) fn exclude_refrains(blocks: &mut [Block], text: &str, facts: &Facts<'_>) {
    for (i, block) in blocks.iter_mut().enumerate().filter(|(_, block)| block.region == Region::Main) {
        let is_heading = matches!(block.kind, LineKind::Heading(_));
        let is_paragraph = block.kind == LineKind::Text && facts.shape(i).is_prose();
        if (is_heading || is_paragraph) && facts.repeats(i) >= OFTEN && block.span.slice(text).len() > 20 {
            block.region = Region::Chrome("outside");
        }
    }
}

static QUOTE: LazyLock<Cues> = LazyLock::new(|| cues::cue("quote"));

/// A quotation with more than this share of it elsewhere on the page was pulled out of the text.
const PULLED: f32 = 0.8;

/// A page with more of them is made of quotations.
const FEW_PULLED: usize = 16;

/// Drops what an article says twice, the second time beside the text, to be seen. The first time is left: it must stand in
/// another line of the main content.
pub(super) fn exclude_pull_quotes(outline: &Outline, facts: &Facts<'_>, text: &str, blocks: &mut [Block]) {
    let is_beside = |i: usize| {
        let node = outline.nodes[outline.rows[i].node as usize];
        node.tags & const { tags::bit("aside") } != 0 || node.near & *QUOTE != 0
    };
    let is_pulled = |i: usize| is_beside(i) && facts.groups.twice(i) >= PULLED;
    let main: Vec<usize> = (0..blocks.len()).filter(|&i| blocks[i].region == Region::Main).collect();
    let (pulled, rest): (Vec<usize>, Vec<usize>) = main.into_iter().partition(|&i| is_pulled(i));
    if pulled.len() > FEW_PULLED {
        return;
    }
    for i in pulled {
        let said = blocks[i].span.slice(text).trim_matches(|c: char| !c.is_alphanumeric());
        if !said.is_empty() && rest.iter().any(|&other| blocks[other].span.slice(text).contains(said)) {
            blocks[i].region = Region::Chrome("outside");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::extract;

    /// The lines of a page that are taken when those that begin with `+` were, and those that begin with `?` are doubtful.
    fn near(html: &str, ask: impl Fn(&extract::Page<'_>, &[f32], &mut [bool])) -> Vec<String> {
        let near = |page: extract::Page<'_>| {
            let line = |i: usize| page.outline.rows[i].span.slice(page.text).to_owned();
            let scores: Vec<f32> =
                (0..page.facts.len()).map(|i| if line(i).starts_with('?') { 0.4 } else { 0.1 }).collect();
            let mut taken: Vec<bool> = (0..page.facts.len()).map(|i| line(i).starts_with('+')).collect();
            ask(&page, &scores, &mut taken);
            (0..taken.len()).filter(|&i| taken[i]).map(line).collect()
        };
        extract::training::of(html, near)
    }

    #[test]
    fn headings_within_a_text_are_of_it() {
        let heads = |html: &str, is_boxes: bool| {
            near(html, |page, scores, taken| subheads(page.outline, scores, is_boxes, taken))
        };
        let text = "<div><p>+ One.<h2>? Two</h2><p>+ Three.<p><b>? Four</b><p>+ Five.<h2>? Six</h2></div>";
        assert_eq!(
            heads(text, true),
            ["+ One.", "? Two", "+ Three.", "? Four", "+ Five."],
            "nothing is below the last"
        );
        let section = "<section><h2>? One</h2><p>+ Two.</section>";
        assert_eq!(heads(section, false), ["? One", "+ Two."]);
        assert_eq!(heads(section, true), ["+ Two."], "a box of its own");
        assert_eq!(heads("<div><p>+ One.<div class=related><h2>? Two</h2></div><p>+ Three.</div>", false).len(), 2);
    }

    #[test]
    fn a_quotation_goes_only_if_the_text_has_it() {
        let said = "Nobody was ever lost on it in all the years that it has crossed the bay";
        let page = |text: &str, box_of_others: &str| {
            let html = format!(
                "<article><p>{}<p>{text}<aside class=pullquote>{said}.</aside><p>{}</article><div>{box_of_others}</div>",
                "The ferry crosses the bay six times a day in summer. ".repeat(4),
                "The harbour office says each morning whether it will sail. ".repeat(4),
            );
            extract::training::of(&html, |page| {
                let block = |(i, row): (usize, &super::super::outline::Row)| Block {
                    span: row.span,
                    kind: LineKind::Text,
                    region: if i < 4 { Region::Main } else { Region::Chrome("outside") },
                    score: 1.0,
                    link_density: 0.0,
                    hidden: false,
                    element: row.node,
                };
                let mut blocks: Vec<Block> = page.outline.rows.iter().enumerate().map(block).collect();
                exclude_pull_quotes(page.outline, page.facts, page.text, &mut blocks);
                blocks.iter().filter(|block| block.region == Region::Main).count()
            })
        };
        assert_eq!(page(&format!("{said}, the master said on Monday."), ""), 3);
        assert_eq!(page("The master spoke on Monday.", &format!("<p>{said}, he said.")), 4, "it stands in a box alone");
    }

    #[test]
    fn posts_of_networks_within_a_text_are_of_it() {
        let said = "? Five boxes of clay came in today, and the smell of a very old rain came in with them, so that nobody worked.";
        let post = format!("<blockquote class=twitter-tweet><p>{said}</p>Ada <a href=/a>4 May</a></blockquote>");
        let posts = |html: &str| near(html, |page, scores, taken| embedded(page.outline, page.facts, scores, taken));
        assert_eq!(posts(&format!("<div><p>+ One.{post}<p>+ Two.</div>")), ["+ One.", said, "+ Two."]);
        assert_eq!(posts(&format!("<div><p>+ One.{post}</div>")), ["+ One."], "below the text");
    }
}
