use super::{Edit, REPAIRS, RepairOptions, apply, hygiene};
use crate::lang::Lang;

fn edits(text: &str, document: Lang) -> Vec<Edit<'static>> {
    let mut edits = Vec::new();
    hygiene(text, document, &RepairOptions::default(), &mut edits);
    edits
}

fn repaired(text: &str, document: Lang) -> String {
    apply(text, &edits(text, document))
}

/// Name, text, repaired text; in a Persian document.
fn check(cases: &[(&str, &str, &str)]) {
    for (name, before, after) in cases {
        assert_eq!(repaired(before, Lang::FA), *after, "{name}");
        assert_eq!(repaired(after, Lang::FA), *after, "{name}: again");
    }
}

#[test]
fn the_table_of_repairs_is_sorted_and_its_examples_are_true() {
    assert!(REPAIRS.is_sorted_by(|a, b| a.id < b.id));
    for repair in REPAIRS {
        let document = if repair.id.starts_with("fa.") { Lang::FA } else { Lang::EN };
        let found = |options: &RepairOptions| super::edits(repair.before, document, options, None);
        let edits = found(&RepairOptions::default());
        assert_eq!(apply(repair.before, &edits), repair.after, "{}", repair.id);
        assert!(edits.iter().any(|edit| edit.by == repair.id), "{}", repair.id);
        let edits = found(&RepairOptions::without(&[repair.id]).unwrap());
        assert!(edits.iter().all(|edit| edit.by != repair.id), "{}", repair.id);
        let edits = found(&RepairOptions::only(&[repair.id]).unwrap());
        assert!(edits.iter().all(|edit| edit.by == repair.id) && !edits.is_empty(), "{}", repair.id);
    }
}

#[test]
fn an_unknown_repair_is_refused_with_the_known_ones() {
    let error = RepairOptions::without(&["any.nbps"]).unwrap_err().to_string();
    assert!(error.contains("`any.nbps`") && error.contains("did you mean `any.nbsp`?"), "{error}");
    assert!(REPAIRS.iter().all(|repair| error.contains(repair.id)));
    assert!(RepairOptions::only(&["fa.yeh", "?"]).is_err());
}

#[test]
fn spaces_and_invisible_characters() {
    check(&[
        (
            "an entity with an invisible character in it, at the end of a line",
            "باران بارید\n&\u{200c}nbsp;",
            "باران بارید\n",
        ),
        ("no-break and thin spaces", "یک\u{a0}دو\u{2003}سه\u{202f}چهار", "یک دو سه چهار"),
        ("a line of one no-break space becomes empty", "یک\n\u{a0}\nدو", "یک\n\nدو"),
        (
            "soft hyphen, zero-width space, word joiner, inner mark",
            "کتا\u{ad}ب\u{200b} و\u{2060} قل\u{feff}م",
            "کتاب و قلم",
        ),
        ("marks of direction between letters", "کتا\u{200f}ب و قل\u{202b}م\u{202c} \u{200e}A\u{200e}", "کتاب و قلم A"),
        ("a control in a word", "کتا\u{3}ب", "کتاب"),
        ("a field separator between words", "کتاب\u{1f}قلم", "کتاب قلم"),
        ("noncharacters", "کتاب\u{fdd0}\u{ffff} قلم\u{1fffe}", "کتاب قلم"),
        ("left-over of windows-1256", "\u{8d}راغ روشن است", "چراغ روشن است"),
        ("zero-width space in Thai", "ภาษา\u{200b}ไทย", "ภาษา\u{200b}ไทย"),
        ("hidden tags", "سلام\u{e0061}\u{e0062}\u{e007f}", "سلام"),
        (
            "hidden tags after a black flag",
            "\u{1f3f4}\u{e0061}\u{e0062}\u{e0063}\u{e0064}\u{e0065}\u{e0066}\u{e0067}",
            "\u{1f3f4}",
        ),
        (
            "the flag of Wales",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f} برد",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f} برد",
        ),
        ("double spaces", "دیروز  باران آمد.   امروز آفتابی است", "دیروز باران آمد. امروز آفتابی است"),
        ("trailing spaces", "دیروز \t \nامروز  ", "دیروز\nامروز"),
        ("an indent stays", "    دیروز باران آمد", "    دیروز باران آمد"),
    ]);
}

