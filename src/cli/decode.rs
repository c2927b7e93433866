//! `sarand decode`: bytes in, UTF-8 out; nothing is cleaned.

use super::{Outcome, charset_args::CharsetArgs, input_args::plan_of};
use crate::{
    decode::{Decoded, Hints, decode_with},
    error::Error,
    json,
    plural::counted,
    read::{Source, lines::ChunkReader, nested, record, stream, string},
    repair::{self, mojibake},
};
use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use clap::Args;
use serde::Serialize;
use std::{
    borrow::Cow,
    io::{self, BufWriter, Read, Write},
    path::PathBuf,
    sync::Arc,
};

const EXAMPLES: &str = "\
Examples:
  sarand decode page.html                        print its text as UTF-8
  sarand decode --detect *.txt | jq .            charset, evidence and damage
  sarand decode old.txt --charset windows-1256!  use this charset, do not guess
  sarand decode in.jsonl --base64-field raw      `raw` to `text` and `charset`
  sarand decode in.jsonl --text-field body       repair mojibake in `body`

--detect writes one JSON object per file. JSONL files are written as JSONL. Lines that cannot be read are copied as they \
are (lines over 128 MiB are left out) and counted, and the exit code is 1.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct DecodeArgs {
    /// Files to read, plain or compressed; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Write one JSON object per file about its charset, instead of the text
    #[arg(long, conflicts_with_all = ["base64_field", "text_field"])]
    detect: bool,

    #[command(flatten)]
    charset: CharsetArgs,

    /// Also repair mojibake in the decoded text
    #[arg(long, conflicts_with = "detect")]
    mojibake: bool,

    /// The files are JSONL: decode the base64 bytes of this field to `text`, and add `charset`
    #[arg(long, value_name = "FIELD", conflicts_with = "text_field")]
    base64_field: Option<String>,

    /// The files are JSONL: repair mojibake in this field, and change nothing else
    #[arg(long, value_name = "FIELD")]
    text_field: Option<String>,
}

/// What `--detect` says of a file.
#[derive(Serialize)]
struct Detected<'a> {
    file: &'a str,
    bytes: usize,
    charset: &'static str,
    evidence: &'static str,
    /// Characters that could not be decoded.
    replaced: usize,
    /// Whether the charset changes between lines.
    mixed: bool,
    /// Places where text was decoded wrongly before it was written.
    mojibake: usize,
}

pub(super) fn run(args: &DecodeArgs) -> anyhow::Result<Outcome> {
    let plan = plan_of(&args.files)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let hints = args.charset.hints();
    let mut unread = 0;
    for source in &plan.sources {
        let stream = stream::open(source, &Arc::default()).map_err(|error| unreadable(source, error))?;
        match (&args.base64_field, &args.text_field) {
            (Some(field), _) => {
                let edit = |line: &str, out: &mut Vec<u8>| decode_field(line, field, hints, args.mojibake, out);
                unread += each_line(source, stream, &mut out, edit)?;
            }
            (None, Some(field)) => {
                let edit = |line: &str, out: &mut Vec<u8>| repair_field(line, field, out);
                unread += each_line(source, stream, &mut out, edit)?;
            }
            (None, None) => args.file(source, stream, hints, &mut out)?,
        }
    }
    out.flush()?;
    if unread > 0 {
        writeln!(anstream::stderr(), "sarand: {} could not be read", counted(unread, "line"))?;
    }
    Ok(if unread == 0 { Outcome::Well } else { Outcome::Quarantined })
}

impl DecodeArgs {
    fn file(&self, source: &Source, mut stream: impl Read, hints: Hints, out: &mut impl Write) -> anyhow::Result<()> {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).map_err(|error| unreadable(source, error))?;
        let Decoded { text, charset, evidence, replaced, mixed } = decode_with(&bytes, hints);
        if !self.detect {
            let text = if self.mojibake { repaired(&text).map_or(text, Cow::Owned) } else { text };
            return Ok(out.write_all(text.as_bytes())?);
        }
        let mut edits = Vec::new();
        mojibake::find(&text, 0, &mut edits);
        let (file, bytes, mojibake) = (source.name.as_str(), bytes.len(), edits.len());
        serde_json::to_writer(&mut *out, &Detected { file, bytes, charset, evidence, replaced, mixed, mojibake })?;
        Ok(out.write_all(b"\n")?)
    }
}

/// The text without mojibake; `None` when there is none.
fn repaired(text: &str) -> Option<String> {
    let mut edits = Vec::new();
    mojibake::find(text, 0, &mut edits);
    (!edits.is_empty()).then(|| repair::apply(text, &edits))
}

