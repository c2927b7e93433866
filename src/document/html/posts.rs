//! Who wrote each message of a thread, and when?
//!
//! The *deck* of a thread is the element with the most children that each hold both some of the main content and a name or a
//! date beside it; its children are the posts. `<div class=post><b class=author>Ada</b> <time datetime=2024-03-01>…</time>
//! <p>…</p></div>` twice is a deck of two.
//!
//! Replies that stand within a post are part of it. Does not say which lines are content, and knows no rules.

use crate::{
    date,
    document::{
        extract::{Block, Region},
        metadata,
        page::{Element, Tree, VisitedElement},
    },
    span::Span,
};

/// A message of a thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Post {
    /// Who wrote it.
    pub author: Option<String>,
    /// When, in ISO 8601.
    pub date: Option<String>,
    /// Where it begins: behind so many bytes of the document's text.
    pub at: usize,
}

/// A thread has so many posts or more.
const FEW: usize = 2;
/// Names and datelines are no longer than this, in bytes.
const SHORT: usize = 160;
/// A name that stands alone is no longer than this, in characters.
const NAME: usize = 40;

/// A post and its bytes of the page's text; [`Post::at`] is where its main content begins there.
pub(super) type FoundPost = (Span, Post);

/// The posts of a page that has several.
pub(super) fn posts(tree: &Tree, seen: &[VisitedElement], text: &str, blocks: &[Block]) -> Vec<FoundPost> {
    let main: Vec<usize> =
        blocks.iter().filter(|block| block.region == Region::Main).map(|block| block.span.start).collect();
    let names = names(tree, seen, text);
    let dates = dates(tree, seen, text, blocks, &names);
    let first =
        |of: &VisitedElement| main.get(main.partition_point(|&at| at < of.start)).copied().filter(|&at| at < of.end);
    // The first name in an element, and its moments.
    let name = |of: &VisitedElement| {
        let next = names.get(names.partition_point(|(span, _)| span.start < of.start));
        next.filter(|(span, _)| span.start < of.end).map(|(_, name)| name)
    };
    let moments = |of: &VisitedElement| {
        let [from, to] = [of.start, of.end].map(|end| dates.partition_point(|date| date.at < end));
        &dates[from..to.max(from)]
    };
    let told = |of: &VisitedElement| name(of).is_some() || !moments(of).is_empty();
    let is_post: Vec<bool> = seen.iter().map(|of| first(of).is_some() && told(of)).collect();
    let Some((deck, count)) = deck(seen, &is_post) else { return Vec::new() };
    if count < FEW {
        return Vec::new();
    }
    let mut found = Vec::with_capacity(count);
    let mut at = deck + 1;
    while at < seen[deck].last {
        let of = &seen[at];
        if is_post[at]
            && let Some(start) = first(of)
        {
            // Of several the first.
            let date = moments(of).iter().min_by_key(|date| date.is_read).map(|date| date.iso.clone());
            found.push((Span::new(of.start, of.end), Post { author: name(of).cloned(), date, at: start }));
        }
        at = of.last.max(at + 1);
    }
    found
}

/// The element with the most children that are posts, and how many those are; of several the outermost.
fn deck(seen: &[VisitedElement], is_post: &[bool]) -> Option<(usize, usize)> {
    let mut counts = vec![0_usize; seen.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, is_post) in is_post.iter().enumerate() {
        while open.last().is_some_and(|&up| seen[up].last <= at) {
            open.pop();
        }
        if *is_post && let Some(&up) = open.last() {
            counts[up] += 1;
        }
        open.push(at);
    }
    counts.into_iter().enumerate().rev().max_by_key(|&(_, count)| count)
}

/// The names of writers and where they stand, in order. Of an element in another that both say so the inner one counts.
fn names(tree: &Tree, seen: &[VisitedElement], text: &str) -> Vec<(Span, String)> {
    let mut names: Vec<(Span, String)> = Vec::new();
    for of in seen {
        let whole = text.get(of.start..of.end).unwrap_or_default();
        let own = whole.trim();
        if own.is_empty() || own.len() > SHORT || !tree.node(of.node).element().is_some_and(says_who) {
            continue;
        }
        let Some(name) = name(own) else { continue };
        // An element may begin with the break before its line.
        let span = Span::new(of.start + whole.len() - whole.trim_start().len(), of.end);
        names.pop_if(|(outer, _)| outer.end >= span.end);
        names.push((span, name));
    }
    names
}

