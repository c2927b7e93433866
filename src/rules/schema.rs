//! What a rule is, as its file says it. `rules/README.md` documents the keys for people.
//!
//! Holds no compiled form: that is [`super::compile`].

use super::index_keys::IndexKeys;
pub use super::keywords::{CLASSES, Kind, Level, SAVE_KEYS, Status, TitleCopy, Trail, WORD_CLASSES, Zone};
pub(crate) use super::keywords::{MOMENT_KEYS, Named};
pub use super::lazy::Lazy;
pub use super::text::Text;
pub use crate::diagnose::Origin;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// What a rule looks for.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub enum Matcher {
    /// Nothing: the structure (`after`, `repeats`) is the evidence, or the kind has a matcher of its own.
    #[default]
    None,
    /// The whole squashed line is one of the phrases, which may have slots.
    Exact(Vec<Text>),
    /// The line begins with one of the phrases, which may have slots.
    Prefix(Vec<Text>),
    /// One phrase of each group begins at a word start.
    Words(Vec<Vec<Text>>),
    /// A pattern on the folded line.
    Regex(Text),
    /// Every word of the line is of one of the classes.
    Cover {
        /// Classes of words, and `number`.
        classes: Vec<Text>,
        /// Of each a word must be there.
        needs: Vec<Text>,
    },
}

/// Whether a phrase has slots.
pub(crate) fn has_slots(phrase: &str) -> bool {
    phrase.contains(['{', '}'])
}

impl Matcher {
    /// Whether it asks for the classes of words.
    pub(crate) fn asks_for_words(&self) -> bool {
        match self {
            Self::Exact(phrases) | Self::Prefix(phrases) => phrases.iter().any(|phrase| has_slots(phrase)),
            Self::Cover { .. } => true,
            Self::None | Self::Words(_) | Self::Regex(_) => false,
        }
    }
}

/// What must hold beside the match. Numbers are lines or characters as `rules/README.md` says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Guards {
    /// At most this many characters (folded).
    pub max_chars: Option<u32>,
    /// At least this many characters (folded).
    pub min_chars: Option<u32>,
    /// The line begins with a bullet.
    pub bullet: bool,
    /// The line does not end a sentence or clause.
    pub unpunctuated: bool,
    /// Prose may be taken.
    pub prose_ok: bool,
    /// A claimed line within so many non-blank lines.
    pub near: Option<u32>,
    /// A run of at least so many lines of this rule or class.
    pub run: Option<u32>,
    /// The line before is claimed by one of these rules or by this one.
    pub after: Vec<String>,
    /// Classes: unclaimed prose stands above the line, and between the two a line claimed by a rule of one of these
    /// classes, below which every line is claimed or one that this rule would take.
    pub below: Vec<String>,
    /// With `below`: at least so many of the classes.
    pub classes: Option<u32>,
    /// With `after`, and for blocks and cuts: at most so many lines.
    pub max_lines: Option<u32>,
    /// The line stands so many times in the document.
    pub repeats: Option<u32>,
    /// The line before or after it says the same.
    pub twin: bool,
    /// It stands between the title, which is the first unclaimed line, and prose.
    pub under_title: bool,
    /// The unclaimed line before it is prose.
    pub after_prose: bool,
    /// No unclaimed line after it.
    pub last: bool,
    /// No unclaimed line before it.
    pub first: bool,
}

/// The limits of a `dedupe` rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dedupe {
    /// What counts as a copy.
    pub like: TitleCopy,
    /// A title has at least so many words.
    pub min_words: u32,
    /// The document has at least so many lines of prose.
    pub min_prose: u32,
    /// The copies are fewer than this share of the document's lines.
    pub max_share: f64,
    /// The first prose is at most so many lines down.
    pub max_head: u32,
}

impl Default for Dedupe {
    fn default() -> Self {
        Self { like: TitleCopy::Same, min_words: 4, min_prose: 3, max_share: 0.25, max_head: 12 }
    }
}

/// What an `html` rule looks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HtmlMatcher {
    /// Selectors of the elements to take.
    pub css: Vec<String>,
    /// At most this share of the page's text.
    pub max_text_share: Option<f64>,
    /// Selectors of elements that keep it.
    pub unless: Vec<String>,
    /// Phrases of which the element must hold one.
    pub text_has: Vec<String>,
}

