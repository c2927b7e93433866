//! How are inputs taken? And why is a file passed over?

use super::{Limits, kind::Format};
use globset::GlobSet;

/// How inputs are taken.
#[derive(Clone, Debug, Default)]
pub struct InputOptions {
    /// Files of a folder are taken only when their relative path matches.
    pub include: Option<GlobSet>,
    /// Files of a folder are not taken when their relative path matches.
    pub exclude: Option<GlobSet>,
    /// The kind of every input, whatever its extension; folders then take every regular file.
    pub format: Option<Format>,
    /// Files and folders of a folder whose names begin with a dot are taken, too.
    pub hidden: bool,
    /// How much is read of what may be endless.
    pub limits: Limits,
    /// Answers of any status are pages, not only those of 200 to 299.
    pub any_status: bool,
    /// What stands between the fields of tables; without it their first rows tell.
    pub delimiter: Option<u8>,
    /// The keys of the text in records. A small `.json` file of a folder, one object over many lines, that has none of them is
    /// no record: it is passed over. Without any key all are records.
    pub keys: Vec<String>,
    /// What standard input is called, instead of `stdin`; its extension tells the kind.
    pub stdin_name: Option<String>,
    /// Inputs come from a list ([`Plan::listed`](super::Plan::listed)): they are called by their whole paths, and one that is no file or folder
    /// is skipped.
    pub listed: bool,
}

/// A file that was passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedFile {
    /// Its name, as an id would say it.
    pub name: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why a file was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// Its extension is not one of [`super::kind::EXTENSIONS`].
    UnknownExtension,
    /// A `.json` file that holds no objects, neither a line each nor otherwise, or one small one without the text's key.
    NotJsonLines,
    /// `--include` or `--exclude`.
    Glob,
    /// Its name, or that of a folder, begins with a dot.
    Hidden,
    /// A pipe, a socket, a device.
    NotAFile,
    /// A link to a folder that it lies in.
    LinkLoop,
    /// A link to nothing.
    BrokenLink,
}

impl SkipReason {
    /// Its name in `report.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::UnknownExtension => "unknown_extension",
            Self::NotJsonLines => "not_json_lines",
            Self::Glob => "glob",
            Self::Hidden => "hidden",
            Self::NotAFile => "not_a_file",
            Self::LinkLoop => "link_loop",
            Self::BrokenLink => "broken_link",
        }
    }

    /// All of them, by name.
    pub const ALL: [Self; 7] = [
        Self::BrokenLink,
        Self::Glob,
        Self::Hidden,
        Self::LinkLoop,
        Self::NotAFile,
        Self::NotJsonLines,
        Self::UnknownExtension,
    ];

    /// What it means, for the reference.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::UnknownExtension => "its extension is not one that Sarand reads",
            Self::NotJsonLines => "a `.json` file that contains no records",
            Self::Glob => "`--include` or `--exclude` leaves it out",
            Self::Hidden => "its name, or that of its folder, begins with a dot; `--hidden` reads it",
            Self::NotAFile => "a pipe, socket or device",
            Self::LinkLoop => "a link to a folder that contains it",
            Self::BrokenLink => "a link to nothing",
        }
    }

    /// Whether a reader of the run's summary should hear of the very file.
    #[must_use]
    pub fn is_odd(self) -> bool {
        !matches!(self, Self::UnknownExtension | Self::Glob | Self::Hidden)
    }
}
