//! Which repairs are there, and which are made? One table names them all.

use super::{mojibake, zwnj::Level};
use std::fmt;

/// What a repair does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepairInfo {
    /// Its id, for example `any.nbsp`: the language it is for (`any`, `fa`), a dot, its name.
    pub id: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// A damaged text.
    pub before: &'static str,
    /// The same, repaired.
    pub after: &'static str,
}

/// Every repair by its number in [`REPAIRS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repair {
    Bidi,
    C1,
    Control,
    Entities,
    GluedSentence,
    Invisible,
    Joiners,
    LineEnds,
    Mojibake1256As1252,
    MojibakeUtf8As1252,
    MojibakeUtf8As1256,
    MojibakeUtf8AsOther,
    Nbsp,
    Nfc,
    Noncharacters,
    PresentationForms,
    SoftHyphen,
    Spaces,
    Tags,
    Tatweel,
    HehHamza,
    Kaf,
    SpaceBeforePunctuation,
    Yeh,
    ZwnjCompound,
    ZwnjDamaged,
    ZwnjPrefix,
    ZwnjSuffix,
}

/// All repairs, sorted by id.
pub const REPAIRS: &[RepairInfo] = &[
    RepairInfo {
        id: "any.bidi",
        summary: "Removes marks of writing direction (LRM, RLM, embeddings, isolates); where one embedding ends and another begins between two words, a space takes their place.",
        before: "سال \u{200f}نو",
        after: "سال نو",
    },
    RepairInfo {
        id: "any.c1",
        summary: "Makes of C1 control characters what they stood for, as left-overs of windows-1252 or, in lines of the Arabic script, windows-1256; removes those that stood for nothing.",
        before: "It\u{92}s \u{81}here",
        after: "It’s here",
    },
    RepairInfo {
        id: "any.control",
        summary: "Removes the control characters of ASCII; its four separators become spaces between words.",
        before: "It\u{8} is\u{1f}here",
        after: "It is here",
    },
    RepairInfo {
        id: "any.entities",
        summary: "Decodes HTML entities in lines without tags, also when they were escaped twice; `&amp;lt;` and its like stay: they name entities.",
        before: "Marks &amp; Sons &#8211; 1901",
        after: "Marks & Sons – 1901",
    },
    RepairInfo {
        id: "any.glued-sentence",
        summary: "Puts the missing space between two sentences, in Persian and Arabic lines.",
        before: "باران بارید.هوا سرد شد",
        after: "باران بارید. هوا سرد شد",
    },
    RepairInfo {
        id: "any.invisible",
        summary: "Removes zero-width spaces (but between Thai, Lao, Khmer and Myanmar letters), word joiners and byte order marks.",
        before: "news\u{2060}paper\u{200b}s",
        after: "newspapers",
    },
    RepairInfo {
        id: "any.joiners",
        summary: "Removes ZWNJ and ZWJ where they join nothing: at line ends, beside spaces and punctuation, doubled, in other scripts.",
        before: "می\u{200c}\u{200c}رود\u{200c} .",
        after: "می\u{200c}رود.",
    },
    RepairInfo {
        id: "any.line-ends",
        summary: "Makes line feeds of CRLF, CR, VT, FF, NEL, LS and PS.",
        before: "one\r\ntwo\u{2028}three",
        after: "one\ntwo\nthree",
    },
    RepairInfo {
        id: mojibake::WINDOWS_1256_AS_1252,
        summary: "Makes Arabic and Persian words of windows-1256 that was read as windows-1252 or latin-1.",
        before: "ÓáÇã ÏæÓÊÇä",
        after: "سلام دوستان",
    },
    RepairInfo {
        id: mojibake::UTF8_AS_1252,
        summary: "Makes text of UTF-8 that was read as windows-1252 or latin-1, once or several times.",
        before: "un cafÃ© et Ø³Ù„Ø§Ù…",
        after: "un café et سلام",
    },
    RepairInfo {
        id: mojibake::UTF8_AS_1256,
        summary: "Makes text of UTF-8 that was read as windows-1256, once or several times.",
        before: "ط³ظ„ط§ظ… ط¯ظˆط³طھط§ظ†",
        after: "سلام دوستان",
    },
    RepairInfo {
        id: mojibake::UTF8_AS_OTHER,
        summary: "Makes text of UTF-8 that was read as windows-1250, -1251, -1253, -1254, -1257, ISO-8859-2, MacRoman or code page 437.",
        before: "РЎРЅРµРі",
        after: "Снег",
    },
    RepairInfo {
        id: "any.nbsp",
        summary: "Makes ordinary spaces of no-break spaces and the typographic ones (U+2000 to U+200A, U+202F, U+205F).",
        before: "10\u{a0}km\u{2009}away",
        after: "10 km away",
    },
    RepairInfo {
        id: "any.nfc",
        summary: "Composes letters and their marks (NFC), but leaves the order of Hebrew and Arabic marks and variants of Han characters.",
        before: "cafe\u{301}",
        after: "café",
    },
    RepairInfo {
        id: "any.noncharacters",
        summary: "Removes code points that are no characters (U+FDD0 to U+FDEF, U+FFFE, U+FFFF and their like).",
        before: "he\u{fdd0}re",
        after: "here",
    },
    RepairInfo {
        id: "any.presentation-forms",
        summary: "Makes letters of Arabic letter presentation forms and ligatures; words such as ﷺ stay.",
        before: "\u{fedf}\u{fe8e}\u{fefb}",
        after: "لالا",
    },
    RepairInfo {
        id: "any.soft-hyphen",
        summary: "Removes soft hyphens; in Persian words that are written with a ZWNJ there, the ZWNJ comes back.",
        before: "news\u{ad}paper",
        after: "newspaper",
    },
    RepairInfo {
        id: "any.spaces",
        summary: "Removes spaces at line ends and collapses double spaces in prose; indents, tables and code stay.",
        before: "First one.  Then the other. ",
        after: "First one. Then the other.",
    },
    RepairInfo {
        id: "any.tags",
        summary: "Removes tag characters outside flags: they hide text from readers.",
        before: "hello\u{e0068}\u{e0069}",
        after: "hello",
    },
    RepairInfo {
        id: "any.tatweel",
        summary: "Removes tatweel between two letters; at a word's end it stays.",
        before: "این سـلام بود",
        after: "این سلام بود",
    },
    RepairInfo {
        id: "fa.heh-hamza",
        summary: "Writes heh with hamza in one way, as two characters.",
        before: "خان\u{6c0} ما",
        after: "خانه\u{654} ما",
    },
    RepairInfo {
        id: "fa.kaf",
        summary: "Makes Persian kafs of Arabic ones in Persian lines, but for Arabic quotations.",
        before: "كتاب را برداشت",
        after: "کتاب را برداشت",
    },
    RepairInfo {
        id: "fa.space-before-punctuation",
        summary: "Removes the space before a comma, a semicolon, a colon or a sentence end in Persian lines.",
        before: "خانه ، مدرسه و باغ .",
        after: "خانه، مدرسه و باغ.",
    },
    RepairInfo {
        id: "fa.yeh",
        summary: "Makes Persian yehs of Arabic ones and of alef maksura in Persian lines, but for Arabic quotations.",
        before: "این شادي است",
        after: "این شادی است",
    },
    RepairInfo {
        id: "fa.zwnj-compound",
        summary: "Restores a lost ZWNJ between the parts of a word.",
        before: "این برنامهریزی بود",
        after: "این برنامه\u{200c}ریزی بود",
    },
    RepairInfo {
        id: "fa.zwnj-damaged",
        summary: "Makes ZWNJ of what a broken program left of it: an entity, `¬`, a joiner.",
        before: "او می¬رود",
        after: "او می\u{200c}رود",
    },
    RepairInfo {
        id: "fa.zwnj-prefix",
        summary: "Restores a lost ZWNJ after می, نمی, بی, هم and their like.",
        before: "او می رود و نمیداند",
        after: "او می\u{200c}رود و نمی\u{200c}داند",
    },
    RepairInfo {
        id: "fa.zwnj-suffix",
        summary: "Restores a lost ZWNJ before ها, تر, ای, ام, اند and their like; `کشور های` becomes `کشورهای`.",
        before: "کتابهای تازه بزرگ ترند",
        after: "کتاب\u{200c}های تازه بزرگ\u{200c}ترند",
    },
];

