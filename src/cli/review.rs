//! `sarand rules review`: a person answers for the proposed rules, site by site.
//!
//! Answers are written into the file at once, and nothing else of it is touched: its order, comments and spelling stay.

use super::{Outcome, existence};
use crate::{
    correct::RuleFile,
    plural::counted,
    rules::{ProposalEvidence, Rule, Status, print as page},
};
use clap::Args;
use std::{
    env, fs,
    io::{self, BufRead, Write},
    path::PathBuf,
    process::Command,
};

const EXAMPLES: &str = "\
The rules of a site are listed, one per line. Answer with
  a    accept all: they are used from now on
  r    reject all: they stay in the file, but are not used
  2 5  reject these, accept the others
  l    look at each rule with its evidence
  s    skip them for now
  q    quit; answers so far are saved
A single rule can also be edited (e) in $VISUAL or $EDITOR.

Examples:
  sarand rules review proposed.toml
  sarand rules review proposed.toml --each        ask about each rule
  sarand rules review proposed.toml --accept-all  accept all without an answer";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReviewArgs {
    /// The rule file, as `sarand learn` writes it
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Ask about each rule separately
    #[arg(long, conflicts_with = "accept_all")]
    each: bool,

    /// Accept everything without asking
    #[arg(long)]
    accept_all: bool,
}

/// What a person says of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Set(Status),
    Edit,
    Skip,
    Quit,
}

/// What a person says of the rules of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SiteAnswer {
    /// These, by number from 1; the others are accepted.
    Reject(Vec<usize>),
    Look,
    Skip,
    Quit,
}

pub(super) fn run(args: &ReviewArgs) -> anyhow::Result<Outcome> {
    existence::require(&args.file)?;
    let mut file = RuleFile::read(&args.file)?;
    let ids: Vec<String> = file.proposed().map(|rule| rule.id.clone()).collect();
    let mut out = anstream::stdout().lock();
    if args.accept_all {
        file.set(&ids, Status::Accepted)?;
        file.write()?;
        writeln!(out, "{} accepted", ids.len())?;
        return Ok(Outcome::Well);
    }
    let mut review = Review { file, input: io::stdin().lock(), out, accepted: 0, rejected: 0 };
    if args.each {
        review.each(&ids)?;
    } else {
        let sites = review.file.sites();
        for (number, (site, ids)) in (1..).zip(&sites) {
            let asked = match ids.as_slice() {
                [_, _, ..] => review.site((number, sites.len()), site, ids)?,
                _ => review.each(ids)?,
            };
            if asked == Continuation::Quit {
                break;
            }
        }
    }
    let Review { file, mut out, accepted, rejected, .. } = review;
    writeln!(out, "\n{accepted} accepted, {rejected} rejected, {} still proposed", file.proposed().count())?;
    Ok(Outcome::Well)
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuation {
    Go,
    Quit,
}

/// A person being asked.
struct Review<I, O> {
    file: RuleFile,
    input: I,
    out: O,
    accepted: usize,
    rejected: usize,
}

impl<I: BufRead, O: Write> Review<I, O> {
    /// Asks about the rules of a site together.
    fn site(&mut self, (number, of): (usize, usize), site: &str, ids: &[String]) -> anyhow::Result<Continuation> {
        let rules: Vec<&Rule> = ids.iter().filter_map(|id| self.file.get(id)).collect();
        let adds: u64 = rules.iter().filter_map(|rule| rule.evidence?.adds).sum();
        writeln!(
            self.out,
            "\n[site {number} of {of}] {site}: {}, {} would be removed",
            counted(ids.len(), "rule"),
            counted(adds, "more byte")
        )?;
        for (number, rule) in (1..).zip(rules) {
            let ProposalEvidence { documents, of, .. } = rule.evidence.unwrap_or_default();
            let line = rule.hit.first().map_or(rule.summary.as_str(), String::as_str);
            writeln!(self.out, "{number:>4}  on {documents} of {}  {line}", counted(of, "page"))?;
        }
        let help = "type a, r, l, s, q, or the numbers of those to reject";
        let answer = ask(
            &mut self.input,
            &mut self.out,
            "[a]ccept all, [r]eject all, [l]ook at each, [s]kip, [q]uit, or the numbers to reject: ",
            help,
            |answer| site_answer(answer, ids.len()),
        )?;
        let rejected = match answer.unwrap_or(SiteAnswer::Quit) {
            SiteAnswer::Reject(numbers) => numbers,
            SiteAnswer::Look => return self.each(ids),
            SiteAnswer::Skip => return Ok(Continuation::Go),
            SiteAnswer::Quit => return Ok(Continuation::Quit),
        };
        let numbered: Vec<(usize, &String)> = (1..).zip(ids).collect();
        let (rejected, accepted): (Vec<_>, Vec<_>) =
            numbered.into_iter().partition(|(number, _)| rejected.contains(number));
        self.set(&accepted.into_iter().map(|(_, id)| id).collect::<Vec<_>>(), Status::Accepted)?;
        self.set(&rejected.into_iter().map(|(_, id)| id).collect::<Vec<_>>(), Status::Rejected)?;
        self.file.write()?;
        Ok(Continuation::Go)
    }

    /// Asks about each rule.
    fn each(&mut self, ids: &[String]) -> anyhow::Result<Continuation> {
        for (number, id) in (1..).zip(ids) {
            while let Some(rule) = self.file.get(id).filter(|rule| rule.status == Status::Proposed) {
                writeln!(self.out, "\n[{number} of {}]", ids.len())?;
                show(rule, &mut self.out)?;
                let (question, help) = ("[a]ccept, [r]eject, [e]dit, [s]kip, [q]uit: ", "type a, r, e, s or q");
                match ask(&mut self.input, &mut self.out, question, help, of_one)?.unwrap_or(Answer::Quit) {
                    Answer::Set(status) => {
                        self.set(&[id], status)?;
                        self.file.write()?;
                        break;
                    }
                    Answer::Edit => match edit(&mut self.file, id) {
                        Ok(()) => self.file.write()?,
                        Err(error) => writeln!(self.out, "not changed: {error}")?,
                    },
                    Answer::Skip => break,
                    Answer::Quit => return Ok(Continuation::Quit),
                }
            }
        }
        Ok(Continuation::Go)
    }

    fn set(&mut self, ids: &[&String], status: Status) -> anyhow::Result<()> {
        *(if status == Status::Accepted { &mut self.accepted } else { &mut self.rejected }) += ids.len();
        self.file.set(ids, status)?;
        Ok(())
    }
}

/// Lets a person edit the text of one rule.
fn edit(file: &mut RuleFile, id: &str) -> anyhow::Result<()> {
    let Some(text) = file.rule_text(id) else { return Ok(()) };
    let edited = in_editor(text)?;
    file.edit(id, &edited)?;
    Ok(())
}

/// The rule as it stands, without what only the file needs.
fn show(rule: &Rule, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}: {}", rule.id, rule.summary)?;
    for (key, value) in page::keys(rule) {
        if !matches!(key, "id" | "summary" | "status" | "evidence" | "refs") {
            writeln!(out, "  {key} = {value}")?;
        }
    }
    if let Some(ProposalEvidence { documents, of, hosts, lines, bytes, adds }) = rule.evidence {
        let (pages, hosts) = (counted(of, "page"), counted(hosts, "host"));
        let (lines, bytes) = (counted(lines, "line"), counted(bytes, "byte"));
        let more = adds.map_or_else(String::new, |adds| format!(", {adds} of them now kept"));
        writeln!(out, "  on {documents} of {pages} of {hosts}; {lines}, {bytes} would go{more}")?;
    }
    for text in &rule.hit {
        writeln!(out, "    {text}")?;
    }
    if !rule.refs.is_empty() {
        writeln!(out, "  seen in {}", rule.refs.join(", "))?;
    }
    Ok(())
}

