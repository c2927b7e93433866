//! What the judge makes of lines that no rule names, through the engine as a whole.

use sarand::{
    clean::{Options, clean},
    document::Document,
    rules::{Bounds, Catalog, Level, RuleSet, RuleSources, Selection},
};

const STORY: &str = "The old pier of Saltmouth was closed on Monday after a storm had torn away its railing, and the harbour \
    master said that nobody could tell when it would be opened again.\nThe council will meet on Thursday to talk about the \
    costs, which are thought to be far above what the town has set aside for its quays this year.\n";

/// What is left of a text at a level.
fn left(text: &str, level: Level) -> String {
    clean(&Document::from_text(text), &RuleSet::builtin(), &Options { level, ..Options::default() }).text
}

/// A page with a frame of words that no phrase list has.
fn framed() -> String {
    format!(
        "Saltmouth gazette\nHome\nBoats\nTides and weather\nThe pier is closed\n{STORY}Gift this article\nMost read in Boats\nYou may also like\nView all\nSign up for alerts\n"
    )
}

#[test]
fn a_frame_goes_and_the_title_stays() {
    let left = left(&framed(), Level::Bold);
    assert!(left.contains("The pier is closed\nThe old pier"), "{left}");
    assert!(left.ends_with("this year.\n"), "{left}");
}

#[test]
fn a_text_is_left_alone() {
    for level in [Level::Safe, Level::Likely] {
        assert_eq!(left(STORY, level), STORY);
    }
}

#[test]
fn bounds_of_the_user_count() {
    let text = framed();
    let mut catalog = Catalog::load(&RuleSources::default()).unwrap();
    catalog.bounds = Bounds { safe: Some(1.0), ..Bounds::default() };
    let rules = RuleSet::compile(&catalog, &Selection::default());
    let document = Document::from_text(text.as_str());
    let cleaned = clean(&document, &rules, &Options { explain: true, ..Options::default() });
    assert!(cleaned.removals.iter().all(|removal| !removal.rule.starts_with("judge.")));
    assert_eq!(cleaned.judged.len(), 12, "every line has its chance");
    let chance = |line: usize| cleaned.judged[line].chance;
    assert!(chance(5) < 0.2 && chance(11) > 0.9, "{:?}", cleaned.judged);
    assert!(cleaned.judged.iter().all(|judged| judged.bound == 1.0), "each has the bound that it was compared with");
}

#[test]
fn a_line_goes_when_its_chance_is_above_its_bound() {
    let text = framed();
    let rules = RuleSet::builtin();
    for level in [Level::Safe, Level::Likely, Level::Bold] {
        let options = Options { explain: true, level, ..Options::default() };
        let cleaned = clean(&Document::from_text(text.as_str()), &rules, &options);
        let by_judge = |line: usize| {
            let mut removals = cleaned.removals.iter().filter(|removal| removal.line == Some(line));
            removals.any(|removal| removal.rule.starts_with("judge."))
        };
        let taken: Vec<_> = cleaned.judged.iter().filter(|judged| by_judge(judged.line)).collect();
        assert!(taken.iter().all(|judged| judged.chance > judged.bound && judged.bound > 0.5), "{taken:?}");
        assert!(level != Level::Bold || !taken.is_empty());
    }
}

#[test]
fn the_judge_says_why() {
    let text = framed();
    let options = Options { reasons: true, level: Level::Bold, ..Options::default() };
    let rules = RuleSet::builtin();
    let cleaned = clean(&Document::from_text(text.as_str()), &rules, &options);
    let by_judge = cleaned.removals.iter().filter(|removal| removal.rule.starts_with("judge."));
    let lines: Vec<usize> = by_judge.filter_map(|removal| removal.line).collect();
    assert!(!lines.is_empty());
    let told = |line: &usize| cleaned.judged.iter().any(|judged| judged.line == *line && !judged.reasons.is_empty());
    assert!(lines.iter().all(told), "{:?}", cleaned.judged);
}

#[test]
fn a_title_whose_copy_a_rule_takes_is_kept_and_not_the_caption_below_it() {
    let text = format!(
        "Posted on\n\nFerries ‘safe’ amidst storm\n\nArticle by\nRuth Okafor\n\nFerries ‘safe’ amidst storm\nChief Harbour \
         Officer Dolores Quint-Alleyne. (Picture by Sam Price)\n\nSocial Share\n\n{STORY}{}Subscribe now to our paper edition \
         for the full story.\n\nLeave a Comment\n",
        STORY.replace("Saltmouth", "Highmouth")
    );
    let mut catalog = Catalog::load(&RuleSources::default()).unwrap();
    catalog.bounds.bold = Some(0.94);
    let rules = RuleSet::compile(&catalog, &Selection::default());
    let options = Options { level: Level::Bold, ..Options::default() };
    let cleaned = clean(&Document::from_text(text.as_str()), &rules, &options).text;
    assert!(cleaned.starts_with("Ferries ‘safe’ amidst storm\n"), "{cleaned}");
    assert_eq!(clean(&Document::from_text(cleaned.as_str()), &rules, &options).text, cleaned);
}
