//! The lines of a page as they grow: words in, white space collapsed, one line a block.
//!
//! `text("  a\n b "), end_line(), end_line(), text("c")` is `"a b\nc"`. Only ASCII white space collapses: NBSP, ZWNJ and
//! their like are text, and are left to the repairs; a line of nothing else is no line. Knows nothing of elements.

use memchr::memchr;

/// Whether there is anything to see: neither white space of any kind nor invisible characters alone.
pub(crate) fn has_visible(text: &str) -> bool {
    text.chars().any(|c| {
        !(c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
    })
}

/// Where the first `most` words end, or those before white space that is no single space, and how many spaces part them.
fn words(text: &[u8], most: usize) -> (usize, usize) {
    let (mut end, mut gaps) = (0, 0);
    loop {
        let rest = &text[end..];
        end += rest.iter().position(|b| *b <= b' ' && b.is_ascii_whitespace()).unwrap_or(rest.len());
        match text[end..] {
            [b' ', next, ..] if gaps + 1 < most && !next.is_ascii_whitespace() => (end, gaps) = (end + 1, gaps + 1),
            _ => return (end, gaps),
        }
    }
}

/// Text under construction.
#[derive(Debug, Default)]
pub(super) struct LineWriter {
    out: String,
    /// What the line began with so far, while nothing of it can be seen.
    lead: String,
    /// Line breaks due before the next visible text.
    breaks: usize,
    space: bool,
    tab: bool,
    /// The line has something to see.
    visible: bool,
    /// How many `pre` are open.
    pre: usize,
    /// The open `pre` has written a line: from now on its blank lines count.
    pre_begun: bool,
    /// A break was written last in the open `pre`: one that stands in the page right after it is the same.
    broken: bool,
    chars: usize,
}

impl LineWriter {
    /// An empty text with room for `bytes`.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds text to the line.
    pub(super) fn text(&mut self, text: &str) {
        if self.pre > 0 {
            return self.preformatted(text);
        }
        let mut rest = text;
        loop {
            let trimmed = rest.trim_ascii_start();
            self.space |= trimmed.len() < rest.len();
            if trimmed.is_empty() {
                return;
            }
            // What a line begins with is looked at word by word.
            let (end, gaps) = words(trimmed.as_bytes(), if self.visible { usize::MAX } else { 1 });
            self.add(&trimmed[..end], gaps);
            rest = &trimmed[end..];
        }
    }

    /// Adds words with so many single spaces between them.
    fn add(&mut self, words: &str, gaps: usize) {
        let gap = if self.tab {
            "\t"
        } else if self.space {
            " "
        } else {
            ""
        };
        if self.visible {
            self.out.push_str(gap);
        } else if has_visible(words) {
            self.begin_line(gap);
        } else {
            if !self.lead.is_empty() {
                self.lead.push_str(gap);
            }
            self.lead.push_str(words);
            self.space = false;
            return;
        }
        self.out.push_str(words);
        self.chars += words.chars().count() - gaps;
        (self.space, self.tab) = (false, false);
    }

    /// Writes the breaks that are due and what the line began with.
    fn begin_line(&mut self, gap: &str) {
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.breaks));
        }
        self.breaks = 0;
        if !self.lead.is_empty() {
            self.out.push_str(&self.lead);
            self.out.push_str(gap);
            self.lead.clear();
        }
        self.visible = true;
    }

    fn preformatted(&mut self, mut text: &str) {
        if std::mem::take(&mut self.broken) {
            text = text.strip_prefix('\n').unwrap_or(text);
        }
        loop {
            let end = memchr(b'\n', text.as_bytes());
            let line = &text[..end.unwrap_or(text.len())];
            let line = if end.is_some() { line.strip_suffix('\r').unwrap_or(line) } else { line };
            if self.visible {
                self.out.push_str(line);
                self.chars += line.chars().count();
            } else if has_visible(line) {
                self.begin_line("");
                self.pre_begun = true;
                self.out.push_str(line);
                self.chars += line.chars().count();
            } else {
                self.lead.push_str(line);
            }
            let Some(end) = end else { return };
            if self.visible {
                self.end_line();
            } else {
                self.lead.clear();
                self.breaks += usize::from(self.pre_begun);
            }
            text = &text[end + 1..];
        }
    }

    /// Ends the line, if it has anything to see.
    pub(super) fn end_line(&mut self) {
        if self.visible {
            self.breaks = 1;
            self.visible = false;
        }
        self.lead.clear();
        (self.space, self.tab) = (false, false);
    }

    /// Ends the line as written; where white space stands as written, a line of nothing is one, too.
    pub(super) fn break_line(&mut self) {
        if self.pre > 0 && !self.visible {
            self.lead.clear();
            self.breaks += usize::from(self.pre_begun);
        } else {
            self.end_line();
        }
        self.broken = self.pre > 0;
    }

    /// Whether white space stands as written.
    pub(super) fn in_pre(&self) -> bool {
        self.pre > 0
    }

    /// Adds words, white space collapsed, on a line of their own if they are a `block`.
    pub(super) fn words(&mut self, words: &str, block: bool) {
        if block {
            self.end_line();
        }
        let pre = std::mem::take(&mut self.pre);
        self.text(words);
        self.pre = pre;
        if block {
            self.end_line();
        }
    }

    /// Parts what follows from what stands on the line by a space.
    pub(super) fn space(&mut self) {
        self.space = true;
    }

    /// Parts what follows from what stands on the line by a tab.
    pub(super) fn cell(&mut self) {
        self.tab = self.visible;
        self.lead.clear();
    }

    /// White space stands as written from here.
    pub(super) fn enter_pre(&mut self) {
        self.end_line();
        self.pre += 1;
        (self.pre_begun, self.broken) = (false, false);
    }

    /// White space collapses again.
    pub(super) fn leave_pre(&mut self) {
        self.end_line();
        self.pre = self.pre.saturating_sub(1);
        self.breaks = self.breaks.min(1);
    }

    /// How many bytes there are so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// How many characters there are so far, not counting breaks and gaps.
    pub(super) fn chars(&self) -> usize {
        self.chars
    }

    /// The text; it has no break at its end.
    pub(super) fn finish(self) -> String {
        self.out
    }
}
