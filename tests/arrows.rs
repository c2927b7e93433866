//! Folders of `src/` know each other in one direction only, and so do the files of a folder.
//!
//! `src/rooms.txt` lists the folders, low to high. A path in the code of one that leads to another above it is a fault, in
//! unit tests too. Within a folder, files must not form a circle. Its `mod.rs` is what they share, so they may use it and it
//! them; what it only passes on (`pub use`) counts as the file that it comes from.

use crate::common::tokens::{Token, tokens};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs,
    path::Path,
};

/// A module by the names that lead to it.
type Module = Vec<String>;

/// A path as it is written, its line, and another name that it gets.
type Named = (Module, usize, Option<String>);

/// The module that a file is; `lib.rs` is the one without a name.
fn module(file: &str) -> Module {
    let mut names: Module = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    names.pop_if(|last| last == "mod" || last == "lib");
    names
}

/// A path in the code of a file.
#[derive(Clone, Debug)]
struct Arrow {
    file: String,
    line: usize,
    from: Module,
    /// As it leads from the root of the crate.
    to: Module,
}

impl fmt::Display for Arrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}:{}: crate::{}", self.file, self.line, self.to.join("::"))
    }
}

/// The paths of a `use` that goes on at `at` behind `before`, each with its line and the name that it gets; says where it ends.
fn tree(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut path = before.to_vec();
    while at < tokens.len() {
        if text(at) == "{" {
            at += 1;
            while !matches!(text(at), "}" | "") {
                at = tree(tokens, at, &path, found);
                at += usize::from(text(at) == ",");
            }
            return at + 1;
        }
        path.push(text(at).to_owned());
        let line = tokens[at].line;
        at += 1;
        if text(at) == "::" {
            at += 1;
            continue;
        }
        let name = (text(at) == "as").then(|| text(at + 1).to_owned());
        at += if name.is_some() { 2 } else { 0 };
        found.push((path, line, name));
        return at;
    }
    at
}

/// What leads from one file or folder of a folder to another.
type Edges<'s> = BTreeMap<(&'s str, String), Vec<&'s Arrow>>;

/// Folders and the files that form a circle there, with the arrows that make it.
type Circles<'s> = BTreeMap<(String, Vec<String>), Vec<&'s Arrow>>;

/// The sources of a crate, by their names below `src/`.
struct Sources {
    modules: BTreeSet<Module>,
    arrows: Vec<Arrow>,
    /// What names of a module stand for, by `use`.
    passed_on: BTreeMap<(Module, String), Module>,
}

impl Sources {
    fn read(files: &[(String, String)]) -> Self {
        let modules = files.iter().map(|(file, _)| module(file)).collect();
        let mut sources = Self { modules, arrows: Vec::new(), passed_on: BTreeMap::new() };
        for (file, source) in files {
            sources.file(file, &tokens(source));
        }
        sources
    }

    fn file(&mut self, file: &str, tokens: &[Token]) {
        let from = module(file);
        // Modules that are written in the file: their names, and how deep in braces they begin.
        let (mut inside, mut depth, mut at): (Vec<(&str, usize)>, usize, usize) = (Vec::new(), 0, 0);
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        while at < tokens.len() {
            let here: Module = from.iter().cloned().chain(inside.iter().map(|(name, _)| (*name).to_owned())).collect();
            let mut found: Vec<Named> = Vec::new();
            let is_use = text(at) == "use" && !matches!(text(at + 1), "<" | "::");
            let begins = at == 0 || text(at - 1) != "::";
            if text(at) == "mod" && text(at + 2) == "{" {
                inside.push((text(at + 1), depth));
                (depth, at) = (depth + 1, at + 3);
            } else if is_use {
                at = tree(tokens, at + 1, &[], &mut found);
            } else if begins && text(at + 1) == "::" {
                let mut path = vec![text(at).to_owned()];
                let line = tokens[at].line;
                at += 1;
                while text(at) == "::" && text(at + 1).starts_with(|c: char| c.is_alphabetic() || c == '_') {
                    path.push(text(at + 1).to_owned());
                    at += 2;
                }
                found.push((path, line, None));
            } else {
                match text(at) {
                    "{" => depth += 1,
                    "}" => {
                        depth = depth.saturating_sub(1);
                        inside.pop_if(|(_, begin)| *begin == depth);
                    }
                    _ => {}
                }
                at += 1;
            }
            for (path, line, name) in found {
                let Some(to) = self.absolute(&path, &here) else { continue };
                if is_use && inside.is_empty() {
                    let name = name.or_else(|| to.last().cloned()).unwrap_or_default();
                    self.passed_on.insert((from.clone(), name), to.clone());
                }
                self.arrows.push(Arrow { file: file.to_owned(), line, from: from.clone(), to });
            }
        }
    }

