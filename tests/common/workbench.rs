//! The workbench over HTTP, as a browser speaks it.

use crate::common::path;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The program, serving; it ends with the test.
pub(crate) struct Server {
    child: Child,
    port: u16,
    secret: String,
    /// What it writes by itself: it is killed, and leaves a sample.
    _folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

impl Server {
    pub(crate) fn start(out: &Path, documents: usize, more: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
            .args(["view", path(out), "--port", "0"])
            .args(more)
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let rest = line.trim().strip_prefix("http://127.0.0.1:").unwrap();
        let (port, secret) = rest.trim_end_matches('/').split_once('/').unwrap();
        let server = Self { port: port.parse().unwrap(), secret: secret.to_owned(), child, _folder: folder };
        // Until all documents are read; one is no plural.
        server.wait("documents", &format!("{documents} document"));
        server
    }

    /// Until the page says so.
    pub(crate) fn wait(&self, page: &str, words: &str) {
        let begun = Instant::now();
        while !self.get(page).body.contains(words) {
            assert!(begun.elapsed() < Duration::from_secs(60), "{page}: {words}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn send(&self, method: &str, page: &str, form: &str) -> Reply {
        let host = format!("127.0.0.1:{}", self.port);
        let mut stream = TcpStream::connect(&host).unwrap();
        let head = format!("{method} /{}/{page} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n", self.secret);
        let form = match method {
            "POST" => format!(
                "Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                form.len()
            ),
            _ => "\r\n".to_owned(),
        };
        stream.write_all((head + &form).as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let all = String::from_utf8_lossy(&all);
        let (head, body) = all.split_once("\r\n\r\n").unwrap();
        let location = head.lines().find_map(|line| line.strip_prefix("Location: ")).map(str::to_owned);
        Reply { status: head[9..12].parse().unwrap(), location, body: body.to_owned() }
    }

    pub(crate) fn get(&self, page: &str) -> Reply {
        self.send("GET", page, "")
    }

    pub(crate) fn post(&self, page: &str, form: &str) -> Reply {
        self.send("POST", page, form)
    }

    /// What a page keeps in a hidden field of its last form.
    pub(crate) fn hidden(&self, page: &str, name: &str) -> String {
        let body = self.get(page).body;
        let value = body.rsplit_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest);
        value.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    /// Sends a form of a document as it is now.
    pub(crate) fn correct(&self, form: &str) -> Reply {
        let n = form.split('&').find_map(|field| field.strip_prefix("n=")).unwrap_or_default();
        let stamp = self.hidden(&format!("correct?n={n}&line=1"), "stamp");
        self.post("correct", &format!("{form}&stamp={stamp}"))
    }

    /// Takes the last answer of a review back.
    pub(crate) fn undo(&self, group: &str) -> Reply {
        let last = self.hidden(&format!("review?{group}"), "change");
        self.post("review", &format!("{group}&do=undo&change={last}"))
    }
}

/// The text as it stands in HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}
