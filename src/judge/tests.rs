use super::*;
use crate::rules::Bounds;

#[test]
fn the_files_are_whole() {
    assert_eq!(include_bytes!("words.bin").len(), 1 << words::BITS);
    Forest::check(include_str!("forest.txt"), &columns::NAMES);
    let (line_features, mut row) = ([LineFeatures::default()], Vec::new());
    columns::fill(&DocumentFeatures::new(&line_features, &[], vec![0], &[LineClaims::default()]), 0, &mut row);
    assert_eq!(row.len(), columns::NAMES.len());
    for of in [BoundKind::Arabic, BoundKind::ArabicLetters, BoundKind::Others, BoundKind::Crawl, BoundKind::Page] {
        let bound = |level| verdict::bound(&Bounds::default(), level, of);
        let bounds = [Level::Safe, Level::Likely, Level::Bold].map(bound);
        assert!(
            bounds.is_sorted_by(|a, b| a > b) && bounds.iter().all(|bound| (0.5..9.0).contains(bound)),
            "{bounds:?}"
        );
    }
}
