//! Correcting and reviewing in the workbench, over HTTP as a browser speaks it: what is shown is what is written.

use crate::common::{
    Crawl, path, sarand,
    workbench::{Reply, Server, escaped},
};
use std::{
    fs,
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

const PAGES: usize = 6;

/// A site whose pages share a line that no rule knows.
fn crawl() -> Crawl {
    let page = |n: usize| {
        let text = format!(
            "Home > News > Port\nThe council met on day {n} and agreed on a new timetable for the night buses to the \
             harbour.\nAll of \"the\" harbour <b>\nThe buses leave every twenty minutes, said clerk {n}, and they are \
             free for all who live near the bank."
        );
        let host = if n < 4 { "www.a.example" } else { "b.example" };
        format!("{}\n", serde_json::json!({"id": format!("p{n}"), "url": format!("http://{host}/{n}"), "text": text}))
    };
    let crawl = Crawl::new(&[("crawl.jsonl", (0..PAGES).map(page).collect::<String>().as_bytes())]);
    let run = crawl.clean(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    crawl
}

fn corrections(crawl: &Crawl) -> PathBuf {
    crawl.out("corrections")
}

#[test]
fn a_line_of_chrome_becomes_a_rule_that_takes_it() {
    let crawl = crawl();
    let folder = corrections(&crawl);
    let server = Server::start(&crawl.out("out"), PAGES, &["--corrections", path(&folder)]);
    let page = server.get("document?n=1");
    assert!(page.body.contains("correct?n=1&#38;line=3&#38;view=both"), "{}", page.body);

    let shown = server.get("correct?n=1&line=3&says=chrome&class=share&general=line");
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("A rule for www.a.example") && shown.body.contains("A rule for all hosts"));
    assert!(shown.body.contains("6 times in 6 documents: 6 kept, 0 removed."), "{}", shown.body);
    assert!(shown.body.contains("4 such lines of this run would go.") && shown.body.contains("6 such lines"));
    assert!(shown.body.contains("Tried on this page: the line goes."));
    assert!(!shown.body.contains("<b>") && !folder.exists());

    let form = "n=1&line=3&view=both&says=chrome&class=share&general=line&label=yes&rule=host";
    let reply = server.correct(form);
    assert_eq!((reply.status, reply.location.as_deref()), (303, Some("document?n=1&view=both#L3")), "{}", reply.body);
    let rules = fs::read_to_string(folder.join("rules.toml")).unwrap();
    assert!(shown.body.contains(&escaped(rules.trim_end())), "what was shown is not what was written:\n{rules}");
    assert!(server.get("document?n=1").body.contains("You said: <strong>boilerplate: share</strong>"));

    let content = "n=0&line=1&view=both&says=content&label=yes&allow=yes";
    let shown = server.get("correct?n=0&line=1&says=content");
    assert!(shown.body.contains("Tried on this page: the line stays."), "{}", shown.body);
    assert_eq!(server.correct(content).status, 303);

    let again = sarand(&[
        "clean",
        path(&crawl.input("crawl.jsonl")),
        "-o",
        path(&crawl.out("again")),
        "--rules",
        path(&folder),
    ]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let texts = fs::read_to_string(crawl.out("again").join("documents.jsonl")).unwrap();
    assert_eq!(texts.matches("All of").count(), 2, "only b.example keeps it");
    assert_eq!(texts.matches("\"text\":\"Home > News > Port").count(), PAGES);
    let eval = sarand(&["eval", path(&folder), "--rules", path(&folder)]);
    let english: Vec<&str> =
        eval.stdout.lines().find(|line| line.starts_with("en ")).unwrap().split_whitespace().collect();
    // Lines that nobody answered for are labelled as the run left them: the menu of one page, the shared line of the other.
    assert_eq!((english[1], english[3], english[4]), ("2", "5", "1"), "{}", eval.stdout);

    let list = server.get("corrections");
    assert!(list.body.contains("name=\"undo\" value=\"2\"") && !list.body.contains("value=\"1\" data-key"));
    assert_eq!(server.post("corrections", "undo=1").status, 400, "not the last one");
    assert_eq!(server.post("corrections", "undo=2").status, 303);
    assert_eq!(server.post("corrections", "undo=2").status, 400, "sent twice");
    assert!(!folder.join("allow.toml").exists());
    assert_eq!(server.post("corrections", "undo=1").status, 303);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn what_makes_no_sense_is_refused_and_writes_nothing() {
    let crawl = crawl();
    let folder = corrections(&crawl);
    let server = Server::start(&crawl.out("out"), PAGES, &["--corrections", path(&folder)]);
    for (form, why) in [
        ("n=1&line=3&says=chrome&class=navv&label=yes", "did you mean `nav`?"),
        ("n=1&line=3&says=chrome&class=nav", "nothing was chosen to be written"),
        ("n=1&line=99&says=content&label=yes", "there is no line 99"),
        ("n=1&line=1&label=yes", "Say what the line is."),
        ("line=x", "Say which line"),
    ] {
        let reply = server.correct(form);
        assert_eq!(reply.status, 400, "{form}");
        assert!(reply.body.contains(&escaped(why)), "{form}: {}", reply.body);
    }
    for reply in [server.get("correct?n=99&line=1"), server.correct("n=99&line=1&says=content&label=yes")] {
        assert_eq!(reply.status, 404);
        assert!(reply.body.contains("There is no document 99"), "{}", reply.body);
    }
    assert!(!folder.exists());
    assert_eq!(server.get("review").status, 404);
    assert_eq!(server.post("review", "do=accept").status, 404);
}

#[test]
fn answers_that_come_together_are_all_kept() {
    let crawl = crawl();
    let folder = corrections(&crawl);
    let server = Server::start(&crawl.out("out"), PAGES, &["--corrections", path(&folder)]);
    thread::scope(|scope| {
        for n in 0..PAGES {
            let server = &server;
            scope.spawn(move || {
                for line in [2, 3] {
                    let form = format!("n={n}&line={line}&says=chrome&class=nav&general=line&label=yes&rule=host");
                    assert_eq!(server.correct(&form).status, 303);
                }
            });
        }
    });
    let labels = fs::read_to_string(folder.join("labels.jsonl")).unwrap();
    assert_eq!(labels.lines().count(), PAGES);
    assert_eq!(labels.matches("\"keep\":false,\"kind\":\"nav\"").count(), 2 * PAGES, "{labels}");
    let rules = fs::read_to_string(folder.join("rules.toml")).unwrap();
    // The line that all have is a rule of each of the two hosts.
    assert_eq!(rules.matches("[[rule]]").count(), PAGES + 2);
    assert_eq!(sarand(&["rules", "test", "--rules", path(&folder), "--only", "hand.*"]).code, 0);
}

/// A file of rules as `learn` writes it.
fn proposed(crawl: &Crawl, count: usize) -> PathBuf {
    let rule = |n: usize| {
        let site = n / 10;
        format!(
            "\n# comment {n}\n[[rule]]\nid = \"site.h{site}.r{n}\"\nstatus = \"proposed\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"nav\"\nsummary = \"a line\"\nhost = [\"h{site}.example\"]\nexact = [\"All of the harbour {n}\"]\nevidence = {{ documents = 4, of = 4, hosts = 1, lines = 4, bytes = 40, adds = 40 }}\nhit = [\"All of the harbour {n}\"]\nmiss = [\"None of the harbour\"]\n"
        )
    };
    let file = crawl.out("proposed.toml");
    fs::write(&file, format!("# {count} rules\n{}", (0..count).map(rule).collect::<String>())).unwrap();
    file
}

#[test]
fn rules_are_accepted_rejected_edited_and_taken_back() {
    let crawl = crawl();
    let file = proposed(&crawl, 20);
    let first = fs::read_to_string(&file).unwrap();
    let server = Server::start(&crawl.out("out"), PAGES, &["--review", path(&file)]);
    let page = server.get("review");
    assert!(page.body.contains("h0.example") && page.body.contains("h1.example"), "{}", page.body);
    assert!(page.body.contains("on 4 of 4 pages of 1 host; 4 lines, 40 bytes would go, 40 of them now kept"));

    let group = "status=proposed&site=h0.example&class=nav";
    let reply = server.post("review", &format!("{group}&id=site.h0.r0&do=accept"));
    assert_eq!(reply.location.as_deref(), Some("review?status=proposed&site=h0.example&class=nav#rule-site.h0.r1"));
    server.post("review", &format!("{group}&id=site.h0.r1&do=reject"));
    let want = first.replacen("\"proposed\"", "\"accepted\"", 1).replacen("\"proposed\"", "\"rejected\"", 1);
    assert_eq!(fs::read_to_string(&file).unwrap(), want);
    let reply = server.post("review", &format!("{group}&do=reject-group"));
    assert_eq!(reply.location.as_deref(), Some("review?status=proposed"), "the group is done");
    assert_eq!(fs::read_to_string(&file).unwrap().matches("\"rejected\"").count(), 9);
    assert!(server.get("review?status=rejected").body.contains("site.h0.r9"));
    for _ in 0..3 {
        assert_eq!(server.undo(group).status, 303);
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    assert_eq!(server.post("review", "do=undo").status, 400);

    let rule = server.get(&format!("rule?{group}&id=site.h0.r3"));
    assert!(rule.body.contains("id = &#34;site.h0.r3&#34;"), "{}", rule.body);
    let broken = "%5B%5Brule%5D%5D%0D%0Aid+%3D+%22site.h0.r3%22%0D%0Amine+%3D+1%0D%0A";
    let stamp = server.hidden(&format!("rule?{group}&id=site.h0.r3"), "stamp");
    let save = |text: &str| server.post("rule", &format!("{group}&id=site.h0.r3&stamp={stamp}&text={text}"));
    let reply = save(broken);
    assert_eq!(reply.status, 400);
    assert!(reply.body.contains("unknown key") && reply.body.contains("mine = 1"), "{}", reply.body);
    let reply = save("%0D%0A");
    assert!(reply.status == 400 && reply.body.contains("The text has no rule. To take the rule out, reject it."));
    assert_eq!(fs::read_to_string(&file).unwrap(), first);

    // Somebody else changes the file: nothing of theirs is lost.
    let theirs = first.replace("# comment 5", "# theirs");
    fs::write(&file, &theirs).unwrap();
    let reply = server.post("review", &format!("{group}&id=site.h0.r0&do=accept"));
    assert_eq!(reply.status, 400);
    assert!(reply.body.contains("another program changed this file") && reply.body.contains("value=\"reload\""));
    assert_eq!(fs::read_to_string(&file).unwrap(), theirs);
    assert_eq!(server.post("review", "do=reload").status, 303);
    assert_eq!(server.post("review", &format!("{group}&id=site.h0.r0&do=accept")).status, 303);
    assert_eq!(fs::read_to_string(&file).unwrap(), theirs.replacen("\"proposed\"", "\"accepted\"", 1));
}

#[test]
fn an_old_form_of_another_run_writes_nothing() {
    let crawl = crawl();
    let folder = corrections(&crawl);
    let server = Server::start(&crawl.out("out"), PAGES, &["--corrections", path(&folder)]);
    let form = "n=1&line=3&view=both&says=chrome&class=share&general=line";
    let stamp = server.hidden(&format!("correct?{form}"), "stamp");
    assert_eq!(server.get(&format!("correct?{form}&stamp={stamp}")).status, 200);
    // The order of the records is another now, and each has the same line at another place.
    let input = crawl.input("crawl.jsonl");
    let lines: Vec<String> = fs::read_to_string(&input).unwrap().lines().rev().map(str::to_owned).collect();
    fs::write(&input, lines.join("\n") + "\n").unwrap();
    assert_eq!(crawl.clean(&["--restart"]).code, 0);
    let begun = Instant::now();
    while !server.get("document?n=1").body.contains("on day 4") {
        assert!(begun.elapsed() < Duration::from_secs(60));
        thread::sleep(Duration::from_millis(50));
    }
    let written = format!("{form}&label=yes&rule=all");
    let replies = [
        server.post("correct", &format!("{written}&stamp={stamp}")),
        server.post("correct", &written),
        server.get(&format!("correct?{form}&stamp={stamp}")),
        server.post("correct", &format!("{written}&stamp={stamp}").replace("line=3", "line=99")),
    ];
    for Reply { status, body, .. } in replies {
        assert_eq!(status, 400);
        assert!(body.contains("The run has changed since this page was shown; look at the line again."), "{body}");
        assert!(!body.contains("Write it"), "it is to be answered anew: {body}");
    }
    assert!(!folder.exists());
    assert_eq!(server.correct(&written).status, 303);
}

#[test]
fn another_tab_loses_no_answer() {
    let crawl = crawl();
    let file = proposed(&crawl, 10);
    let server = Server::start(&crawl.out("out"), PAGES, &["--review", path(&file)]);
    let group = "status=proposed&site=h0.example&class=nav";
    let answer = |id: &str| server.post("review", &format!("{group}&id={id}&do=accept"));
    answer("site.h0.r1");
    let old = server.hidden(&format!("review?{group}"), "change");
    let rule = format!("{group}&id=site.h0.r2");
    let stamp = server.hidden(&format!("rule?{rule}"), "stamp");
    answer("site.h0.r2");
    let both = fs::read_to_string(&file).unwrap();
    for undo in [format!("{group}&do=undo&change={old}"), format!("{group}&do=undo")] {
        let reply = server.post("review", &undo);
        assert!(reply.status == 400 && reply.body.contains("This answer is not the last one any more"));
    }
    // A text from before the answer would take it back.
    let text = "%5B%5Brule%5D%5D%0D%0Aid+%3D+%22site.h0.r2%22%0D%0Amine+%3D+1";
    for stamp in [format!("&stamp={stamp}"), String::new()] {
        let reply = server.post("rule", &format!("{rule}{stamp}&text={text}"));
        assert!(reply.status == 400 && reply.body.contains("The rule has changed since this page was shown"));
        assert!(
            reply.body.contains("mine = 1") && reply.body.contains("status = &#34;accepted&#34;"),
            "{}",
            reply.body
        );
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), both);
    assert_eq!(server.undo(group).status, 303);
    assert_eq!(fs::read_to_string(&file).unwrap().matches("\"accepted\"").count(), 1);
}

#[test]
fn a_sample_is_the_first_records_and_no_more() {
    let record =
        |n: usize| format!("{{\"id\": \"d{n}\", \"text\": \"The council met on day {n} in the old hall.\"}}\n");
    let (first, rest) = (record(100) + "{bad\n\n" + &record(101), (0..500).map(record).collect::<String>());
    let page = b"The buses leave every twenty minutes, said the clerk.";
    let files: [(&str, &[u8]); 4] =
        [("a.jsonl", first.as_bytes()), ("b.txt", page), ("c.txt", page), ("d.jsonl", rest.as_bytes())];
    let crawl = Crawl::new(&files);
    // One record of the first file is bad, and no document.
    for (sample, documents, last) in [(1, 1, "d100"), (2, 1, "d100"), (3, 2, "d101"), (4, 3, "b.txt"), (7, 6, "d1")] {
        let server =
            Server::start(&crawl.input(""), documents, &["--sample", &sample.to_string(), "--", "--jobs", "4"]);
        assert_eq!(server.get(&format!("document?n={documents}")).status, 404, "{sample}");
        let body = server.get(&format!("document?n={}", documents - 1)).body;
        assert!(body.contains(&format!("&#34;{last}&#34;")), "{sample}: {body}");
    }
}

#[test]
fn many_rules_are_reviewed_at_the_pace_of_a_person() {
    let crawl = crawl();
    let file = proposed(&crawl, 400);
    let server = Server::start(&crawl.out("out"), PAGES, &["--review", path(&file)]);
    let begun = Instant::now();
    assert_eq!(server.get("review").status, 200);
    let shown = begun.elapsed();
    let begun = Instant::now();
    let form = "status=proposed&site=h0.example&class=nav&id=site.h0.r0&do=accept";
    assert_eq!(server.post("review", form).status, 303);
    let answered = begun.elapsed();
    eprintln!("400 rules: shown in {shown:?}, answered in {answered:?}");
    assert!(shown < Duration::from_secs(3) && answered < Duration::from_secs(6), "{shown:?} {answered:?}");
}

#[test]
fn the_pages_of_a_rule_are_shown() {
    let crawl = crawl();
    let file = crawl.out("proposed.toml");
    fs::write(
        &file,
        "[[rule]]\nid = \"site.a.harbour\"\nstatus = \"proposed\"\nkind = \"line\"\nlevel = \"safe\"\nclass = \"nav\"\nsummary = \"a line\"\nexact = [\"All of the harbour <b\"]\nhit = ['All of \"the\" harbour <b>']\nmiss = [\"None of it\"]\n",
    )
    .unwrap();
    let server = Server::start(&crawl.out("out"), PAGES, &["--review", path(&file)]);
    let page = server.get("rule?id=site.a.harbour");
    assert!(page.body.contains("6 times in 6 documents"), "{}", page.body);
    assert!(
        page.body.contains("document?n=0#L3") && page.body.contains("and agreed on a new timetable"),
        "{}",
        page.body
    );
}
