//! Squashing a line, fast: the one thing done to every byte of every document.
//!
//! The same as folding it ([`super::view`]), dropping its spaces and trimming its edges, in one pass over its bytes and
//! without an allocation for a line; a test holds the two together.

use super::{
    Unit,
    common::{is_edge, quote},
    fold_char,
    word_starts::WordStarts,
};
use std::sync::LazyLock;

/// What squashing a line tells about it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineShape {
    /// The squashed line in the arena.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// How many words it has.
    pub(crate) words: u32,
    /// Characters of the folded view.
    pub(crate) chars: u32,
    /// The same, where a character of a script without spaces counts as two.
    pub(crate) weight: u32,
    /// The ASCII characters of the folded view that are no letters: bit `n` for character `n`.
    pub(crate) marks: u128,
    /// The first visible character, folded; `\0` when it is not ASCII or there is none.
    pub(crate) first: u8,
    /// The last visible character, folded, `"` for any quotation mark; `\0` when it is not ASCII or there is none.
    pub(crate) last: u8,
}

/// What a character of a table becomes.
#[derive(Clone, Copy, Default, PartialEq)]
enum Folding {
    #[default]
    Nothing,
    Space,
    Quote,
    /// A letter: two bytes in the Arabic table, one in the ASCII table.
    Letter,
    /// An ASCII digit.
    Digit,
    /// An ASCII mark.
    Mark,
    /// None of these: the general case decides.
    Other,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    folding: Folding,
    bytes: [u8; 2],
}

impl Entry {
    fn of(c: char, width: usize) -> Self {
        let mut entry = Self::default();
        let mut units = 0;
        fold_char(c, &mut |unit| {
            units += 1;
            let put = |to: char, entry: &mut Self| to.len_utf8() <= 2 && !to.encode_utf8(&mut entry.bytes).is_empty();
            entry.folding = match unit {
                Unit::Drop => Folding::Nothing,
                Unit::Space => Folding::Space,
                Unit::Quote => Folding::Quote,
                Unit::Word(to) if to.is_ascii_digit() && put(to, &mut entry) => Folding::Digit,
                Unit::Word(to) if to.len_utf8() == width && put(to, &mut entry) => Folding::Letter,
                Unit::Mark(to) if to.is_ascii() && put(to, &mut entry) => Folding::Mark,
                _ => Folding::Other,
            };
        });
        if units > 1 { Self { folding: Folding::Other, ..entry } } else { entry }
    }
}

/// U+0600-U+06FF, because four fifths of our text is in it.
static ARABIC: LazyLock<[Entry; 256]> =
    LazyLock::new(|| std::array::from_fn(|i| Entry::of(char::from_u32(0x600 + i as u32).unwrap_or(' '), 2)));

/// The letters of [`ARABIC`]; zeros for what is none.
static LETTERS: LazyLock<[[u8; 2]; 256]> =
    LazyLock::new(|| ARABIC.map(|entry| if entry.folding == Folding::Letter { entry.bytes } else { [0; 2] }));

static ASCII: LazyLock<[Entry; 128]> = LazyLock::new(|| std::array::from_fn(|i| Entry::of(i as u8 as char, 1)));

/// Appends the squashed view of `line` to `arena` and puts its word starts (arena offsets) into `starts`.
pub(crate) fn squash_into(line: &str, arena: &mut Vec<u8>, starts: &mut WordStarts) -> LineShape {
    let mut writer = Writer::<false>::new(line, arena, starts);
    writer.run();
    writer.finish()
}

