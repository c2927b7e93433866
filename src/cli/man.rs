//! `sarand man [VERB]`: a page of the manual, made from the same definition as the parser and the help.

use super::{Cli, Outcome, sinks::print};
use crate::error::Error;
use clap::{Args, CommandFactory};
use clap_mangen::Man;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sarand man clean | man -l -                                    read the page
  sarand man > ~/.local/share/man/man1/sarand.1                  install it
  sarand man clean > ~/.local/share/man/man1/sarand-clean.1")]
pub(super) struct ManArgs {
    /// The verb; without it, the page of the whole program
    verb: Option<String>,
}

pub(super) fn run(args: &ManArgs) -> anyhow::Result<Outcome> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.verb {
        None => program,
        Some(verb) => match program.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => {
                return Err(Error::Usage(format!("there is no verb `{verb}`\n  try: sarand --help")).into());
            }
        },
    };
    let mut roff = Vec::new();
    Man::new(page).render(&mut roff)?;
    print(&roff)?;
    Ok(Outcome::Well)
}
