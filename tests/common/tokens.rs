//! The words and signs of a Rust source.

/// A word or sign of a source, with its line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'s> {
    pub(crate) text: &'s str,
    pub(crate) line: usize,
}

/// The words and signs of a source, without comments and what stands in quotation marks.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut at) = (Vec::new(), 0);
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            comment(rest)
        } else {
            quoted(rest).unwrap_or_default()
        };
        if skipped > 0 {
            at += skipped;
            continue;
        }
        let len = if rest.starts_with("::") { 2 } else { word.max(c.len_utf8()) };
        if !c.is_whitespace() {
            tokens.push(Token { text: &rest[..len], line: at });
        }
        at += len;
    }
    let starts: Vec<usize> = source.match_indices('\n').map(|(at, _)| at).collect();
    tokens.iter_mut().for_each(|token| token.line = 1 + starts.partition_point(|start| *start < token.line));
    tokens
}

/// The length of the comment that begins here; comments stand in each other.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let step = match text.as_bytes().get(at..at + 2) {
            Some(b"/*") => (depth += 1, 2).1,
            Some(b"*/") => (depth -= 1, 2).1,
            _ => 1,
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of the string, character or lifetime that begins here, if one does.
fn quoted(text: &str) -> Option<usize> {
    let after = text.trim_start_matches(['b', 'c', 'r', '#']);
    let prefix = &text[..text.len() - after.len()];
    let hashes = prefix.find('#').map_or(0, |at| prefix.len() - at);
    if after.starts_with('"') && ["", "b", "c", "r", "br", "cr"].contains(&&prefix[..prefix.len() - hashes]) {
        if prefix.contains('r') {
            let end = format!("\"{}", "#".repeat(hashes));
            return Some(prefix.len() + 1 + after[1..].find(&end)? + end.len());
        }
        return Some(prefix.len() + ends(after, '"')?);
    }
    let inside = text.strip_prefix("b'").or_else(|| text.strip_prefix('\''))?;
    let open = text.len() - inside.len();
    let mut chars = inside.chars();
    let first = chars.next()?;
    if first == '\\' || chars.next() == Some('\'') {
        return Some(open - 1 + ends(&text[open - 1..], '\'')?);
    }
    Some(open)
}

/// Where what begins with the mark ends with it; a backslash takes the next character away.
fn ends(text: &str, mark: char) -> Option<usize> {
    let mut escaped = true;
    text.char_indices().find_map(|(at, c)| {
        let is_end = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        is_end.then(|| at + c.len_utf8())
    })
}
