//! The JSON Schema of rule files, for editors. The keys and values are those that the loader itself knows: it lists them in the
//! error about one that it does not know.

use super::shape::{Field, boolean, by_any, count, from_one, list, object, one_of, share, string};
use sarand::rules::{
    Catalog,
    schema::{CLASSES, SAVE_KEYS, WORD_CLASSES},
};
use serde_json::{Value, json};

/// A key or value that nobody would mean another one by.
const NONE: &str = "qqqqqqqqqqqq";

pub(crate) fn all() -> [(&'static str, &'static str, &'static str, Value); 2] {
    [
        ("rules.schema.json", "rule files", "A file of rules (TOML), for `--rules` and `sarand rules`.", rules()),
        ("gold.schema.json", "labelled documents", "A labelled document, for `sarand eval` and `sarand fit`.", gold()),
    ]
}

/// What the loader says of a text that is wrong: the first help in which `before` stands, from there on.
fn help(text: &str, before: &str) -> Vec<String> {
    let errors = Catalog::parse([("a.toml", text)]).unwrap_err();
    let said = errors.0.iter().find_map(|error| error.help.strip_prefix(before));
    said.unwrap_or_else(|| panic!("{errors}")).split(", ").map(str::to_owned).collect()
}

/// The keys of a table whose heading is `heading`.
pub(crate) fn keys(heading: &str) -> Vec<String> {
    help(&format!("{heading}\n{NONE} = 1\n"), "known keys: ")
}

/// The values that a key of a rule may have.
fn values(key: &str) -> Value {
    let rule = if key == "kind" { String::new() } else { "kind = \"dedupe\"\n".to_owned() };
    one_of(help(&format!("[[rule]]\n{rule}{key} = \"{NONE}\"\n"), "one of ").iter().map(String::as_str))
}

fn strings() -> Value {
    json!({"type": "array", "items": {"type": "string", "pattern": "\\S"}})
}

fn one_or_more() -> Value {
    json!({"anyOf": [string(), strings()]})
}

fn langs() -> Value {
    json!({"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z]{2,3}$"}})
}

fn rules() -> Value {
    let mut words: Vec<Field<'_>> = vec![("lang?", langs(), "languages of the words; without it, every language")];
    let names: Vec<String> = WORD_CLASSES.iter().map(|class| format!("{class}?")).collect();
    words.extend(names.iter().map(|name| (name.as_str(), strings(), "words and short phrases of this class")));
    let allow = object(&[
        ("lines?", strings(), "lines that nothing removes"),
        ("hosts?", strings(), "hosts on whose pages nothing is removed"),
    ]);
    let judge = object(&[
        ("safe?", share(), "lowest chance at which the judge removes a line, at level `safe`"),
        ("likely?", share(), "the same, at level `likely`"),
        ("bold?", share(), "the same, at level `bold`"),
    ]);
    object(&[
        ("rule?", list(rule()), "a rule"),
        ("override?", list(change()), "changes a rule that was loaded before"),
        ("words?", list(object(&words)), "words by class"),
        ("allow?", allow, "what is never removed"),
        ("judge?", judge, "thresholds of the judge; `sarand fit` finds yours"),
    ])
}

fn id() -> Value {
    json!({"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$"})
}

fn change() -> Value {
    object(&[
        ("id", id(), "id of the rule to change"),
        ("enabled?", boolean(), "`false`: do not use the rule"),
        ("level?", values("level"), "how sure the rule is"),
        ("zone?", values("zone"), "where the line must be"),
        ("status?", values("status"), "whether the rule is used"),
        ("host?", strings(), "hosts that the rule is for"),
        ("not_host?", strings(), "hosts that the rule is not for"),
        ("lang?", langs(), "languages that the rule is for"),
    ])
}

