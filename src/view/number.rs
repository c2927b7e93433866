//! Numbers and texts as pages show them.

use crate::plural::either;

/// A count with a comma for each thousand.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many of something; the word is for one.
pub(super) fn counted(number: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(number), either(&number, "", "s"))
}

/// Bytes in the unit that suits them.
pub(super) fn bytes(number: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut size = number as f64;
    let mut unit = "bytes";
    for next in ["KB", "MB", "GB", "TB"] {
        if size < 1000.0 {
            break;
        }
        (size, unit) = (size / 1000.0, next);
    }
    if unit == "bytes" { counted(number, "byte") } else { format!("{size:.1} {unit}") }
}

/// A part of a whole in percent.
pub(super) fn share(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let share = part as f64 * 100.0 / whole as f64;
    format!("{share:.1}%")
}

/// Characters of a line that a list shows.
const LONGEST: usize = 300;

/// A line for a list: its beginning, if it is long.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_between_characters() {
        let long = "سلام ".repeat(100);
        assert_eq!(shortened(&long).chars().count(), LONGEST + 1);
        assert_eq!(shortened("short"), "short");
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 12, 999, 1_000, 1_234_567].map(grouped), ["0", "12", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn bytes_have_the_unit_that_suits_them() {
        assert_eq!(
            [0, 999, 1_000, 1_550_000, 2_000_000_000].map(bytes),
            ["0 bytes", "999 bytes", "1.0 KB", "1.6 MB", "2.0 GB"]
        );
    }

    #[test]
    fn a_share_of_nothing_is_nothing() {
        assert_eq!([share(1, 8), share(0, 0)], ["12.5%", "0%"]);
    }
}
