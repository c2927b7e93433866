//! A dateline in tokens: numbers, folded words, signs.

/// A token, and whether white space stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) spaced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A number and how many digits it has; more than nine digits are no number of interest, and 0.
    Number(u32, usize),
    Word(String),
    Sign(char),
}

/// Datelines are short: this many characters are read.
const LONGEST: usize = 400;

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut spaced = true;
    // Whether the last token may go on.
    let mut open = false;
    for c in text.chars().take(LONGEST) {
        if let Some(digit) = digit(c) {
            match tokens.last_mut() {
                Some(Token { kind: TokenKind::Number(value, digits), .. }) if open => {
                    *digits += 1;
                    *value = if *digits <= 9 { *value * 10 + digit } else { 0 };
                }
                _ => tokens.push(Token { kind: TokenKind::Number(digit, 1), spaced }),
            }
        } else if let Some(c) = folded(c) {
            match tokens.last_mut() {
                Some(Token { kind: TokenKind::Word(word), .. }) if open => word.push(c),
                _ => tokens.push(Token { kind: TokenKind::Word(c.to_string()), spaced }),
            }
        } else if is_ignored(c) {
            continue;
        } else if c.is_whitespace() {
            (spaced, open) = (true, false);
            continue;
        } else {
            tokens.push(Token { kind: TokenKind::Sign(c), spaced });
            (spaced, open) = (false, false);
            continue;
        }
        (spaced, open) = (false, true);
    }
    tokens
}

/// Whether `text` may hold a number of four digits: says yes rather too often.
pub(super) fn has_year(text: &str) -> bool {
    let (mut digits, mut before) = (0, 0);
    for &byte in text.as_bytes().iter().take(4 * LONGEST) {
        let arabic = before == 0xD9 && (0xA0..0xAA).contains(&byte) || before == 0xDB && (0xB0..0xBA).contains(&byte);
        digits += usize::from(byte.is_ascii_digit() || arabic);
        before = byte;
    }
    digits >= 4
}

/// A word as the tables spell it.
pub(super) fn as_in_tables(text: &str) -> String {
    text.chars().filter(|&c| !is_ignored(c)).map(|c| folded(c).unwrap_or(c)).collect()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        _ => None,
    }
}

/// The letter as the tables spell it; `None` for what is no letter.
fn folded(c: char) -> Option<char> {
    match c {
        'ي' | 'ى' => Some('ی'),
        'ك' => Some('ک'),
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        // Most letters here; they have no cases.
        '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}' | 'a'..='z' => Some(c),
        c if c.is_alphabetic() => Some(c.to_lowercase().next().unwrap_or(c)),
        _ => None,
    }
}

/// Joiners, marks of direction, tatweel, harakat.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}' | '\u{640}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{FEFF}' | '\u{AD}')
}

pub(super) fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)?.kind {
        TokenKind::Number(value, digits) => Some((value, digits)),
        _ => None,
    }
}

pub(super) fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.kind {
        TokenKind::Word(word) => Some(word),
        _ => None,
    }
}

pub(super) fn sign(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        TokenKind::Sign(sign) => Some(sign),
        _ => None,
    }
}
