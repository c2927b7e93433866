//! What the tests of the program share.

pub(crate) mod archives;
pub(crate) mod source;
pub(crate) mod tokens;
pub(crate) mod workbench;

use sarand::{
    batch::{Part, Sink},
    error::Error,
};
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// How a run ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program.
pub(crate) fn sarand<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Run {
    sarand_with(args, b"")
}

/// Runs the program with `stdin`.
pub(crate) fn sarand_with<S: AsRef<std::ffi::OsStr>>(args: &[S], stdin: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let stdin = stdin.to_vec();
    // The program may end before it has read all.
    let writer = std::thread::spawn(move || input.write_all(&stdin).is_ok());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of inputs, and room for outputs beside it.
pub(crate) struct Crawl {
    folder: TempDir,
}

impl Crawl {
    /// Files by name and content.
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let crawl = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(crawl.input("")).unwrap();
        for (name, content) in files {
            let path = crawl.input(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        crawl
    }

    /// The path of an input; of their folder with an empty name.
    pub(crate) fn input(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join("crawl");
        if name.is_empty() { folder } else { folder.join(name) }
    }

    /// The path of an output folder.
    pub(crate) fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Cleans the whole folder to `out`, with more arguments.
    pub(crate) fn clean(&self, more: &[&str]) -> Run {
        self.clean_to("out", more)
    }

    /// Cleans the whole folder to an output folder of this name.
    pub(crate) fn clean_to(&self, out: &str, more: &[&str]) -> Run {
        let (input, out) = (self.input(""), self.out(out));
        let mut args = vec!["clean", path(&input), "-o", path(&out), "-q"];
        args.extend(more);
        sarand(&args)
    }

    /// The lines of an output of [`Crawl::clean`].
    pub(crate) fn lines(&self, name: &str) -> Vec<Value> {
        lines(&self.read(name))
    }

    /// The content of an output of [`Crawl::clean`].
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.out("out").join(name)).unwrap()
    }

    /// The ids of the documents.
    pub(crate) fn ids(&self) -> Vec<Value> {
        self.lines("documents.jsonl").into_iter().map(|document| document["id"].clone()).collect()
    }

    /// The report.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.read("report.json")).unwrap()
    }
}

/// A sink that keeps what it is given.
#[derive(Default)]
pub(crate) struct Collect {
    pub(crate) documents: Vec<u8>,
    pub(crate) quarantine: Vec<u8>,
}

impl Sink for Collect {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.documents.extend_from_slice(&part.documents);
        self.quarantine.extend_from_slice(&part.quarantine);
        Ok(())
    }
}

/// JSONL as values.
pub(crate) fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A path as an argument.
pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// One gzip member.
pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// One zstd frame.
pub(crate) fn zstd(content: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(content, 3).unwrap()
}

/// All files below a folder, relative, with their content, sorted.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_path_buf(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}
