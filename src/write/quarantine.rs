//! `quarantine.jsonl`: what could not be read, with its raw bytes, so that nothing is lost.
//!
//! `{"file", "source", "entry", "offset", "length", "line", "reason", "raw"}`: offset and length are bytes of the decompressed
//! stream, line counts from 1, raw is base64; `source` is the base name of the INPUT, where it is not the file. `entry` is the
//! name of a file inside an archive of files; then raw is what is in it. A later run reads it back as it stood.

use crate::json;
use crate::read::{Source, lines::StreamPosition, record::FaultDetail};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Appends a line. `raw` begins at `position` in `source`, or is what is in the file `entry` that begins there.
pub fn write(
    out: &mut Vec<u8>,
    source: &Source,
    entry: &str,
    position: StreamPosition,
    (fault, detail): &FaultDetail,
    raw: &[u8],
) {
    out.extend_from_slice(b"{\"file\":");
    json::string(out, &source.name);
    if source.base != source.name {
        out.extend_from_slice(b",\"source\":");
        json::string(out, &source.base);
    }
    if !entry.is_empty() {
        out.extend_from_slice(b",\"entry\":");
        json::string(out, entry);
    }
    out.extend_from_slice(b",\"offset\":");
    json::number(out, position.offset);
    out.extend_from_slice(b",\"length\":");
    json::number(out, raw.len() as u64);
    out.extend_from_slice(b",\"line\":");
    json::number(out, position.line);
    out.extend_from_slice(b",\"reason\":");
    json::string(out, &format!("{}: {detail}", fault.id()));
    out.extend_from_slice(b",\"raw\":\"");
    out.extend_from_slice(STANDARD.encode(raw).as_bytes());
    out.extend_from_slice(b"\"}\n");
}
