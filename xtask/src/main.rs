//! `cargo xtask`: what contributors do often. Each command is a file; what more than one of them asks for is here.

mod compare;
mod fixture;
mod measure;
mod rule;
mod test;
mod train;

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// A command: its name, what it takes, a line of help, and what does it.
type Task = (&'static str, &'static str, &'static str, fn(&[String]) -> Result);

const TASKS: &[Task] = &[
    ("test", "[--all] [ARGS]", "run the fast tests; with --all, the slow ones too", test::run),
    ("rule", "SCOPE NAME CLASS [LINE...]", "begin a rule; SCOPE is a language, `any`, `cms` or a host", rule::run),
    ("fixture", "[PAGE [NAME]]", "add a golden page, or write anew what is expected of all", fixture::run),
    ("train", "[MODEL ARGS...]", "list the models and how each is trained, or train one", train::run),
    ("measure", "[time] [ARGS]", "count instructions by stage; with `time`, time against the floor", measure::run),
    ("compare", "OLD NEW INPUT... [-- OPTIONS]", "do two builds of the program give the same outputs?", compare::run),
    ("ci", "", "everything that must hold before a change goes in: .ci/run", ci),
];

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let name = args.first().map_or("help", String::as_str);
    if matches!(name, "help" | "--help" | "-h") {
        print!("{}", help());
        return ExitCode::SUCCESS;
    }
    let Some(&(_, takes, does, run)) = TASKS.iter().find(|(task, ..)| *task == name) else {
        eprint!("there is no command `{name}`\n\n{}", help());
        return ExitCode::from(2);
    };
    if args.iter().take_while(|arg| *arg != "--").any(|arg| arg == "--help" || arg == "-h") {
        println!("{does}\n\nusage: cargo xtask {name} {takes}");
        return ExitCode::SUCCESS;
    }
    match run(&args[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            if error.is::<Usage>() {
                eprintln!("usage: cargo xtask {name} {takes}");
                return ExitCode::from(2);
            }
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let mut out = "usage: cargo xtask COMMAND\n\n".to_owned();
    for (name, takes, does, _) in TASKS {
        out += &format!("  {:<38} {does}\n", format!("{name} {takes}"));
    }
    out + "\nCONTRIBUTING.md says when to use which.\n"
}

fn ci(_: &[String]) -> Result {
    succeed(Command::new(root().join(".ci/run")))
}

/// The arguments make no sense.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Usage {}

fn usage(what: impl Into<String>) -> Box<dyn Error> {
    Usage(what.into()).into()
}

/// The root of the repository: cargo tells where this crate is.
fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    here.and_then(|here| here.parent().map(Path::to_path_buf)).unwrap_or_else(|| PathBuf::from("."))
}

/// Cargo, at the root of the repository.
fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// A script of Python, at the root of the repository.
fn python(script: &str) -> Command {
    let mut command = Command::new("python3");
    command.arg(script).current_dir(root());
    command
}

/// Runs a command to its end; that it fails is an error.
fn succeed(mut command: Command) -> Result {
    let status = command.status().map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    if status.success() { Ok(()) } else { Err(format!("{:?} failed: {status}", command.get_program()).into()) }
}

/// An argument that is a path, seen from the root of the repository: commands run there.
fn from_here(arg: &str) -> Result<String> {
    let path = env::current_dir()?.join(arg);
    path.into_os_string().into_string().map_err(|path| format!("{path:?} is not UTF-8").into())
}
