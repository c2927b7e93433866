//! Tags and texts of a page for html5ever's tree builder, cut as the standard says.
//!
//! html5ever's own tokenizer goes from character to character, since its input may end anywhere; here all of a page is at
//! hand, so texts, names and values are found by searching for what ends them, and are slices of the page unless they hold
//! character references. The tests compare the trees of both.
//!
//! Line breaks are expected to be `\n` alone. Errors of a page are not told.

use super::{
    budget::{Budget, MAX_ATTRIBUTES},
    doctype, entity,
    lex::{declaration_end, past},
    skipped,
    tree::{Sink, Tree},
};
use html5ever::{
    Attribute, LocalName, QualName, local_name, ns,
    tendril::StrTendril,
    tokenizer::{
        CharacterTokens, CommentToken, DoctypeToken, EOFToken, EndTag, NullCharacterToken, StartTag, Tag, TagKind,
        TagToken, Token, TokenSink, TokenSinkResult, states::RawKind,
    },
    tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink},
};
use memchr::{memchr, memchr2, memmem};

/// How many names are remembered: pages have few, again and again.
const SLOTS: usize = 512;

/// Bytes of most pages to a node of their trees, or more.
const NODE: usize = 64;

/// Bytes of a page between two looks at its tree.
const LOOK: usize = 4 << 10;

/// The tree of `page`, without its ballast; `None` when it costs more than the budget allows, or when a tag without an end
/// would swallow others. Without a budget the tree is what browsers make of the page.
pub(super) fn tree(page: &StrTendril, budget: Option<Budget>) -> Option<Tree> {
    let builder = TreeBuilder::new(Sink::with_room(page.len() / NODE), TreeBuilderOpts::default());
    let mut tokens = Tokens {
        page,
        bytes: page.as_bytes(),
        at: 0,
        nul: memchr(0, page.as_bytes()).is_some(),
        names: [const { (&[] as &[u8], local_name!("")) }; SLOTS],
        builder: &builder,
        budget,
        over: false,
    };
    if !tokens.run() {
        return None;
    }
    drop(tokens);
    Some(builder.sink.finish())
}

