//! `sarand repair`: lines in, repaired lines out, as many and in the same order.

use super::{Outcome, decode::unreadable, input_args::plan_of, rule_args::RepairArgs};
use crate::{
    error::Error,
    lang::{self, Lang},
    read::stream,
    repair::{
        self, Edit, REPAIRS, RepairOptions,
        zwnj::{Restorer, SECTION},
    },
};
use clap::Args;
use std::{
    io::{self, BufWriter, Read, Write},
    path::PathBuf,
    str,
    sync::Arc,
};

const EXAMPLES: &str = "\
Examples:
  sarand repair crawled.txt > repaired.txt
  sarand repair --lang fa --zwnj safe < news.txt
  sarand repair --explain crawled.txt  list repairs: line, id, was, is, why

Several files are written one after the other; the language of each is detected separately. Lines that are not UTF-8 \
are copied as they are. Line ends are not changed.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RepairVerbArgs {
    /// Files to read, plain or compressed; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,

    /// Language of the text, such as `fa` [default: detected]
    #[arg(long, value_name = "CODE", value_parser = |code: &str| Lang::parse(code).ok_or("not a language code of two or three letters"))]
    lang: Option<Lang>,

    /// Print a tab-separated list of the repairs instead of the text
    #[arg(long)]
    explain: bool,

    #[command(flatten)]
    repairs: RepairArgs,
}

/// Bytes read at once; a longer line is read whole, and so is a section up to [`LARGEST`].
const BLOCK: usize = 1 << 20;
const LARGEST: usize = 16 * BLOCK;

pub(super) fn run(args: &RepairVerbArgs) -> anyhow::Result<Outcome> {
    // What joins or parts lines would make them others.
    let options =
        if args.repairs.no_repair { args.repairs.options()? } else { args.repairs.without(&["any.line-ends"])? };
    let restorer = args.repairs.restorer(&[])?;
    let plan = plan_of(&args.files)?;
    let mut out = BufWriter::new(io::stdout().lock());
    for source in &plan.sources {
        let stream = stream::open(source, &Arc::default()).map_err(|error| unreadable(source, error))?;
        let (lang, options, restorer) = (args.lang, options, restorer.as_deref());
        let mut verb = Verb { args, options, restorer, lang, out: &mut out, line: 1, repaired: String::new() };
        verb.stream(stream, |error| unreadable(source, error))?;
    }
    out.flush()?;
    Ok(Outcome::Well)
}

/// The end of the last whole section of a block, so that sections are the same however the text is read; of the last
/// whole line when there is no section in very much text.
fn sections(block: &[u8]) -> usize {
    let mut lines = 0;
    let mut end = 0;
    for at in memchr::memchr_iter(b'\n', block) {
        lines += 1;
        if lines % SECTION == 0 {
            end = at + 1;
        }
    }
    if end == 0 && block.len() > LARGEST { memchr::memrchr(b'\n', block).map_or(0, |at| at + 1) } else { end }
}

struct Verb<'a, W: Write> {
    args: &'a RepairVerbArgs,
    options: RepairOptions,
    restorer: Option<&'a Restorer>,
    /// That of the first block, if none was named.
    lang: Option<Lang>,
    out: W,
    line: usize,
    repaired: String,
}

impl<W: Write> Verb<'_, W> {
    fn stream(&mut self, mut input: impl Read, unreadable: impl Fn(io::Error) -> Error) -> anyhow::Result<()> {
        let mut block = Vec::new();
        loop {
            let read = input.by_ref().take(BLOCK as u64).read_to_end(&mut block).map_err(&unreadable)?;
            let end = if read == 0 { block.len() } else { sections(&block) };
            self.block(&block[..end])?;
            if read == 0 {
                return Ok(());
            }
            block.drain(..end);
        }
    }

    /// Whole lines.
    fn block(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        loop {
            let good = match simdutf8::compat::from_utf8(bytes) {
                Ok(text) => return self.text(text),
                Err(error) => error.valid_up_to(),
            };
            let start = memchr::memrchr(b'\n', &bytes[..good]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &bytes[good..]).map_or(bytes.len(), |at| good + at + 1);
            self.text(str::from_utf8(&bytes[..start]).unwrap_or_default())?;
            self.foreign(&bytes[start..end])?;
            bytes = &bytes[end..];
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        let lang = *self.lang.get_or_insert_with(|| lang::detect(text));
        let edits = repair::edits(text, lang, &self.options, self.restorer);
        if self.args.explain {
            self.explain(text, &edits)
        } else {
            repair::apply_into(text, &edits, &mut self.repaired);
            self.out.write_all(self.repaired.as_bytes())
        }
    }

    /// A line that is no text.
    fn foreign(&mut self, line: &[u8]) -> io::Result<()> {
        self.line += 1;
        if self.args.explain { Ok(()) } else { self.out.write_all(line) }
    }

    fn explain(&mut self, text: &str, edits: &[Edit<'_>]) -> io::Result<()> {
        let mut from = 0;
        for edit in edits {
            self.line += memchr::memchr_iter(b'\n', &text.as_bytes()[from..edit.span.start]).count();
            from = edit.span.start;
            let (was, is) = around(text, edit);
            let why = REPAIRS.iter().find(|repair| repair.id == edit.by).map_or("", |repair| repair.summary);
            writeln!(self.out, "{}\t{}\t{was}\t{is}\t{why}", self.line, edit.by)?;
        }
        self.line += memchr::memchr_iter(b'\n', &text.as_bytes()[from..]).count();
        Ok(())
    }
}

/// The words that an edit stands in, before and after it.
fn around<'t>(text: &'t str, edit: &Edit<'_>) -> (&'t str, String) {
    let blank = |c: char| c.is_whitespace();
    let start =
        text[..edit.span.start].rfind(blank).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[edit.span.end..].find(blank).map_or(text.len(), |at| edit.span.end + at);
    let is = [&text[start..edit.span.start], &edit.with, &text[edit.span.end..end]].concat();
    (&text[start..end], is)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        verb: RepairVerbArgs,
    }

    fn repaired(explain: bool, text: &[u8]) -> Vec<u8> {
        let args = Command::parse_from(if explain { &["repair", "--explain"][..] } else { &["repair"] }).verb;
        let options = args.repairs.without(&["any.line-ends"]).unwrap();
        let mut out = Vec::new();
        let mut verb =
            Verb { args: &args, options, restorer: None, lang: None, out: &mut out, line: 1, repaired: String::new() };
        verb.stream(text, |error| Error::Usage(error.to_string())).unwrap();
        out
    }

    #[test]
    fn lines_that_are_no_text_pass_and_are_counted() {
        let text = b"\xff\xfe\na\xc2\xa0b\nc\xff\n\xffd\ne\xc2\xa0f\ng\xff";
        assert_eq!(repaired(false, text), b"\xff\xfe\na b\nc\xff\n\xffd\ne f\ng\xff");
        let said = String::from_utf8(repaired(true, text)).unwrap();
        let lines: Vec<&str> = said.lines().map(|line| line.split('\t').next().unwrap()).collect();
        assert_eq!(lines, ["2", "5"]);
    }
}
