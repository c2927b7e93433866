//! Where the result of `clean` goes, as `-o` says it: `clean/` is a folder, `clean.jsonl.gz` a file, `-` standard output.

use crate::{
    error::Error,
    read::{
        CompressionFormat, Format,
        kind::{ExtensionFormat, by_name},
    },
    run::FileFormat,
};
use std::path::Path;

/// Where the result goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    Folder(&'a Path),
    File(&'a Path, FileFormat),
    Documents,
    /// The text of the one document, to standard output.
    Text,
    DryRun,
}

impl<'a> Target<'a> {
    /// What `-o` names. A name that ends like a file is one, unless there is a folder of this name or it ends in `/`.
    pub(super) fn named(out: &'a Path) -> Result<Self, Error> {
        if out.as_os_str() == "-" {
            return Ok(Self::Documents);
        }
        if out.is_dir() || out.as_os_str().as_encoded_bytes().ends_with(b"/") {
            return Ok(Self::Folder(out));
        }
        let name = out.file_name().unwrap_or_default();
        let form = match by_name(name.as_encoded_bytes()) {
            (None, CompressionFormat::Plain) => return Ok(Self::Folder(out)),
            (Some(ExtensionFormat::Is(Format::Jsonl)), CompressionFormat::Plain) => FileFormat::Jsonl,
            (Some(ExtensionFormat::Is(Format::Jsonl)), CompressionFormat::Gzip) => FileFormat::Gzip,
            (Some(ExtensionFormat::Is(Format::Jsonl)), CompressionFormat::Zstd) => FileFormat::Zstd,
            #[cfg(feature = "parquet")]
            (Some(ExtensionFormat::Is(Format::Parquet)), CompressionFormat::Plain) => FileFormat::Parquet,
            _ => {
                let out = out.display();
                return Err(Error::Usage(format!(
                    "sarand does not write files of the kind of {out}; give a name that ends in .jsonl, .jsonl.gz, .jsonl.zst \
                     or .parquet, or `{out}/` for a folder"
                )));
            }
        };
        Ok(Self::File(out, form))
    }

    /// Whether that which is interrupted goes on by the same command.
    pub(super) fn goes_on(self) -> bool {
        matches!(self, Self::Folder(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_files_from_folders() {
        for (name, form) in [
            ("a.jsonl", Some(FileFormat::Jsonl)),
            ("b/a.ndjson", Some(FileFormat::Jsonl)),
            ("a.JSONL.GZ", Some(FileFormat::Gzip)),
            ("a.jsonl.zst", Some(FileFormat::Zstd)),
            ("clean", None),
            ("crawl-2025.11", None),
            ("a.jsonl/", None),
            ("news.example.org", None),
        ] {
            let want = form.map_or(Target::Folder(Path::new(name)), |form| Target::File(Path::new(name), form));
            assert_eq!(Target::named(Path::new(name)).ok(), Some(want), "{name}");
        }
        for name in ["a.json", "a.jsonl.xz", "a.txt", "a.csv", "a.gz", "page.html", "a.tar"] {
            assert!(Target::named(Path::new(name)).is_err(), "{name}");
        }
    }
}
