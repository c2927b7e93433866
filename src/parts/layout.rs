//! What is everything called? And which of it is ours?

/// What was removed and repaired.
pub const REMOVED: &str = "removed.jsonl";
/// What could not be read.
pub const QUARANTINE: &str = "quarantine.jsonl";
/// What the run did.
pub const REPORT: &str = "report.json";
/// What the run was, and its parts with their hashes.
pub const MANIFEST: &str = "manifest.jsonl";
/// The clean texts of files.
pub const TEXT: &str = "text";
/// Empty; there when a run ended well.
pub const SUCCESS: &str = "_SUCCESS";
/// What the crawl was found to share, while a run goes on that learns it first.
pub const SURVEY: &str = "survey.zst";
/// The inputs of a run that may be updated, with the times of their change; kept when it has ended.
pub(crate) const INPUTS: &str = "inputs.json";
/// How many seconds the starts of a run took, while it goes on.
pub(crate) const SECONDS: &str = "seconds";
/// The state of a run that has not ended.
pub const STATE: &str = ".sarand";

/// What documents are written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocumentFormat {
    /// Lines of JSON.
    #[default]
    Jsonl,
    /// The same, a Zstandard frame a piece.
    Zst,
    /// A table; a part becomes one when it is whole, for nothing can be added to a table.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl DocumentFormat {
    pub(crate) const ALL: &[Self] = &[
        Self::Jsonl,
        Self::Zst,
        #[cfg(feature = "parquet")]
        Self::Parquet,
    ];

    /// What the documents of a part are while it is not whole.
    pub(crate) fn while_open(self) -> Self {
        match self {
            #[cfg(feature = "parquet")]
            Self::Parquet => Self::Jsonl,
            format => format,
        }
    }

    /// The same for a part that is `whole` or not.
    pub(crate) fn of_part(self, whole: bool) -> Self {
        if whole { self } else { self.while_open() }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Zst => "jsonl.zst",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }
}

/// The kinds of files that a part has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputKind {
    Documents,
    Removed,
    Quarantine,
    /// Hashes of the files under `text/`, as `sha256sum` writes them.
    Texts,
}

impl OutputKind {
    pub(crate) const ALL: [Self; 4] = [Self::Documents, Self::Removed, Self::Quarantine, Self::Texts];

    /// The names that the file of one part, or of all, may have.
    pub(crate) fn names(self, part: Option<usize>) -> impl Iterator<Item = String> {
        DocumentFormat::ALL.iter().map(move |format| self.file(part, *format))
    }

    /// The file of one part, or of all.
    pub(crate) fn file(self, part: Option<usize>, format: DocumentFormat) -> String {
        let (stem, extension) = match self {
            Self::Documents => ("documents", format.extension()),
            Self::Removed => ("removed", "jsonl"),
            Self::Quarantine => ("quarantine", "jsonl"),
            Self::Texts => ("text", "sha256"),
        };
        match part {
            Some(part) => format!("{stem}-{part:05}.{extension}"),
            None => format!("{stem}.{extension}"),
        }
    }

    /// Whether its parts are joined at the end, however many they are: what is small, and is read as one.
    pub(crate) fn always_joined(self) -> bool {
        matches!(self, Self::Quarantine | Self::Texts)
    }
}

/// Whether a run makes a file of this name in its output folder, other than [`STATE`].
pub(crate) fn is_ours(name: &str) -> bool {
    if [REPORT, MANIFEST, TEXT, SUCCESS].contains(&name) {
        return true;
    }
    OutputKind::ALL.iter().any(|kind| {
        DocumentFormat::ALL.iter().any(|format| {
            let whole = kind.file(None, *format);
            let (stem, extension) = whole.split_once('.').unwrap_or((&whole, ""));
            let between = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(extension)?.strip_suffix('.'));
            between.is_some_and(|between| {
                let number = between.strip_prefix('-').unwrap_or("");
                between.is_empty() || (number.len() >= 5 && number.bytes().all(|b| b.is_ascii_digit()))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_ours() {
        for name in
            ["documents.jsonl", "documents-00012.jsonl.zst", "removed-123456.jsonl", "text", "text.sha256", "_SUCCESS"]
        {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "mine.csv",
            "documents-1.jsonl",
            "documents000000.jsonl",
            "documents-old00.jsonl",
            "documents-00001.csv",
            "texts",
            "removed-",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }
}
