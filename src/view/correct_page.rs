//! Correcting one line: what a person says of it, what that would write, and what it would change elsewhere. Nothing is
//! written before it was shown.

use super::{
    PageError, Workbench,
    corrections_page::locked,
    effect::Effect,
    frame::Frame,
    line_marks::direction,
    number,
    page_error::asked,
    request::{Answer, Fields, Request, address},
};
use crate::{
    correct::{self, Corrections, Fate, Generality, Page, PageLine, Preview, Scope, Target, TrialOutcome, Verdict},
    error::Error,
    inspect::{Inspected, Piece, Query},
    lang::{self, Lang},
    rules::CLASSES,
};
use askama::Template;

#[derive(Template)]
#[template(path = "correct.html")]
struct CorrectPage {
    frame: Frame,
    n: u32,
    line: usize,
    view: String,
    /// What the document was when it was shown.
    stamp: String,
    /// Back to the line.
    back: String,
    title: String,
    direction: &'static str,
    language: String,
    around: Vec<Around>,
    state: &'static str,
    says: Option<&'static str>,
    suggested: &'static str,
    classes: Vec<(&'static str, bool)>,
    generalities: Vec<(&'static str, &'static str, bool)>,
    error: Option<String>,
    choices: Vec<Choice>,
    effect: Option<Effect>,
}

/// The line, and those beside it.
struct Around {
    number: usize,
    text: String,
    here: bool,
    gone: bool,
}

/// Something that can be written.
struct Choice {
    /// `checkbox`, or `radio` where only one of several can be.
    kind: &'static str,
    name: &'static str,
    value: String,
    id: String,
    checked: bool,
    title: String,
    /// The file that it goes to.
    path: String,
    text: String,
    /// What is to be known of it.
    notes: Vec<String>,
    /// Why it cannot be.
    error: Option<String>,
}

/// Lines above and below.
const BESIDE: usize = 2;
/// So much of a text is shown; all of it is written.
const LONGEST_TEXT: usize = 4000;

/// Why an old form is refused.
const CHANGED: &str = "The run has changed since this page was shown; look at the line again. Nothing was written.";

/// A document as corrections know it.
pub(super) fn page_of(document: &Inspected) -> Result<Page, PageError> {
    if let Some(misfit) = &document.misfit {
        return Err(PageError::Asked(format!("Lines of this document cannot be corrected: {misfit}")));
    }
    let lines: Vec<PageLine> = document
        .lines
        .iter()
        .filter(|line| line.left_out.is_none())
        .map(|line| {
            let bare = |text: String| text.strip_suffix('\n').map_or(text.clone(), str::to_owned);
            let class = line.removed.as_ref().map(|removal| removal.class.as_str()).or_else(|| {
                line.pieces.iter().find_map(|piece| match piece {
                    Piece::Removed { class, .. } => Some(class.as_str()),
                    _ => None,
                })
            });
            PageLine {
                text: bare(line.original()),
                left: line.removed.is_none().then(|| bare(line.clean())),
                class: class.filter(|class| CLASSES.contains(class)).map(str::to_owned),
            }
        })
        .collect();
    let summary = &document.summary;
    let (id, number, host) = (summary.id.clone(), summary.number, summary.host.clone());
    let mut page = Page { id, number, host, lines, lang: String::new() };
    let said = summary.language.as_deref().and_then(Lang::parse).filter(|lang| *lang != Lang::UND);
    page.lang = said.unwrap_or_else(|| lang::detect(&page.text())).as_str().to_owned();
    Ok(page)
}

/// What is asked for, in the address or in a form.
struct Asked {
    n: u32,
    line: usize,
    view: String,
    verdict: Option<Verdict>,
    general: Generality,
    /// Of the document as the person saw it; `None` for who comes from the list of lines, and saw no form yet.
    stamp: Option<String>,
}

impl Asked {
    fn of(fields: &Fields) -> Result<Self, PageError> {
        let missing = || PageError::Asked("Say which line, as in `correct?n=0&line=1`.".to_owned());
        let n = fields.number("n").ok_or_else(missing)?;
        let line = fields.number("line").ok_or_else(missing)?;
        let verdict = match fields.get("says") {
            Some("content") => Some(Verdict::Content),
            Some("chrome") => Some(Verdict::chrome(fields.get("class").unwrap_or("")).map_err(asked)?),
            _ => None,
        };
        let view = fields.get("view").filter(|view| view.bytes().all(|b| b.is_ascii_alphabetic())).unwrap_or("both");
        let general = fields.get("general").and_then(Generality::parse).unwrap_or(Generality::LINE);
        let stamp = fields.get("stamp").map(str::to_owned);
        Ok(Self { n, line, view: view.to_owned(), verdict, general, stamp })
    }

