//! Which lines does a rule's text match? Proposals only: whether a claim holds is for [`super::resolve`].

use super::{
    compile::{CompiledRule, RuleSet},
    decision::DocumentQuery,
    finders::LineLength,
    html::host_matches,
    index_keys::LineRole,
    literals::{self, Anchor},
    schema::{Kind, MOMENT_KEYS, Matcher, Rule, Trail},
    slots::{self, TaggedLine},
    trail::trail_allows,
    vocabulary::LangTables,
};
use crate::{
    date,
    document::{Line, Lines},
    fold::{Folded, folded},
    lang::{self, Lang},
    memory::LineMemory,
};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// A line that a rule's text matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) line: u32,
    pub(crate) rule: u32,
    pub(crate) role: LineRole,
}

/// What is known of the document and the line before rules are tried, and memory used again for every line.
#[derive(Debug, Default)]
pub(crate) struct Proposer {
    /// By rule: whether its hosts exclude the document.
    elsewhere: Vec<bool>,
    document: Option<Lang>,
    thorough: bool,
    /// The language of the line, once a rule has asked.
    lang: Option<Lang>,
    /// `words` rules and the groups found so far.
    masks: Vec<(u32, u32)>,
    /// `regex` rules a literal of which was found.
    patterns: Vec<u32>,
    /// Rules with slots, the words at whose beginning were found.
    slotted: Vec<u32>,
    cache: LineMemory<Vec<(u32, LineRole)>>,
    /// What beside a line decides which rules' texts match it, as a hash: the document's language, the rules of other
    /// hosts, and the host where a rule asks for its name.
    scope: u64,
    host: Option<String>,
}

impl Proposer {
    /// Starts a document.
    pub(crate) fn begin(&mut self, rules: &RuleSet, query: &DocumentQuery<'_>) {
        self.elsewhere.clear();
        self.elsewhere.resize(rules.len(), false);
        for &rule in &rules.host_rules {
            self.elsewhere[rule as usize] = !host_in_scope(rules.rule(rule), query.host);
        }
        (self.document, self.thorough) = (Some(query.lang), query.thorough);
        let mut hasher = FxHasher::default();
        self.host = query.host.filter(|_| rules.asks_for_site).map(str::to_owned);
        (query.lang, query.thorough, &self.elsewhere, &self.host).hash(&mut hasher);
        self.scope = hasher.finish();
    }

    /// Starts a line.
    pub(crate) fn line(&mut self) {
        self.lang = None;
    }

    /// Whether host and language of the line `source` are the rule's.
    pub(crate) fn in_scope(&mut self, rules: &RuleSet, rule: u32, source: &str) -> bool {
        let langs = &rules.rule(rule).lang;
        if self.elsewhere[rule as usize] {
            return false;
        }
        let document = self.document.unwrap_or(Lang::UND);
        langs.is_empty() || langs.contains(self.lang.get_or_insert_with(|| lang::detect_line(source, document)))
    }
}

fn host_in_scope(rule: &Rule, host: Option<&str>) -> bool {
    let any = |suffixes: &[String]| host.is_some_and(|host| host_matches(host, suffixes));
    (rule.host.is_empty() || any(&rule.host)) && !any(&rule.not_host)
}

impl CompiledRule {
    /// Whether a line fits by the classes of its words: a phrase with slots, or `cover`.
    pub(crate) fn fits_words(&self, line: &TaggedLine<'_, '_>) -> bool {
        self.slots.iter().any(|phrase| phrase.fits(line)) || self.cover.as_ref().is_some_and(|cover| cover.fits(line))
    }
}

impl RuleSet {
    /// Appends the candidates of line `i`, which reads `source` (a span rule may have taken part of it). Prose is tried
    /// only by the rules that may take it, unless all decisions are wanted.
    pub(crate) fn propose(
        &self,
        source: &str,
        lines: &Lines,
        i: usize,
        lang_tables: &LangTables<'_>,
        proposer: &mut Proposer,
        out: &mut Vec<Candidate>,
    ) {
        let line = &lines.all()[i];
        if line.is_blank() {
            return;
        }
        let remembered = if line.is_prose() { Err(None) } else { proposer.cache.get(source, proposer.scope) };
        let missed = match remembered {
            Ok(found) => {
                out.extend(found.iter().map(|&(rule, role)| Candidate { line: i as u32, rule, role }));
                return;
            }
            Err(missed) => missed,
        };
        let first = out.len();
        self.find(source, lines, i, lang_tables, proposer, out);
        if let Some(missed) = missed {
            let remembered = proposer.cache.insert(missed, source);
            remembered.clear();
            remembered.extend(out[first..].iter().map(|found| (found.rule, found.role)));
        }
    }

