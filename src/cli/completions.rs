//! `sarand completions SHELL`: made from the same definition as the parser and the help.

use super::{Cli, Outcome, sinks::print};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  sarand completions bash > ~/.local/share/bash-completion/completions/sarand")]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sarand", &mut script);
    print(&script)?;
    Ok(Outcome::Well)
}