struct Tokens<'p> {
    page: &'p StrTendril,
    bytes: &'p [u8],
    at: usize,
    /// The page has NUL characters somewhere.
    nul: bool,
    /// Names of tags and attributes as the page has them, and as the tree has them: the last of each slot.
    names: [(&'p [u8], LocalName); SLOTS],
    builder: &'p TreeBuilder<u32, Sink>,
    budget: Option<Budget>,
    /// The page is not to be read on.
    over: bool,
}

impl<'p> Tokens<'p> {
    fn send(&self, token: Token) -> TokenSinkResult<u32> {
        self.builder.process_token(token, 1)
    }

    /// What does not change how the page is read on.
    fn emit(&self, token: Token) {
        let _ = self.send(token);
    }

    fn find(&self, byte: u8, from: usize) -> Option<usize> {
        memchr(byte, self.bytes.get(from..)?).map(|at| from + at)
    }

    /// The next such byte, and whether there may be character references before it.
    fn until(&self, byte: u8, from: usize) -> (Option<usize>, bool) {
        let found = memchr2(byte, b'&', &self.bytes[from..]).map(|at| from + at);
        match found {
            Some(at) if self.bytes[at] == b'&' => (self.find(byte, at), true),
            _ => (found, false),
        }
    }

    /// Whether `prefix`, in lower case, stands at `at` in any case.
    fn stands(&self, prefix: &[u8], at: usize) -> bool {
        self.bytes.get(at..at + prefix.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(prefix))
    }

    /// The page from one place to another, both between characters.
    fn slice(&self, from: usize, to: usize) -> StrTendril {
        self.page.subtendril(from as u32, (to - from) as u32)
    }

    /// Passes all of the page, unless it is over its budget.
    fn run(&mut self) -> bool {
        let mut look = LOOK;
        while self.at < self.bytes.len() && !self.over {
            if self.at >= look {
                look = self.at + LOOK;
                self.check_budget();
            }
            self.step();
        }
        if !self.over {
            self.emit(EOFToken);
            self.check_budget();
            self.builder.end();
        }
        !self.over
    }

    /// Looks whether the tree has grown over the budget.
    fn check_budget(&mut self) {
        self.over |= self.budget.as_ref().is_some_and(|budget| !budget.allows(&self.builder.sink.tree()));
    }

    /// Passes a tag, a comment, a declaration, or text up to the next of them.
    fn step(&mut self) {
        let from = self.at;
        let is_lt = self.bytes[from] == b'<';
        if is_lt && self.markup() {
            return;
        }
        let (end, decodes) = self.until(b'<', from + usize::from(is_lt));
        self.at = end.unwrap_or(self.bytes.len());
        self.text(from, self.at, decodes);
    }

    /// Passes what `<` begins, unless that is text.
    fn markup(&mut self) -> bool {
        let lt = self.at;
        match (self.bytes.get(lt + 1), self.bytes.get(lt + 2)) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.tag(StartTag, lt + 1),
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.tag(EndTag, lt + 2),
            (Some(b'/'), Some(b'>')) => self.at += 3,
            (Some(b'!'), _) if self.stands(b"<!doctype", lt) => self.doctype(lt + 9),
            (Some(b'!'), _)
                if self.bytes[lt..].starts_with(b"<![CDATA[")
                    && self.builder.adjusted_current_node_present_but_not_in_html_namespace() =>
            {
                let (from, len) = (lt + 9, self.bytes.len());
                let end = memmem::find(&self.bytes[from..], b"]]>").map(|end| from + end);
                self.at = end.map_or(len, |end| end + 3);
                self.text(from, end.unwrap_or(len), false);
            }
            (Some(b'!' | b'?'), _) | (Some(b'/'), Some(_)) => {
                self.at = declaration_end(self.bytes, lt);
                self.over |= self.budget.as_mut().is_some_and(|budget| !budget.pass_comment());
                self.emit(CommentToken(StrTendril::new()));
            }
            _ => return false,
        }
        true
    }

    /// Text of the document.
    fn text(&self, from: usize, to: usize, decodes: bool) {
        let mut from = from;
        while self.nul
            && let Some(nul) = memchr(0, &self.bytes[from..to]).map(|at| from + at)
        {
            self.characters(from, nul, decodes);
            self.emit(NullCharacterToken);
            from = nul + 1;
        }
        self.characters(from, to, decodes);
    }

    fn characters(&self, from: usize, to: usize, decodes: bool) {
        if from < to {
            let decoded = decodes.then(|| entity::decoded(&self.page[from..to], false)).flatten();
            self.emit(CharacterTokens(decoded.map_or_else(|| self.slice(from, to), StrTendril::from)));
        }
    }

    /// A value or raw text: NUL becomes U+FFFD.
    fn value(&self, from: usize, to: usize, decode: impl Fn(&str) -> Option<String>) -> StrTendril {
        let value = &self.page[from..to];
        if self.nul && value.contains('\0') {
            let value = value.replace('\0', "\u{fffd}");
            return StrTendril::from(decode(&value).unwrap_or(value));
        }
        decode(value).map_or_else(|| self.slice(from, to), StrTendril::from)
    }

    fn name(&mut self, from: usize, to: usize) -> LocalName {
        let (written, page) = (&self.bytes[from..to], self.page);
        let known = &mut self.names[slot(written)];
        if known.0 != written {
            let name = page[from..to].to_ascii_lowercase().replace('\0', "\u{fffd}");
            *known = (written, LocalName::from(name));
        }
        known.1.clone()
    }

    /// Passes the tag whose name begins at `name`, and the inside of an element that holds no markup.
    fn tag(&mut self, kind: TagKind, name: usize) {
        let Some((tag, written)) = self.read_tag(kind, name) else {
            // What was cut off is lost; what a lost quote or `>` took with it is not.
            self.over |= self.budget.is_some() && memchr2(b'<', b'>', &self.bytes[name..]).is_some();
            self.at = self.bytes.len();
            return;
        };
        self.over |= self.budget.as_mut().is_some_and(|budget| !budget.pass(&tag));
        if self.over {
            return;
        }
        let is_drawing = tag.name == local_name!("svg") && kind == StartTag && !tag.self_closing;
        let is_data = skipped::is_data(&tag);
        match self.send(TagToken(tag)) {
            TokenSinkResult::RawData(kind) => self.raw(kind, written, is_data),
            TokenSinkResult::Plaintext => {
                let from = std::mem::replace(&mut self.at, self.bytes.len());
                self.raw_text(from, self.at, false);
            }
            TokenSinkResult::Continue | TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {
                if is_drawing && self.budget.is_some() {
                    self.at += skipped::drawing_end(&self.page[self.at..]).unwrap_or_default();
                }
            }
        }
    }

    /// A tag with its name as written; `None` when the page ends in it, or when it is over the budget.
    fn read_tag(&mut self, kind: TagKind, name: usize) -> Option<(Tag, &'p str)> {
        let (bytes, page) = (self.bytes, self.page);
        let name = (name, past(bytes, name, |b| !ENDS_TAG[usize::from(b)]));
        let mut at = name.1;
        let mut tag = Tag {
            kind,
            name: self.name(name.0, name.1),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        let mut count = 0;
        loop {
            at = past(bytes, at, is_space);
            match bytes.get(at)? {
                b'>' => break,
                b'/' => {
                    tag.self_closing = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                    continue;
                }
                _ => {}
            }
            count += 1;
            if count > MAX_ATTRIBUTES && self.budget.is_some() {
                self.over = true;
                return None;
            }
            let attribute = (at, past(bytes, at + 1, |b| !ENDS_ATTRIBUTE[usize::from(b)]));
            at = past(bytes, attribute.1, is_space);
            let (mut value, mut decodes) = ((at, at), false);
            if bytes.get(at) == Some(&b'=') {
                at = past(bytes, at + 1, is_space);
                match bytes.get(at)? {
                    b'>' => {}
                    quote @ (b'"' | b'\'') => {
                        let end;
                        (end, decodes) = self.until(*quote, at + 1);
                        value = (at + 1, end?);
                        at = value.1 + 1;
                    }
                    _ => {
                        value = (at, past(bytes, at, |b| !(is_space(b) || b == b'>')));
                        (at, decodes) = (value.1, true);
                    }
                }
            }
            if kind == StartTag {
                let local = self.name(attribute.0, attribute.1);
                if tag.attrs.iter().any(|known| known.name.local == local) {
                    tag.had_duplicate_attributes = true;
                } else {
                    let value =
                        self.value(value.0, value.1, |value| decodes.then(|| entity::decoded(value, true)).flatten());
                    tag.attrs.push(Attribute { name: QualName::new(None, ns!(), local), value });
                }
            }
        }
        self.at = at + 1;
        Some((tag, &page[name.0..name.1]))
    }

    /// Passes the inside of the element `name` up to its end tag.
    fn raw(&mut self, kind: RawKind, name: &str, is_data: bool) {
        let (from, page) = (self.at, self.page);
        let end = match kind {
            RawKind::Rcdata | RawKind::Rawtext => self.raw_end(name.as_bytes(), from),
            RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => self.script_end(from),
        };
        self.at = end.unwrap_or(self.bytes.len());
        if is_data || self.budget.is_none() || !skipped::is_unread(name, &page[from..self.at]) {
            self.raw_text(from, self.at, kind == RawKind::Rcdata);
        }
        if let Some(end) = end {
            self.tag(EndTag, end + 2);
        }
    }

    fn raw_text(&self, from: usize, to: usize, decodes: bool) {
        if from < to {
            let decode = |text: &str| decodes.then(|| entity::decoded(text, false)).flatten();
            self.emit(CharacterTokens(self.value(from, to, decode)));
        }
    }

    /// Whether the tag `</name` or `<name` (what stands before the name is `lead`) begins at `at`.
    fn is_tag(&self, lead: &[u8], name: &[u8], at: usize) -> bool {
        let after = at + lead.len() + name.len();
        self.bytes[at..].starts_with(lead)
            && self.stands(name, at + lead.len())
            && matches!(self.bytes.get(after), Some(b'\t' | b'\n' | b'\x0c' | b' ' | b'/' | b'>'))
    }

    fn raw_end(&self, name: &[u8], from: usize) -> Option<usize> {
        let mut at = self.find(b'<', from)?;
        while !self.is_tag(b"</", name, at) {
            at = self.find(b'<', at + 1)?;
        }
        Some(at)
    }

    /// Where the end tag of a script begins. In `<!-- -->` a script may hold another one.
    fn script_end(&self, from: usize) -> Option<usize> {
        const NAME: &[u8] = b"script";
        let (mut at, mut escaped, mut nested) = (from, None, false);
        loop {
            at += memchr2(b'<', b'>', self.bytes.get(at..)?)?;
            if self.bytes[at] == b'>' {
                // The dashes may be those that opened it.
                if escaped.is_some_and(|dashes| at >= dashes + 2) && self.bytes[..at].ends_with(b"--") {
                    (escaped, nested) = (None, false);
                }
            } else if self.is_tag(b"</", NAME, at) {
                if !nested {
                    return Some(at);
                }
                nested = false;
            } else if escaped.is_none() && self.bytes[at..].starts_with(b"<!--") {
                escaped = Some(at + 2);
            } else if escaped.is_some() && self.is_tag(b"<", NAME, at) {
                nested = true;
            }
            at += 1;
        }
    }

    /// Passes a doctype, whose keyword ends at `from`.
    fn doctype(&mut self, from: usize) {
        let end = self.find(b'>', from);
        let inside = self.value(from, end.unwrap_or(self.bytes.len()), |_| None);
        self.at = end.map_or(self.bytes.len(), |end| end + 1);
        let mut doctype = doctype::read(&inside);
        doctype.force_quirks |= end.is_none();
        self.emit(DoctypeToken(doctype));
    }
}

/// Where a name is remembered.
fn slot(name: &[u8]) -> usize {
    let hash = name.iter().fold(0_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x9e37_79b1));
    (hash >> 16) as usize % SLOTS
}

/// What ends the name of a tag, and that of an attribute.
static ENDS_TAG: [bool; 256] = byte_set(b"\t\n\x0c />");
static ENDS_ATTRIBUTE: [bool; 256] = byte_set(b"\t\n\x0c />=");

/// Of each byte whether it is one of some.
const fn byte_set(bytes: &[u8]) -> [bool; 256] {
    let (mut byte_set, mut at) = ([false; 256], 0);
    while at < bytes.len() {
        byte_set[bytes[at] as usize] = true;
        at += 1;
    }
    byte_set
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ')
}

#[cfg(test)]
mod tests;
