//! What is known of the lines of a document together: sums over windows, runs, repetitions, the words of its prose.
//!
//! Everything is counted once a document; a window costs two look-ups, however wide it is.

use super::{
    columns::{ends, yes},
    look::{CLASSES, Look},
};
use crate::rules::CLASSES as RULE_CLASSES;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// What is not known.
pub(super) const MISSING: f32 = -1.0;
/// So many bits say which words the prose of a document has: enough for a book, and soon cleared.
pub(super) const WORDS: usize = 1 << 15;

/// A paragraph has so many characters or more.
const PARAGRAPH: f32 = 160.0;
/// A title has so many words or more.
const TITLE_WORDS: f32 = 4.0;
/// A title stands among so many first lines.
const TITLE_LINES: usize = 12;

/// The bit of a word.
pub(super) fn place(word: u32) -> usize {
    word as usize % WORDS
}

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
pub(super) struct Claims {
    /// Rules whose text matches it.
    pub(super) count: u8,
    /// The safest of their levels: 3 is safe, 0 that there is none.
    pub(super) level: u8,
    /// Their classes of chrome, as bits.
    pub(super) classes: u32,
    /// Whether a rule takes it.
    pub(super) is_claimed: bool,
}

impl Claims {
    pub(super) fn is_any(&self, classes: u32) -> bool {
        self.classes & classes != 0
    }
}

/// Sums over the lines before a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
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

impl Sum {
    fn add(&mut self, look: &Look, here: &Here, is_claimed: bool) {
        self.all_chars += look.chars.min(1000.0);
        self.prose_chars += if look.is_prose { look.chars } else { 0.0 };
        self.prose += yes(look.is_prose);
        self.prose_score += if look.is_prose { look.score } else { 0.0 };
        self.score += look.score;
        self.claimed += yes(is_claimed);
        self.covered += look.covered / look.looked_up.max(1.0);
        self.function += look.share(FUNCTION);
        self.repeated += yes(here.times > 1.0);
        self.known_words += here.known.max(0.0);
        self.stops += yes(ends(look));
        self.numbers += yes(look.digits > look.letters);
        self.headlines += yes(!look.is_statement && !ends(look) && (4.0..=22.0).contains(&look.words));
        self.dates += yes(look.is_date || look.has_clock && look.words < 9.0);
        self.short += yes(look.words <= 3.0);
        self.bullets += yes(look.has_bullet);
        self.letters += look.letters;
        self.latin += look.latin;
        let words = look.looked_up.max(1.0);
        self.classes.iter_mut().zip(&look.classes).for_each(|(sum, &count)| *sum += f32::from(count) / words);
    }
}

/// What is known of a line in its document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Here {
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
pub(super) struct Facts<'a> {
    looks: &'a [Look],
    content: &'a [u32],
    /// The looks of the lines that are there.
    places: Vec<u32>,
    pub(super) claims: Vec<Claims>,
    pub(super) title: Option<usize>,
    /// 0 for the Latin script, 1 for the Arabic one, 2 for others.
    pub(super) alphabet: f32,
    latin: f32,
    pub(super) here: Vec<Here>,
    /// Before each line, and behind the last.
    sums: Vec<Sum>,
    /// What the words of prose are like in this document, and those of its most chrome-like fifth of lines: how far apart
    /// the two are depends on the language.
    pub(super) prose_score: f32,
    pub(super) menu_score: f32,
}

impl<'a> Facts<'a> {
    /// `places` are the lines that are there, as places in `looks` and `claims`; `content` the words of all lines.
    pub(super) fn new(looks: &'a [Look], content: &'a [u32], places: Vec<u32>, claims: &[Claims]) -> Self {
        let claims = places.iter().map(|&at| claims[at as usize]).collect();
        let mut facts = Self { looks, content, claims, places, ..Self::default() };
        facts.count();
        facts
    }

