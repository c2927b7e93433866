use super::*;

#[test]
fn cases() {
    for line in include_str!("cases.txt").lines().filter(|line| !line.starts_with('#')) {
        let (text, want) = line.split_once(" => ").unwrap_or_else(|| panic!("no case: {line}"));
        assert_eq!(people(text).join(" + "), want.trim(), "{text}");
    }
}

#[test]
fn lines_that_are_bylines() {
    for line in [
        "By Ada Quill",
        "نویسنده: الف بنویس",
        "عکس: الف بنویس",
        "بقلم: ألف باء",
        "Photo by Ada Quill",
        "Von Ada Quill und Bo Reed",
    ] {
        assert!(is_byline(line), "{line}");
    }
    for line in [
        "By the river: nine boats that sank",
        "Photo show opens on the quay",
        "Author of nine books is dead",
        "گزارش: قایق‌ها برای نخستین بار به بندر بازگشتند",
        "By",
        "",
    ] {
        assert!(!is_byline(line), "{line}");
    }
}

#[test]
fn a_change_is_no_publication() {
    let day = |text| published(text).map_or_else(String::new, |date| date.iso);
    for (text, want) in [
        ("3 March 2024", "2024-03-03"),
        ("By Ada Quill Updated 3 March 2024", ""),
        ("Updated 3 March 2024, published 1 March 2024", "2024-03-01"),
        ("Published 1 March 2024 | Last updated 3 March 2024", "2024-03-01"),
        ("Posted on March 3, 2024 by Ada Quill", "2024-03-03"),
        ("نوشته شده توسط الف بنویس در ۱۲ آبان ۱۴۰۲", "2023-11-03"),
    ] {
        assert_eq!(day(text), want, "{text}");
    }
}

#[test]
fn a_moment_may_be_of_another_calendar() {
    assert_eq!(moment("1403-03-30").and_then(|date| date.jalali).as_deref(), Some("1403-03-30"));
}
