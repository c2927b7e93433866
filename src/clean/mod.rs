//! One document in, one clean document out, with every removal and edit accounted for.
//!
//! ```
//! use sarand::{clean, document::Document, rules::RuleSet};
//! let text = "[ad_1]\nThe council met on Monday and agreed on a new timetable for the night buses to the harbour.\n";
//! let document = Document::from_text(text);
//! let rules = RuleSet::builtin();
//! let cleaned = clean::clean(&document, &rules, &clean::Options::default());
//! assert!(!cleaned.text.contains("[ad_1]"));
//! assert_eq!(clean::restore(&cleaned.text, &cleaned.changes(text)), text);
//! ```
//!
//! The order of work: repairs of the hygiene are found first and made in memory, rules judge the repaired text, and what
//! they remove is written down in offsets of the original. So a second run meets the text that the first one judged.
//! Does no I/O and knows no clock: the same document, rules and options give the same answer.

mod compose;
mod defaults;
mod metadata;
mod shared;
mod training;

pub use defaults::{CleanedPage, clean_html, clean_text};
pub use shared::SharedCleaner;
pub use training::{TrainingLine, TrainingOptions};

use crate::{
    document::{
        Document, Flag, HUGE, Lines,
        extract::LineEvidence,
        marks::OffsetMap,
        metadata::{Found, Value},
    },
    judge::{self, CrawlShares, Judge, Verdict},
    lang::{self, Lang},
    repair::{self, Edit, RepairOptions, mojibake, zwnj::Restorer},
    rules::{Decision, DocumentQuery, Level, NONE, Resolver, RuleSet},
    span::Span,
    survey::LineShares,
};
use serde::Serialize;
use std::{borrow::Cow, sync::Arc};

/// The id under which blank lines beside a removal go.
pub const BLANK_LINES: &str = "any.blank-lines";

/// Rules and judge take so many turns at most; three are rare.
const ROUNDS: usize = 64;

/// How to clean.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Rules up to this level are applied.
    pub level: Level,
    /// The language of all documents; otherwise the document's own, otherwise detected.
    pub lang: Option<Lang>,
    /// Which repairs are made.
    pub repair: RepairOptions,
    /// What restores ZWNJ, if it knows more than the embedded lexicon.
    pub restorer: Option<Arc<Restorer>>,
    /// What the crawl says of lines: see [`crate::survey`].
    pub survey: Option<Arc<LineShares>>,
    /// Whether [`Cleaned::decisions`] is wanted, and in [`Cleaned::judged`] every line. Costs time, changes nothing else.
    pub explain: bool,
    /// Whether the reasons in [`Cleaned::judged`] are wanted. The same.
    pub reasons: bool,
}

/// What the judge thinks of a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judgement {
    /// 0-based number of the line in the repaired text, which has the lines of the original.
    pub line: usize,
    /// The chance that it is chrome, 0 to 1; of a line that went, when it went.
    pub chance: f32,
    /// What it was compared with: with more than this chance a line goes.
    pub bound: f32,
    /// Why the judge took it, strongest reason first; empty for other lines, and unless asked for.
    pub reasons: Vec<String>,
}

/// A removed range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Removal<'r> {
    /// Bytes of the document's text as it was given.
    pub span: Span,
    /// The id of the rule.
    pub rule: &'r str,
    /// The number of the line that went whole, from 0; `None` for a part of a line.
    pub line: Option<usize>,
}

/// A clean document.
#[derive(Clone, Debug, Serialize)]
pub struct Cleaned<'r> {
    /// The clean text.
    pub text: String,
    /// The clean text with marks, of a document that has them.
    pub marked: Option<String>,
    /// What was removed, sorted, not overlapping, also not with `edits`.
    pub removals: Vec<Removal<'r>>,
    /// What was repaired in what is left, sorted.
    pub edits: Vec<Edit<'r>>,
    /// Metadata found: `title`, `date`, `kicker`, `news_code`, … (see `save` in `rules/README.md`).
    pub found: Found,
    /// What a reader should know of this document, sorted, each once.
    pub flags: Vec<Flag>,
    /// The language it was judged by.
    pub lang: Lang,
    /// How many non-blank lines were removed whole.
    pub lines_removed: usize,
    /// How many characters of `text` are for private use.
    pub private_use: usize,
    /// Every claim of every rule and what became of it; empty unless asked for.
    pub decisions: Vec<Decision<'r>>,
    /// Lines that the judge took, by number; with [`Options::explain`] every line that it judged.
    pub judged: Vec<Judgement>,
}

