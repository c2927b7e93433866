//! One file instead of a folder: the documents alone, under a temporary name until all of them are there.
//!
//! `clean.jsonl` is written as `clean.jsonl.tmp`, synced and renamed. There is no account of parts, so nothing goes on where
//! it was killed: the same command begins anew, and takes the temporary file away.

use super::durable::{io_at, remove, sync_folder, temporary};
#[cfg(feature = "parquet")]
use crate::write::parquet::{self, columns::Input};
use crate::{
    compression::Compressor,
    error::Error,
    parts::{Part, Sink},
};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// What one file is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Lines of JSON.
    Jsonl,
    /// The same through gzip.
    Gzip,
    /// The same through Zstandard.
    Zstd,
    /// A table.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// A file of documents that is being written. Dropped before [`OneFile::finish`], it leaves nothing.
#[derive(Debug)]
pub struct OneFile {
    path: PathBuf,
    writer: Option<Writer>,
}

enum Writer {
    Lines(Box<Compressor<BufWriter<File>>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Writer<BufWriter<File>>>),
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

impl OneFile {
    /// Begins the file `path`; one that is there is replaced only with `restart`. A table has the columns `inputs`, too.
    ///
    /// # Errors
    /// [`Error::Usage`] when there is one, or another run writes it; [`Error::Io`].
    pub fn create(
        path: &Path,
        format: FileFormat,
        #[cfg(feature = "parquet")] inputs: &[Input],
        restart: bool,
    ) -> Result<Self, Error> {
        check_file(path, restart)?;
        let temporary = temporary(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io_at(folder))?;
        }
        // Not emptied before the lock is held: it may be another run's.
        let file = File::options().create(true).append(true).open(&temporary).map_err(io_at(&temporary))?;
        if file.try_lock().is_err() {
            let path = path.display();
            return Err(Error::Usage(format!("another run is writing {path}; wait for it, or give another name")));
        }
        file.set_len(0).map_err(io_at(&temporary))?;
        let out = BufWriter::with_capacity(1 << 20, file);
        let writer = match format {
            FileFormat::Jsonl => Writer::Lines(Box::new(Compressor::Plain(out))),
            FileFormat::Gzip => Writer::Lines(Box::new(Compressor::gzip(out).map_err(io_at(&temporary))?)),
            FileFormat::Zstd => Writer::Lines(Box::new(Compressor::zstd(out).map_err(io_at(&temporary))?)),
            #[cfg(feature = "parquet")]
            FileFormat::Parquet => {
                Writer::Parquet(Box::new(parquet::Writer::new(out, inputs).map_err(io_at(&temporary))?))
            }
        };
        Ok(Self { path: path.to_path_buf(), writer: Some(writer) })
    }

    /// Gives the file its name, when all is in it.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(mut self) -> Result<(), Error> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        let temporary = temporary(&self.path);
        let done = writer.finish().and_then(|file| {
            file.sync_all()?;
            // Closed before it is renamed, which some systems ask for.
            drop(file);
            fs::rename(&temporary, &self.path)
        });
        if let Err(source) = done {
            // What was written is worth nothing; the first error is the one to tell.
            let _ = remove(&temporary);
            return Err(io_at(&self.path)(source));
        }
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        sync_folder(folder)
    }
}

/// Refuses a file that is there, unless it is to be replaced.
///
/// # Errors
/// [`Error::Usage`].
pub fn check_file(path: &Path, restart: bool) -> Result<(), Error> {
    if path.exists() && !restart {
        let path = path.display();
        return Err(Error::Usage(format!(
            "the output {path} exists already; give another name, or --restart to replace it"
        )));
    }
    Ok(())
}

impl Writer {
    fn push(&mut self, documents: &[u8]) -> io::Result<()> {
        match self {
            Self::Lines(out) => out.write_all(documents),
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.push(documents),
        }
    }

    fn finish(self) -> io::Result<File> {
        let out = match self {
            Self::Lines(out) => out.finish()?,
            #[cfg(feature = "parquet")]
            Self::Parquet(out) => out.finish()?,
        };
        out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Sink for OneFile {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.push(&part.documents).map_err(io_at(&self.path))
    }
}

impl Drop for OneFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            // A file that cannot be removed is replaced by the next run.
            let _ = remove(&temporary(&self.path));
        }
    }
}
