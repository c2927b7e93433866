//! Where does a value of JSON end, in bytes that come bit by bit?
//!
//! Strings, brackets and what may follow what are looked at, and no line breaks within strings; what stands for a number is
//! left to whoever reads the value. No recursion: a byte is kept for each open bracket.
//!
//! ```
//! use sarand::read::scan::{Scan, Step};
//! let mut scan = Scan::default();
//! assert_eq!(scan.go_on(b"{\"a\": [1, "), Step::More);
//! assert_eq!(scan.go_on(b"{\"a\": [1, NaN]}, {"), Step::Ends(15));
//! assert_eq!(Scan::default().go_on(b"{\"a\": \"b}, {\"a\": 1}"), Step::Broken(13));
//! ```

/// What a scan came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The value goes on.
    More,
    /// It ends before this byte.
    Ends(usize),
    /// This byte cannot stand there.
    Broken(usize),
}

/// The scan of one value.
#[derive(Debug, Default)]
pub struct Scan {
    at: usize,
    open: Vec<u8>,
    /// The last byte that is no space; of a string its end, of other plain values [`PLAIN`]; 0 before the first.
    last: u8,
    in_string: bool,
}

/// Stands for a byte of a number or a name.
const PLAIN: u8 = b'0';

impl Scan {
    /// Goes on in `bytes`: those of before, and more.
    pub fn go_on(&mut self, bytes: &[u8]) -> Step {
        while let Some(&byte) = bytes.get(self.at) {
            if self.in_string {
                if let Some(step) = self.string(bytes) {
                    return step;
                }
                continue;
            }
            let top = self.open.last().copied();
            if top.is_none() && self.last == PLAIN && (byte.is_ascii_whitespace() || b",]}".contains(&byte)) {
                return Step::Ends(self.at);
            }
            let comes_value = matches!(self.last, 0 | b'[' | b':') || (self.last == b',' && top == Some(b'['));
            let comes_key = self.last == b'{' || (self.last == b',' && top == Some(b'{'));
            let (fits, last) = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => (true, self.last),
                b'"' => {
                    self.in_string = true;
                    (comes_value || comes_key, self.last)
                }
                b'{' | b'[' => {
                    self.open.push(byte);
                    (comes_value, byte)
                }
                b'}' => (self.open.pop() == Some(b'{'), byte),
                b']' => (self.open.pop() == Some(b'['), byte),
                b':' => (self.last == b'"' && top == Some(b'{'), byte),
                b',' => (top.is_some(), byte),
                _ => (comes_value || self.last == PLAIN, PLAIN),
            };
            if !fits {
                return Step::Broken(self.at);
            }
            self.at += 1;
            self.last = last;
            if self.open.is_empty() && matches!(byte, b'}' | b']') {
                return Step::Ends(self.at);
            }
        }
        Step::More
    }

    /// Whether the value ends where the bytes do.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.open.is_empty() && self.last == PLAIN
    }

    /// Goes on in a string.
    fn string(&mut self, bytes: &[u8]) -> Option<Step> {
        let Some(stop) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[self.at..]) else {
            self.at = bytes.len();
            return Some(Step::More);
        };
        let at = self.at + stop;
        self.at = at;
        match bytes[at] {
            b'\n' => return Some(Step::Broken(at)),
            // What is escaped must be there, too.
            b'\\' if bytes.len() < at + 2 => return Some(Step::More),
            b'\\' => self.at += 2,
            _ => {
                self.at += 1;
                self.in_string = false;
                self.last = b'"';
                if self.open.is_empty() {
                    return Some(Step::Ends(self.at));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end_however_the_bytes_come() {
        for (text, step) in [
            (r#"{"a": "}\"", "b": [{}, -1.5e3, null]} {"#, Step::Ends(37)),
            (r#""a, b", 1"#, Step::Ends(6)),
            ("12, 3", Step::Ends(2)),
            ("null]", Step::Ends(4)),
            ("[[], {}]", Step::Ends(8)),
            (r#"{"a": 1"#, Step::More),
            (r#"{"a": "\"#, Step::More),
            (r#"{"a": 1 "b": 2}"#, Step::Broken(8)),
            (r#"{"a": 1, {"a": 2}"#, Step::Broken(9)),
            (r#"{"a": [1}"#, Step::Broken(8)),
            (r#"{a: 1}"#, Step::Broken(1)),
            ("{\"a\": \"b\n\"}", Step::Broken(8)),
            ("}", Step::Broken(0)),
        ] {
            assert_eq!(Scan::default().go_on(text.as_bytes()), step, "{text}");
            let mut scan = Scan::default();
            let steps = (1..=text.len()).map(|end| scan.go_on(&text.as_bytes()[..end]));
            assert_eq!(steps.into_iter().find(|step| *step != Step::More).unwrap_or(Step::More), step, "{text}");
        }
    }
}
