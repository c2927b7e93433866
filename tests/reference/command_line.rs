//! The page of the command line, from the definition that also parses it.

use super::markdown::{MADE, block, cell, code, table};
use clap::{Arg, Command};
use std::fmt::Write as _;

pub(crate) fn page() -> String {
    let mut program = sarand::cli::command().term_width(100);
    program.build();
    let mut out = format!(
        "# Command line\n\n{MADE}\nThis page lists every verb with its options, as `sarand help VERB` does. `sarand VERB -h` shows \
         the options that are used most. `sarand man` prints manual pages, and `sarand completions` a completion script for your \
         shell.\n\n"
    );
    let rows: Vec<_> = verbs(&program).map(|verb| vec![link(&name("", verb)), cell(&about(verb))]).collect();
    out.push_str(&table(&["verb", "what it does"], &rows));
    for verb in verbs(&program) {
        section(&mut out, "", verb);
        for inner in verbs(verb) {
            section(&mut out, verb.get_name(), inner);
        }
    }
    out
}

fn verbs(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|verb| verb.get_name() != "help")
}

fn name(of: &str, verb: &Command) -> String {
    format!("{of} {}", verb.get_name()).trim().to_owned()
}

fn link(name: &str) -> String {
    format!("[{name}](#sarand-{})", name.replace(' ', "-"))
}

fn about(verb: &Command) -> String {
    verb.get_about().map(ToString::to_string).unwrap_or_default()
}

fn section(out: &mut String, of: &str, verb: &Command) {
    let name = name(of, verb);
    write!(out, "## sarand {name}\n\n{}.\n\n", about(verb)).unwrap();
    let usage = verb.clone().render_usage().to_string();
    out.push_str(&block("text", usage.trim_start_matches("Usage: ")));
    if verb.has_subcommands() {
        let rows: Vec<_> =
            verbs(verb).map(|inner| vec![link(&format!("{name} {}", inner.get_name())), cell(&about(inner))]).collect();
        out.push_str(&table(&["verb", "what it does"], &rows));
    }
    let mut headings: Vec<Option<&str>> = Vec::new();
    let shown = || verb.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"));
    for arg in shown() {
        if !headings.contains(&arg.get_help_heading()) {
            headings.push(arg.get_help_heading());
        }
    }
    headings.sort_by_key(Option::is_some);
    for heading in headings {
        if let Some(heading) = heading {
            write!(out, "### {heading} options of `sarand {name}`\n\n").unwrap();
        }
        let rows: Vec<_> = shown()
            .filter(|arg| arg.get_help_heading() == heading)
            .map(|arg| vec![code(&spelling(arg)), meaning(arg)])
            .collect();
        out.push_str(&table(&["option", "what it does"], &rows));
    }
    if let Some(help) = verb.get_after_long_help().or(verb.get_after_help()) {
        prose(out, &help.to_string());
    }
}

/// `-o, --output <OUT>`.
fn spelling(arg: &Arg) -> String {
    let values: Vec<String> = arg.get_value_names().into_iter().flatten().map(|name| format!("<{name}>")).collect();
    if arg.is_positional() {
        return values.join(" ").replace(['<', '>'], "");
    }
    let long = arg.get_long().map(|long| format!("--{long}"));
    let short = arg.get_short().map(|short| format!("-{short}"));
    let mut text = short.into_iter().chain(long).collect::<Vec<_>>().join(", ");
    if arg.get_action().takes_values() {
        write!(text, " {}", values.join(" ")).unwrap();
    }
    text
}

fn meaning(arg: &Arg) -> String {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let (help, items) = help.split_once("\n- ").unwrap_or((&help, ""));
    let mut text = cell(&help.replace("\n\n", ". "));
    for item in items.split("\n- ").filter(|item| !item.is_empty()) {
        let (id, what) = item.split_once(": ").unwrap_or((item, ""));
        write!(text, "<br>{}: {}", code(id), cell(what)).unwrap();
    }
    if !arg.get_action().takes_values() {
        return text + &aliases(arg);
    }
    let values = arg.get_possible_values();
    if values.iter().any(|value| value.get_help().is_some()) {
        for value in &values {
            let what = value.get_help().map(|help| format!(": {}", cell(&help.to_string()))).unwrap_or_default();
            write!(text, "<br>{}{what}", code(value.get_name())).unwrap();
        }
    } else if !values.is_empty() {
        let names: Vec<String> = values.iter().map(|value| code(value.get_name())).collect();
        write!(text, "<br>One of {}", names.join(", ")).unwrap();
    }
    let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !default.is_empty() {
        write!(text, "<br>Default: {}", code(&default.join(" "))).unwrap();
    }
    text + &aliases(arg)
}

fn aliases(arg: &Arg) -> String {
    let all: Vec<String> =
        arg.get_all_aliases().into_iter().flatten().map(|alias| code(&format!("--{alias}"))).collect();
    if all.is_empty() { String::new() } else { format!("<br>Also: {}", all.join(", ")) }
}

/// A help text: lines that begin with two spaces are code, all others prose.
fn prose(out: &mut String, help: &str) {
    for paragraph in help.split("\n\n") {
        let mut lines: Vec<&str> = Vec::new();
        for line in paragraph.lines() {
            match line.strip_prefix("  ") {
                Some(line) => lines.push(line),
                None => {
                    flush(out, &mut lines);
                    write!(out, "{}\n\n", line.replace('<', "&lt;").replace('*', "\\*")).unwrap();
                }
            }
        }
        flush(out, &mut lines);
    }
}

fn flush(out: &mut String, lines: &mut Vec<&str>) {
    if !lines.is_empty() {
        out.push_str(&block("text", &lines.join("\n")));
        lines.clear();
    }
}
