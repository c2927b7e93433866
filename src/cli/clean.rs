//! `sarand clean`: the main job.

use super::{
    Outcome,
    caller::Caller,
    clean_args::{CleanArgs, FormatArg, ProgressArg},
    run_options::RunOptions,
    sinks, size,
    summary::{changes, gone, notes, place, speed, summary},
    survey,
    target::Target,
};
#[cfg(feature = "parquet")]
use crate::write::parquet::columns;
use crate::{
    batch::{self, Count, Job, Position, Progress, RunSummary, StageTimes, TextDestination, progress::Clock},
    clean::Options,
    document::html,
    error::Error,
    plural::{counted, either},
    read::{Plan, Source},
    rules::{self, Catalog},
    run::{self, Identity, OneFile, Run, StartOutcome, folder, layout},
    survey::Survey,
    write::report::{Report, Tally},
};
use std::{
    fmt::Write as _,
    io::{self, Write},
    mem::ManuallyDrop,
    num::NonZeroUsize,
    path::Path,
    sync::Arc,
};

/// Runs the verb; `given` are its options as they were given.
pub(super) fn run(args: &CleanArgs, given: RunOptions, caller: &Caller) -> anyhow::Result<Outcome> {
    args.check()?;
    if args.verify {
        return args.compare();
    }
    // The process ends with the run, which gives all back at once.
    let catalog = ManuallyDrop::new(args.rules.catalog()?);
    let rules = ManuallyDrop::new(args.rules.compile(&catalog)?);
    let repair = args.repairs.options()?;
    let restorer = args.repairs.restorer(&args.rules.rules)?;
    let level = args.rules.level.into();
    let options =
        Options { level, lang: args.rules.lang, repair, restorer, survey: None, explain: false, reasons: args.reasons };
    let named = args.named()?;
    match named {
        Some(Target::Folder(out)) => folder::check(out, args.restart)?,
        Some(Target::File(out, _)) => run::check_file(out, args.restart)?,
        _ => {}
    }
    let mut plan = args.input.plan(&args.inputs)?;
    if let Some(Target::Folder(out) | Target::File(out, _)) = named {
        plan.check_out(out)?;
    }
    let target = args.target(named, &plan)?;
    let given_survey = survey::named(&args.survey, args.survey_memory)?;
    let mut digest = String::new();
    for path in &args.survey {
        let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.clone(), source })?;
        digest.push_str(&run::hash(&bytes));
    }
    let mut job = Job {
        options: Options { survey: given_survey.map(|survey| Arc::new(survey.line_shares())), ..options },
        reading: args.input.reading(html::Options { excluded_lines: args.keep_extracted, ..args.html.options() })?,
        keep_empty: args.keep_empty,
        jobs: args.jobs.map_or_else(size::cores, NonZeroUsize::get),
        first: caller.first(),
        compress: args.compress.is_some() && matches!(target, Target::Folder(_)),
        flow: matches!(target, Target::Documents),
        errors: matches!(target, Target::Documents),
        stop: caller.stop()?,
        ..Job::new(&rules)
    };
    let clock = Clock::start();
    if args.learn && !matches!(target, Target::Folder(_)) {
        match args.learnt(&plan, &job, None, caller)? {
            Some(survey) => job.options.survey = Some(Arc::new(survey.line_shares())),
            None => return Ok(args.interrupted(target, &plan, &Tally::default())),
        }
    }
    let mut limit = sinks::BadRecordLimit::new(args.max_bad);
    // Seconds that earlier starts of the run took.
    let mut before = 0.0;
    let done = match target {
        Target::Folder(out) => {
            let identity = Identity::new(args.digest(&catalog, &digest)?, given.options, &plan);
            let format = match args.format {
                #[cfg(feature = "parquet")]
                FormatArg::Parquet => layout::DocumentFormat::Parquet,
                FormatArg::Jsonl if job.compress => layout::DocumentFormat::Zst,
                FormatArg::Jsonl => layout::DocumentFormat::Jsonl,
            };
            let options = run::Options {
                part_size: args.part_size,
                single: args.single,
                update: args.update,
                format,
                #[cfg(feature = "parquet")]
                inputs: match format {
                    layout::DocumentFormat::Parquet => columns::of_plan(&plan, &job.reading.fields),
                    _ => Vec::new(),
                },
                max_bad: args.max_bad,
            };
            match Run::start(out, &plan, identity, options, args.restart)? {
                StartOutcome::Finished(tally) => {
                    if caller.is_program() {
                        args.write_report(Report::new(&plan, &tally), caller)?;
                    }
                    args.say(&format!(
                        "{} is finished already: {}; nothing was done",
                        out.display(),
                        summary(&plan, &tally)
                    ));
                    return Ok(outcome(&tally));
                }
                StartOutcome::UpToDate(changes) => {
                    args.say(&format!("{} is up to date; nothing was done{}", out.display(), gone(&changes.gone)));
                    return Ok(Outcome::Well);
                }
                StartOutcome::Run(run) => {
                    if let Some(changes) = run.changes() {
                        let (new, changed) = (changes.new, changes.sources.len() - changes.new);
                        args.say(&format!("update of inputs: {new} new, {changed} changed{}", gone(&changes.gone)));
                        let mut at = 0..;
                        plan.sources.retain(|_| at.next().is_some_and(|at| changes.sources.binary_search(&at).is_ok()));
                    }
                    before = run.seconds_before();
                    if args.learn && run.position().is_some() {
                        let file = run.survey_file();
                        match args.learnt(&plan, &job, Some(&file), caller)? {
                            Some(survey) => job.options.survey = Some(Arc::new(survey.line_shares())),
                            None => return Ok(args.interrupted(target, &plan, run.total())),
                        }
                    }
                    args.run_parts(&plan, &mut job, *run, caller)?
                }
            }
        }
        Target::File(out, format) => {
            let mut sink = sinks::FileSink(
                &mut limit,
                OneFile::create(
                    out,
                    format,
                    #[cfg(feature = "parquet")]
                    &columns::of_plan(&plan, &job.reading.fields),
                    args.restart,
                )?,
            );
            let done = args.run_job(&plan, &job, &mut sink, caller)?;
            let sinks::FileSink(limit, file) = sink;
            if done.ended {
                limit.check(&done.tally.records, true)?;
                file.finish()?;
            }
            done
        }
        Target::Documents => {
            let mut sink = sinks::StdoutSink::new(&mut limit);
            match args.run_job(&plan, &job, &mut sink, caller) {
                Err(error) if sinks::is_gone(&error) => return args.gone(&plan, &sink.tally, caller),
                done => done?,
            }
        }
        Target::Text => {
            job.texts = TextDestination::Part;
            let mut sink = sinks::TextSink::default();
            match args.run_job(&plan, &job, &mut sink, caller) {
                Err(error) if sinks::is_gone(&error) => return args.gone(&plan, &sink.tally, caller),
                done => done?,
            }
        }
        Target::DryRun => args.run_job(&plan, &job, &mut sinks::DiscardSink(&mut limit), caller)?,
    };
    let tally = done.tally;
    if done.ended {
        args.input.check_fields(&tally)?;
    }
    args.write_report(Report::new(&plan, &tally).unfinished(!done.ended), caller)?;
    if !done.ended {
        return Ok(args.interrupted(target, &plan, &tally));
    }
    limit.check(&tally.records, true)?;
    args.tell(target, &plan, &tally, &speed(&tally, before + clock.seconds()))?;
    Ok(outcome(&tally))
}