    /// Appends the candidates of a line that is not blank.
    fn find(
        &self,
        source: &str,
        lines: &Lines,
        i: usize,
        lang_tables: &LangTables<'_>,
        proposer: &mut Proposer,
        out: &mut Vec<Candidate>,
    ) {
        let line = &lines.all()[i];
        proposer.line();
        proposer.masks.clear();
        proposer.patterns.clear();
        proposer.slotted.clear();
        let first = out.len();
        let squashed = lines.squashed(i);
        let thorough = proposer.thorough;
        let finders = &self.finders[if thorough { LineLength::Short } else { LineLength::of(line) } as usize];
        let mut push = |rule: u32, role: LineRole| out.push(Candidate { line: i as u32, rule, role });
        if squashed.len() <= self.exact_len {
            self.exact.get(squashed).for_each(|&(rule, role)| push(rule, role));
        }
        let Proposer { masks, patterns, slotted, .. } = &mut *proposer;
        self.heads.scan(squashed, std::iter::once(0), |end, wanted| match wanted.at {
            Anchor::Head => patterns.push(wanted.rule),
            _ if self.allows(wanted.rule, lines, i, end, source) => push(wanted.rule, LineRole::Line),
            _ => {}
        });
        self.letters.scan(squashed, literals::first_letter(squashed).into_iter(), |_, wanted| match wanted.at {
            Anchor::Slots => slotted.push(wanted.rule),
            _ => patterns.push(wanted.rule),
        });
        finders.words.scan(squashed, lines.word_starts(i), |_, wanted| match wanted.at {
            Anchor::Word(group) => match masks.iter_mut().find(|(rule, _)| *rule == wanted.rule) {
                Some((_, mask)) => *mask |= 1 << group,
                None => masks.push((wanted.rule, 1 << group)),
            },
            _ => patterns.push(wanted.rule),
        });
        finders.search.scan(squashed, line.marks(), |wanted| patterns.push(wanted.rule));
        for &(rule, mask) in masks.iter() {
            if mask == self.rules[rule as usize].groups {
                push(rule, LineRole::Line);
            }
        }
        patterns.sort_unstable();
        patterns.dedup();
        patterns.extend(
            finders
                .literal_free
                .iter()
                .filter(|literal_free| literal_free.may_match(line))
                .map(|literal_free| literal_free.rule),
        );
        let may_fit = !slotted.is_empty() || !self.word_class_rules.is_empty();
        if may_fit && !line.is_prose() {
            self.propose_by_word_class(source, lines, i, lang_tables, proposer, out);
        }
        out.extract_if(first.., |candidate| !proposer.in_scope(self, candidate.rule, source)).for_each(drop);
        self.propose_patterns(source, line, i, proposer, out);
        out[first..].sort_unstable();
        // A rule may have found the line by several phrases.
        let mut kept = first;
        for at in first..out.len() {
            if kept == first || out[kept - 1] != out[at] {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// The rules that may take a line that stands alone on a page of this language, whatever their guards and hosts say.
    pub(crate) fn matching_rules(&self, source: &str, lang: Lang) -> Vec<u32> {
        let (mut lines, mut proposer, mut found) = (Lines::default(), Proposer::default(), Vec::new());
        lines.read(source);
        proposer.document = Some(lang);
        proposer.elsewhere.resize(self.len(), false);
        self.find(source, &lines, 0, &self.vocabulary.lang_tables(lang), &mut proposer, &mut found);
        found.into_iter().filter(|found| found.role == LineRole::Line).map(|found| found.rule).collect()
    }

    /// The rules that the line fits by the classes of its words.
    fn propose_by_word_class(
        &self,
        source: &str,
        lines: &Lines,
        i: usize,
        lang_tables: &LangTables<'_>,
        proposer: &Proposer,
        out: &mut Vec<Candidate>,
    ) {
        let Some(spoken) = TaggedLine::read(source, lines, i, lang_tables, proposer.host.as_deref()) else { return };
        let slotted = proposer.slotted.iter().filter(|rule| self.word_class_rules.binary_search(rule).is_err());
        for &rule in slotted.chain(&self.word_class_rules) {
            if self.rules[rule as usize].fits_words(&spoken) {
                out.push(Candidate { line: i as u32, rule, role: LineRole::Line });
            }
        }
    }

    /// The patterns that the line may match, on its folded view.
    fn propose_patterns(&self, source: &str, line: &Line, i: usize, proposer: &mut Proposer, out: &mut Vec<Candidate>) {
        let patterns = std::mem::take(&mut proposer.patterns);
        let mut view = None;
        for &rule in &patterns {
            let compiled = &self.rules[rule as usize];
            let is_span = compiled.rule.kind == Kind::Span;
            let too_long = !is_span && compiled.rule.guards.max_chars.is_some_and(|max| line.chars() > max);
            if too_long && !proposer.thorough || !proposer.in_scope(self, rule, source) {
                continue;
            }
            let view = view.get_or_insert_with(|| folded(source));
            if compiled.pattern.as_ref().and_then(|pattern| pattern.is_match(view)).unwrap_or_default() {
                out.push(Candidate {
                    line: i as u32,
                    rule,
                    role: if is_span { LineRole::Span } else { LineRole::Line },
                });
            }
        }
        proposer.patterns = patterns;
    }

    /// Whether what follows a phrase, `end` bytes into the squashed line, is what the rule allows.
    fn allows(&self, rule: u32, lines: &Lines, i: usize, end: usize, source: &str) -> bool {
        let squashed = lines.squashed(i);
        let rest = std::str::from_utf8(&squashed[end..]).unwrap_or_default();
        let ended = rest.chars().next().is_none_or(|next| {
            let digit_after_letter = next.is_ascii_digit() && !squashed[end - 1].is_ascii_digit();
            !next.is_alphanumeric() || digit_after_letter || lines.is_word_start(i, end)
        });
        match self.rule(rule).trail {
            _ if !ended => false,
            None => true,
            Some(Trail::Date) if !rest.is_empty() => {
                let view = Folded::new(source);
                date::is_date(&source[view.after_squashed(end)..])
            }
            // A dash inside a word is no separator.
            Some(Trail::Value) if rest.starts_with(['-', '>']) => {
                let view = Folded::new(source);
                source[view.after_squashed(end)..].starts_with(char::is_whitespace)
            }
            Some(trail) => trail_allows(trail, rest),
        }
    }

    /// Whether the pattern of a rule, if it has one, is in the line.
    pub(crate) fn pattern_fits(&self, rule: u32, source: &str) -> bool {
        let pattern = self.rules[rule as usize].pattern.as_ref();
        pattern.and_then(|pattern| pattern.is_match(&folded(source))).unwrap_or(true)
    }

    /// The part of a claimed line that a `save` rule stores, in the spelling of the line.
    pub(crate) fn value<'t>(&self, rule: u32, source: &'t str, lang: Lang, host: Option<&'t str>) -> &'t str {
        let compiled = &self.rules[rule as usize];
        let value = match (&compiled.rule.matcher, compiled.pattern.as_ref().and_then(|pattern| pattern.regex())) {
            (Matcher::Exact(_) | Matcher::Prefix(_), _)
                if let Some(found) =
                    slots::value(&compiled.slots, source, &self.vocabulary.lang_tables(lang), host) =>
            {
                found
            }
            (Matcher::Exact(_) | Matcher::Prefix(_), _) => {
                let squashed = crate::fold::squash(source);
                let fitting = compiled.phrases.iter().filter(|phrase| squashed.starts_with(phrase.as_str()));
                match fitting.map(String::len).max() {
                    // An exact phrase without a trail is a value itself.
                    Some(len) if len < squashed.len() || compiled.rule.trail.is_some() => {
                        &source[Folded::new(source).after_squashed(len)..]
                    }
                    _ => source,
                }
            }
            (_, Some(regex)) => {
                let view = Folded::new(source);
                let is_moment = compiled.rule.save.as_deref().is_some_and(|key| MOMENT_KEYS.contains(&key));
                // A label alone is no value. Of a moment all may be read, for what is none is not saved.
                let named = !is_moment && regex.capture_names().flatten().any(|name| name == "value");
                let found = regex.captures(&view.text);
                match found.and_then(|found| found.name("value").or_else(|| found.get(0).filter(|_| !named))) {
                    None if named => "",
                    Some(found) => {
                        let (start, end) = view.source(found.start(), found.end());
                        &source[start..end]
                    }
                    None => source,
                }
            }
            _ => source,
        };
        value.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '|' | '-' | '/' | '»' | '«' | '•' | '·' | '*' | '–' | '—' | '\u{200b}'..='\u{200f}'
                )
        })
    }

    /// The ranges of `source` that a span rule takes, sorted.
    pub(crate) fn spans(&self, rule: u32, source: &str) -> Vec<(usize, usize)> {
        let pattern = self.rules[rule as usize].pattern.as_ref();
        let Some(regex) = pattern.and_then(|pattern| pattern.regex()) else { return Vec::new() };
        let view = Folded::new(source);
        let found = regex.find_iter(&view.text).filter(|found| !found.is_empty());
        found.map(|found| view.source(found.start(), found.end())).collect()
    }
}
