//! The tests, in one program: each program of tests is linked with the library and all that it needs, which costs seconds.
//!
//! They share a process and run side by side. So no test may change what belongs to the process, such as the working directory
//! or variables of the environment, or write a file of the repository; those that do so with `SARAND_WRITE=1` are called alone.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

mod architecture;
mod arrows;
mod cli;
mod columns;
mod common;
mod crash;
mod damage;
mod inputs;
mod inspect;
mod jsonl;
mod judge;
mod limits;
mod manual;
mod markdown;
mod mistakes;
mod moved;
mod nothing_lost;
mod one_file;
mod outputs;
mod page_rules;
mod properties;
mod public_api;
mod readers;
mod rebuild;
mod records;
mod reference;
mod repairs_table;
mod replay;
mod runs;
mod sources;
mod survey;
mod update;
mod verbs;
mod view_correct;
