//! What all pages have around them: the name of the run, the tabs, what is still going on, and the list of keys.

/// The bar above a page, and the keys that it knows.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    /// The page that is shown, as the style sheet and the tabs name it.
    pub(super) page: &'static str,
    /// The output folder, as it was given.
    pub(super) name: String,
    /// What a reader must know of all numbers: that the run or the reading of it goes on.
    pub(super) note: Option<String>,
    /// Whether the page will be another in a moment.
    pub(super) grows: bool,
    /// The pages that this start of the workbench has, beside the run and its documents.
    pub(super) others: Vec<Tab>,
}

/// A page that the bar leads to.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) page: &'static str,
    pub(super) title: &'static str,
    /// The key that leads there, after `g`.
    pub(super) key: char,
    /// Things that wait there.
    pub(super) count: Option<String>,
    pub(super) here: bool,
}

impl Tab {
    pub(super) fn new(page: &'static str, title: &'static str, key: char, count: Option<String>) -> Self {
        Self { page, title, key, count, here: false }
    }

    pub(super) fn href(&self) -> &'static str {
        if self.page.is_empty() { "./" } else { self.page }
    }
}

/// A line of the list of keys.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) keys: &'static [&'static str],
    pub(super) does: &'static str,
}

const LIST: &[Key] = &[
    Key { keys: &["j", "k"], does: "next, previous document" },
    Key { keys: &["Enter"], does: "open it" },
    Key { keys: &["r"], does: "a random sample" },
];
const DOCUMENT: &[Key] = &[
    Key { keys: &["j", "k"], does: "next, previous line" },
    Key { keys: &["J", "K"], does: "next, previous change" },
    Key { keys: &["c"], does: "correct the line" },
    Key { keys: &["n", "p"], does: "next, previous document" },
    Key { keys: &["u"], does: "back to the list" },
    Key { keys: &["1", "2", "3", "4"], does: "side by side, in one, clean text, original" },
];
const CORRECT: &[Key] = &[
    Key { keys: &["w"], does: "write it" },
    Key { keys: &["s"], does: "search on" },
    Key { keys: &["u"], does: "back to the line" },
];
const CORRECTIONS: &[Key] =
    &[Key { keys: &["j", "k"], does: "next, previous answer" }, Key { keys: &["z"], does: "take the last one back" }];
const REVIEW: &[Key] = &[
    Key { keys: &["j", "k"], does: "next, previous rule" },
    Key { keys: &["a"], does: "accept" },
    Key { keys: &["x"], does: "reject" },
    Key { keys: &["e"], does: "edit" },
    Key { keys: &["z"], does: "undo" },
];

impl Frame {
    /// All tabs, in order.
    pub(super) fn tabs(&self) -> Vec<Tab> {
        let first = [Tab::new("", "Run", 'r', None), Tab::new("documents", "Documents", 'd', None)];
        let all = first.into_iter().chain(self.others.iter().cloned());
        all.map(|tab| Tab { here: tab.page == self.page, ..tab }).collect()
    }

    /// The keys of this page; those of all pages are in the template.
    pub(super) fn keys(&self) -> &'static [Key] {
        match self.page {
            "documents" | "compare" => LIST,
            "document" => DOCUMENT,
            "correct" => CORRECT,
            "corrections" => CORRECTIONS,
            "review" => REVIEW,
            _ => &[],
        }
    }
}
