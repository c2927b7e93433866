//! The numbers of a run: what its first page and its report show.
//!
//! They are those of `report.json`, so they are there before a single document has been read.

use super::{
    family,
    number::{bytes, grouped, share},
    plot::{Plot, Value},
};
use crate::write::report::{Counts, Tally};

/// Bars of a plot of names.
const TOP: usize = 12;

/// A number with its name.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// The same in another way.
    pub(super) beside: Option<String>,
}

/// The numbers above the plots.
pub(super) fn figures(tally: &Tally) -> Vec<Figure> {
    let records = &tally.records;
    let figure = |name, value: u64, beside| Figure { name, value: grouped(value), beside };
    let removed: u64 = tally.rules.values().map(|rule| rule.removals).sum();
    let edits: u64 = tally.repairs.values().map(|repair| repair.edits).sum();
    vec![
        figure("records in", records.read, None),
        figure("documents out", records.out, None),
        figure("dropped", records.all_dropped(), Some(share(records.all_dropped(), records.read))),
        figure("quarantined", records.all_quarantined(), Some(share(records.all_quarantined(), records.read))),
        Figure { name: "text in", value: bytes(tally.bytes.read), beside: None },
        Figure {
            name: "text out",
            value: bytes(tally.bytes.out),
            beside: Some(share(tally.bytes.out, tally.bytes.read)),
        },
        figure("removals", removed, None),
        figure("repairs", edits, None),
    ]
}

/// How the plots of a tally lead on: the address of the documents with this value of this facet, if there is one.
pub(super) type Link<'l> = &'l dyn Fn(&str, &str) -> Option<String>;

/// The plots of a tally; `class` says of which class a rule is.
pub(super) fn plots(tally: &Tally, class: &dyn Fn(&str) -> String, link: Link<'_>, all: Link<'_>) -> Vec<Plot> {
    let named =
        |names: (&'static str, &'static str, &'static str), facet: &str, values: Vec<(String, u64, &'static str)>| {
            let value = |(label, count, colour): (String, u64, &'static str)| {
                let link = link(facet, &label);
                Value { label, count, link, colour }
            };
            Plot::bars(names, values.into_iter().map(value).collect(), TOP, all(facet, ""))
        };
    let counts = |counts: &Counts| -> Vec<(String, u64, &'static str)> {
        counts.iter().map(|(name, count)| (name.to_string(), *count, "")).collect()
    };
    let mut classes: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for (id, rule) in &tally.rules {
        *classes.entry(class(id)).or_default() += rule.removals;
    }
    let rules = tally.rules.iter().map(|(id, rule)| (id.clone(), rule.removals, family::of(&class(id)))).collect();
    let repairs = tally.repairs.iter().map(|(id, repair)| (id.clone(), repair.edits, "edit")).collect();
    let classes = classes.into_iter().map(|(class, count)| (class.clone(), count, family::of(&class))).collect();
    let languages = tally.languages.iter().map(|(name, count)| (name.clone(), *count, "")).collect();
    let left_out = tally.left_out.iter().map(|(why, left)| (why.to_string(), left.lines, family::of(why))).collect();
    vec![
        named(("rules", "Rules", "removals"), "rule", rules),
        named(("classes", "Kinds of boilerplate", "removals"), "class", classes),
        named(("repairs", "Repairs", "edits"), "repair", repairs),
        named(("languages", "Languages", "documents"), "language", languages),
        named(("flags", "Flags", "documents"), "flag", counts(&tally.flags)),
        named(("charsets", "Charsets", "files"), "charset", counts(&tally.charsets)),
        named(("left-out", "Left out of pages", "lines"), "left-out", left_out),
        named(("dropped", "Dropped by", "documents"), "dropped", counts(&tally.records.dropped)),
        named(("quarantined", "Quarantined because of", "records"), "quarantine", counts(&tally.records.quarantined)),
    ]
}
