//! Options of what is taken of HTML, for every verb that reads pages.

use crate::document::html::{Extract, Markup, Options, Title};
use clap::{Args, ValueEnum};

/// What is taken of HTML.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "HTML")]
pub(super) struct HtmlArgs {
    /// Which lines of a page to keep
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    extract: ExtractArg,

    /// Markup of the text
    ///
    /// How to write headings, lists, tables and code.
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    markup: MarkupArg,

    /// With `--markup markdown`: write links as `[text](URL)`
    #[arg(long, hide_short_help = true)]
    links: bool,

    /// Write the `alt` texts of images; in Markdown as `![text](URL)`
    #[arg(long, hide_short_help = true)]
    images: bool,

    /// Where to put the headline of a page
    #[arg(long, hide_short_help = true, value_enum, value_name = "WHERE", default_value_t)]
    title: TitleArg,

    /// Keep readers' comments, in `metadata.comments`
    #[arg(long, hide_short_help = true)]
    comments: bool,

    /// List the posts of a forum thread in `metadata.posts`: author, date, and the line where each begins (from 0)
    #[arg(long, hide_short_help = true)]
    posts: bool,

    /// Write to `metadata.sources` where in the page each value was found, such as `ld:headline` or `meta:og:title`
    #[arg(long, hide_short_help = true)]
    metadata_sources: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ExtractArg {
    /// The main content
    #[default]
    Main,
    /// All visible text
    All,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum MarkupArg {
    /// Plain lines
    #[default]
    Text,
    /// Markdown, which reads back to the same lines
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum TitleArg {
    /// In the field `title`
    #[default]
    Metadata,
    /// In the text, as its first line
    Text,
    /// In both
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
