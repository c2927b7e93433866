//! `--max-bad`: how much may go to quarantine before a run is not worth going on?

use crate::write::report::Records;
use std::{fmt, str::FromStr};

/// How many records may be quarantined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MaxBad {
    /// So many.
    Count(u64),
    /// So many of a hundred that were read.
    Percent(f64),
}

/// A share is not judged before so many records were read, or all.
const ENOUGH: u64 = 1000;

impl MaxBad {
    /// Whether `records` hold more than that; `ended` says that no more will come.
    #[must_use]
    pub fn is_exceeded(&self, records: &Records, ended: bool) -> bool {
        let bad = records.all_quarantined();
        match *self {
            Self::Count(most) => bad > most,
            Self::Percent(most) => (ended || records.read >= ENOUGH) && bad as f64 * 100.0 > most * records.read as f64,
        }
    }
}

impl fmt::Display for MaxBad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(most) => write!(f, "{most}"),
            Self::Percent(most) => write!(f, "{most}%"),
        }
    }
}

impl FromStr for MaxBad {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is neither a number of records, as 100, nor a share, as 0.5%");
        match text.strip_suffix('%') {
            Some(share) => match share.parse() {
                Ok(share) if (0.0..=100.0).contains(&share) => Ok(Self::Percent(share)),
                _ => Err(wrong()),
            },
            None => text.parse().map(Self::Count).map_err(|_| wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::record::Fault;
    use crate::write::report::Tally;

    #[test]
    fn shares_wait_for_enough_records_and_counts_do_not() {
        let mut tally = Tally::default();
        tally.records.read = 10;
        tally.quarantined(Fault::BadJson);
        let over = |limit: &str, ended| limit.parse::<MaxBad>().unwrap().is_exceeded(&tally.records, ended);
        assert!(over("0", false));
        assert!(!over("1", true));
        assert!(!over("5%", false));
        assert!(over("5%", true));
        assert!(!over("10%", true));
        assert!(
            "-1".parse::<MaxBad>().is_err() && "101%".parse::<MaxBad>().is_err() && "many".parse::<MaxBad>().is_err()
        );
    }
}
