use super::decode;
use encoding_rs::{Encoding, KOI8_U, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};
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
    for text in [PERSIAN, ARABIC, "It was very cold yesterday, and snow lay everywhere."] {
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
    let cases: [(&str, &'static Encoding); 6] = [
        (PERSIAN, WINDOWS_1256),
        (ARABIC, WINDOWS_1256),
        (russian, WINDOWS_1251),
        (russian, KOI8_U),
        (french, WINDOWS_1252),
        (japanese, SHIFT_JIS),
    ];
    for (text, encoding) in cases {
        // windows-1256 has no Persian yeh.
        let text = text.replace('ی', "ي");
        let html = format!("{}<p>{text}</p>", "<div class=\"menu\"><a href=\"/\">Home</a></div>\n".repeat(400));
        for text in [text.clone(), html, text.repeat(200)] {
            let (bytes, _, lossy) = encoding.encode(&text);
            assert!(!lossy);
            let decoded = decode(&bytes);
            assert_eq!((decoded.charset, decoded.evidence, decoded.replaced), (encoding.name(), "chardetng", 0));
            assert!(decoded.text == text);
        }
    }
}

#[test]
fn files_without_text_are_decoded_too() {
    assert_eq!(decode(&[0; 5000]).text.len(), 5000);
    assert_eq!(decode(&[0]).charset, "UTF-8");
    assert_eq!(decode(b"\xFF").evidence, "chardetng");
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
