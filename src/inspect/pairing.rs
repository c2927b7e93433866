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
#[expect(clippy::large_enum_variant, reason = "it is taken apart where it is given back")]
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
            (Some(document), Some(account)) => match self.which(document, account) {
                Which::Both => Next::Document(self.documents.pop_front(), self.accounts.pop_front()),
                Which::Record => Next::Document(self.documents.pop_front(), None),
                Which::Account => Next::Document(None, self.accounts.pop_front()),
            },
        }
    }

    /// What of the two heads comes next.
    fn which(&self, document: &DocumentRow, account: &AccountRow) -> Which {
        if fits(document, account) {
            // Of two accounts with this id the first may be that of a dropped document.
            let next = || self.accounts.get(1).is_some_and(|next| fits(document, next));
            let dropped = account.covers.is_some() && !is_exact(document, account) && next();
            return if dropped { Which::Account } else { Which::Both };
        }
        let mut documents = self.documents.iter().skip(1).take(AHEAD);
        let mut accounts = self.accounts.iter().skip(1).take(AHEAD);
        if !document.changed || documents.any(|document| fits(document, account)) {
            Which::Record
        } else if account.covers.is_some() || accounts.any(|account| fits(document, account)) {
            Which::Account
        } else {
            Which::Record
        }
    }
}

#[derive(Debug)]
enum Which {
    Both,
    Record,
    Account,
}

/// Whether the account can be that of the record.
fn fits(document: &DocumentRow, account: &AccountRow) -> bool {
    document.id == account.id && (document.changed || !account.is_change())
}

/// Whether the account takes as many characters as the record has lost.
fn is_exact(document: &DocumentRow, account: &AccountRow) -> bool {
    let lost = document.before.zip(document.after).zip(account.covers);
    lost.is_some_and(|((before, after), (was, made))| before.checked_add(made) == after.checked_add(was))
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
        let row = AccountRow::of_line(&line, 0, &mut Strings::default()).unwrap_or_default();
        AccountRow { covers, ..row }
    }

    fn document(id: &str, changed: bool, after: u64) -> DocumentRow {
        let id = super::super::row::hash(id);
        DocumentRow { id, changed, before: Some(after + 3), after: Some(after), ..DocumentRow::default() }
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
        let begins = |id| account(id, &["r"], Some((3, 0)));
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
            // One that was dropped, then one that was changed; one that lost its beginning.
            (vec![changed("a")], vec![drops("a"), takes("a")], vec![DROPPED, BOTH]),
            (vec![changed("a"), changed("a")], vec![begins("a"), takes("a")], vec![BOTH, BOTH]),
            // One that was changed by an earlier run, before one that lost its beginning.
            (vec![changed("a"), changed("b")], vec![begins("b")], vec![KEPT, BOTH]),
            // One that was left out of, and not changed.
            (vec![kept("a"), kept("b")], vec![account("b", &[], None)], vec![KEPT, BOTH]),
            // What does not fit.
            (vec![changed("a"), changed("b")], vec![takes("b")], vec![KEPT, BOTH]),
            (vec![changed("b")], vec![takes("a")], vec![KEPT, DROPPED]),
            (vec![changed("b")], vec![takes("a"), takes("b")], vec![DROPPED, BOTH]),
        ] {
            assert_eq!(pairs(documents, accounts), want);
        }
    }
}
