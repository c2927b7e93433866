//! JSON as pages have it: read strictly, or else with what people and templates break put right.
//!
//! `//<![CDATA[ {"a":"b` + a raw line break + `c",} //]]>` is `{"a":"b c"}`. Several values one after another are all read.
//!
//! One pass, nothing added but missing ends. Does not mend what has two readings, such as quotation marks in strings.

use crate::document::page::decode_entities;
use serde_json::Value;
use std::borrow::Cow;

/// The values in a block, those that cannot be read left out.
pub(super) fn values(block: &str) -> Vec<Value> {
    if let Ok(value) = serde_json::from_str(block) {
        return vec![value];
    }
    let block = match block.contains("&quot;") && !block.contains("{\"") {
        true => decode_entities(block),
        false => Cow::Borrowed(block),
    };
    let mut values = Vec::new();
    let mut rest = &*block;
    while let Some(start) = start(rest) {
        let (mended, read) = mend(&rest[start..]);
        values.extend(serde_json::from_str::<Value>(&mended).ok());
        rest = &rest[start + read..];
    }
    values
}

/// Where the next value begins: not at the bracket of `<![CDATA[`.
fn start(block: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + block[from..].find(['{', '['])?;
        if !block[..at].ends_with("<!") {
            return Some(at);
        }
        from = at + if block[at..].starts_with("[CDATA[") { "[CDATA[".len() } else { 1 };
    }
}

/// The first value of `block` mended, and how many bytes it has.
fn mend(block: &str) -> (String, usize) {
    let mut out = String::new();
    let mut open = Vec::new();
    let mut in_string = false;
    let mut chars = block.char_indices().peekable();
    let mut end = block.len();
    while let Some((at, c)) = chars.next() {
        if in_string {
            match c {
                '"' => in_string = false,
                '\\' => {
                    match chars.next() {
                        Some((_, escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u'))) => {
                            out.extend(['\\', escaped]);
                        }
                        Some((_, other)) => out.push(other),
                        None => {}
                    }
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                if open.pop() != Some(c) {
                    end = at + c.len_utf8();
                    break;
                }
            }
            '/' if chars.peek().is_some_and(|&(_, c)| c == '*') => {
                let mut before = ' ';
                for (_, c) in chars.by_ref().skip(1) {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
        if open.is_empty() {
            end = at + c.len_utf8();
            break;
        }
    }
    if in_string {
        out.push('"');
    }
    if !open.is_empty() {
        let kept = out.trim_end().trim_end_matches([',', ':']).len();
        out.truncate(kept);
    }
    out.extend(open.into_iter().rev());
    (out, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_blocks_are_mended() {
        for (name, block) in [
            ("a raw line break", "{\"a\":\"b\nc\"}"),
            ("a comma before the end", r#"{"a":"b c",}"#),
            ("comments around it", "<!--\n{\"a\":\"b c\"}\n//-->"),
            ("CDATA", r#"<![CDATA[{"a":"b c"}]]>"#),
            ("CDATA in comments", "//<![CDATA[\n{\"a\":\"b c\"}\n//]]>"),
            ("CDATA in other comments", r#"/*<![CDATA[*/{"a":"b c"}/*]]>*/"#),
            ("a semicolon after it", r#"{"a":"b c"};"#),
            ("a comment in it", r#"{/* x */"a":"b c"}"#),
            ("entities for quotes", "{&quot;a&quot;:&quot;b c&quot;}"),
            ("an escape that is none", r#"{"a":"b\ c"}"#),
            ("cut off", r#"{"a":"b c","#),
        ] {
            let values = values(block);
            assert_eq!(values.first().map(Value::to_string).as_deref(), Some(r#"{"a":"b c"}"#), "{name}");
            assert_eq!(values.len(), 1, "{name}: {values:?}");
        }
    }

    #[test]
    fn one_after_another() {
        assert_eq!(values("{\"a\":1}\n{\"b\":2},[3]").len(), 3);
        for hostile in ["[".repeat(100_000), "<![".repeat(50_000), "]{".repeat(50_000), "[é".into(), "![é".into()] {
            values(&hostile);
        }
    }
}
