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
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::BadJson,
        Self::NotAnObject,
        Self::DuplicateKey,
        Self::TooDeep,
        Self::MissingField,
        Self::NotAString,
        Self::TooLong,
        Self::BrokenStream,
        Self::Expands,
        Self::BadRecord,
        Self::BadBody,
        Self::Binary,
        Self::Encrypted,
        Self::Unreadable,
    ];

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

    /// What it means, for the reference.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::BadJson => "not JSON",
            Self::NotAnObject => "JSON, but not an object",
            Self::DuplicateKey => "an object has the same key twice",
            Self::TooDeep => "arrays and objects are nested too deep",
            Self::MissingField => "there is no text field and no HTML field",
            Self::NotAString => "the field is not a string",
            Self::TooLong => "longer than `--max-record`",
            Self::BrokenStream => "a compressed stream breaks off",
            Self::Expands => "a compressed stream expands more than `--max-ratio` allows",
            Self::BadRecord => "a record of an archive or a row of a table begins or ends in the wrong place",
            Self::BadBody => "the body of a page cannot be decompressed",
            Self::Binary => "not text, but for example a program, an image or an archive",
            Self::Encrypted => "the entry needs a password",
            Self::Unreadable => "the system could not read it",
        }
    }
}

/// A fault and its particulars.
pub type FaultDetail = (Fault, String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_faults_is_whole() {
        assert!(Fault::ALL.is_sorted());
        assert_eq!(Fault::ALL.len(), Fault::Unreadable as usize + 1);
    }
}
