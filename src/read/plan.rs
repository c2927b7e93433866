//! Which sources has a run, in which order, under which names?
//!
//! [`Plan::new`] does all the refusing: inputs that are missing or cannot be read, names that collide. It reads at most
//! the first [`kind::SNIFFED`] bytes of a file. What cannot be read inside a folder is planned as
//! [`SourceOrigin::Unreadable`] and goes to quarantine. [`Plan::check_out`] keeps a run from reading what it writes.

pub use super::options::{InputOptions, SkipReason, SkippedFile};
use super::{
    json,
    kind::{self, CompressionFormat, ExtensionFormat, Format},
    name, sniff,
    sniffed_stream::{self, SniffedStream},
    source::{Source, SourceOrigin},
    stream::Stream,
    walk,
};
use crate::error::Error;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Mutex,
};

/// The sources of a run.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of the output.
    pub sources: Vec<Source>,
    /// What was passed over.
    pub skipped: Vec<SkippedFile>,
    roots: Vec<PathBuf>,
}

impl Plan {
    /// Plans the reading of `inputs` (`-` is standard input).
    ///
    /// # Errors
    /// [`Error::Usage`] for what cannot be read as asked: missing, unreadable, unknown, colliding.
    pub fn new(inputs: &[PathBuf], options: &InputOptions) -> Result<Self, Error> {
        let mut plan = Self::default();
        for input in inputs {
            plan.add(input, inputs.len() > 1, options).map_err(as_usage)?;
        }
        plan.check_names()?;
        Ok(plan)
    }

    /// Plans the reading of `inputs` and of those of a list, which are called by their whole paths.
    ///
    /// # Errors
    /// As of [`Plan::new`].
    pub fn listed(inputs: &[PathBuf], list: &[PathBuf], options: &InputOptions) -> Result<Self, Error> {
        let mut plan = Self::default();
        for input in inputs {
            plan.add(input, true, options).map_err(as_usage)?;
        }
        let options = InputOptions { listed: true, ..options.clone() };
        for input in list {
            plan.add(input, true, &options).map_err(as_usage)?;
        }
        plan.check_names()?;
        Ok(plan)
    }

    fn add(&mut self, input: &Path, several: bool, options: &InputOptions) -> Result<(), Error> {
        if input.as_os_str() == "-" && !options.listed {
            let name = options.stdin_name.clone().unwrap_or_else(|| "stdin".to_owned());
            // How it is compressed its first bytes tell, whatever it is called.
            let (known, _) = kind::by_name(name.as_bytes());
            return self.add_stream(name, Box::new(io::stdin()), CompressionFormat::Plain, known, options);
        }
        let meta = input.metadata().map_err(|source| Error::Io { path: input.to_path_buf(), source })?;
        let base = if options.listed { name::clean(&name::of_path(input)) } else { base_name(input) };
        let (limits, any_status, delimiter) = (options.limits, options.any_status, options.delimiter);
        if meta.is_dir() {
            self.roots.push(input.to_path_buf());
            let prefix = if several || options.listed { format!("{base}/") } else { String::new() };
            for file in walk::files(input, &prefix, options, &mut self.skipped)? {
                let name = format!("{prefix}{}", name::of_path(&file.relative));
                let known = file
                    .unreadable
                    .map_or_else(|| kind_of(&file.path, options, true), |source| Err(io_at(&file.path, source)));
                let (origin, (kind, compression), size) = match known {
                    Ok(Some(known)) => (SourceOrigin::File(file.path), known, file.size),
                    Ok(None) => {
                        self.skipped.push(SkippedFile { name, reason: SkipReason::NotJsonLines });
                        continue;
                    }
                    Err(Error::Io { source, .. }) => {
                        (SourceOrigin::Unreadable(source.to_string()), (Format::Text, CompressionFormat::Plain), 0)
                    }
                    Err(error) => return Err(error),
                };
                let base = base.clone();
                self.sources.push(Source {
                    name,
                    base,
                    origin,
                    kind,
                    compression,
                    size,
                    limits,
                    any_status,
                    delimiter,
                });
            }
            return Ok(());
        }
        if !meta.is_file() && options.listed {
            self.skipped.push(SkippedFile { name: base, reason: SkipReason::NotAFile });
            return Ok(());
        }
        if !meta.is_file() {
            let file = open(input)?;
            let (known, compression) = kind::by_name(file_name(input));
            return self.add_stream(base, Box::new(file), compression, known, options);
        }
        self.roots.push(input.to_path_buf());
        let Some((kind, compression)) = kind_of(input, options, false)? else {
            return Err(Error::Usage(format!(
                "{}: this JSON has no objects, neither one per line nor in an array\n  try: --input-format KIND",
                input.display()
            )));
        };
        let origin = SourceOrigin::File(input.to_path_buf());
        self.sources.push(Source {
            name: base.clone(),
            base,
            origin,
            kind,
            compression,
            size: meta.len(),
            limits,
            any_status,
            delimiter,
        });
        Ok(())
    }

