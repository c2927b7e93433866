use sarand::{clean, document::Document, rules::*};
fn main() {
    let mut args = std::env::args().skip(1);
    let rules = args.next().unwrap();
    let catalog = match Catalog::load(&Sources { builtin: false, paths: vec![rules.into()] }) {
        Ok(c) => c,
        Err(e) => {
            println!("{e}");
            return;
        }
    };
    let run = selftest::run(&catalog, &Selection::default());
    for f in &run.failures {
        println!("{f}");
    }
    println!("{} examples {} failures", run.examples, run.failures.len());
    for l in lint::lint(&catalog) {
        println!("{l}");
    }
    let set = RuleSet::compile(&catalog, &Selection::default());
    let options = clean::Options { explain: true, ..Default::default() };
    for path in args {
        let text = std::fs::read_to_string(&path).unwrap();
        let c = clean::clean(&Document::from_text(text.as_str()), &set, &options);
        println!("== {path} {:?} {:?}", c.lang, c.found);
        for d in &c.decisions {
            println!("{:4} {:40} {:?} {}", d.line + 1, d.rule, d.outcome, text.lines().nth(d.line).unwrap_or(""));
        }
        assert_eq!(clean::restore(&c.text, &c.changes(&text)), text);
        let again = clean::clean(&Document::from_text(c.text.as_str()), &set, &options);
        assert_eq!(again.text, c.text);
    }
}
