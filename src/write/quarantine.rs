//! `quarantine.jsonl`: what could not be read, with its raw bytes, so that nothing is lost.
//!
//! `{"file", "offset", "length", "line", "reason", "raw"}`: offset and length are bytes of the decompressed stream,
//! line counts from 1, raw is base64.

use super::json;
use crate::read::{lines::Place, record::Fault};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Appends a line. `raw` begins at `place` in the file called `file`.
pub fn write(out: &mut Vec<u8>, file: &str, place: Place, fault: Fault, detail: &str, raw: &[u8]) {
    out.extend_from_slice(b"{\"file\":");
    json::string(out, file);
    out.extend_from_slice(b",\"offset\":");
    json::number(out, place.offset);
    out.extend_from_slice(b",\"length\":");
    json::number(out, raw.len() as u64);
    out.extend_from_slice(b",\"line\":");
    json::number(out, place.line);
    out.extend_from_slice(b",\"reason\":");
    json::string(out, &format!("{}: {detail}", fault.id()));
    out.extend_from_slice(b",\"raw\":\"");
    out.extend_from_slice(STANDARD.encode(raw).as_bytes());
    out.extend_from_slice(b"\"}\n");
}
