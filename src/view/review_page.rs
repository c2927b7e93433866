//! Proposed rules, group by group: a host and a class of chrome. A person accepts or rejects one, or all of a group.

use super::{
    PageError, Workbench,
    corrections_page::locked,
    frame::Frame,
    number::{self, grouped},
    page_error::asked,
    request::{Answer, Fields, Request},
};
use crate::{
    correct::{self, RuleFile},
    error::Error,
    rules::{ProposalEvidence, Rule, Status, print},
};
use askama::Template;
use std::sync::MutexGuard;

/// Rules of a page.
const PAGE: usize = 50;
/// Lines that are shown of a rule.
const LINES: usize = 5;
/// Keys that are told in other words.
const TOLD: [&str; 7] = ["id", "summary", "status", "evidence", "refs", "host", "class"];
const STATUSES: [Status; 3] = [Status::Proposed, Status::Accepted, Status::Rejected];

/// Why an old *Undo* is refused.
const NOT_THE_LAST: &str = "This answer is not the last one any more, or is taken back already. Nothing was taken back; look at the button again.";

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    frame: Frame,
    error: Option<String>,
    path: String,
    filters: Vec<Link>,
    groups: Vec<Link>,
    choice: Option<Group>,
    rows: Vec<Row>,
    next: Option<String>,
    /// The change that can be taken back: its number, and what it was.
    last: Option<(u64, String)>,
}

/// A link with a count.
struct Link {
    href: String,
    title: String,
    note: String,
    count: String,
    here: bool,
}

/// Which rules are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) status: Status,
    pub(super) site: String,
    pub(super) class: String,
}

/// A rule.
struct Row {
    id: String,
    summary: String,
    status: Status,
    evidence: String,
    keys: Vec<(&'static str, String)>,
    lines: Vec<String>,
    more: usize,
    edit: String,
}

impl Group {
    /// Which are asked for; those that nobody looked at, when nothing is said.
    pub(super) fn of(fields: &Fields) -> (Status, Option<(String, String)>) {
        let status = STATUSES.into_iter().find(|status| fields.get("status") == Some(&status.to_string()));
        let place = fields.get("site").zip(fields.get("class"));
        (status.unwrap_or(Status::Proposed), place.map(|(site, class)| (site.to_owned(), class.to_owned())))
    }

    fn has(&self, rule: &Rule) -> bool {
        rule.status == self.status && correct::site(rule) == self.site && rule.class == self.class
    }

    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("status", self.status.to_string()), ("site", self.site.clone()), ("class", self.class.clone())]
    }

    /// A page about it.
    pub(super) fn address(&self, page: &str, more: &[(&'static str, String)]) -> String {
        let fields = self.fields().into_iter().chain(more.iter().cloned());
        let fields: Vec<(&str, String)> = fields.collect();
        format!("{page}?{}", Fields::encode(fields.iter().map(|(name, value)| (*name, value.as_str().into()))))
    }
}

/// The rule file that is reviewed.
pub(super) fn file(workbench: &Workbench) -> Result<MutexGuard<'_, RuleFile>, PageError> {
    let file = workbench.review.as_ref().map(locked);
    file.ok_or_else(|| {
        PageError::NotFound("Nothing is reviewed. Start with `sarand view OUT --review FILE`.".to_owned())
    })
}

/// Changes the rule file and writes it. What goes wrong changes nothing.
pub(super) fn change<T>(
    workbench: &Workbench,
    make: impl FnOnce(&mut RuleFile) -> Result<T, Error>,
) -> Result<T, PageError> {
    let mut file = file(workbench)?;
    let mut next = file.clone();
    let made = make(&mut next).map_err(asked)?;
    next.write().map_err(asked)?;
    *file = next;
    Ok(made)
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let fields = request.form.as_ref().unwrap_or(&request.query);
    let (status, place) = Group::of(fields);
    let group = place.map(|(site, class)| Group { status, site, class });
    let Some(form) = &request.form else {
        return shown(workbench, status, group, request.query.number("from").unwrap_or(0), None);
    };
    match answered(workbench, form, group.as_ref()) {
        Ok(to) => Ok(Answer::see(to)),
        Err(PageError::Asked(why)) => Ok(Answer { status: 400, ..shown(workbench, status, group, 0, Some(why))? }),
        Err(error) => Err(error),
    }
}

