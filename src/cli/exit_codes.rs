//! How does the program end? The table of exit codes, for help texts and for `docs/reference/names.md`.

/// Every exit code of `sarand clean`, with what it means. The other verbs use some of them.
pub const EXIT_CODES: &[(u8, &str)] = &[
    (0, "success"),
    (1, "finished, but something was quarantined or a check failed"),
    (2, "nothing was done: the arguments, inputs or rules cannot work"),
    (3, "OUT holds another run; the message says what differs"),
    (4, "reading or writing failed; run it again to resume"),
    (5, "--max-bad was exceeded; run it again with a larger one to resume"),
    (70, "internal error; please report it"),
    (130, "interrupted; run it again to resume"),
];

/// A help text, and the exit codes below it.
pub(super) fn help(text: &str) -> String {
    let rows = EXIT_CODES.iter().map(|(code, meaning)| format!("  {code:<5}{meaning}"));
    text.to_owned() + &rows.collect::<Vec<_>>().join("\n")
}
