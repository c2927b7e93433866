//! Cases are data: `fixtures/zwnj/*.tsv`, a class each. A line is what the repair meets and what it makes of it.

use super::*;
use crate::{repair::apply, span::Span};
use std::{fs, path::Path, sync::LazyLock};

static RESTORER: LazyLock<Restorer> = LazyLock::new(Restorer::embedded);

fn restored(line: &str, level: Level) -> String {
    let mut edits = Vec::new();
    RESTORER.line(line, level, 0, &mut edits);
    assert!(edits.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{edits:?}");
    apply(line, &edits)
}

/// The cases of a file: `damaged<TAB>right`, or one field for what is to stay as it is.
fn cases(name: &str) -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/zwnj").join(name).with_extension("tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (from, to) = line.split_once('\t').unwrap_or((line, line));
            (from.to_owned(), to.to_owned())
        })
        .collect()
}

/// Fails with all cases of the file that come out otherwise.
fn check(name: &str) {
    let cases = cases(name);
    assert!(!cases.is_empty());
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(from, to)| {
            let got = restored(from, Level::Likely);
            (got != *to).then(|| format!("{from} -> {got}, not {to}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    for (_, right) in &cases {
        assert_eq!(restored(right, Level::Likely), *right, "a right one is left as it is");
    }
}

macro_rules! files {
    ($($(#[$attribute:meta])* $name:ident)*) => {
        $(
            $(#[$attribute])*
            #[test]
            fn $name() {
                check(&stringify!($name).replace('_', "-"));
            }
        )*
    };
}

#[cfg(feature = "treebank")]
files! { traps verbs spoken plurals comparatives silent_heh prefixes compounds endings spaces damaged mixed apart }
files! { unchanged other_languages }

#[cfg(not(feature = "treebank"))]
#[test]
fn rules_alone_restore_what_is_regular() {
    for (from, to) in [("میشود", "می‌شود"), ("کتابهای", "کتاب‌های"), ("می رود", "می‌رود"), ("شده اند", "شده‌اند")]
    {
        assert_eq!(restored(from, Level::Likely), to);
    }
}

#[test]
fn levels_are_ordered() {
    for (line, _) in ["traps", "verbs", "compounds", "spaces"].iter().flat_map(|name| cases(name)) {
        let made = |level| {
            let mut edits = Vec::new();
            RESTORER.line(&line, level, 0, &mut edits);
            edits
        };
        let (safe, likely, bold) = (made(Level::Safe), made(Level::Likely), made(Level::Bold));
        assert!(safe.iter().all(|edit| likely.contains(edit)), "{line}");
        assert!(likely.iter().all(|edit| bold.contains(edit)), "{line}");
        assert!(made(Level::Off).is_empty());
    }
}

#[test]
fn spans_start_at_the_base() {
    let mut edits = Vec::new();
    RESTORER.line("او میرود", Level::Likely, 100, &mut edits);
    assert_eq!(edits, [Edit { span: Span::new(109, 109), with: "\u{200C}".into(), by: "fa.zwnj-prefix" }]);
}

#[test]
fn a_second_run_finds_nothing() {
    let files = ["traps", "verbs", "plurals", "silent-heh", "compounds", "endings", "spaces", "damaged", "mixed"];
    let lines: Vec<String> = files.iter().flat_map(|name| cases(name)).map(|(line, _)| line).collect();
    for line in &lines {
        for level in [Level::Safe, Level::Likely, Level::Bold] {
            let once = restored(line, level);
            assert_eq!(restored(&once, level), once);
        }
    }
    let once = restored_text(&lines.join("\n"));
    assert_eq!(restored_text(&once), once);
}

/// The lines of a text judged together.
fn restored_text(text: &str) -> String {
    let mut edits = Vec::new();
    RESTORER.text(text, Level::Likely, |_| true, |_| true, &mut edits);
    apply(text, &edits)
}

#[cfg(feature = "treebank")]
#[test]
fn lines_tell_of_each_other() {
    let line = "گروهها به خانه رفتند";
    let kept = "او می‌رود و نمی‌آید، کتاب‌های تازه را می‌خواند.\n".repeat(4);
    let deleted = kept.replace('\u{200C}', "");
    assert_eq!(restored_text(line), "گروه‌ها به خانه رفتند");
    // Who writes ZWNJ elsewhere closes the plural on purpose.
    assert_eq!(restored_text(&format!("{kept}{line}")), format!("{kept}{line}"));
    assert_eq!(restored_text(&format!("{deleted}{line}")), format!("{kept}گروه‌ها به خانه رفتند"));
    // Far from each other they tell nothing.
    let far = format!("{kept}{}{line}", "\n".repeat(SECTION));
    assert_eq!(restored_text(&far), far.replace(line, "گروه‌ها به خانه رفتند"));
}

#[test]
fn words_within_a_quotation_are_left_alone() {
    let line = "در الصورة التي قدمتها حكومة كوريا آمده است";
    assert_eq!(restored(line, Level::Bold), line);
}

#[test]
fn the_users_words_come_first() {
    let restorer = Restorer::with_words("# ours\nگل‌آرا\nکتابها # a name\nبن‌ساز\n");
    let restored = |line: &str| {
        let mut edits = Vec::new();
        restorer.line(line, Level::Safe, 0, &mut edits);
        apply(line, &edits)
    };
    assert_eq!(restored("گلآرا"), "گل‌آرا");
    assert_eq!(restored("گل آرا"), "گل‌آرا");
    assert_eq!(restored("بنسازها"), "بن‌سازها");
    assert_eq!(restored("کتابها"), "کتابها");
    // Also where nothing else was lost.
    let kept = "او می‌رود و نمی‌آید. ".repeat(200);
    assert_eq!(restored(&format!("{kept}گلآرا")), format!("{kept}گل‌آرا"));
}

#[test]
fn addresses_are_left_alone() {
    for line in ["ببینید #میشود و @میشود_رفت", "نشانی example.ir/میشود است", "x=میشود"]
    {
        assert_eq!(restored(line, Level::Bold), line);
    }
}

#[test]
fn a_word_that_touches_a_shortcode_is_no_address() {
    assert_eq!(restored("[ad_1]می رود", Level::Likely), "[ad_1]می\u{200C}رود");
    assert_eq!(restored("او می رود[ad_1]", Level::Likely), "او می\u{200C}رود[ad_1]");
}

#[test]
fn hostile_lines_take_linear_time_and_no_harm() {
    for piece in ["م", "می", "\u{200C}", "ها ", "می\u{200C} ", "\u{64B}", "&zwnj;", "ه\u{AD}"] {
        let line = piece.repeat(50_000);
        let _ = restored(&line, Level::Bold);
    }
}
