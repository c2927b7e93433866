//! Languages of the scripts other than the Arabic one.
//!
//! Most scripts settle the language. Among the languages of the Latin, Cyrillic, Devanagari and Hebrew scripts
//! `whatlang` decides by trigrams when there is text enough; with little text it is the script's most common language.

use super::{
    FEW_LETTERS, Lang,
    script::{Counts, Script},
};

/// `whatlang`'s codes (ISO 639-3) and ours, sorted.
const SHORT: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("aze", "az"),
    ("bel", "be"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "no"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tgl", "tl"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// The language of a text whose letters are mostly of `script`.
pub(super) fn detect(script: Script, counts: &Counts, sample: [&str; 2]) -> Lang {
    let only = match script {
        Script::Latin => return latin(counts.total(), sample),
        Script::Cyrillic => return among(sample, counts.total(), "ru"),
        Script::Devanagari => return among(sample, counts.total(), "hi"),
        Script::Hebrew => return among(sample, counts.total(), "he"),
        // Japanese mixes Han with kana in every sentence, Chinese never.
        Script::Han if counts.of(Script::Kana) * 20 >= counts.of(Script::Han) => "ja",
        Script::Han => "zh",
        Script::Kana => "ja",
        Script::Greek => "el",
        Script::Armenian => "hy",
        Script::Arabic => "fa",
        Script::Syriac => "syr",
        Script::Bengali => "bn",
        Script::Gurmukhi => "pa",
        Script::Gujarati => "gu",
        Script::Oriya => "or",
        Script::Tamil => "ta",
        Script::Telugu => "te",
        Script::Kannada => "kn",
        Script::Malayalam => "ml",
        Script::Sinhala => "si",
        Script::Thai => "th",
        Script::Lao => "lo",
        Script::Tibetan => "bo",
        Script::Myanmar => "my",
        Script::Georgian => "ka",
        Script::Hangul => "ko",
        Script::Ethiopic => "am",
        Script::Khmer => "km",
    };
    Lang::of(only)
}

fn latin(letters: usize, sample: [&str; 2]) -> Lang {
    if letters < FEW_LETTERS || is_english(sample) {
        return Lang::EN;
    }
    among(sample, letters, "en")
}

/// Words that make a fifth of English text and stand in no other language as often; far cheaper than trigrams.
fn is_english(sample: [&str; 2]) -> bool {
    let (mut words, mut hits) = (0_usize, 0_usize);
    for word in sample.iter().flat_map(|s| s.split_ascii_whitespace()) {
        words += 1;
        hits +=
            usize::from(matches!(word, "the" | "The" | "of" | "and" | "to" | "that" | "for" | "with" | "was" | "is"));
    }
    hits >= 3 && hits * 9 >= words
}

/// What `whatlang` says, when it has text enough; otherwise `fallback`.
fn among(sample: [&str; 2], letters: usize, fallback: &'static str) -> Lang {
    let fallback = Lang::of(fallback);
    if letters < FEW_LETTERS {
        return fallback;
    }
    let half = sample.map(|s| super::window(s, 0, 600));
    let Some(info) = whatlang::detect(&half.join(" ")) else { return fallback };
    // Short lines of names and numbers reach low confidence in some rare language.
    if letters < 200 && !info.is_reliable() && info.confidence() < 0.5 {
        return fallback;
    }
    let code = info.lang().code();
    match SHORT.binary_search_by(|(long, _)| (*long).cmp(code)) {
        Ok(at) => Lang::of(SHORT[at].1),
        Err(_) => fallback,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn codes_are_sorted() {
        assert!(super::SHORT.is_sorted());
    }
}
