//! Builds `lexicon/fa` from its sources. `lexicon/fa/README.md` says how to get them.
//!
//! ```sh
//! cargo run --release --features build-lexicon --example lexicon -- SOURCES [OUT]
//! ```
//!
//! Knows no clock and no chance: the same sources give the same bytes.

use anyhow::Context as _;
use sarand::repair::zwnj::{
    LexiconFiles,
    gradient_boosting::{BoostingParams, train},
    lists::WordLists,
    treebank::{Treebank, settled},
};
use std::{env, fs, path::Path};

const GROWTH: BoostingParams = BoostingParams { trees: 160, depth: 6, rate: 0.2, ridge: 2.0 };

fn main() -> anyhow::Result<()> {
    let mut args = env::args().skip(1);
    let sources = args.next().context("usage: lexicon SOURCES [OUT]")?;
    let out = args.next().unwrap_or_else(|| "lexicon/fa".to_owned());
    let read = |name: &str| {
        let path = Path::new(&sources).join(name);
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let write = |name: &str, bytes: &[u8]| {
        let path = Path::new(&out).join(name);
        fs::write(&path, bytes).with_context(|| path.display().to_string())
    };
    fs::create_dir_all(Path::new(&out).join("treebank"))?;

    let mut lists = WordLists::default();
    lists.lilak(&read("package/index.dic")?);
    lists.hazm(&read("hazm/data/words.dat")?);
    lists.vocabulary(&read("shekar/data/files/vocab.csv")?);
    lists.compounds(&read("shekar/data/files/compound_words.csv")?);
    lists.verbs(&read("shekar/data/files/verbs.csv")?);
    let (words, forms) = lists.tables();
    write("words.bin", &words)?;
    write("forms.bin", &forms)?;

    // A build tool lives as long as its data.
    let files = LexiconFiles { words: words.leak(), forms: forms.leak(), ..LexiconFiles::default() };
    let text = read("treebank.txt")?;
    let treebank = Treebank::count(files, &text);
    let counts = treebank.table();
    let (joined, spaced) = treebank.examples(files, &text);
    let (within, between) = (train(&joined, GROWTH), train(&spaced, GROWTH));
    write("treebank/counts.bin", &counts)?;
    write("treebank/within.bin", &within)?;
    write("treebank/between.bin", &between)?;
    let files = LexiconFiles { counts: counts.leak(), within: within.leak(), between: between.leak(), ..files };
    write("treebank/settled.bin", &settled(files, &lists))?;
    Ok(())
}
