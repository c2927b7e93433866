//! `sarand rules review`: a person answers for the proposed rules, site by site.
//!
//! Answers are written into the file at once, and nothing else of it is touched: its order, comments and spelling stay.

use super::Outcome;
use crate::{
    error::Error,
    rules::{Catalog, ProposalEvidence, Rule, RuleErrors, Status, print as page},
};
use clap::Args;
use std::{
    env, fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
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
    let mut file = RuleFile::read(&args.file)?;
    let ids: Vec<String> = file.proposed().map(|rule| rule.id.clone()).collect();
    let mut out = anstream::stdout().lock();
    if args.accept_all {
        ids.iter().for_each(|id| file.set(id, Status::Accepted));
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
struct Review<'p, I, O> {
    file: RuleFile<'p>,
    input: I,
    out: O,
    accepted: usize,
    rejected: usize,
}

impl<I: BufRead, O: Write> Review<'_, I, O> {
    /// Asks about the rules of a site together.
    fn site(&mut self, (number, of): (usize, usize), site: &str, ids: &[String]) -> anyhow::Result<Continuation> {
        let rules: Vec<&Rule> = ids.iter().filter_map(|id| self.file.catalog.get(id)).collect();
        let adds: u64 = rules.iter().filter_map(|rule| rule.evidence?.adds).sum();
        writeln!(
            self.out,
            "\n[site {number} of {of}] {site}: {} rules, {adds} more bytes would be removed",
            ids.len()
        )?;
        for (number, rule) in (1..).zip(rules) {
            let ProposalEvidence { documents, of, .. } = rule.evidence.unwrap_or_default();
            let line = rule.hit.first().map_or(rule.summary.as_str(), String::as_str);
            writeln!(self.out, "{number:>4}  on {documents} of {of} pages  {line}")?;
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
        for (number, id) in (1..).zip(ids) {
            self.set(id, if rejected.contains(&number) { Status::Rejected } else { Status::Accepted });
        }
        self.file.write()?;
        Ok(Continuation::Go)
    }

    /// Asks about each rule.
    fn each(&mut self, ids: &[String]) -> anyhow::Result<Continuation> {
        for (number, id) in (1..).zip(ids) {
            while let Some(rule) = self.file.catalog.get(id).filter(|rule| rule.status == Status::Proposed) {
                writeln!(self.out, "\n[{number} of {}]", ids.len())?;
                show(rule, &mut self.out)?;
                let (question, help) = ("[a]ccept, [r]eject, [e]dit, [s]kip, [q]uit: ", "type a, r, e, s or q");
                match ask(&mut self.input, &mut self.out, question, help, of_one)?.unwrap_or(Answer::Quit) {
                    Answer::Set(status) => {
                        self.set(id, status);
                        self.file.write()?;
                        break;
                    }
                    Answer::Edit => match self.file.edit(id) {
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

    fn set(&mut self, id: &str, status: Status) {
        *(if status == Status::Accepted { &mut self.accepted } else { &mut self.rejected }) += 1;
        self.file.set(id, status);
    }
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
        let host = if hosts == 1 { "host" } else { "hosts" };
        let more = adds.map_or_else(String::new, |adds| format!(", {adds} of them now kept"));
        writeln!(out, "  on {documents} of {of} pages of {hosts} {host}; {lines} lines, {bytes} bytes would go{more}")?;
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

/// A rule file as text, and the rules in it.
struct RuleFile<'p> {
    path: &'p Path,
    lines: Vec<String>,
    catalog: Catalog,
}

impl<'p> RuleFile<'p> {
    fn read(path: &'p Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let catalog = parse(path, &text)?;
        Ok(Self { path, lines: text.split('\n').map(str::to_owned).collect(), catalog })
    }

    fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The proposed rules, as they stand in the file.
    fn proposed(&self) -> impl Iterator<Item = &Rule> {
        let mut rules: Vec<&Rule> =
            self.catalog.rules.iter().map(|rule| &**rule).filter(|rule| rule.status == Status::Proposed).collect();
        rules.sort_by_key(|rule| rule.origin.line);
        rules.into_iter()
    }

    /// The ids of the proposed rules by the host that they are for, as the file has them; those for several or all together.
    fn sites(&self) -> Vec<(String, Vec<String>)> {
        let mut sites: Vec<(String, Vec<String>)> = Vec::new();
        for rule in self.proposed() {
            let site = match rule.host.as_slice() {
                [host] => host.as_str(),
                _ => "several hosts",
            };
            match sites.iter_mut().find(|(known, _)| known == site) {
                Some((_, ids)) => ids.push(rule.id.clone()),
                None => sites.push((site.to_owned(), vec![rule.id.clone()])),
            }
        }
        sites
    }

    /// Changes the status of a proposed rule on the line where it stands.
    fn set(&mut self, id: &str, status: Status) {
        let Ok(at) = self.catalog.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)) else { return };
        let rule = Arc::make_mut(&mut self.catalog.rules[at]);
        if let Some(line) = rule.origins.get("status").and_then(|origin| self.lines.get_mut(origin.line - 1)) {
            *line = line.replacen(rule.status.to_string().as_str(), status.to_string().as_str(), 1);
            rule.status = status;
        }
    }

    /// Lets a person edit the text of one rule; the file is read anew.
    fn edit(&mut self, id: &str) -> anyhow::Result<()> {
        let Some(rule) = self.catalog.get(id) else { return Ok(()) };
        let start = rule.origin.line - 1;
        let begins = |line: &String| line.trim_start().starts_with("[[rule]]");
        let end = self.lines[start + 1..].iter().position(begins).map_or(self.lines.len(), |at| start + 1 + at);
        let edited = in_editor(&(self.lines[start..end].join("\n") + "\n"))?;
        let edited = edited.strip_suffix('\n').unwrap_or(&edited).split('\n').map(str::to_owned);
        let lines: Vec<String> =
            self.lines[..start].iter().cloned().chain(edited).chain(self.lines[end..].iter().cloned()).collect();
        let catalog = parse(self.path, &lines.join("\n"))?;
        (self.lines, self.catalog) = (lines, catalog);
        Ok(())
    }

    /// Writes the file whole or not at all.
    fn write(&self) -> Result<(), Error> {
        let io = |source| Error::Io { path: self.path.to_owned(), source };
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
        file.write_all(self.text().as_bytes()).map_err(io)?;
        let mode = fs::metadata(self.path).map_err(io)?.permissions();
        file.as_file().set_permissions(mode).and_then(|()| file.as_file().sync_all()).map_err(io)?;
        file.persist(self.path).map_err(|error| io(error.error))?;
        Ok(())
    }
}

fn parse(path: &Path, text: &str) -> Result<Catalog, RuleErrors> {
    Catalog::parse([(path.to_string_lossy().as_ref(), text)])
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
