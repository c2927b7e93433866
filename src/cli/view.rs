//! `sarand view`: a workbench in the browser, over the output of a run or over a sample that is cleaned first.

use super::{
    Call, Outcome, Verb,
    caller::{Caller, Program},
    existence, sinks,
};
use crate::{error::Error, view};
use clap::{
    Args,
    error::{ContextKind, ContextValue},
};
use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

const EXAMPLES: &str = "\
Examples:
  sarand view clean/                     look at a run, also while it goes on
  sarand view clean/ --against old/      compare it with another run
  sarand view clean/ --review mine.toml  review the rules that `learn` proposed
  sarand view crawl/                     clean the first 1,000 records and look
  sarand view crawl/ -- --level bold     the same, with options of `clean`

It prints an address. Open it in a browser on this machine. The address holds a \
key, so that other programs and sites cannot read your data. Ctrl-C ends it.

Nothing is changed in OUT. Your corrections are written to the folder of \
--corrections, after they were shown to you.";

/// The options that `view` itself gives to `clean`, beside `--output`.
const OWN: &[&str] = &["--quiet", "--keep-extracted", "--reasons", "--part-size", "2M"];

/// How often it is asked whether there is something to look at.
const WATCH: Duration = Duration::from_millis(50);

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ViewArgs {
    /// The folder that `clean` wrote to; or files and folders to clean a sample of
    #[arg(value_name = "OUT|INPUT", required = true)]
    paths: Vec<PathBuf>,

    /// The output of another run, to compare with
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,

    /// Rule files that the run was made with: their kinds of boilerplate are shown, and corrections are tried with them (repeatable)
    #[arg(long, value_name = "PATH")]
    rules: Vec<PathBuf>,

    /// Records of a sample: so many, the first of the inputs
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..))]
    sample: u64,

    /// The port to listen at; 0 takes one that is free
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// Review the proposed rules of a file, as `sarand learn` writes it
    #[arg(long, value_name = "FILE")]
    review: Option<PathBuf>,

    /// The folder that corrections are written to
    #[arg(long, value_name = "DIR", default_value = "corrections")]
    corrections: PathBuf,

    /// Options of `clean` for the sample, after `--`
    #[arg(last = true, value_name = "OPTIONS")]
    options: Vec<OsString>,
}

pub(super) fn run(args: &ViewArgs, caller: &Caller) -> anyhow::Result<Outcome> {
    let stop = caller.stop()?;
    args.check()?;
    let sample = match args.paths.as_slice() {
        [out] if view::is_run(out) => None,
        _ => Some(Sample::begin(args)?),
    };
    if sample.is_none() && !args.options.is_empty() {
        let why = "options behind `--` are for cleaning a sample, and this is the output of a run";
        return Err(Error::Usage(format!("{}: {why}", args.paths[0].display())).into());
    }
    let options = view::Options {
        out: sample.as_ref().map_or_else(|| args.paths[0].clone(), |sample| sample.out()),
        name: args.paths[0].display().to_string(),
        sample: sample.is_some().then_some(args.sample),
        against: args.against.clone(),
        corrections: args.corrections.clone(),
        review: args.review.clone(),
        rules: args.rules.clone(),
        port: args.port,
    };
    view::serve(options, |url| sinks::print(format!("{url}\n").as_bytes()), &|| stop.is_asked())?;
    if let Some(sample) = sample {
        sample.end()?;
    }
    Ok(Outcome::Well)
}

impl ViewArgs {
    /// What is wrong before anything is read.
    fn check(&self) -> Result<(), Error> {
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            let why = "standard input cannot be viewed: the workbench reads a folder or files";
            let help = "sarand clean - -o clean/, then sarand view clean/";
            return Err(Error::Usage(format!("{why}\n  try: {help}")));
        }
        if let Some(file) = self.review.as_ref().filter(|file| !file.is_file()) {
            return Err(Error::Usage(format!("{}: there is no such file", file.display())));
        }
        // The folder is made with the first answer, which would fail then, and be lost.
        let there = self.corrections.ancestors().find(|path| path.exists());
        if let Some(file) = there.filter(|path| !path.is_dir()) {
            let file = file.display();
            return Err(Error::Usage(format!(
                "{file}: this is a file\n  try: --corrections with the name of a folder"
            )));
        }
        Ok(())
    }
}

/// A run over the first records of some inputs, into a folder that goes with the workbench.
struct Sample {
    folder: tempfile::TempDir,
    program: Arc<Caller>,
    run: thread::JoinHandle<anyhow::Result<Outcome>>,
}

