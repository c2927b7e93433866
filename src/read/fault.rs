//! What keeps a record from being cleaned? It goes to quarantine under one of these names.

/// Why a line is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Not JSON.
    BadJson,
    /// JSON, but not an object.
    NotAnObject,
    /// A key stands twice.
    DuplicateKey,
    /// Arrays and objects within each other, more than readers of JSON take.
    TooDeep,
    /// Neither the text nor the HTML field is there.
    MissingField,
    /// The field is there, but holds no string.
    NotAString,
    /// Longer than a record may be.
    TooLong,
    /// A compressed stream that breaks off.
    BrokenStream,
    /// A compressed stream that expands further than is believable.
    Expands,
    /// A record of an archive or a row of a table that does not begin or end where it should.
    BadRecord,
    /// The body of a page cannot be decompressed.
    BadBody,
    /// No text: a program, a picture, an archive.
    Binary,
    /// An entry that needs a password.
    Encrypted,
    /// The system could not read on.
    Unreadable,
}

impl Fault {
    /// Its name in `quarantine.jsonl` and `report.json`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::BadJson => "bad_json",
            Self::NotAnObject => "not_an_object",
            Self::DuplicateKey => "duplicate_key",
            Self::TooDeep => "too_deep",
            Self::MissingField => "missing_field",
            Self::NotAString => "not_a_string",
            Self::TooLong => "too_long",
            Self::BrokenStream => "broken_stream",
            Self::Expands => "expands",
            Self::BadRecord => "bad_record",
            Self::BadBody => "bad_body",
            Self::Binary => "binary",
            Self::Encrypted => "encrypted",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A fault and its particulars.
pub type FaultDetail = (Fault, String);
