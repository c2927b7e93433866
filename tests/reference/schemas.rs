//! JSON Schemas of all outputs. Names that outputs use are those of the program.

use super::{
    rule_schema,
    shape::{
        Field, boolean, by_any, by_name, count, from_one, hash, list, object, one_of, open_object, share, string,
        usually_string,
    },
};
use sarand::{
    document::{
        Flag,
        extract::{DOUBTS, LEFT_OUT, PageType},
    },
    read::{RecordSkip, SkipReason, fault::Fault},
    repair::REPAIRS,
};
use serde_json::{Value, json};

/// A schema with its file.
pub(crate) struct Schema {
    pub(crate) file: &'static str,
    pub(crate) json: Value,
}

fn repairs() -> impl Iterator<Item = &'static str> {
    REPAIRS.iter().map(|repair| repair.id)
}

fn faults() -> impl Iterator<Item = &'static str> {
    Fault::ALL.into_iter().map(Fault::id)
}

fn left_out() -> impl Iterator<Item = &'static str> {
    LEFT_OUT.iter().map(|(name, _)| *name)
}

fn flags() -> impl Iterator<Item = &'static str> {
    Flag::ALL.into_iter().map(Flag::name)
}

/// The version of JSON Schema. That of rule files is for Taplo, which knows no newer one.
fn draft(file: &str) -> &'static str {
    match file {
        "rules.schema.json" => "http://json-schema.org/draft-04/schema#",
        _ => "https://json-schema.org/draft/2020-12/schema",
    }
}