    fn add_stream(
        &mut self,
        base: String,
        mut rest: Stream,
        compression: CompressionFormat,
        known: Option<ExtensionFormat>,
        options: &InputOptions,
    ) -> Result<(), Error> {
        let head =
            read_head(&mut rest, true).map_err(|source| Error::Io { path: PathBuf::from(base.as_str()), source })?;
        let compression =
            if compression == CompressionFormat::Plain { kind::sniff_compression(&head) } else { compression };
        let kind = match (options.format, known) {
            (Some(kind), _) | (None, Some(ExtensionFormat::Is(kind))) => kind,
            // Nothing at all is no record, rather than an empty page.
            _ if head.is_empty() => Format::Jsonl,
            _ => sniff::sniff(&head, compression),
        };
        let origin = SourceOrigin::Stream { head, rest: Mutex::new(Some(rest)) };
        let (name, limits, any_status) = (base.clone(), options.limits, options.any_status);
        let delimiter = options.delimiter;
        self.sources.push(Source { name, base, origin, kind, compression, size: 0, limits, any_status, delimiter });
        Ok(())
    }

    /// Ids and paths under `text/` must be unique, and no text file may stand where a folder must be.
    fn check_names(&self) -> Result<(), Error> {
        let mut names = FxHashMap::default();
        let mut texts = FxHashMap::default();
        for (index, source) in self.sources.iter().enumerate() {
            if let Some(other) = names.insert(source.name.as_str(), index) {
                return Err(self.collision(other, index, "have the same id", &source.name));
            }
            if !source.kind.is_page() || matches!(source.origin, SourceOrigin::Unreadable(_)) {
                continue;
            }
            let path = name::text_path(&source.name);
            if let Some(long) = path.split('/').find(|part| part.len() > 255) {
                return Err(Error::Usage(format!("the name {long:?} is too long for a file under text/")));
            }
            if let Some(&other) = texts.get(&path) {
                return Err(self.collision(other, index, "would both be written as", &format!("text/{path}")));
            }
            texts.insert(path, index);
        }
        let mut folders = FxHashSet::default();
        for path in texts.keys() {
            folders.extend(memchr::memchr_iter(b'/', path.as_bytes()).map(|slash| &path[..slash]));
        }
        // The least one, so that the message is the same in every run.
        match texts.iter().filter(|(path, _)| folders.contains(path.as_str())).min() {
            Some((path, &index)) => Err(Error::Usage(format!(
                "{:?} would be written as text/{path}, which must also be a folder; rename one of them",
                self.sources[index].name
            ))),
            None => Ok(()),
        }
    }

    fn collision(&self, first: usize, second: usize, what: &str, name: &str) -> Error {
        let (first, second) = (self.label(first), self.label(second));
        Error::Usage(format!("{first} and {second} {what} {name:?}; rename one, or clean them in two runs"))
    }

    fn label(&self, index: usize) -> String {
        match &self.sources[index].origin {
            SourceOrigin::File(path) => path.display().to_string(),
            SourceOrigin::Stream { .. } | SourceOrigin::Memory(_) | SourceOrigin::Unreadable(_) => {
                self.sources[index].name.clone()
            }
        }
    }

