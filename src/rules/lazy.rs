//! What is read when it is asked for: of the embedded rules that are their examples and places, which cleaning never asks for.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    sync::OnceLock,
};

/// A value, or the bytes that it is read from.
#[derive(Clone)]
pub struct Lazy<T: 'static> {
    value: OnceLock<T>,
    packed: &'static [u8],
    read: fn(&'static [u8]) -> T,
}

impl<T> Lazy<T> {
    pub(crate) fn new(packed: &'static [u8], read: fn(&'static [u8]) -> T) -> Self {
        Self { value: OnceLock::new(), packed, read }
    }

    fn get(&self) -> &T {
        self.value.get_or_init(|| (self.read)(self.packed))
    }
}

impl<T: Default> From<T> for Lazy<T> {
    fn from(value: T) -> Self {
        Self { value: value.into(), packed: &[], read: |_| T::default() }
    }
}

impl<T: Default> Default for Lazy<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T> Deref for Lazy<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T: Default> DerefMut for Lazy<T> {
    fn deref_mut(&mut self) -> &mut T {
        let value = self.value.take().unwrap_or_else(|| (self.read)(self.packed));
        *self = value.into();
        // It was set one line above.
        self.value.get_mut().unwrap_or_else(|| unreachable!())
    }
}

impl<'a, T> IntoIterator for &'a Lazy<Vec<T>> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.get().iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Lazy<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
