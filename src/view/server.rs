//! The server: takes requests from one socket and passes those that the [`Guard`] admits to the [`Workbench`], each in a
//! thread of its own.
//!
//! It listens on 127.0.0.1 only, at a port that the system chooses. It serves no files: every page is made.

use super::{
    Workbench,
    guard::{Guard, HEADERS},
    request::{Answer, Fields, Request},
};
use crate::error::Error;
use std::{
    io::{Cursor, Read as _},
    mem,
    net::{Ipv4Addr, SocketAddr},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    sync::Arc,
    thread,
    time::Duration,
};
use tiny_http::{Header, Method, Response, Server};

/// Bytes of a form; an edited rule is the longest thing that is sent.
const LONGEST_FORM: u64 = 1 << 20;
/// Bytes of a refused form that are still read, so that its sender sees the refusal.
const LONGEST_REST: u64 = 1 << 24;
/// How long a thread waits before it asks whether to stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// A server that listens, and whom it lets in.
pub(super) struct Listener {
    server: Arc<Server>,
    guard: Arc<Guard>,
}

impl Listener {
    /// Listens at `port`, or at one that the system chooses (0).
    ///
    /// # Errors
    /// [`Error::Usage`] when the port is taken.
    pub(super) fn open(port: u16) -> Result<Self, Error> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::http(address).map_err(|error| {
            Error::Usage(format!("port {port}: {error}\n  try: --port 0, which takes any free port"))
        })?;
        let address = server.server_addr().to_ip().unwrap_or(address);
        let guard = Guard::new(address).map_err(|error| {
            let source = std::io::Error::other(error.to_string());
            Error::Io { path: PathBuf::from(format!("port {port}")), source }
        })?;
        Ok(Self { server: Arc::new(server), guard: Arc::new(guard) })
    }

    /// The address to open.
    pub(super) fn url(&self) -> String {
        self.guard.url()
    }

    /// Answers until `stop` says so. What is still being answered then ends with the program.
    pub(super) fn serve(&self, workbench: &Arc<Workbench>, stop: &(dyn Fn() -> bool + Sync)) {
        while !stop() {
            // A client that went away is no fault of ours.
            if let Ok(Some(request)) = self.server.recv_timeout(PATIENCE) {
                let (guard, workbench) = (Arc::clone(&self.guard), Arc::clone(workbench));
                // One that never says the end of its request keeps nobody else waiting.
                let answering = move || answer(request, &guard, &workbench);
                // Without a thread to spare it is hung up on.
                let _ = thread::Builder::new().spawn(answering);
            }
        }
    }
}

fn answer(mut asked: tiny_http::Request, guard: &Guard, workbench: &Workbench) {
    let answer = match read(&mut asked, guard) {
        // A panic must not take the workbench down with the page.
        Ok(request) => panic::catch_unwind(AssertUnwindSafe(|| workbench.answer(&request)))
            .unwrap_or_else(|_| Answer::refused(500, "internal error: this page could not be made")),
        Err((status, why)) => Answer::refused(status, why),
    };
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    let header = |name: &str, value: &str| Header::from_bytes(name, value).ok();
    let headers = HEADERS.iter().filter_map(|(name, value)| header(name, value));
    for header in headers.chain(header("Content-Type", answer.kind)) {
        response.add_header(header);
    }
    if let Some(header) = answer.location.and_then(|location| header("Location", &location)) {
        response.add_header(header);
    }
    send(asked, response);
}

/// Sends an answer. The HTTP crate then reads the rest of the request, and takes memory for all that it announces.
fn send(asked: tiny_http::Request, response: Response<Cursor<Vec<u8>>>) {
    if asked.body_length().is_some_and(|length| length as u64 > LONGEST_REST) {
        // So the rest is not read: the connection stays until this program ends.
        mem::forget(asked.upgrade("none", response));
    } else {
        // As above: it may have gone away.
        let _ = asked.respond(response);
    }
}

fn read(asked: &mut tiny_http::Request, guard: &Guard) -> Result<Request, (u16, &'static str)> {
    let sends = match asked.method() {
        Method::Get | Method::Head => false,
        Method::Post => true,
        _ => return Err((405, "only GET and POST are known here")),
    };
    let header = |name: &'static str| {
        asked.headers().iter().find(|header| header.field.equiv(name)).map(|header| header.value.as_str().to_owned())
    };
    let (host, origin) = (header("Host"), header("Origin"));
    let target = guard.admit(asked.url(), host.as_deref(), origin.as_deref(), sends)?;
    let (page, query) = target.split_once('?').unwrap_or((target, ""));
    let (page, query) = (page.to_owned(), Fields::parse(query.as_bytes()));
    let form = if sends {
        if asked.body_length().is_some_and(|length| length as u64 > LONGEST_FORM) {
            return Err((413, "the form is too long"));
        }
        let mut body = Vec::new();
        let read = asked.as_reader().take(LONGEST_FORM + 1).read_to_end(&mut body);
        if read.is_err() || body.len() as u64 > LONGEST_FORM {
            return Err((413, "the form is too long"));
        }
        Some(Fields::parse(&body))
    } else {
        None
    };
    Ok(Request { page, query, form })
}
