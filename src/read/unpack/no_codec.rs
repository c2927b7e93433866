//! No decoder at all: what a program has that was built without packers.

use crate::compression::{CompressionFormat, none};
use std::io;

/// There is none.
pub(super) enum Codec {}

/// What one step would do.
pub(super) struct Step {
    pub(super) consumed: usize,
    pub(super) produced: usize,
    pub(super) ended: bool,
}

impl Codec {
    pub(super) fn new(_: CompressionFormat, _: &[u8]) -> io::Result<Self> {
        Err(none())
    }

    pub(super) fn deflate(_: bool) -> io::Result<Self> {
        Err(none())
    }

    pub(super) fn brotli() -> io::Result<Self> {
        Err(none())
    }

    pub(super) fn restart(&mut self, _: CompressionFormat) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn step(&mut self, _: &[u8], _: &mut [u8]) -> Result<Step, String> {
        match *self {}
    }
}