fn outcome(tally: &Tally) -> Outcome {
    if tally.records.all_quarantined() > 0 { Outcome::Quarantined } else { Outcome::Well }
}

impl CleanArgs {
    /// `--verify`.
    fn compare(&self) -> anyhow::Result<Outcome> {
        let Some(Target::Folder(out)) = self.named()? else {
            return Err(Error::Internal("--verify without a folder".to_owned()).into());
        };
        let checked = run::verify(out)?;
        let mut text = checked.differing.join("\n");
        if checked.differing.is_empty() {
            let (parts, texts) = (counted(checked.parts, "part"), counted(checked.texts, "text"));
            let _ = write!(text, "{parts} and {texts} are as they were written");
        }
        if checked.unfinished {
            text.push_str("\nthe run is not finished");
        }
        text.push('\n');
        sinks::print(text.as_bytes())?;
        Ok(if checked.differing.is_empty() { Outcome::Well } else { Outcome::Quarantined })
    }

    /// What the pages of each host share: counted by an earlier start of the run, which kept it in `file`, or now. `None` when
    /// the count was interrupted.
    fn learnt(
        &self,
        plan: &Plan,
        job: &Job<'_>,
        file: Option<&Path>,
        caller: &Caller,
    ) -> Result<Option<Survey>, Error> {
        if let Some(file) = file.filter(|file| file.exists()) {
            return Survey::read(file, self.survey_memory).map(Some);
        }
        if let Some(stream) = plan.sources.iter().find(|source| source.is_stream()) {
            let name = &stream.name;
            return Err(Error::Usage(format!(
                "{name} is a stream, but --learn reads its inputs twice
  try: run `sarand survey` first, then use --survey FILE"
            )));
        }
        let how = Count { reading: job.reading.clone(), rules: job.rules, jobs: job.jobs, stop: Arc::clone(&job.stop) };
        let progress = self.shown(plan, caller);
        let done = batch::count(plan, how, Survey::new(self.survey_memory), &progress);
        progress.clear();
        let Some((survey, _)) = done? else { return Ok(None) };
        if let Some(file) = file {
            survey.write(file)?;
        }
        let (hosts, pages) = survey.size();
        self.say(&format!("counted the lines of {} of {}", counted(pages, "page"), counted(hosts, "host")));
        Ok(Some(survey))
    }