/// The folded view of `line`: the same, with its spaces and edges.
pub(super) fn fold_whole(line: &str) -> String {
    let (mut out, mut starts) = (Vec::new(), WordStarts::default());
    let mut writer = Writer::<true>::new(line, &mut out, &mut starts);
    writer.run();
    writer.finish();
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The ZWNJ, of which folding leaves nothing.
const ZWNJ: &[u8] = "\u{200C}".as_bytes();

/// One line being squashed, or with `SPACES` folded. Letters are written in runs, so that the usual word costs one look at its neighbours.
struct Writer<'a, const SPACES: bool> {
    line: &'a str,
    ascii: &'static [Entry; 128],
    arabic: &'static [Entry; 256],
    letters: &'static [[u8; 2]; 256],
    out: &'a mut Vec<u8>,
    begin: usize,
    /// Where the next byte goes; `out` is longer.
    at: usize,
    starts: &'a mut WordStarts,
    wide: u32,
    /// White space before the next character.
    space: bool,
    /// A letter here would start a word.
    boundary: bool,
    shape: LineShape,
}

impl<'a, const SPACES: bool> Writer<'a, SPACES> {
    fn new(line: &'a str, out: &'a mut Vec<u8>, starts: &'a mut WordStarts) -> Self {
        let begin = out.len();
        // Nothing but a ligature folds to more bytes than it has; those make room for themselves.
        out.resize(begin + line.len() + 2, 0);
        starts.cover(out.len());
        let (ascii, arabic, letters) = (&*ASCII, &*ARABIC, &*LETTERS);
        let shape = LineShape::default();
        Self {
            line,
            ascii,
            arabic,
            letters,
            out,
            begin,
            at: begin,
            starts,
            wide: 0,
            space: false,
            boundary: true,
            shape,
        }
    }

