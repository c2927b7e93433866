//! A survey as a file: a line of JSON for each host, sorted, after a line that says what it is.
//!
//! ```text
//! {"sarand_survey":1,"pages":32,"most":18446744073709551615}
//! {"host":"a.example","pages":[["2f3c…",  key of a page and hashes of its lines, 8 digits each
//! ```
//!
//! A name that ends in `.zst` is compressed.

use super::{Page, Survey};
use crate::{
    compression::{Compressor, unzstd},
    error::Error,
};
use serde::{Deserialize, Serialize};
use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::Path,
};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct FileHeader {
    sarand_survey: u32,
    pages: usize,
    most: u64,
}

/// Any other line.
#[derive(Debug, Serialize, Deserialize)]
struct HostRow {
    host: String,
    pages: Vec<(String, String)>,
}

impl Survey {
    /// Writes the survey.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let io = |source| Error::Io { path: path.to_owned(), source };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
        let out = BufWriter::new(&file);
        let mut out = if is_compressed(path) { Compressor::zstd(out).map_err(io)? } else { Compressor::Plain(out) };
        self.lines_to(&mut out).map_err(io)?;
        out.finish().and_then(|mut out| out.flush()).map_err(io)?;
        file.as_file().sync_all().map_err(io)?;
        file.persist(path).map_err(|error| io(error.error))?;
        Ok(())
    }

    /// The lines of such a file.
    ///
    /// # Errors
    /// [`Error::Internal`], which nothing should lead to.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        self.lines_to(&mut out).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(out)
    }

    fn lines_to(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &FileHeader { sarand_survey: 1, pages: self.keep, most: self.most })?;
        out.write_all(b"\n")?;
        for (host, pages) in &self.hosts {
            let pages = pages.iter().map(|page| {
                let mut lines = String::with_capacity(8 * page.lines.len());
                for line in &page.lines {
                    // Writing to a `String` cannot fail.
                    let _ = write!(lines, "{line:08x}");
                }
                (format!("{:016x}", page.key), lines)
            });
            serde_json::to_writer(&mut *out, &HostRow { host: host.to_string(), pages: pages.collect() })?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Reads a survey; it keeps to `memory` bytes.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Usage`] when the file is no survey, with the line at fault.
    pub fn read(path: &Path, memory: usize) -> Result<Self, Error> {
        let io = |source| Error::Io { path: path.to_owned(), source };
        let file = File::open(path).map_err(io)?;
        let bytes: Box<dyn Read> = if is_compressed(path) { unzstd(file).map_err(io)? } else { Box::new(file) };
        Self::parse(BufReader::new(bytes), path, memory)
    }

    /// Reads what [`Survey::to_bytes`] gave; `name` is what errors call it.
    ///
    /// # Errors
    /// As of [`Survey::read`].
    pub fn from_bytes(bytes: &[u8], name: &Path, memory: usize) -> Result<Self, Error> {
        Self::parse(bytes, name, memory)
    }

    fn parse(lines: impl BufRead, path: &Path, memory: usize) -> Result<Self, Error> {
        let wrong = |line: usize, why: &str| {
            Error::Usage(format!("{}:{line}: {why}\n  try: a file that `sarand survey` wrote", path.display()))
        };
        let mut survey = Self::new(memory);
        let mut count = 0;
        for (n, line) in (1..).zip(lines.lines()) {
            let line = line.map_err(|source| Error::Io { path: path.to_owned(), source })?;
            count = n;
            if n == 1 {
                let head: FileHeader = serde_json::from_str(&line).map_err(|_| wrong(n, "this is not a survey"))?;
                if head.sarand_survey != 1 {
                    return Err(wrong(n, "a survey of another version"));
                }
                (survey.keep, survey.most) = (head.pages, head.most);
                continue;
            }
            let row: HostRow = serde_json::from_str(&line).map_err(|error| wrong(n, &format!("damaged: {error}")))?;
            for (key, lines) in &row.pages {
                let page = page(key, lines).ok_or_else(|| wrong(n, "damaged: a hash is no hexadecimal number"))?;
                survey.put(&row.host, page);
            }
        }
        if count == 0 { Err(wrong(1, "this file is empty")) } else { Ok(survey) }
    }
}

fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "zst")
}

fn page(key: &str, lines: &str) -> Option<Page> {
    let key = u64::from_str_radix(key, 16).ok()?;
    let hash = |digits: &[u8]| u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let lines: Option<Vec<u32>> = lines.as_bytes().chunks(8).map(hash).collect();
    Some(Page { key, lines: lines? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut survey = Survey::new(1 << 20);
        (0..9).for_each(|n| survey.add("a.example", &format!("{}\nMenu", "word ".repeat(n + 1))));
        for name in ["a.survey", "a.survey.zst"] {
            let path = folder.path().join(name);
            survey.write(&path).unwrap();
            assert_eq!(Survey::read(&path, 1 << 20).unwrap().hosts, survey.hosts);
        }
        let path = folder.path().join("other");
        for (text, told) in [
            ("", "empty"),
            ("{}\n", ":1: this is not a survey"),
            ("{\"sarand_survey\":1,\"pages\":2,\"most\":9}\n{\n", ":2: damaged"),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = Survey::read(&path, 1 << 20).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
