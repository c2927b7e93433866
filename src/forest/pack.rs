//! Texts of forests made into bytes, when the program is built; see [`super::packed`] for what they are.

use super::packed::LEAF;

/// The forests of a text, parted by blank lines.
///
/// # Errors
/// The token that is no number, or what there is too much of.
pub(crate) fn pack(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for forest in text.split("\n\n") {
        let mut lines = forest.lines().filter(|line| !line.starts_with('#'));
        let names = lines.next().unwrap_or_default();
        let trees: Vec<&str> = lines.collect();
        bytes.extend(size::<u32>(names.len())?.to_le_bytes());
        bytes.extend(names.bytes());
        bytes.extend(size::<u32>(trees.len())?.to_le_bytes());
        for tree in trees {
            let nodes = tree.split(' ').map(node).collect::<Result<Vec<_>, _>>()?;
            bytes.extend(size::<u16>(nodes.len())?.to_le_bytes());
            bytes.extend(nodes.into_iter().flatten());
        }
    }
    Ok(bytes)
}

/// A question (`3<0.25`) or a leaf.
fn node(token: &str) -> Result<[u8; 6], String> {
    let (column, number) = match token.split_once('<') {
        Some((column, number)) => (column.parse().map_err(|_| token)?, number),
        None => (LEAF, token),
    };
    let number: f32 = number.parse().map_err(|_| token)?;
    let ([a, b], [c, d, e, f]) = (column.to_le_bytes(), number.to_le_bytes());
    Ok([a, b, c, d, e, f])
}

fn size<T: TryFrom<usize>>(len: usize) -> Result<T, String> {
    T::try_from(len).map_err(|_| format!("{len} are too many"))
}

#[cfg(test)]
mod tests {
    use super::{
        super::packed::{LEAF, PackedForest, forests, node},
        pack,
    };

    #[test]
    fn what_is_packed_is_read_again() {
        let bytes = pack("# by hand\na b\n1<0.5 -1 2\n3\n\nc\n0.25").unwrap();
        let found: Vec<PackedForest<'_>> = forests(&bytes).collect();
        let nodes = |tree: &[[u8; 6]]| tree.iter().copied().map(node).collect::<Vec<_>>();
        assert_eq!(found.iter().map(|forest| forest.names).collect::<Vec<_>>(), ["a b", "c"]);
        assert_eq!(nodes(found[0].trees[0]), [(1, 0.5), (LEAF, -1.0), (LEAF, 2.0)]);
        assert_eq!((nodes(found[0].trees[1]), nodes(found[1].trees[0])), (vec![(LEAF, 3.0)], vec![(LEAF, 0.25)]));
        for cut in 0..bytes.len() {
            assert!(forests(&bytes[..cut]).count() < 2);
        }
    }

    #[test]
    fn a_word_in_a_tree_stops_the_build() {
        assert_eq!(pack("a\n0<x 1 2").unwrap_err(), "0<x");
        assert_eq!(pack("a\nb<1 1 2").unwrap_err(), "b<1");
        assert_eq!(pack("a\n").unwrap(), [1, 0, 0, 0, b'a', 0, 0, 0, 0]);
    }
}
