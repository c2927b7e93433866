//! MathML to LaTeX: `<mfrac><mn>1</mn><msqrt><mi>x</mi></msqrt></mfrac>` is `\frac{1}{\sqrt{x}}`.
//!
//! The LaTeX that MathML was made of is taken where it is there, as an annotation or as `alttext`. Otherwise the tree is written
//! as it is drawn; what has no form of its own gives what stands in it. Does not read content MathML (`<apply>`).

use super::tree::{Element, Node};

/// A formula of more nodes is none that somebody reads.
const MOST: usize = 4_000;

/// The LaTeX of a `<math>`.
pub(super) fn latex(math: Node<'_>) -> Option<String> {
    let annotation = |node: &Node<'_>| {
        let element = node.element();
        element.is_some_and(|element| {
            element.name() == "annotation"
                && element.attr("encoding").is_some_and(|encoding| encoding.to_ascii_lowercase().contains("tex"))
        })
    };
    let text = |node: Node<'_>| node.children().filter_map(Node::text).collect::<String>();
    let given = math.descendants().take(MOST).find(annotation).map(text);
    let given = given.or_else(|| math.element()?.attr("alttext").map(str::to_owned));
    given.filter(|tex| !tex.trim().is_empty()).or_else(|| convert(math))
}

/// Writes the tree, innermost elements first, without recursion.
fn convert(math: Node<'_>) -> Option<String> {
    let mut open: Vec<(Node<'_>, Vec<String>)> = vec![(math, Vec::new())];
    let mut next = math.first_child();
    let mut count = 0;
    loop {
        count += 1;
        if count > MOST {
            return None;
        }
        if let Some(node) = next {
            match node.element() {
                Some(element) if !is_token(element.name()) => {
                    open.push((node, Vec::new()));
                    next = node.first_child();
                    continue;
                }
                Some(element) => {
                    let text: String = node.descendants().filter_map(Node::text).collect();
                    open.last_mut()?.1.push(token(element, text.trim()));
                }
                None => {}
            }
            next = node.after();
            continue;
        }
        let (node, parts) = open.pop()?;
        let written = node.element().map_or_else(String::new, |element| compose(element, parts));
        let Some((_, parts)) = open.last_mut() else { return Some(written) };
        parts.push(written);
        next = node.after();
    }
}

fn is_token(name: &str) -> bool {
    matches!(name, "mi" | "mn" | "mo" | "mtext" | "ms" | "mspace" | "annotation" | "annotation-xml")
}

fn token(element: &Element, text: &str) -> String {
    match element.name() {
        "mspace" => "\\ ".to_owned(),
        "annotation" | "annotation-xml" => String::new(),
        "mtext" | "ms" if text.is_empty() => String::new(),
        "mtext" | "ms" => format!("\\text{{{}}}", escaped(text)),
        "mi" if text.chars().count() > 1 && text.chars().all(|c| c.is_ascii_alphabetic()) => {
            match FUNCTIONS.contains(&text) {
                true => format!("\\{text}"),
                false => format!("\\mathrm{{{text}}}"),
            }
        }
        "mo" if FUNCTIONS.contains(&text) => format!("\\{text}"),
        _ => escaped(text),
    }
}

/// A character or more as LaTeX; a space after each command that a letter follows.
fn escaped(text: &str) -> String {
    let pieces = text.chars().map(|c| match SYMBOLS.binary_search_by_key(&c, |&(symbol, _)| symbol) {
        Ok(at) => SYMBOLS[at].1.to_owned(),
        Err(_) => c.to_string(),
    });
    join(&pieces.collect::<Vec<_>>())
}

fn join(parts: &[String]) -> String {
    let mut out = String::new();
    for part in parts {
        let command = out
            .rfind('\\')
            .is_some_and(|at| at + 1 < out.len() && out[at + 1..].bytes().all(|b| b.is_ascii_alphabetic()));
        if command && part.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

fn compose(element: &Element, parts: Vec<String>) -> String {
    let part = |at: usize| parts.get(at).map_or("", String::as_str);
    let base = || match part(0) {
        one if one.chars().count() < 2
            || one.starts_with('\\') && one[1..].bytes().all(|b| b.is_ascii_alphabetic()) =>
        {
            one.to_owned()
        }
        many => format!("{{{many}}}"),
    };
    match element.name() {
        "mfrac" if element.attr("linethickness").is_some_and(|thick| thick.starts_with('0')) => {
            format!("{{{} \\atop {}}}", part(0), part(1))
        }
        "mfrac" => format!("\\frac{{{}}}{{{}}}", part(0), part(1)),
        "msqrt" => format!("\\sqrt{{{}}}", join(&parts)),
        "mroot" => format!("\\sqrt[{}]{{{}}}", part(1), part(0)),
        "msup" => format!("{}^{{{}}}", base(), part(1)),
        "msub" => format!("{}_{{{}}}", base(), part(1)),
        "msubsup" => format!("{}_{{{}}}^{{{}}}", base(), part(1), part(2)),
        "munder" if has_limits(part(0)) => format!("{}_{{{}}}", part(0), part(1)),
        "mover" if has_limits(part(0)) => format!("{}^{{{}}}", part(0), part(1)),
        "munderover" => format!("{}_{{{}}}^{{{}}}", part(0), part(1), part(2)),
        "mover" => match accent(part(1)) {
            Some(accent) => format!("{accent}{{{}}}", part(0)),
            None => format!("\\overset{{{}}}{{{}}}", part(1), part(0)),
        },
        "munder" if matches!(part(1), "_" | "\\_" | "¯" | "\u{332}") => format!("\\underline{{{}}}", part(0)),
        "munder" => format!("\\underset{{{}}}{{{}}}", part(1), part(0)),
        "mtable" => format!("\\begin{{matrix}} {} \\end{{matrix}}", parts.join(" \\\\ ")),
        "mtr" | "mlabeledtr" => parts.join(" & "),
        "mfenced" => {
            let mark = |name: &str, default: &str| escaped(element.attr(name).unwrap_or(default).trim());
            let separators: Vec<char> =
                element.attr("separators").unwrap_or(",").chars().filter(|c| !c.is_whitespace()).collect();
            let mut inner = String::new();
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    inner.extend(separators.get(at - 1).or(separators.last()));
                }
                inner.push_str(part);
            }
            let side = |mark: String| if mark.is_empty() { ".".to_owned() } else { mark };
            join(&[
                "\\left".to_owned() + &side(mark("open", "(")),
                inner,
                "\\right".to_owned() + &side(mark("close", ")")),
            ])
        }
        "semantics" | "maction" => part(0).to_owned(),
        "mphantom" => String::new(),
        _ => join(&parts),
    }
}

/// Operators that have what is under and over them at their feet and heads.
fn has_limits(base: &str) -> bool {
    matches!(
        base,
        "\\sum"
            | "\\prod"
            | "\\int"
            | "\\oint"
            | "\\bigcup"
            | "\\bigcap"
            | "\\lim"
            | "\\max"
            | "\\min"
            | "\\sup"
            | "\\inf"
            | "\\limsup"
            | "\\liminf"
            | "\\argmax"
            | "\\argmin"
    )
}

fn accent(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "^" | "ˆ" | "\u{302}" | "\\hat" => "\\hat",
        "¯" | "‾" | "\u{304}" | "\u{305}" | "_" | "\\_" => "\\overline",
        "~" | "˜" | "\u{303}" | "\\sim" => "\\tilde",
        "\\to" | "\u{20d7}" => "\\vec",
        "˙" | "." | "\u{307}" => "\\dot",
        "¨" | "\u{308}" => "\\ddot",
        "⏞" => "\\overbrace",
        _ => return None,
    })
}

