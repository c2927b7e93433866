//! What kind of character is this? Only what the repairs ask for.

use unicode_normalization::char::is_combining_mark;

/// Letters of the Arabic script, its marks and tatweel apart, presentation forms too.
pub(super) fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{66E}' | '\u{66F}' | '\u{671}'..='\u{6D3}' | '\u{6D5}'
        | '\u{6EE}' | '\u{6EF}' | '\u{6FA}'..='\u{6FC}' | '\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8C7}'
        | '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FE80}'..='\u{FEFC}')
}

/// Harakat and other marks of the Arabic script.
pub(super) fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}'
        | '\u{6E7}' | '\u{6E8}' | '\u{6EA}'..='\u{6ED}' | '\u{8CA}'..='\u{8FF}')
}

/// Anything in the blocks of the Arabic and the other cursive scripts beside it that a joiner may stand at.
pub(super) fn joins_cursively(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{669}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6FF}' | '\u{700}'..='\u{8FF}'
        | '\u{1800}'..='\u{18AF}' | '\u{A840}'..='\u{A871}' | '\u{FB50}'..='\u{FDFB}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10AC0}'..='\u{10AFF}' | '\u{10D00}'..='\u{10D3F}' | '\u{10F30}'..='\u{10FAF}' | '\u{1E900}'..='\u{1E95F}')
}

/// Scripts of India, Tibet, Sri Lanka and South-East Asia, where joiners choose between forms of a cluster.
pub(super) fn is_indic(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{DFF}' | '\u{F00}'..='\u{109F}' | '\u{1700}'..='\u{17FF}' | '\u{1900}'..='\u{1CFF}'
        | '\u{A800}'..='\u{A82F}' | '\u{A880}'..='\u{ABFF}' | '\u{11000}'..='\u{11FFF}')
}

/// Scripts without spaces between words, where a zero-width space is one.
pub(super) fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{F00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{1AAF}')
}

/// Characters that emoji sequences are made of.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{A9}' | '\u{AE}' | '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E007F}')
}

/// Letters, digits and marks: what words are made of.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// White space that stands within a line.
pub(super) fn is_space(c: char) -> bool {
    c == ' ' || c == '\t' || c.is_whitespace()
}

/// How many characters are looked at on either side of one; longer runs of one character are drawings, and must not cost
/// the square of their length.
pub(super) const CONTEXT: usize = 64;

/// Letters only Persian has (of Persian and Arabic).
pub(super) fn is_persian_only(c: char) -> bool {
    matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی')
}
