//! What a run of `clean` says of itself.

use crate::{batch::progress::Clock, read::Plan, write::report::Tally};
use std::fmt::Write as _;

/// Where the records went, on one line.
pub(super) fn summary(plan: &Plan, tally: &Tally) -> String {
    let records = &tally.records;
    let mut text = format!(
        "{} in, {} out, {} dropped, {} quarantined",
        records.read,
        records.out,
        records.all_dropped(),
        records.all_quarantined()
    );
    match plan.skipped.len() {
        0 => {}
        1 => text.push_str("; 1 file skipped"),
        many => {
            let _ = write!(text, "; {many} files skipped");
        }
    }
    if !records.passed.is_empty() {
        let reasons: Vec<_> = records.passed.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let _ = write!(text, "; records skipped: {}", reasons.join(", "));
    }
    text
}

/// What was skipped although it looks like an input, one line each; not what an extension or a glob leaves out.
pub(super) fn notes(plan: &Plan) -> String {
    const SHOWN: usize = 10;
    let odd = || plan.skipped.iter().filter(|file| file.why.is_odd());
    let mut text = String::new();
    for file in odd().take(SHOWN) {
        let _ = writeln!(text, "sarand: skipped {:?}: {}", file.name, file.why.id());
    }
    match odd().count() {
        all if all > SHOWN => {
            let _ = writeln!(text, "sarand: skipped {} more of this kind", all - SHOWN);
        }
        _ => {}
    }
    text
}

/// What was read since `before`, in which time.
pub(super) fn speed(tally: &Tally, before: (u64, u64), clock: Clock) -> String {
    let (seconds, mb) = (clock.seconds(), tally.read.saturating_sub(before.0) as f64 / 1e6);
    let rate = tally.records.read.saturating_sub(before.1) as f64 / seconds;
    format!("; {mb:.1} MB in {seconds:.2} s ({:.1} MB/s, {rate:.0} documents/s)", mb / seconds)
}

/// Rules and repairs, with what they would do.
pub(super) fn changes(tally: &Tally, text: &mut String) {
    for (id, rule) in &tally.rules {
        let _ =
            writeln!(text, "{id}: {} removals in {} documents, {} bytes", rule.removals, rule.documents, rule.bytes);
    }
    for (id, repair) in &tally.repairs {
        let _ = writeln!(text, "{id}: {} edits in {} documents", repair.edits, repair.documents);
    }
}