pub(crate) fn all() -> Vec<Schema> {
    let list: [(&'static str, &str, &str, Value); 10] = [
        ("documents.schema.json", "documents.jsonl", "One line of `documents.jsonl`.", documents()),
        (
            "removed.schema.json",
            "removed.jsonl",
            "One line of `removed.jsonl`: what was done to one document.",
            removed(),
        ),
        ("quarantine.schema.json", "quarantine.jsonl", "One line of `quarantine.jsonl`.", quarantine()),
        ("report.schema.json", "report.json", "The counts of a run: `report.json` and `--report`.", report()),
        (
            "manifest.schema.json",
            "manifest.jsonl",
            "One line of `manifest.jsonl`: the run, a part, or the end.",
            manifest(),
        ),
        (
            "error.schema.json",
            "errors of a filter",
            "What `sarand clean - -o -` writes for a record without a document.",
            error(),
        ),
        ("explain.schema.json", "sarand explain --json", "One line of `sarand explain --json`.", explain()),
        ("eval.schema.json", "sarand eval --json", "The output of `sarand eval --json`.", eval()),
        ("detect.schema.json", "sarand decode --detect", "One line of `sarand decode --detect`.", detect()),
        (
            "progress.schema.json",
            "--progress json",
            "One line that `--progress json` writes to standard error.",
            progress(),
        ),
    ];
    let list = list.into_iter().chain(rule_schema::all());
    list.map(|(file, title, description, body)| {
        let mut json = json!({
            "$schema": draft(file), "title": title, "description": description,
        });
        json.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        Schema { file, json }
    })
    .collect()
}

fn documents() -> Value {
    let counted = |ids: Value| list(object(&[("id", ids, ""), ("count", from_one(), "")]));
    let extraction = object(&[
        ("confidence", share(), "expected F1 of the text, by words"),
        ("reason", one_of(DOUBTS.iter().map(|(name, _)| *name)), "why it is not higher"),
    ]);
    let post = object(&[
        ("line?", count(), "line of the text where it begins, from 0"),
        ("date?", string(), "when it was written"),
        ("author?", string(), "who wrote it"),
    ]);
    let found = json!({"type": "object"});
    let metadata = open_object(&[
        ("hostname?", string(), "host of the page"),
        ("sitename?", string(), "name of the site"),
        ("description?", string(), "summary of the page"),
        ("image?", string(), "main image"),
        ("categories?", list(string()), "categories"),
        ("tags?", list(string()), "tags"),
        ("license?", string(), "licence"),
        ("modified?", string(), "when it was changed"),
        ("date_jalali?", string(), "the Jalali date; `date` has it as ISO 8601"),
        ("page_type?", one_of(PageType::ALL.into_iter().map(PageType::name)), "a guess at the type of page"),
        ("extraction?", extraction, "how sure extraction is"),
        ("comments?", list(string()), "readers' comments, with `--comments`"),
        ("posts?", list(post), "posts of a thread, with `--posts`"),
        ("sources?", by_any(string()), "where each value was found, with `--metadata-sources`"),
        ("http_status?", json!({"type": "integer"}), "HTTP status if it is not 200, with `--any-status`"),
        ("charset?", string(), "charset of the bytes"),
        ("charset_evidence?", string(), "how the charset was found"),
        ("replaced?", count(), "characters that could not be decoded"),
        ("length?", count(), "characters of the text after cleaning"),
        ("original_length?", count(), "characters of the text before cleaning"),
        ("lines_removed?", count(), "lines that rules and the judge removed"),
        ("private_use?", count(), "characters for private use in the text"),
        ("rules?", counted(string()), "rules that removed something, and how often"),
        ("repairs?", counted(one_of(repairs())), "repairs that were made, and how often"),
        ("flags?", list(one_of(flags())), "flags of the document"),
        ("found?", found, "what was found where the input says something else"),
    ]);
    open_object(&[
        ("id", usually_string(), "id of the record, or path, or path and number"),
        ("text", string(), "the clean text"),
        ("source", usually_string(), "field `source` of the record, or name of the INPUT"),
        ("created?", usually_string(), "when it was crawled"),
        ("url?", usually_string(), "URL of the page"),
        ("title?", usually_string(), "headline"),
        ("author?", usually_string(), "author"),
        ("date?", usually_string(), "date of publication"),
        ("language?", usually_string(), "language of the text"),
        ("metadata", metadata, "metadata of the input, what was found, and what this run did"),
    ])
}

fn span() -> [Field<'static>; 2] {
    [("start", count(), "first byte in the original text (UTF-8)"), ("end", count(), "byte behind the last one")]
}

fn removed() -> Value {
    let [start, end] = span();
    let removal = object(&[
        start.clone(),
        end.clone(),
        ("text", string(), "what was removed"),
        ("rule", string(), "id of the rule"),
        ("chance?", share(), "of the judge: how likely the line is boilerplate"),
        ("reasons?", list(string()), "of the judge, with `--reasons`: why, strongest first"),
    ]);
    let edit = object(&[
        start,
        end,
        ("was", string(), "the text before"),
        ("with", string(), "the text after"),
        ("by", one_of(repairs()), "id of the repair"),
    ]);
    let line = object(&[
        ("at", count(), "offset in the text where the line was, in bytes"),
        ("text", string(), "the line"),
        ("reason", one_of(left_out()), "why it is not main content"),
        ("element", string(), "the elements of the page around it, outermost first"),
    ]);
    let element = object(&[
        ("at", count(), "offset of the line in the text, in bytes"),
        ("element", string(), "the elements of the page around it, outermost first"),
        ("chance", share(), "how likely it is main content"),
    ]);
    object(&[
        ("id", usually_string(), "id of the document"),
        ("removals", list(removal), "what rules and the judge removed"),
        ("edits", list(edit), "what repairs changed"),
        ("left_out?", list(line), "with `--keep-extracted`: lines of the page that are not main content"),
        ("elements?", list(element), "with `--keep-extracted`: where in the page each line of the text stood"),
    ])
}

fn reason() -> Value {
    json!({"type": "string", "pattern": format!("^({}): ", faults().collect::<Vec<_>>().join("|"))})
}

fn quarantine() -> Value {
    object(&[
        ("file", string(), "path of the file"),
        ("source?", string(), "name of the INPUT if that is a folder"),
        ("entry?", string(), "name inside a tar or zip file"),
        ("offset", count(), "first byte in the decompressed file"),
        ("length", count(), "bytes of `raw`, decoded"),
        ("line", from_one(), "number of the line"),
        ("reason", reason(), "name of the reason, a colon, and details"),
        ("raw", json!({"type": "string", "contentEncoding": "base64"}), "the bytes, as base64"),
    ])
}

fn error() -> Value {
    object(&[
        ("id", usually_string(), "id of the record"),
        ("error", string(), "name of the reason, a colon, and details"),
    ])
}

fn tally() -> Vec<Field<'static>> {
    let skips = RecordSkip::ALL.iter().map(|(_, id, _)| *id);
    let flow =
        |what: &str| object(&[("in", count(), &format!("{what} read")), ("out", count(), &format!("{what} written"))]);
    let records = object(&[
        ("in", count(), "records read"),
        ("out", count(), "documents written"),
        ("dropped", by_any(count()), "records of which nothing is left, by rule"),
        ("quarantined", by_name(faults(), count()), "records that could not be read, by reason"),
        ("skipped?", by_name(skips, count()), "records of archives that hold no page, by reason"),
    ]);
    let characters = object(&[
        ("removed", count(), "characters that rules and the judge removed"),
        ("replaced", count(), "U+FFFD for bytes that could not be decoded"),
        ("private_use", count(), "characters for private use in the clean texts"),
    ]);
    let rule = object(&[("documents", count(), ""), ("removals", count(), ""), ("bytes", count(), "")]);
    let repair = object(&[("documents", count(), ""), ("edits", count(), "")]);
    let left = object(&[("documents", count(), ""), ("lines", count(), ""), ("bytes", count(), "")]);
    let host = object(&[
        ("documents", count(), ""),
        ("in", count(), "bytes of text read"),
        ("out", count(), "bytes of text written"),
    ]);
    let hosts = object(&[("top", by_any(host.clone()), "the busiest hosts"), ("others", host, "all others together")]);
    vec![
        ("records", records, "where every record went"),
        ("blank_lines", count(), "blank lines of JSONL files"),
        ("bytes", flow("bytes of text"), "bytes of text"),
        ("characters", characters, "characters"),
        ("rules", by_any(rule), "by rule"),
        ("repairs", by_name(repairs(), repair), "by repair"),
        ("left_out?", by_name(left_out(), left), "lines of pages that are not main content, by reason"),
        ("charsets", by_any(count()), "files by charset"),
        ("languages", by_any(count()), "documents by language"),
        ("flags", by_name(flags(), count()), "documents by flag"),
        ("hosts", hosts, "documents by host"),
    ]
}