    fn interrupted(&self, target: Target<'_>, plan: &Plan, tally: &Tally) -> Outcome {
        let on = if target.goes_on() { "; run it again to resume" } else { "" };
        self.say(&format!("interrupted: {}{on}", summary(plan, tally)));
        Outcome::Interrupted
    }

    /// Who read standard output went away: that is no error, and the report tells of what was done until then.
    fn gone(&self, plan: &Plan, tally: &Tally, caller: &Caller) -> anyhow::Result<Outcome> {
        self.write_report(Report::new(plan, tally).unfinished(true), caller)?;
        Ok(Outcome::Well)
    }

    /// To the file of `--report`, and to a program that called.
    fn write_report(&self, report: Report<'_>, caller: &Caller) -> Result<(), Error> {
        if self.report.is_none() && !caller.is_program() {
            return Ok(());
        }
        let json = report.to_json().map_err(|error| Error::Internal(error.to_string()))?;
        if let Some(path) = &self.report {
            std::fs::write(path, &json).map_err(|source| Error::Io { path: path.clone(), source })?;
        }
        caller.take_report(json);
        Ok(())
    }

    /// Goes on with `run` from where it is to its end, or as far as it comes.
    fn run_parts(&self, plan: &Plan, job: &mut Job<'_>, mut run: Run, caller: &Caller) -> Result<RunSummary, Error> {
        let mut stage_times = StageTimes::default();
        if let Some(from) = run.position() {
            job.from = from;
            if !self.no_text_files && plan.sources.iter().any(|source| source.kind.is_page()) {
                job.texts = TextDestination::Folder(run.text_folder()?);
            }
            if from != Position::default() {
                let done = run.total().records.read;
                self.say(&format!("resuming: {} {} done", counted(done, "record"), either(&done, "is", "are")));
            }
            let before = run.total().records.clone();
            let progress = self.shown(plan, caller).after(before);
            let done = batch::run_to(plan, job, &mut run, &progress);
            progress.clear();
            let ended = done.as_ref().is_ok_and(|done| done.ended);
            if !ended {
                let paused = run.pause();
                let done = done?;
                paused?;
                return Ok(RunSummary { tally: run.total().clone(), ..done });
            }
            stage_times = done?.stage_times;
            if let Err(error) = self.input.check_fields(run.total()) {
                run.discard()?;
                return Err(error);
            }
        }
        Ok(RunSummary { tally: run.finish(plan)?, ended: true, stage_times })
    }

