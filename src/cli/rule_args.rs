//! The options on rules and repairs, the same for every verb that has them.

use super::existence;
use crate::{
    error::Error,
    lang::Lang,
    repair::{
        REPAIRS, RepairOptions,
        mojibake::PREFIX as MOJIBAKE,
        zwnj::{self, Restorer},
    },
    rules::{Catalog, Level, RuleSet, RuleSources, Selection},
};
use clap::{Args, ValueEnum};
use globset::{Glob, GlobSet, GlobSetBuilder};
use std::{fmt::Write as _, fs, path::PathBuf, sync::Arc};

/// Which rules, and how bold.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleArgs {
    /// How much to remove
    ///
    /// A bolder level removes more boilerplate, and loses more content.
    #[arg(long, value_enum, default_value_t)]
    pub(super) level: LevelArg,

    /// Add the rules in a TOML file or a folder of TOML files (repeatable)
    #[arg(long = "rules", value_name = "PATH")]
    pub(super) rules: Vec<PathBuf>,

    /// Do not use the built-in rules
    #[arg(long, hide_short_help = true)]
    pub(super) no_builtin_rules: bool,

    /// Use only rules whose id matches, such as `fa.*` (repeatable)
    #[arg(long, value_name = "RULE")]
    pub(super) only: Vec<String>,

    /// Do not use rules whose id matches (repeatable)
    #[arg(long, value_name = "RULE")]
    pub(super) skip: Vec<String>,

    /// Language of all documents, such as `fa` [default: detected]
    ///
    /// Without it, the record says the language, or it is detected.
    #[arg(long, value_parser = lang)]
    pub(super) lang: Option<Lang>,
}

impl RuleArgs {
    /// All rules of the chosen files.
    pub(super) fn catalog(&self) -> Result<Catalog, Error> {
        Ok(Catalog::load(&RuleSources { builtin: !self.no_builtin_rules, paths: self.rules.clone() })?)
    }

    /// What `--only` and `--skip` leave of them.
    pub(super) fn selection(&self) -> Result<Selection, Error> {
        Ok(Selection { only: globs(&self.only)?, skip: globs(&self.skip)? })
    }

    /// The chosen rules, ready to run.
    pub(super) fn load(&self) -> Result<RuleSet, Error> {
        self.compile(&self.catalog()?)
    }

    /// Those of `catalog`, ready to run.
    pub(super) fn compile(&self, catalog: &Catalog) -> Result<RuleSet, Error> {
        self.check(catalog)?;
        Ok(RuleSet::compile(catalog, &self.selection()?))
    }

    /// A glob of `--only` or `--skip` that names no rule is a slip, and an error.
    pub(super) fn check(&self, catalog: &Catalog) -> Result<(), Error> {
        for pattern in self.only.iter().chain(&self.skip) {
            let glob = globs(std::slice::from_ref(pattern))?;
            if !glob.is_some_and(|glob| catalog.rules.iter().any(|rule| glob.is_match(&rule.id))) {
                return Err(Error::Usage(format!("no rule matches `{pattern}`\n  try: sarand rules list")));
            }
        }
        Ok(())
    }
}

/// How sure a rule must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum LevelArg {
    /// Loses about 1 content line in 1,000, on sites without rules of their own
    #[default]
    Safe,
    /// Loses about 5 in 1,000
    Likely,
    /// Loses about 15 in 1,000; check the result
    Bold,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Safe => Self::Safe,
            LevelArg::Likely => Self::Likely,
            LevelArg::Bold => Self::Bold,
        }
    }
}

/// Which repairs.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Repairs")]
pub(super) struct RepairArgs {
    /// Repair nothing
    #[arg(long)]
    pub(super) no_repair: bool,

    /// Do not repair mojibake (text decoded with the wrong charset)
    #[arg(long, hide_short_help = true, conflicts_with = "no_repair")]
    pub(super) no_mojibake: bool,

