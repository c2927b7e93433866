//! Writes how often one letter of the Arabic script follows another, in the form of `src/decode/arabic/pairs.txt`.
//!
//! The counts are those of the language models of Lingua (Apache-2.0), which hold `ln P(second | first)` of the letters
//! within words. What is missing to 1 among the followers of a letter is how often it ends a word; what is missing
//! among its predecessors is how often it begins one.

use std::collections::{BTreeMap, BTreeSet};

use fst::{Map, Streamer};

type Error = Box<dyn std::error::Error>;

/// Stands for the edge of a word.
const EDGE: char = '_';
/// Probabilities below this are not told apart: the models are counted on too little for it.
const FLOOR: f64 = 1e-5;

/// `P(second | first)`.
type Pairs = BTreeMap<(char, char), f64>;

fn main() -> Result<(), Error> {
    let models = [
        lingua_arabic_language_model::ARABIC_MODELS_DIRECTORY.get_file("ngrams.fst"),
        lingua_persian_language_model::PERSIAN_MODELS_DIRECTORY.get_file("ngrams.fst"),
        lingua_urdu_language_model::URDU_MODELS_DIRECTORY.get_file("ngrams.fst"),
    ];
    let mut languages = Vec::new();
    for model in models {
        languages.push(pairs(model.ok_or("a model without n-grams")?.contents())?);
    }
    let letters: BTreeSet<char> = languages.iter().flatten().map(|(&(first, _), _)| first).collect();
    println!("# How often a letter (row) is followed by another (column), in Arabic, Persian and Urdu together; _ is the");
    println!("# edge of a word. A cell is -log2 P in half bits: 0-9, then a-z. Persian yeh and kaf count as Arabic ones,");
    println!("# which is what the one-byte charsets have. Made by tools/letter-pairs from the language models of Lingua");
    println!("# (crates lingua-arabic-, -persian-, -urdu-language-model 1.3.0, Apache-2.0).");
    println!("  {}", letters.iter().collect::<String>());
    for &first in &letters {
        let cells: String = letters
            .iter()
            .map(|&second| {
                let p = languages.iter().map(|pairs| pairs.get(&(first, second)).copied().unwrap_or(0.0)).sum::<f64>();
                let half_bits = -2.0 * (p / languages.len() as f64).max(FLOOR).log2();
                char::from_digit((half_bits.round() as u32).min(35), 36).unwrap_or('z')
            })
            .collect();
        println!("{first} {cells}");
    }
    Ok(())
}

fn pairs(model: &[u8]) -> Result<Pairs, Error> {
    let model = Map::new(model)?;
    let mut single: BTreeMap<char, f64> = BTreeMap::new();
    let mut double: Pairs = BTreeMap::new();
    let mut stream = model.stream();
    while let Some((key, value)) = stream.next() {
        let p = f64::from_bits(value).exp();
        let letters: Vec<char> = std::str::from_utf8(key)?.chars().map(folded).collect();
        match letters[..] {
            [one] if is_letter(one) => *single.entry(one).or_default() += p,
            [first, second] if is_letter(first) && is_letter(second) => {
                // Of two letters folded into one, the commoner says what follows it.
                let pair = double.entry((first, second)).or_default();
                *pair = pair.max(p);
            }
            _ => {}
        }
    }
    let total: f64 = single.values().sum();
    let mut all = Pairs::new();
    let mut starts = BTreeMap::new();
    for (&letter, &p) in &single {
        let p = p / total;
        let after: f64 = double.range((letter, '\0')..=(letter, char::MAX)).map(|(_, p)| p).sum();
        all.insert((letter, EDGE), (1.0 - after).max(0.0));
        let before: f64 = single
            .iter()
            .map(|(&first, &of)| of / total * double.get(&(first, letter)).copied().unwrap_or(0.0))
            .sum();
        starts.insert(letter, (p - before).max(0.0));
    }
    let words: f64 = starts.values().sum();
    all.extend(starts.into_iter().map(|(letter, p)| ((EDGE, letter), p / words)));
    all.extend(double);
    Ok(all)
}

fn folded(c: char) -> char {
    match c {
        'ی' => 'ي',
        'ک' => 'ك',
        'ۀ' | 'ۂ' => 'ه',
        c => c,
    }
}

/// The letters that windows-1256, ISO-8859-6, MacArabic or MacFarsi have.
fn is_letter(c: char) -> bool {
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگٹڈڑںھہے".contains(c)
}
