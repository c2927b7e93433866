//! Why is a line of a page no content? The reasons of `left_out`, and the cues that name most of them.

use super::cues::{self, Cues};
use std::sync::LazyLock;

/// Every reason, sorted, with what it means.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("ad", "an advertisement, or a label of one"),
    ("breadcrumb", "the path from the front page to this one"),
    ("button", "a button or a call to act"),
    ("byline", "author and date"),
    ("caption", "a caption or a credit of a picture"),
    ("comment", "comments of readers, or the form for them"),
    ("cookie", "a notice about cookies or consent"),
    ("field", "a form"),
    ("footer", "the footer of the site or of a part of the page"),
    ("header", "the header of the site or of a part of the page"),
    ("hidden", "text that the page hides until a script shows it"),
    ("modal", "a dialog over the page"),
    ("nav", "a menu"),
    ("newsletter", "an invitation to subscribe"),
    ("outside", "not part of the main content; there is no clearer reason"),
    ("pagination", "links to the next or previous pages"),
    ("related", "links to other articles"),
    ("row", "part of a table row that is left out as a whole"),
    ("share", "buttons to share the page"),
    ("sidebar", "a column beside the main content"),
    ("tag", "tags or categories"),
    ("title", "the headline, which is in the field `title`"),
    ("toc", "a table of contents"),
];

/// Reasons that are cues of chrome, those that say most first: of several on one element the first is the reason.
const BY_CUE: &[&str] = &[
    "cookie",
    "newsletter",
    "related",
    "comment",
    "breadcrumb",
    "pagination",
    "share",
    "footer",
    "nav",
    "sidebar",
    "ad",
    "modal",
    "tag",
    "byline",
    "toc",
    "field",
    "button",
    "header",
    "caption",
];

/// The cues of [`BY_CUE`].
pub(super) static CUES: LazyLock<Vec<(Cues, &'static str)>> =
    LazyLock::new(|| BY_CUE.iter().map(|&name| (cues::cue(name), name)).collect());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_is_a_reason() {
        assert!(LEFT_OUT.is_sorted());
        assert!(BY_CUE.iter().all(|cue| LEFT_OUT.iter().any(|(reason, _)| reason == cue)));
    }
}
