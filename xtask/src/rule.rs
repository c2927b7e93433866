//! Begins a rule in the file where it belongs, with what a rule must have. Its examples are still to be written, and the program
//! is not built without them: so no half rule is forgotten.

use crate::{Result, root, usage};
use std::{fs, path::Path};

pub(crate) fn run(args: &[String]) -> Result {
    let [scope, name, class, lines @ ..] = args else {
        return Err(usage("a scope, a name and a class are needed; `rules/README.md` has the classes"));
    };
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Err(usage(format!("`{name}` is no name of a rule: a-z, 0-9 and `-`")));
    }
    let place = place(scope, name, class, &root().join("rules"))?;
    let path = root().join(&place.file);
    let file = fs::read_to_string(&path).unwrap_or_else(|_| place.head.clone());
    if file.contains(&format!("id = \"{}\"", place.id)) {
        return Err(format!("{} has a rule `{}` already", place.file, place.id).into());
    }
    let rule = draft(&place, class, &version()?, lines);
    fs::write(&path, insert(&file, &place.id, class, &rule))?;
    println!(
        "{}: the rule `{}` begins there; give it a summary, lines that must go (`hit`) and that must stay (`miss`).\n\
         Then: cargo run -- rules test --only {}\n      cargo run -- rules lint --only {}\n      cargo test",
        place.file, place.id, place.id, place.id
    );
    Ok(())
}

/// Where a rule goes and what it is called.
#[derive(Debug, PartialEq)]
struct Place {
    file: String,
    id: String,
    /// The first line of a new file.
    head: String,
    /// The keys that tell where it applies.
    only: String,
}

fn place(scope: &str, name: &str, class: &str, rules: &Path) -> Result<Place> {
    let is_host = scope.contains('.');
    let (file, id, head, only) = if is_host {
        let id = format!("site.{}.{name}", scope.replace('.', "-"));
        (format!("rules/site/{scope}.toml"), id, format!("# {scope}."), format!("host = [\"{scope}\"]\n"))
    } else {
        let id = format!("{scope}.{name}");
        match scope {
            "any" => ("rules/any.toml".to_owned(), id, String::new(), String::new()),
            "cms" => (format!("rules/cms/{name}.toml"), id, format!("# {name}."), String::new()),
            _ if rules.join(scope).join("words.toml").is_file() => {
                let head = format!("# {scope}: {class}. Sorted by id.");
                (format!("rules/{scope}/{class}.toml"), id, head, format!("lang = [\"{scope}\"]\n"))
            }
            _ => return Err(usage(format!("`{scope}` is no host, and rules/ has no words of such a language"))),
        }
    };
    Ok(Place { file, id, head: format!("{head}\n"), only })
}

/// The version of the program, which is the one that the rule comes with.
fn version() -> Result<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml"))?;
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    Ok(version.ok_or("Cargo.toml has no version")?.to_owned())
}

/// The text of a new rule.
fn draft(place: &Place, class: &str, since: &str, lines: &[String]) -> String {
    let quoted = |line: &String| format!("\"{}\"", line.replace('\\', r"\\").replace('"', "\\\""));
    let list = lines.iter().map(quoted).collect::<Vec<_>>().join(", ");
    let (id, only) = (&place.id, &place.only);
    let head = |kind: &str| {
        format!(
            "[[rule]]\nid = \"{id}\"\nkind = \"{kind}\"\nlevel = \"safe\"\nclass = \"{class}\"\nsummary = \"\"\nsince = \"{since}\"\n"
        )
    };
    match id.starts_with("cms.") {
        true => format!(
            "{}css = [{list}]\nmax_text_share = 0.15\n\n[[rule.case]]\nname = \"the element goes, the text beside it stays\"\n\
             text = '''\n'''\nremoves = [\"the text of the element\"]\n",
            head("html")
        ),
        false => format!("{}{only}exact = [{list}]\nhit = [{list}]\nmiss = []\n", head("line")),
    }
}

/// Puts a rule among those of its class, before the first with a greater id; else behind them, else at the end.
fn insert(file: &str, id: &str, class: &str, rule: &str) -> String {
    let (mut end, mut behind) = (0, None);
    for part in file.split_inclusive("[[rule]]\n") {
        let begin = end;
        end += part.len();
        if value(part, "class") == Some(class) {
            if value(part, "id").is_some_and(|other| other > id) {
                behind = Some(begin);
                break;
            }
            behind = Some(end);
        }
    }
    match behind.filter(|at| *at < file.len()) {
        Some(at) => {
            let at = at - "[[rule]]\n".len();
            format!("{}{rule}\n{}", &file[..at], &file[at..])
        }
        None => format!("{}\n\n{rule}", file.trim_end()),
    }
}

/// What a key of a rule is.
fn value<'a>(rule: &'a str, key: &str) -> Option<&'a str> {
    rule.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_by_id() {
        let rule = |id: &str, class: &str| format!("[[rule]]\nid = \"{id}\"\nclass = \"{class}\"\n");
        let file = ["# A file.\n".to_owned(), rule("b", "nav"), rule("d", "nav"), rule("c", "share")].join("\n");
        let ids = |id: &str, class: &str| -> Vec<String> {
            let made = insert(&file, id, class, &rule(id, class));
            made.split("[[rule]]\n").filter_map(|part| value(part, "id").map(str::to_owned)).collect()
        };
        assert_eq!(ids("a", "nav"), ["a", "b", "d", "c"]);
        assert_eq!(ids("c2", "nav"), ["b", "c2", "d", "c"]);
        assert_eq!(ids("e", "nav"), ["b", "d", "e", "c"]);
        assert_eq!(ids("e", "share"), ["b", "d", "c", "e"]);
        assert_eq!(ids("a", "tags"), ["b", "d", "c", "a"]);
    }

    #[test]
    fn a_host_has_a_file_of_its_own() -> Result {
        let place = place("news.example.com", "date", "metadata", Path::new("rules"))?;
        assert_eq!(place.file, "rules/site/news.example.com.toml");
        assert_eq!(place.id, "site.news-example-com.date");
        assert_eq!(place.only, "host = [\"news.example.com\"]\n");
        Ok(())
    }

    #[test]
    fn quotes_are_escaped() -> Result {
        let place = place("any", "x", "nav", Path::new("rules"))?;
        assert!(draft(&place, "nav", "1.0.0", &["a \"b\"".to_owned()]).contains(r#"exact = ["a \"b\""]"#));
        Ok(())
    }
}