    fn run(&mut self) {
        let bytes = self.line.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            let b = bytes[i];
            let (entry, width) = if b < 0x80 {
                (self.ascii[b as usize], 1)
            } else if b & 0xfc == 0xd8 && i + 1 < bytes.len() {
                (self.arabic[place(b, bytes[i + 1])], 2)
            } else {
                (Entry { folding: Folding::Other, bytes: [0; 2] }, 0)
            };
            match entry.folding {
                Folding::Letter => {
                    self.begin_character(true);
                    self.shape.last = if width == 1 { entry.bytes[0] } else { 0 };
                    if self.at == self.begin {
                        self.shape.first = self.shape.last;
                    }
                    i = if width == 2 { self.arabic_words(bytes, i) } else { self.ascii_letters(bytes, i) };
                    continue;
                }
                Folding::Nothing => {}
                Folding::Space => (self.space, self.boundary) = (true, true),
                Folding::Quote => self.shape.last = b'"',
                Folding::Digit => self.ascii_character(entry.bytes[0], true),
                Folding::Mark => self.ascii_character(entry.bytes[0], false),
                // So frequent in Persian that it is not looked up.
                Folding::Other if bytes[i..].starts_with(ZWNJ) => i += ZWNJ.len(),
                Folding::Other => {
                    let Some(c) = self.line[i..].chars().next() else { return };
                    self.general(i, c);
                    i += c.len_utf8();
                    continue;
                }
            }
            i += width;
        }
    }

    /// What comes before a visible character: the space that stands for white space, and a word start.
    #[inline(always)]
    fn begin_character(&mut self, word: bool) {
        if self.space {
            if self.at > self.begin {
                self.shape.chars += 1;
                if SPACES {
                    self.out[self.at] = b' ';
                    self.at += 1;
                }
            }
            self.space = false;
        }
        if word && self.boundary {
            self.starts.put(self.at);
            self.shape.words += 1;
        }
        self.boundary = !word;
    }

    /// Words of Arabic letters, a space apart, from the first letter of one on.
    fn arabic_words(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut at = from;
        loop {
            let end = self.arabic_letters(bytes, at);
            self.shape.chars += ((end - at) / 2) as u32;
            match bytes[end..] {
                [b' ', lead, next, ..] if lead & 0xfc == 0xd8 && self.letters[place(lead, next)] != [0; 2] => {
                    (self.space, self.boundary) = (true, true);
                    self.begin_character(true);
                    at = end + 1;
                }
                _ => return end,
            }
        }
    }

    fn arabic_letters(&mut self, bytes: &[u8], from: usize) -> usize {
        let (from_here, out) = (&bytes[from..], &mut self.out[self.at..]);
        let letters = self.letters;
        let folded = |lead: u8, next: u8| if lead & 0xfc == 0xd8 { letters[place(lead, next)] } else { [0; 2] };
        let mut read = 0;
        // Two at a time while there are two, since most words are longer than one letter.
        while let (Some(&[a, b, c, d]), Some(to)) = (from_here[read..].first_chunk(), out[read..].first_chunk_mut()) {
            let (one, two) = (folded(a, b), folded(c, d));
            if one == [0; 2] || two == [0; 2] {
                break;
            }
            *to = [one[0], one[1], two[0], two[1]];
            read += 4;
        }
        if let (Some(&[lead, next]), Some(to)) = (from_here[read..].first_chunk(), out[read..].first_chunk_mut()) {
            let letter = folded(lead, next);
            if letter != [0; 2] {
                *to = letter;
                read += 2;
            }
        }
        self.at += read;
        from + read
    }

    fn ascii_letters(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut read = 0;
        for (&b, to) in bytes[from..].iter().zip(&mut self.out[self.at..]) {
            let entry = self.ascii[usize::from(b & 0x7f)];
            if b >= 0x80 || entry.folding != Folding::Letter {
                break;
            }
            *to = entry.bytes[0];
            self.shape.last = entry.bytes[0];
            read += 1;
        }
        self.at += read;
        self.shape.chars += read as u32;
        from + read
    }

    fn ascii_character(&mut self, to: u8, word: bool) {
        self.begin_character(word);
        self.shape.chars += 1;
        self.shape.marks |= 1 << to;
        if self.at == self.begin {
            self.shape.first = to;
        }
        self.shape.last = to;
        self.out[self.at] = to;
        self.at += 1;
    }

    /// Any character, by the general folding.
    fn general(&mut self, offset: usize, c: char) {
        let line = self.line;
        let left = line.len() - offset;
        fold_char(c, &mut |unit| match if unit == Unit::Quote { quote(line, offset, c) } else { unit } {
            Unit::Drop => {}
            Unit::Space => (self.space, self.boundary) = (true, true),
            Unit::Quote => self.shape.last = b'"',
            Unit::Mark(to) if to.is_ascii() => {
                self.make_room(left);
                self.ascii_character(to as u8, false);
            }
            unit @ (Unit::Word(to) | Unit::Mark(to)) => {
                self.make_room(left);
                self.begin_character(matches!(unit, Unit::Word(_)));
                self.shape.chars += 1;
                self.wide += u32::from(is_wide(to));
                if to.is_ascii_digit() {
                    self.shape.marks |= 1 << (to as u8);
                }
                let mark = if to.is_ascii() { to as u8 } else { 0 };
                if self.at == self.begin {
                    self.shape.first = mark;
                }
                self.shape.last = if matches!(to, '。' | '｡') { b'.' } else { mark };
                self.at += to.encode_utf8(&mut self.out[self.at..]).len();
            }
        });
    }

    /// Room for one more character beside what is left of the line.
    fn make_room(&mut self, left: usize) {
        let need = self.at + left + 8;
        if need > self.out.len() {
            self.out.resize(need, 0);
            self.starts.cover(need);
        }
    }

    fn finish(self) -> LineShape {
        let Self { out, begin, at, wide, mut shape, .. } = self;
        out.truncate(at);
        shape.weight = shape.chars + wide;
        let edge = |b: &u8| is_edge(*b as char);
        let line = &out[begin..];
        let (head, tail) = match line.iter().position(|b| !edge(b)) {
            Some(head) => (head, line.iter().rposition(|b| !edge(b)).map_or(line.len(), |last| last + 1)),
            None => (0, line.len()),
        };
        (shape.start, shape.end) = ((begin + head) as u32, (begin + tail) as u32);
        shape
    }
}

/// The place of a two-byte character of U+0600-U+06FF in its table.
fn place(lead: u8, next: u8) -> usize {
    usize::from(lead & 3) << 6 | usize::from(next & 0x3f)
}

/// Scripts written without spaces, where a character says about twice as much.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}
