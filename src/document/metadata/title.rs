//! What is a page's title, without the name of its site?
//!
//! `og:title` `Boats return | News | Quay Post` gives `Boats return`, when the page is of `Quay Post`, or when its heading is
//! `Boats return`. A headline that is cut off (`Boats return to…`) gives way to a whole one that begins alike.
//!
//! Which of several titles it is: see [`Titles::by_hand`] and `trust.txt`. Parts are dropped whole, at either end. Does not shorten or mend what is left.

use super::{
    candidates::Candidates,
    site::{SEPARATORS, Site, WEAK, alike, end},
    text,
};
use std::borrow::Cow;

/// A name of a site that is not known is no longer than this, in characters.
const UNKNOWN: usize = 30;

/// What is longer is no title to compare others with, in bytes.
const LONGEST: usize = 1_000;

/// What titles are compared with.
pub(super) struct Titles<'p> {
    site: &'p Site,
    /// Every title that the page has somewhere.
    all: Vec<String>,
    /// Its sections: they stand between title and site.
    sections: Vec<String>,
}

impl<'p> Titles<'p> {
    pub(super) fn of(sources: &[&str], sections: &[&str], candidates: &'p Candidates, site: &'p Site) -> Self {
        let all = sources
            .iter()
            .flat_map(|source| candidates.all(source).iter().take(8))
            .filter_map(|value| text(&untagged(value)));
        let sections =
            sections.iter().flat_map(|source| candidates.all(source).iter().take(8)).filter_map(|value| text(value));
        Self { site, all: all.collect(), sections: sections.collect() }
    }

    /// Where all that a page says of its title is the same but `og:title`, that was written by hand and is the title; programs
    /// repeat the others. Not where it ends as `<title>` does, in the name of the site: then it is of a program, too.
    pub(super) fn by_hand(&self, candidates: &Candidates) -> Option<String> {
        let first = |source: &str| text(&untagged(candidates.first(source)?)).filter(|title| title.len() <= LONGEST);
        let (given, headline, title) = (first("meta:og:title")?, first("ld:headline")?, first("title")?);
        let heads = &candidates.all("h1")[..candidates.all("h1").len().min(8)];
        let repeated = alike(self.bare(&title, true), &headline) && heads.iter().any(|head| alike(head, &headline));
        let other = !alike(&given, &headline)
            && self.bare(&given, false) == given
            && end(&given).is_none_or(|part| end(&title) != Some(part))
            && !heads.iter().any(|head| alike(head, &given));
        (repeated && other && is_title(&given)).then_some(given)
    }

    /// The title that a source gives.
    pub(super) fn title(&self, source: &str, values: &[String]) -> Option<String> {
        let mut values =
            values.iter().take(8).filter_map(|value| text(&untagged(value))).filter(|value| !self.site.is_name(value));
        let title = match source {
            // A page may head its logo and its boxes, too: its title stands elsewhere again.
            "h1" => {
                let all: Vec<String> = values.collect();
                let again =
                    |value: &&String| self.all.iter().any(|title| title != *value && title.contains(value.as_str()));
                all.iter().find(again).or(all.first())?.clone()
            }
            _ => values.next()?,
        };
        let bare = self.bare(&title, source == "title");
        Some(self.whole(bare).unwrap_or(bare).to_owned())
    }

