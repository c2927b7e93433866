use super::{super::page::PageLine, *};
use crate::{
    clean::{self, Options},
    document::Document,
    eval::{Score, gold},
    fold::squash,
    rules::{Catalog, RuleSet, RuleSources, Selection},
};
use std::fs;

const TEXT: &str = "Home > News > Port\nThe council met on Monday and agreed on a new timetable for the night buses to the harbour.\nTell all of the harbour\nThe buses leave every twenty minutes, said the clerk, and they are free for all who live near the bank.\n";

/// The page as the program's own rules, and these, leave it.
fn page(text: &str, rules: &RuleSet) -> Page {
    let host = Some("www.a.example".into());
    let document = Document { host, ..Document::from_text(text) };
    let cleaned = clean::clean(&document, rules, &Options::default());
    let mut start = 0;
    let lines = text
        .split('\n')
        .map(|line| {
            let gone = cleaned.removals.iter().any(|r| r.span.start <= start && r.span.end >= start + line.len());
            start += line.len() + 1;
            PageLine { text: line.into(), left: (!gone).then(|| line.into()), class: gone.then(|| "ad".into()) }
        })
        .collect();
    Page { id: "a#1".into(), number: 0, lang: cleaned.lang.as_str().into(), host: Some("www.a.example".into()), lines }
}

fn with(folder: &Path) -> RuleSet {
    let sources = RuleSources { builtin: true, paths: vec![folder.to_owned()] };
    RuleSet::compile(&Catalog::load(&sources).unwrap(), &Selection::default())
}

#[test]
fn what_is_written_does_what_the_answer_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut corrections = Corrections::new(&folder.path().join("corrections"), &[]);
    let before = page(TEXT, &RuleSet::builtin());
    assert_eq!(before.lines[0].fate(), Fate::Gone, "the menu goes");
    assert_eq!(before.lines[2].fate(), Fate::Kept, "the line of the site stays");

    let content = Answer::new(&before, 1, Verdict::Content).unwrap();
    assert_eq!(Corrections::targets(&before, &content), [Target::Label, Target::Allow]);
    let preview = corrections.preview(&before, &content, Target::Allow).unwrap();
    assert_eq!(
        (preview.added.as_str(), preview.outcome),
        ("[allow]\nlines = [\n  \"Home > News > Port\",\n]\n", Some(Outcome::Stays))
    );
    assert!(!corrections.folder().exists(), "a preview writes nothing");
    corrections.write(&before, content, &[Target::Label, Target::Allow]).unwrap();

    let chrome = Answer::new(&before, 3, Verdict::chrome("share").unwrap()).unwrap();
    let rule = Target::Rule(Scope::Host, Generality::LINE);
    assert!(Corrections::targets(&before, &chrome).contains(&rule));
    let preview = corrections.preview(&before, &chrome, rule).unwrap();
    assert_eq!(preview.outcome, Some(Outcome::Goes));
    corrections.write(&before, chrome, &[Target::Label, rule]).unwrap();
    assert_eq!(fs::read_to_string(&preview.path).unwrap(), preview.added);

    let rules = with(corrections.folder());
    let after = page(TEXT, &rules);
    assert_eq!((after.lines[0].fate(), after.lines[2].fate()), (Fate::Kept, Fate::Gone));
    let labelled = gold::read(corrections.folder()).unwrap();
    let mut score = Score::new(true);
    labelled.iter().for_each(|page| score.add(page, &rules, &Options::default()));
    assert_eq!((score.total().documents, score.total().perfect), (1, 1), "{:?}", score.mismatches);
    assert_eq!(corrections.answers("a#1").iter().map(|answer| answer.line).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn the_last_answer_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("allow.toml"), "# mine\n[allow]\nlines = [\"x\"]\n").unwrap();
    let files = || -> Vec<Option<String>> {
        ["labels.jsonl", "allow.toml", "rules.toml"]
            .map(|name| fs::read_to_string(folder.path().join(name)).ok())
            .into()
    };
    let page = page(TEXT, &RuleSet::builtin());
    let mut corrections = Corrections::new(folder.path(), &[]);
    let mut states = vec![files()];
    let rule = Target::Rule(Scope::Everywhere, Generality::LINE);
    for (line, verdict, targets) in [
        (1, Verdict::Content, vec![Target::Allow]),
        (3, Verdict::Chrome("share".into()), vec![Target::Label, rule]),
        (3, Verdict::Chrome("nav".into()), vec![Target::Label, rule]),
        (4, Verdict::Chrome("ad".into()), vec![rule]),
    ] {
        corrections.write(&page, Answer::new(&page, line, verdict).unwrap(), &targets).unwrap();
        states.push(files());
    }
    assert_eq!(corrections.answers("a#1")[1].verdict, Verdict::Chrome("nav".into()), "the later answer holds");
    // Somebody else's lines are not lost.
    let path = folder.path().join("rules.toml");
    let ours = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{ours}# theirs\n")).unwrap();
    let error = corrections.undo().unwrap_err();
    assert!(error.to_string().contains("another program changed this file"), "{error}");
    assert_eq!(corrections.steps().len(), 4);
    fs::write(&path, ours).unwrap();
    while let Some(want) = states.pop() {
        assert_eq!(files(), want);
        assert_eq!(corrections.undo().unwrap().is_some(), !states.is_empty());
    }
}