impl Repair {
    /// Those that look at the language of the line.
    pub(crate) const OF_LANGUAGE: &'static [Self] =
        &[Self::GluedSentence, Self::HehHamza, Self::Kaf, Self::SpaceBeforePunctuation, Self::Yeh];

    /// Those of text that was decoded wrongly.
    pub(crate) const MOJIBAKE: &'static [Self] =
        &[Self::Mojibake1256As1252, Self::MojibakeUtf8As1252, Self::MojibakeUtf8As1256, Self::MojibakeUtf8AsOther];
    /// Those of [`super::zwnj`].
    pub(crate) const OF_ZWNJ: &'static [Self] =
        &[Self::ZwnjCompound, Self::ZwnjDamaged, Self::ZwnjPrefix, Self::ZwnjSuffix];

    pub(crate) fn id(self) -> &'static str {
        REPAIRS[self as usize].id
    }
}

/// Which repairs are made: all, unless made by [`RepairOptions::without`] or [`RepairOptions::only`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RepairOptions {
    /// A bit for each of [`REPAIRS`] that is off.
    off: u32,
    zwnj: Level,
    /// The text was read out of HTML.
    from_html: bool,
}

impl RepairOptions {
    /// All repairs but those of `ids`.
    ///
    /// # Errors
    /// An id that is not in [`REPAIRS`].
    pub fn without<S: AsRef<str>>(ids: &[S]) -> Result<Self, UnknownRepair> {
        Ok(Self { off: bits(ids)?, ..Self::default() })
    }

