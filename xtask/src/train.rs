//! The models: what each is for, where it is, and what trains it. Each script says in its head what it needs and learns from.

use crate::{Result, cargo, from_here, python, root, succeed, usage};
use std::fs::File;

struct Model {
    name: &'static str,
    /// What the command line gives.
    takes: &'static str,
    does: &'static str,
    /// The script or manual that says the rest.
    by: &'static str,
    run: fn(&[String]) -> Result,
}

const JUDGE: &str = "src/judge/train.py";
const EXTRACT: &str = "src/document/extract/train.py";
const PAIRS: &str = "tools/letter-pairs/Cargo.toml";
const PAIRS_TO: &str = "src/decode/arabic/pairs.txt";

const MODELS: &[Model] = &[
    Model {
        name: "judge",
        takes: "SHARED [--folds]",
        does: "which lines are site chrome; learns from rules/, fixtures/ and labelled documents",
        by: JUDGE,
        run: judge,
    },
    Model {
        name: "extract",
        takes: "SHARED READABILITY [--folds N]",
        does: "which lines of a page are its content; learns from fixtures/html and labelled pages",
        by: EXTRACT,
        run: extract,
    },
    Model {
        name: "lexicon",
        takes: "SOURCES",
        does: "which Persian words have a ZWNJ: word lists, counts and forests",
        by: "lexicon/fa/README.md",
        run: lexicon,
    },
    Model {
        name: "pairs",
        takes: "",
        does: "which letters follow each other: tells charsets of the Arabic script apart",
        by: PAIRS,
        run: pairs,
    },
];

pub(crate) fn run(args: &[String]) -> Result {
    let Some((name, rest)) = args.split_first() else {
        return list();
    };
    let Some(model) = MODELS.iter().find(|model| model.name == name) else {
        return Err(usage(format!("there is no model `{name}`")));
    };
    (model.run)(rest)
}

fn list() -> Result {
    for Model { name, takes, does, by, .. } in MODELS {
        let command = format!("cargo xtask train {name} {takes}");
        println!("{name}: {does}\n    {}\n    see {by}\n", command.trim_end());
        if !root().join(by).is_file() {
            return Err(format!("{by} is gone: correct xtask/src/train.rs").into());
        }
    }
    println!(
        "A change of rules/ need not train at once; after one of fixtures/html, train `extract`. The new model is a commit of its\n\
         own. With --folds nothing is written, but it is told how good the model is on hosts that it has not seen."
    );
    Ok(())
}

/// Options as they are, folders as seen from the root.
fn folders(args: &[String], least: usize) -> Result<Vec<String>> {
    if args.iter().take_while(|arg| !arg.starts_with("--")).count() < least {
        return Err(usage("a folder is missing"));
    }
    let given = args.iter().enumerate();
    given.map(|(at, arg)| if at < least { from_here(arg) } else { Ok(arg.clone()) }).collect()
}

fn judge(args: &[String]) -> Result {
    let args = folders(args, 1)?;
    succeed(cargo(&["build", "--profile", "quick", "--bin", "sarand", "--example", "judge_numbers"]))?;
    let mut command = python(JUDGE);
    command.args(args);
    succeed(command)
}

fn extract(args: &[String]) -> Result {
    let args = folders(args, 2)?;
    succeed(cargo(&["build", "--release", "--bin", "sarand", "--example", "extract_features"]))?;
    let mut command = python(EXTRACT);
    command.args(args);
    succeed(command)
}

fn lexicon(args: &[String]) -> Result {
    let args = folders(args, 1)?;
    let mut command = cargo(&["run", "--release", "--features", "build-lexicon", "--example", "lexicon", "--"]);
    command.args(args);
    succeed(command)
}

/// Written to a file beside it first: a tool that fails leaves the old one.
fn pairs(_: &[String]) -> Result {
    let to = root().join(PAIRS_TO);
    let made = to.with_extension("new");
    let mut command = cargo(&["run", "--release", "--manifest-path", PAIRS]);
    command.stdout(File::create(&made)?);
    succeed(command)?;
    Ok(std::fs::rename(made, to)?)
}
