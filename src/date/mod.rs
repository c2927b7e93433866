//! Which moment does a dateline name? Jalali, Gregorian and lunar, in Persian, Arabic, English and languages of Europe.
//!
//! ```
//! let date = sarand::date::parse("شنبه ۱۲ آبان ۱۴۰۳ ساعت ۹:۰۵").unwrap();
//! assert_eq!(date.iso, "2024-11-02T09:05+03:30");
//! assert_eq!(date.jalali.as_deref(), Some("1403-08-12 09:05"));
//! ```
//!
//! Reads the first date that exists, with four digits of a year. Does not guess: `02/01/2020` is none, but with dots the day
//! stands first. A lunar date is
//! read where no other stands beside it, by the tabular calendar: the moon was seen a day earlier or later in some
//! countries. A Jalali date with a time is of Iran, so its offset is known; no other is made up.

mod tables;
mod time;
mod tokens;

use calendrical_calculations::{gregorian, islamic, persian};
use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use tables::{BESIDE, Calendar, DAYS, HALVES, MONTHS, ZERO_MERIDIAN};
use time::Time;
use tokens::{Token, TokenKind, number, sign, tokens, word};

/// A date found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// ISO 8601: `2024-06-19`, `2024-06-19T08:04`, `2024-06-19T08:04+03:30`.
    pub iso: String,
    /// The Jalali original, when it was one: `1403-03-30 08:04`.
    pub jalali: Option<String>,
}

/// The date that `text` holds; `None` when it holds none, or one that does not exist.
///
/// Reads no more than the first 400 characters.
#[must_use]
pub fn parse(text: &str) -> Option<FoundDate> {
    // Most lines are told by their digits.
    if tokens::has_year(text) { of_tokens(&tokens(text)) } else { None }
}

fn of_tokens(tokens: &[Token]) -> Option<FoundDate> {
    // No date without a year.
    if !tokens.iter().any(|token| matches!(token.kind, TokenKind::Number(_, 4))) {
        return None;
    }
    let solar = |day: &Day| day.calendar != Calendar::Lunar;
    let read = |at| named(tokens, at).filter(solar).or_else(|| numeric(tokens, at)).or_else(|| marked(tokens, at));
    let day = (0..tokens.len()).find_map(read).or_else(|| (0..tokens.len()).find_map(|at| named(tokens, at)))?;
    let time = (0..tokens.len()).find_map(|at| Time::read(tokens, at));
    let clock = time.as_ref().map(Time::clock);
    let (year, month, date) = day.gregorian()?;
    let mut iso = format!("{year:04}-{month:02}-{date:02}");
    let mut jalali =
        (day.calendar == Calendar::Jalali).then(|| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day));
    if let (Some(time), Some(clock)) = (time, clock) {
        iso.push('T');
        iso.push_str(&clock);
        match time.offset {
            Some(offset) => iso.push_str(&offset),
            None if jalali.is_some() => iso.push_str(day.offset_of_iran()),
            None => {}
        }
        if let Some(jalali) = &mut jalali {
            jalali.push(' ');
            jalali.push_str(&clock);
        }
    }
    Some(FoundDate { iso, jalali })
}

/// Whether `text` holds a date and nothing beside it but its weekday, hour and the like.
#[must_use]
pub fn is_date(text: &str) -> bool {
    if !tokens::has_year(text) {
        return false;
    }
    let tokens = tokens(text);
    let strange = |token: &Token| matches!(&token.kind, TokenKind::Word(word) if !is_part(word));
    of_tokens(&tokens).is_some() && !tokens.iter().any(strange)
}

/// Whether a folded word is a part of dates: a month, a day of the week, a half of the day.
pub(crate) fn is_part(word: &str) -> bool {
    let bare = word.strip_suffix("ماه").filter(|bare| !bare.is_empty()).unwrap_or(word);
    let [months, halves] = &*PARTS;
    months.contains(bare)
        || halves.contains(word)
        || ZERO_MERIDIAN.contains(&word)
        || BESIDE.binary_search(&word).is_ok()
        || DAYS.binary_search_by(|(known, _)| (*known).cmp(word)).is_ok()
}

