//! Formulas as LaTeX, once: `$x^{2}$` in a line, `$$x^{2}$$` on a line of its own.
//!
//! Pages carry formulas in many ways, often twice: MathML for machines beside boxes or an image for eyes, and the LaTeX that
//! both were made of. Read are the LaTeX in a MathML annotation, in `<script type="math/tex">` and in the `alt` of an image of
//! a formula, else the MathML itself ([`super::mathml`]). LaTeX that stands in the text for a script to draw stays as it is.

use super::{
    mathml, skipped,
    tree::{Element, Node},
};

/// So many nodes around a formula are looked at.
const MOST: usize = 4_000;

/// A formula.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) tex: String,
    /// Whether it stands on a line of its own.
    pub(super) display: bool,
}

/// The formula that `node` is.
pub(super) fn read(node: Node<'_>, element: &Element) -> Option<Formula> {
    let (tex, display) = match element.name() {
        "math" => (mathml::latex(node)?, element.attr("display") == Some("block") || is_displayed(node)),
        "mjx-container" => (inside(node)?, element.attr("display") == Some("true")),
        "span" => (inside(node)?, element.classes().any(|class| class == "MathJax_Display")),
        "script" => {
            let kind = element.attr("type").filter(|kind| skipped::is_formula(kind))?;
            (node.children().find_map(Node::text)?.to_owned(), kind.contains("display"))
        }
        "img" => {
            let alt = element.attr("alt").filter(|alt| !alt.is_empty() && is_image(element))?;
            (alt.to_owned(), element.classes().any(|class| class.ends_with("-display") || class.ends_with("-block")))
        }
        _ => return None,
    };
    let tex = tidy(&tex);
    (!tex.is_empty()).then_some(Formula { tex, display })
}

/// Whether an element of this class draws a formula that another one holds.
pub(super) fn is_drawing(node: Node<'_>, class: &str) -> bool {
    if class.starts_with("katex-html") {
        return node.before().is_some();
    }
    if !class.starts_with("MathJax") {
        return false;
    }
    let is_script = |node: Node<'_>| node.element().is_some_and(|element| element.name() == "script");
    let next = std::iter::successors(node.after(), |node| node.after()).filter(|node| node.element().is_some()).take(2);
    class.starts_with("MathJax_Preview") || { next }.any(is_script)
}

/// The formula somewhere in `node`.
fn inside(node: Node<'_>) -> Option<String> {
    let math = |node: &Node<'_>| node.element().is_some_and(|element| element.name() == "math");
    node.descendants().take(MOST).find(math).and_then(mathml::latex)
}

/// Whether what stands around a `<math>` draws it on a line of its own.
fn is_displayed(node: Node<'_>) -> bool {
    let around = node.ancestors().take(3).filter_map(Node::element);
    { around }.any(|element| element.classes().any(|class| class == "katex-display"))
}

fn is_image(element: &Element) -> bool {
    let is = |class: &str| matches!(class, "tex" | "latex") || class.starts_with("mwe-math-fallback-image");
    let from = element.attr("src").filter(|from| !from.starts_with("data:")).unwrap_or_default();
    element.classes().any(is) || from.contains("latex.php") || from.contains("latex.codecogs.com")
}

/// LaTeX without its frame, white space collapsed.
fn tidy(tex: &str) -> String {
    let mut tex = tex.trim();
    for (open, close) in
        [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("{\\displaystyle", "}"), ("{\\textstyle", "}")]
    {
        if let Some(inner) = tex.strip_prefix(open).and_then(|inner| inner.strip_suffix(close)) {
            tex = inner.trim();
        }
    }
    let words: Vec<&str> = tex.split_ascii_whitespace().collect();
    words.join(" ")
}