    fn count(&mut self) {
        let count = self.len();
        self.here.resize(count, Here::default());
        self.repetitions();
        self.title();
        self.words();
        self.distances();
        let mut sum = Sum::default();
        self.sums.reserve(count + 1);
        self.sums.push(sum);
        for i in 0..count {
            sum.add(self.look(i), &self.here[i], self.claims[i].is_claimed);
            self.sums.push(sum);
        }
        let mut scores: Vec<f32> = (0..count).map(|i| self.look(i).score).collect();
        scores.sort_by(f32::total_cmp);
        let quantile = |part: f32| scores.get((count as f32 * part) as usize).copied().unwrap_or_default();
        self.prose_score = if sum.prose > 0.0 { sum.prose_score / sum.prose } else { quantile(0.2) };
        self.menu_score = quantile(0.8);
        self.latin = sum.latin / sum.letters.max(1.0);
        let arabic = (0..count).any(|i| matches!(self.look(i).first, 0xd8..=0xdb));
        self.alphabet = if self.latin > 0.5 {
            0.0
        } else if arabic {
            1.0
        } else {
            2.0
        };
    }

    /// Over the lines `from..to`.
    pub(super) fn sum(&self, from: usize, to: usize, of: impl Fn(&Sum) -> f32) -> f32 {
        let last = self.sums.len() - 1;
        of(&self.sums[to.min(last)]) - of(&self.sums[from.min(to).min(last)])
    }

    /// The mean over the lines `from..to`.
    pub(super) fn mean(&self, from: usize, to: usize, of: impl Fn(&Sum) -> f32) -> f32 {
        let to = to.min(self.len());
        if to > from { self.sum(from, to, of) / (to - from) as f32 } else { 0.0 }
    }

    /// The mean over so many lines on both sides of `i`, without it.
    pub(super) fn around(&self, i: usize, by: usize, of: impl Fn(&Sum) -> f32) -> f32 {
        let (from, to) = (i.saturating_sub(by), (i + by + 1).min(self.len()));
        let own = self.sum(i, i + 1, &of);
        if to - from > 1 { (self.sum(from, to, of) - own) / (to - from - 1) as f32 } else { 0.0 }
    }

    /// Over all lines.
    pub(super) fn all(&self) -> &Sum {
        &self.sums[self.len()]
    }

    fn repetitions(&mut self) {
        let mut times: FxHashMap<u64, f32> = FxHashMap::with_capacity_and_hasher(self.len(), FxBuildHasher);
        for i in 0..self.len() {
            *times.entry(self.look(i).hash).or_default() += 1.0;
        }
        for i in 0..self.len() {
            self.here[i].times = times.get(&self.look(i).hash).copied().unwrap_or(1.0);
        }
    }

    fn title(&mut self) {
        let candidate = |&i: &usize| {
            let look = self.look(i);
            look.words >= TITLE_WORDS
                && !look.is_statement
                && !self.claims[i].is_claimed
                && look.covered < look.words / 2.0
        };
        self.title = (0..self.len().min(TITLE_LINES)).find(candidate);
    }

