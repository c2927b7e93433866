//! Patterns as automata of bytes, and these in few bytes: those of the embedded rules are made when the program is built.
//!
//! Only whether a text matches is asked of them, so they have no groups. They are written by [`super::pack`] and run by
//! [`super::automaton`].

use regex_automata::{
    nfa::thompson::{Builder, Config, NFA, Transition, WhichCaptures},
    util::{look::Look, primitives::StateID},
};
use regex_syntax::hir::Hir;
use serde::{Deserialize, Serialize};

/// The size that one may have before it is packed, in bytes.
const SIZE_LIMIT: usize = 10 << 20;

/// A state; what it leads to is a number of states further on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) enum State {
    Range((u8, u8, i32)),
    Sparse(Vec<(u8, u8, i32)>),
    Look(u32, i32),
    Union(Vec<i32>),
    Fail,
    Match,
}

/// The automaton of a pattern; `None` when it is too large.
pub(crate) fn compile(pattern: &Hir) -> Option<NFA> {
    let config = Config::new().which_captures(WhichCaptures::None).utf8(false).nfa_size_limit(Some(SIZE_LIMIT));
    NFA::compiler().configure(config).build_from_hir(pattern).ok()
}

/// The automaton of these bytes.
pub(crate) fn unpack(packed: &[u8]) -> Option<NFA> {
    let ((starts, count), mut rest): (([i32; 2], u32), _) = postcard::take_from_bytes(packed).ok()?;
    let mut builder = Builder::new();
    builder.start_pattern().ok()?;
    for own in 0..i32::try_from(count).ok()? {
        let (state, behind) = postcard::take_from_bytes::<State>(rest).ok()?;
        rest = behind;
        let id = |next: i32| StateID::new(usize::try_from(own + next).ok()?).ok();
        let step = |(start, end, next)| Some(Transition { start, end, next: id(next)? });
        match state {
            State::Range(range) => builder.add_range(step(range)?),
            State::Sparse(steps) => builder.add_sparse(steps.into_iter().map(step).collect::<Option<_>>()?),
            State::Look(look, next) => builder.add_look(id(next)?, Look::from_repr(look)?),
            State::Union(all) => builder.add_union(all.into_iter().map(id).collect::<Option<_>>()?),
            State::Fail => builder.add_fail(),
            State::Match => builder.add_match(),
        }
        .ok()?;
    }
    let [anchored, unanchored] = starts.map(|start| StateID::new(start as usize).ok());
    builder.finish_pattern(anchored?).ok()?;
    builder.build(anchored?, unanchored?).ok()
}
