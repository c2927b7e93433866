//! Is a text plain Persian? A glance at its bytes, many at a time, before anybody counts letters and words.
//!
//! Says no rather too often: [`super::arabic`] is asked then. A yes needs several letters that Arabic has not, and none that
//! Persian has not.

/// Bytes looked at together: no count of them overflows a byte.
const CHUNK: usize = 64;

/// So much must speak for Persian; as much as [`super::arabic`] wants to be clear.
const CLEAR: u32 = 24;

/// Whether many letters of `text` are Persian alone, and none is of another language. A letter at its very end may be
/// missed.
pub(super) fn is_persian(text: &str) -> bool {
    let mut score = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(window) = bytes.get(at..at + CHUNK + 1).and_then(<[u8]>::first_chunk::<{ CHUNK + 1 }>) {
        let Some(of_chunk) = speaks(window) else { return false };
        score += of_chunk;
        at += CHUNK;
    }
    let mut rest = [b' '; CHUNK + 1];
    let left = &bytes[at..];
    rest[..left.len()].copy_from_slice(left);
    score + speaks(&rest).unwrap_or(0) >= CLEAR && speaks(&rest).is_some()
}

/// How much a chunk of bytes speaks for Persian; `None` when something in it does not. The last byte is only looked at with
/// the one before it.
fn speaks(window: &[u8; CHUNK + 1]) -> Option<u32> {
    let (mut score, mut strange) = (0_u8, false);
    for i in 0..CHUNK {
        let (points, is_strange) = letter(window[i], window[i + 1]);
        score += points;
        strange |= is_strange;
    }
    (!strange).then_some(u32::from(score))
}

/// What two bytes speak for Persian, and whether they are no Persian letter. Operators that always look at both sides keep it
/// free of branches.
#[inline(always)]
fn letter(byte: u8, next: u8) -> (u8, bool) {
    let (is_d8, is_d9, is_da, is_db) = (byte == 0xD8, byte == 0xD9, byte == 0xDA, byte == 0xDB);
    // پ چ ژ گ, ی ک
    let is_own = (is_d9 & (next == 0xBE)) | (is_da & ((next == 0x86) | (next == 0x98) | (next == 0xAF)));
    let is_shape = (is_db & (next == 0x8C)) | (is_da & (next == 0xA9));
    // أ إ ة, ك ى ي; beyond vowel signs D9 has letters of other languages.
    let is_arabic = (is_d8 & ((next == 0xA3) | (next == 0xA5) | (next == 0xA9)))
        | (is_d9 & ((next == 0x83) | (next == 0x89) | (next == 0x8A) | ((next >= 0xAE) & (next != 0xBE))));
    let is_other = (is_da & !is_own & !is_shape) | (is_db & (next != 0x8C) & (next.wrapping_sub(0xB0) >= 10));
    // Letters of other scripts; E2 begins marks, ZWNJ among them.
    let is_far = (0xC3..0xD8).contains(&byte) | ((byte >= 0xDC) & (byte != 0xE2));
    let is_latin = (byte | 0x20).wrapping_sub(b'a') < 26;
    (2 * u8::from(is_shape) + 4 * u8::from(is_own), is_arabic | is_other | is_far | is_latin)
}

#[cfg(test)]
mod tests {
    use super::is_persian;

    const PERSIAN: &str = "گزارش تازه‌ای که دیروز پخش شد می‌گوید که یک کشتی کوچک در چند کیلومتری ساحل پیدا شده است";

    #[test]
    fn persian_is_told_by_its_letters() {
        assert!(is_persian(PERSIAN));
        assert!(is_persian(&PERSIAN.repeat(5)));
        for other in [
            "أعلنت الوزارة يوم الاثنين أن العمل في المدينة سيستمر حتى نهاية الشهر كما قال المتحدث",
            "اعلنت الوزارة یوم الاثنین ان العمل فی المدینة سیستمر حتی نهایة الشهر کما قال المتحدث",
            "وزیر اعظم نے کہا ہے کہ یہ ایک اچھی بات ہے اور ہم سب کو مل کر کام کرنا ہوگا",
            "ئه‌م هه‌واڵه له‌ کوردستان بڵاو کرایه‌وه و گەلێک کەس گوێیان لێ گرت",
            "The pier was closed on Monday",
            "",
        ] {
            assert!(!is_persian(other), "{other}");
        }
        // One letter that Persian has not, wherever it stands.
        for at in (0..PERSIAN.len()).filter(|&at| PERSIAN.is_char_boundary(at)) {
            for strange in ["ي", "ة", "ٹ", "ڪ", "ە", "x", "я", "ü"] {
                let text = format!("{}{strange}{}", &PERSIAN[..at], &PERSIAN[at..]);
                assert!(!is_persian(&text), "{text}");
            }
        }
    }
}
