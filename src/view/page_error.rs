//! Why a page could not be made, as a page.

use super::{Workbench, frame::Frame, request::Answer};
use crate::error::Error;
use askama::Template;

/// Why a page could not be made.
#[derive(Debug)]
pub(super) enum PageError {
    /// There is no such page or document.
    NotFound(String),
    /// The output folder was deleted or moved.
    FolderGone,
    /// What was asked for makes no sense.
    Asked(String),
    /// It could not be read or written.
    Failed(Error),
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::Failed(Error::Internal(error.to_string()))
    }
}

/// What a person did wrong, and what the program or the disk did.
pub(super) fn asked(error: Error) -> PageError {
    match error {
        Error::Usage(why) => PageError::Asked(why),
        Error::Rules(errors) => PageError::Asked(errors.to_string()),
        error => PageError::Failed(error),
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    frame: Frame,
    title: &'a str,
    text: String,
}

impl PageError {
    /// The page that says so.
    pub(super) fn page(self, workbench: &Workbench) -> Answer {
        let (status, title, text) = match self {
            Self::NotFound(text) => (404, "Not found", text),
            Self::FolderGone => {
                let folder = workbench.missing().unwrap_or_else(|| workbench.output.folder()).display();
                let way = "Put it back, or end the workbench and start it again.";
                (404, "Not found", format!("The folder {folder} is no longer there. {way}"))
            }
            Self::Asked(text) => (400, "This cannot be done", text),
            Self::Failed(error) => (500, "This page could not be made", error.to_string()),
        };
        let page = MessagePage { frame: workbench.frame("message"), title, text: text.clone() };
        match page.render() {
            Ok(body) => Answer { status, ..Answer::html(body) },
            Err(_) => Answer::refused(status, &text),
        }
    }
}