#[test]
fn joiners_stay_where_they_work() {
    check(&[
        ("in a word", "می\u{200c}خواهم", "می\u{200c}خواهم"),
        (
            "after harakat, digits and Latin words",
            "گلِ\u{200c}سرخ ۱۰\u{200c}ها PDF\u{200c}ها",
            "گلِ\u{200c}سرخ ۱۰\u{200c}ها PDF\u{200c}ها",
        ),
        ("doubled", "می\u{200c}\u{200c}\u{200c}خواهم", "می\u{200c}خواهم"),
        (
            "beside a space, a mark, a line end",
            "\u{200c}کتاب\u{200c} ها\u{200c}، قلم\u{200c}\nدفتر",
            "کتاب ها، قلم\nدفتر",
        ),
        ("between Latin letters", "wor\u{200c}d and wor\u{200d}d", "word and word"),
        ("heh with a joiner for a year", "سال ۱۴۰۰ ه\u{200d}.ق", "سال ۱۴۰۰ ه\u{200d}.ق"),
        (
            "families of emoji",
            "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🇮🇷",
            "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🇮🇷",
        ),
        ("a joiner after an emoji alone", "👩\u{200d} خوب", "👩 خوب"),
        (
            "Malayalam and Hindi",
            "അവന്\u{200d} ക്\u{200d}ഷ क्\u{200d}ष प्\u{200c} र्\u{200c}य",
            "അവന്\u{200d} ക്\u{200d}ഷ क्\u{200d}ष प्\u{200c} र्\u{200c}य",
        ),
    ]);
}

#[test]
fn line_ends() {
    check(&[
        ("CRLF and CR", "یک\r\nدو\rسه\r\n", "یک\nدو\nسه\n"),
        ("CR CR LF is one", "یک\r\r\nدو", "یک\nدو"),
        ("VT, FF, NEL, LS, PS", "یک\u{b}دو\u{c}سه\u{85}چهار\u{2028}پنج\u{2029}شش", "یک\nدو\nسه\nچهار\nپنج\nشش"),
        ("with spaces before them", "یک \r\nدو \u{2028}سه", "یک\nدو\nسه"),
        ("after a repair in the line", "كتاب\rكلاه را بردار", "کتاب\nکلاه را بردار"),
    ]);
    let kept = RepairOptions::without(&["any.line-ends"]).unwrap();
    let mut edits = Vec::new();
    hygiene("یک\r\nدو\rسه\u{85}", Lang::FA, &kept, &mut edits);
    assert_eq!(edits, []);
}

