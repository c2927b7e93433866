//! `sarand explain`: a line a decision. Of a page, first what extraction and `html` rules made of each of its lines.

use super::{
    Outcome,
    charset_args::CharsetArgs,
    explain_rows::{ChanceRow, DocumentId, DropRow, PageRow, Row, is_kept, part, rounded},
    folded,
    html_args::HtmlArgs,
    input_args,
    marked::{color, marked, shortened},
    rule_args::{RepairArgs, RuleArgs},
    survey,
};
use crate::{
    batch::open::{self, OpenedDocument, ReadOptions},
    clean::{Cleaned, Cleaner, Judgement, Options},
    document::{Document, html},
    error::Error,
    plural::{counted, either},
    read::record::Fields,
    repair::{self, RepairOptions, zwnj::Restorer},
    rules::{self, Decision, Kind, RuleSet},
    span::Span,
    write::removed::EMPTY,
};
use anstyle::{AnsiColor, Style};
use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::Arc,
};

const EXAMPLES: &str = "\
Examples:
  sarand explain page.txt                   removed and nearly removed lines
  sarand explain page.txt --applied         only removed lines
  sarand explain crawl.jsonl --id page-7    one record of many
  sarand explain crawl.jsonl --json | jq .  one JSON object per decision
  sarand explain page.txt --only 'fa.*'     only by these rules
  sarand explain page.txt --folded          the lines as rules compare them";

/// Under `--help`, behind the examples.
const JSON: &str = "

With --json, each line of output is one object. For each decision: id, line (from 1), text, rule, part (of the line, if \
not all of it is meant), outcome (applied, refused or held), guard (what kept the line). For each line that the judge \
weighed: id, line, text, chance (that the line is boilerplate, 0 to 1), bound (with a higher chance the judge removes \
it), reasons (if it was removed, strongest first). For HTML, before these, one object per line \
of the page: id, page_type, text, element (where the line is), score (the chance that it is content, 0 to 1), outcome \
(kept or dropped), part (main, comment, or the kind of boilerplate), rule (an html rule that matches). Last, for a \
document of which nothing is left: id, dropped (why). With --folded: id, line, text, folded, squashed.

The exit codes are those of `sarand clean`.";

/// Behind decisions on parts of lines.
const MARKS: &str = "[-…-] is the part of a line that was removed, {+…+} what stands there now; the rest is kept";

/// Before the first chances.
const CHANCES: &str =
    "chrome is boilerplate: the judge removes a line with a chance above the bound, unless it may be the title";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}{JSON}"))]
pub(super) struct ExplainArgs {
    /// A text, HTML or JSONL file, or an archive; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Write one JSON object per decision
    #[arg(long)]
    json: bool,

    /// Show only what is removed, not what guards kept
    #[arg(long)]
    applied: bool,

    /// Also show what only a higher level would remove
    #[arg(long, conflicts_with = "applied")]
    all: bool,

    /// Show only the record with this id (repeatable)
    #[arg(long, value_name = "ID")]
    id: Vec<String>,

    /// Show the lines as rules compare them: folded for `regex`, squashed for phrases
    #[arg(long, conflicts_with_all = ["applied", "all"])]
    folded: bool,

    /// JSONL field with the text
    #[arg(long, alias = "text-column", value_name = "FIELD", default_value = "text")]
    text_field: String,

    /// JSONL field with HTML
    #[arg(long, hide_short_help = true, value_name = "FIELD")]
    html_field: Option<String>,

    /// Use counts that `sarand survey` wrote (repeatable)
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    survey: Vec<PathBuf>,

    #[command(flatten)]
    charset: CharsetArgs,

    #[command(flatten)]
    html: HtmlArgs,

    #[command(flatten)]
    rules: RuleArgs,