    /// What inside the inputs cannot be read, and why.
    pub fn unreadable(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().filter_map(|source| match &source.origin {
            SourceOrigin::Unreadable(said) => Some((source.name.as_str(), said.as_str())),
            _ => None,
        })
    }

    /// Refuses an `out` folder that is an input, lies in one, or holds one.
    ///
    /// # Errors
    /// [`Error::Usage`] saying which input.
    pub fn check_out(&self, out: &Path) -> Result<(), Error> {
        let out_real = real_path(out);
        for root in &self.roots {
            let root_real = real_path(root);
            let (out, root) = (out.display(), root.display());
            if out_real == root_real {
                return Err(Error::Usage(format!("the output {out} is the input {root}; give another folder")));
            }
            if out_real.starts_with(&root_real) {
                return Err(Error::Usage(format!(
                    "the output {out} lies inside the input {root}; give another folder"
                )));
            }
            if root_real.starts_with(&out_real) {
                return Err(Error::Usage(format!(
                    "the input {root} lies inside the output {out}; give another folder"
                )));
            }
        }
        Ok(())
    }
}

fn as_usage(error: Error) -> Error {
    match error {
        Error::Io { path, source } => Error::Usage(format!("{}: {source}", path.display())),
        other => other,
    }
}

fn open(path: &Path) -> Result<File, Error> {
    File::open(path).map_err(|source| io_at(path, source))
}

fn io_at(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_path_buf(), source }
}

fn file_name(path: &Path) -> &[u8] {
    path.file_name().map_or(b"", |name| name.as_encoded_bytes())
}

/// The kind of a regular file; `None` for JSON without records. Opens it: what is unreadable is found before any work.
fn kind_of(path: &Path, options: &InputOptions, in_folder: bool) -> Result<Option<(Format, CompressionFormat)>, Error> {
    let mut file = open(path)?;
    let (known, compression) = kind::by_name(file_name(path));
    let declared = match (options.format, known) {
        (Some(kind), Some(_)) | (None, Some(ExtensionFormat::Is(kind))) => Some(kind),
        _ => None,
    };
    // How a page is compressed shows when it is read.
    if let Some(kind) = declared.filter(|kind| kind.is_page() || compression != CompressionFormat::Plain) {
        return Ok(Some((kind, compression)));
    }
    let head = read_head(&mut file, false).map_err(|source| io_at(path, source))?;
    let compression =
        if compression == CompressionFormat::Plain { kind::sniff_compression(&head) } else { compression };
    if let Some(kind) = declared {
        return Ok(Some((kind, compression)));
    }
    let kind = options.format.unwrap_or_else(|| sniff::sniff(&head, compression));
    let is_note = || in_folder && compression == CompressionFormat::Plain && kind::is_note(&head, &options.keys);
    Ok(if known == Some(ExtensionFormat::Json) && (kind != Format::Jsonl || is_note()) {
        None
    } else {
        Some((kind, compression))
    })
}

/// The first bytes of a stream; `early` stops at a whole first line that tells what it is, so that a slow feed is not
/// waited for.
fn read_head(reader: &mut dyn Read, early: bool) -> io::Result<Vec<u8>> {
    match sniffed_stream::first(reader, |seen| early && SniffedStream::has_line(seen) && json::layout(seen).is_some()) {
        (bytes, None) => Ok(bytes),
        (_, Some(error)) => Err(error),
    }
}

/// The last part of an INPUT's name; `.` and `..` are asked of the system.
fn base_name(input: &Path) -> String {
    let real;
    let part = match input.file_name() {
        Some(part) => Some(part),
        None => {
            real = input.canonicalize().unwrap_or_default();
            real.file_name()
        }
    };
    let mut name = String::new();
    name::push_bytes(&mut name, part.map_or(b"root", |part| part.as_encoded_bytes()));
    name
}

/// The path without links and dots, also when its last parts do not exist yet.
fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for parent in absolute.ancestors() {
        if let Ok(real) = parent.canonicalize() {
            return real.join(absolute.strip_prefix(parent).unwrap_or(Path::new("")));
        }
    }
    absolute
}
