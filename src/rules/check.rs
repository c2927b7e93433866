//! Whether the texts of a rule can match anything: phrases with slots, phrases that folding leaves empty, patterns, selectors.
//!
//! It costs more than all other loading, so the rules that come with the program are not asked again at every start; the tests
//! ask them.

use super::{
    css::Css,
    diagnose::nearest,
    keywords::{SLOTS, WORD_CLASSES},
    pattern, regex,
    schema::has_slots,
    slots::{Phrase, PhraseError},
    table_reader::{Checks, MatcherTexts, TableReader},
};
use crate::fold;

/// What is asked of the rules of a user.
pub(super) const ALL: Checks = Checks { matcher, css: Css::refusal };

fn matcher(table: &mut TableReader<'_, '_, '_>, texts: &MatcherTexts<'_>) {
    for phrase in texts.phrases.iter().filter(|phrase| has_slots(phrase)) {
        if let Err(why) = Phrase::read(phrase, false) {
            table.error_in(texts.key, phrase, "bad-phrase", why.to_string(), slot_help(&why));
        }
    }
    for phrase in texts.phrases.iter().copied().chain(texts.words.iter().flatten()) {
        if !has_slots(phrase) && fold::squash(phrase).is_empty() {
            let message = format!("`{phrase}` is empty when folded and can never match");
            table.error_in(texts.key, phrase, "never-matches", message, "drop it".into());
        }
    }
    if let Some(source) = texts.regex
        && let Err(why) = regex::check(source)
    {
        let folded = pattern::fold_pattern(source).ok().filter(|folded| folded != source);
        let folded = folded.map_or_else(String::new, |folded| format!(", folded `{folded}`"));
        table.error_at("regex", why.code(), format!("`{source}`{folded}: {why}"), why.help().into());
    }
}

/// What to try instead of a phrase with slots that is refused.
fn slot_help(why: &PhraseError) -> String {
    let known = || SLOTS.iter().chain(WORD_CLASSES).copied();
    match why {
        PhraseError::Unknown(name) => match nearest(name, known()) {
            Some(meant) => format!("did you mean {{{meant}}}?"),
            None => format!("one of {}, or a class of words", SLOTS.join(", ")),
        },
        PhraseError::Unclosed(_) => "a brace must open a slot, as in {date}".into(),
        PhraseError::Empty(_) => "remove the `?` from one slot, or add a word".into(),
    }
}
