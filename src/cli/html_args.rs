//! Options of what is taken of HTML, for every verb that reads pages.

use crate::document::html::{Extract, Markup, Options, Title};
use clap::{Args, ValueEnum};

/// What is taken of HTML.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "HTML")]
pub(super) struct HtmlArgs {
    /// Which lines of a page to take
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    extract: ExtractArg,

    /// How to write headings, lists, tables and code
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    markup: MarkupArg,

    /// Write links as `[text](address)`; with `--markup markdown`
    #[arg(long)]
    links: bool,

    /// Write what images say (their `alt`) where they stand; in Markdown as `![text](address)`
    #[arg(long)]
    images: bool,

    /// Where the headline of a page goes
    #[arg(long, value_enum, value_name = "WHERE", default_value_t)]
    title: TitleArg,

    /// Keep readers' comments, apart from the text, in `metadata.comments`
    #[arg(long)]
    comments: bool,

    /// Say in `metadata.posts` who wrote the posts of a thread and when, and in which line of the text each begins, from 0
    #[arg(long)]
    posts: bool,

    /// Say in `metadata.sources` where in the page each value was found, as `ld:headline` or `meta:og:title`
    #[arg(long)]
    metadata_sources: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ExtractArg {
    /// The main content
    #[default]
    Main,
    /// All that can be seen
    All,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MarkupArg {
    /// As plain lines
    #[default]
    Text,
    /// As Markdown, which reads back to the same lines
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TitleArg {
    /// Into the field `title`
    #[default]
    Metadata,
    /// Into the text, as its first line
    Text,
    /// Into both
    Both,
}

impl HtmlArgs {
    pub(super) fn options(self) -> Options {
        let extract = match self.extract {
            ExtractArg::Main => Extract::Main,
            ExtractArg::All => Extract::All,
        };
        let markup = match self.markup {
            MarkupArg::Text => Markup::Text,
            MarkupArg::Markdown => Markup::Markdown,
        };
        let title = match self.title {
            TitleArg::Metadata => Title::Metadata,
            TitleArg::Text => Title::Text,
            TitleArg::Both => Title::Both,
        };
        let Self { links, images, comments, posts, metadata_sources: sources, .. } = self;
        Options {
            extract,
            markup,
            title,
            links,
            images,
            comments,
            posts,
            sources,
            excluded_lines: false,
            explain: false,
        }
    }
}