    /// Leave out a repair, such as `any.nbsp` (repeatable)
    #[arg(long, hide_short_help = true, value_name = "ID", conflicts_with = "no_repair", long_help = skip_repair_help())]
    pub(super) skip_repair: Vec<String>,

    /// ZWNJ to restore
    ///
    /// How certain it must be that a ZWNJ was lost.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub(super) zwnj: ZwnjArg,

    /// Your own words, one per line, with their ZWNJ; a word written without ZWNJ never gets one. `clean` and `explain`
    /// also read `zwnj.txt` in a folder given with `--rules`
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub(super) lexicon: Option<PathBuf>,
}

/// How sure a restored ZWNJ must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ZwnjArg {
    /// Restores none
    Off,
    /// Almost never wrong
    Safe,
    /// Right much more often than wrong
    #[default]
    Likely,
    /// Often a guess; check the result
    Bold,
}

impl RepairArgs {
    /// The repairs to make.
    pub(super) fn options(&self) -> Result<RepairOptions, Error> {
        if self.no_repair {
            return Ok(RepairOptions::only::<&str>(&[]).unwrap_or_default());
        }
        self.without(&[])
    }

    /// The repairs to make, but for those of `ids` too.
    pub(super) fn without(&self, ids: &[&str]) -> Result<RepairOptions, Error> {
        let mut off: Vec<&str> = self.skip_repair.iter().map(String::as_str).chain(ids.iter().copied()).collect();
        if self.no_mojibake {
            off.extend(REPAIRS.iter().map(|repair| repair.id).filter(|id| id.starts_with(MOJIBAKE)));
        }
        let options = RepairOptions::without(&off).map_err(|error| Error::Usage(error.to_string()))?;
        Ok(options.with_zwnj(match self.zwnj {
            ZwnjArg::Off => zwnj::Level::Off,
            ZwnjArg::Safe => zwnj::Level::Safe,
            ZwnjArg::Likely => zwnj::Level::Likely,
            ZwnjArg::Bold => zwnj::Level::Bold,
        }))
    }

    /// What knows the user's words, if there are any.
    pub(super) fn restorer(&self, rules: &[PathBuf]) -> Result<Option<Arc<Restorer>>, Error> {
        self.lexicon.iter().try_for_each(|path| existence::require(path))?;
        let words = self.words(rules)?;
        Ok((!words.is_empty()).then(|| Arc::new(Restorer::with_words(&words))))
    }

    /// The user's words: those of [`WORDS`] in folders of rules, then those of `--lexicon`.
    pub(super) fn words(&self, rules: &[PathBuf]) -> Result<String, Error> {
        let beside = rules.iter().map(|folder| folder.join(WORDS)).filter(|path| path.is_file());
        let mut words = String::new();
        for path in beside.chain(self.lexicon.clone()) {
            words += &fs::read_to_string(&path).map_err(|source| Error::Io { path, source })?;
            words.push('\n');
        }
        Ok(words)
    }
}

/// The file of a user's words in a folder of rules.
const WORDS: &str = "zwnj.txt";

/// The help of `--skip-repair`: every repair with what it does.
fn skip_repair_help() -> String {
    let mut help = "Leave out a repair (repeatable). The repairs:".to_owned();
    for repair in REPAIRS {
        // Writing to a `String` cannot fail.
        let _ = write!(help, "\n- {}: {}", repair.id, repair.summary);
    }
    help
}

fn lang(code: &str) -> Result<Lang, String> {
    Lang::parse(code).ok_or_else(|| "not a language code of two or three letters".to_owned())
}

/// A set of globs; `None` when there are none. `*` also matches `/`.
pub(super) fn globs(patterns: &[String]) -> Result<Option<GlobSet>, Error> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        builder.add(Glob::new(pattern).map_err(|error| Error::Usage(error.to_string()))?);
    }
    builder.build().map(Some).map_err(|error| Error::Usage(error.to_string()))
}
