//! Tests that are data: each case or page is one, by the name of its kind (`cargo test --test cases golden::`).

mod engine;
mod golden;
mod hostile;
mod pages;

use libtest_mimic::{Arguments, Failed, Trial};
use sarand::rules::RuleSet;
use std::sync::LazyLock;

/// Made when the first test asks for them.
static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::builtin);

fn main() {
    let trials = [engine::trials(), golden::trials(), hostile::trials(), pages::trials()];
    libtest_mimic::run(&Arguments::from_args(), trials.into_iter().flatten().collect()).exit();
}

/// A test of a kind, which is the name of a module.
fn trial(kind: &str, name: &str, check: impl FnOnce() -> Result<(), Failed> + Send + 'static) -> Trial {
    Trial::test(format!("{kind}::{name}"), check)
}
