//! Rebuilds when a migration is added: they are built into the program. Checks the knowledge of the
//! self-diagnosis, which is built in too, so that a fault in it stops the build.

#[allow(dead_code, reason = "the program uses the rest")]
#[path = "src/triage/knowledge/raw.rs"]
mod raw;

use std::{fs, path::Path, process::ExitCode};

const KNOWLEDGE: &str = "src/triage/knowledge";

fn main() -> ExitCode {
    println!("cargo:rerun-if-changed=migrations");
    // The browser's half knows nothing of it.
    if std::env::var_os("CARGO_FEATURE_SSR").is_none() {
        return ExitCode::SUCCESS;
    }
    println!("cargo:rerun-if-changed={KNOWLEDGE}");
    let mut files = vec![read("lexicon.toml")];
    for folder in ["findings", "conditions", "flags"] {
        let mut names: Vec<String> = fs::read_dir(Path::new(KNOWLEDGE).join(folder))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".toml"))
            .collect();
        names.sort();
        files.extend(names.iter().map(|name| read(&format!("{folder}/{name}"))));
    }
    let faults =
        raw::Raw::parse(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).err().unwrap_or_default();
    faults.iter().for_each(|fault| println!("cargo::error={fault}"));
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(path: &str) -> (String, String) {
    (path.to_owned(), fs::read_to_string(Path::new(KNOWLEDGE).join(path)).unwrap_or_default())
}
