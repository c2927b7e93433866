//! `sarand view`: a workbench in the browser, over the output of a run or over a sample that is cleaned first.

use super::{
    Call, Outcome,
    caller::{Caller, Program},
    sinks,
};
use crate::{error::Error, view};
use clap::Args;
use std::{ffi::OsString, path::PathBuf, sync::Arc, thread, time::Duration};

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

/// How often the number of cleaned records is looked at.
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

    /// Records of a sample
    #[arg(long, value_name = "N", default_value_t = 1000)]
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
    let sample = match args.paths.as_slice() {
        [out] if view::is_run(out) => None,
        _ => Some(Sample::begin(args)?),
    };
    if sample.is_none() && !args.options.is_empty() {
        let why = "options behind `--` are for cleaning a sample, and this is the output of a run";
        return Err(Error::Usage(format!("{}: {why}", args.paths[0].display())).into());
    }
    if let Some(file) = args.review.as_ref().filter(|file| !file.is_file()) {
        return Err(Error::Usage(format!("{}: there is no such file", file.display())).into());
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

/// A run over the first records of some inputs, into a folder that goes with the workbench.
struct Sample {
    folder: tempfile::TempDir,
    program: Arc<Caller>,
    run: thread::JoinHandle<anyhow::Result<Outcome>>,
}

impl Sample {
    fn begin(args: &ViewArgs) -> anyhow::Result<Self> {
        if let Some(missing) = args.paths.iter().find(|path| !path.exists()) {
            return Err(Error::Usage(format!("{}: there is no such file or folder", missing.display())).into());
        }
        if let Some(run) = args.paths.iter().find(|path| view::is_run(path)) {
            let why = "this is the output of a run; give it alone, or inputs alone";
            return Err(Error::Usage(format!("{}: {why}", run.display())).into());
        }
        let folder = tempfile::Builder::new().prefix("sarand-view-").tempdir()?;
        let out = folder.path().join("out");
        let fixed = ["sarand", "clean", "--quiet", "--keep-extracted", "--reasons", "--part-size", "2M"];
        let call: Vec<OsString> = fixed
            .iter()
            .map(OsString::from)
            .chain(["-o".into(), out.into()])
            .chain(args.options.iter().cloned())
            .chain(["--".into()])
            .chain(args.paths.iter().map(OsString::from))
            .collect();
        let call = Call::parse(call)?;
        let program = Arc::new(Caller::Program(Program::default()));
        let caller = Arc::clone(&program);
        let run = thread::spawn(move || call.run(&caller));
        let sample = Self { folder, program, run };
        sample.watch(args.sample);
        if !view::is_run(&sample.out()) {
            sample.end()?;
            return Err(Error::Usage("the sample has no records\n  try: other inputs".to_owned()).into());
        }
        Ok(sample)
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Asks the run to end once it has enough; waits until there is something to look at.
    fn watch(&self, enough: u64) {
        let program = Arc::clone(&self.program);
        let _detached = thread::spawn(move || {
            let Caller::Program(program) = &*program else { return };
            while program.progress.state().records < enough && !program.stop.is_asked() {
                thread::sleep(WATCH);
            }
            program.stop.ask();
        });
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
