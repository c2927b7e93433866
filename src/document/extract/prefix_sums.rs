//! Numbers of lines, summed over ranges of them.
//!
//! A sum over a range is a difference of two sums from the beginning, so it costs the same for any range.

/// A range of lines.
pub(super) type LineRange = (u32, u32);

/// A number of each line, to be summed over ranges of lines.
pub(super) struct PrefixSums(Vec<f32>);

impl PrefixSums {
    pub(super) fn new(values: impl Iterator<Item = f32>) -> Self {
        let sums = values.scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        });
        Self([0.0].into_iter().chain(sums).collect())
    }

    pub(super) fn of(&self, rows: LineRange) -> f32 {
        self.0[rows.1 as usize] - self.0[rows.0 as usize]
    }
}

/// 1 for yes, 0 for no.
pub(super) fn flag(value: bool) -> f32 {
    f32::from(u8::from(value))
}

/// How many lines up and down the next chosen line is, at most `far`.
pub(super) fn to_next(chosen: impl DoubleEndedIterator<Item = bool> + Clone, far: f32) -> Vec<(f32, f32)> {
    let distances = |chosen: &mut dyn Iterator<Item = bool>| -> Vec<f32> {
        let mut distance = far;
        let step = |chosen| {
            let next = if chosen { 1.0 } else { far.min(distance + 1.0) };
            std::mem::replace(&mut distance, next)
        };
        chosen.map(step).collect()
    };
    let before = distances(&mut chosen.clone());
    let mut after = distances(&mut chosen.rev());
    after.reverse();
    before.into_iter().zip(after).collect()
}
