//! A file that is being written, under a temporary name until it is whole and synced.

use super::{
    durable::{io_at, temporary},
    manifest::Checksum,
};
use crate::{error::Error, parts::hex};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::PathBuf,
};

/// A file of the part; there is none while it has no bytes.
#[derive(Debug)]
pub(super) struct PartialFile {
    pub(super) path: PathBuf,
    pub(super) file: Option<File>,
    pub(super) bytes: u64,
    pub(super) hasher: Sha256,
}

impl PartialFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, file: None, bytes: 0, hasher: Sha256::new() }
    }

    pub(super) fn temporary(&self) -> PathBuf {
        temporary(&self.path)
    }

    pub(super) fn open(&mut self) -> Result<&mut File, Error> {
        if self.file.is_none() {
            let temporary = self.temporary();
            self.file = Some(File::create(&temporary).map_err(io_at(&temporary))?);
        }
        self.file.as_mut().ok_or_else(|| Error::Internal("a file was opened and is not there".to_owned()))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let path = self.path.clone();
        self.open()?.write_all(bytes).map_err(io_at(&path))?;
        self.bytes += bytes.len() as u64;
        self.hasher.update(bytes);
        Ok(())
    }

    /// Takes over the beginning of the file that `sum` tells of.
    pub(super) fn copy(&mut self, sum: &Checksum) -> Result<(), Error> {
        if sum.bytes == 0 {
            return Ok(());
        }
        let path = self.path.clone();
        let mut old = File::open(&path).map_err(io_at(&path))?.take(sum.bytes);
        let mut buffer = vec![0; 1 << 20];
        loop {
            match old.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => self.write(&buffer[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(io_at(&path)(error)),
            }
        }
        if hex(self.hasher.clone()) == sum.sha256 {
            return Ok(());
        }
        Err(Error::Usage(format!("{} has changed since it was written\n  try: --restart", path.display())))
    }

    pub(super) fn rename(self) -> Result<Checksum, Error> {
        let temporary = self.temporary();
        if self.file.is_some() {
            // Closed before it is renamed, which some systems ask for.
            drop(self.file);
            fs::rename(&temporary, &self.path).map_err(io_at(&self.path))?;
        }
        Ok(Checksum { bytes: self.bytes, sha256: hex(self.hasher) })
    }
}
