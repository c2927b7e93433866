//! The options of a cleaner of single documents: those of the verbs that are not about files.

use crate::cli::{
    charset_args::CharsetArgs,
    html_args::HtmlArgs,
    rule_args::{RepairArgs, RuleArgs},
};
use clap::Parser;
use std::path::PathBuf;

/// How single documents are cleaned.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub(super) struct CleanerArgs {
    #[command(flatten)]
    pub(super) html: HtmlArgs,

    #[command(flatten)]
    pub(super) charset: CharsetArgs,

    #[command(flatten)]
    pub(super) rules: RuleArgs,

    #[command(flatten)]
    pub(super) repairs: RepairArgs,

    /// Use counts that `sarand survey` wrote (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(super) survey: Vec<PathBuf>,

    /// Say why the judge removed each line, strongest reason first
    #[arg(long)]
    pub(super) reasons: bool,
}
