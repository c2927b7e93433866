//! One rule under review: its text, which a person can edit, and the pages where its lines stand.

use super::{
    PageError, Workbench,
    effect::Effect,
    frame::Frame,
    request::{Answer, Request, address},
    review_page::{Group, change, evidence, file},
};
use crate::{correct::site, error::Error, fold::squash, inspect::Query, rules::Status};
use askama::Template;

/// Lines of the rule that are looked for; each costs a walk through the run.
const LINES: usize = 3;
/// Documents that are shown with what stands around the line.
const DOCUMENTS: usize = 4;
/// Lines above and below.
const BESIDE: usize = 2;

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    frame: Frame,
    id: String,
    summary: String,
    status: Status,
    evidence: String,
    group: Group,
    back: String,
    error: Option<String>,
    notes: Vec<String>,
    text: String,
    /// Of the rule's text as the file has it now.
    stamp: String,
    lines: Vec<Link>,
    contexts: Vec<Context>,
    effect: Option<Effect>,
}

/// A line that the rule takes.
struct Link {
    href: String,
    text: String,
    here: bool,
}

/// A place where the line stands.
struct Context {
    href: String,
    title: String,
    kept: bool,
    lines: Vec<Near>,
}

struct Near {
    number: usize,
    text: String,
    here: bool,
    gone: bool,
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let fields = request.form.as_ref().unwrap_or(&request.query);
    let id = fields.get("id").unwrap_or("").to_owned();
    let (status, place) = Group::of(fields);
    let place = match place {
        Some(place) => place,
        None => {
            let file = file(workbench)?;
            file.get(&id).map(|rule| (site(rule).to_owned(), rule.class.clone())).unwrap_or_default()
        }
    };
    let group = Group { status, site: place.0, class: place.1 };
    let at = request.query.number("hit").unwrap_or(0);
    let Some(form) = &request.form else { return shown(workbench, &id, group, at, Reply::default()) };
    let text = form.get("text").unwrap_or("").to_owned();
    let seen = form.get("stamp");
    let edited = change(workbench, |file| {
        // An answer of another tab would be undone by a text that is older than it.
        match file.stamp(&id) {
            Some(now) if seen != Some(now.as_str()) => Err(Error::Usage(other_text(file.rule_text(&id)))),
            _ => file.edit(&id, &text),
        }
    });
    match edited {
        Ok(edited) if edited.failures.is_empty() => {
            Ok(Answer::see(format!("{}#rule-{id}", group.address("review", &[]))))
        }
        Ok(edited) => shown(workbench, &id, group, at, Reply { notes: edited.failures, ..Reply::default() }),
        Err(PageError::Asked(why)) => {
            let reply = Reply { text: Some(text), error: Some(why), notes: Vec::new() };
            Ok(Answer { status: 400, ..shown(workbench, &id, group, at, reply)? })
        }
        Err(error) => Err(error),
    }
}

/// Why an old text is not saved, with what the file has.
fn other_text(now: Option<&str>) -> String {
    let now = now.unwrap_or_default();
    format!(
        "The rule has changed since this page was shown. Nothing was saved; your text is below.\nTo save it in spite of \
         that, press Save again. In the file, the rule is now:\n\n{now}"
    )
}

/// What became of an edit.
#[derive(Default)]
struct Reply {
    /// What the person wrote, when it was not taken.
    text: Option<String>,
    error: Option<String>,
    notes: Vec<String>,
}

fn shown(workbench: &Workbench, id: &str, group: Group, at: usize, reply: Reply) -> Result<Answer, PageError> {
    let (rule, text, stamp) = {
        let file = file(workbench)?;
        (file.get(id).cloned(), file.rule_text(id).map(str::to_owned), file.stamp(id).unwrap_or_default())
    };
    // A person who gave the rule another id, or whose file was changed, keeps what was written.
    let text = reply.text.or(text).unwrap_or_default();
    let Some(rule) = rule else {
        if reply.error.is_none() {
            return Err(PageError::NotFound(format!("There is no rule `{id}` in the file any more.")));
        }
        return Err(PageError::Asked(format!("{}\n\n{text}", reply.error.unwrap_or_default())));
    };
    let here = |hit: usize| group.address("rule", &[("id", id.to_owned()), ("hit", hit.to_string())]);
    let chosen = rule.hit.get(at).or(rule.hit.first());
    let lines = rule.hit.iter().enumerate().take(LINES.max(at + 1));
    let lines = lines.map(|(hit, text)| Link { href: here(hit), text: text.clone(), here: Some(text) == chosen });
    let lines = lines.collect();
    let mut contexts = Vec::new();
    let effect = match chosen {
        Some(line) => {
            let effect = Effect::of(workbench, line, here(at))?;
            if !effect.rows.is_empty() {
                contexts = around(workbench, line)?;
            }
            Some(effect)
        }
        None => None,
    };
    let page = RulePage {
        frame: workbench.frame("review"),
        id: id.to_owned(),
        summary: rule.summary.clone().into(),
        status: rule.status,
        evidence: evidence(&rule),
        back: format!("{}#rule-{id}", group.address("review", &[])),
        group,
        error: reply.error,
        notes: reply.notes,
        text,
        stamp,
        lines,
        contexts,
        effect,
    };
    Ok(Answer::html(page.render()?))
}

/// The line in some documents, with the lines beside it.
fn around(workbench: &Workbench, line: &str) -> Result<Vec<Context>, PageError> {
    let counted = workbench.same_line(line)?;
    let key = squash(line);
    let kept = counted.kept_in.iter().map(|number| (*number, true)).take(DOCUMENTS);
    let removed = counted.removed_in.iter().map(|number| (*number, false)).take(DOCUMENTS);
    let mut contexts = Vec::new();
    for (number, kept) in kept.chain(removed).take(DOCUMENTS) {
        let document = workbench.output.document(number)?;
        let lines: Vec<_> = document.lines.iter().filter(|line| !line.seen().trim().is_empty()).collect();
        let Some(at) = lines.iter().position(|line| squash(&line.seen()) == key) else { continue };
        let first = at.saturating_sub(BESIDE);
        let near = lines.iter().enumerate().skip(first).take(at - first + 1 + BESIDE).map(|(place, line)| Near {
            number: line.number,
            text: line.seen().trim_end_matches(['\n', '\r']).to_owned(),
            here: place == at,
            gone: line.removed.is_some(),
        });
        let href = address("document", &Query::default(), &[("n", number.to_string())]);
        contexts.push(Context {
            href: format!("{href}#L{}", lines[at].number),
            title: document.summary.title.clone().unwrap_or_else(|| document.summary.id.clone()),
            kept,
            lines: near.collect(),
        });
    }
    Ok(contexts)
}
