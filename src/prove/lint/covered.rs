//! Which phrases does a word table cover, so that no rule need list them?
//!
//! A phrase of `exact` is covered when its line goes without it wherever it goes with it: another accepted rule takes the line by
//! the classes of its words, for the same class of chrome, at the same level or a safer one, and no guard of it asks for more.
//! Where that rule asks for company and the phrase goes alone, the phrase is needed. So it is where rules of other classes may
//! take the line: which of them has it would change what goes beside it.
//!
//! Knows words as tables list them, apart or joined; a line with a space inside a word is not thought of.

use crate::{
    document::Lines,
    fold::folded,
    lang::{Lang, detect_line},
    rules::{
        RuleSet,
        compile::CompiledRule,
        schema::{Kind, Matcher, Rule, Zone, has_slots},
        slots::TaggedLine,
        vocabulary::LangTables,
    },
};

/// A line that is a phrase has at most so many more characters, for bullets and other marks around it.
const DECORATION: u32 = 20;

/// A language of documents, and the tables such a document is asked about.
type DocumentLang<'s> = (Lang, LangTables<'s>);

/// The rules that read the classes of words, and the tables they read.
pub(super) struct Covers<'s> {
    set: &'s RuleSet,
    rules: Vec<&'s CompiledRule>,
    documents: Vec<DocumentLang<'s>>,
}

impl<'s> Covers<'s> {
    pub(super) fn new(set: &'s RuleSet) -> Self {
        let rules = set.rules.iter().filter(|rule| rule.cover.is_some() || !rule.slots.is_empty()).collect();
        // A document of no known language is asked about the words of all.
        let mut langs = [Lang::UND, Lang::EN].into_iter().chain(set.vocabulary.langs()).collect::<Vec<Lang>>();
        langs.sort_unstable();
        langs.dedup();
        let documents = langs.into_iter().map(|lang| (lang, set.vocabulary.lang_tables(lang))).collect();
        Self { set, rules, documents }
    }

    /// The phrases of a rule that another rule covers, each with its id.
    pub(super) fn of<'r>(&self, rule: &'r Rule) -> Vec<(&'r str, &'s str)> {
        let Matcher::Exact(phrases) = &rule.matcher else { return Vec::new() };
        let rules = self.rules.iter().filter(|by| asks_no_more(&by.rule, rule));
        let rules: Vec<&CompiledRule> = rules.copied().collect();
        if rules.is_empty() {
            return Vec::new();
        }
        // The rule may be for a language that has no table.
        let known = |lang: &Lang| self.documents.iter().any(|(known, _)| known == lang);
        let own = rule.lang.iter().filter(|lang| !known(lang));
        let own: Vec<DocumentLang<'s>> = own.map(|&lang| (lang, self.set.vocabulary.lang_tables(lang))).collect();
        let documents: Vec<&DocumentLang<'s>> = self.documents.iter().chain(&own).collect();
        let covered = phrases.iter().filter(|phrase| !has_slots(phrase)).filter_map(|phrase| {
            let lines = spellings(phrase);
            let by = rules.iter().find(|by| lines.iter().all(|line| self.takes(by, rule, line, &documents)))?;
            Some((phrase.as_str(), by.rule.id.as_str()))
        });
        covered.collect()
    }

    /// Whether `by` takes this line in every document in which it is one of `rule`, and no rule takes it to another effect.
    fn takes(&self, by: &CompiledRule, rule: &Rule, line: &str, documents: &[&DocumentLang<'_>]) -> bool {
        let longest = folded(line).chars().count() as u32 + DECORATION;
        let longest = rule.guards.max_chars.map_or(longest, |max| max.min(longest));
        if by.rule.guards.max_chars.is_some_and(|max| longest > max) {
            return false;
        }
        let mut lines = Lines::default();
        lines.read(line);
        let is_own = |document: Lang| rule.lang.is_empty() || rule.lang.contains(&detect_line(line, document));
        let mut own = documents.iter().filter(|(document, _)| is_own(*document)).peekable();
        // A line that no document gives to the rule is no proof.
        own.peek().is_some()
            && own.all(|(document, tables)| {
                let words = TaggedLine::read(line, &lines, 0, tables, None);
                let others = self.set.matching_rules(line, *document);
                words.is_some_and(|words| by.fits_words(&words))
                    && others.iter().all(|&other| self.is_same(self.set.rule(other), rule))
            })
    }

    /// Whether it is the same to all lines around which of two rules has a line. Patterns tell of the shape of lines, and many of
    /// them match any line that is short; they are not asked about.
    fn is_same(&self, other: &Rule, rule: &Rule) -> bool {
        let follows = |next: &Rule, rule: &Rule| next.guards.after.contains(&rule.id);
        matches!(other.matcher, Matcher::Regex(_))
            || other.class == rule.class && self.set.rules().all(|next| follows(next, other) == follows(next, rule))
    }
}

