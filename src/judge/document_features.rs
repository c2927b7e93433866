//! What is known of the lines of a document together: sums over windows, runs, repetitions, the words of its prose.
//!
//! Everything is counted once a document; a window costs two look-ups, however wide it is.

use super::line_features::{CLASSES, LineFeatures, WORDS, ends, word_bit, yes};
use crate::rules::CLASSES as RULE_CLASSES;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// What is not known.
pub(super) const MISSING: f32 = -1.0;

/// A paragraph has so many characters or more.
const PARAGRAPH: f32 = 160.0;
/// A title has so many words or more.
const TITLE_WORDS: f32 = 4.0;
/// A title stands among so many first lines.
const TITLE_LINES: usize = 12;

/// Classes of chrome as bits.
pub(super) const fn bits(classes: &[&str]) -> u32 {
    let (mut bits, mut at) = (0, 0);
    while at < classes.len() {
        let mut class = 0;
        while !same(RULE_CLASSES[class], classes[at]) {
            class += 1;
        }
        bits |= 1 << class;
        at += 1;
    }
    bits
}

/// Whether two names are one, for a constant.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

/// What rules say of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineClaims {
    /// Rules whose text matches it.
    pub(super) count: u8,
    /// The safest of their levels: 3 is safe, 0 that there is none.
    pub(super) level: u8,
    /// Their classes of chrome, as bits.
    pub(super) classes: u32,
    /// Whether a rule takes it.
    pub(super) is_claimed: bool,
}

impl LineClaims {
    pub(super) fn is_any(&self, classes: u32) -> bool {
        self.classes & classes != 0
    }
}

/// Sums over the lines before a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PrefixSum {
    pub(super) all_chars: f32,
    pub(super) prose_chars: f32,
    pub(super) prose: f32,
    prose_score: f32,
    pub(super) score: f32,
    pub(super) claimed: f32,
    pub(super) covered: f32,
    pub(super) function: f32,
    pub(super) repeated: f32,
    pub(super) known_words: f32,
    pub(super) stops: f32,
    pub(super) numbers: f32,
    /// Lines that look like headlines, that are dates or begin with one, that are very short, that have a bullet.
    pub(super) headlines: f32,
    pub(super) dates: f32,
    pub(super) short: f32,
    pub(super) bullets: f32,
    letters: f32,
    latin: f32,
    /// By class of words: the shares of words that are of it.
    classes: [f32; CLASSES],
}

impl PrefixSum {
    fn add(&mut self, features: &LineFeatures, here: &LineContext, is_claimed: bool) {
        self.all_chars += features.chars.min(1000.0);
        self.prose_chars += if features.is_prose { features.chars } else { 0.0 };
        self.prose += yes(features.is_prose);
        self.prose_score += if features.is_prose { features.score } else { 0.0 };
        self.score += features.score;
        self.claimed += yes(is_claimed);
        self.covered += features.covered / features.looked_up.max(1.0);
        self.function += features.share(FUNCTION);
        self.repeated += yes(here.times > 1.0);
        self.known_words += here.known.max(0.0);
        self.stops += yes(ends(features));
        self.numbers += yes(features.digits > features.letters);
        self.headlines += yes(!features.is_statement && !ends(features) && (4.0..=22.0).contains(&features.words));
        self.dates += yes(features.is_date || features.has_clock && features.words < 9.0);
        self.short += yes(features.words <= 3.0);
        self.bullets += yes(features.has_bullet);
        self.letters += features.letters;
        self.latin += features.latin;
        let words = features.looked_up.max(1.0);
        self.classes.iter_mut().zip(&features.classes).for_each(|(sum, &count)| *sum += f32::from(count) / words);
    }
}

/// What is known of a line in its document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineContext {
    /// How often the document says it.
    pub(super) times: f32,
    /// The share of its words that stand in the prose of the document, and in its title.
    pub(super) known: f32,
    pub(super) titled: f32,
    /// Lines since and until prose and statements.
    pub(super) since_prose: f32,
    pub(super) until_prose: f32,
    pub(super) since_text: f32,
    pub(super) until_text: f32,
    /// The first line of its run of short lines, and one past its last.
    run: (u32, u32),
}

/// What is known of the lines of a document that are still there. Numbers of lines are places among those.
#[derive(Debug, Default)]
pub(super) struct DocumentFeatures<'a> {
    line_features: &'a [LineFeatures],
    content: &'a [u32],
    /// The looks of the lines that are there.
    places: Vec<u32>,
    pub(super) claims: Vec<LineClaims>,
    pub(super) title: Option<usize>,
    /// 0 for the Latin script, 1 for the Arabic one, 2 for others.
    pub(super) alphabet: f32,
    latin: f32,
    pub(super) contexts: Vec<LineContext>,
    /// Before each line, and behind the last.
    sums: Vec<PrefixSum>,
    /// What the words of prose are like in this document, and those of its most chrome-like fifth of lines: how far apart
    /// the two are depends on the language.
    pub(super) prose_score: f32,
    pub(super) menu_score: f32,
}

