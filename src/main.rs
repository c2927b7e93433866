//! The `sarand` program; see [`sarand::cli`].

fn main() -> std::process::ExitCode {
    sarand::cli::main()
}
