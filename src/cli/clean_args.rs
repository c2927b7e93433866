//! The options of `sarand clean`.

use super::{
    html_args::HtmlArgs,
    input_args::InputArgs,
    rule_args::{RepairArgs, RuleArgs},
    size::{memory, size},
    target::Target,
};
use crate::{error::Error, run::MaxBad};
use clap::{Args, ValueEnum};
use std::{num::NonZeroUsize, path::PathBuf};

const EXAMPLES: &str = "\
Inputs, by extension (folders take only these; a file named here may be called anything):
  .txt .text                              text, a document a file
  .html .htm .xhtml                       HTML, a document a file
  .jsonl .ndjson .jsonlines .json-lines   JSON, a document a line or element
  .json                                   the same, if it holds objects
  .warc .wet .arc                         archives of crawls, a document a page
  .tar .tgz .zip                          archives of text and HTML files
  .csv .tsv .parquet                      tables, a document a row
  quarantine.jsonl of an earlier run      what could not be read, once more
  each but .zip and .parquet with .gz, .zst, .zstd, .bz2 or .xz behind it

Examples:
  sarand clean crawl/ -o clean/            a folder of text, HTML and JSONL
  sarand clean crawl/ -o clean/            once more: goes on where it stopped
  sarand clean crawl/ -o clean/ --restart  begins anew
  sarand clean crawl/ -o clean/ --update   what is new or changed since
  sarand clean -o clean/ --verify          is all still as it was written?
  sarand clean crawl/ -o clean.jsonl.gz    one file: the documents alone
  sarand clean clean/quarantine.jsonl -o 2/
  sarand clean page.html                   the clean text of one page
  sarand clean - -o - < in.jsonl > out.jsonl
  zcat big.gz | sarand clean - -o clean/   from standard input
  sarand clean crawl.warc.gz -o clean/     the pages of a crawl
  sarand clean crawl/ -o clean/ --learn    with what the pages of a host share
  sarand clean rows.csv --text-column body -o clean/
  sarand clean api.json --text-field article.body --id-field docno -o clean/
  sarand clean --files-from list.txt -o clean/
  sarand clean crawl/ --dry-run            what would be done

Exit codes:
  0    all well
  1    finished, but something was quarantined; --verify: something differs
  2    nothing was done: the arguments, inputs or rules cannot work
  3    OUT holds another run: what differs is named
  4    reading or writing failed; the same command goes on
  5    --max-bad was exceeded; the same command with a larger one goes on
  70   internal error
  130  interrupted; the same command goes on";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CleanArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present_any = ["files_from", "verify"], value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// The folder to write to; or one file for the documents alone, as `clean.jsonl.gz`; or `-` for JSONL on standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,

    /// Do all but write, and print what would be done
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Begin anew, and replace what an earlier run wrote to OUT; other files there stay
    #[arg(long, visible_alias = "force")]
    pub(super) restart: bool,

    /// Clean only what is new or changed since the run in OUT has ended, into further parts; give it from the first run on
    #[arg(long, conflicts_with_all = ["learn", "dry_run", "verify"])]
    pub(super) update: bool,

    /// Clean nothing: compare all that a run wrote to OUT with the hashes in its manifest
    #[arg(long, conflicts_with_all = ["dry_run", "restart"])]
    pub(super) verify: bool,

    /// Write one documents.jsonl, however large; otherwise a run of more than one part has a file for each
    #[arg(long)]
    pub(super) single: bool,

    /// Bytes of input, decompressed, after which a part is complete
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    pub(super) part_size: u64,

    /// Stop once more records than this are quarantined: a number, or a share as `0.5%` (judged from 1,000 records on)
    #[arg(long, value_name = "N|P%")]
    pub(super) max_bad: Option<MaxBad>,

    /// Say in removed.jsonl why the judge took each line, strongest reason first
    #[arg(long)]
    pub(super) reasons: bool,

    /// Leave out the folder `text/`: the documents alone hold the clean texts of files
    #[arg(long)]
    pub(super) no_text_files: bool,

    /// Write the report to a file, too
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    /// What the documents are written as
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "jsonl")]
    pub(super) format: FormatArg,

    /// Compress documents.jsonl
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) compress: Option<Compress>,

    /// Read the inputs twice, and first count which lines the pages of a host share: what repeats there and looks like
    /// chrome goes, whoever wrote the site
    #[arg(long, conflicts_with = "survey", help_heading = "Crawl")]
    pub(super) learn: bool,

    /// What `sarand survey` counted: the same in one reading, also for streams and for the next crawl (repeatable)
    #[arg(long, value_name = "FILE", help_heading = "Crawl")]
    pub(super) survey: Vec<PathBuf>,

    /// Memory for what is known of the crawl, as 256M
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = memory, help_heading = "Crawl")]
    pub(super) survey_memory: usize,

    /// Write documents of which nothing is left
    #[arg(long)]
    pub(super) keep_empty: bool,

    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,

    /// No summary, and no progress but what --progress asks for
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// What is shown on standard error while the run goes on
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    pub(super) progress: ProgressArg,

    #[command(flatten)]
    pub(super) input: InputArgs,

    #[command(flatten)]
    pub(super) html: HtmlArgs,

    /// Keep in removed.jsonl the lines of pages that were not taken for content, with the reason, and the element of each line
    #[arg(long, help_heading = "HTML")]
    pub(super) keep_extracted: bool,

    #[command(flatten)]
    pub(super) rules: RuleArgs,

    #[command(flatten)]
    pub(super) repairs: RepairArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Compress {
    Zst,
}

/// What documents are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArg {
    Jsonl,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// What is shown meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ProgressArg {
    /// A bar, on a terminal
    #[default]
    Auto,
    /// A JSON object a second, for schedulers
    Json,
    /// Nothing
    None,
}

impl CleanArgs {
    /// Refuses options that contradict each other in ways the parser does not see.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.inputs.iter().filter(|input| input.as_os_str() == "-").count() > 1 {
            return Err(Error::Usage("standard input can be read once; give one `-`".to_owned()));
        }
        let named = self.named()?;
        let folder = self.dry_run || matches!(named, Some(Target::Folder(_)));
        if let (Some(Target::File(out, _)), true) = (named, self.compress.is_some() || self.format != FormatArg::Jsonl)
        {
            return Err(Error::Usage(format!(
                "--format and --compress are for a folder; what {} is written as its name says: .jsonl, .jsonl.gz, .jsonl.zst or \
                 .parquet",
                out.display()
            )));
        }
        if self.compress.is_some() && !folder {
            return Err(Error::Usage("--compress needs -o with a folder".to_owned()));
        }
        if self.format != FormatArg::Jsonl {
            if !folder {
                return Err(Error::Usage("--format parquet needs -o with a folder".to_owned()));
            }
            if self.single {
                return Err(Error::Usage("--single is for JSONL; Parquet files cannot be joined".to_owned()));
            }
            if self.compress.is_some() {
                return Err(Error::Usage("--compress is for JSONL; Parquet is compressed anyway".to_owned()));
            }
        }
        if self.update && !folder {
            return Err(Error::Usage("--update needs -o with a folder".to_owned()));
        }
        if self.verify && !folder {
            return Err(Error::Usage("--verify needs -o with the folder of a run".to_owned()));
        }
        Ok(())
    }

    /// What `-o` names; a dry run only checks it.
    pub(super) fn named(&self) -> Result<Option<Target<'_>>, Error> {
        self.output.as_deref().map(Target::named).transpose()
    }
}
