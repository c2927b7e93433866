//! Flags as keywords: `--only-hosts a --only-hosts b` is `only_hosts=["a", "b"]`.

use super::cleaner_args::CleanerArgs;
use crate::{cli::Cli, diagnose::nearest, error::Error};
use clap::{Arg, ArgAction, Command, CommandFactory, builder::StyledStr};
use std::ffi::OsString;

/// Flags of a terminal, and those that another parameter gives.
const NOT_KEYWORDS: &[&str] = &[
    "dry-run",
    "fail-under",
    "help",
    "json",
    "left",
    "levels",
    "lost",
    "output",
    "progress",
    "quiet",
    "verify",
    "version",
];

/// What stands for a verb in the table of a cleaner of single documents.
pub(super) const CLEANER: &str = "Cleaner";

/// An option of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyword {
    /// Its name, as `keep_empty`.
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether it takes a list.
    pub repeatable: bool,
    /// The values that it can have, where they are a list.
    pub choices: Vec<String>,
    /// What it is when it is not given.
    pub default: Option<String>,
    /// What it does.
    pub help: String,
}

/// What a keyword takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A whole number, or a text as `5%`.
    NumberOrShare,
    /// A file or folder.
    Path,
    /// A share, 0 to 1.
    Share,
    /// A number of bytes, or a text as `64M`.
    Size,
    /// A text.
    Text,
}

/// A keyword with its values; a flag that is set has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// As of [`Keyword::name`].
    pub name: String,
    /// As they would stand on the command line.
    pub values: Vec<OsString>,
}

/// The keywords of a verb: `clean`, `learn`, `survey`, `eval`, or `Cleaner` for what a cleaner of single documents takes.
#[must_use]
pub fn keywords(verb: &str) -> Vec<Keyword> {
    self::verb(verb).get_arguments().filter_map(keyword).collect()
}

/// The keyword with that name.
///
/// # Errors
/// When there is none: the name that is nearest to it, if one is near.
pub fn find<'k>(known: &'k [Keyword], name: &str) -> Result<&'k Keyword, Option<&'k str>> {
    let of_name = known.iter().find(|keyword| keyword.name == name);
    of_name.ok_or_else(|| nearest(name, known.iter().map(|keyword| keyword.name.as_str())))
}

/// The definition of a verb; nothing for one that is not there.
pub(super) fn verb(name: &str) -> Command {
    if name == CLEANER {
        return CleanerArgs::command();
    }
    Cli::command().find_subcommand(name).cloned().unwrap_or_default()
}

/// What an argument does, in full, on one line; a list of its values is left out.
fn help(arg: &Arg) -> String {
    let text = |help: Option<&StyledStr>| help.map(ToString::to_string);
    let long = text(arg.get_long_help()).filter(|help| !help.contains("\n- "));
    long.or_else(|| text(arg.get_help())).unwrap_or_default().replace("\n\n", ". ")
}

fn keyword(arg: &Arg) -> Option<Keyword> {
    let flag = arg.get_long().filter(|flag| !NOT_KEYWORDS.contains(flag))?;
    let value = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
    let kind = match (arg.get_action(), value) {
        (ArgAction::SetTrue, _) => Kind::Flag,
        (_, "N" | "TIMES") => Kind::Number,
        (_, "N|P%") => Kind::NumberOrShare,
        (_, "FILE" | "PATH") => Kind::Path,
        (_, "SHARE") => Kind::Share,
        (_, "SIZE") => Kind::Size,
        _ => Kind::Text,
    };
    let values = if kind == Kind::Flag { Vec::new() } else { arg.get_possible_values() };
    let default = arg.get_default_values().first().filter(|_| kind != Kind::Flag);
    Some(Keyword {
        name: flag.replace('-', "_"),
        kind,
        repeatable: matches!(arg.get_action(), ArgAction::Append),
        choices: values.iter().map(|value| value.get_name().to_owned()).collect(),
        default: default.map(|value| value.to_string_lossy().into_owned()),
        help: help(arg),
    })
}

/// Keywords as arguments of the command line.
pub(super) fn arguments(verb: &str, given: &[Given]) -> Result<Vec<OsString>, Error> {
    let known = keywords(verb);
    let mut args = Vec::new();
    for Given { name, values } in given {
        let keyword = find(&known, name).map_err(|near| {
            let near = near.map_or_else(String::new, |near| format!("; did you mean {near:?}?"));
            Error::Usage(format!("there is no keyword {name:?}{near}"))
        })?;
        let flag = format!("--{}", name.replace('_', "-"));
        match (keyword.kind, values.as_slice()) {
            (Kind::Flag, []) => args.push(flag.into()),
            (Kind::Flag, _) => return Err(Error::Usage(format!("{name} is True or False"))),
            (_, values) if values.len() > 1 && !keyword.repeatable => {
                return Err(Error::Usage(format!("{name} takes one value")));
            }
            (_, values) => {
                for value in values {
                    // In one word, as a value may begin with a hyphen.
                    let mut arg = OsString::from(format!("{flag}="));
                    arg.push(value);
                    args.push(arg);
                }
            }
        }
    }
    Ok(args)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(name: &str, values: &[&str]) -> Given {
        Given { name: name.to_owned(), values: values.iter().map(Into::into).collect() }
    }

    #[test]
    fn keywords_are_the_flags_of_the_verb() {
        let keywords = keywords("clean");
        let of = |name: &str| keywords.iter().find(|keyword| keyword.name == name).unwrap();
        assert_eq!((of("keep_empty").kind, of("keep_empty").repeatable), (Kind::Flag, false));
        assert_eq!((of("rules").kind, of("rules").repeatable), (Kind::Path, true));
        assert_eq!((of("jobs").kind, of("part_size").kind), (Kind::Number, Kind::Size));
        assert_eq!(of("max_bad").kind, Kind::NumberOrShare);
        assert_eq!(of("level").choices, ["safe", "likely", "bold"]);
        assert_eq!(of("level").default.as_deref(), Some("safe"));
        assert!(!keywords.iter().any(|keyword| NOT_KEYWORDS.contains(&keyword.name.as_str())));
    }

    #[test]
    fn keywords_are_arguments() {
        let args = arguments("clean", &[given("keep_empty", &[]), given("only", &["fa.*", "-x"])]).unwrap();
        assert_eq!(args, ["--keep-empty", "--only=fa.*", "--only=-x"]);
    }

    #[test]
    fn what_is_no_keyword_is_named() {
        let said = |given| arguments("clean", &[given]).unwrap_err().to_string();
        assert_eq!(said(given("levle", &["safe"])), "there is no keyword \"levle\"; did you mean \"level\"?");
        assert_eq!(said(given("keep_empty", &["yes"])), "keep_empty is True or False");
        assert_eq!(said(given("level", &["safe", "bold"])), "level takes one value");
    }
}
