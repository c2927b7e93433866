//! The files of the workbench that are the same for every page. They are part of the program.

/// The style of all pages, and of reports.
pub(super) const STYLE: &str = include_str!("assets/style.css");
/// Keys, themes, and loading again.
pub(super) const SCRIPT: &str = include_str!("assets/workbench.js");
/// The last line of pages that stand alone.
pub(super) const MADE: &str = concat!("Made by sarand ", env!("CARGO_PKG_VERSION"), ".");
