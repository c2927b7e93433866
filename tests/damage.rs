//! Compressed inputs with bytes flipped, lost and put in: nothing panics, every record is accounted for, and what the
//! damage did not touch is read.

use crate::common::{Collect, archives::pages, gzip, lines, zstd};
use sarand::{
    batch::{self, Job, Progress},
    read::{InputOptions, Plan},
    rules::RuleSet,
    write::report::Tally,
};
use serde_json::Value;
use std::path::Path;

/// What came of a file of this name and content.
fn clean(folder: &Path, name: &str, content: &[u8]) -> (Tally, Vec<Value>, Vec<Value>) {
    let file = folder.join(name);
    std::fs::write(&file, content).unwrap();
    let plan = Plan::new(&[file], &InputOptions::default()).unwrap();
    let rules = RuleSet::default();
    let job = Job::new(&rules);
    let mut sink = Collect::default();
    let tally = batch::run(&plan, &job, &mut sink, &Progress::hidden()).unwrap().tally;
    let said = |bytes: &[u8]| lines(std::str::from_utf8(bytes).unwrap());
    (tally, said(&sink.documents), said(&sink.quarantine))
}

/// A generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    /// One to four changes of a few bytes.
    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.roll(4) {
            if bytes.is_empty() {
                return;
            }
            let at = self.roll(bytes.len());
            let end = (at + 1 + self.roll(8)).min(bytes.len());
            match self.roll(4) {
                0 => bytes[at] ^= 1 << self.roll(8),
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let some: Vec<u8> = (at..end).map(|_| self.roll(256) as u8).collect();
                    bytes.splice(at..at, some);
                }
                _ => bytes.truncate(bytes.len() - self.roll(bytes.len() / 4 + 1)),
            }
        }
    }
}

#[test]
fn a_thousand_damaged_files_are_accounted_for() {
    let record =
        |number: usize| format!("{{\"id\": {number}, \"text\": \"The ferry was late for the {number}th time.\"}}\n");
    let records = |range: std::ops::Range<usize>| range.map(record).collect::<String>();
    let frames = |compression: fn(&[u8]) -> Vec<u8>| -> Vec<u8> {
        (0..4).flat_map(|frame| compression(records(frame * 10..frame * 10 + 10).as_bytes())).collect()
    };
    let inputs = [
        ("a.warc.gz", pages(5).concat(), 5),
        ("a.jsonl.zst", frames(zstd), 40),
        ("a.jsonl.gz", frames(gzip), 40),
        ("a.txt.gz", gzip("A quiet day at the harbour. ".repeat(20).as_bytes()), 1),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, content, records) in &inputs {
        let (tally, documents, _) = clean(folder.path(), name, content);
        assert_eq!((tally.records.read, documents.len()), (*records, *records as usize), "{name}");
    }
    let mut dice = Dice(0x5a7a_4d00_1234_5678);
    let mut kept = [0; 4];
    for case in 0..1000 {
        let (name, content, _) = &inputs[case % inputs.len()];
        let mut content = content.clone();
        dice.damage(&mut content);
        let (tally, documents, quarantine) = clean(folder.path(), name, &content);
        let records = &tally.records;
        assert!(records.balance(), "{name}, case {case}: {records:?}");
        assert_eq!(documents.len() as u64, records.out, "{name}, case {case}");
        assert_eq!(quarantine.len() as u64, records.all_quarantined(), "{name}, case {case}");
        kept[case % inputs.len()] += documents.len();
    }
    // Most of a file survives a few wrong bytes where it is written in parts, and nothing where it is not.
    assert!(kept[0] > 250 * 5 / 3, "{kept:?}");
    assert!(kept[1] > 250 * 40 / 3 && kept[2] > 250 * 40 / 3, "{kept:?}");
}

#[test]
fn one_broken_member_costs_one_record() {
    let folder = tempfile::tempdir().unwrap();
    let members = pages(5);
    for broken in 0..5 {
        let length = members[broken].len();
        // The mark, the flags, the middle, the checksum; flipped, lost, put in.
        for at in [0, 1, 3, length / 3, length / 2, length - 6, length - 1] {
            for kind in 0..3 {
                let mut members = members.clone();
                match kind {
                    0 => members[broken][at] ^= 0x55,
                    1 => drop(members[broken].remove(at)),
                    _ => members[broken].insert(at, 0x1f),
                }
                let (tally, documents, quarantine) = clean(folder.path(), "a.warc.gz", &members.concat());
                let urls: Vec<_> = documents.iter().map(|document| document["url"].as_str().unwrap()).collect();
                for number in (0..5).filter(|number| *number != broken) {
                    let url = format!("http://a.example/{}", number + 1);
                    assert!(urls.contains(&url.as_str()), "member {broken}, byte {at}, way {kind}: {urls:?}");
                }
                assert!(tally.records.balance());
                assert!(!quarantine.is_empty(), "member {broken}, byte {at}, way {kind}");
            }
        }
    }
}

#[test]
fn a_file_of_nothing_but_broken_members_is_not_read_over_and_over() {
    // Heads of gzip members, each with a block that runs over all the heads behind it and ends in nonsense.
    let member = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 0, 0xff, 0xff, 0, 0];
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.jsonl.gz", "a.warc.gz"] {
        let (tally, ..) = clean(folder.path(), name, &member.repeat(100_000));
        assert!(tally.records.balance() && tally.records.all_quarantined() < 1000, "{name}: {:?}", tally.records);
    }
    let heads = b"WARC/1.0\n".repeat(50_000);
    let (tally, ..) = clean(folder.path(), "a.warc", &heads);
    assert_eq!(tally.records.all_quarantined(), 50_000);
}