    /// A title without the name of the site and its sections; `guess`: short last parts go, too.
    fn bare<'t>(&self, title: &'t str, guess: bool) -> &'t str {
        let mut bare = title;
        let mut stripped = false;
        // A site, a section and a subsection.
        for _ in 0..if title.len() <= LONGEST { 3 } else { 0 } {
            let Some((shorter, known)) = self.shorter(bare, stripped) else { break };
            bare = shorter;
            stripped |= known;
        }
        if guess && !stripped {
            for separator in SEPARATORS.iter().filter(|separator| !WEAK.contains(separator)) {
                if let Some((head, tail)) = bare.rsplit_once(separator)
                    && tail.chars().count() <= UNKNOWN
                    && tail.chars().count() * 2 < head.chars().count()
                {
                    return head.trim();
                }
            }
        }
        bare
    }

    /// `title` without one part that is no title, and whether that names the site; `inner`: that is gone already.
    fn shorter<'t>(&self, title: &'t str, inner: bool) -> Option<(&'t str, bool)> {
        let known =
            |part: &str| self.site.is_name(part) || inner && self.sections.iter().any(|section| alike(section, part));
        let again = |part: &str| self.all.iter().any(|other| alike(other, part));
        for separator in SEPARATORS.iter().filter(|separator| title.contains(**separator)) {
            if let Some((head, tail)) = title.rsplit_once(separator)
                && is_title(head)
            {
                let strong = !WEAK.contains(separator);
                if known(tail) || strong && again(head) && tail.chars().count() <= 2 * UNKNOWN {
                    return Some((head.trim(), true));
                }
            }
            if let Some((head, tail)) = title.split_once(separator)
                && is_title(tail)
                && known(head)
            {
                return Some((tail.trim(), true));
            }
        }
        None
    }

    /// The whole title of one that is cut off.
    fn whole(&self, title: &str) -> Option<&str> {
        let stem = title.strip_suffix('…').or_else(|| title.strip_suffix("..."))?.trim_end();
        let longer = |other: &&String| other.len() > title.len() && other.starts_with(stem);
        let whole = self.all.iter().find(longer).filter(|_| stem.chars().count() > 10)?;
        Some(self.bare(whole, false))
    }
}

fn is_title(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).take(4).count() == 4
}

/// A title whose source took it from the page with its tags.
fn untagged(title: &str) -> Cow<'_, str> {
    let closes = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    if !title.contains("</") && !title.contains("<br") {
        return Cow::Borrowed(title);
    }
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((head, tail)) = rest.split_once('<') {
        out.push_str(head);
        match tail.split_once('>').filter(|_| closes(tail)) {
            Some((tag, after)) => {
                out.push_str(if tag.starts_with("br") { " " } else { "" });
                rest = after;
            }
            None => {
                out.push('<');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use crate::document::{metadata::read, page};

    #[test]
    fn titles() {
        let site = "<meta property=og:site_name content='Quay Post'><meta property=article:section content=News>";
        for (name, html, want) in [
            ("the site last", format!("{site}<title>Boats return | Quay Post</title>"), "Boats return"),
            ("the site first", format!("{site}<title>Quay Post :: Boats return</title>"), "Boats return"),
            ("the site and a section", format!("{site}<meta property=og:title content='Boats return - News | Quay Post'>"), "Boats return"),
            ("without spaces", format!("{site}<meta property=og:title content='Boats return-NewsㅣQuay Post'>"), "Boats return"),
            ("a dash of its own", format!("{site}<title>Boats return - at last | Quay Post</title>"), "Boats return - at last"),
            ("a site that only the heading tells", "<meta property=og:title content='Boats return | QP News'><h1>Boats return</h1>".into(), "Boats return"),
            ("a short end is a site", "<title>Boats return to the old quay - QP</title>".into(), "Boats return to the old quay"),
            ("a long end is none", "<title>Home - boats return to the quay</title>".into(), "Home - boats return to the quay"),
            ("by host", "<link rel=canonical href=https://www.quaypost.example/a><meta property=og:title content='Boats return — Quay Post'>".into(), "Boats return"),
            (
                "og:title written by hand",
                "<title>Boats return | QP</title><meta property=og:title content='They are back'><h1>Boats return</h1><script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"Boats return\"}</script>".into(),
                "They are back",
            ),
            ("a logo in a heading", format!("{site}<h1>Quay Post</h1><h1>Boats return</h1>"), "Boats return"),
            ("entities once", "<title>Boats &amp;amp; bread</title>".into(), "Boats &amp; bread"),
            ("cut off", r#"<script type="application/ld+json">{"@type":"Article","headline":"Boats return to the…"}</script><h1>Boats return to the quay</h1>"#.into(), "Boats return to the quay"),
            ("tags", r#"<script type="application/ld+json">{"@type":"Article","headline":"<i>Boats</i> < 9 m<br>return"}</script>"#.into(), "Boats < 9 m return"),
        ] {
            assert_eq!(read(&page::tree(&html).unwrap()).get("title"), Some(want), "{name}");
        }
    }
}