/// Whether a rule takes each of its lines by itself: nothing is saved of it, and no other line counts on it.
fn takes_single_lines(rule: &Rule) -> bool {
    let guards = &rule.guards;
    rule.kind == Kind::Line
        && rule.trail.is_none()
        && rule.save.is_none()
        && !guards.prose_ok
        && guards.run.is_none()
        && guards.after.is_empty()
        && guards.below.is_empty()
}

/// Whether `by` may take a line wherever `rule` may, but for the words and the length of the line.
fn asks_no_more(by: &Rule, rule: &Rule) -> bool {
    let (asks, has) = (&by.guards, &rule.guards);
    let is_least = |asks: Option<u32>, has: Option<u32>| asks.is_none_or(|asks| has.is_some_and(|has| asks <= has));
    let flags = [
        (asks.bullet, has.bullet),
        (asks.unpunctuated, has.unpunctuated),
        (asks.twin, has.twin),
        (asks.under_title, has.under_title),
        (asks.after_prose, has.after_prose),
        (asks.last, has.last),
        (asks.first, has.first),
    ];
    by.id != rule.id
        && by.class == rule.class
        && by.level <= rule.level
        && takes_single_lines(by)
        && takes_single_lines(rule)
        && (by.lang.is_empty() || !rule.lang.is_empty() && rule.lang.iter().all(|lang| by.lang.contains(lang)))
        && (by.host.is_empty() || by.host == rule.host)
        && by.not_host.iter().all(|host| rule.not_host.contains(host))
        && (by.zone == Zone::Any || by.zone == rule.zone)
        && asks.near.is_none_or(|near| has.near.is_some_and(|nearer| nearer <= near))
        && is_least(asks.repeats, has.repeats)
        && is_least(asks.min_chars, has.min_chars)
        && flags.iter().all(|(asks, has)| !asks || *has)
}