/// Asks until `read` makes something of the answer; `None` at the end of the input.
fn ask<A>(
    input: &mut impl BufRead,
    out: &mut impl Write,
    question: &str,
    help: &str,
    read: impl Fn(&str) -> Option<A>,
) -> io::Result<Option<A>> {
    loop {
        write!(out, "{question}")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(None);
        }
        match read(&line.trim().to_lowercase()) {
            Some(answer) => return Ok(Some(answer)),
            None => writeln!(out, "`{}` is not an answer here; {help}", line.trim())?,
        }
    }
}

fn of_one(answer: &str) -> Option<Answer> {
    match answer {
        "a" | "accept" | "y" | "yes" => Some(Answer::Set(Status::Accepted)),
        "r" | "reject" | "n" | "no" => Some(Answer::Set(Status::Rejected)),
        "e" | "edit" => Some(Answer::Edit),
        "s" | "skip" => Some(Answer::Skip),
        "q" | "quit" => Some(Answer::Quit),
        _ => None,
    }
}

/// The answer for `count` rules together.
fn site_answer(answer: &str, count: usize) -> Option<SiteAnswer> {
    match answer {
        "a" | "accept" | "y" | "yes" => Some(SiteAnswer::Reject(Vec::new())),
        "r" | "reject" | "n" | "no" => Some(SiteAnswer::Reject((1..=count).collect())),
        "l" | "look" => Some(SiteAnswer::Look),
        "s" | "skip" => Some(SiteAnswer::Skip),
        "q" | "quit" => Some(SiteAnswer::Quit),
        numbers => {
            let parts = numbers.split([' ', ',']).filter(|part| !part.is_empty());
            let numbers: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
            numbers.filter(|all| !all.is_empty() && all.iter().all(|n| (1..=count).contains(n))).map(SiteAnswer::Reject)
        }
    }
}

/// The text after the person's editor had it.
fn in_editor(text: &str) -> anyhow::Result<String> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| env::var(name).ok().filter(|name| !name.trim().is_empty()));
    let Some(editor) = editor else { anyhow::bail!("set $VISUAL or $EDITOR first") };
    let mut file = tempfile::Builder::new().prefix("rule-").suffix(".toml").tempfile()?;
    file.write_all(text.as_bytes())?;
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    let status = command.args(words).arg(file.path()).status()?;
    anyhow::ensure!(status.success(), "{editor} ended with {status}");
    Ok(fs::read_to_string(file.path())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_words_or_letters_and_nothing_else() {
        let mut out = Vec::new();
        let mut input = "what\n A \nreject\ne\nskip\n".as_bytes();
        let mut asked =
            || ask(&mut input, &mut out, "? ", "type a, r, e, s or q", of_one).unwrap().unwrap_or(Answer::Quit);
        let answers: Vec<Answer> = (0..5).map(|_| asked()).collect();
        let want =
            [Answer::Set(Status::Accepted), Answer::Set(Status::Rejected), Answer::Edit, Answer::Skip, Answer::Quit];
        assert_eq!(answers, want);
        assert!(String::from_utf8(out).unwrap().contains("`what` is not an answer"));
    }

    #[test]
    fn numbers_are_those_to_reject() {
        assert_eq!(site_answer("a", 3), Some(SiteAnswer::Reject(vec![])));
        assert_eq!(site_answer("r", 2), Some(SiteAnswer::Reject(vec![1, 2])));
        assert_eq!(site_answer("3, 1", 3), Some(SiteAnswer::Reject(vec![3, 1])));
        assert_eq!(site_answer("4", 3), None);
        assert_eq!(site_answer("", 3), None);
    }
}
