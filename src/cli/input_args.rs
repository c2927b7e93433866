//! The options on reading, the same for every verb that reads inputs.

use super::{charset_args::CharsetArgs, rule_args::globs};
use crate::{
    batch::open::Reading,
    document::html,
    error::Error,
    read::{InputOptions, Kind, Limits, Plan, name, record::Fields},
};
use clap::{Args, ValueEnum};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

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

    /// Read the files and folders named in FILE too, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,

    /// The names in --files-from end in NUL, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from")]
    pub(super) null: bool,

    /// The kind of all inputs, whatever they are called
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) input_format: Option<Format>,

    /// What standard input is called in ids, instead of `stdin`; its extension tells the kind, as that of a file
    #[arg(long, value_name = "NAME", value_parser = stdin_name)]
    pub(super) stdin_name: Option<String>,

    #[command(flatten)]
    pub(super) charset: CharsetArgs,

    /// The JSONL field or the column that holds the text
    #[arg(long, alias = "text-column", value_name = "FIELD", default_value = "text")]
    pub(super) text_field: String,

    /// The JSONL field or the column that holds HTML; where a record has it, it goes before the text
    #[arg(long, alias = "html-column", value_name = "FIELD")]
    pub(super) html_field: Option<String>,

    /// Take pages of WARC and ARC files whose status is not 200 to 299 too
    #[arg(long)]
    pub(super) any_status: bool,

    /// The longest record, page or entry, as 128M; longer ones go to quarantine, their beginning only
    #[arg(long, value_name = "SIZE", default_value = "128M", value_parser = super::size::record)]
    pub(super) max_record: usize,

    /// How many times its size a compressed stream may expand, once it has given 8 MiB
    #[arg(long, value_name = "TIMES", default_value_t = Limits::default().ratio)]
    pub(super) max_ratio: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Html,
    Jsonl,
    Warc,
    Arc,
    Tar,
    Zip,
    Csv,
    Tsv,
    Parquet,
}

impl From<Format> for Kind {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Html => Self::Html,
            Format::Jsonl => Self::Jsonl,
            Format::Warc => Self::Warc,
            Format::Arc => Self::Arc,
            Format::Tar => Self::Tar,
            Format::Zip => Self::Zip,
            Format::Csv => Self::Csv,
            Format::Tsv => Self::Tsv,
            Format::Parquet => Self::Parquet,
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
            limits: Limits { record: self.max_record, ratio: self.max_ratio },
            any_status: self.any_status,
            stdin_name: self.stdin_name.clone(),
            listed: false,
        })
    }

    /// The plan of `inputs` and of what --files-from names.
    pub(super) fn plan(&self, inputs: &[PathBuf]) -> Result<Plan, Error> {
        let options = self.options()?;
        refuse_addresses(inputs)?;
        let Some(list) = &self.files_from else { return Plan::new(inputs, &options) };
        if list.as_os_str() == "-" && inputs.iter().any(|input| input.as_os_str() == "-") {
            return Err(Error::Usage("standard input can be read once; give one `-`".to_owned()));
        }
        Plan::listed(inputs, &self.list(list)?, &options)
    }

    /// The names in a list.
    fn list(&self, list: &Path) -> Result<Vec<PathBuf>, Error> {
        let mut bytes = Vec::new();
        let read = if list.as_os_str() == "-" {
            io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
        } else {
            fs::read(list).map(|read| bytes = read)
        };
        read.map_err(|error| Error::Usage(format!("{}: {error}", list.display())))?;
        let end = if self.null { b'\0' } else { b'\n' };
        let names = bytes.split(|b| *b == end).map(|name| match name.strip_suffix(b"\r") {
            Some(name) if !self.null => name,
            _ => name,
        });
        names.filter(|name| !name.is_empty()).map(path).collect()
    }

    /// How they are read; `html` is what is taken of pages.
    pub(super) fn reading(&self, html: html::Options) -> Result<Reading, Error> {
        if self.html_field.as_deref() == Some(self.text_field.as_str()) {
            return Err(Error::Usage("--html-field and --text-field name the same field".to_owned()));
        }
        let fields = Fields { text: self.text_field.clone(), html: self.html_field.clone() };
        Ok(Reading { fields, charset: self.charset.hints(), html })
    }
}

/// The plan of files that are given by themselves.
pub(super) fn plan_of(files: &[PathBuf]) -> Result<Plan, Error> {
    refuse_addresses(files)?;
    Plan::new(files, &InputOptions::default())
}

/// An address is no file.
fn refuse_addresses(inputs: &[PathBuf]) -> Result<(), Error> {
    for input in inputs {
        let name = input.to_string_lossy();
        let is_address = ["http://", "https://", "ftp://", "s3://", "gs://", "hdfs://"]
            .iter()
            .any(|scheme| name.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
        if is_address && !input.exists() {
            return Err(Error::Usage(format!(
                "{name} is an address, and sarand does not download\n  try: fetch it first (curl, wget, or the tool of its \
                 store) and give the file; or pipe it in and give `-`"
            )));
        }
    }
    Ok(())
}

/// A name that can be part of a path under `text/`.
fn stdin_name(given: &str) -> Result<String, String> {
    let name = name::clean(given);
    if name.is_empty() { Err("it is no name of a file".to_owned()) } else { Ok(name) }
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Result<PathBuf, Error> {
    use std::os::unix::ffi::OsStrExt;
    Ok(std::ffi::OsStr::from_bytes(bytes).into())
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Result<PathBuf, Error> {
    match std::str::from_utf8(bytes) {
        Ok(path) => Ok(path.into()),
        Err(_) => Err(Error::Usage(format!("{:?} is no UTF-8", String::from_utf8_lossy(bytes)))),
    }
}