/// Cleans one document. For many, a [`Cleaner`] is faster.
#[must_use]
pub fn clean<'r>(document: &Document<'_>, rules: &'r RuleSet, options: &Options) -> Cleaned<'r> {
    Cleaner::new(rules, options).clean(document)
}

/// Cleans documents one after the other, using its memory again.
#[derive(Debug)]
pub struct Cleaner<'r, 'o> {
    rules: &'r RuleSet,
    options: &'o Options,
    memory: Memory,
}

/// What is used again from document to document. It belongs to one set of rules.
#[derive(Debug, Default)]
struct Memory {
    lines: Lines,
    resolver: Resolver,
    repaired: String,
    judge: Judge,
    judged: Vec<Judgement>,
}

/// The text after repairs and before rules, and what was known of it.
struct Repaired<'t> {
    text: &'t str,
    /// Claims of `html` rules, moved to offsets of `text`.
    claims: Vec<(Span, u32)>,
}

impl<'r, 'o> Cleaner<'r, 'o> {
    /// A cleaner for these rules.
    #[must_use]
    pub fn new(rules: &'r RuleSet, options: &'o Options) -> Self {
        Self { rules, options, memory: Memory::default() }
    }

    /// Cleans one document.
    #[must_use]
    pub fn clean(&mut self, document: &Document<'_>) -> Cleaned<'r> {
        let original = &*document.text;
        let lang = self.options.lang.or(document.lang).unwrap_or_else(|| lang::detect(original));
        let repairs = self.options.repair.from_html(document.shown);
        let edits = repair::edits(original, lang, &repairs, self.options.restorer.as_deref());
        let mut buffer = std::mem::take(&mut self.memory.repaired);
        let text = if edits.is_empty() {
            original
        } else {
            repair::apply_into(original, &edits, &mut buffer);
            &buffer
        };
        let spans = repair::map_spans(document.claims.iter().map(|(span, _)| *span), &edits);
        let claims = spans.zip(&document.claims).map(|(span, (_, rule))| (span, *rule)).collect();
        let is_repaired = !edits.is_empty();
        let (mut cleaned, text) = self.judge(original, edits, &Repaired { text, claims }, document, lang);
        cleaned.text = match text {
            Some(text) => text,
            None if is_repaired => std::mem::take(&mut buffer),
            None => original.to_owned(),
        };
        if !document.posts.is_empty() {
            let moves = OffsetMap::new(cleaned.moves());
            let line = document.marks.is_none().then_some(cleaned.text.as_str());
            cleaned
                .found
                .extend(metadata::posts(&document.posts, &moves, line).map(|posts| ("posts".to_owned(), posts)));
        }
        cleaned.private_use = repair::private_use(&cleaned.text);
        cleaned.marked = document.marks.as_ref().map(|marks| {
            let url = document.url.as_deref().or_else(|| cleaned.found.get("url").and_then(Value::as_str));
            marks.write(&cleaned.text, &OffsetMap::new(cleaned.moves()), url.unwrap_or_default())
        });
        self.memory.repaired = if buffer.len() > HUGE { String::new() } else { buffer };
        cleaned
    }

    /// Which lines go. Rules and judge take turns; each sees what the other has left, until nothing more goes, so that a
    /// second run finds nothing to do.
    fn decide(&mut self, query: &DocumentQuery<'_>, evidence: &[LineEvidence]) {
        let Self { rules, options, memory: Memory { resolver, lines, judge, judged, .. } } = self;
        judged.clear();
        if !resolver.begin(rules, query, lines) {
            return;
        }
        let mut changed = resolver.round(rules, query, lines);
        if let Some(names) = &rules.judge {
            judge.begin(rules, query.text, query.lang, lines);
            judge.set_rule_matches(resolver.rule_matches(rules, lines));
            judge.set_extraction_evidence(evidence);
            let known = options.survey.as_ref().zip(query.host);
            let others = known.and_then(|(known, host)| known.shares_of_hashes(host, &judge.hashes()));
            judge.set_crawl_shares(others.map(|(pages, shares)| CrawlShares { shares, pages }));
            for _ in 0..ROUNDS {
                let reasons = options.explain || options.reasons;
                let verdicts = judge.verdicts(rules, query.level, reasons, |line| resolver.line_state(line));
                if options.explain && judged.is_empty() {
                    let bound = judge.bound();
                    judged.extend(judge.last().iter().map(|&(line, odds)| judgement(line, (odds, bound), Vec::new())));
                }
                for Verdict { line, class, odds, reasons } in verdicts {
                    let rule = names[class];
                    if rule != NONE && resolver.judge_may_claim(rules, query, lines, line, rule) {
                        resolver.claim_for_judge(line, rule);
                        judged.push(judgement(line, (odds, judge.bound()), reasons));
                        changed = true;
                    }
                }
                if !changed {
                    break;
                }
                changed = resolver.round(rules, query, lines);
            }
        }
        resolver.finish(rules, query, lines);
        // Of a line that was judged twice the last word counts.
        judged.reverse();
        judged.sort_by_key(|judged| judged.line);
        judged.dedup_by_key(|judged| judged.line);
    }

    /// What becomes of the repaired text, and the clean text if it is another.
    fn judge(
        &mut self,
        original: &str,
        edits: Vec<Edit<'r>>,
        repaired: &Repaired<'_>,
        document: &Document<'_>,
        lang: Lang,
    ) -> (Cleaned<'r>, Option<String>) {
        self.memory.lines.read(repaired.text);
        let query = DocumentQuery {
            text: repaired.text,
            lang,
            host: document.host.as_deref(),
            level: self.options.level,
            thorough: self.options.explain,
            claims: &repaired.claims,
        };
        self.decide(&query, &document.evidence);
        let cuts = compose::cuts(self.rules, &self.memory.resolver, &self.memory.lines, repaired, &edits);
        let decisions = if self.options.explain {
            self.memory.resolver.decisions(self.rules, &self.memory.lines, |span| cuts.has_part(span))
        } else {
            Vec::new()
        };
        let mut flags = document.flags.clone();
        if self.memory.resolver.held {
            flags.push(Flag::BudgetHeld);
        }
        if edits.iter().any(|edit| edit.by.starts_with(mojibake::PREFIX) && edit.with.contains('\u{FFFD}')) {
            flags.push(Flag::MojibakeLossy);
        }
        flags.sort_unstable();
        flags.dedup();
        let found = metadata::metadata(self.rules, &self.memory.resolver, &self.memory.lines, repaired, document, lang);
        self.memory.lines.shrink();
        let lines_removed = cuts.lines_removed;
        let composed = compose::compose(original, repaired.text, edits, &cuts);
        let cleaned = Cleaned {
            private_use: 0,
            text: String::new(),
            marked: None,
            removals: composed.removals,
            edits: composed.edits,
            found,
            flags,
            lang,
            lines_removed,
            decisions,
            judged: std::mem::take(&mut self.memory.judged),
        };
        (cleaned, composed.text)
    }
}

/// `odds` are those of the line and those that it needs.
fn judgement(line: u32, (odds, bound): (f32, f32), reasons: Vec<String>) -> Judgement {
    Judgement { line: line as usize, chance: judge::chance(odds), bound: judge::chance(bound), reasons }
}

/// A place where a clean text differs from its original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change<'a> {
    /// Byte offset in the original.
    pub start: usize,
    /// What stood there.
    pub was: Cow<'a, str>,
    /// How many bytes stand there now.
    pub with: usize,
}

