//! The sessions that pages of the manual show are real: their commands are run, and print what the page says.
//!
//! In a block marked `console`, a line after `$ ` is a command, and what follows is all that it prints; a line `…` stands for
//! any lines. Times and speeds may differ. Blocks marked `sh` are run too, if they only make files and folders. A block of TOML
//! that begins with a comment such as `# mine.toml` is that file. Each page has a folder of its own, in which the fixtures
//! are.

#![cfg(unix)]

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use regex::Regex;
use std::{
    env, fs,
    io::Write as _,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// Commands that prepare a session.
const PREPARE: &[&str] = &["cd", "cp", "mkdir", "printf"];

/// What is behind a question is its answer.
const QUESTION: &str = "or the numbers to reject: ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The blocks of code of a page: kind and content.
fn blocks(page: &str) -> Vec<(String, String)> {
    let (mut blocks, mut inside) = (Vec::new(), None);
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(kind))) => {
                inside = Some((kind.to_string(), String::new()))
            }
            Event::Text(text) => {
                if let Some((_, content)) = &mut inside {
                    content.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(inside.take()),
            _ => {}
        }
    }
    blocks
}

/// A command with what it prints.
fn sessions(block: &str) -> Vec<(String, String)> {
    let mut sessions: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), sessions.last_mut()) {
            (Some(command), _) => sessions.push((command.to_owned(), String::new())),
            (None, Some((_, output))) => output.push_str(&format!("{line}\n")),
            (None, None) => panic!("a session begins with a command: {line}"),
        }
    }
    sessions
}

/// A text without what is another each time.
fn steady(text: &str) -> String {
    let seconds = Regex::new(r"in \d+(\.\d+)? s").unwrap();
    let speed = Regex::new(r"\([0-9.]+ [KMG]?i?B/s, \d+ documents/s\)").unwrap();
    let text = seconds.replace_all(text, "in N s");
    speed.replace_all(&text, "(N)").trim_end().to_owned()
}

/// Whether the lines are those of the page.
fn fits(page: &[&str], lines: &[&str]) -> bool {
    match (page, lines) {
        ([], []) => true,
        ([first, rest @ ..], _) if first.trim() == "…" => {
            (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..]))
        }
        ([first, rest @ ..], [line, lines @ ..]) => first == line && fits(rest, lines),
        _ => false,
    }
}

/// A folder in which a page is tried.
struct Shell {
    _folder: TempDir,
    at: PathBuf,
}

impl Shell {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["fixtures", "tests"] {
            symlink(root().join(name), folder.path().join(name)).unwrap();
        }
        let at = folder.path().to_owned();
        Self { _folder: folder, at }
    }

    /// Runs a command and gives all that it prints.
    fn run(&self, command: &str, stdin: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_sarand")).parent().unwrap();
        let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
        let mut child = Command::new("sh")
            .args(["-c", &format!("exec 2>&1; {command}")])
            .current_dir(&self.at)
            .env("PATH", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may end before it has read all.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    }

    fn prepare(&mut self, block: &str) {
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
            match line.strip_prefix("cd ") {
                Some(folder) => self.at.push(folder),
                None => assert_eq!(self.run(line, ""), "", "{line}"),
            }
        }
    }

    /// Runs the sessions of a block.
    fn check(&self, name: &str, block: &str) -> usize {
        let sessions = sessions(block);
        for (command, expected) in &sessions {
            let answers: Vec<&str> =
                expected.lines().filter_map(|line| line.split_once(QUESTION)).map(|(_, answer)| answer).collect();
            let printed = steady(&self.run(command, &answers.join("\n")));
            let unanswered =
                |text: String, answer: &&str| text.replace(&format!("{QUESTION}{answer}\n"), &format!("{QUESTION}\n"));
            let expected = answers.iter().fold(expected.clone(), unanswered);
            let expected = steady(&expected);
            let (page, lines): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), printed.lines().collect());
            assert!(
                fits(&page, &lines),
                "{name}: $ {command}\n--- the page says\n{expected}\n--- the program says\n{printed}"
            );
        }
        sessions.len()
    }
}

/// Tries the sessions of a page, of which there are at least so many.
fn try_page(name: &str, least: usize) {
    let page = fs::read_to_string(root().join("docs").join(name)).unwrap();
    let (mut shell, mut count) = (Shell::new(), 0);
    for (kind, content) in blocks(&page) {
        match kind.as_str() {
            "console" => count += shell.check(name, &content),
            "sh" if content.lines().all(|line| PREPARE.contains(&line.split(' ').next().unwrap_or_default())) => {
                shell.prepare(&content);
            }
            "toml" => {
                let first = content.lines().next().and_then(|line| line.strip_prefix("# "));
                if let Some(file) = first.filter(|file| file.ends_with(".toml")) {
                    fs::write(shell.at.join(file), &content).unwrap();
                }
            }
            _ => {}
        }
    }
    assert!(count >= least, "{name} has {count} sessions");
}

#[test]
fn the_tutorial_is_real() {
    try_page("tutorial.md", 16);
}

#[test]
fn the_sessions_of_the_other_pages_are_real() {
    for name in ["html.md", "inputs.md", "measure.md", "persian.md"] {
        try_page(name, 1);
    }
}

#[test]
fn the_sessions_on_rules_are_real() {
    try_page("rules.md", 2);
}

#[test]
fn the_sessions_on_runs_are_real() {
    try_page("runs.md", 3);
}

#[test]
fn the_recipes_are_real() {
    try_page("recipes.md", 4);
}

#[test]
fn a_page_that_says_something_else_fails() {
    assert!(fits(&["a", "…", "d"], &["a", "b", "c", "d"]) && fits(&["…"], &[]) && fits(&["a", "…"], &["a"]));
    assert!(!fits(&["a", "…", "d"], &["a", "b"]) && !fits(&["a"], &["a", "b"]) && !fits(&["b"], &["a"]));
    assert_eq!(steady("9 B in 0.04 s (2.27 KiB/s, 53 documents/s)"), steady("9 B in 12 s (1 B/s, 1 documents/s)"));
    assert_ne!(steady("9 B in 1 s"), steady("8 B in 1 s"));
}
