//! The verbs for a program that has this one inside, such as the Python package: options by keyword instead of flags.
//!
//! ```
//! use sarand::cli::embed::{self, Given, Setup};
//! let likely = Given { name: "level".to_owned(), values: vec!["likely".into()] };
//! let setup = Setup::read(vec![likely], Vec::new())?;
//! let cleaner = setup.make()?;
//! let page = sarand::document::Document::from_text("[ad_1]\nThe ferry to the island leaves at nine.\n");
//! assert_eq!(cleaner.cleaner.clean(&page).text, "The ferry to the island leaves at nine.\n");
//! # Ok::<(), sarand::error::Error>(())
//! ```
//!
//! The definition of a verb for the command line is the table: its flags, without those that speak of a terminal, are the
//! keywords ([`keywords`]). So there is one list of options, one parser and one text that explains each.

mod cleaner_args;
mod keyword;
mod setup;

pub use keyword::{Given, Keyword, Kind, find, keywords};
pub use setup::{Ready, Setup};

use super::{Call, Caller, Outcome, eval};
use crate::error::Error;
use clap::{
    FromArgMatches,
    error::{ContextKind, ContextValue},
};
use std::ffi::OsString;

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All well.
    Well,
    /// Finished, but something was quarantined.
    Quarantined,
    /// [`super::Program::stop`] was asked for.
    Interrupted,
}

/// Runs `verb` on `inputs`, into `output`, with nothing on standard error but what must be said.
///
/// # Errors
/// As the verb: [`Error::Usage`] for what cannot work, with the message that the command line has.
pub fn call(
    verb: &str,
    inputs: Vec<OsString>,
    output: Option<OsString>,
    given: &[Given],
    caller: &Caller,
) -> Result<Ended, Error> {
    let mut args: Vec<OsString> = vec!["sarand".into(), verb.into(), "--quiet".into()];
    if let Some(output) = output {
        args.extend(["--output".into(), output]);
    }
    args.extend(keyword::arguments(verb, given)?);
    args.push("--".into());
    args.extend(inputs);
    let ended = Call::parse(args).map_err(|error| usage(&error))?.run(caller).map_err(own)?;
    Ok(match ended {
        Outcome::Well => Ended::Well,
        Outcome::Quarantined => Ended::Quarantined,
        Outcome::Interrupted => Ended::Interrupted,
    })
}

/// Scores rules against labelled documents: JSON as of `sarand eval --json`.
///
/// # Errors
/// As of [`call`].
pub fn evaluate(gold: OsString, given: &[Given]) -> Result<String, Error> {
    let mut args = keyword::arguments("eval", given)?;
    args.extend(["--".into(), gold]);
    let matches = keyword::verb("eval").no_binary_name(true).try_get_matches_from(args);
    let parsed = matches.and_then(|matches| eval::EvalArgs::from_arg_matches(&matches));
    eval::json(&parsed.map_err(|error| usage(&error))?).map_err(own)
}

/// What the parser says, without the word that begins it and the lines on how to call the program; flags are keywords.
fn usage(error: &clap::Error) -> Error {
    let mut text = error.render().to_string();
    if let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg)
        && let Some(name) = flag.strip_prefix("--")
    {
        let name = name.split(['=', ' ']).next().unwrap_or(name).replace('-', "_");
        text = text.replace(flag.as_str(), &name);
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    Error::Usage(
        text.split("\n\nUsage:").next().unwrap_or(text).split("\n\nFor more").next().unwrap_or(text).trim().to_owned(),
    )
}

/// The library's own error, which names keywords instead of flags.
fn own(error: anyhow::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(Error::Usage(said)) => Error::Usage(by_keyword(&said)),
        Ok(Error::Mismatch(said)) => Error::Mismatch(by_keyword(&said)),
        Ok(Error::TooMuchBad(said)) => Error::TooMuchBad(by_keyword(&said)),
        Ok(own) => own,
        Err(other) => Error::Usage(by_keyword(&format!("{other:#}"))),
    }
}

/// A message with `max_bad` where it says `--max-bad`.
fn by_keyword(said: &str) -> String {
    let mut parts = said.split("--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(part.len());
        if end == 0 {
            out.push_str("--");
        }
        out.push_str(&part[..end].replace('-', "_"));
        out.push_str(&part[end..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::by_keyword;

    #[test]
    fn messages_name_keywords() {
        assert_eq!(
            by_keyword("more than --max-bad 3; give --restart -- or not"),
            "more than max_bad 3; give restart -- or not"
        );
    }
}