    #[command(flatten)]
    repairs: RepairArgs,
}

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let rules = args.rules.load()?;
    let repair = args.repairs.options()?;
    let restorer = args.repairs.restorer(&args.rules.rules)?;
    let survey = survey::named(&args.survey, survey::MEMORY)?;
    let options = Options {
        level: args.rules.level.into(),
        lang: args.rules.lang,
        repair,
        restorer,
        survey: survey.map(|survey| Arc::new(survey.line_shares())),
        explain: true,
        reasons: true,
    };
    let plan = input_args::plan_of(std::slice::from_ref(&args.file))?;
    let [source] = &plan.sources[..] else {
        let message = format!("{} is a folder, but `explain` takes one file", args.file.display());
        return Err(Error::Usage(message).into());
    };
    let reading = ReadOptions {
        fields: Fields { text: args.text_field.clone(), html: args.html_field.clone(), ..Fields::default() },
        charset: args.charset.hints(),
        html: html::Options { explain: true, ..args.html.options() },
    };
    let mut printer = Printer {
        args,
        out: BufWriter::new(anstream::stdout().lock()),
        rules: &rules,
        repair: &options.repair,
        restorer: options.restorer.as_deref(),
        documents: 0,
        told: false,
    };
    let mut cleaner = Cleaner::new(&rules, &options);
    let (mut faults, mut found) = (0, 0);
    open::for_each_document(source, &reading, &rules, &Arc::default(), |id, opened| {
        if !args.id.is_empty() && !args.id.iter().any(|wanted| wanted == id) {
            return Ok(());
        }
        found += 1;
        match opened {
            Ok(OpenedDocument { document, record }) => {
                let id = DocumentId::new(id, record)?;
                if args.folded {
                    folded::write(&mut printer.out, &id, &document.text, args.json)?;
                } else {
                    printer.document(&id, &document, &cleaner.clean(&document))?;
                }
            }
            Err((fault, detail)) => {
                faults += 1;
                writeln!(anstream::stderr(), "sarand: {id}: {} ({detail})", fault.id())?;
            }
        }
        anyhow::Ok(())
    })?;
    printer.out.flush()?;
    if found == 0 && !args.id.is_empty() {
        return Err(
            Error::Usage(format!("no record in {} has the id {}", args.file.display(), args.id.join(" or "))).into()
        );
    }
    Ok(if faults == 0 { Outcome::Well } else { Outcome::Quarantined })
}

struct Printer<'a, W: Write> {
    args: &'a ExplainArgs,
    out: W,
    rules: &'a RuleSet,
    repair: &'a RepairOptions,
    restorer: Option<&'a Restorer>,
    documents: usize,
    /// Whether it was said what a chance and a bound are.
    told: bool,
}

