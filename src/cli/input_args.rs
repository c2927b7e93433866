//! The options on reading, the same for every verb that reads inputs.

use super::rule_args::globs;
use crate::{
    decode::Hints,
    error::Error,
    read::{InputOptions, Kind, record::Fields},
};
use clap::{Args, ValueEnum};

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct InputArgs {
    /// Take only files of a folder whose relative path matches; `*` also matches `/` (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(super) include: Vec<String>,

    /// Leave out files of a folder whose relative path matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,

    /// The kind of all inputs, whatever they are called
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) input_format: Option<Format>,

    /// The charset of files where their bytes leave it open; with `!` at its end, whatever the bytes say
    #[arg(long, value_name = "NAME", value_parser = super::decode::hints)]
    pub(super) charset: Option<Hints>,

    /// The JSONL field that holds the text
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(super) text_field: String,

    /// The JSONL field that holds HTML; where a record has it, it goes before the text
    #[arg(long, value_name = "FIELD")]
    pub(super) html_field: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Html,
    Jsonl,
}

impl From<Format> for Kind {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Html => Self::Html,
            Format::Jsonl => Self::Jsonl,
        }
    }
}

impl InputArgs {
    /// Which files are taken, and as what.
    pub(super) fn options(&self) -> Result<InputOptions, Error> {
        Ok(InputOptions {
            include: globs(&self.include)?,
            exclude: globs(&self.exclude)?,
            format: self.input_format.map(Kind::from),
        })
    }

    /// Which JSONL fields are read.
    pub(super) fn fields(&self) -> Result<Fields, Error> {
        if self.html_field.as_deref() == Some(self.text_field.as_str()) {
            return Err(Error::Usage("--html-field and --text-field name the same field".to_owned()));
        }
        Ok(Fields { text: self.text_field.clone(), html: self.html_field.clone() })
    }
}
