//! The words of a line with their classes, and where a slot that starts at a given word may end.

use super::{LONGEST, is_mark};
use crate::{
    date,
    document::Lines,
    fold::Folded,
    rules::vocabulary::{FUNCTION, LangTables, Mask, TIME, Word, words},
};
use std::cell::OnceCell;

/// A date has so many words at most.
const DATE_WORDS: usize = 12;
/// A name has so many words at most.
const NAME_WORDS: usize = 5;
/// A step of a path has so many words at most.
const STEP_WORDS: usize = 5;
/// A sum has so many words at most.
const SUM_WORDS: usize = 6;
/// A number has so many groups of digits at most: `1,234,567`.
const NUMBER_WORDS: usize = 4;

/// A line as words with classes.
#[derive(Debug)]
pub(crate) struct TaggedLine<'t, 'l> {
    source: &'t str,
    squashed: &'l [u8],
    host: Option<&'l str>,
    words: Vec<Word>,
    /// All classes of its words.
    classes: Mask,
    /// The ASCII marks and digits in it: bit `n` for character `n`.
    marks: u128,
    view: OnceCell<Folded>,
}

impl<'t, 'l> TaggedLine<'t, 'l> {
    /// Reads line `i`, which says `source`. `None` when it has no words or more than can be asked about.
    pub(crate) fn read(
        source: &'t str,
        lines: &'l Lines,
        i: usize,
        lang_tables: &LangTables<'_>,
        host: Option<&'l str>,
    ) -> Option<Self> {
        if lines.all()[i].words() as usize > LONGEST {
            return None;
        }
        let (mut found, squashed): (Vec<Word>, _) = (words(lines, i).collect(), lines.squashed(i));
        // An icon behind a word is no part of it.
        for word in &mut found {
            let text = std::str::from_utf8(&squashed[word.start as usize..word.end as usize]).unwrap_or_default();
            word.end -= (text.len() - text.trim_end_matches(is_mark).len()) as u32;
        }
        found.retain(|word| word.start < word.end);
        lang_tables.classify_all(squashed, &mut found);
        let classes = found.iter().fold(0, |all, word| all | word.mask);
        let marks = lines.all()[i].marks();
        (!found.is_empty()).then(|| Self {
            source,
            squashed,
            host,
            words: found,
            classes,
            marks,
            view: OnceCell::new(),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn marks(&self) -> u128 {
        self.marks
    }

    pub(super) fn classes(&self) -> Mask {
        self.classes
    }

    /// Whether every word is of one of the classes, or with `numbers` a number.
    pub(super) fn is_covered(&self, classes: Mask, numbers: bool) -> bool {
        (0..self.len()).all(|at| self.words[at].mask & classes != 0 || numbers && self.is_number(at))
    }

    /// The place in the source, in bytes, after so many bytes of the squashed line.
    #[inline]
    fn after(&self, squashed: u32) -> usize {
        self.view.get_or_init(|| Folded::new(self.source)).after_squashed(squashed as usize)
    }

    /// What stands there from one word to before another, as it is spelled.
    pub(super) fn text(&self, from: usize, to: usize) -> &'t str {
        let (start, end) = (self.after(self.words[from].start), self.after(self.words[to - 1].end));
        self.source.get(start..end).unwrap_or_default().trim()
    }

    /// The line from a word on.
    fn rest(&self, from: usize) -> &'t str {
        self.source.get(self.after(self.words[from].start)..).unwrap_or_default().trim()
    }

    fn word(&self, at: usize) -> &[u8] {
        &self.squashed[self.words[at].start as usize..self.words[at].end as usize]
    }

    fn is_number(&self, at: usize) -> bool {
        self.word(at).iter().all(u8::is_ascii_digit)
    }

    /// The marks between a word and the one before it.
    fn gap(&self, at: usize) -> &[u8] {
        let before = at.checked_sub(1).map_or(0, |before| self.words[before].end as usize);
        &self.squashed[before..self.words[at].start as usize]
    }

    /// The same as it is spelled, white space too.
    fn between(&self, at: usize) -> &'t str {
        let before = at.checked_sub(1).map_or(0, |before| self.after(self.words[before].end));
        self.source.get(before..self.after(self.words[at].start)).unwrap_or_default()
    }