fn says_who(element: &Element) -> bool {
    let named = |name: &str, wanted: &[&str]| {
        element.attr(name).is_some_and(|value| value.split_ascii_whitespace().any(|word| wanted.contains(&word)))
    };
    named("rel", &["author"])
        || named("itemprop", &["author", "creator"])
        || element.classes().any(metadata::names_poster)
}

/// The name in what stands where names do.
fn name(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = |name: &str| name.chars().count() <= NAME && name.contains(char::is_alphabetic);
    let name = metadata::writers(&words).into_iter().next().filter(|name| is_name(name));
    name.or_else(|| Some(words).filter(|name| is_name(name) && date::parse(name).is_none() && !name.contains(':')))
}

/// A moment.
struct Date {
    /// Where it stands in the page's text.
    at: usize,
    iso: String,
    /// Whether it was read out of a line, where no program is told of it.
    is_read: bool,
}

/// The moments that stand beside the content, in order. A line says when something was written if it says nothing else, or
/// who wrote it: others say since when somebody is a member.
fn dates(tree: &Tree, seen: &[VisitedElement], text: &str, blocks: &[Block], names: &[(Span, String)]) -> Vec<Date> {
    let time = |of: &VisitedElement| {
        let element = tree.node(of.node).element().filter(|element| element.name() == "time")?;
        let moment = metadata::moment(element.attr("datetime")?)?;
        Some(Date { at: of.start, iso: moment.iso, is_read: false })
    };
    let mut dates: Vec<Date> = seen.iter().filter_map(time).collect();
    let has_name = |line: Span| {
        let next = names.partition_point(|(span, _)| span.start < line.start);
        names.get(next).is_some_and(|(span, _)| span.start < line.end)
    };
    let line = |block: &Block| {
        let line = block.span.slice(text);
        let is_chrome = block.region != Region::Main;
        let iso = date::parse(line).filter(|_| has_name(block.span) || is_chrome && date::is_date(line))?.iso;
        Some(Date { at: block.span.start, iso, is_read: true })
    };
    let lines = blocks.iter().filter(|block| block.span.len() <= SHORT);
    dates.extend(lines.filter_map(line));
    dates.sort_by_key(|date| date.at);
    dates
}

#[cfg(test)]
mod tests {
    use crate::document::html::{Options, parse_with};

    const TEXT: &str =
        "The frame of the old window holds when the putty is taken out with heat, slowly and from below.";

    /// Who, when and the first line of each post.
    fn posts(html: &str) -> Vec<String> {
        let options = Options { posts: true, ..Options::default() };
        let page = parse_with(html, None, &(), options);
        let line = |at: usize| page.text[at..].lines().next().unwrap_or_default().chars().take(4).collect::<String>();
        let of = |post: &super::Post| {
            format!(
                "{} {} {}",
                post.author.as_deref().unwrap_or("?"),
                post.date.as_deref().unwrap_or("?"),
                line(post.at)
            )
        };
        page.posts.iter().map(of).collect()
    }

    fn thread(post: impl Fn(usize) -> String) -> String {
        let posts: String = (1..=4).map(post).collect();
        format!("<html><body class=forum><h1>Old windows - Forum</h1><div class=topic>{posts}</div></body></html>")
    }

    #[test]
    fn posts_have_who_and_when() {
        let html = thread(|n| {
            format!(
                "<div class=post><div class=user><a class=username href=/u/{n}>mason_{n}</a> <time datetime=2024-03-0{n}T08:00>March</time></div><div class=message><p>{n}a. {TEXT}</p><p>{n}b. {TEXT}</p></div></div>"
            )
        });
        let want = [1, 2, 3, 4].map(|n| format!("mason_{n} 2024-03-0{n}T08:00 {n}a. "));
        assert_eq!(posts(&html), want);
    }

    #[test]
    fn names_and_dates_are_read_out_of_bylines() {
        let html = thread(|n| {
            format!(
                "<div class='post bg{}'><div class=user><p class=author>by <b>Ada Quill</b> » 1{n} March 2024, 16:05</p></div><div class=message><p>{n}a. {TEXT}</p><p>{n}b. {TEXT}</p></div></div>",
                n % 2
            )
        });
        assert!(posts(&html)[1].starts_with("Ada Quill 2024-03-12T16:05 "));
    }

    #[test]
    fn one_text_is_no_thread() {
        let html = format!(
            "<article><p class=author>Ada Quill</p><time datetime=2024-03-01>1 March</time><p>{TEXT}</p><p>{TEXT}</p></article>"
        );
        assert!(posts(&html).is_empty());
    }
}
