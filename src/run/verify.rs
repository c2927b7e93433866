//! Is every byte still what the manifest says? Hashes all parts anew, and the texts with them.

use super::{
    durable::io_at,
    folder, hash,
    layout::{DocumentFormat, MANIFEST, OutputKind},
    manifest::{self, Checksum},
};
use crate::{error::Error, parts::hex, plural::counted, write::checksums};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many parts there are.
    pub parts: usize,
    /// How many files under `text/`.
    pub texts: usize,
    /// What differs, one sentence each.
    pub differing: Vec<String>,
    /// The run has not ended; so far it was checked.
    pub unfinished: bool,
}

/// Checks the outputs of the run in `out`, ended or not.
///
/// # Errors
/// [`Error::Usage`] when there is no run, [`Error::Io`] when a file that is there cannot be read.
pub fn verify(out: &Path) -> Result<Verification, Error> {
    let state = folder::state(out);
    let unfinished = state.join(MANIFEST).exists();
    let (manifest, folder) = match unfinished {
        true => (state.join(MANIFEST), state.join("work")),
        false => (out.join(MANIFEST), out.to_path_buf()),
    };
    let mut checked = Verification { unfinished, ..Verification::default() };
    let mut files = Files { folder, joined: [const { None }; 4] };
    let read = manifest::read(&manifest, |line| {
        checked.parts += 1;
        for kind in OutputKind::ALL {
            files.check(kind, line.part, line.sum(kind), line.whole, &mut checked)?;
        }
        Ok(())
    })?;
    match read {
        None => Err(Error::Usage(format!("there is no run in {}", out.display()))),
        Some(read) if unfinished && read.ended => {
            Err(Error::Usage(format!("the run in {} is nearly finished; run it again to finish it", out.display())))
        }
        Some(_) => {
            files.check_ends(&mut checked)?;
            Ok(checked)
        }
    }
}

/// Refuses a run that has ended and is plainly not as it was left.
///
/// # Errors
/// [`Error::Usage`].
pub(super) fn refuse_damage(out: &Path, sums: &[[u64; 4]]) -> Result<(), Error> {
    let Some(what) = damage(out, sums)? else { return Ok(()) };
    let out = out.display();
    Err(Error::Usage(format!(
        "the run in {out} is finished, but its outputs have changed since: {what}\n  try: --verify to see all changes, \
         --restart to start again"
    )))
}

/// What is plainly not as the run that ended in `out` left it: a file that is gone or has another size. `sums` are the bytes
/// of the files of each part. Reads no file but the list of texts.
fn damage(out: &Path, sums: &[[u64; 4]]) -> Result<Option<String>, Error> {
    let size = |name: &String| out.join(name).metadata().ok().map(|meta| meta.len());
    for kind in OutputKind::ALL {
        let of = |part: &[u64; 4]| part[kind as usize];
        let joined = kind.names(None).find_map(|name| size(&name).map(|is| (name, is)));
        let files: Vec<(String, u64, Option<u64>)> = match joined {
            Some((name, is)) => vec![(name, sums.iter().map(of).sum(), Some(is))],
            None => (sums.iter().enumerate())
                .map(|(part, bytes)| {
                    let found = kind.names(Some(part)).find_map(|name| size(&name).map(|is| (name, is)));
                    let (name, is) = found
                        .map_or_else(|| (kind.file(Some(part), DocumentFormat::Jsonl), None), |(n, is)| (n, Some(is)));
                    (name, of(bytes), is)
                })
                .collect(),
        };
        let wrong = files.into_iter().find(|(_, bytes, is)| is.unwrap_or(0) != *bytes);
        if let Some((name, bytes, is)) = wrong {
            return Ok(Some(match is {
                None => format!("{name} is missing"),
                Some(is) => format!("{name} has {} instead of {bytes}", counted(is, "byte")),
            }));
        }
    }
    let list = out.join(OutputKind::Texts.file(None, DocumentFormat::Jsonl));
    if !list.exists() {
        return Ok(None);
    }
    let list = fs::read_to_string(&list).map_err(io_at(&list))?;
    let gone = list.lines().filter_map(checksums::read).find(|(_, name)| !out.join(name).is_file());
    Ok(gone.map(|(_, name)| format!("{name:?} is missing")))
}

/// The files of a run; those of joined parts are read on from part to part.
struct Files {
    folder: PathBuf,
    joined: [Option<(String, File)>; 4],
}

impl Files {
    fn check(
        &mut self,
        kind: OutputKind,
        part: usize,
        sum: &Checksum,
        whole: bool,
        checked: &mut Verification,
    ) -> Result<(), Error> {
        let name = |part| kind.names(part).find(|name| self.folder.join(name).exists());
        let joined = &mut self.joined[kind as usize];
        if joined.is_none()
            && let Some(name) = name(None)
        {
            let path = self.folder.join(&name);
            *joined = Some((name, File::open(&path).map_err(io_at(&path))?));
        }
        let mut own = None;
        let (name, file) = match joined {
            Some((name, file)) => (&*name, file),
            None => match name(Some(part)) {
                Some(name) => {
                    let path = self.folder.join(&name);
                    let (name, file) = own.insert((name, File::open(&path).map_err(io_at(&path))?));
                    (&*name, file)
                }
                None if sum.bytes == 0 => return Ok(()),
                None => {
                    checked
                        .differing
                        .push(format!("part {part}: {} is missing", kind.file(Some(part), DocumentFormat::Jsonl)));
                    return Ok(());
                }
            },
        };
        let path = self.folder.join(name);
        let mut content = HashingWriter { hasher: Sha256::new(), bytes: vec![], keep: kind == OutputKind::Texts };
        let read = io::copy(&mut file.take(sum.bytes), &mut content).map_err(io_at(&path))?;
        if read != sum.bytes {
            checked.differing.push(format!("part {part}: {name} ends {} early", counted(sum.bytes - read, "byte")));
        } else if hex(content.hasher) != sum.sha256 {
            checked.differing.push(format!("part {part}: {name} differs"));
        }
        if let (Some((name, mut file)), true) = (own, whole) {
            more(&name, &mut file, &path, checked)?;
        }
        for (hash, name) in String::from_utf8_lossy(&content.bytes).lines().filter_map(checksums::read) {
            checked.texts += 1;
            check_text(&self.folder, &hash, &name, checked)?;
        }
        Ok(())
    }

    /// What joined files hold behind their last part.
    fn check_ends(self, checked: &mut Verification) -> Result<(), Error> {
        for (name, mut file) in self.joined.into_iter().flatten() {
            more(&name, &mut file, &self.folder.join(&name), checked)?;
        }
        Ok(())
    }
}

fn more(name: &str, file: &mut File, path: &Path, checked: &mut Verification) -> Result<(), Error> {
    if file.read(&mut [0]).map_err(io_at(path))? > 0 {
        checked.differing.push(format!("{name} has more bytes than it was given"));
    }
    Ok(())
}

fn check_text(folder: &Path, sum: &str, name: &str, checked: &mut Verification) -> Result<(), Error> {
    let path = folder.join(name);
    match fs::read(&path) {
        Ok(bytes) if hash(&bytes) == sum => {}
        Ok(_) => checked.differing.push(format!("{name:?} differs")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => checked.differing.push(format!("{name:?} is missing")),
        Err(error) => return Err(io_at(&path)(error)),
    }
    Ok(())
}

/// Hashes what is written to it, and keeps it if asked to.
struct HashingWriter {
    hasher: Sha256,
    bytes: Vec<u8>,
    keep: bool,
}

impl io::Write for HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        if self.keep {
            self.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
