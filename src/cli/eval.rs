//! `sarand eval`: how good are the rules on pages that you labelled?

use super::{Outcome, existence, rule_args::RuleArgs, sinks::print, survey};
use crate::{
    clean::Options,
    error::Error,
    eval::{LineClass, Mismatch, Score, Tally, gold},
    rules::Level,
    view,
};
use clap::Args;
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf, sync::Arc};

/// Under `-h`.
const SHORT: &str = "\
Examples:
  sarand eval gold/                     scores by language, kind and rule
  sarand eval gold/ --rules mine.toml   with your rules
  sarand eval gold/ --levels            compare the three levels

`sarand help eval` says how to label a document.";

const EXAMPLES: &str = "\
A labelled document is a JSON object: one per .json file, or one per line of a .jsonl file.
  {\"id\": \"page-7\", \"lang\": \"en\", \"host\": \"www.example.org\",
   \"text\": \"Home > News\\nThe pier is open.\",
   \"lines\": [{\"n\": 1, \"keep\": false, \"kind\": \"breadcrumb\"},
             {\"n\": 2, \"keep\": true}]}

Every line that is not blank needs a label. For a line that is partly boilerplate, `kept` is the text that should be \
left. `\"soft\": true` means that both keeping and removing the line are right.

Examples:
  sarand eval gold/                     scores by language, kind and rule
  sarand eval gold/ --rules mine.toml   with your rules
  sarand eval gold/ --left 20           also list 20 lines that were missed
  sarand eval gold/ --levels            compare the three levels
  sarand eval gold/ --level likely --json
  sarand eval gold/ --html eval.html    also as a page, to look at or to send
  sarand eval gold/ --fail-under 0.9    a check for scripts

Exit codes:
  0  success
  1  with --fail-under: too little removed in a language, or content lost
  2  nothing was done
  4  reading failed";

#[derive(Debug, Args)]
#[command(after_help = SHORT, after_long_help = EXAMPLES)]
pub(super) struct EvalArgs {
    /// A file or folder of labelled documents
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// Exit with 1 if less than this share of the boilerplate is removed in some language, or if any content is lost
    #[arg(long, value_name = "SHARE", value_parser = share)]
    fail_under: Option<f64>,

    /// List the first N content lines that are lost
    #[arg(long, value_name = "N", default_value_t = 20)]
    lost: usize,

    /// List the first N boilerplate lines that are left
    #[arg(long, value_name = "N", default_value_t = 0)]
    left: usize,

    /// Also count lines that are labelled `soft`
    #[arg(long)]
    strict: bool,

    /// Write all scores as one JSON object
    #[arg(long)]
    json: bool,

    /// Also write a page with plots and the lines that went wrong; it needs no other file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,

    /// Print only what each level removes and loses, by language
    #[arg(long, conflicts_with_all = ["json", "html", "fail_under", "level"])]
    levels: bool,

    /// Use counts that `sarand survey` wrote (repeatable)
    #[arg(long, value_name = "FILE")]
    survey: Vec<PathBuf>,

    #[command(flatten)]
    rules: RuleArgs,
}

/// What `--json` prints.
pub(super) fn json(args: &EvalArgs) -> anyhow::Result<String> {
    let [score] = args.scores([args.rules.level.into()])?;
    args.write_page(&score)?;
    as_json(&score)
}

pub(super) fn run(args: &EvalArgs) -> anyhow::Result<Outcome> {
    if args.levels {
        print(levels(args.scores([Level::Safe, Level::Likely, Level::Bold])?).as_bytes())?;
        return Ok(Outcome::Well);
    }
    let [score] = args.scores([args.rules.level.into()])?;
    args.write_page(&score)?;
    let text = if args.json { as_json(&score)? } else { args.table(&score) };
    print(text.as_bytes())?;
    let failed = args
        .fail_under
        .is_some_and(|floor| score.languages.values().any(|tally| tally.lost > 0 || tally.dropped_share() < floor));
    Ok(if failed { Outcome::Quarantined } else { Outcome::Well })
}

impl EvalArgs {
    /// `--html`.
    fn write_page(&self, score: &Score) -> Result<(), Error> {
        let Some(file) = &self.html else { return Ok(()) };
        let page = view::score(score, &self.gold.display().to_string())?;
        fs::write(file, page).map_err(|source| Error::Io { path: file.clone(), source })
    }

    /// The scores at some levels.
    fn scores<const N: usize>(&self, levels: [Level; N]) -> anyhow::Result<[Score; N]> {
        existence::require(&self.gold)?;
        let documents = gold::read(&self.gold)?;
        let rules = self.rules.load()?;
        let survey = survey::named(&self.survey, survey::MEMORY)?.map(|survey| Arc::new(survey.line_shares()));
        let options = Options { lang: self.rules.lang, survey, ..Options::default() };
        Ok(levels.map(|level| {
            let mut score = Score::new(self.strict);
            let options = Options { level, ..options.clone() };
            documents.iter().for_each(|document| score.add(document, &rules, &options));
            score
        }))
    }

    fn table(&self, score: &Score) -> String {
        let mut out = format!(
            "{:<16}{:>10}{:>9}  {:>7}{:>6}{:>8}  {:>8}{:>6}{:>8}\n",
            "language", "documents", "perfect", "kept", "lost", "share", "dropped", "left", "share"
        );
        let languages = score.languages.iter().map(|(lang, tally)| (lang.as_str(), *tally));
        for (name, tally) in languages.chain((score.languages.len() > 1).then(|| ("all", score.total()))) {
            let Tally { documents, perfect, kept, lost, dropped, left } = tally;
            let (content, chrome) = (percent(tally.kept_share()), percent(tally.dropped_share()));
            // Writing to a `String` cannot fail.
            let _ = writeln!(
                out,
                "{name:<16}{documents:>10}{perfect:>9}  {kept:>7}{lost:>6}{content:>8}  {dropped:>8}{left:>6}{chrome:>8}"
            );
        }
        let _ = writeln!(out, "\n{:<32}{:>8}{:>6}{:>8}", "kind", "dropped", "left", "share");
        for (kind, tally) in &score.kinds {
            let Tally { dropped, left, .. } = tally;
            let _ = writeln!(out, "{kind:<32}{dropped:>8}{left:>6}{:>8}", percent(tally.dropped_share()));
        }
        let _ = writeln!(out, "\n{:<32}{:>8}{:>6}", "rule", "dropped", "lost");
        for (rule, Tally { dropped, lost, .. }) in &score.rules {
            let _ = writeln!(out, "{rule:<32}{dropped:>8}{lost:>6}");
        }
        for (content, name, most) in [(LineClass::Content, "lost", self.lost), (LineClass::Chrome, "left", self.left)] {
            let marks = || score.mismatches.iter().filter(|mark| mark.was == content);
            if most > 0 && marks().next().is_some() {
                let _ = writeln!(out, "\n{name}");
                marks().take(most).for_each(|mark| one(mark, &mut out));
            }
            if most > 0 && marks().count() > most {
                let _ = writeln!(out, "  and {} more", marks().count() - most);
            }
        }
        out
    }
}

/// What the three levels do, side by side.
fn levels(scores: [Score; 3]) -> String {
    let mut out = format!("{:<10}{:>9}{:>8}", "language", "content", "chrome");
    for level in ["safe", "likely", "bold"] {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{:>18}", format!("{level}: dropped"));
        let _ = write!(out, "{:>7}", "lost");
    }
    out.push('\n');
    let names = scores[0].languages.keys().map(String::as_str).chain((scores[0].languages.len() > 1).then_some("all"));
    for name in names {
        let tally = |score: &Score| score.languages.get(name).copied().unwrap_or_else(|| score.total());
        let first = tally(&scores[0]);
        let _ = write!(out, "{name:<10}{:>9}{:>8}", first.kept + first.lost, first.dropped + first.left);
        for tally in scores.iter().map(tally) {
            let _ = write!(out, "{:>18}{:>6.2}%", percent(tally.dropped_share()), 100.0 * (1.0 - tally.kept_share()));
        }
        out.push('\n');
    }
    out
}

fn one(mark: &Mismatch, out: &mut String) {
    let what = mark.rule.as_deref().or(mark.kind.as_deref()).unwrap_or("-");
    let end = mark.text.char_indices().nth(90).map_or(mark.text.len(), |(at, _)| at);
    let dots = if end < mark.text.len() { "…" } else { "" };
    let _ = writeln!(out, "  {}:{} {what} «{}{dots}»", mark.id, mark.line, &mark.text[..end]);
}

fn as_json(score: &Score) -> anyhow::Result<String> {
    let language = |tally: &Tally| {
        json!({
            "documents": tally.documents, "perfect": tally.perfect, "kept": tally.kept, "lost": tally.lost,
            "dropped": tally.dropped, "left": tally.left,
        })
    };
    let each = |all: &BTreeMap<String, Tally>, put: &dyn Fn(&Tally) -> Value| -> Value {
        Value::Object(all.iter().map(|(name, tally)| (name.clone(), put(tally))).collect())
    };
    let marks = |content: LineClass| -> Vec<Value> {
        let marks = score.mismatches.iter().filter(|mark| mark.was == content);
        marks
            .map(|mark| json!({"id": mark.id, "line": mark.line, "kind": mark.kind, "rule": mark.rule, "text": mark.text}))
            .collect()
    };
    let all = json!({
        "all": language(&score.total()),
        "languages": each(&score.languages, &language),
        "kinds": each(&score.kinds, &|tally| json!({"dropped": tally.dropped, "left": tally.left})),
        "rules": each(&score.rules, &|tally| json!({"dropped": tally.dropped, "lost": tally.lost})),
        "lost": marks(LineClass::Content),
        "left": marks(LineClass::Chrome),
    });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

fn percent(share: f64) -> String {
    // Rounded down: 100% is all of them.
    format!("{:.1}%", (share * 1000.0).floor() / 10.0)
}

fn share(text: &str) -> Result<f64, String> {
    let share: Option<f64> = text.parse().ok();
    share.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "a share such as 0.9".to_owned())
}
