//! The words and signs of a Rust source.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};

/// A word or sign of a source, with its line.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
}

/// The words and signs of a source, without comments, literals and what stands in quotation marks. `::` is one sign.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    add(source.parse().unwrap_or_else(|error| panic!("{error}: {source}")), &mut tokens);
    tokens
}

fn add(stream: TokenStream, tokens: &mut Vec<Token>) {
    let token = |text: &str, span: Span| Token { text: text.to_owned(), line: span.start().line };
    let mut trees = stream.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Ident(word) => tokens.push(token(&word.to_string(), word.span())),
            TokenTree::Punct(sign) if sign.as_char() == ':' && sign.spacing() == Spacing::Joint => {
                trees.next();
                tokens.push(token("::", sign.span()));
            }
            TokenTree::Punct(sign) => tokens.push(token(&sign.as_char().to_string(), sign.span())),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(token(open, group.span_open()));
                add(group.stream(), tokens);
                tokens.push(token(close, group.span_close()));
            }
            TokenTree::Literal(_) => {}
        }
    }
}
