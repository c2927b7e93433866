//! What may follow a rule's phrase on its line: a desk code, a number, a date, a value.
//!
//! Does not look for the phrase.

use super::schema::Trail;

/// Whether what is left of a squashed line after an exact phrase is what the trail allows. Empty always is.
pub(crate) fn trail_allows(trail: Trail, rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    match trail {
        Trail::Code => is_code(rest),
        Trail::Number => rest.bytes().all(|b| b.is_ascii_digit() || b"/-.,:()".contains(&b)),
        Trail::Date => true,
        Trail::Value => rest.starts_with([':', '|', '-', '>', '=']),
    }
}

/// A desk code: letters alone between dots, or up to three behind a slash; digits, stars, dots, slashes.
fn is_code(rest: &str) -> bool {
    let mut letters = 0;
    let mut slash = false;
    for c in rest.chars() {
        match c {
            '/' | '*' => (slash, letters) = (true, 0),
            '.' | '-' | '(' | ')' | '0'..='9' => letters = 0,
            c if c.is_alphabetic() => {
                letters += 1;
                if letters > if slash { 3 } else { 1 } {
                    return false;
                }
            }
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trails_allow_what_their_names_say() {
        let cases = [
            (Trail::Code, "/4048", true),
            (Trail::Code, "/4115/4127", true),
            (Trail::Code, "م.ق", true),
            (Trail::Code, "/م*", true),
            (Trail::Code, "1234", true),
            (Trail::Code, "او", false),
            (Trail::Code, "رامیخوانید", false),
            (Trail::Number, ":14030330", true),
            (Trail::Number, ":الف", false),
            (Trail::Value, ":الف", true),
            (Trail::Value, "الف", false),
        ];
        for (trail, rest, want) in cases {
            assert_eq!(trail_allows(trail, rest), want, "{trail:?} {rest}");
        }
    }
}
