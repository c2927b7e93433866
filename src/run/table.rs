//! Makes a Parquet table of the documents of a part, when it is whole.

use super::{
    Options,
    durable::at,
    growing::Growing,
    layout::{Form, Kind},
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
    form: Form,
    number: usize,
    documents: &mut Growing,
    folder: &Path,
    options: &Options,
) -> Result<(), Error> {
    if form == Form::Parquet {
        let path = folder.join(Kind::Documents.file(Some(number), form));
        let lines = std::mem::replace(documents, Growing::new(path.clone()));
        *documents = of_lines(lines, Growing::new(path), &options.inputs)?;
    }
    Ok(())
}

/// The same documents as a table.
fn of_lines(lines: Growing, mut table: Growing, inputs: &[Input]) -> Result<Growing, Error> {
    let name = lines.temporary();
    table.open()?;
    let path = table.path.clone();
    let mut writer = Writer::new(&mut table, inputs).map_err(at(&path))?;
    let mut reader = BufReader::with_capacity(1 << 20, File::open(&name).map_err(at(&name))?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(at(&name))? > 0 {
        writer.push(&line).map_err(at(&path))?;
        line.clear();
    }
    writer.finish().map_err(at(&path))?;
    drop(lines.file);
    fs::remove_file(&name).map_err(at(&name))?;
    Ok(table)
}

impl Write for Growing {
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