    /// This page.
    fn address(&self) -> String {
        let mut fields = vec![("n", self.n.to_string()), ("line", self.line.to_string()), ("view", self.view.clone())];
        match &self.verdict {
            Some(Verdict::Content) => fields.push(("says", "content".to_owned())),
            Some(Verdict::Chrome(class)) => fields.extend([("says", "chrome".to_owned()), ("class", class.clone())]),
            None => {}
        }
        fields.push(("general", self.general.name().to_owned()));
        fields.extend(self.stamp.iter().map(|stamp| ("stamp", stamp.clone())));
        address("correct", &Query::default(), &fields)
    }

    fn back(&self) -> String {
        format!("document?n={}&view={}#L{}", self.n, self.view, self.line)
    }
}

/// The page of a line, or what a form of it asks to write.
pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let asked = Asked::of(request.form.as_ref().unwrap_or(&request.query))?;
    let document = read(workbench, asked.n)?;
    let page = page_of(&document)?;
    // An old form, or one that says nothing of what was seen, may mean another line of another document.
    let fits = match &asked.stamp {
        Some(stamp) => *stamp == page.stamp(),
        None => request.form.is_none(),
    };
    if !fits {
        return changed(workbench, &document, &page, asked);
    }
    let Some(form) = &request.form else { return shown(workbench, &document, &page, &asked, None) };
    match written(workbench, &page, &asked, form) {
        Ok(()) => Ok(Answer::see(asked.back())),
        Err(PageError::Asked(why)) => {
            Ok(Answer { status: 400, ..shown(workbench, &document, &page, &asked, Some(why))? })
        }
        Err(error) => Err(error),
    }
}

/// A document of the run.
fn read(workbench: &Workbench, number: u32) -> Result<Inspected, PageError> {
    if number >= workbench.output.index().documents() {
        return Err(PageError::NotFound(format!("There is no document {number} in this run.")));
    }
    workbench.output.document(number).map_err(asked)
}

/// The line as it is now, without what was said of the line that stood there before. Nothing is written.
fn changed(workbench: &Workbench, document: &Inspected, page: &Page, old: Asked) -> Result<Answer, PageError> {
    let asked = Asked { verdict: None, stamp: None, ..old };
    let answer = match shown(workbench, document, page, &asked, Some(CHANGED.to_owned())) {
        // There is no such line any more.
        Err(PageError::Asked(_)) => return Err(PageError::Asked(CHANGED.to_owned())),
        shown => shown?,
    };
    Ok(Answer { status: 400, ..answer })
}

fn written(workbench: &Workbench, page: &Page, asked_for: &Asked, form: &Fields) -> Result<(), PageError> {
    let verdict = asked_for.verdict.clone().ok_or_else(|| PageError::Asked("Say what the line is.".to_owned()))?;
    let answer = correct::Answer::new(page, asked_for.line, verdict).map_err(asked)?;
    let possible = Corrections::targets(page, &answer);
    let rule = form.get("rule").filter(|rule| !rule.is_empty());
    let wanted = |target: &Target| match target {
        Target::Label => form.get("label").is_some(),
        Target::Allow => form.get("allow").is_some(),
        Target::Rule(scope, general) => *general == asked_for.general && rule == Some(name_of(*scope)),
    };
    let targets: Vec<Target> = possible.into_iter().filter(wanted).collect();
    locked(&workbench.corrections).write(page, answer, &targets).map_err(asked)?;
    Ok(())
}

fn name_of(scope: Scope) -> &'static str {
    match scope {
        Scope::Host => "host",
        Scope::Everywhere => "all",
    }
}

fn shown(
    workbench: &Workbench,
    document: &Inspected,
    page: &Page,
    asked_for: &Asked,
    error: Option<String>,
) -> Result<Answer, PageError> {
    let line = page.line(asked_for.line).map_err(asked)?;
    let (fate, text) = (line.fate(), line.text.trim().to_owned());
    let (mut choices, mut effect) = (Vec::new(), None);
    if let Some(verdict) = &asked_for.verdict {
        let answer = correct::Answer::new(page, asked_for.line, verdict.clone()).map_err(asked)?;
        let targets = Corrections::targets(page, &answer);
        let elsewhere = Effect::of(workbench, &text, asked_for.address())?;
        let corrections = locked(&workbench.corrections);
        for target in targets {
            if !matches!(target, Target::Rule(_, general) if general != asked_for.general) {
                let preview = corrections.preview(page, &answer, target);
                let choice = Choice::of(target, preview, page.host.as_deref(), &corrections);
                choices.push(choice.with(target, &elsewhere, page.host.as_deref()));
            }
        }
        drop(corrections);
        none_of_the_rules(&mut choices);
        effect = Some(elsewhere);
    }
    let class = match &asked_for.verdict {
        Some(Verdict::Chrome(class)) => class.as_str(),
        _ => line.class.as_deref().unwrap_or("nav"),
    };
    let first = asked_for.line.saturating_sub(1 + BESIDE);
    let around = (first + 1..).zip(page.lines.iter().skip(first)).take(asked_for.line - first + BESIDE);
    let generalities = correct::generalities(&text).into_iter();
    let shown = CorrectPage {
        frame: workbench.frame("correct"),
        n: asked_for.n,
        line: asked_for.line,
        view: asked_for.view.clone(),
        stamp: page.stamp(),
        back: asked_for.back(),
        title: document.summary.title.clone().unwrap_or_else(|| page.id.clone()),
        direction: direction(&page.lang),
        language: page.lang.clone(),
        around: around
            .map(|(number, line)| Around {
                number,
                text: line.text.clone(),
                here: number == asked_for.line,
                gone: line.fate() == Fate::Gone,
            })
            .collect(),
        state: match fate {
            Fate::Kept => "The run kept this line.",
            Fate::Gone => "The run removed this line.",
            Fate::Partly(_) => "The run removed a part of this line.",
        },
        says: asked_for.verdict.as_ref().map(|verdict| match verdict {
            Verdict::Content => "content",
            Verdict::Chrome(_) => "chrome",
        }),
        suggested: if fate == Fate::Kept { "chrome" } else { "content" },
        classes: CLASSES.iter().map(|known| (*known, *known == class)).collect(),
        generalities: generalities
            .map(|general| (general.name(), general.words(), general == asked_for.general))
            .collect(),
        error,
        choices,
        effect,
    };
    Ok(Answer::html(shown.render()?))
}