    /// The ends of what begins at `from`, goes on as long as `goes_on` and may end behind each word of which `may_end` holds.
    fn run(
        &self,
        from: usize,
        most: usize,
        goes_on: impl Fn(usize) -> bool,
        mut may_end: impl FnMut(usize) -> bool,
    ) -> u64 {
        let last = self.len().min(from + most);
        (from..last).take_while(|&at| goes_on(at)).filter(|&at| may_end(at)).fold(0, |ends, at| ends | 1 << (at + 1))
    }

    /// These words, spelled apart or joined.
    pub(super) fn words(&self, from: usize, mut wanted: &[u8]) -> u64 {
        for at in from..self.len() {
            let word = std::str::from_utf8(self.word(at)).unwrap_or_default();
            for part in word.split(is_mark) {
                match wanted.strip_prefix(part.as_bytes()) {
                    Some(rest) => wanted = rest,
                    None => return 0,
                }
            }
            if wanted.is_empty() {
                return 1 << (at + 1);
            }
        }
        0
    }

    /// Words of a class; behind the first, function words may stand among them: `share on`, `ارسال به`.
    pub(super) fn class(&self, from: usize, mask: Mask) -> u64 {
        let also = |at: usize| if at > from { FUNCTION } else { 0 };
        self.run(from, LONGEST, |at| self.words[at].mask & (mask | also(at)) != 0, |_| true)
    }

    /// Digits, with a mark between groups of them: `1,204`, `4.5`.
    pub(super) fn number(&self, from: usize) -> u64 {
        let joined = |at: usize| at == from || matches!(self.between(at), "," | "." | "'" | "’" | "٬" | "٫" | "،");
        self.run(from, NUMBER_WORDS, |at| self.is_number(at) && joined(at), |_| true)
    }

    /// A clock, or numbers with words of time: `10:20`, `2 hours ago`.
    pub(super) fn time(&self, from: usize) -> u64 {
        let is_time = |at: usize| self.words[at].mask & TIME != 0;
        let is_clock = |at: usize| at > from && self.gap(at) == b":" && self.is_number(at - 1) && self.is_number(at);
        let mut found = false;
        self.run(
            from,
            LONGEST,
            |at| self.is_number(at) || is_time(at),
            |at| {
                found |= is_time(at) || is_clock(at);
                found
            },
        )
    }

    pub(super) fn date(&self, from: usize) -> u64 {
        self.run(from, DATE_WORDS, |_| true, |at| date::is_date(self.text(from, at + 1)))
    }

    /// One to five words of no class, with capitals where the script has them; function words may stand between them.
    pub(super) fn name(&self, from: usize) -> u64 {
        let may_end = |at: usize| {
            let first = self.text(at, at + 1).chars().find(|c| c.is_alphabetic());
            self.words[at].mask == 0 && first.is_some_and(|c| !c.is_lowercase())
        };
        let is_plain = |at: usize| !self.is_number(at) && (self.words[at].mask == FUNCTION && at > from || may_end(at));
        self.run(from, NAME_WORDS, is_plain, may_end)
    }

    /// Three steps or more, an arrow, a slash or a bar between them: `Home > News > Port`. Numbers are no steps.
    pub(super) fn path(&self, from: usize) -> u64 {
        // A slash parts steps only beside white space: `and/or` is one word, and an address no path.
        let parts = |at: usize| {
            let marks = self.gap(at);
            marks.iter().any(|mark| matches!(mark, b'>' | b'|'))
                || marks.contains(&b'/') && self.between(at).contains(char::is_whitespace)
        };
        let (mut steps, mut words) = (1, 0);
        self.run(
            from,
            LONGEST,
            |at| !self.is_number(at),
            |at| {
                (steps, words) = if at > from && parts(at) { (steps + 1, 1) } else { (steps, words + 1) };
                steps += if words > STEP_WORDS { LONGEST } else { 0 };
                (3..LONGEST).contains(&steps)
            },
        )
    }