/// The words of the names of months, and of those of the halves of the day.
static PARTS: LazyLock<[FxHashSet<&'static str>; 2]> = LazyLock::new(|| {
    let months = MONTHS.iter().flat_map(|(name, ..)| name.split(' ')).collect();
    let halves = HALVES.iter().flat_map(|(name, _)| name.split([' ', '.'])).collect();
    [months, halves]
});

/// A word as this module compares words: lower case, one form of each letter, no joiners and marks.
pub(crate) fn folded(word: &str) -> String {
    tokens::as_in_tables(word)
}

#[derive(Clone, Copy, Debug)]
struct Day {
    calendar: Calendar,
    year: u32,
    month: u32,
    day: u32,
}

impl Day {
    /// `None` when there is no such day, or no newspaper of that year.
    fn new(calendar: Calendar, year: u32, month: u32, day: u32) -> Option<Self> {
        let days = match (calendar, month) {
            (Calendar::Jalali, 1..=6) => 31,
            (Calendar::Jalali, 7..=11) => 30,
            (Calendar::Jalali, 12) => 29 + u32::from(persian::is_leap_year(year as i32)),
            (Calendar::Gregorian, 4 | 6 | 9 | 11) => 30,
            (Calendar::Gregorian, 2) => 28 + u32::from(gregorian::is_leap_year(year as i32)),
            (Calendar::Gregorian, 1..=12) => 31,
            // The tabular month may be a day shorter than the one that was seen.
            (Calendar::Lunar, 1..=12) => 30,
            _ => return None,
        };
        let years = match calendar {
            Calendar::Jalali | Calendar::Lunar => 1300..=1500,
            Calendar::Gregorian => 1600..=2200,
        };
        (years.contains(&year) && (1..=days).contains(&day)).then_some(Self { calendar, year, month, day })
    }

    fn gregorian(self) -> Option<(i32, u8, u8)> {
        let (year, month, day) = (self.year as i32, self.month as u8, self.day as u8);
        match self.calendar {
            Calendar::Gregorian => Some((year, month, day)),
            Calendar::Lunar => {
                let day = islamic::fixed_from_tabular_islamic(year, month, day, islamic::ISLAMIC_EPOCH_FRIDAY);
                gregorian::gregorian_from_fixed(day).ok()
            }
            Calendar::Jalali => {
                gregorian::gregorian_from_fixed(persian::fixed_from_fast_persian(year, month, day)).ok()
            }
        }
    }

    /// Iran put its clocks forward from 2 Farvardin to 30 Shahrivar of 1370 to 1401, but in 1385 and 1386.
    fn offset_of_iran(self) -> &'static str {
        let years = matches!(self.year, 1370..=1384 | 1387..=1401);
        let days = ((1, 2)..=(6, 30)).contains(&(self.month, self.day));
        if years && days { "+04:30" } else { "+03:30" }
    }
}

/// The month named at `at`, and how many tokens its name has.
fn month(tokens: &[Token], at: usize) -> Option<(Calendar, u32, usize)> {
    let first = word(tokens, at)?;
    let find = |name: &str| MONTHS.binary_search_by(|(known, ..)| (*known).cmp(name)).ok().map(|i| MONTHS[i]);
    // `آبان‌ماه` is read without its joiner.
    if let Some((_, calendar, month)) = find(first).or_else(|| find(first.strip_suffix("ماه")?)) {
        return Some((calendar, month.into(), 1));
    }
    let (_, calendar, month) = find(&format!("{first} {}", word(tokens, at + 1)?))?;
    Some((calendar, month.into(), 2))
}

