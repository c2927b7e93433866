//! Who called a verb: a person at a terminal, or a program that has this one inside.

use super::signals;
use crate::batch::{Progress, ProgressWatch, Stop};
use std::{
    io::{self, IsTerminal},
    sync::{Arc, Mutex, PoisonError},
};

/// Who called a verb.
#[derive(Debug, Default)]
pub enum Caller {
    /// The command line: signals end a run, and progress is shown on standard error.
    #[default]
    Terminal,
    /// A program, which asks by itself.
    Program(Program),
}

/// What a calling program shares with a verb that runs on another of its threads.
#[derive(Debug, Default)]
pub struct Program {
    /// Ends the run early.
    pub stop: Arc<Stop>,
    /// How far it is.
    pub progress: Arc<ProgressWatch>,
    report: Mutex<Option<Vec<u8>>>,
    /// The run takes so many records and ends.
    first: Option<u64>,
}

impl Program {
    /// One that wants the first records only.
    pub(super) fn of_first(records: u64) -> Self {
        Self { first: Some(records), ..Self::default() }
    }

    /// The report of the run, JSON as of `report.json`, once it has ended.
    #[must_use]
    pub fn report(&self) -> Option<Vec<u8>> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Caller {
    pub(super) fn stop(&self) -> anyhow::Result<Arc<Stop>> {
        match self {
            Self::Terminal => signals::stop(),
            Self::Program(program) => Ok(Arc::clone(&program.stop)),
        }
    }

    /// What shows how far the verb is, of `total` bytes.
    pub(super) fn progress(&self, total: Option<u64>, quiet: bool) -> Progress {
        match self {
            Self::Terminal if !quiet && io::stderr().is_terminal() => Progress::visible(total),
            Self::Terminal => Progress::hidden(),
            Self::Program(program) => Progress::watched(total, Arc::clone(&program.progress)),
        }
    }

    /// How many records are wanted; `None`: all.
    pub(super) fn first(&self) -> Option<u64> {
        match self {
            Self::Terminal => None,
            Self::Program(program) => program.first,
        }
    }

    pub(super) fn is_program(&self) -> bool {
        matches!(self, Self::Program(_))
    }

    pub(super) fn take_report(&self, json: Vec<u8>) {
        if let Self::Program(program) = self {
            *program.report.lock().unwrap_or_else(PoisonError::into_inner) = Some(json);
        }
    }
}
