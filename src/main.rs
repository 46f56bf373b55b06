//! The `consign` program.

/// Gives back what is free. Each password that is checked takes 19 MB for a moment, which the system's own allocator keeps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    consign::cli::main()
}