/// Writes each line as `edit` gives it; one that it refuses is written as it stands. Says how many those were.
fn each_line(
    source: &Source,
    stream: stream::Stream,
    out: &mut impl Write,
    edit: impl Fn(&str, &mut Vec<u8>) -> Option<()>,
) -> anyhow::Result<usize> {
    let mut lines = ChunkReader::new(stream, true, source.limits.record);
    let (mut buffer, mut record, mut unread) = (Vec::new(), Vec::new(), 0);
    while let Some(chunk) = lines.next(&mut buffer) {
        for line in buffer[..chunk.whole].split_inclusive(|b| *b == b'\n') {
            let content = line.trim_ascii();
            record.clear();
            // A line that is no UTF-8 is JSON in some charset all the same.
            let edited = edit(&decode_with(content, Hints::default()).text, &mut record);
            if content.is_empty() || edited.is_none() {
                unread += usize::from(!content.is_empty());
                out.write_all(line)?;
            } else {
                out.write_all(&record)?;
                out.write_all(b"\n")?;
            }
        }
        match chunk.broken {
            Some(error) if error.kind() == io::ErrorKind::FileTooLarge => unread += 1,
            Some(error) => return Err(unreadable(source, error).into()),
            None => {}
        }
    }
    Ok(unread)
}

/// The line with `text` and `charset` decoded from the base64 of `field`.
fn decode_field(line: &str, field: &str, hints: Hints, mojibake: bool, out: &mut Vec<u8>) -> Option<()> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let entries = record::entries(line)?;
    let base64 = string::decode_str(nested::find(line, field)?)?;
    let bytes = LENIENT.decode(base64.split_ascii_whitespace().collect::<String>()).ok()?;
    let decoded = decode_with(&bytes, hints);
    let text = if mojibake { repaired(&decoded.text).map_or(decoded.text, Cow::Owned) } else { decoded.text };
    let values = [("text", text.as_ref()), ("charset", decoded.charset)];
    write(&entries, &values, out);
    Some(())
}

/// The line with mojibake in `field` repaired; as it stood when there is none.
fn repair_field(line: &str, field: &str, out: &mut Vec<u8>) -> Option<()> {
    let value = string::decode_str(nested::find(line, field)?)?;
    match repaired(&value) {
        Some(text) => {
            let mut value = Vec::new();
            json::string(&mut value, &text);
            out.extend(nested::replaced(line, field, &String::from_utf8(value).ok()?)?.into_bytes());
        }
        None => out.extend_from_slice(line.as_bytes()),
    }
    Some(())
}

fn is(key: &str, name: &str) -> bool {
    string::decode_str(key).is_some_and(|key| key == name)
}

/// Appends an object of `entries` with new `values`, each at its old place, or at the end.
fn write(entries: &[(&str, &str)], values: &[(&str, &str)], out: &mut Vec<u8>) {
    out.push(b'{');
    for (key, raw) in entries {
        json::comma(out);
        out.extend_from_slice(key.as_bytes());
        out.push(b':');
        match values.iter().find(|(name, _)| is(key, name)) {
            Some((_, value)) => json::string(out, value),
            None => out.extend_from_slice(raw.as_bytes()),
        }
    }
    for (name, value) in values.iter().filter(|(name, _)| !entries.iter().any(|(key, _)| is(key, name))) {
        json::comma(out);
        json::string(out, name);
        out.push(b':');
        json::string(out, value);
    }
    out.push(b'}');
}

pub(super) fn unreadable(source: &Source, error: io::Error) -> Error {
    Error::Io { path: PathBuf::from(&source.name), source: error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_bytes_becomes_text_and_the_others_stay() {
        let line = r#"{"id": 1.50, "b64": "Y2Fm6SBjcuht\nZQ", "text": "old", "x": [1,  2]}"#;
        let mut out = Vec::new();
        decode_field(line, "b64", Hints::default(), false, &mut out).unwrap();
        let wanted = r#"{"id":1.50,"b64":"Y2Fm6SBjcuht\nZQ","text":"café crème","x":[1,  2],"charset":"windows-1252"}"#;
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
        for line in ["", "[]", "{}", r#"{"b64": 1}"#, r#"{"b64": "é"}"#, r#"{"b64": "aaa"} x"#] {
            assert_eq!(decode_field(line, "b64", Hints::default(), false, &mut Vec::new()), None, "{line}");
        }
    }

    #[test]
    fn a_field_of_text_is_repaired_and_a_clean_line_is_not_touched() {
        let mut out = Vec::new();
        repair_field(r#"{ "t" : "caf\u00c3\u00a9", "n":1e9 }"#, "t", &mut out).unwrap();
        assert_eq!(out, r#"{"t":"café","n":1e9}"#.as_bytes());
        out.clear();
        repair_field(r#"{"a": {"t": "caf\u00c3\u00a9", "n": [ ]}}"#, "a.t", &mut out).unwrap();
        assert_eq!(out, r#"{"a":{"t":"café","n":[ ]}}"#.as_bytes());
        let clean = r#"{ "t" : "caf\u00e9" }"#;
        out.clear();
        repair_field(clean, "t", &mut out).unwrap();
        assert_eq!(out, clean.as_bytes());
    }
}
