//! The time of day of a dateline: `08:04`, `12:09:08 ب.ظ`, `10:00:00.5+03:30`.

use super::{
    tables::{HALVES, ZERO_MERIDIAN},
    tokens::{Token, TokenKind, number, sign, word},
};

/// A time of day, and how far it is from Greenwich.
pub(super) struct Time {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    pub(super) offset: Option<String>,
}

impl Time {
    /// `08:04`, `12:09:08 ب.ظ`, `17:55 GMT`, `10:00:00.5+03:30`.
    pub(super) fn read(tokens: &[Token], at: usize) -> Option<Self> {
        let tight = |at: usize| tokens.get(at).is_some_and(|token| !token.spaced);
        let pair = |at: usize| {
            let (value, digits) = number(tokens, at + 1)?;
            (sign(tokens, at) == Some(':') && digits == 2 && value < 60 && tight(at + 1)).then_some(value)
        };
        let (hour, 1..=2) = number(tokens, at)? else { return None };
        // Not the minutes of something longer.
        if hour > 23
            || (at > 0
                && sign(tokens, at - 1) == Some(':')
                && tight(at)
                && tight(at - 1)
                && at > 1
                && number(tokens, at - 2).is_some())
        {
            return None;
        }
        let minute = pair(at + 1)?;
        let second = pair(at + 3);
        let mut end = if second.is_some() { at + 5 } else { at + 3 };
        if second.is_some()
            && sign(tokens, end) == Some('.')
            && tight(end)
            && tight(end + 1)
            && number(tokens, end + 1).is_some()
        {
            end += 2;
        }
        let mut hour = hour;
        if let Some((afternoon, len)) = half(tokens, end) {
            end += len;
            match (afternoon, hour) {
                (true, 1..=11) => hour += 12,
                (false, 12) => hour = 0,
                _ => {}
            }
        }
        Some(Self { hour, minute, second, offset: offset(tokens, end) })
    }

    pub(super) fn clock(&self) -> String {
        match self.second {
            Some(second) => format!("{:02}:{:02}:{second:02}", self.hour, self.minute),
            None => format!("{:02}:{:02}", self.hour, self.minute),
        }
    }
}

/// The half of the day named at `at`, and how many tokens its name has.
fn half(tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    let mut name = String::new();
    let mut found = None;
    for len in 1..=3 {
        match &tokens.get(at + len - 1)?.kind {
            TokenKind::Word(word) => {
                if len > 1 && tokens[at + len - 1].spaced {
                    name.push(' ');
                }
                name.push_str(word);
            }
            TokenKind::Sign('.') => name.push('.'),
            _ => break,
        }
        if let Ok(i) = HALVES.binary_search_by(|(known, _)| (*known).cmp(&name)) {
            found = Some((HALVES[i].1, len));
        }
        if at + len >= tokens.len() {
            break;
        }
    }
    found
}

/// The offset written at `at`.
fn offset(tokens: &[Token], at: usize) -> Option<String> {
    let zero = |at: usize| word(tokens, at).is_some_and(|word| ZERO_MERIDIAN.binary_search(&word).is_ok());
    // "by Greenwich's time" puts a word before the name.
    if zero(at) || (word(tokens, at).is_some() && zero(at + 1)) {
        return Some("Z".to_owned());
    }
    let sign = sign(tokens, at).filter(|c| matches!(c, '+' | '-'))?;
    if tokens[at].spaced || tokens.get(at + 1).is_none_or(|token| token.spaced) {
        return None;
    }
    let (hours, minutes) = match number(tokens, at + 1)? {
        (both, 4) => (both / 100, both % 100),
        (hours, 2) if super::tokens::sign(tokens, at + 2) == Some(':') => (hours, number(tokens, at + 3)?.0),
        (hours, 2) => (hours, 0),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}
