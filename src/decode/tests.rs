use super::{Charset, Hints, decode, decode_with};
use encoding_rs::{Encoding, ISO_8859_6, KOI8_U, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};
use proptest::prelude::*;
use std::borrow::Cow;

const PERSIAN: &str = "دیروز هوا بسیار سرد بود و برف همه جا را پوشانده بود. مردم در خانه‌ها مانده بودند و چای می‌نوشیدند؛ کودکان از پنجره به کوچه نگاه مي‌کردند.";
const ARABIC: &str =
    "كان الطقس باردا جدا أمس، وغطى الثلج كل شيء. بقي الناس في بيوتهم يشربون الشاي، ونظر الأطفال من النافذة إلى الشارع.";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn valid_utf8_is_borrowed() {
    for text in ["", "plain", PERSIAN, "a\u{FFFD}b"] {
        let decoded = decode(text.as_bytes());
        assert!(matches!(decoded.text, Cow::Borrowed(same) if same == text));
        assert_eq!((decoded.charset, decoded.evidence, decoded.replaced), ("UTF-8", "utf-8", 0));
    }
}

#[test]
fn byte_order_marks_are_read_and_dropped() {
    let cases = [
        ([&b"\xEF\xBB\xBF"[..], ARABIC.as_bytes()].concat(), "UTF-8"),
        ([b"\xFF\xFE".to_vec(), utf16(ARABIC, u16::to_le_bytes)].concat(), "UTF-16LE"),
        ([b"\xFE\xFF".to_vec(), utf16(ARABIC, u16::to_be_bytes)].concat(), "UTF-16BE"),
    ];
    for (bytes, charset) in cases {
        let decoded = decode(&bytes);
        assert_eq!(
            (decoded.text.as_ref(), decoded.charset, decoded.evidence, decoded.replaced),
            (ARABIC, charset, "bom", 0)
        );
    }
}

#[test]
fn utf16_without_a_mark() {
    let russian = "Вчера было очень холодно, и снег лежал повсюду.";
    let thai = "เมื่อวานอากาศหนาวมาก และหิมะตกอยู่ทุกที่";
    let japanese = "昨日はとても寒くて、一日中雪が積もっていました。\n人々は家でお茶を飲んでいました。";
    let korean = "어제는 매우 추웠고 눈이 어디에나 쌓여 있었다.";
    for text in
        [PERSIAN, ARABIC, russian, thai, japanese, korean, "It was very cold yesterday, and snow lay everywhere."]
    {
        for (bytes, charset) in
            [(utf16(text, u16::to_le_bytes), "UTF-16LE"), (utf16(text, u16::to_be_bytes), "UTF-16BE")]
        {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.charset, decoded.evidence), (text, charset, "utf-16-parity"));
        }
    }
}

#[test]
fn utf8_with_bad_bytes_stays_utf8() {
    let mut bytes = PERSIAN.as_bytes().to_vec();
    bytes.insert(10, 0xFF);
    bytes.extend_from_slice("\u{FFFD} \u{645}".as_bytes());
    bytes.push(0xD9);
    let decoded = decode(&bytes);
    assert_eq!((decoded.charset, decoded.evidence, decoded.replaced), ("UTF-8", "utf-8-lenient", 2));
    assert_eq!(decoded.text.replace('\u{FFFD}', ""), format!("{PERSIAN} م"));
}

#[test]
fn one_byte_charsets_are_told_by_a_sample() {
    let russian =
        "Вчера было очень холодно, и снег лежал повсюду. Люди сидели дома и пили чай, дети смотрели в окно на улицу.";
    let french = "Il faisait très froid hier, et la neige était tombée partout. Les élèves regardaient par la fenêtre.";
    let japanese = "昨日はとても寒くて、雪が積もっていました。人々は家でお茶を飲んでいました。";
    let cases: [(&str, &'static Encoding, &str); 7] = [
        (PERSIAN, WINDOWS_1256, "letter-pairs"),
        (ARABIC, WINDOWS_1256, "letter-pairs"),
        (ARABIC, ISO_8859_6, "letter-pairs"),
        (russian, WINDOWS_1251, "chardetng"),
        (russian, KOI8_U, "chardetng"),
        (french, WINDOWS_1252, "chardetng"),
        (japanese, SHIFT_JIS, "chardetng"),
    ];
    for (text, encoding, evidence) in cases {
        // windows-1256 has no Persian yeh.
        let text = text.replace('ی', "ي");
        let html = format!("{}<p>{text}</p>", "<div class=\"menu\"><a href=\"/\">Home</a></div>\n".repeat(400));
        for text in [text.clone(), html, text.repeat(200)] {
            let (bytes, _, lossy) = encoding.encode(&text);
            assert!(!lossy);
            let decoded = decode(&bytes);
            assert_eq!((decoded.charset, decoded.evidence, decoded.replaced), (encoding.name(), evidence, 0));
            assert!(decoded.text == text);
        }
    }
}

#[test]
fn letters_of_one_language_tell_charsets_of_the_latin_script_apart() {
    for (text, encoding) in [
        ("Sąsiedzi mogą tam zobaczyć tylko łąkę i ogród.", encoding_rs::WINDOWS_1250),
        ("Değişikliği bildirdim; teşhirci değil, çiçekçi.", encoding_rs::WINDOWS_1254),
        ("Les élèves « doués » étaient où, là-bas ?", WINDOWS_1252),
        ("Žluťoučký kůň úpěl ďábelské ódy.", encoding_rs::WINDOWS_1250),
    ] {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy);
        assert_eq!(decode(&bytes).text, text);
    }
}

