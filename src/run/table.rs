//! Makes a Parquet table of the documents of a part, when it is whole.

use super::{
    Options,
    durable::io_at,
    layout::{DocumentFormat, OutputKind},
    partial_file::PartialFile,
};
use crate::{
    error::Error,
    write::parquet::{Writer, columns::Input},
};
use sha2::Digest;
use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

/// Makes the table, if one is wanted.
pub(super) fn make(
    format: DocumentFormat,
    number: usize,
    documents: &mut PartialFile,
    folder: &Path,
    options: &Options,
) -> Result<(), Error> {
    if format == DocumentFormat::Parquet {
        let path = folder.join(OutputKind::Documents.file(Some(number), format));
        let lines = std::mem::replace(documents, PartialFile::new(path.clone()));
        *documents = of_lines(lines, PartialFile::new(path), &options.inputs)?;
    }
    Ok(())
}

/// The same documents as a table.
fn of_lines(lines: PartialFile, mut table: PartialFile, inputs: &[Input]) -> Result<PartialFile, Error> {
    let name = lines.temporary();
    table.open()?;
    let path = table.path.clone();
    let mut writer = Writer::new(&mut table, inputs).map_err(io_at(&path))?;
    let mut reader = BufReader::with_capacity(1 << 20, File::open(&name).map_err(io_at(&name))?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(io_at(&name))? > 0 {
        writer.push(&line).map_err(io_at(&path))?;
        line.clear();
    }
    writer.finish().map_err(io_at(&path))?;
    drop(lines.file);
    fs::remove_file(&name).map_err(io_at(&name))?;
    Ok(table)
}

impl Write for PartialFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(file) = &mut self.file else { return Err(io::Error::other("the file is not open")) };
        let written = file.write(bytes)?;
        self.bytes += written as u64;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
