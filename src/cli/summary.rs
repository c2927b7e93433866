//! What a run of `clean` says of itself.

use super::target::Target;
use crate::{
    plural::counted,
    read::Plan,
    run::{folder, layout},
    write::report::Tally,
};
use indicatif::HumanBytes;
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
    if !plan.skipped.is_empty() {
        let _ = write!(text, "; {} skipped", counted(plan.skipped.len(), "file"));
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
    let odd = || plan.skipped.iter().filter(|file| file.reason.is_odd());
    let mut text = String::new();
    for file in odd().take(SHOWN) {
        let _ = writeln!(text, "sarand: skipped {:?}: {}", file.name, file.reason.id());
    }
    match odd().count() {
        all if all > SHOWN => {
            let _ = writeln!(text, "sarand: skipped {} more of this kind", all - SHOWN);
        }
        _ => {}
    }
    text
}

/// What was read, in which time.
pub(super) fn speed(tally: &Tally, seconds: f64) -> String {
    let rate = tally.records.read as f64 / seconds;
    let each = HumanBytes((tally.read as f64 / seconds) as u64);
    format!("; {} in {seconds:.2} s ({each}/s, {rate:.0} documents/s)", HumanBytes(tally.read))
}

/// Which inputs are gone, of which documents are still there; ten of them by name.
pub(super) fn gone(names: &[String]) -> String {
    let mut text = String::new();
    if !names.is_empty() {
        let _ = write!(text, "; {} gone (the documents stay):", names.len());
        names.iter().take(10).for_each(|name| text.push_str(&format!("\nsarand: gone: {name:?}")));
    }
    text
}

/// Where the outputs are, and what to do with them.
pub(super) fn place(target: Target<'_>) -> Option<String> {
    match target {
        Target::Folder(out) => {
            let documents = folder::documents(out);
            let first = out.join(documents.first()?);
            let mut text = format!("see {}", first.display());
            match documents.len() - 1 {
                0 => {}
                more => {
                    let _ = write!(text, " and {}", counted(more, "more part"));
                }
            }
            if out.join(layout::TEXT).is_dir() {
                let _ = write!(text, "; texts in {}", out.join(layout::TEXT).display());
            }
            let _ = write!(text, "; `sarand report {}` shows what was done", out.display());
            Some(text)
        }
        Target::File(out, _) => Some(format!("see {}; with -o FOLDER, every change is recorded too", out.display())),
        Target::Documents | Target::Text | Target::DryRun => None,
    }
}

/// Rules and repairs, with what they would do.
pub(super) fn changes(tally: &Tally, text: &mut String) {
    for (id, rule) in &tally.rules {
        let (removals, documents) = (counted(rule.removals, "removal"), counted(rule.documents, "document"));
        let _ = writeln!(text, "{id}: {removals} in {documents}, {}", counted(rule.bytes, "byte"));
    }
    for (id, repair) in &tally.repairs {
        let _ = writeln!(text, "{id}: {} in {}", counted(repair.edits, "edit"), counted(repair.documents, "document"));
    }
}