/// A whole document as a test of one rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleCase {
    /// What it shows.
    pub name: String,
    /// The document.
    pub text: String,
    /// The lines that this rule removes, trimmed, in order.
    pub removes: Vec<String>,
    /// Metadata that must be found.
    pub saved: BTreeMap<String, String>,
}

/// On what `sarand learn` proposed a rule. Information: no rule runs differently for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalEvidence {
    /// Documents with such a line.
    pub documents: u64,
    /// Documents of the hosts where such a line was seen.
    pub of: u64,
    /// Hosts with such a line.
    pub hosts: u64,
    /// Such lines.
    pub lines: u64,
    /// Bytes of such lines.
    pub bytes: u64,
    /// Bytes of those that nothing removed when it was proposed, about; `None` where nobody looked.
    pub adds: Option<u64>,
}

/// How sure the judge must be to take a line: a chance, 0 to 1, by level. `None`: the program's own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// At [`Level::Safe`].
    pub safe: Option<f64>,
    /// At [`Level::Likely`].
    pub likely: Option<f64>,
    /// At [`Level::Bold`].
    pub bold: Option<f64>,
}

impl Bounds {
    /// The bound of a level.
    #[must_use]
    pub fn of(&self, level: Level) -> Option<f64> {
        match level {
            Level::Safe => self.safe,
            Level::Likely => self.likely,
            Level::Bold => self.bold,
        }
    }
}

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Rule {
    /// `<scope>.<name>`.
    pub id: String,
    /// What it removes.
    pub kind: Kind,
    /// How sure it is.
    pub level: Level,
    /// The kind of chrome: one of [`CLASSES`].
    pub class: String,
    /// Whether a person stands behind it.
    pub status: Status,
    /// One line for people.
    pub summary: Text,
    /// The version it came with.
    pub since: Option<Text>,
    /// Free labels.
    pub tags: Vec<String>,
    /// Where its evidence is.
    pub refs: Vec<String>,
    /// Languages of the line; empty: all.
    #[serde(with = "langs")]
    pub lang: Vec<Lang>,
    /// Host suffixes it is for; empty: all.
    pub host: Vec<String>,
    /// Host suffixes it is not for.
    pub not_host: Vec<String>,
    /// What it looks for.
    pub matcher: Matcher,
    /// What may follow an exact phrase.
    pub trail: Option<Trail>,
    /// Where.
    pub zone: Zone,
    /// What else must hold.
    pub guards: Guards,
    /// Block and cut: exact phrases of the first line.
    pub start: Vec<String>,
    /// Block: exact phrases of the last line.
    pub end: Vec<String>,
    /// Span: what stands there afterwards.
    pub replace: Option<String>,
    /// Dedupe: limits.
    pub dedupe: Dedupe,
    /// Html: selectors.
    pub html: HtmlMatcher,
    /// The metadata key that what is removed becomes.
    pub save: Option<String>,
    /// On what it was proposed.
    pub evidence: Option<ProposalEvidence>,
    /// Lines that must go.
    #[serde(skip)]
    pub hit: Lazy<Vec<String>>,
    /// Lines that must stay.
    #[serde(skip)]
    pub miss: Lazy<Vec<String>>,
    /// Documents.
    #[serde(skip)]
    pub cases: Lazy<Vec<RuleCase>>,
    /// `false` after an override: kept for `rules list`, never run.
    pub enabled: bool,
    /// Where it begins.
    #[serde(skip, default = "unknown_origin")]
    pub origin: Origin,
    /// Where each key was given, the later file winning.
    #[serde(skip)]
    pub origins: Lazy<BTreeMap<&'static str, Origin>>,
    /// What its lines are found by, when that was made with the program.
    #[serde(skip)]
    pub(crate) index_keys: Option<Arc<IndexKeys>>,
}

impl Rule {
    /// Whether it may remove anything.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.enabled && self.status == Status::Accepted
    }

    /// Whether it has a text matcher, so that it needs `hit` and `miss`.
    #[must_use]
    pub fn is_textual(&self) -> bool {
        self.matcher != Matcher::None
    }
}

/// The place of a rule that was not told one.
pub(crate) fn unknown_origin() -> Origin {
    Origin { file: Arc::from(""), line: 0 }
}

/// Languages are written as their codes.
pub(crate) mod langs {
    use crate::lang::Lang;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(langs: &[Lang], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(langs.iter().map(|lang| lang.as_str().to_owned()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Lang>, D::Error> {
        Vec::<&str>::deserialize(from).map(|codes| codes.into_iter().filter_map(Lang::parse).collect())
    }
}
