//! Which characters stand side by side in real text, and which are common enough to be what was meant?

/// What a character is to its neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Lower,
    Upper,
    /// A letter without case.
    Caseless,
    /// What often follows a word directly: closing quotes, dashes, an ellipsis, small raised signs, a no-break space.
    Closing,
    /// C1.
    Control,
    /// What never follows a letter directly.
    Sign,
    /// Space, ASCII, what stands for itself.
    Other,
}

pub(super) fn class(c: char) -> Class {
    match c {
        '\u{80}'..='\u{9F}' => Class::Control,
        '\u{A0}'
        | '»'
        | '®'
        | '°'
        | 'º'
        | 'ª'
        | '²'
        | '³'
        | '…'
        | '”'
        | '“'
        | '’'
        | '‘'
        | '–'
        | '—'
        | '™'
        | '›'
        | '«'
        | '،'
        | '؛'
        | '؟'
        | '\u{200C}'..='\u{200F}'
        | '\u{FFFD}' => Class::Closing,
        '\u{2C6}' | '\u{2DC}' | 'ƒ' | 'µ' => Class::Sign,
        c if c.is_ascii() => {
            if c.is_ascii_lowercase() {
                Class::Lower
            } else if c.is_ascii_uppercase() {
                Class::Upper
            } else {
                Class::Other
            }
        }
        c if c.is_lowercase() => Class::Lower,
        c if c.is_uppercase() => Class::Upper,
        c if c.is_alphabetic() || matches!(c, '\u{64B}'..='\u{652}' | '\u{640}') => Class::Caseless,
        _ => Class::Sign,
    }
}

/// Of what may follow a word, that which seldom follows a single letter.
pub(super) fn is_raised(c: char) -> bool {
    matches!(c, '°' | 'º' | 'ª' | '²' | '³' | '®')
}

/// Box drawing.
pub(super) fn is_drawn(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259F}')
}

pub(super) fn is_letter(class: Class) -> bool {
    matches!(class, Class::Lower | Class::Upper | Class::Caseless)
}

/// Whether no one writes `b` right after `a`, both beyond ASCII.
pub(super) fn is_unnatural(a: char, b: char) -> bool {
    match (class(a), class(b)) {
        (_, Class::Control) => true,
        (a, Class::Sign) if is_letter(a) => true,
        (Class::Closing, Class::Sign) => true,
        (Class::Lower, Class::Upper) => true,
        // `ÄŸ`, `âœ`: the letters of windows-1252 below its accented ones.
        (Class::Upper, Class::Lower | Class::Upper) if is_odd_lead(a) => is_extra(b),
        (Class::Lower, Class::Lower) if a == 'â' => is_extra(b),
        // No word ends in this letter.
        (Class::Lower, Class::Closing) if a == 'â' => !matches!(b, '\u{A0}' | '…' | '»' | '’' | '”' | '\u{FFFD}'),
        (of_a, of_b) if is_letter(of_a) && is_letter(of_b) => alphabet(a) != alphabet(b),
        _ => false,
    }
}

fn is_odd_lead(c: char) -> bool {
    matches!(c, 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ð' | 'Ñ' | 'Ø' | 'Ù')
}

fn is_extra(c: char) -> bool {
    matches!(c, 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ')
}

/// The script of a letter, as far as it matters here: the high bits of its number, Latin all in one.
pub(super) fn alphabet(c: char) -> u32 {
    match c as u32 {
        0..0x250 | 0x1E00..0x1F00 => 0,
        0x250..0x370 => 1,
        0x370..0x400 | 0x1F00..0x2000 => 2,
        0x400..0x530 => 3,
        0x590..0x600 => 4,
        0x600..0x780 | 0xFB50..0xFE00 | 0xFE70..0xFF00 => 5,
        // Signs belong to all.
        0x2000..0x2C00 | 0x1F000.. => 0,
        0xFF00..0x1_0000 => 0,
        0x2E80..0xAC00 => 6,
        0xAC00..0xD7B0 => 7,
        other => 0x100 + (other >> 7),
    }
}

/// Letters that Persian, Urdu, Kurdish and Uyghur have beside those of Arabic. Others are seldom meant: two letters of
/// Persian side by side can be read as one of them.
const BESIDE_ARABIC: &str = "ٹپچڈڑڕژڤکڭگڵںھۀہۂۆۇۈۋیێېےۓە٪ۃ";

/// Whether text may well be meant to hold this: letters of living languages, punctuation, symbols, emoji.
pub(super) fn is_common(c: char) -> bool {
    BESIDE_ARABIC.contains(c)
        || matches!(
            c as u32,
            // Latin, Vietnamese and combining marks
            0xA0..=0x17E | 0x18F | 0x192 | 0x1A0 | 0x1A1 | 0x1AF | 0x1B0 | 0x218..=0x21B | 0x259 | 0x2BB | 0x2BC | 0x2C6 | 0x2C7
                | 0x2D8..=0x2DD | 0x300..=0x344 | 0x1E80..=0x1E85 | 0x1EA0..=0x1EF9
                // Greek, Cyrillic, Armenian, Hebrew, Arabic, Indic, Thai, Georgian
                | 0x384..=0x3CE | 0x400..=0x45F | 0x490 | 0x491 | 0x49A..=0x4BB | 0x4D8..=0x4E9 | 0x531..=0x589 | 0x5B0..=0x5BF
                | 0x5D0..=0x5EA | 0x60C | 0x61B | 0x61F..=0x671 | 0x6F0..=0x6F9 | 0x900..=0xDF3 | 0xE01..=0xE5B | 0x10D0..=0x10FA
                // Greek with accents, punctuation, symbols
                | 0x1F00..=0x2064 | 0x20A0..=0x20C0 | 0x2100..=0x2183 | 0x2190..=0x23FF | 0x2460..=0x2800 | 0x2900..=0x2BFF
                // East Asia
                | 0x3000..=0x30FF | 0x3200..=0x4DB5 | 0x4E00..=0x9FEA | 0xAC00..=0xD7A3
                // Presentation forms, full width, the replacement character, emoji
                | 0xFB00..=0xFB06 | 0xFB50..=0xFBB1 | 0xFDF2..=0xFDFC | 0xFE0F | 0xFE70..=0xFFEE | 0xFFFD | 0x1F000..=0x1FAFF
        )
}