impl Sample {
    fn begin(args: &ViewArgs) -> anyhow::Result<Self> {
        args.paths.iter().try_for_each(|path| existence::require(path))?;
        if let Some(run) = args.paths.iter().find(|path| view::is_run(path)) {
            let why = "this is the output of a run; give it alone, or inputs alone";
            return Err(Error::Usage(format!("{}: {why}", run.display())).into());
        }
        let folder = tempfile::Builder::new().prefix("sarand-view-").tempdir()?;
        let out = folder.path().join("out");
        let call = Self::call(args, &out)?;
        let program = Arc::new(Caller::Program(Program::of_first(args.sample)));
        let caller = Arc::clone(&program);
        let run = thread::spawn(move || call.run(&caller));
        let sample = Self { folder, program, run };
        sample.watch();
        if !view::is_run(&sample.out()) {
            sample.end()?;
            return Err(Error::Usage("the sample has no records\n  try: other inputs".to_owned()).into());
        }
        Ok(sample)
    }

    /// The call of `clean` that writes the sample to `out`. What is wrong with the options of the user is said of these alone.
    fn call(args: &ViewArgs, out: &Path) -> Result<Call, Error> {
        let parse = |own: &[OsString]| {
            let call = ["sarand".into(), "clean".into()].into_iter().chain(own.iter().cloned());
            let call = call.chain(args.options.iter().cloned()).chain(["--".into()]);
            Call::parse(call.chain(args.paths.iter().map(OsString::from)))
        };
        let given = parse(&[]).map_err(|error| wrong_options(&error))?;
        if let Verb::Clean(clean) = &given.verb {
            let ours = [
                (clean.dry_run, "--dry-run"),
                (clean.verify, "--verify"),
                (clean.restart, "--restart"),
                (clean.update, "--update"),
            ];
            if let Some((_, name)) = ours.iter().find(|(is_given, _)| *is_given) {
                return Err(is_ours(name));
            }
            if clean.max_bad.is_some() {
                let why = "--max-bad cannot stand behind `--`: a sample is shown with all that could not be read";
                return Err(Error::Usage(why.to_owned()));
            }
            // Those of the user stand before those that are added here.
            if let Some(input) = clean.inputs.first().filter(|_| clean.inputs.len() > args.paths.len()) {
                let input = input.display();
                let why = "is no option; behind `--` stand options of `clean`";
                return Err(Error::Usage(format!("{input} {why}\n  try: give all inputs before `--`")));
            }
        }
        let own: Vec<OsString> =
            OWN.iter().map(OsString::from).chain(["--output".into(), out.as_os_str().to_owned()]).collect();
        // They are right by themselves: what is wrong is that `view` gives some of them, too, or others that exclude them.
        parse(&own).map_err(|error| {
            let told = [ContextKind::InvalidArg, ContextKind::PriorArg].into_iter().filter_map(|kind| error.get(kind));
            let names = told.filter_map(|value| match value {
                ContextValue::String(name) => Some(vec![name.clone()]),
                ContextValue::Strings(names) => Some(names.clone()),
                _ => None,
            });
            let names: Vec<String> =
                names.flatten().filter_map(|name| name.split(' ').next().map(str::to_owned)).collect();
            let is_own = |name: &String| name == "--output" || OWN.contains(&name.as_str());
            let name = names.iter().find(|name| !is_own(name)).or(names.first());
            is_ours(name.map_or("an option", String::as_str))
        })
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Waits until there is something to look at.
    fn watch(&self) {
        while !self.run.is_finished() && !view::is_run(&self.out()) {
            thread::sleep(WATCH);
        }
    }

    /// Ends the run, and says what was wrong with it.
    fn end(self) -> anyhow::Result<()> {
        if let Caller::Program(program) = &*self.program {
            program.stop.ask();
        }
        match self.run.join() {
            Ok(done) => done.map(|_| ()),
            Err(_) => Err(Error::Internal("cleaning the sample ended in a panic".to_owned()).into()),
        }
    }
}

/// An option that nobody but `view` may give.
fn is_ours(name: &str) -> Error {
    Error::Usage(format!("{name} cannot stand behind `--`: `view` decides where and how the sample is written"))
}

/// What is wrong with options that were given behind `--`, without what is said of `clean` as a whole.
fn wrong_options(error: &clap::Error) -> Error {
    if error.exit_code() == 0 {
        return Error::Usage("`sarand clean --help` shows the options that can stand behind `--`".to_owned());
    }
    let said = error.render().to_string();
    let said = said.strip_prefix("error: ").unwrap_or(&said);
    let end = ["\n\nUsage:", "\n\nFor more information"].iter().filter_map(|part| said.find(part)).min();
    // What clap says of `--` is about another command line than the user's.
    let lines = said[..end.unwrap_or(said.len())].lines().filter(|line| !line.contains(" as a value, use '-- "));
    let said = lines.collect::<Vec<_>>().join("\n");
    let said = said.trim_end();
    Error::Usage(format!("behind `--`: {said}\n  try: `sarand clean --help` shows these options"))
}