    /// What the run is, beside its options: a hash of the rules, of the lexicon and of the survey.
    fn digest(&self, catalog: &Catalog, survey: &str) -> Result<String, Error> {
        let mut all = rules::print::in_force(catalog);
        all.extend(survey.bytes());
        if let Some(path) = &self.repairs.lexicon {
            let words = std::fs::read(path).map_err(|source| Error::Io { path: path.clone(), source })?;
            all.extend(run::hash(&words).bytes());
        }
        Ok(run::hash(&all))
    }

    /// Says something on stderr, unless it is to be quiet.
    fn say(&self, text: &str) {
        if !self.quiet {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(io::stderr().lock(), "sarand: {text}");
        }
    }

    fn target<'a>(&self, named: Option<Target<'a>>, plan: &Plan) -> Result<Target<'a>, Error> {
        if self.dry_run {
            return Ok(Target::DryRun);
        }
        if let Some(named) = named {
            return Ok(named);
        }
        let folder = self.input.files_from.is_some() || self.inputs.iter().any(|input| input.is_dir());
        match plan.sources.as_slice() {
            [source] if (source.kind.is_page() || source.is_empty_stream()) && !folder => Ok(Target::Text),
            _ => Err(Error::Usage(
                "without -o, sarand cleans only one text or HTML file; give -o FOLDER, -o FILE.jsonl, or -o - \
                 for JSONL on standard output"
                    .to_owned(),
            )),
        }
    }

    /// Does what there is to do.
    fn run_job(
        &self,
        plan: &Plan,
        job: &Job<'_>,
        sink: &mut dyn batch::Sink,
        caller: &Caller,
    ) -> Result<RunSummary, Error> {
        let progress = self.shown(plan, caller);
        let done = batch::run(plan, job, sink, &progress);
        progress.clear();
        done
    }

    /// What is shown while all sources are read.
    fn shown(&self, plan: &Plan, caller: &Caller) -> Progress {
        let known = !plan.sources.iter().any(Source::is_stream);
        let total = known.then(|| plan.sources.iter().map(|source| source.size).sum());
        match self.progress {
            ProgressArg::Json => Progress::json(total),
            ProgressArg::Auto => caller.progress(total, self.quiet),
            ProgressArg::None => Progress::hidden(),
        }
    }

    /// The summary: on stderr, or as the result of a dry run.
    fn tell(&self, target: Target<'_>, plan: &Plan, tally: &Tally, speed: &str) -> Result<(), Error> {
        if matches!(target, Target::DryRun) {
            let mut text = summary(plan, tally);
            text.push('\n');
            changes(tally, &mut text);
            return sinks::print(text.as_bytes());
        }
        if self.quiet {
            return Ok(());
        }
        let mut text = notes(plan);
        // Writing to a `String` cannot fail.
        let _ = write!(text, "sarand: {}{speed}", summary(plan, tally));
        if tally.records.all_quarantined() > 0 {
            let reasons: Vec<_> =
                tally.records.quarantined.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let hint = match target {
                Target::Folder(out) => format!("see {}", out.join(layout::QUARANTINE).display()),
                _ => "with -o FOLDER, they are kept in quarantine.jsonl".to_owned(),
            };
            let _ = write!(text, "\nsarand: quarantined: {}; {hint}", reasons.join(", "));
        }
        if let Some(place) = place(target) {
            let _ = write!(text, "\nsarand: {place}");
        }
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{text}");
        Ok(())
    }
}
