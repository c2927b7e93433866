//! Options of what is taken of HTML, for every verb that reads pages.

use crate::document::html::{Extract, Markup, Options};
use clap::{Args, ValueEnum};

/// What is taken of HTML.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "HTML")]
pub(super) struct HtmlArgs {
    /// Which lines of a page to take
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    extract: Which,

    /// How to write headings, lists, tables and code
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    markup: How,

    /// Keep readers' comments, apart from the text, in `metadata.comments`
    #[arg(long)]
    comments: bool,

    /// Say in `metadata.sources` where in the page each value was found, as `ld:headline` or `meta:og:title`
    #[arg(long)]
    metadata_sources: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The main content
    #[default]
    Main,
    /// All that can be seen
    All,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum How {
    /// As plain lines
    #[default]
    Text,
    /// With Markdown's marks
    Markdown,
}

impl HtmlArgs {
    pub(super) fn options(self) -> Options {
        let extract = match self.extract {
            Which::Main => Extract::Main,
            Which::All => Extract::All,
        };
        let markup = match self.markup {
            How::Text => Markup::Text,
            How::Markdown => Markup::Markdown,
        };
        Options { extract, markup, comments: self.comments, sources: self.metadata_sources, explain: false }
    }
}
