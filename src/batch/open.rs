//! From bytes to a [`Document`]: the one way that a file and a record become one.
//!
//! Cleans nothing and writes nothing.

use crate::{
    decode::{self, Decoded, Hints},
    document::{
        Document, Flag,
        html::{self, Location},
    },
    error::Error,
    lang::Lang,
    read::{
        Format, Source, SourceOrigin, host, http,
        lines::StreamPosition,
        raw_record::{self, RawRecordKind, RecordHead},
        record::{Body, Fault, FaultDetail, Fields, Record},
        records::Records,
        stream,
        string::{self, Escaping},
        unpack,
    },
    rules::RuleSet,
};
use std::{
    borrow::Cow,
    io::{self, Read},
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
    reading: &ReadOptions,
    buffer: &'b mut String,
) -> Result<(Document<'b>, Option<&'a str>), FaultDetail> {
    let host = record.url.and_then(string::decode_str).and_then(host_of).or_else(|| host_field(record));
    let lang = record.language.and_then(string::decode_str).and_then(|code| Lang::parse(&code));
    let (Body::Text(raw) | Body::Html(raw)) = record.body else {
        return Err((Fault::MissingField, "there is no text".to_owned()));
    };
    let Some(spelling) = string::decode_into(raw, buffer) else {
        return Err((Fault::BadJson, "an escape that is none".to_owned()));
    };
    let titled = record.title.and_then(string::decode_str).is_some_and(|title| !title.trim().is_empty());
    let flags = if spelling == Escaping::Lossy { vec![Flag::LoneSurrogates] } else { vec![] };
    let buffer: &'b str = buffer;
    if let Body::Html(_) = record.body {
        let url = record.url.and_then(string::decode_str);
        let document = html::parse_with(buffer, Location { host, url }, rules, reading.html);
        let lang = lang.or(document.lang);
        let flags = [document.flags, flags].concat();
        return Ok((Document { lang, flags, titled, ..document }, None));
    }
    let document = Document { host, lang, flags, titled, ..Document::from_text(buffer) };
    Ok((document, (spelling == Escaping::Ours).then_some(raw)))
}

/// The document of the bytes of the file `name`, and how they were decoded.
#[must_use]
pub fn file<'b>(
    bytes: &'b [u8],
    kind: Format,
    name: &'b str,
    rules: &RuleSet,
    reading: &ReadOptions,
) -> (Document<'b>, Decoded<'b>) {
    let location = Location { host: host::of_path(name).map(Cow::Borrowed), url: None };
    decoded(bytes, kind, location, rules, reading.charset, reading.html)
}

fn decoded<'b>(
    bytes: &'b [u8],
    kind: Format,
    location: Location<'b>,
    rules: &RuleSet,
    charset: Hints,
    html: html::Options,
) -> (Document<'b>, Decoded<'b>) {
    let mut decoded = decode::decode_with(bytes, charset);
    let text = std::mem::take(&mut decoded.text);
    let mut document = match kind {
        Format::Html => html::parse_with(&text, location, rules, html),
        _ => Document { host: location.host, url: location.url, ..Document::from_text(text) },
    };
    if decoded.mixed {
        document.flags.push(Flag::CharsetMixed);
    }
    (document, decoded)
}

/// What an archive says of a page, as JSON.
#[derive(Debug, Default)]
pub struct ArchiveMetadata {
    id: Option<String>,
    url: Option<String>,
    created: Option<String>,
    status: Option<String>,
}

impl ArchiveMetadata {
    /// What `head` and the server's answer say.
    #[must_use]
    pub fn of(head: &RecordHead, page: &http::ArchivedPage<'_>) -> Self {
        let json = |text: &str| (!text.is_empty()).then(|| serde_json::Value::from(text).to_string());
        let status = page.status.map(|status| status.to_string());
        Self { id: json(&head.id), url: json(&head.url), created: json(&head.date), status }
    }

    /// It as a record.
    #[must_use]
    pub fn record(&self) -> Record<'_> {
        let unknown = self.status.iter().map(|status| ("\"http_status\"", status.as_str())).collect();
        let (id, url, created) = (self.id.as_deref(), self.url.as_deref(), self.created.as_deref());
        Record { id, url, created, unknown, ..Record::default() }
    }
}

/// The document of a page of an archive, as [`file()`] makes it of a file; `name` is that of the page.
#[must_use]
pub fn page<'b>(
    page: &'b http::ArchivedPage<'_>,
    head: &'b RecordHead,
    name: &'b str,
    rules: &RuleSet,
    reading: &ReadOptions,
) -> (Document<'b>, Decoded<'b>) {
    let told = reading.charset;
    let charset = if told.force || page.charset.charset.is_none() { told } else { page.charset };
    let url = Some(Cow::Borrowed(head.url.as_str())).filter(|url| !url.is_empty());
    let host = host::of_url(&head.url).or_else(|| host::of_path(name).map(Cow::Borrowed));
    let (mut document, decoded) = decoded(&page.bytes, page.kind, Location { host, url }, rules, charset, reading.html);
    if page.truncated {
        document.flags.push(Flag::Truncated);
    }
    (document, decoded)
}

/// What the file `entry` in the archive `source` is called; empty for what has no name there.
#[must_use]
pub fn entry_name(source: &Source, entry: &str) -> String {
    if entry.is_empty() { String::new() } else { format!("{}/{entry}", source.name) }
}

