//! Sarand cleans crawled text.

pub mod batch;
pub mod clean;
pub mod cli;
pub mod date;
pub mod decode;
pub mod document;
pub mod error;
pub mod eval;
pub mod fold;
pub mod lang;
pub mod learn;
pub mod read;
pub mod repair;
pub mod rules;
pub mod run;
pub mod span;
pub mod write;

/// The example of the README is run with the tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