impl<'a> DocumentFeatures<'a> {
    /// `places` are the lines that are there, as places in `line_features` and `claims`; `content` the words of all lines.
    pub(super) fn new(
        line_features: &'a [LineFeatures],
        content: &'a [u32],
        places: Vec<u32>,
        claims: &[LineClaims],
    ) -> Self {
        let claims = places.iter().map(|&at| claims[at as usize]).collect();
        let mut doc = Self { line_features, content, claims, places, ..Self::default() };
        doc.count();
        doc
    }

    fn count(&mut self) {
        let count = self.len();
        self.contexts.resize(count, LineContext::default());
        self.repetitions();
        self.title();
        self.words();
        self.distances();
        let mut sum = PrefixSum::default();
        self.sums.reserve(count + 1);
        self.sums.push(sum);
        for i in 0..count {
            sum.add(self.line(i), &self.contexts[i], self.claims[i].is_claimed);
            self.sums.push(sum);
        }
        let mut scores: Vec<f32> = (0..count).map(|i| self.line(i).score).collect();
        scores.sort_by(f32::total_cmp);
        let quantile = |part: f32| scores.get((count as f32 * part) as usize).copied().unwrap_or_default();
        self.prose_score = if sum.prose > 0.0 { sum.prose_score / sum.prose } else { quantile(0.2) };
        self.menu_score = quantile(0.8);
        self.latin = sum.latin / sum.letters.max(1.0);
        let arabic = (0..count).any(|i| matches!(self.line(i).first, 0xd8..=0xdb));
        self.alphabet = if self.latin > 0.5 {
            0.0
        } else if arabic {
            1.0
        } else {
            2.0
        };
    }

    /// Over the lines `from..to`.
    #[inline]
    pub(super) fn sum(&self, from: usize, to: usize, of: impl Fn(&PrefixSum) -> f32) -> f32 {
        let last = self.sums.len() - 1;
        of(&self.sums[to.min(last)]) - of(&self.sums[from.min(to).min(last)])
    }

    /// The mean over the lines `from..to`.
    pub(super) fn mean(&self, from: usize, to: usize, of: impl Fn(&PrefixSum) -> f32) -> f32 {
        let to = to.min(self.len());
        if to > from { self.sum(from, to, of) / (to - from) as f32 } else { 0.0 }
    }

    /// The mean over so many lines on both sides of `i`, without it.
    #[inline]
    pub(super) fn around(&self, i: usize, by: usize, of: impl Fn(&PrefixSum) -> f32) -> f32 {
        let (from, to) = (i.saturating_sub(by), (i + by + 1).min(self.len()));
        let own = self.sum(i, i + 1, &of);
        if to - from > 1 { (self.sum(from, to, of) - own) / (to - from - 1) as f32 } else { 0.0 }
    }

    /// Over all lines.
    pub(super) fn all(&self) -> &PrefixSum {
        &self.sums[self.len()]
    }

    fn repetitions(&mut self) {
        let mut times: FxHashMap<u64, f32> = FxHashMap::with_capacity_and_hasher(self.len(), FxBuildHasher);
        for i in 0..self.len() {
            *times.entry(self.line(i).hash).or_default() += 1.0;
        }
        for i in 0..self.len() {
            self.contexts[i].times = times.get(&self.line(i).hash).copied().unwrap_or(1.0);
        }
    }

    fn title(&mut self) {
        let candidate = |&i: &usize| {
            let features = self.line(i);
            features.words >= TITLE_WORDS
                && !features.is_statement
                && !self.claims[i].is_claimed
                && features.covered < features.words / 2.0
        };
        self.title = (0..self.len().min(TITLE_LINES)).find(candidate);
    }

