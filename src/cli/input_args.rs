//! The options on reading, the same for every verb that reads inputs.

use super::{charset_args::CharsetArgs, rule_args::globs};
use crate::{
    batch::open::ReadOptions,
    document::html,
    error::Error,
    read::{Format, InputOptions, Limits, Plan, name, record::Fields},
    write::report::Tally,
};
use clap::{Args, ValueEnum};
use std::{
    fmt::Write as _,
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

/// How inputs are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
pub(super) struct InputArgs {
    /// In folders, read only files whose relative path matches; `*` also matches `/` (repeatable)
    #[arg(long, hide_short_help = true, value_name = "GLOB")]
    pub(super) include: Vec<String>,

    /// In folders, skip files whose relative path matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,

    /// Also read hidden files and folders, whose names begin with a dot
    #[arg(long, hide_short_help = true)]
    pub(super) hidden: bool,

    /// Also read the files and folders listed in FILE, one per line; `-` is standard input
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,

    /// Names in --files-from end with NUL, as `find -print0` writes them
    #[arg(short = '0', long, hide_short_help = true, requires = "files_from")]
    pub(super) null: bool,

    /// Format of all inputs, whatever their names say
    #[arg(long, hide_short_help = true, value_enum, value_name = "KIND")]
    pub(super) input_format: Option<FormatArg>,

    /// Name of standard input in ids, instead of `stdin`; its extension says the format
    #[arg(long, hide_short_help = true, value_name = "NAME", value_parser = stdin_name)]
    pub(super) stdin_name: Option<String>,

    #[command(flatten)]
    pub(super) charset: CharsetArgs,

    /// Field or column with the text
    ///
    /// `article.body` is a field inside another.
    #[arg(long, alias = "text-column", value_name = "FIELD", default_value = "text")]
    pub(super) text_field: String,

    /// Field or column with HTML, which is used instead of the text
    #[arg(long, alias = "html-column", value_name = "FIELD")]
    pub(super) html_field: Option<String>,

    /// Field or column with the id, instead of `id`
    #[arg(long, hide_short_help = true, alias = "id-column", value_name = "FIELD")]
    pub(super) id_field: Option<String>,

    /// Field or column with the URL of the page, instead of `url`
    #[arg(long, hide_short_help = true, alias = "url-column", value_name = "FIELD")]
    pub(super) url_field: Option<String>,

    /// Field or column with the title, instead of `title`
    #[arg(long, hide_short_help = true, alias = "title-column", value_name = "FIELD")]
    pub(super) title_field: Option<String>,

    /// Field or column with the date, instead of `date`
    #[arg(long, hide_short_help = true, alias = "date-column", value_name = "FIELD")]
    pub(super) date_field: Option<String>,

    /// Delimiter of the fields of CSV and TSV, such as `;` or `tab` [default: detected]
    #[arg(long, hide_short_help = true, value_name = "CHAR", value_parser = delimiter)]
    pub(super) delimiter: Option<u8>,

    /// Also clean pages of WARC and ARC files whose HTTP status is not 2xx
    #[arg(long, hide_short_help = true)]
    pub(super) any_status: bool,

    /// Largest record or page; a larger one is quarantined, with its first MiB
    #[arg(long, hide_short_help = true, value_name = "SIZE", default_value = "128M", value_parser = super::size::record)]
    pub(super) max_record: usize,

    /// How many times its size a compressed stream may expand (checked from 8 MiB on)
    #[arg(long, hide_short_help = true, value_name = "TIMES", default_value_t = Limits::default().ratio)]
    pub(super) max_ratio: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
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

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Html => Self::Html,
            FormatArg::Jsonl => Self::Jsonl,
            FormatArg::Warc => Self::Warc,
            FormatArg::Arc => Self::Arc,
            FormatArg::Tar => Self::Tar,
            FormatArg::Zip => Self::Zip,
            FormatArg::Csv => Self::Csv,
            FormatArg::Tsv => Self::Tsv,
            FormatArg::Parquet => Self::Parquet,
        }
    }
}

impl InputArgs {
    /// Which files are taken, and as what.
    pub(super) fn options(&self) -> Result<InputOptions, Error> {
        Ok(InputOptions {
            include: globs(&self.include)?,
            exclude: globs(&self.exclude)?,
            format: self.input_format.map(Format::from),
            hidden: self.hidden,
            limits: Limits { record: self.max_record, ratio: self.max_ratio },
            any_status: self.any_status,
            delimiter: self.delimiter,
            keys: self.keys(),
            stdin_name: self.stdin_name.clone(),
            listed: false,
        })
    }

    /// The outermost keys of the fields that are cleaned.
    fn keys(&self) -> Vec<String> {
        let outermost = |path: &str| path.split('.').next().unwrap_or_default().to_owned();
        [Some(&self.text_field), self.html_field.as_ref()].into_iter().flatten().map(|path| outermost(path)).collect()
    }

