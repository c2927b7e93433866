//! A run that is killed loses nothing: whatever the moment, the same command ends it, and its folder is, byte for byte,
//! that of a run that was never disturbed.

use crate::common::{
    Crawl,
    archives::{self, tar},
    gzip, path, tree, zstd,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

type Make = fn() -> Crawl;
type Content = fn() -> Vec<u8>;

/// A kind of input or output a row: its name, what makes it, and what is asked for.
const KINDS: &[(&str, Make, &[&str])] = &[
    ("jsonl", records, &[]),
    ("folder", files, &[]),
    ("packed", packed, &[]),
    ("warc", warc, &[]),
    ("plain", plain, &[]),
    ("tables", tables, &[]),
    ("learnt", records, &["--learn"]),
    #[cfg(feature = "parquet")]
    ("table", records, &["--format", "parquet"]),
];

/// Every moment at which a run may be killed that is not like another.
const STEPS: &[&str] = &[
    "started",
    "before-write",
    "before-write:2",
    "after-write",
    "after-write:2",
    "after-sync:1",
    "after-rename",
    "after-rename:2",
    "after-manifest:1",
    "after-end",
    "after-join",
    "after-join:1",
    "before-clear",
    "before-move",
    "while-moving",
    "while-moving:3",
    "before-success",
    "after-success",
];

/// Rules of the program take some time to load: two of our own do for this.
const RULES: &str = "\
[[rule]]
id = 'my.end'
kind = 'line'
level = 'safe'
class = 'end_marker'
summary = 'an end mark'
exact = ['End of message']
hit = ['End of message']
miss = ['The end of the message was lost.']
";

fn article(n: usize) -> String {
    let line = format!("The ferry of {n} o'clock left the harbour late, and nobody on the quay knew why.\n");
    format!("{}End of message\n", line.repeat(20 + n * 7 % 50))
}

fn lines(count: usize) -> Vec<u8> {
    let mut all = Vec::new();
    for n in 0..count {
        match n % 97 {
            13 => all.extend_from_slice(b"{\"id\": 13, \"text\": 7}\n"),
            14 => all.extend_from_slice(b"not json \xff\n"),
            15 => all.extend_from_slice(b"{\"text\": \" \"}\n"),
            _ => {
                let record =
                    serde_json::json!({"id": n, "text": article(n), "url": format!("https://h{}.example/{n}", n % 5)});
                all.extend_from_slice(format!("{record}\n").as_bytes());
            }
        }
    }
    all
}

fn records() -> Crawl {
    Crawl::new(&[("a.jsonl", &lines(900)), ("b.jsonl", &lines(100))])
}

fn packed() -> Crawl {
    let all = lines(400);
    let cut = gzip(&all);
    Crawl::new(&[("a.jsonl.gz", &gzip(&all)), ("b.jsonl.zst", &zstd(&all)), ("cut.jsonl.gz", &cut[..cut.len() / 2])])
}

/// An array with broken elements, and a table in UTF-16.
fn tables() -> Crawl {
    let array = [
        b"[\n",
        lines(500).trim_ascii_end().split(|b| *b == b'\n').collect::<Vec<_>>().join(&b",\n"[..]).as_slice(),
        b"\n]\n",
    ]
    .concat();
    let rows: String = (0..500).map(|n| format!("{n};\"{}\"\r\n", article(n))).collect();
    let table = format!("\u{FEFF}id;text\r\n{rows}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    Crawl::new(&[
        ("a.json", &array),
        ("b.csv", &table),
        ("c.csv", format!("id|text\n{}", rows.replace(';', "|")).as_bytes()),
    ])
}

/// Pages of a crawler, each a member of its own; one member is broken.
fn warc() -> Crawl {
    let mut all = Vec::new();
    for n in 0..700 {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}", article(n));
        let head = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://h{}.example/{n}\r\n\
             WARC-Date: 2024-05-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{n:032}>\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            n % 5,
            answer.len()
        );
        let mut member = gzip(format!("{head}{answer}\r\n\r\n").as_bytes());
        if n == 350 {
            let middle = member.len() / 2;
            member[middle..middle + 8].fill(0xA5);
        }
        all.extend_from_slice(&member);
    }
    Crawl::new(&[("crawl.warc.gz", &all)])
}