/// Where rules can be chosen, no rule can be, too. It is chosen when none would do what it is for.
fn none_of_the_rules(choices: &mut Vec<Choice>) {
    if let Some(first) = choices.iter().position(|choice| choice.name == "rule") {
        let checked = choices.iter().all(|choice| choice.name != "rule" || !choice.checked);
        let title = "No rule".to_owned();
        let none = Choice {
            value: String::new(),
            id: "rule-none".to_owned(),
            checked,
            title,
            ..Choice::empty("radio", "rule")
        };
        choices.insert(first, none);
    }
}

impl Choice {
    fn empty(kind: &'static str, name: &'static str) -> Self {
        Self {
            kind,
            name,
            value: "yes".to_owned(),
            id: name.to_owned(),
            checked: true,
            title: String::new(),
            path: String::new(),
            text: String::new(),
            notes: Vec::new(),
            error: None,
        }
    }

    fn of(target: Target, preview: Result<Preview, Error>, host: Option<&str>, corrections: &Corrections) -> Self {
        let mut choice = match target {
            Target::Label => Self { title: "A labelled page".to_owned(), ..Self::empty("checkbox", "label") },
            Target::Allow => {
                Self { title: "Keep this line on every page".to_owned(), ..Self::empty("checkbox", "allow") }
            }
            Target::Rule(scope, _) => {
                let title = match scope {
                    Scope::Host => format!("A rule for {}", host.unwrap_or("this host")),
                    Scope::Everywhere => "A rule for all hosts".to_owned(),
                };
                let (value, id) = (name_of(scope).to_owned(), format!("rule-{}", name_of(scope)));
                Self { title, value, id, checked: scope == Scope::Host, ..Self::empty("radio", "rule") }
            }
        };
        choice.path = corrections.folder().join(target.file()).display().to_string();
        match preview {
            Err(error) => {
                choice.checked = false;
                choice.error = Some(error.to_string());
            }
            Ok(preview) => choice.tell(target, &preview),
        }
        choice
    }

    /// With what it would change elsewhere, as far as that was counted.
    fn with(mut self, target: Target, effect: &Effect, host: Option<&str>) -> Self {
        let so_far = if effect.again.is_some() { " so far" } else { "" };
        let told = match target {
            Target::Label => return self,
            Target::Allow => (effect.removed(), "would stay"),
            Target::Rule(Scope::Host, _) => (effect.kept(host), "would go"),
            Target::Rule(Scope::Everywhere, _) => (effect.kept(None), "would go"),
        };
        if self.error.is_none() {
            let (count, what) = told;
            self.notes.push(format!("{} of this run{so_far} {what}.", number::counted(count, "such line")));
        }
        self
    }

    fn tell(&mut self, target: Target, preview: &Preview) {
        let mut note = |text: &str| self.notes.push(text.to_owned());
        if preview.added.is_empty() {
            note("The file says this already; nothing is added.");
        }
        if preview.replaces && !preview.added.is_empty() {
            note("It replaces the earlier label of this page.");
        }
        match (target, preview.outcome) {
            (Target::Allow, Some(TrialOutcome::Stays)) => note("Tried on this page: the line stays."),
            (Target::Allow, Some(_)) => note("Tried on this page: the line still goes."),
            (Target::Rule(..), Some(TrialOutcome::Goes)) => note("Tried on this page: the line goes."),
            (Target::Rule(..), Some(_)) => {
                note("Tried on this page: the line stays all the same.");
                self.checked = false;
            }
            _ => {}
        }
        self.text = preview.added.chars().take(LONGEST_TEXT).collect();
        if self.text.len() < preview.added.len() {
            self.notes.push(format!("Only the first {LONGEST_TEXT} characters are shown here."));
        }
    }
}
