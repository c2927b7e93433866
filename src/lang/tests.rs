use super::{Lang, detect, detect_line};

#[test]
fn language_of_a_text() {
    let cases = [
        ("fa", "هوا امروز سرد است و باران می‌بارد."),
        ("fa", "هوا امروز سرد است و باران مي بارد، كتاب را از كتابخانه گرفتم."),
        ("fa", "دانشجويان در اين جلسه شركت كردند و از استادان خود سپاسگزاري نمودند"),
        ("ar", "ذهب الولد إلى المدرسة في الصباح الباكر مع أخيه."),
        ("ar", "افتتحت المکتبة الجدیدة فی المدینة یوم الأحد"),
        ("ur", "آج موسم بہت اچھا ہے اور بچے باغ میں کھیل رہے ہیں۔"),
        ("ckb", "ئەمڕۆ هەوا زۆر خۆشە و منداڵان لە باخچە یاری دەکەن"),
        ("ps", "نن هوا ډېره ښه ده او ماشومان په باغ کې لوبې کوي"),
        ("en", "The children are playing in the garden because the weather is fine today."),
        ("fr", "Les enfants jouent dans le jardin parce qu'il fait beau aujourd'hui, et leur mère lit un livre."),
        ("de", "Die Kinder spielen im Garten, weil das Wetter heute schön ist, und ihre Mutter liest ein Buch."),
        ("ru", "Дети играют в саду, потому что сегодня хорошая погода, а их мать читает книгу."),
        ("uk", "Діти граються в саду, тому що сьогодні гарна погода, а їхня мати читає книжку."),
        ("he", "הילדים משחקים בגן"),
        ("el", "Τα παιδιά παίζουν"),
        ("zh", "孩子们在花园里玩"),
        ("ja", "子供たちが庭で遊んでいる"),
        ("ko", "아이들이 정원에서 놀고 있다"),
        ("hi", "बच्चे बगीचे में खेल रहे हैं"),
        ("th", "เด็กๆ กำลังเล่น"),
        ("und", ""),
        ("und", "۱۲۳ ... 456 — !"),
    ];
    for (lang, text) in cases {
        assert_eq!(detect(text).as_str(), lang, "{text}");
    }
}

#[test]
fn language_of_a_line_in_a_document() {
    let cases = [
        ("fa", "fa", "تهران"),
        ("fa", "fa", "دائرة‌المعارف بزرگ اسلامی"),
        ("fa", "fa", "خبرگزاري مهر"),
        ("fa", "fa", "آية الله العظمي بروجردي"),
        ("fa", "ar", "قال رسول الله صلى الله عليه وآله: إنما الأعمال بالنيات"),
        ("ar", "ar", "دمشق"),
        ("ar", "fa", "پیش از این گفته بود که به تهران می‌آید"),
        ("fa", "en", "Share on Facebook"),
        ("fa", "fa", "----- ۱۲ -----"),
        ("fr", "fr", "Share"),
        ("en", "fa", "گزارش‌ها می‌گویند"),
        ("ur", "ur", "خبر"),
        ("ckb", "ckb", "هەوا خۆشە"),
    ];
    for (document, lang, line) in cases {
        let document = Lang::parse(document).unwrap();
        assert_eq!(detect_line(line, document).as_str(), lang, "{line}");
    }
}

#[test]
fn letters_after_a_long_head_without_any_are_found() {
    let text = format!("{}\nכותרת", "- 12 ".repeat(5000));
    assert_eq!(detect(&text).as_str(), "he");
}