    /// A path as it leads from the root; `None` for what is of other crates, or of this very module.
    fn absolute(&self, path: &[String], here: &[String]) -> Option<Module> {
        let mut base = here.to_vec();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => (base, rest) = (Module::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|name| name == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            name => {
                let child: Module = here.iter().cloned().chain([name.to_owned()]).collect();
                self.modules.get(&child)?;
            }
        }
        base.extend(rest.iter().filter(|name| *name != "self").cloned());
        Some(base)
    }

    /// The module that holds what a path leads to, behind all that only pass it on.
    fn holder(&self, path: &[String], steps: usize) -> Module {
        let mut module = Module::new();
        for (at, name) in path.iter().enumerate() {
            if let Some(other) = self.passed_on.get(&(module.clone(), name.clone())).filter(|_| steps > 0)
                && !self.modules.contains(&path[..=at])
            {
                return self.holder(&[other, &path[at + 1..]].concat(), steps - 1);
            }
            module.push(name.clone());
            if !self.modules.contains(&module) {
                module.pop();
                break;
            }
        }
        module
    }

    /// What is wrong between rooms: arrows up, rooms that the list lacks, and names that are no rooms.
    fn between(&self, list: &str) -> Vec<String> {
        let order: Vec<&str> =
            list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let place = |room: &str| order.iter().position(|name| *name == room);
        let rooms: BTreeSet<&str> =
            self.modules.iter().filter_map(|module| module.first()).map(String::as_str).collect();
        let mut faults: Vec<String> = Vec::new();
        faults.extend(
            rooms.iter().filter(|room| place(room).is_none()).map(|room| format!("`{room}` is not in the list")),
        );
        faults.extend(order.iter().filter(|name| !rooms.contains(*name)).map(|name| format!("`{name}` is no room")));
        for arrow in &self.arrows {
            let (Some(from), Some(to)) = (arrow.from.first(), arrow.to.first()) else { continue };
            if place(from).is_some_and(|place_of| place(to).is_some_and(|above| above > place_of)) {
                faults.push(format!("{arrow}: `{from}` must not know `{to}`, which stands above it"));
            }
        }
        faults
    }

    /// The circles of files.
    fn circles(&self) -> Circles<'_> {
        let mut folders: BTreeMap<&[String], Edges<'_>> = BTreeMap::new();
        for arrow in &self.arrows {
            let to = self.holder(&arrow.to, 8);
            let shared = arrow.from.iter().zip(&to).take_while(|(a, b)| a == b).count();
            let (Some(a), Some(b)) = (arrow.from.get(shared), to.get(shared)) else { continue };
            if shared > 0 {
                let edges = folders.entry(&arrow.from[..shared]).or_default();
                edges.entry((a, b.clone())).or_default().push(arrow);
            }
        }
        let mut circles: Circles<'_> = BTreeMap::new();
        for (folder, edges) in folders {
            let reached = |from: &str| {
                let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
                while let Some(name) = open.pop() {
                    let next = edges.keys().filter(|(a, _)| *a == name).map(|(_, b)| b.clone());
                    open.extend(next.filter(|name| seen.insert(name.clone())));
                }
                seen
            };
            let reach: BTreeMap<&str, BTreeSet<String>> = edges.keys().map(|(a, _)| (*a, reached(a))).collect();
            let goes = |a: &str, b: &str| reach.get(a).is_some_and(|seen| seen.contains(b));
            for ((a, b), arrows) in &edges {
                if goes(b, a) {
                    let all = reach.keys().filter(|name| **name == *a || goes(a, name) && goes(name, a));
                    let all = all.map(|name| (*name).to_owned()).collect();
                    circles.entry((folder.join("/"), all)).or_default().extend(arrows);
                }
            }
        }
        circles
    }
}