#[test]
fn the_last_word_tells_the_charset_too() {
    for text in ["Bir daha oraya bakamayacağı", "Bakan'ın sözcüsü ve baş"] {
        let (bytes, _, _) = encoding_rs::WINDOWS_1254.encode(text);
        assert_eq!(decode(&bytes).text, text);
    }
    // Cut within a character.
    let (bytes, _, _) = SHIFT_JIS.encode("昨日はとても寒くて、雪が積もっていました。");
    assert_eq!(decode(&bytes[..bytes.len() - 3]).charset, "Shift_JIS");
}

#[test]
fn files_that_change_their_charset_are_read_by_line_runs() {
    let yeh = PERSIAN.replace('ی', "ي");
    let (legacy, _, _) = WINDOWS_1256.encode(&yeh);
    let lines = |parts: &[&[u8]]| parts.join(&b'\n');
    for (bytes, text) in [
        (lines(&[PERSIAN.as_bytes(), &legacy, b"<hr>", &legacy]), [PERSIAN, &yeh, "<hr>", &yeh].join("\n")),
        (lines(&[&legacy, ARABIC.as_bytes(), b"<hr>"]), [&yeh, ARABIC, "<hr>"].join("\n")),
    ] {
        let decoded = decode(&bytes);
        assert_eq!((decoded.charset, decoded.evidence, decoded.mixed), ("windows-1256", "line-runs", true));
        assert_eq!((decoded.text.as_ref(), decoded.replaced), (text.as_str(), 0));
    }
}

#[test]
fn claims_decide_between_what_the_bytes_leave_open_and_orders_always() {
    let hint = |label| Hints::parse(label).unwrap();
    // Too short to tell Turkish from French.
    let (bytes, _, _) = encoding_rs::WINDOWS_1254.encode("ABD'nin paketinin yetersizliği");
    assert_eq!(decode(&bytes).charset, "windows-1252");
    let decoded = decode_with(&bytes, hint("iso-8859-9"));
    assert_eq!((decoded.charset, decoded.evidence), ("windows-1254", "claim"));
    let page = [b"<meta charset=\"windows-1254\">", &bytes[..]].concat();
    assert_eq!(decode(&page).charset, "windows-1254");
    // A false claim.
    let (bytes, _, _) = WINDOWS_1256.encode(ARABIC);
    for label in ["utf-8", "iso-8859-1", "windows-1251", "shift_jis", "utf-16le", "x-mac-arabic"] {
        assert_eq!(decode_with(&bytes, hint(label)).charset, "windows-1256", "{label}");
        assert_eq!(decode_with(ARABIC.as_bytes(), hint(label)).charset, "UTF-8", "{label}");
    }
    let forced = decode_with(&bytes, hint("windows-1251!"));
    assert_eq!((forced.charset, forced.evidence), ("windows-1251", "forced"));
    assert_eq!(decode_with(b"\xEF\xBB\xBFa", hint("utf-8!")).text, "a");
}

#[test]
fn old_macs_wrote_arabic_and_persian_too() {
    // From the letters of ISO-8859-6, which these charsets share, and their own.
    let (arabic, _, _) = ISO_8859_6.encode("كان الطقس باردا جدا امس وغطى الثلج كل شيء");
    let mac = [&arabic[..], b" \xA0\xB1\xB2"].concat();
    assert_eq!(decode(&mac).charset, "x-mac-arabic");
    assert!(decode(&mac).text.ends_with("شيء  ١٢"));
    let (persian, _, _) = ISO_8859_6.encode("ديروز هوا بسيار سرد بود و برف همه جا را ");
    let mac = [&persian[..], b"\xF3\xE8\xD4\xC7\xE6\xCF\xE7 \xB1"].concat();
    let decoded = decode(&mac);
    assert_eq!((decoded.charset, decoded.evidence), ("x-mac-farsi", "letter-pairs"));
    assert!(decoded.text.ends_with("پوشانده ۱"));
    assert_eq!(decoded.charset, Charset::MacFarsi.name());
}

#[test]
fn files_without_text_are_decoded_too() {
    assert_eq!(decode(&[0; 5000]).text.len(), 5000);
    assert_eq!(decode(&[0]).charset, "UTF-8");
    assert_eq!(decode(b"It was cold.\0 Snow lay everywhere.").charset, "UTF-8");
    assert_ne!(decode(b"Il fit tr\xe8s froid.\0 La neige \xe9tait l\xe0.").evidence, "utf-16-parity");
    assert_eq!(decode(b"\xFF").text.chars().count(), 1);
    let noise: Vec<u8> = (0..200_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(!decode(&noise).text.is_empty());
    assert!(!decode(&[0xB0; 100_000]).text.is_empty());
}

proptest! {
    #[test]
    fn any_bytes_are_decoded(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let decoded = decode(&bytes);
        prop_assert!(bytes.is_empty() || !decoded.text.is_empty() || decoded.evidence == "bom");
        prop_assert!(decoded.replaced <= bytes.len());
    }

    #[test]
    fn text_comes_back(text in "[a-zآ-ی .،\n]{2,80}") {
        prop_assert_eq!(decode(text.as_bytes()).text, text.as_str());
    }
}