    /// The repairs of `ids` and no other.
    ///
    /// # Errors
    /// An id that is not in [`REPAIRS`].
    pub fn only<S: AsRef<str>>(ids: &[S]) -> Result<Self, UnknownRepair> {
        Ok(Self { off: !bits(ids)?, ..Self::default() })
    }

    /// The same with ZWNJ restored at this level.
    #[must_use]
    pub fn with_zwnj(self, zwnj: Level) -> Self {
        Self { zwnj, ..self }
    }

    /// The same for a text that a page shows, if it `is` one: its entities are decoded, and of what is left only those that
    /// are no words of their own were escaped twice.
    #[must_use]
    pub fn from_html(self, is: bool) -> Self {
        Self { from_html: is, ..self }
    }

    pub(crate) fn is_from_html(self) -> bool {
        self.from_html
    }

    /// How sure a restored ZWNJ must be.
    pub(crate) fn zwnj(self) -> Level {
        self.zwnj
    }

    pub(crate) fn enables_id(self, id: &str) -> bool {
        bits(&[id]).is_ok_and(|bits| self.off & bits == 0)
    }

    pub(crate) fn enables(self, repair: Repair) -> bool {
        self.off & (1 << repair as u32) == 0
    }

    pub(crate) fn enables_any(self) -> bool {
        !self.off << (u32::BITS - REPAIRS.len() as u32) != 0
    }

    pub(crate) fn enables_all(self) -> bool {
        self.off << (u32::BITS - REPAIRS.len() as u32) == 0
    }

    pub(crate) fn enables_any_of(self, repairs: &[Repair]) -> bool {
        repairs.iter().any(|&repair| self.enables(repair))
    }
}

fn bits<S: AsRef<str>>(ids: &[S]) -> Result<u32, UnknownRepair> {
    let mut bits = 0;
    for id in ids {
        let id = id.as_ref();
        match REPAIRS.binary_search_by(|repair| repair.id.cmp(id)) {
            Ok(at) => bits |= 1 << at,
            Err(_) => return Err(UnknownRepair { id: id.to_owned() }),
        }
    }
    Ok(bits)
}

/// An id that names no repair. Its message lists those that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRepair {
    /// The id as it was given.
    pub id: String,
}

impl fmt::Display for UnknownRepair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let near = REPAIRS.iter().map(|repair| repair.id).max_by(|a, b| {
            strsim::jaro_winkler(a, &self.id).total_cmp(&strsim::jaro_winkler(b, &self.id)).then(b.cmp(a))
        });
        write!(f, "no repair is called `{}`", self.id)?;
        if let Some(near) = near.filter(|near| strsim::jaro_winkler(near, &self.id) > 0.85) {
            write!(f, " (did you mean `{near}`?)")?;
        }
        f.write_str("; known are ")?;
        for (i, repair) in REPAIRS.iter().enumerate() {
            write!(f, "{}{}", if i == 0 { "" } else { ", " }, repair.id)?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownRepair {}