impl<W: Write> Printer<'_, W> {
    fn document(&mut self, id: &DocumentId<'_>, document: &Document<'_>, cleaned: &Cleaned<'_>) -> io::Result<()> {
        // Decisions number the lines of the repaired text, in which a lone CR is a line break too.
        let repairs = self.repair.from_html(document.shown);
        let edits = repair::edits(&document.text, cleaned.lang, &repairs, self.restorer);
        let repaired = repair::apply(&document.text, &edits);
        let lines: Vec<&str> = repaired.split('\n').collect();
        let wanted = cleaned.decisions.iter().filter(|decision| match decision.outcome {
            rules::Outcome::Refused(rules::Guard::Level) => self.args.all,
            rules::Outcome::Refused(_) => !self.args.applied,
            _ => true,
        });
        if self.args.json {
            let id = &*id.json;
            self.page_rows(id, document)?;
            for decision in wanted {
                let (outcome, guard) = match decision.outcome {
                    rules::Outcome::Applied => ("applied", None),
                    rules::Outcome::Held => ("held", Some("budget")),
                    rules::Outcome::Refused(guard) => ("refused", Some(guard.name())),
                };
                let text = lines.get(decision.line).copied().unwrap_or_default();
                let part = decision.part.and_then(|part| text.get(part.start..part.end));
                let row = Row { id, line: decision.line + 1, text, rule: decision.rule, part, outcome, guard };
                self.row(&row)?;
            }
            for judged in self.judged(cleaned) {
                let text = lines.get(judged.line).copied().unwrap_or_default();
                let (line, reasons) = (judged.line + 1, &judged.reasons);
                let (chance, bound) = (rounded(judged.chance), rounded(judged.bound));
                self.row(&ChanceRow { id, line, text, chance, bound, reasons })?;
            }
            return if cleaned.is_nothing() { self.row(&DropRow { id, dropped: EMPTY }) } else { Ok(()) };
        }
        let (red, dim, yellow) = (color(AnsiColor::Red), Style::new().dimmed(), color(AnsiColor::Yellow));
        if self.documents > 0 {
            writeln!(self.out)?;
        }
        self.documents += 1;
        let page_type = document.page_type.map(|kind| format!(", {kind}")).unwrap_or_default();
        let bold = Style::new().bold();
        writeln!(self.out, "{bold}{}{bold:#} ({}{page_type})", id.shown, cleaned.lang.as_str())?;
        self.page(document)?;
        let (mut applied, mut refused, mut held, mut in_part) = (0, 0, 0, false);
        let wanted: Vec<&Decision<'_>> = wanted.collect();
        let are_one = |a: &&Decision<'_>, b: &&Decision<'_>| {
            (a.line, a.rule, a.outcome) == (b.line, b.rule, b.outcome) && a.part.is_some() && b.part.is_some()
        };
        for decisions in wanted.chunk_by(are_one) {
            let decision = decisions[0];
            let parts: Vec<Span> = decisions.iter().filter_map(|decision| decision.part).collect();
            let is_part = decision.outcome == rules::Outcome::Applied && !parts.is_empty();
            in_part |= is_part;
            let with = self.rules.rules().find(|rule| is_part && rule.id == decision.rule);
            let with = with.and_then(|rule| rule.replace.as_deref());
            let (style, verdict) = match decision.outcome {
                rules::Outcome::Applied => {
                    applied += 1;
                    let verdict = match with {
                        Some(_) => "part replaced",
                        None if is_part => "part removed",
                        None => "removed",
                    };
                    (red, verdict.to_owned())
                }
                rules::Outcome::Held => {
                    held += 1;
                    (yellow, "kept by the budget".to_owned())
                }
                rules::Outcome::Refused(guard) => {
                    refused += 1;
                    (dim, format!("kept by {guard}"))
                }
            };
            let text = lines.get(decision.line).copied().unwrap_or_default();
            let text = if is_part { marked(text, &parts, with) } else { shortened(text) };
            let (line, rule) = (decision.line + 1, decision.rule);
            writeln!(self.out, "{line:>6}  {style}{verdict:<20}{style:#} {rule:<30} {text}")?;
        }
        write!(self.out, "{:>6}  {applied} removed, {refused} kept by a guard", "")?;
        if held > 0 {
            write!(self.out, ", {held} kept by the budget (too little would be left)")?;
        }
        writeln!(self.out, "; {}", counted(self.rules.len(), "rule"))?;
        if cleaned.is_nothing() {
            writeln!(self.out, "{:>6}  the document is dropped: nothing is left of it", "")?;
        }
        if in_part {
            writeln!(self.out, "{:>6}  {MARKS}", "")?;
        }
        for judged in self.judged(cleaned) {
            if !std::mem::replace(&mut self.told, true) {
                writeln!(self.out, "{:>6}  {CHANCES}", "")?;
            }
            let text = shortened(lines.get(judged.line).copied().unwrap_or_default());
            let (line, chance, bound) = (judged.line + 1, judged.chance, judged.bound);
            let reasons = judged.reasons.join("; ");
            let style = if reasons.is_empty() { dim } else { red };
            let why = if reasons.is_empty() { String::new() } else { format!("  {dim}({reasons}){dim:#}") };
            writeln!(self.out, "{line:>6}  {style}chrome by {chance:.3}, bound {bound:.3}{style:#}  {text}{why}")?;
        }
        self.more(cleaned)
    }

    /// The lines whose chances are shown: not those that a rule takes, which the judge does not weigh.
    fn judged<'c>(&self, cleaned: &'c Cleaned<'_>) -> impl Iterator<Item = &'c Judgement> + use<'c, W> {
        let applied = self.args.applied;
        let judge: BTreeSet<&str> =
            self.rules.rules().filter(|rule| rule.kind == Kind::Judge).map(|rule| rule.id.as_str()).collect();
        let is_taken = |decision: &&Decision<'_>| !matches!(decision.outcome, rules::Outcome::Refused(_));
        let by_rule: BTreeSet<usize> = cleaned
            .decisions
            .iter()
            .filter(is_taken)
            .filter(|decision| decision.part.is_none() && !judge.contains(decision.rule))
            .map(|decision| decision.line)
            .collect();
        cleaned
            .judged
            .iter()
            .filter(move |judged| !by_rule.contains(&judged.line) && (!applied || !judged.reasons.is_empty()))
    }

    /// The lines of a page: which were taken, by which chance, and from which element.
    fn page(&mut self, document: &Document<'_>) -> io::Result<()> {
        let (applied, extract) = (self.args.applied, self.args.html.options().extract);
        let (dim, green) = (Style::new().dimmed(), color(AnsiColor::Green));
        for judged in document.line_verdicts.iter().filter(|judged| !(applied && is_kept(judged, extract))) {
            let kept = is_kept(judged, extract);
            let (style, verdict) = if kept { (green, "content") } else { (dim, part(judged)) };
            let rule = judged.rule.map(|rule| format!(" [{}]", self.rules.rule(rule).id.as_str())).unwrap_or_default();
            let (score, text) = (judged.block.score, shortened(&judged.line));
            writeln!(self.out, "  {score:.2}  {style}{verdict:<12}{style:#} {:<38} {text}{rule}", judged.element)?;
        }
        let kept = document.line_verdicts.iter().filter(|judged| is_kept(judged, extract)).count();
        if !document.line_verdicts.is_empty() {
            let (lines, are) = (counted(document.line_verdicts.len(), "line"), either(&kept, "is", "are"));
            writeln!(self.out, "{:>6}  {kept} of {lines} of the page {are} content", "")?;
        }
        Ok(())
    }

    fn page_rows(&mut self, id: &RawValue, document: &Document<'_>) -> io::Result<()> {
        let (applied, extract) = (self.args.applied, self.args.html.options().extract);
        let page_type = document.page_type.map_or("", |kind| kind.name());
        for judged in document.line_verdicts.iter().filter(|judged| !(applied && is_kept(judged, extract))) {
            let row = PageRow {
                id,
                page_type,
                text: &judged.line,
                element: &judged.element,
                score: judged.block.score,
                outcome: if is_kept(judged, extract) { "kept" } else { "dropped" },
                part: part(judged),
                rule: judged.rule.map(|rule| self.rules.rule(rule).id.as_str()),
            };
            self.row(&row)?;
        }
        Ok(())
    }

    fn row(&mut self, row: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, row)?;
        self.out.write_all(b"\n")
    }

    /// What else became of the document: metadata that was found, repairs that were made.
    fn more(&mut self, cleaned: &Cleaned<'_>) -> io::Result<()> {
        for (key, value) in &cleaned.found {
            writeln!(self.out, "{:>6}  found    {key:<14} {}", "", shortened(&value.to_string()))?;
        }
        let mut repairs: BTreeMap<&str, usize> = BTreeMap::new();
        for edit in &cleaned.edits {
            *repairs.entry(edit.by).or_default() += 1;
        }
        for (id, count) in repairs {
            writeln!(self.out, "{:>6}  repaired {id:<14} {count}", "")?;
        }
        Ok(())
    }
}
