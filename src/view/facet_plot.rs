//! The plot of a facet: how often each of its values comes, with links to the documents and to all values.

use super::{
    family,
    plot::{Plot, Value},
    request::address,
};
use crate::inspect::{Facet, Index, Query};

/// Facets that the report does not count, or not all of (hosts that only pages name), in the order of their plots.
pub(super) const READ: [Facet; 10] = [
    Facet::Host,
    Facet::Fate,
    Facet::SizeBefore,
    Facet::SizeAfter,
    Facet::Removed,
    Facet::Chance,
    Facet::Year,
    Facet::PageType,
    Facet::Confidence,
    Facet::Source,
];
/// Bars of a plot of names.
pub(super) const TOP: usize = 12;

/// The page that has every value of a facet.
pub(super) fn all_values(facet: Facet) -> String {
    format!("values?facet={}", facet.name())
}

/// How often each value of a facet comes in the documents of a query.
pub(super) fn plot(index: &Index, facet: Facet, query: &Query, top: usize) -> Plot {
    let counts = index.counts(facet, &index.select(query));
    let value = |(label, count): (std::borrow::Cow<'_, str>, u64)| {
        let colour = match facet {
            Facet::Class => family::of(&label),
            Facet::Rule => family::of(index.class(&label)),
            Facet::Repair => "edit",
            _ => "",
        };
        let link = address("documents", &query.with(facet, label.clone()), &[]);
        Value { label: label.into_owned(), count, link: Some(link), colour }
    };
    let mut values: Vec<Value> = counts.into_iter().map(value).collect();
    if facet == Facet::Year {
        values = with_empty_years(values);
    }
    let (title, unit) = titles(facet);
    if facet.is_ordered() {
        Plot::columns((facet.name(), title, unit), values)
    } else {
        Plot::bars((facet.name(), title, unit), values, top, Some(all_values(facet)))
    }
}

/// Years in their order, with those between them that have no documents, so that a gap is seen as one. What is too far away
/// to be drawn to scale stays as it is.
fn with_empty_years(values: Vec<Value>) -> Vec<Value> {
    const LONGEST_GAP: u16 = 30;
    let (mut filled, mut next) = (Vec::with_capacity(values.len()), None);
    for value in values {
        let year = value.label.parse::<u16>().ok();
        if let (Some(next), Some(year)) = (next, year)
            && year.saturating_sub(next) <= LONGEST_GAP
        {
            let empty = |year: u16| Value { label: year.to_string(), count: 0, link: None, colour: value.colour };
            filled.extend((next..year).map(empty));
        }
        next = year.and_then(|year| year.checked_add(1));
        filled.push(value);
    }
    filled
}

/// What a plot of a facet is called, and what it counts.
pub(super) fn titles(facet: Facet) -> (&'static str, &'static str) {
    match facet {
        Facet::Host => ("Hosts", "documents"),
        Facet::Language => ("Languages", "documents"),
        Facet::Charset => ("Charsets", "documents"),
        Facet::Flag => ("Flags", "documents"),
        Facet::Rule => ("Rules", "documents"),
        Facet::Class => ("Kinds of boilerplate", "documents"),
        Facet::Repair => ("Repairs", "documents"),
        Facet::Fate => ("What became of documents", "documents"),
        Facet::SizeBefore => ("Size before", "documents by characters"),
        Facet::SizeAfter => ("Size after", "documents by characters"),
        Facet::Removed => ("Share removed", "documents by percent"),
        Facet::Year => ("Year", "documents by date"),
        Facet::Confidence => ("Confidence of extraction", "documents"),
        Facet::PageType => ("Kinds of pages", "documents"),
        Facet::Chance => ("Least sure removal by the judge", "documents by chance"),
        Facet::Source => ("Sources", "documents"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_documents_has_its_column_and_far_years_do_not_make_hundreds() {
        let value = |label: &str| Value { label: label.to_owned(), count: 1, link: None, colour: "" };
        let filled = with_empty_years(["1399", "1400", "2019", "2022"].map(value).into());
        let told: Vec<_> = filled.iter().map(|value| (value.label.as_str(), value.count)).collect();
        assert_eq!(told, [("1399", 1), ("1400", 1), ("2019", 1), ("2020", 0), ("2021", 0), ("2022", 1)]);
    }
}
