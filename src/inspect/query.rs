//! Which documents are asked for? As a value and as the parameters of a URL.

use super::Facet;
use std::fmt;

/// Values of facets. A document fits if it has, of each facet that is named, one of the values that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Facets with values, in the order in which they were asked for.
    pub terms: Vec<(Facet, String)>,
}

impl Query {
    /// Reads `host=a.example&rule=fa.x`. What is no facet is passed over: a URL has other parameters, too.
    #[must_use]
    pub fn parse(parameters: &str) -> Self {
        let pairs = parameters.trim_start_matches('?').split('&').filter(|pair| pair.contains('='));
        Self::of(pairs.flat_map(|pair| form_urlencoded::parse(pair.as_bytes())))
    }

    /// The same of parameters that are decoded.
    #[must_use]
    pub fn of<N: AsRef<str>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            if let Some(facet) = Facet::from_name(name.as_ref()) {
                query = query.with(facet, value);
            }
        }
        query
    }

    /// Whether every document fits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether the value is asked for.
    #[must_use]
    pub fn has(&self, facet: Facet, value: &str) -> bool {
        self.terms.iter().any(|(of, named)| *of == facet && named == value)
    }

    /// This query and a value more.
    #[must_use]
    pub fn with(&self, facet: Facet, value: impl Into<String>) -> Self {
        let (mut query, value) = (self.clone(), value.into());
        if !query.has(facet, &value) {
            query.terms.push((facet, value));
        }
        query
    }

    /// This query without a value.
    #[must_use]
    pub fn without(&self, facet: Facet, value: &str) -> Self {
        let terms = self.terms.iter().filter(|(of, named)| !(*of == facet && named == value));
        Self { terms: terms.cloned().collect() }
    }

    /// This query without the values of a facet: what the bars of its own plot count.
    #[must_use]
    pub fn without_facet(&self, facet: Facet) -> Self {
        Self { terms: self.terms.iter().filter(|(of, _)| *of != facet).cloned().collect() }
    }

    /// The values of a facet that are asked for.
    pub fn values(&self, facet: Facet) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(move |(of, _)| *of == facet).map(|(_, value)| value.as_str())
    }
}

/// The parameters of a URL, without `?`.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.terms.iter().map(|(facet, value)| (facet.name(), value));
        f.write_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(terms).finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_it_is_written() {
        let query = Query::default()
            .with(Facet::Host, "a.example")
            .with(Facet::Rule, "fa.x&y=%+ ی")
            .with(Facet::Host, "a.example");
        assert_eq!(query.to_string(), "host=a.example&rule=fa.x%26y%3D%25%2B+%DB%8C");
        assert_eq!(Query::parse(&query.to_string()), query);
        assert_eq!(Query::parse("?q=a&page=2&host=a+b%4&rule"), Query::default().with(Facet::Host, "a b%4"));
        assert_eq!(query.without(Facet::Host, "a.example").without_facet(Facet::Rule), Query::default());
    }

    proptest::proptest! {
        #[test]
        fn any_value_goes_through_a_url(value in ".{0,40}", bytes in "[%+=&a-f0-9]{0,20}") {
            let query = Query::default().with(Facet::Source, value);
            proptest::prop_assert_eq!(&Query::parse(&query.to_string()), &query);
            let _ = Query::parse(&bytes);
        }
    }
}