/// A line of JSONL as text. One that is not UTF-8, or begins with a mark, is decoded; then it is not borrowed.
#[must_use]
pub fn line(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Err(_) => Cow::Owned(decode::decode(bytes).text.into_owned()),
    }
}

/// How sources are read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// Which JSONL fields hold what.
    pub fields: Fields,
    /// What is known of the charset of files.
    pub charset: Hints,
    /// What is taken of HTML.
    pub html: html::Options,
}

/// A record that became a document.
#[derive(Debug)]
pub struct OpenedDocument<'d, 'a> {
    /// Its document.
    pub document: Document<'d>,
    /// Its fields; of a file: none.
    pub record: &'d Record<'a>,
}

/// Calls `found` with the id and document of each record of one source, in order. A chunk of a source is in memory at
/// a time. `consumed` counts the bytes read, before decompression.
///
/// # Errors
/// A source that cannot be read, and what `found` says.
pub fn for_each_document<E: From<Error>>(
    source: &Source,
    reading: &ReadOptions,
    rules: &RuleSet,
    consumed: &Arc<AtomicU64>,
    mut found: impl FnMut(&str, Result<OpenedDocument<'_, '_>, FaultDetail>) -> Result<(), E>,
) -> Result<(), E> {
    if let SourceOrigin::Unreadable(said) = &source.origin {
        return found(&source.name, Err((Fault::Unreadable, said.clone())));
    }
    let unreadable = |error| Error::Io { path: PathBuf::from(&source.name), source: error };
    let mut bytes = Vec::new();
    let mut buffer = String::new();
    if source.kind.is_page() {
        let stream = stream::open(source, consumed).map_err(unreadable)?;
        stream.take(source.limits.record as u64).read_to_end(&mut bytes).map_err(unreadable)?;
        let page = match http::file(source.kind, Cow::Borrowed(&bytes), &source.limits) {
            Ok(page) => page,
            Err(fault) => return found(&source.name, Err(fault)),
        };
        let document = file(&page.bytes, page.kind, &source.name, rules, reading).0;
        return found(&source.name, Ok(OpenedDocument { document, record: &Record::default() }));
    }
    let numbered = |number: u64| format!("{}#{number}", source.name);
    let mut row =
        |bytes: &[u8], number: u64, found: &mut dyn FnMut(&str, Result<OpenedDocument<'_, '_>, FaultDetail>) -> _| {
            if bytes.len() > source.limits.record {
                return found(&numbered(number), Err((Fault::TooLong, format!("{} bytes", bytes.len()))));
            }
            let (line, mut spare) = (line(bytes), String::new());
            match Record::read(&line, &mut spare, &reading.fields) {
                Ok(parsed) => {
                    let id = match parsed.id {
                        Some(id) => string::decode_str(id).unwrap_or(Cow::Borrowed(id)),
                        None => Cow::Owned(numbered(number)),
                    };
                    let opened = self::record(&parsed, rules, reading, &mut buffer);
                    found(&id, opened.map(|(document, _)| OpenedDocument { document, record: &parsed }))
                }
                Err(fault) => found(&numbered(number), Err(fault)),
            }
        };
    let mut lines = match Records::open(source, StreamPosition::START, true, consumed).map_err(unreadable)? {
        Records::Lines(lines) => lines,
        Records::Others(mut records) => {
            while let Some(item) = records.next(&mut bytes) {
                let number = item.position.line;
                match item.kind {
                    RawRecordKind::Skipped(_) => {}
                    RawRecordKind::Faulty(fault) => found(&numbered(number), Err(fault))?,
                    RawRecordKind::Row | RawRecordKind::Value { .. } => row(&bytes, number, &mut found)?,
                    RawRecordKind::Page(head) => {
                        match http::page(&head, &bytes[head.block..], source.any_status, &source.limits) {
                            Ok(http::BlockContent::Skipped(_)) => {}
                            Err(fault) => found(&numbered(number), Err(fault))?,
                            Ok(http::BlockContent::Page(taken)) => {
                                let (archived, name) =
                                    (ArchiveMetadata::of(&head, &taken), entry_name(source, &head.name));
                                let (document, _) = page(&taken, &head, &name, rules, reading);
                                let id = match (name.is_empty(), head.id.is_empty()) {
                                    (false, _) => Cow::Borrowed(name.as_str()),
                                    (true, false) => Cow::Borrowed(head.id.as_str()),
                                    (true, true) => Cow::Owned(numbered(number)),
                                };
                                found(&id, Ok(OpenedDocument { document, record: &archived.record() }))?;
                            }
                        }
                    }
                }
                bytes.clear();
            }
            return Ok(());
        }
    };
    while let Some(chunk) = lines.next(&mut bytes) {
        let whole = &bytes[..chunk.whole];
        for (number, line) in (chunk.position.line..).zip(whole.split(|b| *b == b'\n')) {
            if !line.trim_ascii().is_empty() {
                row(line, number, &mut found)?;
            }
        }
        match chunk.broken {
            Some(error) if unpack::goes_on(&error) || error.kind() == io::ErrorKind::FileTooLarge => {
                found(&source.name, Err(raw_record::fault(&error)))?;
            }
            Some(error) => return Err(unreadable(error).into()),
            None => {}
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
