//! The front door: reads the command line and runs one command.

mod commands;

use std::process::ExitCode;

/// Rendering a page allocates thousands of small texts; the system's allocator took a quarter of the
/// time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run()
}