/// All files of `src/` but `main.rs`, which is a crate of its own.
fn of_disk() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut open = vec![src.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name: Vec<_> = path.strip_prefix(&src).unwrap().iter().map(|part| part.to_string_lossy()).collect();
                files.push((name.join("/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.retain(|(name, _)| name != "main.rs");
    files.sort();
    files
}

fn made_up(files: &[(&str, &str)]) -> Sources {
    Sources::read(&files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
}

#[test]
fn no_path_runs_back_up_the_list() {
    let files = of_disk();
    assert!(files.len() > 100);
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rooms.txt")).unwrap();
    let faults = Sources::read(&files).between(&list);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn files_of_a_folder_form_no_circle() {
    let sources = Sources::read(&of_disk());
    let mut faults = Vec::new();
    for ((folder, files), arrows) in sources.circles() {
        faults.push(format!("src/{folder}: a circle of {files:?}"));
        faults.extend(arrows.iter().map(|arrow| format!("    {arrow}")));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_up_are_found_wherever_they_stand() {
    let high = ("high/mod.rs", "pub mod part;");
    let part = ("high/part.rs", "use crate::low::Deep;");
    for (text, line) in [
        ("use crate::high;", Some(1)),
        ("// use crate::high;\n\nuse crate::{error::Error, high::{self, part::A}};", Some(3)),
        ("pub(crate) use super::super::high::part as other;", Some(1)),
        ("fn f() -> u8 {\n    crate::high::part::f('\"')\n}", Some(2)),
        ("fn f<'a>(a: &'a str) {}\n#[cfg(test)]\nmod tests {\n    use crate::high;\n}", Some(4)),
        ("mod inner {\n    use super::super::super::high::part;\n}", Some(2)),
        ("/* a /* b */ use crate::high; */ const A: &str = \"use crate::high;\";", None),
        ("const A: &str = r#\"\" crate::high::f() \"#;\nconst B: char = '\\'';", None),
        ("use crate::low::Deep;\nuse std::high::Other;", None),
    ] {
        let sources = made_up(&[high, part, ("low/mod.rs", "mod deep;"), ("low/deep.rs", text)]);
        let faults = sources.between("# from below\nlow\nhigh\n");
        assert_eq!(
            faults.first().map(|fault| fault.split(": ").next().unwrap().to_owned()),
            line.map(|line| format!("src/low/deep.rs:{line}")),
            "{text}: {faults:?}"
        );
    }
    let sources = made_up(&[high, part]);
    assert_eq!(sources.between("low\n"), ["`high` is not in the list", "`low` is no room"]);
}

#[test]
fn circles_are_found_behind_what_passes_on() {
    let up = ("read/mod.rs", "mod a;\nmod b;\npub use b::B;\npub struct Shared;");
    let circles = |a: &str, b: &str| {
        let sources = made_up(&[up, ("read/a.rs", a), ("read/b.rs", b)]);
        let found: Vec<_> = sources.circles().into_iter().map(|(circle, arrows)| (circle.1, arrows.len())).collect();
        found
    };
    let both = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(circles("use super::b::B;", "use super::a;"), [(both.clone(), 2)]);
    assert_eq!(circles("use super::{B, Shared};", "fn f() { super::a::f() }"), [(both, 2)]);
    assert_eq!(circles("use super::{B, Shared};", "use super::Shared;"), []);
}