fn report() -> Value {
    let skipped = by_name(SkipReason::ALL.into_iter().map(SkipReason::id), count());
    let files = object(&[("read", count(), "files read"), ("skipped", skipped, "files skipped, by reason")]);
    let mut fields = vec![
        ("tool", string(), "program and version"),
        ("unfinished?", boolean(), "`true` if the run is not finished"),
        ("files", files, "files"),
    ];
    fields.extend(tally());
    object(&fields)
}

fn manifest() -> Value {
    let inputs = object(&[
        ("files", count(), "how many"),
        ("bytes", count(), "their size"),
        ("sha256", hash(), "hash of their names and sizes"),
    ]);
    let run = object(&[
        ("form", json!({"const": 1}), "version of this format"),
        ("tool", string(), "program and version"),
        ("rules", hash(), "hash of the rules"),
        ("options", by_any(list(string())), "options that reach the output"),
        ("inputs", inputs, "the inputs"),
    ]);
    let at = object(&[("offset", count(), ""), ("line", from_one(), "")]);
    let position = object(&[
        ("source", count(), "number of the input, from 0"),
        ("piece", count(), "pieces of it that are done"),
        ("at?", at, "where the next piece begins"),
    ]);
    let file = object(&[
        ("bytes", count(), "size"),
        ("sha256", json!({"type": "string", "pattern": "^([0-9a-f]{64})?$"}), "hash"),
    ]);
    let part = object(&[
        ("part", count(), "number of the part, from 0"),
        ("from", position.clone(), "where in the inputs it begins"),
        ("to", position, "where it ends"),
        ("whole", boolean(), "`false` if the run was interrupted in this part"),
        ("read", count(), "bytes of decompressed input"),
        ("documents", file.clone(), "its documents"),
        ("removed", file.clone(), "its removed lines"),
        ("quarantine", file.clone(), "its quarantine"),
        ("texts", file, "the hashes of its texts"),
        ("tally", object(&tally()), "its counts"),
    ]);
    let end = object(&[("end", json!({"const": true}), "all inputs are done")]);
    json!({"anyOf": [run, part, end]})
}