fn rule() -> Value {
    let counts = ["documents", "of", "hosts", "lines", "bytes", "adds"].map(|name| (format!("{name}?"), count()));
    let counts: Vec<Field<'_>> = counts.iter().map(|(name, schema)| (name.as_str(), schema.clone(), "")).collect();
    let case = object(&[
        ("name", string(), "what it shows"),
        ("text", string(), "a whole document"),
        ("removes?", strings(), "the lines that this rule removes, in order"),
        ("saved?", by_any(string()), "metadata that must be found"),
    ]);
    let words = json!({"type": "array", "items": strings()});
    let cover = one_of(WORD_CLASSES.iter().copied().chain(["number"]));
    let matcher: [Field<'_>; 8] = [
        ("exact?", strings(), "the whole line is one of these phrases, which may have slots such as `{date}`"),
        ("prefix?", strings(), "the line begins with one of these phrases"),
        ("words?", words, "of each group, at least one phrase begins at a word start"),
        ("regex?", string(), "a pattern on the folded line; anchor it with ^ and $"),
        ("cover?", list(cover), "every word of the line belongs to one of these classes"),
        ("needs?", list(one_of(WORD_CLASSES.iter().copied())), "with `cover`: the line has a word of each of these"),
        ("trail?", values("trail"), "what may follow an `exact` phrase"),
        ("zone?", values("zone"), "where the line must be: before, after or anywhere in the prose"),
    ];
    let about: [Field<'_>; 12] = [
        ("id", id(), "<scope>.<name> in kebab case, such as `fa.end-mark`"),
        ("kind", values("kind"), "what the rule removes"),
        ("level", values("level"), "how sure the rule is"),
        ("class", one_of(CLASSES.iter().copied()), "the kind of boilerplate"),
        ("summary", string(), "one line for people"),
        ("status?", values("status"), "whether the rule is used; without it, `accepted`"),
        ("since?", string(), "the version it came with"),
        ("tags?", strings(), "free labels"),
        ("refs?", strings(), "where its evidence is"),
        ("lang?", langs(), "languages of the line"),
        ("host?", strings(), "hosts that the rule is for, with their subdomains"),
        ("not_host?", strings(), "hosts that the rule is not for"),
    ];
    let guards: [Field<'_>; 17] = [
        ("max_chars?", from_one(), "the folded line has at most this many characters"),
        ("min_chars?", from_one(), "the folded line has at least this many characters"),
        ("bullet?", boolean(), "the line begins with a bullet"),
        ("unpunctuated?", boolean(), "the line does not end a sentence or a clause"),
        ("prose_ok?", boolean(), "the line may be prose"),
        ("near?", from_one(), "another removed line is within this many non-blank lines"),
        ("run?", from_one(), "the line is in a run of at least this many such lines"),
        ("after?", strings(), "the line before it is removed by one of these rules"),
        (
            "below?",
            list(one_of(CLASSES.iter().copied())),
            "a line of one of these classes is between the prose and this line",
        ),
        ("classes?", from_one(), "with `below`: at least this many of the classes"),
        ("max_lines?", from_one(), "with `after`, for blocks and for cuts: at most this many lines"),
        ("repeats?", from_one(), "the line is in the document at least this many times"),
        ("twin?", boolean(), "the line before or after it says the same"),
        ("under_title?", boolean(), "the line is between the title and the prose"),
        ("after_prose?", boolean(), "the line before it that is not removed is prose"),
        ("last?", boolean(), "no line after it is kept"),
        ("first?", boolean(), "no line before it is kept"),
    ];
    let others: [Field<'_>; 17] = [
        ("start?", strings(), "`block` and `cut`: phrases of the first line"),
        ("end?", strings(), "`block`: phrases of the last line"),
        ("replace?", string(), "`span`: the text that takes its place"),
        ("like?", values("like"), "`dedupe`: what counts as a copy of a title"),
        ("min_words?", from_one(), "`dedupe`: a title has at least this many words"),
        ("min_prose?", from_one(), "`dedupe`: the document has at least this many lines of prose"),
        ("max_share?", share(), "`dedupe`: at most this share of the lines are copies"),
        ("max_head?", from_one(), "`dedupe`: the first prose is at most this many lines down"),
        ("css?", one_or_more(), "`html`: selectors of the elements to remove"),
        ("max_text_share?", share(), "`html`: at most this share of the text of the page"),
        ("unless?", one_or_more(), "`html`: selectors of elements that keep it"),
        ("text_has?", strings(), "`html`: the element contains one of these phrases"),
        ("save?", one_of(SAVE_KEYS.iter().copied()), "the metadata key for what is removed"),
        ("evidence?", object(&counts), "what `sarand learn` proposed the rule from"),
        ("hit?", strings(), "lines that must be removed"),
        ("miss?", strings(), "lines that must stay"),
        ("case?", list(case), "whole documents as tests"),
    ];
    object(&[&about[..], &matcher, &guards, &others].concat())
}

fn gold() -> Value {
    let label = object(&[
        ("n", from_one(), "number of the line"),
        ("keep", boolean(), "whether the line, or a part of it, is content"),
        ("kind?", json!({"type": ["string", "null"]}), "class of boilerplate"),
        ("kept?", json!({"type": ["string", "null"]}), "what should be left of the line"),
        ("soft?", boolean(), "both keeping and removing are right"),
    ]);
    let mut gold = object(&[
        ("id", string(), "name of the document"),
        ("lang", string(), "language of the document"),
        ("host?", json!({"type": ["string", "null"]}), "host of the document"),
        ("text", string(), "the text"),
        ("lines", list(label), "one label per line that is not blank"),
    ]);
    gold["additionalProperties"] = json!(true);
    gold
}

/// The schema lists the keys that the loader reads, and no others.
#[test]
fn the_schema_of_rule_files_has_the_keys_of_the_loader() {
    let schema = rules();
    let of = |table: &Value| -> Vec<String> { table["properties"].as_object().unwrap().keys().cloned().collect() };
    for (heading, table) in [
        ("", &schema),
        ("[[rule]]", &schema["properties"]["rule"]["items"]),
        ("[[rule]]\n[[rule.case]]", &schema["properties"]["rule"]["items"]["properties"]["case"]["items"]),
        ("[[rule]]\n[rule.evidence]", &schema["properties"]["rule"]["items"]["properties"]["evidence"]),
        ("[[override]]\nid = \"en.share\"", &schema["properties"]["override"]["items"]),
        ("[[words]]", &schema["properties"]["words"]["items"]),
        ("[allow]", &schema["properties"]["allow"]),
        ("[judge]", &schema["properties"]["judge"]),
    ] {
        let mut known = keys(heading);
        known.sort();
        known.dedup();
        let mut listed = of(table);
        listed.sort();
        assert_eq!(listed, known, "{heading}");
    }
}