#[test]
fn the_same_answer_adds_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let page = page(TEXT, &RuleSet::builtin());
    let mut corrections = Corrections::new(folder.path(), &[]);
    let rule = Target::Rule(Scope::Host, Generality::LINE);
    for (line, verdict, target) in [(1, Verdict::Content, Target::Allow), (3, Verdict::Chrome("nav".into()), rule)] {
        let answer = Answer::new(&page, line, verdict).unwrap();
        corrections.write(&page, answer.clone(), &[Target::Label, target]).unwrap();
        let text = fs::read_to_string(folder.path().join(target.file())).unwrap();
        for target in [Target::Label, target] {
            assert_eq!(corrections.preview(&page, &answer, target).unwrap().added, "", "{target:?}");
        }
        corrections.write(&page, answer, &[target]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(target.file())).unwrap(), text);
    }
}

#[test]
fn hostile_lines_are_allowed_as_they_stand() {
    let long = "word ".repeat(2000);
    let lines = [
        "\"quoted\" 'it' \"\"\" is",
        "back\\slash \\u0041 \\",
        "control \u{1}\u{7f} here",
        "\u{202E}right\u{200F} left",
        "{date} ]",
        "[[rule]]",
        "# c",
        long.trim(),
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut page = page(&lines.join("\n"), &RuleSet::builtin());
    page.lines.iter_mut().for_each(|line| line.left = None);
    let mut corrections = Corrections::new(folder.path(), &[]);
    for n in 1..=lines.len() {
        let answer = Answer::new(&page, n, Verdict::Content).unwrap();
        corrections.write(&page, answer, &[Target::Label, Target::Allow]).unwrap();
    }
    let catalog =
        Catalog::load(&RuleSources { builtin: false, paths: vec![folder.path().join("allow.toml")] }).unwrap();
    let known: Vec<String> = catalog.allow_lines.iter().map(|(line, _)| line.clone()).collect();
    for line in lines {
        assert!(known.iter().any(|known| squash(known) == squash(line)), "{line:?}");
    }
    assert_eq!(gold::read(folder.path()).unwrap()[0].lines.iter().filter(|label| label.keep).count(), lines.len());
}

#[test]
fn nothing_is_written_over_a_file_that_does_not_load() {
    let folder = tempfile::tempdir().unwrap();
    let broken = "[[rule]\n";
    fs::write(folder.path().join("rules.toml"), broken).unwrap();
    let page = page(TEXT, &RuleSet::builtin());
    let mut corrections = Corrections::new(folder.path(), &[]);
    let answer = Answer::new(&page, 3, Verdict::Chrome("nav".into())).unwrap();
    let rule = Target::Rule(Scope::Host, Generality::LINE);
    let error = corrections.write(&page, answer.clone(), &[Target::Label, rule]).unwrap_err().to_string();
    assert!(error.contains("rules.toml:1"), "{error}");
    assert!(!folder.path().join("labels.jsonl").exists());
    assert!(corrections.write(&page, answer.clone(), &[]).is_err());
    let twice = [rule, Target::Rule(Scope::Everywhere, Generality::LINE)];
    assert!(corrections.write(&page, answer, &twice).is_err());
    assert!(corrections.steps().is_empty());
}

#[test]
fn a_correction_is_tried_with_the_rules_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.toml");
    fs::write(&own, "[allow]\nlines = [\"Tell all of the harbour\"]\n").unwrap();
    let page = page(TEXT, &with(&own));
    let chrome = Answer::new(&page, 3, Verdict::chrome("share").unwrap()).unwrap();
    let rule = Target::Rule(Scope::Host, Generality::LINE);
    let outcome = |rules: &[PathBuf]| {
        let corrections = Corrections::new(&folder.path().join("corrections"), rules);
        corrections.preview(&page, &chrome, rule).unwrap().outcome
    };
    assert_eq!(outcome(&[]), Some(Outcome::Goes));
    assert_eq!(outcome(&[own]), Some(Outcome::Stays), "the run's own rules keep the line");
}

#[test]
fn corrections_that_the_run_was_made_with_are_not_read_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut corrections = Corrections::new(folder.path(), &[folder.path().to_owned()]);
    fs::write(folder.path().join("allow.toml"), "[allow]\nlines = [\"x\"]\n").unwrap();
    let page = page(TEXT, &RuleSet::builtin());
    let rule = Target::Rule(Scope::Host, Generality::LINE);
    for line in [3, 4] {
        let answer = Answer::new(&page, line, Verdict::chrome("share").unwrap()).unwrap();
        assert_eq!(corrections.preview(&page, &answer, rule).unwrap().outcome, Some(Outcome::Goes));
        corrections.write(&page, answer, &[rule]).unwrap();
    }
    assert_eq!(with(folder.path()).len(), RuleSet::builtin().len() + 2);
}