/// How lines spell a phrase: as it is, with its ZWNJ as a space or as nothing, two neighbours joined, all words joined.
fn spellings(phrase: &str) -> Vec<String> {
    let parts: Vec<&str> = phrase.split(|c: char| c.is_whitespace() || c == '\u{200c}').collect();
    let joined = (1..parts.len()).map(|at| parts[..at].join(" ") + &parts[at..].join(" "));
    let mut all = vec![phrase.to_owned(), phrase.replace('\u{200c}', ""), parts.join(" "), parts.concat()];
    all.extend(joined);
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Catalog, Selection};

    /// The phrases of `mine.list` that are covered. `list` and `cover` are keys of the two rules beside the usual ones.
    fn covered(list: &str, cover: &str) -> Vec<String> {
        // A key that is given again replaces the usual one.
        let table = |id: &str, usual: &[(&str, &str)], keys: &str| {
            let own = keys.split("[[").next().unwrap_or_default();
            let given = |key: &str| own.lines().any(|line| line.starts_with(&format!("{key} =")));
            let usual = usual.iter().filter(|(key, _)| !given(key)).map(|(key, value)| format!("{key} = {value}\n"));
            let usual: String = usual.collect();
            format!("[[rule]]\nid = \"{id}\"\nkind = \"line\"\nsummary = \"a rule\"\n{usual}{keys}\n")
        };
        let list = table(
            "mine.list",
            &[
                ("class", "\"share\""),
                ("level", "\"safe\""),
                ("lang", "[\"en\"]"),
                ("near", "2"),
                ("exact", r#"["Hoist it", "Hoist the pier", "Lower it"]"#),
                ("hit", r#"["Hoist it"]"#),
                ("miss", r#"["Hoist a flag"]"#),
            ],
            list,
        );
        let cover = table(
            "mine.words",
            &[
                ("class", "\"share\""),
                ("level", "\"safe\""),
                ("cover", r#"["share"]"#),
                ("needs", r#"["share"]"#),
                ("near", "2"),
                ("max_chars", "40"),
                ("hit", r#"["Hoist it"]"#),
                ("miss", r#"["Hoist a flag"]"#),
            ],
            cover,
        );
        let words = "[[words]]\nlang = [\"en\"]\nshare = [\"hoist it\", \"lower\", \"it\"]\n\
                     [[words]]\nlang = [\"fa\"]\nshare = [\"بگردان\", \"چاپ کن\"]\n";
        let catalog = Catalog::parse([("mine.toml", [&list, &cover, words].concat().as_str())]).unwrap();
        let set = RuleSet::compile(&catalog, &Selection::default());
        let found = Covers::new(&set).of(catalog.get("mine.list").unwrap());
        assert!(found.iter().all(|(_, by)| *by == "mine.words"));
        found.into_iter().map(|(phrase, _)| phrase.to_owned()).collect()
    }

    #[test]
    fn a_phrase_is_covered_when_its_line_goes_without_it() {
        // `Lower it` is two phrases of the table; joined it is none.
        assert_eq!(covered("", ""), ["Hoist it"]);
        for list in [
            "near = 1",
            "zone = \"tail\"",
            "level = \"bold\"",
            "max_chars = 9",
            "last = true",
            "host = [\"a.example\"]",
        ] {
            assert_eq!(covered(list, ""), ["Hoist it"], "{list}");
        }
        for cover in ["near = 3", "lang = [\"en\", \"fa\"]", "max_chars = 28"] {
            assert_eq!(covered("", cover), ["Hoist it"], "{cover}");
        }
        assert_eq!(covered("zone = \"tail\"\nlast = true", "zone = \"tail\"\nlast = true"), ["Hoist it"]);
    }

    #[test]
    fn a_phrase_that_goes_where_the_other_rule_asks_for_more_is_needed() {
        for list in [
            "near = 3",
            "level = \"safe\"\nsave = \"source\"",
            "trail = \"number\"",
            "class = \"nav\"",
            "run = 3",
            "lang = []",
        ] {
            let words = if list == "lang = []" { "lang = [\"en\"]" } else { "" };
            assert_eq!(covered(list, words), [""; 0], "{list}");
        }
        for cover in [
            "near = 1",
            "zone = \"tail\"",
            "level = \"likely\"",
            "class = \"nav\"",
            "lang = [\"fa\"]",
            "host = [\"a.example\"]",
            "not_host = [\"a.example\"]",
            "max_chars = 27",
            "min_chars = 4",
            "repeats = 2",
            "run = 2",
            "bullet = true",
            "unpunctuated = true",
            "twin = true",
            "after_prose = true",
            "last = true",
            "first = true",
            "status = \"proposed\"",
        ] {
            assert_eq!(covered("", cover), [""; 0], "{cover}");
        }
    }

    #[test]
    fn words_are_those_of_every_document_that_may_have_the_line() {
        let list =
            |phrase: &str| format!("lang = [\"fa\"]\nexact = [\"{phrase}\"]\nhit = [\"{phrase}\"]\nmiss = [\"پل\"]");
        assert_eq!(
            covered(&list("بگردان"), ""),
            [""; 0],
            "a Persian line on an English page, whose tables do not have it"
        );
        assert_eq!(covered(&list("نشر"), ""), [""; 0], "no table has it");
        let never = "lang = [\"ru\"]\nexact = [\"Hoist it\"]\nhit = [\"Hoist it\"]\nmiss = [\"Hoist\"]";
        assert_eq!(covered(never, ""), [""; 0], "no page has it in this language");
    }

    #[test]
    fn a_phrase_that_another_class_may_have_is_needed() {
        let other = |class: &str, phrase: &str| {
            format!(
                "\n[[rule]]\nid = \"mine.other\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"{class}\"\nsummary = \"more\"\n\
                 prefix = [\"{phrase}\"]\nmax_chars = 30\nhit = [\"{phrase}\"]\nmiss = [\"and so forth\"]"
            )
        };
        assert_eq!(covered("", &other("nav", "hoist")), [""; 0]);
        assert_eq!(covered("", &other("nav", "lower")), ["Hoist it"]);
        assert_eq!(covered("", &other("share", "hoist")), ["Hoist it"]);
    }

    #[test]
    fn a_rule_that_others_follow_is_needed() {
        let next = "\n[[rule]]\nid = \"mine.next\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"share\"\nsummary = \"more\"\n\
                    exact = [\"and so on\"]\nafter = [\"mine.list\"]\nhit = [\"and so on\"]\nmiss = [\"and so forth\"]";
        assert_eq!(covered("", next), [""; 0]);
        assert_eq!(covered("", &next.replace("[\"mine.list\"]", "[\"mine.words\"]")), [""; 0]);
        assert_eq!(covered("", &next.replace("[\"mine.list\"]", "[\"mine.list\", \"mine.words\"]")), ["Hoist it"]);
    }

    #[test]
    fn embedded_tables_are_asked() {
        let source = "[[rule]]\nid = \"mine.list\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"share\"\nsummary = \"a rule\"\n\
                      lang = [\"en\"]\nnear = 2\nexact = [\"Copy link\", \"Pier\"]\nhit = [\"Copy link\"]\nmiss = [\"Copy\"]\n";
        let catalog = Catalog::parse_over_builtin([("mine.toml", source)]).unwrap();
        let set = RuleSet::compile(&catalog, &Selection::default());
        let found = Covers::new(&set).of(catalog.get("mine.list").unwrap());
        assert_eq!(found.into_iter().map(|(phrase, _)| phrase).collect::<Vec<_>>(), ["Copy link"]);
    }
}
