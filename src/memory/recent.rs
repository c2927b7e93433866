//! One value for a key, for one thread.

/// The last values by their keys; `N`, a power of two, is how many at most. The key stands for what it is made of: 64 bits of a
/// hash, of which no two words or lines of a crawl are alike.
#[derive(Debug)]
pub(crate) struct Recent<T, const N: usize>(Box<[(u64, T)]>);

impl<T: Copy + Default, const N: usize> Default for Recent<T, N> {
    fn default() -> Self {
        const { assert!(N.is_power_of_two()) };
        Self(vec![(0, T::default()); N].into())
    }
}

impl<T: Copy, const N: usize> Recent<T, N> {
    /// The value under `key`, from `find` when it is not remembered.
    #[inline]
    pub(crate) fn get_or_insert_with(&mut self, key: u64, find: impl FnOnce() -> T) -> T {
        // Not zero, which an empty slot has.
        let key = key | 1;
        let slot = &mut self.0[(key >> (u64::BITS - N.ilog2())) as usize];
        if slot.0 != key {
            *slot = (key, find());
        }
        slot.1
    }
}

#[cfg(test)]
mod tests {
    use super::Recent;

    #[test]
    fn remembers_the_last_of_a_slot() {
        let (mut memory, far) = (Recent::<u32, 16>::default(), 7 << 60);
        assert_eq!(memory.get_or_insert_with(8, || 3), 3);
        assert_eq!(memory.get_or_insert_with(8, || 4), 3);
        assert_eq!(memory.get_or_insert_with(far, || 5), 5);
        assert_eq!(memory.get_or_insert_with(8, || 6), 3);
        assert_eq!(memory.get_or_insert_with(10, || 7), 7);
        assert_eq!(memory.get_or_insert_with(8, || 8), 8);
    }
}
