//! The tests of the program.

use crate::{Result, cargo, succeed};

/// Slow tests are marked `#[ignore = "slow: …"]`; cargo runs them only when it is told to. What stands behind `--` goes to the tests.
pub(crate) fn run(args: &[String]) -> Result {
    let all = args.iter().any(|arg| arg == "--all");
    let rest: Vec<&str> = args.iter().filter(|arg| *arg != "--all").map(String::as_str).collect();
    let at = rest.iter().position(|arg| *arg == "--").unwrap_or(rest.len());
    let mut command = cargo(&["test"]);
    command.args(&rest[..at]).arg("--").args(rest.get(at + 1..).unwrap_or_default());
    if all {
        command.arg("--include-ignored");
    }
    succeed(command)
}