    /// Two numbers with an operator between them, as a captcha asks for: `3 + 5 =`.
    pub(super) fn sum(&self, from: usize) -> u64 {
        // Marks at the end of the line ask for the answer, and are no part of a word.
        let until = |to: usize| if to == self.len() { self.rest(from) } else { self.text(from, to) };
        self.run(from, SUM_WORDS, |_| true, |at| is_sum(until(at + 1)))
    }

    /// The name of the document's host: `example.com`, `www.example.com`, `Example`.
    pub(super) fn site(&self, from: usize) -> u64 {
        const SHARED: [&str; 8] = ["ac", "co", "com", "edu", "gov", "net", "or", "org"];
        let Some(host) = self.host.map(|host| host.strip_prefix("www.").unwrap_or(host)) else { return 0 };
        let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>();
        let mut labels: Vec<&str> = host.split('.').collect();
        labels.pop_if(|_| host.contains('.'));
        labels.pop_if(|label| SHARED.contains(label));
        let label = labels.last().copied().unwrap_or_default();
        let names = [letters(host), letters(label), letters(&format!("www.{host}"))];
        names.iter().filter(|name| !name.is_empty()).fold(0, |ends, name| ends | self.words(from, name))
    }

    /// The text up to white space, when it begins at `from` and is of the kind.
    pub(super) fn token(&self, from: usize, is_kind: fn(&str) -> bool) -> u64 {
        if from >= self.len() {
            return 0;
        }
        let start = self.source.trim_end().len() - self.rest(from).len();
        let before = self.source[..start].chars().next_back();
        let token = self.rest(from).split(char::is_whitespace).next().unwrap_or_default();
        if before.is_some_and(char::is_alphanumeric) || !is_kind(token) {
            return 0;
        }
        let end = start + token.len();
        let last = (from..self.len()).take_while(|&word| self.after(self.words[word].end) <= end).last();
        last.map_or(0, |last| 1 << (last + 1))
    }
}

/// `3 + 5`, `3 × 5 = ?`, in digits of any script; with a minus, `x` or `*`, which scores and
/// sizes have too, it must be asked for: `5 - 3 =`.
pub(super) fn is_sum(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '=' | '?' | '؟' | '*' | ':'));
    let is_operator = |c: char| matches!(c, '+' | '-' | '−' | '–' | '×' | 'x' | '*' | '÷');
    let Some((left, right)) = bare.split_once(is_operator) else { return false };
    let is_number = |part: &str| {
        let digits = part.trim();
        (1..=3).contains(&digits.chars().count()) && digits.chars().all(char::is_numeric)
    };
    let is_asked = text.contains('=') || bare.contains(['+', '×', '÷']);
    is_asked && is_number(left) && is_number(right)
}

/// What may stand around an address.
fn is_around(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '"' | '“' | '”' | '«' | '»' | ',' | '.' | ';' | ':' | '،')
}

/// An address of the web, with or without its scheme.
pub(super) fn is_url(token: &str) -> bool {
    let bare = token.trim_matches(is_around);
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| bare.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    let rest = scheme.map_or(bare, |scheme| &bare[scheme.len()..]);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host
        .split_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |(host, _)| host);
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        && (2..=12).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// An address of mail.
pub(super) fn is_email(token: &str) -> bool {
    let bare = token.trim_matches(is_around);
    bare.split_once('@').is_some_and(|(name, host)| !name.is_empty() && is_url(host) && !host.contains(['/', ':']))
}
