//! Bytes a second of the repairs, on clean and damaged Persian, and the cost of judging a language.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sarand::{
    lang::{self, Lang},
    repair::{RepairOptions, hygiene},
};
use std::hint::black_box;

const CLEAN: &str = "دیروز هوا بسیار سرد بود و برف همه جا را پوشانده بود؛ مردم در خانه‌ها مانده بودند. «چای می‌نوشیدند»، و کودکان از پنجره به کوچه نگاه می‌کردند.\n";
const SPACES: &str = "دیروز هوا  بسیار سرد بود و برف\u{a0}همه جا را پوشانده بود؛ مردم در خانه‌ها مانده بودند .چای می‌نوشیدند ، و کودکان نگاه می‌کردند. \n";
const LETTERS: &str = "ديروز هوا بسيار سرد بود و برف همه جا را پوشانده بود؛ مردم در خانه‌ها مانده بودند. كودكان از پنجره به كوچه نگاه مي‌كردند.\n";

fn repairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("repair");
    for (name, line) in [("clean", CLEAN), ("spaces", SPACES), ("letters", LETTERS)] {
        let text = line.repeat(1000);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| {
            let mut edits = Vec::new();
            b.iter(|| {
                edits.clear();
                hygiene(black_box(&text), Lang::FA, &RepairOptions::default(), &mut edits);
                edits.len()
            });
        });
    }
    group.finish();
    let text = CLEAN.repeat(20);
    c.bench_function("lang/detect", |b| b.iter(|| lang::detect(black_box(&text))));
}

criterion_group!(benches, repairs);
criterion_main!(benches);
