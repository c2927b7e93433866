//! Every mistake in a rule file is told where it is, in the words of who made it: `mistakes.toml` has them.

use sarand::rules::Catalog;
use serde::Deserialize;

#[derive(Deserialize)]
struct Mistakes {
    mistake: Vec<Mistake>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mistake {
    what: String,
    file: Option<String>,
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    add: String,
    says: Vec<String>,
    #[serde(default)]
    says_not: Vec<String>,
}

const RULE: &[&str] = &[
    "[[rule]]",
    "id = \"my.print\"",
    "kind = \"line\"",
    "level = \"safe\"",
    "class = \"share\"",
    "summary = \"a print button\"",
    "exact = [\"Print this page\"]",
    "hit = [\"Print this page\"]",
    "miss = [\"Print this page twice\"]",
];

impl Mistake {
    fn file(&self) -> String {
        if let Some(file) = &self.file {
            return file.clone();
        }
        let kept = RULE.iter().filter(|line| !self.drop.iter().any(|key| line.starts_with(&format!("{key} ="))));
        let lines: Vec<&str> = kept.copied().chain([self.add.as_str()]).collect();
        lines.join("\n")
    }
}

#[test]
fn the_rule_that_mistakes_are_made_in_is_right() {
    Catalog::parse([("my.toml", RULE.join("\n").as_str())]).unwrap();
}

#[test]
fn mistakes_are_told() {
    let Mistakes { mistake: mistakes } = toml::from_str(include_str!("mistakes.toml")).unwrap();
    assert!(mistakes.len() > 31);
    let mut wrong = Vec::new();
    for mistake in &mistakes {
        let file = mistake.file();
        let told = match Catalog::parse([("my.toml", file.as_str())]) {
            Ok(_) => "nothing".to_owned(),
            Err(errors) => errors.to_string(),
        };
        let lacks = mistake.says.iter().any(|says| !told.contains(says.as_str()));
        let blames = ["report", "nexpected", "internal"].iter().any(|word| told.contains(word));
        if lacks || blames || mistake.says_not.iter().any(|says| told.contains(says.as_str())) {
            wrong.push(format!("{}: {:?}, told:\n{told}\n", mistake.what, mistake.says));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
