//! Which lines are comments of readers, and are they the content?
//!
//! Comments below an article are not its text; the messages of a forum are, even where its theme calls them comments. What
//! tells the two is whether there is text enough beside them. What readers say of a product is judged like its other lines.

use super::{
    cues::{self, Cues},
    facts::Facts,
    outline::{self, Node, Outline},
    page_type::PageType,
};
use std::sync::LazyLock;

static COMMENT: LazyLock<Cues> = LazyLock::new(|| cues::cue("comment"));

/// An element with more than this share of the page's mass is no comment section.
const MAX_COMMENTS: f32 = 0.5;

/// Whether each line stands in a section of comments.
pub(super) fn of(outline: &Outline, facts: &Facts<'_>, page_type: PageType) -> Vec<bool> {
    if page_type == PageType::Product {
        return vec![false; outline.rows.len()];
    }
    let comment = *COMMENT;
    let is_section =
        |(up, node): (u32, &Node)| node.own & comment != 0 && (0.0..MAX_COMMENTS).contains(&facts.mass_share(up));
    let in_section = |row: &outline::Row| {
        outline.nodes[row.node as usize].all & comment != 0 && outline.chain(row.node).any(is_section)
    };
    outline.rows.iter().map(in_section).collect()
}

/// Whether there is content enough besides the comments, in words of prose. A forum's comments are remarks on its messages
/// when these are longer; some sentences of what declares itself an article are enough of a text to comment on, and of another
/// page so many that the comments may not be what it is there for.
pub(super) fn stands_alone(
    facts: &Facts<'_>,
    comments: &[bool],
    taken: &[bool],
    page_type: PageType,
    is_article: bool,
) -> bool {
    let (mut rest, mut commented) = (0, 0);
    for i in (0..taken.len()).filter(|&i| taken[i] && facts.shape(i).is_prose()) {
        *(if comments[i] { &mut commented } else { &mut rest }) += facts.shape(i).words;
    }
    match page_type {
        PageType::Forum => rest >= 200 && rest >= commented,
        _ if is_article => rest >= 50,
        _ => rest >= 50 && rest >= commented / 2,
    }
}
