//! The option on charsets, the same for every verb that decodes files.

use crate::decode::Hints;
use clap::Args;

/// What is known of the charset of files.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct CharsetArgs {
    /// Charset of files if their bytes do not show it
    ///
    /// With `!` at the end, this charset is always used.
    #[arg(long, value_name = "NAME", value_parser = parse)]
    charset: Option<Hints>,
}

impl CharsetArgs {
    pub(super) fn hints(self) -> Hints {
        self.charset.unwrap_or_default()
    }
}

fn parse(argument: &str) -> Result<Hints, String> {
    Hints::parse(argument).ok_or_else(|| "there is no charset with this name".to_owned())
}
