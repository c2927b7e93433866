//! Forests as bytes, so that a program that starts reads no number from a text: `build.rs` makes them (see `pack.rs`).
//!
//! One forest after the other, little-endian: the length of its names as `u32`, the names with spaces between them, the number
//! of trees as `u32`; of each tree the number of nodes as `u16`, then the nodes in preorder, six bytes each: the column by its
//! place among the names, or [`LEAF`], as `u16`, and a threshold, or what a leaf adds, as `f32`.
//!
//! Asks no question: that is [`super::Forest`].

/// The column of a leaf.
pub(crate) const LEAF: u16 = u16::MAX;

/// A forest in bytes.
#[derive(Debug)]
pub(crate) struct PackedForest<'b> {
    pub(crate) names: &'b str,
    pub(crate) trees: Vec<&'b [[u8; 6]]>,
}

/// A node: its column and its number.
pub(crate) fn node([a, b, c, d, e, f]: [u8; 6]) -> (u16, f32) {
    (u16::from_le_bytes([a, b]), f32::from_le_bytes([c, d, e, f]))
}

/// The forests of such bytes, up to the first that is cut short.
pub(crate) fn forests(mut bytes: &[u8]) -> impl Iterator<Item = PackedForest<'_>> {
    std::iter::from_fn(move || take_forest(&mut bytes))
}

fn take_forest<'b>(bytes: &mut &'b [u8]) -> Option<PackedForest<'b>> {
    let len = u32::from_le_bytes(take(bytes)?) as usize;
    let (names, rest) = bytes.split_at_checked(len)?;
    *bytes = rest;
    let count = u32::from_le_bytes(take(bytes)?);
    let tree = |_| {
        let nodes = usize::from(u16::from_le_bytes(take(bytes)?));
        let (nodes, rest) = bytes.split_at_checked(6 * nodes)?;
        *bytes = rest;
        Some(nodes.as_chunks().0)
    };
    let trees = (0..count).map(tree).collect::<Option<_>>()?;
    Some(PackedForest { names: std::str::from_utf8(names).ok()?, trees })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}
