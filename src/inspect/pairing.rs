//! Which account is that of which record?
//!
//! `removed.jsonl` has an account of each document that was changed or dropped, in the order of the documents; the two files share
//! only ids, and ids may come again. So heads of both are compared. What does not fit (a file that was changed by hand, a damaged
//! line) leaves a record without an account or an account without a record, and never stops the others.
//!
//! Where a dropped document stood among those that were not changed, nobody knows; it comes before the next changed one.

use super::row::{AccountRow, DocumentRow};
use std::collections::VecDeque;

/// So many accounts are looked at for one that fits.
const AHEAD: usize = 64;

/// Records and accounts that wait for each other.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pub(super) documents: VecDeque<DocumentRow>,
    pub(super) accounts: VecDeque<AccountRow>,
    /// No more comes of either.
    pub(super) documents_ended: bool,
    pub(super) accounts_ended: bool,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Next {
    /// A document, with what there is of it.
    Document(Option<DocumentRow>, Option<AccountRow>),
    /// More records are needed.
    Documents,
    /// More accounts are needed.
    Accounts,
    /// Nothing.
    End,
}

impl Pairing {
    pub(super) fn next(&mut self) -> Next {
        match (self.documents.front(), self.accounts.front()) {
            (None, _) if !self.documents_ended => Next::Documents,
            (_, None) if !self.accounts_ended => Next::Accounts,
            (None, None) => Next::End,
            (None, Some(_)) => Next::Document(None, self.accounts.pop_front()),
            (Some(_), None) => Next::Document(self.documents.pop_front(), None),
            (Some(document), Some(account)) if fits(document, account) => {
                Next::Document(self.documents.pop_front(), self.accounts.pop_front())
            }
            (Some(document), Some(account)) => {
                let further = || self.accounts.iter().skip(1).take(AHEAD).any(|account| fits(document, account));
                if document.changed && (account.covers.is_some() || further()) {
                    Next::Document(None, self.accounts.pop_front())
                } else {
                    Next::Document(self.documents.pop_front(), None)
                }
            }
        }
    }
}

/// Whether the account can be that of the record.
fn fits(document: &DocumentRow, account: &AccountRow) -> bool {
    document.id == account.id
        && match (account.covers, document.after) {
            // Nothing stays but what edits made; else it is that of a dropped document.
            (Some((_, made)), Some(after)) => made == after,
            _ => document.changed || !account.is_change(),
        }
}

#[cfg(test)]
mod tests {
    use super::{super::strings::Strings, *};

    fn account(id: &str, rules: &[&str], covers: Option<(u64, u64)>) -> AccountRow {
        let removals: Vec<String> = (5..)
            .zip(rules)
            .map(|(at, rule)| format!(r#"{{"start":{at},"end":{},"text":"x","rule":"{rule}"}}"#, at + 1))
            .collect();
        let line = format!(r#"{{"id":"{id}","removals":[{}],"edits":[]}}"#, removals.join(","));
        let row = AccountRow::of_line(&line, 0, &mut Strings::default()).unwrap();
        AccountRow { covers, ..row }
    }

    fn document(id: &str, changed: bool, after: u64) -> DocumentRow {
        DocumentRow { id: super::super::row::hash(id), changed, after: Some(after), ..DocumentRow::default() }
    }

    /// Whether each document has a record and an account.
    fn pairs(documents: Vec<DocumentRow>, accounts: Vec<AccountRow>) -> Vec<(bool, bool)> {
        let (documents, accounts) = (documents.into(), accounts.into());
        let mut pairing = Pairing { documents, accounts, documents_ended: true, accounts_ended: true };
        let mut pairs = Vec::new();
        while let Next::Document(document, account) = pairing.next() {
            pairs.push((document.is_some(), account.is_some()));
        }
        pairs
    }

    const BOTH: (bool, bool) = (true, true);
    const KEPT: (bool, bool) = (true, false);
    const DROPPED: (bool, bool) = (false, true);

    #[test]
    fn an_account_finds_its_record() {
        let changed = |id| document(id, true, 9);
        let kept = |id| document(id, false, 9);
        let takes = |id| account(id, &["r"], None);
        let drops = |id| account(id, &["r"], Some((4, 0)));
        for (documents, accounts, want) in [
            (vec![], vec![], vec![]),
            (vec![kept("a"), changed("b")], vec![takes("b")], vec![KEPT, BOTH]),
            // A dropped one before a changed one, behind the last, and alone.
            (vec![changed("b")], vec![drops("a"), takes("b")], vec![DROPPED, BOTH]),
            (vec![changed("b")], vec![takes("b"), drops("a")], vec![BOTH, DROPPED]),
            (vec![], vec![drops("a"), drops("a")], vec![DROPPED, DROPPED]),
            // The same id again: dropped and kept, kept and changed, changed and changed.
            (vec![kept("a")], vec![drops("a")], vec![KEPT, DROPPED]),
            (vec![kept("a"), changed("a")], vec![takes("a")], vec![KEPT, BOTH]),
            (vec![changed("a"), changed("a")], vec![takes("a"), takes("a")], vec![BOTH, BOTH]),
            // An empty document that was written all the same.
            (vec![document("a", true, 0)], vec![drops("a")], vec![BOTH]),
            // One that was left out of, and not changed.
            (vec![kept("a"), kept("b")], vec![account("b", &[], None)], vec![KEPT, BOTH]),
            // What does not fit.
            (vec![changed("a"), changed("b")], vec![takes("b")], vec![KEPT, BOTH]),
            (vec![changed("b")], vec![takes("a"), takes("b")], vec![DROPPED, BOTH]),
            (vec![changed("b")], vec![takes("a")], vec![KEPT, DROPPED]),
        ] {
            assert_eq!(pairs(documents, accounts), want);
        }
    }
}
