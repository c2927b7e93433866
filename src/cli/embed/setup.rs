//! What makes a cleaner of single documents: options, and the texts of the files that they name.

use super::{
    cleaner_args::CleanerArgs,
    keyword::{CLEANER, Given, arguments},
    usage,
};
use crate::{
    clean::{Options, SharedCleaner},
    cli::survey,
    decode::Hints,
    document::html,
    error::Error,
    repair::zwnj::Restorer,
    rules::{Catalog, load},
    survey::Survey,
};
use clap::Parser;
use serde::{Deserialize, Serialize};
use std::{path::Path, sync::Arc};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Options, and the texts of the files that they name: can be sent to where the files are not.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Setup {
    /// The version of the program, which has its own rules.
    version: String,
    args: Vec<String>,
    /// Rule files by name.
    rules: Vec<(String, String)>,
    words: String,
    survey: Option<Vec<u8>>,
}

/// What is ready to clean.
#[derive(Debug)]
pub struct Ready {
    /// Cleans documents.
    pub cleaner: SharedCleaner,
    /// What is taken of HTML.
    pub html: html::Options,
    /// What is known of the charset of bytes.
    pub charset: Hints,
}

impl Setup {
    /// Reads the files that the keywords name; `rules` are further rule files, each with its name.
    ///
    /// # Errors
    /// Keywords that cannot work, and files that cannot be read.
    pub fn read(given: Vec<Given>, rules: Vec<(String, String)>) -> Result<Self, Error> {
        let (files, others): (Vec<Given>, Vec<Given>) =
            given.into_iter().partition(|given| matches!(given.name.as_str(), "rules" | "survey" | "lexicon"));
        let parse =
            |given: &[Given]| CleanerArgs::try_parse_from(arguments(CLEANER, given)?).map_err(|error| usage(&error));
        let named = parse(&files)?;
        let args = arguments(CLEANER, &others)?.into_iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
        let texts = load::texts(&named.rules.rules)?;
        let words = named.repairs.words(&named.rules.rules)?;
        let survey = survey::read(&named.survey, survey::MEMORY)?.map(|survey| survey.to_bytes()).transpose()?;
        let version = VERSION.to_owned();
        Ok(Self { version, args, rules: texts.into_iter().chain(rules).collect(), words, survey })
    }

    /// Makes what cleans.
    ///
    /// # Errors
    /// Rules that do not load, and options that cannot work.
    pub fn make(&self) -> Result<Ready, Error> {
        let args = CleanerArgs::try_parse_from(&self.args).map_err(|error| usage(&error))?;
        let texts = self.rules.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let catalog =
            if args.rules.no_builtin_rules { Catalog::parse(texts)? } else { Catalog::parse_over_builtin(texts)? };
        let survey = self.survey.as_ref().map(|bytes| Survey::from_bytes(bytes, Path::new("survey"), survey::MEMORY));
        let options = Options {
            level: args.rules.level.into(),
            lang: args.rules.lang,
            repair: args.repairs.options()?,
            restorer: (!self.words.is_empty()).then(|| Arc::new(Restorer::with_words(&self.words))),
            survey: survey.transpose()?.map(|survey| Arc::new(survey.line_shares())),
            explain: false,
            reasons: args.reasons,
        };
        let cleaner = SharedCleaner::new(args.rules.compile(&catalog)?, options);
        Ok(Ready { cleaner, html: args.html.options(), charset: args.charset.hints() })
    }

    /// As bytes, for [`Setup::from_bytes`] of the same version.
    ///
    /// # Errors
    /// [`Error::Internal`], which nothing should lead to.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        postcard::to_allocvec(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// What [`Setup::to_bytes`] gave.
    ///
    /// # Errors
    /// [`Error::Usage`] for other bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let no_cleaner = |error| Error::Usage(format!("these bytes are no cleaner: {error}"));
        let (version, _) = postcard::take_from_bytes::<String>(bytes).map_err(no_cleaner)?;
        if version != VERSION {
            return Err(Error::Usage(format!("this cleaner is of sarand {version}, and here is {VERSION}")));
        }
        postcard::from_bytes(bytes).map_err(no_cleaner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_setup_cleans_where_its_files_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        let rule = "[[rule]]\nid = \"mine.print\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"share\"\n\
                    summary = \"a print button\"\nexact = [\"Print this now\"]\nhit = [\"Print this now\"]\n\
                    miss = [\"Print this now, please\"]\n";
        std::fs::write(&file, rule).unwrap();
        let given = |name: &str, value: &str| Given { name: name.to_owned(), values: vec![value.into()] };
        let rules = Given { name: "rules".to_owned(), values: vec![file.into()] };
        let setup = Setup::read(vec![rules, given("level", "likely")], Vec::new()).unwrap();
        let bytes = setup.to_bytes().unwrap();
        drop(folder);
        let ready = Setup::from_bytes(&bytes).unwrap().make().unwrap();
        let text = "The ferry to the island leaves at nine in the morning.\nPrint this now\n";
        assert_eq!(ready.cleaner.clean(&Document::from_text(text)).removals[0].rule, "mine.print");
        assert!(Setup::from_bytes(&bytes[..3]).is_err());
        let wrong = Setup::read(vec![given("level", "boldest")], Vec::new()).unwrap().make().unwrap_err();
        assert!(wrong.to_string().starts_with("invalid value 'boldest' for 'level'"), "{wrong}");
    }
}
