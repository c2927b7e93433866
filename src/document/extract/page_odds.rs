//! Which type of page is likeliest? Told by forests, one a type.

use super::{page_numbers, page_type::PageType};
use crate::forest::Forest;
use std::sync::LazyLock;

/// The forests of the types that are learnt, in their order; blank lines stand between them.
static FORESTS: LazyLock<Vec<Forest>> = LazyLock::new(|| {
    Forest::read_all(include_bytes!(concat!(env!("OUT_DIR"), "/extract-types.forest")), &page_numbers::NAMES).collect()
});

/// The odds of each type that is learnt, in their order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Odds(pub(super) [f32; PageType::LEARNT.len()]);

/// The odds of the types of a page with these numbers.
pub(super) fn odds(numbers: &[f32; page_numbers::NAMES.len()]) -> Odds {
    Odds(std::array::from_fn(|at| FORESTS[at].odds_of(numbers)))
}

impl Odds {
    /// The likeliest type. The root of a site that is a list of pages is its front page.
    pub(super) fn best(self, url: &str) -> PageType {
        let best = PageType::LEARNT.into_iter().zip(self.0).max_by(|a, b| a.1.total_cmp(&b.1));
        let page_type = best.map_or(PageType::Article, |(page_type, _)| page_type);
        let path = page_numbers::path(url);
        let is_root = path.is_some_and(|path| path.trim_matches('/').is_empty());
        if is_root && matches!(page_type, PageType::Listing | PageType::Collection) {
            PageType::Home
        } else {
            page_type
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forests_ask_for_known_columns() {
        assert_eq!(FORESTS.len(), PageType::LEARNT.len());
        for forest in include_str!("types.txt").split("\n\n") {
            Forest::check(forest, &page_numbers::NAMES);
        }
    }

    #[test]
    fn the_root_of_a_site_that_lists_pages_is_its_front_page() {
        let odds = Odds(std::array::from_fn(|at| f32::from(u8::from(PageType::LEARNT[at] == PageType::Listing))));
        assert_eq!(odds.best("https://a.example/"), PageType::Home);
        assert_eq!(odds.best("https://a.example/news/"), PageType::Listing);
        assert_eq!(odds.best(""), PageType::Listing);
    }
}