/// Does what a form asks for and says where to go then.
fn answered(workbench: &Workbench, form: &Fields, group: Option<&Group>) -> Result<String, PageError> {
    let (wanted, whole) = match form.get("do").unwrap_or("") {
        "accept" => (Status::Accepted, false),
        "reject" => (Status::Rejected, false),
        "accept-group" => (Status::Accepted, true),
        "reject-group" => (Status::Rejected, true),
        "undo" => {
            // Another tab may have answered meanwhile: the button takes back what it names, or nothing.
            let number = form.number::<u64>("change");
            let undone = change(workbench, |file| match file.last() {
                Some(last) if Some(last.number) != number => Err(Error::Usage(NOT_THE_LAST.to_owned())),
                _ => Ok(file.undo()?),
            })?;
            let group = group.map_or_else(|| "review".to_owned(), |group| group.address("review", &[]));
            return undone.map(|_| group).ok_or_else(|| PageError::Asked("There is nothing to take back.".to_owned()));
        }
        "reload" => {
            let mut file = file(workbench)?;
            let again = file.read_again().map_err(asked)?;
            *file = again;
            return Ok("review".to_owned());
        }
        other => return Err(PageError::Asked(format!("`{other}` is not known here."))),
    };
    let group = group.ok_or_else(|| PageError::Asked("Say which group.".to_owned()))?;
    let id = form.get("id").unwrap_or("").to_owned();
    let next = change(workbench, |file| {
        let ids: Vec<String> =
            file.rules().into_iter().filter(|rule| group.has(rule)).map(|rule| rule.id.clone()).collect();
        let at = ids.iter().position(|known| *known == id);
        if whole {
            file.set(&ids, wanted)?;
        } else if file.get(&id).is_some() {
            file.set(&[&id], wanted)?;
        } else {
            return Err(Error::Usage(format!("there is no rule `{id}`\n  try: read the file again")));
        }
        Ok(at.and_then(|at| ids.get(at + 1).or(at.checked_sub(1).and_then(|at| ids.get(at)))).cloned())
    })?;
    let left = file(workbench)?.rules().into_iter().any(|rule| group.has(rule));
    Ok(match (left, next) {
        (true, Some(next)) => format!("{}#rule-{next}", group.address("review", &[])),
        (true, None) => group.address("review", &[]),
        (false, _) => format!("review?status={}", group.status),
    })
}

fn shown(
    workbench: &Workbench,
    status: Status,
    group: Option<Group>,
    from: usize,
    error: Option<String>,
) -> Result<Answer, PageError> {
    let frame = workbench.frame("review");
    let file = file(workbench)?;
    let rules = file.rules();
    let filters = STATUSES.into_iter().map(|known| {
        let count = rules.iter().filter(|rule| rule.status == known).count();
        let (href, title) = (format!("review?status={known}"), known.to_string());
        Link { href, title, note: String::new(), count: grouped(count as u64), here: known == status }
    });
    let filters = filters.collect();
    let mut found: Vec<(Group, u64, u64)> = Vec::new();
    for rule in rules.iter().filter(|rule| rule.status == status) {
        let own = Group { status, site: correct::site(rule).to_owned(), class: rule.class.clone() };
        let adds = rule.evidence.and_then(|evidence| evidence.adds).unwrap_or(0);
        match found.iter_mut().find(|(known, ..)| *known == own) {
            Some((_, count, bytes)) => (*count, *bytes) = (*count + 1, *bytes + adds),
            None => found.push((own, 1, adds)),
        }
    }
    let choice = group.or_else(|| found.first().map(|(group, ..)| group.clone()));
    let groups = found.iter().map(|(group, count, adds)| Link {
        href: group.address("review", &[]),
        title: group.site.clone(),
        note: if *adds > 0 {
            format!("{}, {}", group.class, number::counted(*adds, "byte"))
        } else {
            group.class.clone()
        },
        count: grouped(*count),
        here: choice.as_ref() == Some(group),
    });
    let (mut rows, mut next) = (Vec::new(), None);
    if let Some(group) = &choice {
        let own: Vec<&Rule> = rules.iter().copied().filter(|rule| group.has(rule)).collect();
        rows = own.iter().skip(from).take(PAGE).map(|rule| Row::of(rule, group)).collect();
        let behind = from.saturating_add(PAGE);
        next = (own.len() > behind).then(|| group.address("review", &[("from", behind.to_string())]));
    }
    let (path, last) = (file.path().display().to_string(), file.last().map(|last| (last.number, last.what.clone())));
    let page = ReviewPage { frame, error, path, filters, groups: groups.collect(), choice, rows, next, last };
    Ok(Answer::html(page.render()?))
}

/// On what a rule was proposed.
pub(super) fn evidence(rule: &Rule) -> String {
    let Some(ProposalEvidence { documents, of, hosts, lines, bytes, adds }) = rule.evidence else {
        return String::new();
    };
    let more = adds.map_or_else(String::new, |adds| format!(", {} of them now kept", grouped(adds)));
    format!(
        "on {} of {} of {}; {}, {} would go{more}",
        grouped(documents),
        number::counted(of, "page"),
        number::counted(hosts, "host"),
        number::counted(lines, "line"),
        number::counted(bytes, "byte")
    )
}

impl Row {
    fn of(rule: &Rule, group: &Group) -> Self {
        Self {
            id: rule.id.clone(),
            summary: rule.summary.clone().into(),
            status: rule.status,
            evidence: evidence(rule),
            keys: print::keys(rule).into_iter().filter(|(key, _)| !TOLD.contains(key)).collect(),
            lines: rule.hit.iter().take(LINES).cloned().collect(),
            more: rule.hit.len().saturating_sub(LINES),
            edit: group.address("rule", &[("id", rule.id.clone())]),
        }
    }
}
