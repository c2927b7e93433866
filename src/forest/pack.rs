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
