//! Names of months, and marks of the half of the day.
//!
//! Folded as words are folded in [`super::tokens`]: one yeh, one kaf, one alef, lower case, no ZWNJ, no harakat.

use std::sync::LazyLock;

/// Whose month it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calendar {
    Jalali,
    Gregorian,
    /// The Islamic calendar of twelve moons.
    Lunar,
}

/// Name, calendar, number of the month; sorted by name.
pub(super) static MONTHS: LazyLock<Vec<(&str, Calendar, u8)>> = LazyLock::new(|| {
    let lines = include_str!("months.txt").lines().filter(|line| !line.starts_with('#'));
    let months = lines.filter_map(|line| {
        let mut parts = line.split('\t');
        let (name, calendar, month) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
        let calendar = match calendar {
            "jalali" => Calendar::Jalali,
            "lunar" => Calendar::Lunar,
            _ => Calendar::Gregorian,
        };
        Some((name, calendar, month))
    });
    months.collect()
});

/// Marks of the half of the day, and whether it is the second; sorted.
pub(super) const HALVES: &[(&str, bool)] = &[
    ("a.m", false),
    ("am", false),
    ("p.m", true),
    ("pm", true),
    ("ب.ظ", true),
    ("بعد از ظهر", true),
    ("بعدازظهر", true),
    ("ص", false),
    ("صباحا", false),
    ("صبح", false),
    ("ظهرا", true),
    ("عصر", true),
    ("عصرا", true),
    ("ق.ظ", false),
    ("قبل از ظهر", false),
    ("م", true),
    ("مسا", true),
    ("مساء", true),
];

/// Names of the zero meridian's time, sorted.
pub(super) const ZERO_MERIDIAN: &[&str] = &["gmt", "utc", "z", "جرینتش", "غرینتش", "گرینویچ"];

/// Words that stand beside a date on its line and say nothing else; sorted.
pub(super) const BESIDE: &[&str] = &[
    "at",
    "bst",
    "cet",
    "edt",
    "eest",
    "est",
    "et",
    "fri",
    "friday",
    "gmt",
    "h",
    "ist",
    "local",
    "mon",
    "monday",
    "nd",
    "of",
    "on",
    "rd",
    "sat",
    "saturday",
    "st",
    "sun",
    "sunday",
    "th",
    "the",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "time",
    "tue",
    "tues",
    "tuesday",
    "utc",
    "wed",
    "wednesday",
    "الاثنین",
    "الاحد",
    "الاربعاء",
    "الثلاثاء",
    "الجمعه",
    "الخمیس",
    "الریاض",
    "الساعه",
    "السبت",
    "القاهره",
    "المحلی",
    "الموافق",
    "المکرمه",
    "ام",
    "با",
    "بتوقیت",
    "برابر",
    "به",
    "بیروت",
    "تهران",
    "جمعه",
    "خورشیدی",
    "در",
    "دقیقه",
    "دو",
    "دوشنبه",
    "روز",
    "ساعت",
    "سال",
    "سه",
    "سهشنبه",
    "ش",
    "شمسی",
    "شنبه",
    "علی",
    "فی",
    "ق",
    "م",
    "ماه",
    "محلی",
    "مورخ",
    "مکه",
    "میلادی",
    "ه",
    "و",
    "وقت",
    "پنج",
    "پنجشنبه",
    "چهار",
    "چهارشنبه",
    "یوم",
    "یک",
    "یکشنبه",
];

/// Days in Persian words, sorted: `بیست و سوم` is read in two parts.
pub(super) const DAYS: &[(&str, u32)] = &[
    ("اول", 1),
    ("بیست", 20),
    ("بیستم", 20),
    ("دهم", 10),
    ("دوازدهم", 12),
    ("دوم", 2),
    ("سوم", 3),
    ("سی", 30),
    ("سیام", 30),
    ("سیزدهم", 13),
    ("شانزدهم", 16),
    ("ششم", 6),
    ("نخست", 1),
    ("نهم", 9),
    ("نوزدهم", 19),
    ("هجدهم", 18),
    ("هشتم", 8),
    ("هفتم", 7),
    ("هفدهم", 17),
    ("هیجدهم", 18),
    ("پانزدهم", 15),
    ("پنجم", 5),
    ("چهاردهم", 14),
    ("چهارم", 4),
    ("یازدهم", 11),
    ("یکم", 1),
];