const FUNCTIONS: &[&str] = &[
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "csc", "deg", "det", "dim", "exp", "gcd", "inf", "ker",
    "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min", "mod", "sec", "sin", "sinh", "sup", "tan", "tanh",
];

/// Characters that LaTeX writes as commands, sorted. Invisible operators are nothing.
const SYMBOLS: &[(char, &str)] = &[
    ('#', "\\#"),
    ('$', "\\$"),
    ('%', "\\%"),
    ('&', "\\&"),
    ('\\', "\\backslash"),
    ('_', "\\_"),
    ('{', "\\{"),
    ('}', "\\}"),
    ('\u{a0}', "\\ "),
    ('±', "\\pm"),
    ('·', "\\cdot"),
    ('×', "\\times"),
    ('÷', "\\div"),
    ('Γ', "\\Gamma"),
    ('Δ', "\\Delta"),
    ('Θ', "\\Theta"),
    ('Λ', "\\Lambda"),
    ('Ξ', "\\Xi"),
    ('Π', "\\Pi"),
    ('Σ', "\\Sigma"),
    ('Υ', "\\Upsilon"),
    ('Φ', "\\Phi"),
    ('Ψ', "\\Psi"),
    ('Ω', "\\Omega"),
    ('α', "\\alpha"),
    ('β', "\\beta"),
    ('γ', "\\gamma"),
    ('δ', "\\delta"),
    ('ε', "\\varepsilon"),
    ('ζ', "\\zeta"),
    ('η', "\\eta"),
    ('θ', "\\theta"),
    ('ι', "\\iota"),
    ('κ', "\\kappa"),
    ('λ', "\\lambda"),
    ('μ', "\\mu"),
    ('ν', "\\nu"),
    ('ξ', "\\xi"),
    ('π', "\\pi"),
    ('ρ', "\\rho"),
    ('σ', "\\sigma"),
    ('τ', "\\tau"),
    ('υ', "\\upsilon"),
    ('φ', "\\varphi"),
    ('χ', "\\chi"),
    ('ψ', "\\psi"),
    ('ω', "\\omega"),
    ('ϑ', "\\vartheta"),
    ('ϕ', "\\phi"),
    ('ϵ', "\\epsilon"),
    ('\u{2009}', "\\,"),
    ('\u{200b}', ""),
    ('…', "\\ldots"),
    ('′', "'"),
    ('″', "''"),
    ('\u{2061}', ""),
    ('\u{2062}', ""),
    ('\u{2063}', ""),
    ('\u{2064}', ""),
    ('ℏ', "\\hbar"),
    ('ℓ', "\\ell"),
    ('ℕ', "\\mathbb{N}"),
    ('ℚ', "\\mathbb{Q}"),
    ('ℝ', "\\mathbb{R}"),
    ('ℤ', "\\mathbb{Z}"),
    ('←', "\\leftarrow"),
    ('→', "\\to"),
    ('↔', "\\leftrightarrow"),
    ('↦', "\\mapsto"),
    ('⇐', "\\Leftarrow"),
    ('⇒', "\\Rightarrow"),
    ('⇔', "\\Leftrightarrow"),
    ('∀', "\\forall"),
    ('∂', "\\partial"),
    ('∃', "\\exists"),
    ('∅', "\\emptyset"),
    ('∆', "\\Delta"),
    ('∇', "\\nabla"),
    ('∈', "\\in"),
    ('∉', "\\notin"),
    ('∏', "\\prod"),
    ('∑', "\\sum"),
    ('−', "-"),
    ('∗', "*"),
    ('∘', "\\circ"),
    ('√', "\\surd"),
    ('∝', "\\propto"),
    ('∞', "\\infty"),
    ('∠', "\\angle"),
    ('∣', "\\mid"),
    ('∥', "\\parallel"),
    ('∧', "\\wedge"),
    ('∨', "\\vee"),
    ('∩', "\\cap"),
    ('∪', "\\cup"),
    ('∫', "\\int"),
    ('∮', "\\oint"),
    ('∼', "\\sim"),
    ('≃', "\\simeq"),
    ('≅', "\\cong"),
    ('≈', "\\approx"),
    ('≠', "\\neq"),
    ('≡', "\\equiv"),
    ('≤', "\\leq"),
    ('≥', "\\geq"),
    ('≪', "\\ll"),
    ('≫', "\\gg"),
    ('⊂', "\\subset"),
    ('⊃', "\\supset"),
    ('⊆', "\\subseteq"),
    ('⊇', "\\supseteq"),
    ('⊕', "\\oplus"),
    ('⊗', "\\otimes"),
    ('⊥', "\\perp"),
    ('⋂', "\\bigcap"),
    ('⋃', "\\bigcup"),
    ('⋅', "\\cdot"),
    ('⋮', "\\vdots"),
    ('⋯', "\\cdots"),
    ('⌈', "\\lceil"),
    ('⌉', "\\rceil"),
    ('⌊', "\\lfloor"),
    ('⌋', "\\rfloor"),
    ('⟨', "\\langle"),
    ('⟩', "\\rangle"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn tex(inner: &str) -> String {
        let tree = crate::document::page::tree(&format!("<math>{inner}</math>")).unwrap();
        let root = tree.root();
        let math = { root.descendants() }.find(|node| node.element().is_some_and(|element| element.name() == "math"));
        latex(math.unwrap()).unwrap()
    }

    #[test]
    fn symbols_are_sorted() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn formulas_are_written_as_they_are_drawn() {
        for (mathml, want) in [
            ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E=mc^{2}"),
            ("<mfrac><mn>1</mn><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt></mfrac>", "\\frac{1}{\\sqrt{x+1}}"),
            ("<mroot><mi>x</mi><mn>3</mn></mroot><msub><mi>α</mi><mi>i</mi></msub>", "\\sqrt[3]{x}\\alpha_{i}"),
            ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "{a+b}^{2}"),
            (
                "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>0</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
                "\\sum_{i=0}^{n}i",
            ),
            ("<mi>α</mi><mi>x</mi><mo>≤</mo><mi>sin</mi><mo>\u{2061}</mo><mi>θ</mi>", "\\alpha x\\leq\\sin\\theta"),
            ("<mover><mi>x</mi><mo>→</mo></mover><mover><mi>y</mi><mo>¯</mo></mover>", "\\vec{x}\\overline{y}"),
            ("<mfenced open='['><mi>a</mi><mi>b</mi></mfenced>", "\\left[a,b\\right)"),
            (
                "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>0</mn></mtd></mtr><mtr><mtd><mi>x</mi></mtd></mtr></mtable>",
                "\\begin{matrix} 1 & 0 \\\\ x \\end{matrix}",
            ),
            ("<mtext>if 5%</mtext><mspace/><mi>rank</mi>", "\\text{if 5\\%}\\ \\mathrm{rank}"),
            ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi </annotation></semantics>", "\\xi "),
        ] {
            assert_eq!(tex(mathml), want, "{mathml}");
        }
    }

    #[test]
    fn deep_formulas_are_not_written() {
        let tree = crate::document::page::tree(&format!("<math>{}x</math>", "<mn>1</mn>".repeat(MOST))).unwrap();
        let root = tree.root();
        assert!({ root.descendants() }.filter_map(|node| convert(node)).all(|tex| tex.len() < 2 * MOST));
    }
}