    /// The plan of `inputs` and of what --files-from names; there must be something in it. Says what in them cannot be read:
    /// the rest goes on.
    pub(super) fn plan(&self, inputs: &[PathBuf]) -> Result<Plan, Error> {
        let plan = self.any_plan(inputs)?;
        if plan.sources.is_empty() { Err(Error::Usage(nothing(&plan, inputs))) } else { Ok(plan) }
    }

    fn any_plan(&self, inputs: &[PathBuf]) -> Result<Plan, Error> {
        let options = self.options()?;
        refuse_addresses(inputs)?;
        let plan = match &self.files_from {
            None => Plan::new(inputs, &options)?,
            Some(list) if list.as_os_str() == "-" && inputs.iter().any(|input| input.as_os_str() == "-") => {
                return Err(Error::Usage("standard input can be read only once; give only one `-`".to_owned()));
            }
            Some(list) => Plan::listed(inputs, &self.list(list)?, &options)?,
        };
        tell_unreadable(&plan);
        Ok(plan)
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

    /// Refuses inputs of which no record has the field to clean.
    pub(super) fn check_fields(&self, tally: &Tally) -> Result<(), Error> {
        if !tally.lacks_field() {
            return Ok(());
        }
        let html = self.html_field.as_ref().map_or_else(String::new, |html| format!("{html:?} or "));
        let names: Vec<String> = tally.fields.iter().map(|name| format!("{name:?}")).collect();
        let there = if names.is_empty() { String::new() } else { format!("; there are {}", names.join(", ")) };
        Err(Error::Usage(format!(
            "no record has the field {html}{:?}{there}\n  try: --text-field NAME (or --html-field NAME) with the field to clean",
            self.text_field
        )))
    }

    /// How they are read; `html` is what is taken of pages.
    pub(super) fn reading(&self, html: html::Options) -> Result<ReadOptions, Error> {
        if self.html_field.as_deref() == Some(self.text_field.as_str()) {
            return Err(Error::Usage("--html-field and --text-field name the same field".to_owned()));
        }
        let fields = Fields {
            text: self.text_field.clone(),
            html: self.html_field.clone(),
            id: self.id_field.clone(),
            url: self.url_field.clone(),
            title: self.title_field.clone(),
            date: self.date_field.clone(),
        };
        Ok(ReadOptions { fields, charset: self.charset.hints(), html })
    }
}

/// A line for each of the first that cannot be read, whether or not the run is to be quiet: they will be missing.
fn tell_unreadable(plan: &Plan) {
    const SHOWN: usize = 10;
    let mut text = String::new();
    for (name, said) in plan.unreadable().take(SHOWN) {
        text.push_str(&format!("sarand: cannot read {name:?}: {said}; skipped\n"));
    }
    match plan.unreadable().count() {
        all if all > SHOWN => text.push_str(&format!("sarand: cannot read {} more\n", all - SHOWN)),
        _ => {}
    }
    // A closed stderr leaves nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// What is told when there is nothing to read: what there is instead.
fn nothing(plan: &Plan, inputs: &[PathBuf]) -> String {
    const SHOWN: usize = 10;
    if plan.skipped.is_empty() {
        let mut named: Vec<String> = inputs.iter().take(SHOWN).map(|input| input.display().to_string()).collect();
        if inputs.len() > SHOWN {
            named.push(format!("{} more", inputs.len() - SHOWN));
        }
        let place = if named.is_empty() { String::new() } else { format!(" in {}", named.join(", ")) };
        return format!("nothing to read: there are no files{place}");
    }
    let mut text = match plan.skipped.len() {
        1 => "nothing to read: the only file was skipped".to_owned(),
        all => format!("nothing to read: all {all} files were skipped"),
    };
    for file in plan.skipped.iter().take(SHOWN) {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "\n  {:?}: {}", file.name, file.reason.id());
    }
    if plan.skipped.len() > SHOWN {
        let _ = write!(text, "\n  and {} more", plan.skipped.len() - SHOWN);
    }
    text + "\n  try: name a file, or read all files in the folder with --input-format KIND"
}

/// A character that can part fields.
fn delimiter(given: &str) -> Result<u8, String> {
    match (given, given.as_bytes()) {
        ("tab" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("give one ASCII character that is not a quotation mark, or `tab`".to_owned()),
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
                "{name} is a URL, and Sarand does not download\n  try: download it first (with curl, wget, or the tool of the \
                 store) and give the file; or pipe it in and give `-`"
            )));
        }
    }
    Ok(())
}

/// A name that can be part of a path under `text/`.
fn stdin_name(given: &str) -> Result<String, String> {
    let name = name::clean(given);
    if name.is_empty() { Err("not a file name".to_owned()) } else { Ok(name) }
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
        Err(_) => Err(Error::Usage(format!("{:?} is not UTF-8", String::from_utf8_lossy(bytes)))),
    }
}