/// `30 خرداد 1403`, `17 مارس/ آذار 2020`, `Oct 13, 2020`, `13th of October 2020`.
fn named(tokens: &[Token], at: usize) -> Option<Day> {
    let day = |at: usize| number(tokens, at).filter(|&(_, digits)| digits <= 2).map(|(day, _)| day);
    let year = |at: usize| number(tokens, at).filter(|&(_, digits)| digits == 4).map(|(year, _)| year);
    // Words and signs that may stand between the parts, at most two.
    let skip = |at: usize| {
        let filler = |at: usize| {
            matches!(sign(tokens, at), Some(',' | '،' | '-' | '/' | '.'))
                || matches!(
                    word(tokens, at),
                    Some(
                        "th" | "st"
                            | "nd"
                            | "rd"
                            | "of"
                            | "de"
                            | "del"
                            | "er"
                            | "المبارک"
                            | "الحرام"
                            | "ام"
                            | "ماه"
                            | "سال"
                            | "من"
                            | "عام"
                            | "سنه"
                            | "سنة"
                    )
                )
        };
        (at..at + 2).find(|&at| !filler(at)).unwrap_or(at + 2)
    };
    if let Some((day, len)) = day(at).map(|day| (day, 1)).or_else(|| day_in_words(tokens, at)) {
        let at = skip(at + len);
        let (calendar, number, len) = month(tokens, at)?;
        let mut at = at + len;
        // The same month in the names of another region.
        for opening in ['/', '('] {
            if sign(tokens, at) == Some(opening)
                && let Some((_, other, len)) = month(tokens, at + 1)
            {
                if other != number {
                    return None;
                }
                at += 1 + len + usize::from(opening == '(');
            }
        }
        return Day::new(calendar, year(skip(at))?, number, day);
    }
    // `2024. január 5.`
    if let Some(year) = year(at)
        && let Some((calendar, number, len)) = month(tokens, skip(at + 1))
    {
        return Day::new(calendar, year, number, day(skip(skip(at + 1) + len))?);
    }
    let (calendar, number, len) = month(tokens, at)?;
    let at = skip(at + len);
    let day = day(at)?;
    Day::new(calendar, year(skip(at + 1))?, number, day)
}

/// `یکم`, `بیست و سوم`, `سی‌ام`: the day in Persian words, and how many tokens they have.
fn day_in_words(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let day = |at: usize| {
        let word = word(tokens, at)?;
        DAYS.binary_search_by(|(known, _)| (*known).cmp(word)).ok().map(|i| DAYS[i].1)
    };
    let first = day(at)?;
    if !matches!(first, 20 | 30) {
        return Some((first, 1));
    }
    match word(tokens, at + 1) {
        Some("و") => day(at + 2).filter(|&unit| unit < 10).map(|unit| (first + unit, 3)),
        Some("ام") => Some((first, 2)),
        _ => Some((first, 1)),
    }
}

/// `1403/03/30`, `2020-01-02`, `30.12.2020`.
fn numeric(tokens: &[Token], at: usize) -> Option<Day> {
    let separator = |at: usize| sign(tokens, at).filter(|c| matches!(c, '/' | '-' | '.' | '\\' | '٫' | '–'));
    let between = separator(at + 1)?;
    let same = |at: usize| separator(at) == Some(between);
    let part = |at: usize| number(tokens, at);
    if !same(at + 3) {
        return None;
    }
    // Not three parts of a longer number.
    let joined = |sign_at: usize, number_at: usize| {
        same(sign_at) && part(number_at).is_some() && tokens.get(number_at.max(sign_at)).is_some_and(|t| !t.spaced)
    };
    if (at > 1 && joined(at - 1, at - 2)) || (joined(at + 5, at + 6) && tokens.get(at + 5).is_some_and(|t| !t.spaced)) {
        return None;
    }
    let of = |year: u32, month: u32, day: u32| {
        let calendar = if (1300..=1500).contains(&year) { Calendar::Jalali } else { Calendar::Gregorian };
        Day::new(calendar, year, month, day)
    };
    match (part(at)?, part(at + 2)?, part(at + 4)?) {
        ((year, 4), (month, 1..=2), (day, 1..=2)) => of(year, month, day),
        ((first, 1..=2), (second, 1..=2), (year, 4)) => match (first > 12, second > 12) {
            (true, false) => of(year, second, first),
            (false, true) => of(year, first, second),
            // The same either way, or with dots, before which the day stands.
            (false, false) if first == second || between == '.' => of(year, second, first),
            _ => None,
        },
        _ => None,
    }
}

/// `2024年3月5日`, `2024년 3월 5일`.
fn marked(tokens: &[Token], at: usize) -> Option<Day> {
    let (year, 4) = number(tokens, at)? else { return None };
    let (month, 1..=2) = number(tokens, at + 2)? else { return None };
    let (day, 1..=2) = number(tokens, at + 4)? else { return None };
    let marks = matches!((word(tokens, at + 1)?, word(tokens, at + 3)?), ("年", "月") | ("년", "월"));
    if marks { Day::new(Calendar::Gregorian, year, month, day) } else { None }
}

#[cfg(test)]
mod tests;
