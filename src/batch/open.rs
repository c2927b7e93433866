//! From bytes to a [`Document`]: the one way that a file and a record become one.
//!
//! Cleans nothing and writes nothing.

use crate::{
    decode::{self, Decoded, Hints},
    document::{Document, html},
    error::Error,
    lang::Lang,
    read::{
        Kind, Source, host,
        lines::Lines,
        record::{Body, Fault, Faulty, Fields, Record},
        stream,
        string::{self, Spelling},
    },
    rules::RuleSet,
};
use std::{
    borrow::Cow,
    io::Read,
    path::PathBuf,
    sync::{Arc, atomic::AtomicU64},
};

/// The document of a record. Its text is decoded into `buffer`; with it comes the raw text, when writing it out again
/// would give the same bytes.
///
/// # Errors
/// The fault for which the record goes to quarantine.
pub fn record<'b, 'a: 'b>(
    record: &Record<'a>,
    rules: &RuleSet,
    html: html::Options,
    buffer: &'b mut String,
) -> Result<(Document<'b>, Option<&'a str>), Faulty> {
    let host = record.url.and_then(string::decode_str).and_then(host_of).or_else(|| host_field(record));
    let lang = record.language.and_then(string::decode_str).and_then(|code| Lang::parse(&code));
    let (Body::Text(raw) | Body::Html(raw)) = record.body else {
        return Err((Fault::MissingField, "there is no text".to_owned()));
    };
    let Some(spelling) = string::decode_into(raw, buffer) else {
        return Err((Fault::BadJson, "an escape that is none".to_owned()));
    };
    let flags = if spelling == Spelling::Lossy { vec!["lone_surrogates"] } else { vec![] };
    let buffer: &'b str = buffer;
    if let Body::Html(_) = record.body {
        let document = html::parse_with(buffer, host, rules, html);
        let lang = lang.or(document.lang);
        let flags = [document.flags, flags].concat();
        return Ok((Document { lang, flags, ..document }, None));
    }
    let document = Document { host, lang, flags, ..Document::from_text(buffer) };
    Ok((document, (spelling == Spelling::Ours).then_some(raw)))
}

/// The document of a file's bytes, and how they were decoded.
#[must_use]
pub fn file<'b>(
    bytes: &'b [u8],
    kind: Kind,
    rules: &RuleSet,
    charset: Hints,
    html: html::Options,
) -> (Document<'b>, Decoded<'b>) {
    let mut decoded = decode::decode_with(bytes, charset);
    let text = std::mem::take(&mut decoded.text);
    let mut document = match kind {
        Kind::Html => html::parse_with(&text, None, rules, html),
        Kind::Text | Kind::Jsonl => Document::from_text(text),
    };
    if decoded.mixed {
        document.flags.push("charset_mixed");
    }
    (document, decoded)
}

/// A line of JSONL as text. One that is not UTF-8, or begins with a mark, is decoded; then it is not borrowed.
#[must_use]
pub fn line(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Err(_) => Cow::Owned(decode::decode(bytes).text.into_owned()),
    }
}

/// What is said of documents whose line was not UTF-8.
pub const REDECODED: &str = "record_not_utf8";

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Which JSONL fields hold what.
    pub fields: Fields,
    /// What is known of the charset of files.
    pub charset: Hints,
    /// What is taken of HTML.
    pub html: html::Options,
}

/// A record that became a document.
#[derive(Debug)]
pub struct Opened<'d, 'a> {
    /// Its document.
    pub document: Document<'d>,
    /// Its fields; of a file: none.
    pub record: &'d Record<'a>,
}

/// Calls `found` with the id and document of each record of one source, in order. Of a JSONL source a chunk is in memory
/// at a time. `consumed` counts the bytes read, before decompression.
///
/// # Errors
/// A source that cannot be read, and what `found` says.
pub fn each(
    source: &Source,
    reading: &Reading,
    rules: &RuleSet,
    consumed: &Arc<AtomicU64>,
    mut found: impl FnMut(&str, Result<Opened<'_, '_>, Faulty>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let unreadable = |error| Error::Io { path: PathBuf::from(&source.name), source: error };
    let mut stream = stream::open(source, consumed).map_err(unreadable)?;
    let mut bytes = Vec::new();
    if source.kind != Kind::Jsonl {
        stream.read_to_end(&mut bytes).map_err(unreadable)?;
        let host = host::of_path(&source.name).map(Cow::Borrowed);
        let document = Document { host, ..file(&bytes, source.kind, rules, reading.charset, reading.html).0 };
        return found(&source.name, Ok(Opened { document, record: &Record::default() }));
    }
    let mut buffer = String::new();
    let mut lines = Lines::new(stream, true);
    while let Some(chunk) = lines.next(&mut bytes) {
        let whole = &bytes[..chunk.whole];
        let numbered = (chunk.place.line..).zip(whole.split(|b| *b == b'\n'));
        for (number, line) in numbered.filter(|(_, line)| !line.trim_ascii().is_empty()) {
            let name = || format!("{}#{number}", source.name);
            match Record::parse(&self::line(line), &reading.fields) {
                Ok(parsed) => {
                    let id = match parsed.id {
                        Some(id) => string::decode_str(id).unwrap_or(Cow::Borrowed(id)),
                        None => Cow::Owned(name()),
                    };
                    let opened = self::record(&parsed, rules, reading.html, &mut buffer);
                    found(&id, opened.map(|(document, _)| Opened { document, record: &parsed }))?;
                }
                Err(fault) => found(&name(), Err(fault))?,
            }
        }
        if let Some(error) = chunk.broken {
            return Err(unreadable(error).into());
        }
    }
    Ok(())
}

fn host_of(url: Cow<'_, str>) -> Option<Cow<'_, str>> {
    match url {
        Cow::Borrowed(url) => host::of_url(url),
        Cow::Owned(url) => host::of_url(&url).map(|host| Cow::Owned(host.into_owned())),
    }
}

/// What a record without a URL says in a field `host`.
fn host_field<'a>(record: &Record<'a>) -> Option<Cow<'a, str>> {
    let (_, raw) = record.unknown.iter().find(|(key, _)| *key == "\"host\"")?;
    let host = string::decode_str(raw)?.trim().to_lowercase();
    (!host.is_empty()).then_some(Cow::Owned(host))
}
