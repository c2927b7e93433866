//! `sarand rules review`: a person answers for each proposed rule.
//!
//! Answers are written into the file at once, and nothing else of it is touched: its order, comments and spelling stay.

use super::Outcome;
use crate::{
    error::Error,
    rules::{Catalog, Evidence, Rule, RuleErrors, Status, print as page},
};
use clap::Args;
use std::{
    env, fs,
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
    process::Command,
};

const EXAMPLES: &str = "\
Each proposed rule is shown with its evidence and examples; then answer
  a  accept: it runs from now on          r  reject: it stays, inert, and is not proposed again
  e  edit it in $VISUAL or $EDITOR         s  skip it for now
  q  quit; what was answered is saved

Examples:
  sarand rules review proposed.toml
  sarand rules review proposed.toml --accept-all     for scripts: all that still await an answer";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReviewArgs {
    /// The rule file, as `sarand learn` writes it
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Ask nothing and accept all
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
    let mut input = io::stdin().lock();
    let (mut accepted, mut rejected) = (0, 0);
    'rules: for (number, id) in (1..).zip(&ids) {
        while let Some(rule) = file.catalog.get(id) {
            writeln!(out, "\n[{number} of {}]", ids.len())?;
            show(rule, &mut out)?;
            match ask(&mut input, &mut out)? {
                Answer::Set(status) => {
                    *(if status == Status::Accepted { &mut accepted } else { &mut rejected }) += 1;
                    file.set(id, status);
                    file.write()?;
                    break;
                }
                Answer::Edit => match file.edit(id) {
                    Ok(()) => file.write()?,
                    Err(error) => writeln!(out, "not changed: {error}")?,
                },
                Answer::Skip => break,
                Answer::Quit => break 'rules,
            }
        }
    }
    writeln!(out, "\n{accepted} accepted, {rejected} rejected, {} still proposed", file.proposed().count())?;
    Ok(Outcome::Well)
}

/// The rule as it stands, without what only the file needs.
fn show(rule: &Rule, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}: {}", rule.id, rule.summary)?;
    for (key, value) in page::keys(rule) {
        if !matches!(key, "id" | "summary" | "status" | "evidence" | "refs") {
            writeln!(out, "  {key} = {value}")?;
        }
    }
    if let Some(Evidence { documents, of, hosts, lines, bytes }) = rule.evidence {
        let host = if hosts == 1 { "host" } else { "hosts" };
        writeln!(out, "  on {documents} of {of} pages of {hosts} {host}; {lines} lines, {bytes} bytes would go")?;
    }
    for text in &rule.hit {
        writeln!(out, "    {text}")?;
    }
    if !rule.refs.is_empty() {
        writeln!(out, "  seen in {}", rule.refs.join(", "))?;
    }
    Ok(())
}

/// Asks until there is an answer; at the end of the input: quit.
fn ask(input: &mut impl BufRead, out: &mut impl Write) -> io::Result<Answer> {
    loop {
        write!(out, "accept, reject, edit, skip, quit? ")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(Answer::Quit);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" | "y" | "yes" => return Ok(Answer::Set(Status::Accepted)),
            "r" | "reject" | "n" | "no" => return Ok(Answer::Set(Status::Rejected)),
            "e" | "edit" => return Ok(Answer::Edit),
            "s" | "skip" => return Ok(Answer::Skip),
            "q" | "quit" => return Ok(Answer::Quit),
            other => writeln!(out, "`{other}` is no answer; type a, r, e, s or q")?,
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
        let mut rules: Vec<&Rule> = self.catalog.rules.iter().filter(|rule| rule.status == Status::Proposed).collect();
        rules.sort_by_key(|rule| rule.origin.line);
        rules.into_iter()
    }

    /// Changes the status of a proposed rule on the line where it stands.
    fn set(&mut self, id: &str, status: Status) {
        let Ok(at) = self.catalog.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)) else { return };
        let rule = &mut self.catalog.rules[at];
        if let Some(line) = rule.origins.get("status").and_then(|origin| self.lines.get_mut(origin.line - 1)) {
            *line = line.replacen(Status::Proposed.to_string().as_str(), status.to_string().as_str(), 1);
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
    let Some(editor) = editor else { anyhow::bail!("set EDITOR to the editor you like") };
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
        let answers: Vec<Answer> = (0..5).map(|_| ask(&mut input, &mut out).unwrap()).collect();
        let want =
            [Answer::Set(Status::Accepted), Answer::Set(Status::Rejected), Answer::Edit, Answer::Skip, Answer::Quit];
        assert_eq!(answers, want);
        assert!(String::from_utf8(out).unwrap().contains("`what` is no answer"));
    }
}
