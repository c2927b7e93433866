//! The options of a run as they were given, for telling whether two runs are the same.
//!
//! Every option counts, also one that is added later, but those that do not reach the output.

use clap::{ArgMatches, Command};
use std::collections::BTreeMap;

/// Options that change how a run goes, not what comes of it. Files of rules and words count by their content.
const NOT_COUNTED: &[&str] = &[
    "dry-run",
    "files-from",
    "help",
    "jobs",
    "lexicon",
    "max-bad",
    "null",
    "output",
    "progress",
    "quiet",
    "report",
    "restart",
    "rules",
    "survey",
    "update",
    "verify",
    "version",
];

/// Options by their long names, with their values.
#[derive(Default)]
pub(super) struct RunOptions {
    pub(super) options: BTreeMap<String, Vec<String>>,
}

impl RunOptions {
    /// The options of a verb.
    pub(super) fn of(verb: Option<&Command>, matches: &ArgMatches) -> Self {
        let mut options = BTreeMap::new();
        for arg in verb.into_iter().flat_map(Command::get_arguments) {
            let Some(name) = arg.get_long().filter(|name| !NOT_COUNTED.contains(name)) else { continue };
            if let Ok(Some(values)) = matches.try_get_raw(arg.get_id().as_str()) {
                options.insert(name.to_owned(), values.map(|value| value.to_string_lossy().into_owned()).collect());
            }
        }
        Self { options }
    }
}
