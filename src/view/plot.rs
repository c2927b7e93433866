//! Counts as plots: bars for names, columns for steps that have an order. A plot is a table, so it can be read aloud, sent in
//! a file, and looked at without scripts.
//!
//! It knows nothing of documents. Where its numbers come from is told in `run_page.rs`.

use super::number::grouped;

/// How the values of a plot stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Names: one bar each, the largest first.
    Bars,
    /// Steps: one column each, in their own order.
    Columns,
}

/// A plot.
#[derive(Clone, Debug)]
pub(super) struct Plot {
    /// A name for its heading, unlike all others of a page.
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What is counted.
    pub(super) unit: &'static str,
    pub(super) shape: Shape,
    pub(super) bars: Vec<Bar>,
    /// Values that are not shown, and the page that has all.
    pub(super) more: Option<More>,
}

/// What a plot leaves out.
#[derive(Clone, Debug)]
pub(super) struct More {
    pub(super) values: usize,
    pub(super) link: Option<String>,
}

/// One value of a plot.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) count: u64,
    /// Of the largest, in percent, from 0 to 100.
    pub(super) share: f64,
    /// The page of what was counted.
    pub(super) link: Option<String>,
    /// The name of its colour in the style sheet.
    pub(super) colour: &'static str,
}

impl Bar {
    /// Its count for people.
    pub(super) fn number(&self) -> String {
        grouped(self.count)
    }

    /// Where a column begins, from above.
    pub(super) fn top(&self) -> f64 {
        100.0 - self.share
    }
}

/// A value before it is drawn.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) label: String,
    pub(super) count: u64,
    pub(super) link: Option<String>,
    pub(super) colour: &'static str,
}

impl Plot {
    /// The `top` largest of these values as bars; `all` is the page that has every one.
    pub(super) fn bars(
        (id, title, unit): (&'static str, &'static str, &'static str),
        mut values: Vec<Value>,
        top: usize,
        all: Option<String>,
    ) -> Self {
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
        let rest = values.len().saturating_sub(top);
        values.truncate(top);
        let more = (rest > 0).then_some(More { values: rest, link: all });
        Self { id, title, unit, shape: Shape::Bars, bars: drawn(values), more }
    }

    /// These values as columns, in the order that they have.
    pub(super) fn columns((id, title, unit): (&'static str, &'static str, &'static str), values: Vec<Value>) -> Self {
        Self { id, title, unit, shape: Shape::Columns, bars: drawn(values), more: None }
    }

    /// The same for a page that stands alone.
    pub(super) fn without_links(mut self) -> Self {
        self.bars.iter_mut().for_each(|bar| bar.link = None);
        if let Some(more) = &mut self.more {
            more.link = None;
        }
        self
    }

    /// Whether none of it can be clicked; then the keys that scroll it need a place to be.
    pub(super) fn is_still(&self) -> bool {
        self.bars.iter().all(|bar| bar.link.is_none())
    }

    pub(super) fn is_columns(&self) -> bool {
        self.shape == Shape::Columns
    }
}

fn drawn(values: Vec<Value>) -> Vec<Bar> {
    let largest = values.iter().map(|value| value.count).max().unwrap_or(0).max(1);
    let bar = |Value { label, count, link, colour }| {
        #[expect(clippy::cast_precision_loss, reason = "a share on the screen")]
        // What is there at all can be seen.
        let share = if count == 0 { 0.0 } else { (count as f64 * 100.0 / largest as f64).max(0.5) };
        Bar { label, count, share: (share * 100.0).round() / 100.0, link, colour }
    };
    values.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(counts: &[(&str, u64)]) -> Vec<Value> {
        let value =
            |(label, count): &(&str, u64)| Value { label: (*label).to_owned(), count: *count, link: None, colour: "" };
        counts.iter().map(value).collect()
    }

    #[test]
    fn the_largest_come_first_and_the_rest_is_counted() {
        let plot =
            Plot::bars(("hosts", "Hosts", "documents"), values(&[("b", 1), ("a", 4), ("c", 4), ("d", 0)]), 2, None);
        let labels: Vec<_> = plot.bars.iter().map(|bar| bar.label.as_str()).collect();
        assert_eq!(labels, ["a", "c"]);
        assert_eq!(plot.more.unwrap().values, 2);
    }

    #[test]
    fn columns_keep_their_order_and_the_smallest_can_be_seen() {
        let plot =
            Plot::columns(("years", "Years", "documents"), values(&[("2024", 1), ("2025", 100_000), ("2026", 0)]));
        let shares: Vec<_> = plot.bars.iter().map(|bar| bar.share).collect();
        assert_eq!(shares, [0.5, 100.0, 0.0]);
    }

    #[test]
    fn no_values_are_no_division_by_nothing() {
        assert!(Plot::columns(("years", "Years", "documents"), Vec::new()).bars.is_empty());
        assert_eq!(Plot::columns(("years", "Years", "documents"), values(&[("2024", 0)])).bars[0].share.to_bits(), 0);
    }
}