/// Files of every kind that can be read from the middle on, each of some pieces.
const PLAIN: &[(&str, Content)] = &[
    ("a.jsonl", || lines(600)),
    ("a.warc", || {
        let page = |n| {
            archives::warc("resource", &format!("https://h{}.example/{n}", n % 5), "text/plain", article(n).as_bytes())
        };
        (0..600).map(page).chain([b"no record\r\n".to_vec(), page(600)]).flatten().collect()
    }),
    ("a.arc", || {
        let page = |n| {
            let answer = format!("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n{}", article(n));
            format!("https://h.example/{n} 192.0.2.1 20240501000000 text/plain {}\n{answer}\n", answer.len())
        };
        let head = "filedesc://a.arc 0.0.0.0 20240501000000 text/plain 4\n1 1\n\n";
        [head.to_owned()]
            .into_iter()
            .chain((0..600).map(page))
            .chain(["no record\n".to_owned(), page(600)])
            .collect::<String>()
            .into()
    }),
    ("a.csv", || {
        let row = |n| format!("{n},\"{}\"\r\n", article(n));
        ["\u{feff}id,text\n".to_owned(), row(0), "too,many,fields\n".to_owned()]
            .into_iter()
            .chain((1..600).map(row))
            .collect::<String>()
            .into()
    }),
    ("a.tar", || {
        let pages: Vec<_> = (0..600).map(|n| (format!("{}/{n}.txt", "deep/".repeat(n % 40)), article(n))).collect();
        let mut entries: Vec<(&str, &[u8])> =
            pages.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
        entries.push(("bad.txt.gz", b"no gzip"));
        tar(&entries)
    }),
];

fn plain() -> Crawl {
    let files: Vec<_> = PLAIN.iter().map(|(name, make)| (*name, make())).collect();
    Crawl::new(&files.iter().map(|(name, content)| (*name, content.as_slice())).collect::<Vec<_>>())
}

fn files() -> Crawl {
    let crawl = Crawl::new(&[]);
    for n in 0..560 {
        let path = crawl.input(&format!("h{}.example/{n:04}.txt", n % 7));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, if n % 50 == 3 { String::new() } else { article(n) }).unwrap();
    }
    fs::write(crawl.input("records.jsonl"), lines(200)).unwrap();
    crawl
}

struct Case {
    crawl: Crawl,
    rules: PathBuf,
    more: &'static [&'static str],
    /// What an undisturbed run writes, and how long it takes.
    expected: Vec<(PathBuf, Vec<u8>)>,
    took: Duration,
}

impl Case {
    fn new(make: Make, more: &'static [&'static str]) -> Self {
        Self::of(make(), more)
    }

    fn of(crawl: Crawl, more: &'static [&'static str]) -> Self {
        let rules = crawl.out("rules.toml");
        fs::write(&rules, RULES).unwrap();
        let mut case = Self { crawl, rules, more, expected: vec![], took: Duration::ZERO };
        let begun = Instant::now();
        assert_eq!(case.run("undisturbed", "1", &[]), Some(1));
        case.took = begun.elapsed();
        case.expected = tree(&case.crawl.out("undisturbed"));
        let parts = case.expected.iter().filter(|(path, _)| is_part(path)).count();
        assert!(parts >= 3, "{parts} parts");
        case
    }

    fn command(&self, out: &str, jobs: &str, more: &[&str]) -> Command {
        let (input, out) = (self.crawl.input(""), self.crawl.out(out));
        let mut command = Command::new(env!("CARGO_BIN_EXE_sarand"));
        command.args(["clean", path(&input), "-o", path(&out), "-q", "--no-builtin-rules", "--part-size", "500K"]);
        command.args(["--rules", path(&self.rules), "--jobs", jobs]).args(self.more).args(more);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn run(&self, out: &str, jobs: &str, more: &[&str]) -> Option<i32> {
        self.command(out, jobs, more).status().unwrap().code()
    }

    fn check(&self, out: &str) {
        let is = tree(&self.crawl.out(out));
        let names = |tree: &[(PathBuf, Vec<u8>)]| tree.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(names(&is), names(&self.expected), "{out}");
        for (is, expected) in is.iter().zip(&self.expected) {
            assert!(is == expected, "{out}: {} differs", is.0.display());
        }
        fs::remove_dir_all(self.crawl.out(out)).unwrap();
    }
}

fn is_part(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.starts_with("documents-"))
}

/// Numbers that look random and are the same in every run.
struct Seeded(u64);

