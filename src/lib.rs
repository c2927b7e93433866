//! Sarand cleans crawled text.

pub mod clean;
pub mod date;
pub mod decode;
pub mod document;
pub mod error;
pub mod fold;
pub mod lang;
pub mod repair;
pub mod rules;
pub mod span;
