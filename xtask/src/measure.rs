//! What the program costs, in instructions or in time. The shared corpora stand beside the clone.

use crate::{Result, cargo, python, succeed};

const SHARED: &str = "../shared";

/// What else is said goes to the script: `--write docs/speed.md`, `--check docs/speed.md`.
pub(crate) fn run(args: &[String]) -> Result {
    let (profile, script, rest) = match args.split_first() {
        Some((first, rest)) if first == "time" => ("release", "benches/pairs.py", rest),
        _ => ("quick", "benches/instructions.py", args),
    };
    succeed(cargo(&["build", "--profile", profile, "--bin", "sarand"]))?;
    let mut command = python(script);
    command.arg(format!("target/{profile}/sarand")).arg(SHARED).args(rest);
    succeed(command)
}
