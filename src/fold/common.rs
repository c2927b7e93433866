//! What all scripts share: white space, invisible characters, quotes, dashes, bullets.

use super::Unit;

/// The folding of a character that belongs to no script; `None` for the others.
pub(crate) fn fold(c: char) -> Option<Unit> {
    Some(match c {
        'a'..='z' | '0'..='9' => Unit::Word(c),
        'A'..='Z' => Unit::Word(c.to_ascii_lowercase()),
        ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => {
            Unit::Space
        }
        '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Unit::Space,
        // Controls, soft hyphen, zero-width and bidi characters, variation selectors, tags, noncharacters.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => {
            Unit::Drop
        }
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => Unit::Drop,
        '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}' | '\u{fdd0}'..='\u{fdef}' => Unit::Drop,
        // Combining marks of Latin and Hebrew points.
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' => {
            Unit::Drop
        }
        '"' | '\'' | '`' | '\u{ab}' | '\u{bb}' | '\u{2018}'..='\u{201f}' => Unit::Quote,
        '\u{300c}'..='\u{300f}' | '\u{ff02}' | '\u{ff07}' | '\u{b4}' => Unit::Quote,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Unit::Mark('-'),
        '\u{2026}' => Unit::Mark('.'),
        '•' | '·' | '‣' | '●' | '○' | '◦' | '▪' | '▫' | '■' | '□' | '◆' | '◇' | '➤' | '✓' | '✔' | '★' | '☆' | '∙' => {
            Unit::Mark('*')
        }
        '→' | '←' | '►' | '◄' | '▶' | '◀' | '▸' | '▹' | '›' | '‹' | '➔' | '⇒' => {
            Unit::Mark('>')
        }
        '|' | '¦' | '│' => Unit::Mark('|'),
        '¡' => Unit::Mark('!'),
        '¿' => Unit::Mark('?'),
        '!'..='~' => Unit::Mark(c),
        '\u{7c0}'.. => Unit::Word(digit(c)?),
        _ => return None,
    })
}

/// The zeros of scripts in use that have digits of their own, beside those of [`super::arabic`]; nine more follow each.
const ZEROS: [char; 16] = [
    '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}',
    '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{17e0}', '\u{1810}',
];

/// The ASCII digit for one of another script.
fn digit(c: char) -> Option<char> {
    let zero = *ZEROS.get(ZEROS.partition_point(|&zero| zero <= c).checked_sub(1)?)?;
    char::from_digit(c as u32 - zero as u32, 10)
}

/// Forms that stand for other characters: ligatures, presentation forms, full-width letters.
pub(crate) fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fdfb}' | '\u{fe10}'..='\u{fe6f}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ffef}' | '\u{2460}'..='\u{24ff}')
}

/// A guillemet with space on both sides (or the edge on one) separates, like `>`; other quotes leave nothing.
pub(super) fn quote(source: &str, offset: usize, c: char) -> Unit {
    if !matches!(c, '«' | '»' | '‹' | '›') {
        return Unit::Quote;
    }
    let before = source[..offset].chars().next_back();
    let after = source[offset + c.len_utf8()..].chars().next();
    let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if spaced(before) && spaced(after) { Unit::Mark('>') } else { Unit::Quote }
}

/// What squashing trims at the edges.
pub(crate) fn is_edge(c: char) -> bool {
    matches!(c, '*' | '-' | '_' | '=' | '~' | '>' | '|' | '.' | ',' | ':' | ';' | '!' | '?' | '/' | '\\')
}