impl Cleaned<'_> {
    /// The headline, if one was found.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.found.get("title").and_then(Value::as_str)
    }

    /// Whether nothing is left, so that the document is not written unless that is asked for.
    #[cfg(feature = "run")]
    pub(crate) fn is_nothing(&self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// The text as it is written: with its marks, if it has them.
    #[must_use]
    pub fn written(&self) -> &str {
        self.marked.as_deref().unwrap_or(&self.text)
    }

    /// Which bytes of the original went or were changed, and how many stand there now, sorted.
    fn moves(&self) -> Vec<(Span, usize)> {
        let removals = self.removals.iter().map(|removal| (removal.span, 0));
        let edits = self.edits.iter().map(|edit| (edit.span, edit.with.len()));
        let mut all: Vec<(Span, usize)> = removals.chain(edits).collect();
        all.sort_unstable();
        all
    }

    /// All removals and edits as changes of `original`, sorted.
    #[must_use]
    pub fn changes<'t>(&self, original: &'t str) -> Vec<Change<'t>> {
        self.moves()
            .into_iter()
            .map(|(span, with)| Change { start: span.start, was: Cow::Borrowed(span.slice(original)), with })
            .collect()
    }
}

/// Puts the original back together from a clean text, without marks, and its sorted changes: the proof that nothing is lost.
/// `removed.jsonl` beside `documents.jsonl` holds the same.
#[must_use]
pub fn restore(text: &str, changes: &[Change<'_>]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for change in changes {
        let until = at + change.start.saturating_sub(out.len());
        out.push_str(&text[at..until]);
        out.push_str(&change.was);
        at = until + change.with;
    }
    out.push_str(&text[at..]);
    out
}
