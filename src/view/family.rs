//! Which colour has a removed line? Twenty classes are too many to tell apart, so they are six families.

/// A family: its name in the style sheet, what it is to a reader, and its classes.
const FAMILIES: [(&str, &str, &[&str]); 5] = [
    ("way", "ways through the site", &["breadcrumb", "nav", "pagination", "repeated_title", "tags"]),
    ("offer", "offers", &["ad", "newsletter", "related"]),
    ("talk", "sharing and comments", &["comment_form", "comment_policy", "share"]),
    ("notice", "notices and technique", &["captcha", "cookie", "copyright", "end_marker", "js_notice", "shortcode"]),
    ("frame", "facts beside the article", &["author_contact", "caption", "credit", "metadata", "source_label"]),
];

/// Of what has no class, such as blank lines.
const REST: &str = "rest";

/// The family of a class, as the style sheet names it.
pub(super) fn of(class: &str) -> &'static str {
    FAMILIES.iter().find(|(_, _, classes)| classes.contains(&class)).map_or(REST, |(name, _, _)| name)
}

/// The names of all families with what they are to a reader.
pub(super) fn legend() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAMILIES.iter().map(|(name, words, _)| (*name, *words)).chain([(REST, "blank lines and the rest")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::CLASSES;

    #[test]
    fn every_class_of_rules_has_a_family() {
        for class in CLASSES {
            assert_ne!(of(class), REST, "{class}");
        }
    }

    #[test]
    fn no_family_has_a_class_that_rules_do_not_know() {
        for class in FAMILIES.iter().flat_map(|(_, _, classes)| *classes) {
            assert!(CLASSES.contains(class), "{class}");
        }
    }
}
