//! The options of `sarand clean`.

use super::{
    exit_codes,
    html_args::HtmlArgs,
    input_args::InputArgs,
    rule_args::{RepairArgs, RuleArgs},
    size::{memory, size},
    target::Target,
};
use crate::{error::Error, run::MaxBad};
use clap::{Args, ValueEnum};
use std::{num::NonZeroUsize, path::PathBuf};

/// Under `-h`.
const SHORT: &str = "\
Examples:
  sarand clean crawl/ -o clean/          clean a crawl; run it again to resume
  sarand clean page.html                 print the clean text of one page
  sarand clean - -o - < in.jsonl         read and write JSONL in a pipe

`sarand help clean` lists all options, input formats, examples and exit codes.";

/// Under `--help`, before the exit codes.
const LONG: &str = "\
Inputs, by extension (in folders, other files are skipped):
  .txt .text                              text, one document per file
  .html .htm .xhtml                       HTML, one document per file
  .jsonl .ndjson .jsonlines .json-lines   JSON, one document per line or element
  .json                                   the same, if it contains objects
  .warc .wet .arc                         crawl archives, one document per page
  .tar .tgz .zip                          archives of text and HTML files
  .csv .tsv .parquet                      tables, one document per row
  quarantine.jsonl                        what an earlier run could not read
  All but .zip and .parquet may also end in .gz, .zst, .zstd, .bz2 or .xz.

Examples:
  sarand clean crawl/ -o clean/            clean a folder
  sarand clean crawl/ -o clean/            run it again to resume
  sarand clean crawl/ -o clean/ --restart  start again from the beginning
  sarand clean crawl/ -o clean/ --update   clean only new and changed files
  sarand clean -o clean/ --verify          check the files of a run
  sarand clean crawl/ -o clean.jsonl.gz    write only the documents, to one file
  sarand clean clean/quarantine.jsonl -o 2/
  sarand clean page.html                   print the clean text of one page
  sarand clean - -o - < in.jsonl > out.jsonl
  zcat big.gz | sarand clean - -o clean/   read standard input
  sarand clean crawl.warc.gz -o clean/     clean the pages of a crawl archive
  sarand clean crawl/ -o clean/ --learn    use what the pages of a site share
  sarand clean rows.csv --text-column body -o clean/
  sarand clean api.json --text-field article.body --id-field docno -o clean/
  sarand clean --files-from list.txt -o clean/
  sarand clean crawl/ --dry-run            show what would be done

Exit codes:
";

#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = exit_codes::help(LONG))]
pub(super) struct CleanArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present_any = ["files_from", "verify"], value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,

    /// A folder, a file such as `clean.jsonl.gz`, or `-` for standard output
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,

    /// Write nothing; print what would be done
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Start again and replace what an earlier run wrote
    ///
    /// Other files in OUT stay.
    #[arg(long, visible_alias = "force")]
    pub(super) restart: bool,

    /// Clean only new and changed inputs; give it from the first run on
    #[arg(long, conflicts_with_all = ["learn", "dry_run", "verify"])]
    pub(super) update: bool,

    /// Clean nothing; check the files of a run against the hashes in its manifest
    #[arg(long, hide_short_help = true, conflicts_with_all = ["dry_run", "restart"])]
    pub(super) verify: bool,

    /// Write one documents.jsonl, however large, instead of one file per part
    #[arg(long, hide_short_help = true)]
    pub(super) single: bool,

    /// How much decompressed input goes into one part; about 1M is the least, for so much is read at once
    #[arg(long, hide_short_help = true, value_name = "SIZE", default_value = "64M", value_parser = size)]
    pub(super) part_size: u64,

    /// Stop if more records than this are quarantined: a number, or a share such as `0.5%` (which is checked from
    /// 1,000 records on)
    #[arg(long, hide_short_help = true, value_name = "N|P%")]
    pub(super) max_bad: Option<MaxBad>,

    /// Write to removed.jsonl why the judge removed each line, strongest reason first
    #[arg(long, hide_short_help = true)]
    pub(super) reasons: bool,

    /// Do not write the folder `text/`, which has the clean text of each text or HTML file
    #[arg(long, hide_short_help = true)]
    pub(super) no_text_files: bool,

    /// Also write the report to this file
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    /// Format of the documents
    #[arg(long, hide_short_help = true, value_enum, value_name = "FORMAT", default_value = "jsonl")]
    pub(super) format: FormatArg,

    /// Compress documents.jsonl
    #[arg(long, hide_short_help = true, value_enum, value_name = "FORMAT")]
    pub(super) compress: Option<Compress>,

    /// Use what the pages of a site share
    ///
    /// The inputs are read twice: first to count the lines that the pages of each host share, then to clean.
    #[arg(long, conflicts_with = "survey")]
    pub(super) learn: bool,

    /// Use what `sarand survey` counted, instead of --learn; this also works for streams (repeatable)
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub(super) survey: Vec<PathBuf>,

    /// Memory for the counts of --learn and --survey
    #[arg(long, hide_short_help = true, value_name = "SIZE", default_value = "256M", value_parser = memory)]
    pub(super) survey_memory: usize,

    /// Also write documents that are empty after cleaning
    #[arg(long, hide_short_help = true)]
    pub(super) keep_empty: bool,

    /// Number of threads [default: all cores]
    #[arg(short, long, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,

    /// Print no summary; show progress only if --progress asks for it
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// What to show on standard error during the run
    #[arg(long, hide_short_help = true, value_enum, value_name = "HOW", default_value_t)]
    pub(super) progress: ProgressArg,

    #[command(flatten)]
    pub(super) input: InputArgs,

    #[command(flatten)]
    pub(super) html: HtmlArgs,

    /// Write the lines of pages that are not main content to removed.jsonl, with the reason and the element of each line
    #[arg(long, hide_short_help = true, help_heading = "HTML")]
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
    /// A progress bar, on a terminal
    #[default]
    Auto,
    /// One JSON object per second, for schedulers
    Json,
    /// Nothing
    None,
}

impl CleanArgs {
    /// Refuses options that contradict each other in ways the parser does not see.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.inputs.iter().filter(|input| input.as_os_str() == "-").count() > 1 {
            return Err(Error::Usage("standard input can be read only once; give only one `-`".to_owned()));
        }
        let named = self.named()?;
        let folder = self.dry_run || matches!(named, Some(Target::Folder(_)));
        if let (Some(Target::File(out, _)), true) = (named, self.compress.is_some() || self.format != FormatArg::Jsonl)
        {
            return Err(Error::Usage(format!(
                "--format and --compress need -o with a folder; for one file, the name says the format ({} must end in .jsonl, \
                 .jsonl.gz, .jsonl.zst or .parquet)",
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
                return Err(Error::Usage("--compress is for JSONL; Parquet is always compressed".to_owned()));
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
