//! For which kind of chrome is a rule? Asked of the rules that come with the program and of those of the user.

use crate::rules::{Catalog, RuleSources};
use rustc_hash::FxHashMap;

/// The class of a rule that no catalog knows.
pub const OTHER: &str = "other";

/// The class of what has no words: blank lines beside a removal, what is left of a dropped document.
pub const BLANK: &str = "blank";

/// The classes of rules by their ids.
#[derive(Clone, Debug, Default)]
pub struct Classes(FxHashMap<String, String>);

impl Classes {
    /// Those of the rules that come with the program.
    #[must_use]
    pub fn builtin() -> Self {
        // Rules that are embedded were read when the program was built.
        Self::default().and(&Catalog::load(&RuleSources::default()).unwrap_or_default())
    }

    /// These, and those of a catalog, which win.
    #[must_use]
    pub fn and(mut self, catalog: &Catalog) -> Self {
        self.0.extend(catalog.rules.iter().map(|rule| (rule.id.clone(), rule.class.clone())));
        self
    }

    /// The class of a rule, `judge.nav` included.
    #[must_use]
    pub fn of<'a>(&'a self, rule: &'a str) -> &'a str {
        match self.0.get(rule) {
            Some(class) => class,
            None if matches!(rule, crate::clean::BLANK_LINES | crate::write::removed::EMPTY) => BLANK,
            None => rule.strip_prefix("judge.").unwrap_or(OTHER),
        }
    }

    /// Whether a catalog has the rule. An edit is by a rule or by a repair.
    #[must_use]
    pub fn is_rule(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_a_class() {
        let classes = Classes::builtin();
        for (rule, class) in
            [("fa.breadcrumb-short", "breadcrumb"), ("judge.nav", "nav"), ("any.blank-lines", BLANK), ("mine.x", OTHER)]
        {
            assert_eq!(classes.of(rule), class, "{rule}");
        }
        let mine = Catalog::parse([("mine.toml", "[[rule]]\nid = \"mine.x\"\nclass = \"share\"\nphrases = [\"x\"]\n")]);
        if let Ok(mine) = mine {
            assert_eq!(classes.and(&mine).of("mine.x"), "share");
        }
    }
}