#[test]
fn entities_are_decoded_once() {
    check(&[
        ("named and numeric", "a &amp; b &lt; c &#1740; &#x6A9; &eacute;", "a & b < c ی ک é"),
        ("no semicolon", "x?a=1&copy=2 AT&T &nbsp", "x?a=1&copy=2 AT&T &nbsp"),
        (
            "unknown or without meaning",
            "&nosuch; &#0; &#x110000; &#xD800; &#xFFFF; &;",
            "&nosuch; &#0; &#x110000; &#xD800; &#xFFFF; &;",
        ),
        ("windows-1252 numbers", "it&#146;s", "it’s"),
        ("with a joiner in it, at a line's end", "a&\u{200c}nbsp;\n&\u{200c}nbsp;\nb", "a\n\nb"),
        ("escaped twice", "می&amp;zwnj;رود &amp;laquo;a&amp;#187; &amp;nbsp;b", "می\u{200c}رود «a» b"),
        ("a text about entities", "write &amp;lt; or &amp;#38;", "write &amp;lt; or &amp;#38;"),
        ("spaces", "یک&nbsp;دو&#10;سه", "یک دو سه"),
        ("joiners", "می&zwnj;رود&zwnj; &rlm;آنجا", "می\u{200c}رود آنجا"),
        ("a line with tags", "<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("a comparison is no tag", "a < b &amp; c > d", "a < b & c > d"),
        ("an address", "https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&y=2"),
    ]);
}

#[test]
fn entities_that_a_page_shows() {
    let options = RepairOptions::default().from_html(true);
    for (shown, want) in [
        ("write &amp; for the sign &, and &#39; for a quote", "="),
        ("&lt;b&gt; is bold, (&nbsp;) is a space; &eacute;, &egrave; too", "="),
        ("بنویسید &zwnj; یا &amp;nbsp; یا «&copy;»", "="),
        ("کتاب&zwnj;ها و caf&eacute; it&#39;s R&amp;D", "کتاب\u{200c}ها و café it’s R&D"),
        ("&quot;Yes,&quot; he said.&nbsp; Then &quot;No.&quot;", "\"Yes,\" he said. Then \"No.\""),
    ] {
        let mut found = Vec::new();
        hygiene(shown, Lang::UND, &options, &mut found);
        let want = if want == "=" { shown } else { want };
        assert_eq!(apply(shown, &found), want.replace('’', "'"), "{shown}");
    }
}

#[test]
fn forms_of_letters() {
    check(&[
        ("letters and ligatures", "\u{fe91}\u{fe8e}\u{fe8d}\u{fefb} \u{fe81} \u{fc40}", "باالا آ لح"),
        ("Persian letters", "\u{fb58}\u{fbfd}\u{fb90}", "پیک"),
        ("words and signs stay", "ﷲ ﷺ ﷻ ﷼ ﷽ ﴿﴾ ² ½ ﬁ ① Ａ", "ﷲ ﷺ ﷻ ﷼ ﷽ ﴿﴾ ² ½ ﬁ ① Ａ"),
        ("composition", "cafe\u{301} \u{627}\u{653}ب A\u{30a} \u{212b}", "café آب Å Å"),
        ("composition around an invisible character", "e\u{200b}\u{301}", "é"),
        ("composition of a ligature's second letter over a deletion", "\u{fefb}\u{e007f}\u{654}", "لأ"),
        ("Hangul", "\u{1112}\u{1161}\u{11ab}", "한"),
        ("order of marks in Hebrew and Arabic", "שּׁ מְּ مُّ رَّ", "שּׁ מְּ مُّ رَّ"),
        ("Hebrew with points", "בְּרֵאשִׁית בָּרָא", "בְּרֵאשִׁית בָּרָא"),
        ("heh with hamza", "خانۀ ما و \u{6d5}\u{654}", "خانه\u{654} ما و ه\u{654}"),
    ]);
}

#[test]
fn persian_letters() {
    check(&[
        ("yeh and kaf", "اين كتابي است كه ديروز خريدم", "این کتابی است که دیروز خریدم"),
        ("alef maksura", "رأى و نظر او حتى به موسى رسید", "رأی و نظر او حتی به موسی رسید"),
        (
            "other Arabic letters stay",
            "مسئلۀ رؤیت و تأمین إن دائرة المعارف را گفت",
            "مسئله\u{654} رؤیت و تأمین إن دائرة المعارف را گفت",
        ),
        (
            "a verse in quotes",
            "او خواند «إِنَّ اللَّهَ مَعَ الصَّابِرِينَ» و رفت كه بيايد",
            "او خواند «إِنَّ اللَّهَ مَعَ الصَّابِرِينَ» و رفت که بیاید",
        ),
        ("a title in brackets", "این کتاب (نهاية الحكمة) را خواند", "این کتاب (نهاية الحكمة) را خواند"),
        ("Persian in quotes", "او گفت «بياييد برويم» و رفت که بیاید", "او گفت «بیایید برویم» و رفت که بیاید"),
        (
            "an Arabic clause",
            "پیامبر در این باره گفت: لا ضرر ولا ضرار في الإسلام",
            "پیامبر در این باره گفت: لا ضرر ولا ضرار في الإسلام",
        ),
        (
            "addresses",
            "در https://a.example/علي و @كاربر و #كتاب و a.example/كتاب نیست",
            "در https://a.example/علي و @كاربر و #كتاب و a.example/كتاب نیست",
        ),
        ("tatweel in a word", "کتـــاب خوبـی بود", "کتاب خوبی بود"),
        ("tatweel at an end", "سال ۱۳۰۰ هـ.ش و «بـ» و ـها", "سال ۱۳۰۰ هـ.ش و «بـ» و ـها"),
    ]);
}

#[test]
fn spaces_around_persian_punctuation() {
    check(&[
        ("before a mark", "نان ، آب ؛ نمک . چرا ؟ بله ! چنین : نان", "نان، آب؛ نمک. چرا؟ بله! چنین: نان"),
        ("two spaces and a missing one", "نان  ،آب خرید", "نان،آب خرید"),
        (
            "an ellipsis, a smiley, a fraction, a file ending",
            "گفت ... خوب :) و .۵ و .pdf :D",
            "گفت ... خوب :) و .۵ و .pdf :D",
        ),
        ("two sentences", "باران بارید.هوا سرد شد؟بله!خیلی سرد شد", "باران بارید. هوا سرد شد؟ بله! خیلی سرد شد"),
        (
            "abbreviations",
            "سال ۳۰۰ ه.ش و ق.م و ج.ا.ا و پ.ن و رک.صفحه و دکتر.احمدی",
            "سال ۳۰۰ ه.ش و ق.م و ج.ا.ا و پ.ن و رک.صفحه و دکتر.احمدی",
        ),
        ("and begins a sentence", "او رفت.و دیگر نیامد", "او رفت. و دیگر نیامد"),
        (
            "numbers, hosts, paths",
            "۳.۵ و خبر.a.example و a.b و /خانه.باغ و #باغ.خانه",
            "۳.۵ و خبر.a.example و a.b و /خانه.باغ و #باغ.خانه",
        ),
    ]);
}

#[test]
fn arabic_and_other_lines_keep_their_letters_and_punctuation() {
    let cases = [
        (Lang::AR, "ذهب الولد إلى المدرسة ، وكان يقرأ كتابا .ثم عاد إلى البيت"),
        (Lang::FA, "ذهب الولد إلى المدرسة ، وكان يقرأ كتابا .ثم عاد إلى البيت"),
        (Lang::UR, "یہ کتاب بہت اچھی ہے ، ي اور ك"),
        (Lang::CKB, "ئەمە کتێبێکی باشە ، ي و ك"),
    ];
    for (document, text) in cases {
        assert_eq!(repaired(text, document), text);
    }
    assert_eq!(repaired("كتاب\u{a0}جديد\u{200b} في المكتبة\r\n", Lang::AR), "كتاب جديد في المكتبة\n");
}

#[test]
fn code_and_tables_keep_their_spaces() {
    let kept = [
        "fn main() {  let x = 1;  }",
        "    x = 1  # two spaces",
        "name      age     city",
        "one\ttwo\t\tthree",
        "| a  | b  |",
        "نام          سن          شهر",
        "a  b  c  d",
        "  • بند نخست",
    ];
    for text in kept {
        assert_eq!(repaired(text, Lang::FA), text);
        assert_eq!(repaired(text, Lang::EN), text);
    }
    assert_eq!(
        repaired("He came home.  She left at once, it seems.", Lang::EN),
        "He came home. She left at once, it seems."
    );
}

#[test]
fn edits_are_spans_of_the_given_text() {
    let text = "اول\r\nباران بارید.هوا\u{a0}\u{a0}سرد شد ";
    let found: Vec<_> = edits(text, Lang::FA).iter().map(|e| (e.span.slice(text), e.with.to_string(), e.by)).collect();
    // Two repairs by one cause that touch are one edit.
    let expected = [
        ("\r", "", "any.line-ends"),
        ("", " ", "any.glued-sentence"),
        ("\u{a0}\u{a0}", " ", "any.nbsp"),
        (" ", "", "any.spaces"),
    ];
    assert_eq!(found, expected.map(|(was, with, by)| (was, with.to_owned(), by)));
}

#[test]
fn long_lines_are_repaired_in_pieces() {
    let sentence = "این كتاب را ديروز خریدم و خواندم ، بسیار خوب بود ";
    let text = sentence.repeat(4000);
    let once = repaired(&text, Lang::FA);
    assert_eq!(once, "این کتاب را دیروز خریدم و خواندم، بسیار خوب بود ".repeat(4000).trim_end());
    assert_eq!(repaired(&once, Lang::FA), once);
    let without_spaces = "كتاب".repeat(100_000);
    assert_eq!(repaired(&repaired(&without_spaces, Lang::FA), Lang::FA), repaired(&without_spaces, Lang::FA));
}

#[test]
fn a_file_of_nuls_becomes_empty() {
    assert_eq!(repaired(&"\0".repeat(10_000), Lang::UND), "");
}

/// Each of these took the square of its length in some draft.
#[test]
fn long_runs_cost_no_more_than_their_length() {
    let runs = [
        "\u{91}",
        "\u{200c}",
        "\u{200d}",
        "\u{640}",
        " ",
        "(",
        "«",
        "&amp;",
        "&#38;",
        "\u{fefb}",
        "\u{301}",
        "\u{654}",
        "\r",
        "\u{2028}",
        "ي",
        ".",
        "و.",
        " ،",
        "\u{e0061}",
        "@",
        "<a",
        "ۀ",
    ];
    for run in runs {
        let text = format!("این است كه {} و كتاب بود", run.repeat(10_000));
        let once = repaired(&text, Lang::FA);
        assert!(once.starts_with("این است ") && once.ends_with("بود"), "{run}");
    }
}