    /// How many words of each line stand in the prose of the document, and in its title.
    fn words(&mut self) {
        let mut bits = vec![0_u64; WORDS / 64];
        for features in (0..self.len()).map(|i| self.line(i)).filter(|features| features.is_prose) {
            for &word in self.content_of(features) {
                let at = word_bit(word);
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        let content = self.content;
        let share = |features: &LineFeatures, known: &dyn Fn(u32) -> bool| {
            let words = &content[features.content.0 as usize..features.content.1 as usize];
            if words.is_empty() {
                return MISSING;
            }
            words.iter().filter(|&&word| known(word)).count() as f32 / words.len() as f32
        };
        let in_prose = |word: u32| {
            let at = word_bit(word);
            bits[at / 64] >> (at % 64) & 1 == 1
        };
        let title = self.title.map_or(&[][..], |title| self.content_of(self.line(title)));
        for i in 0..self.len() {
            let features = self.line(i);
            (self.contexts[i].known, self.contexts[i].titled) = match features.is_statement {
                true => (1.0, 0.0),
                false => (share(features, &in_prose), share(features, &|word| title.contains(&word))),
            };
        }
    }

    fn content_of(&self, features: &LineFeatures) -> &'a [u32] {
        &self.content[features.content.0 as usize..features.content.1 as usize]
    }

    /// Lines since and until prose and statements, and runs of lines that are neither.
    fn distances(&mut self) {
        let count = self.len();
        let far = |since: Option<usize>, i: usize| since.map_or(MISSING, |since| i.abs_diff(since) as f32);
        let (mut prose, mut text, mut from) = (None, None, 0);
        for i in 0..count {
            let features = self.line(i);
            (self.contexts[i].since_prose, self.contexts[i].since_text) = (far(prose, i), far(text, i));
            if features.is_prose {
                prose = Some(i);
                self.contexts[from..i].iter_mut().for_each(|here| here.run = (from as u32, i as u32));
                self.contexts[i].run = (i as u32, i as u32 + 1);
                from = i + 1;
            }
            text = if features.is_statement { Some(i) } else { text };
        }
        self.contexts[from..].iter_mut().for_each(|here| here.run = (from as u32, count as u32));
        (prose, text) = (None, None);
        for i in (0..count).rev() {
            let features = self.line(i);
            (self.contexts[i].until_prose, self.contexts[i].until_text) = (far(prose, i), far(text, i));
            prose = if features.is_prose { Some(i) } else { prose };
            text = if features.is_statement { Some(i) } else { text };
        }
    }

    /// Whether line `i` is a paragraph whose words are those of a text and of which no rule says anything.
    pub(super) fn is_text(&self, i: usize) -> bool {
        let (features, claims) = (self.line(i), &self.claims[i]);
        features.is_statement
            && features.chars >= PARAGRAPH
            && features.score < 0.0
            && claims.count == 0
            && self.contexts[i].times < 2.0
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The look of line `i`.
    pub(super) fn line(&self, i: usize) -> &'a LineFeatures {
        &self.line_features[self.places[i] as usize]
    }

    /// Line `i` in few numbers, for the small forests.
    pub(super) fn in_short(&self, i: usize) -> [f32; 6] {
        let features = self.line(i);
        let (prose, statement) = (yes(features.is_prose), yes(features.is_statement));
        [features.chars, features.words, prose, statement, self.contexts[i].times, features.score]
    }

    pub(super) fn beside(&self, i: usize, by: isize) -> Option<usize> {
        i.checked_add_signed(by).filter(|&at| at < self.len())
    }

    /// Whether the line so far off says the same.
    pub(super) fn is_same(&self, i: usize, by: isize) -> bool {
        self.beside(i, by).is_some_and(|at| self.line(at).hash == self.line(i).hash)
    }

    /// How many lines the run of short lines has in which line `i` stands, and its place in it.
    pub(super) fn run(&self, i: usize) -> (f32, f32) {
        let (from, to) = self.contexts[i].run;
        ((to - from) as f32, (i as u32 - from) as f32 / (to - from).max(1) as f32)
    }

    /// Whether the letters of the line are of another script than the document's.
    pub(super) fn script_differs(&self, i: usize) -> f32 {
        let features = self.line(i);
        let latin = features.latin / features.letters.max(1.0);
        if features.letters == 0.0 { MISSING } else { (latin - self.latin).abs() }
    }

    pub(super) fn most(&self, i: usize) -> f32 {
        self.near(i, 3).map(|features| features.score).fold(f32::MIN, f32::max)
    }

    pub(super) fn least(&self, i: usize) -> f32 {
        self.near(i, 3).map(|features| features.score).fold(f32::MAX, f32::min)
    }

    fn near(&self, i: usize, by: usize) -> impl Iterator<Item = &'a LineFeatures> {
        (i.saturating_sub(by)..(i + by + 1).min(self.len())).map(|at| self.line(at))
    }

    /// Of the lines around: how many have about as many words.
    pub(super) fn alike(&self, i: usize) -> f32 {
        let words = self.line(i).words;
        self.near(i, 4).filter(|features| (features.words - words).abs() <= words * 0.3).count() as f32
    }

    /// Of the lines around: how many begin with the same mark or letter and end alike.
    pub(super) fn same_start(&self, i: usize) -> f32 {
        let own = self.line(i);
        self.near(i, 4).filter(|features| features.first == own.first && features.end == own.end).count() as f32
    }

    /// By class: the share of words around that are of it.
    #[inline]
    pub(super) fn classes_around(&self, i: usize) -> impl Iterator<Item = f32> {
        let (from, to) = (i.saturating_sub(4), (i + 5).min(self.len()));
        let others = (to - from - 1).max(1) as f32;
        let [low, high, own, next] = [from, to, i, i + 1].map(|at| &self.sums[at].classes);
        (0..CLASSES).map(move |class| ((high[class] - low[class]) - (next[class] - own[class])) / others)
    }
}

/// The place of function words among the classes.
const FUNCTION: usize = crate::rules::vocabulary::FUNCTION.trailing_zeros() as usize;