    /// How many words of each line stand in the prose of the document, and in its title.
    fn words(&mut self) {
        let mut bits = vec![0_u64; WORDS / 64];
        for look in (0..self.len()).map(|i| self.look(i)).filter(|look| look.is_prose) {
            for &word in self.content_of(look) {
                let at = place(word);
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        let content = self.content;
        let share = |look: &Look, known: &dyn Fn(u32) -> bool| {
            let words = &content[look.content.0 as usize..look.content.1 as usize];
            if words.is_empty() {
                return MISSING;
            }
            words.iter().filter(|&&word| known(word)).count() as f32 / words.len() as f32
        };
        let in_prose = |word: u32| {
            let at = place(word);
            bits[at / 64] >> (at % 64) & 1 == 1
        };
        let title = self.title.map_or(&[][..], |title| self.content_of(self.look(title)));
        for i in 0..self.len() {
            let look = self.look(i);
            (self.here[i].known, self.here[i].titled) = match look.is_statement {
                true => (1.0, 0.0),
                false => (share(look, &in_prose), share(look, &|word| title.contains(&word))),
            };
        }
    }

    fn content_of(&self, look: &Look) -> &'a [u32] {
        &self.content[look.content.0 as usize..look.content.1 as usize]
    }

    /// Lines since and until prose and statements, and runs of lines that are neither.
    fn distances(&mut self) {
        let count = self.len();
        let far = |since: Option<usize>, i: usize| since.map_or(MISSING, |since| i.abs_diff(since) as f32);
        let (mut prose, mut text, mut from) = (None, None, 0);
        for i in 0..count {
            let look = self.look(i);
            (self.here[i].since_prose, self.here[i].since_text) = (far(prose, i), far(text, i));
            if look.is_prose {
                prose = Some(i);
                self.here[from..i].iter_mut().for_each(|here| here.run = (from as u32, i as u32));
                self.here[i].run = (i as u32, i as u32 + 1);
                from = i + 1;
            }
            text = if look.is_statement { Some(i) } else { text };
        }
        self.here[from..].iter_mut().for_each(|here| here.run = (from as u32, count as u32));
        (prose, text) = (None, None);
        for i in (0..count).rev() {
            let look = self.look(i);
            (self.here[i].until_prose, self.here[i].until_text) = (far(prose, i), far(text, i));
            prose = if look.is_prose { Some(i) } else { prose };
            text = if look.is_statement { Some(i) } else { text };
        }
    }

    /// Whether line `i` is a paragraph whose words are those of a text and of which no rule says anything.
    pub(super) fn is_text(&self, i: usize) -> bool {
        let (look, claims) = (self.look(i), &self.claims[i]);
        look.is_statement
            && look.chars >= PARAGRAPH
            && look.score < 0.0
            && claims.count == 0
            && self.here[i].times < 2.0
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The look of line `i`.
    pub(super) fn look(&self, i: usize) -> &'a Look {
        &self.looks[self.places[i] as usize]
    }

    /// Line `i` in few numbers, for the small forests.
    pub(super) fn in_short(&self, i: usize) -> [f32; 6] {
        let look = self.look(i);
        let (prose, statement) = (yes(look.is_prose), yes(look.is_statement));
        [look.chars, look.words, prose, statement, self.here[i].times, look.score]
    }

    pub(super) fn beside(&self, i: usize, by: isize) -> Option<usize> {
        i.checked_add_signed(by).filter(|&at| at < self.len())
    }

    /// Whether the line so far off says the same.
    pub(super) fn is_same(&self, i: usize, by: isize) -> bool {
        self.beside(i, by).is_some_and(|at| self.look(at).hash == self.look(i).hash)
    }

    /// How many lines the run of short lines has in which line `i` stands, and its place in it.
    pub(super) fn run(&self, i: usize) -> (f32, f32) {
        let (from, to) = self.here[i].run;
        ((to - from) as f32, (i as u32 - from) as f32 / (to - from).max(1) as f32)
    }

    /// Whether the letters of the line are of another script than the document's.
    pub(super) fn script_differs(&self, i: usize) -> f32 {
        let look = self.look(i);
        let latin = look.latin / look.letters.max(1.0);
        if look.letters == 0.0 { MISSING } else { (latin - self.latin).abs() }
    }

    pub(super) fn most(&self, i: usize) -> f32 {
        self.near(i, 3).map(|look| look.score).fold(f32::MIN, f32::max)
    }

    pub(super) fn least(&self, i: usize) -> f32 {
        self.near(i, 3).map(|look| look.score).fold(f32::MAX, f32::min)
    }

    fn near(&self, i: usize, by: usize) -> impl Iterator<Item = &'a Look> {
        (i.saturating_sub(by)..(i + by + 1).min(self.len())).map(|at| self.look(at))
    }

    /// Of the lines around: how many have about as many words.
    pub(super) fn alike(&self, i: usize) -> f32 {
        let words = self.look(i).words;
        self.near(i, 4).filter(|look| (look.words - words).abs() <= words * 0.3).count() as f32
    }

    /// Of the lines around: how many begin with the same mark or letter and end alike.
    pub(super) fn same_start(&self, i: usize) -> f32 {
        let own = self.look(i);
        self.near(i, 4).filter(|look| look.first == own.first && look.end == own.end).count() as f32
    }

    /// By class: the share of words around that are of it.
    pub(super) fn classes_around(&self, i: usize) -> impl Iterator<Item = f32> {
        let (from, to) = (i.saturating_sub(4), (i + 5).min(self.len()));
        let others = (to - from - 1).max(1) as f32;
        let [low, high, own, next] = [from, to, i, i + 1].map(|at| &self.sums[at].classes);
        (0..CLASSES).map(move |class| ((high[class] - low[class]) - (next[class] - own[class])) / others)
    }
}

/// The place of function words among the classes.
const FUNCTION: usize = crate::rules::vocabulary::FUNCTION.trailing_zeros() as usize;