fn explain() -> Value {
    let line = || -> [Field<'static>; 3] {
        [
            ("id", usually_string(), "id of the document"),
            ("line", from_one(), "number of the line"),
            ("text", string(), "the line"),
        ]
    };
    let with = |more: &[Field<'static>]| object(&[&line()[..], more].concat());
    let decision = with(&[
        ("rule", string(), "id of the rule"),
        ("part?", string(), "the part of the line that is meant, if not all of it"),
        ("outcome", one_of(["applied", "refused", "held"]), "what became of it"),
        ("guard?", string(), "what kept the line"),
    ]);
    let chance = with(&[
        ("chance", share(), "how likely the line is boilerplate"),
        ("bound", share(), "with a higher chance the judge removes it"),
        ("reasons?", list(string()), "why the judge removed it, strongest first"),
    ]);
    let folded = with(&[
        ("folded", string(), "the line as `regex` sees it"),
        ("squashed", string(), "the line as phrases are compared"),
    ]);
    let parts = left_out().chain(["main"]);
    let page = object(&[
        ("id", usually_string(), "id of the document"),
        ("page_type", one_of(PageType::ALL.into_iter().map(PageType::name).chain([""])), "a guess at the type of page"),
        ("text", string(), "a line of the page"),
        ("element", string(), "where it is"),
        ("score", share(), "how likely it is content"),
        ("outcome", one_of(["kept", "dropped"]), "whether it is in the text"),
        ("part", one_of(parts), "what it is part of"),
        ("rule?", string(), "`html` rule that matches"),
    ]);
    let dropped = object(&[
        ("id", usually_string(), "id of the document"),
        ("dropped", one_of(["any.empty"]), "why the document is not written"),
    ]);
    json!({"anyOf": [decision, chance, page, dropped, folded]})
}

fn eval() -> Value {
    let score = object(&[
        ("documents", count(), "labelled documents"),
        ("perfect", count(), "documents without a mistake"),
        ("kept", count(), "content lines that are kept"),
        ("lost", count(), "content lines that are lost"),
        ("dropped", count(), "boilerplate lines that are removed"),
        ("left", count(), "boilerplate lines that are left"),
    ]);
    let nullable = || json!({"type": ["string", "null"]});
    let mistake = object(&[
        ("id", string(), "id of the document"),
        ("line", from_one(), "number of the line"),
        ("kind", nullable(), "class of the line, from its label"),
        ("rule", nullable(), "rule that removed it"),
        ("text", string(), "the line"),
    ]);
    let kind = object(&[("dropped", count(), ""), ("left", count(), "")]);
    let rule = object(&[("dropped", count(), ""), ("lost", count(), "")]);
    object(&[
        ("all", score.clone(), "all documents"),
        ("languages", by_any(score), "by language"),
        ("kinds", by_any(kind), "by class of boilerplate"),
        ("rules", by_any(rule), "by rule"),
        ("lost", list(mistake.clone()), "content lines that are lost"),
        ("left", list(mistake), "boilerplate lines that are left"),
    ])
}

fn detect() -> Value {
    object(&[
        ("file", string(), "path of the file"),
        ("bytes", count(), "its size, decompressed"),
        ("charset", string(), "its charset"),
        ("evidence", string(), "how the charset was found"),
        ("replaced", count(), "characters that could not be decoded"),
        ("mixed", boolean(), "whether the charset changes between lines"),
        ("mojibake", count(), "places that were decoded with the wrong charset before"),
    ])
}

fn progress() -> Value {
    object(&[
        ("bytes", count(), "bytes of input read, as they are on disk"),
        ("total?", count(), "all bytes of input, if that is known"),
        ("records", count(), "records read"),
        ("quarantined", count(), "records quarantined"),
        ("seconds", json!({"type": "number", "minimum": 0}), "time since the start"),
    ])
}