impl Seeded {
    /// At least 0, less than 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
#[ignore = "slow: sixty kills"]
fn killed_at_twenty_random_moments() {
    let mut random = Seeded(7);
    for (kind, make, more) in KINDS {
        let case = Case::new(*make, more);
        for jobs in ["1", "2"] {
            let out = format!("{kind}-{jobs}");
            let mut kills = 0;
            while kills < 4 {
                let mut child = case.command(&out, jobs, &[]).spawn().unwrap();
                std::thread::sleep(case.took.mul_f64(random.next() * 0.8));
                if let Some(ended) = child.try_wait().unwrap() {
                    assert_eq!(ended.code(), Some(1), "{out}");
                    case.check(&out);
                    continue;
                }
                child.kill().unwrap();
                child.wait().unwrap();
                kills += 1;
            }
            assert_eq!(case.run(&out, "2", &[]), Some(1), "{out}");
            case.check(&out);
        }
    }
}

/// Steps are only in builds with debug assertions.
#[cfg(debug_assertions)]
#[test]
#[ignore = "slow: a hundred kills"]
fn killed_at_every_step() {
    for (at, (kind, make, more)) in KINDS.iter().enumerate() {
        let case = Case::new(*make, more);
        // The steps are the same for all: what is only read otherwise takes every third.
        let every = if matches!(*kind, "packed" | "warc" | "plain") { 3 } else { 1 };
        for (number, step) in STEPS.iter().enumerate().step_by(every) {
            let jobs = ["1", "2"][(at + number) % 2];
            let out = format!("{kind}-{}", step.replace(':', "-"));
            let crashed = case.command(&out, jobs, &[]).env("SARAND_CRASH_AT", step).status().unwrap();
            assert_eq!(crashed.code(), None, "{kind} {step}: no such moment came");
            assert_eq!(case.run(&out, "1", &[]), Some(1), "{kind} {step}");
            case.check(&out);
        }
    }
}

/// What lies before the place where a run goes on is not looked at: here it is gone.
#[cfg(debug_assertions)]
#[test]
fn a_file_is_read_on_where_the_run_stopped() {
    for (name, make) in PLAIN {
        let content = make();
        let case = Case::of(Crawl::new(&[(name, &content)]), &[]);
        let crashed = case.command("out", "1", &[]).env("SARAND_CRASH_AT", "after-manifest:1").status().unwrap();
        assert_eq!(crashed.code(), None, "{name}");
        let manifest = fs::read_to_string(case.crawl.out("out").join(".sarand/manifest.jsonl")).unwrap();
        let last: serde_json::Value = serde_json::from_str(manifest.lines().last().unwrap()).unwrap();
        let done = last["to"]["at"]["offset"].as_u64().unwrap() as usize;
        assert!((1_500_000..content.len()).contains(&done), "{name}: {done}");
        // Of a table the first line is read all the same.
        let head = if name.ends_with("csv") { content.iter().position(|b| *b == b'\n').unwrap() + 1 } else { 0 };
        let mut gone = content.clone();
        gone[head..done].fill(b'#');
        let path = case.crawl.input(name);
        let changed = fs::metadata(&path).unwrap().modified().unwrap();
        fs::write(&path, gone).unwrap();
        fs::File::options().append(true).open(&path).unwrap().set_modified(changed).unwrap();
        assert_eq!(case.run("out", "2", &[]), Some(1), "{name}");
        case.check("out");
    }
}

#[cfg(debug_assertions)]
#[test]
fn killed_again_and_again_while_it_ends_with_one_file() {
    let case = Case::new(packed, &[]);
    assert_eq!(case.run("whole", "1", &["--single"]), Some(1));
    for step in ["after-rename:1", "while-joining", "after-join:1", "before-move", "while-moving"] {
        let crashed = case.command("single", "1", &["--single"]).env("SARAND_CRASH_AT", step).status().unwrap();
        assert_eq!(crashed.code(), None, "{step}: no such moment came");
    }
    assert_eq!(case.run("single", "1", &["--single"]), Some(1));
    assert!(tree(&case.crawl.out("single")) == tree(&case.crawl.out("whole")));
    let joined: Vec<u8> =
        case.expected.iter().filter(|(path, _)| is_part(path)).flat_map(|(_, content)| content.clone()).collect();
    assert!(fs::read(case.crawl.out("single").join("documents.jsonl")).unwrap() == joined);
}

#[cfg(unix)]
#[test]
#[ignore = "slow: two dozen interruptions"]
fn interrupted_runs_go_on_within_a_part() {
    for (kind, make, more) in KINDS {
        let case = Case::new(*make, more);
        let mut interrupted = 0;
        for round in 0..60 {
            let mut child = case.command(kind, "2", &[]).spawn().unwrap();
            std::thread::sleep(case.took.mul_f64(0.1 + 0.06 * f64::from(round % 10)));
            let signal = if round % 2 == 0 { "-INT" } else { "-TERM" };
            // It may have ended.
            let _ =
                Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status().unwrap();
            match child.wait().unwrap().code() {
                Some(130) => interrupted += 1,
                Some(1) => case.check(kind),
                // The signal came before the program could take it.
                _ => {}
            }
            if interrupted == 3 {
                break;
            }
        }
        assert!(interrupted > 0, "{kind}");
        assert_eq!(case.run(kind, "1", &[]), Some(1), "{kind}");
        case.check(kind);
    }
}
