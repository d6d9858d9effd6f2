//! Holds the arrows between the rooms one-way, and the frameworks in their rooms.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms from the ground up: each may use those before it. Rooms on one line may not use each
/// other.
const STOREYS: &[&[&str]] = &[
    &["domain"],
    &["words", "directory", "triage", "vault"],
    &["store"],
    &["import", "booking", "notify", "config"],
    &["state"],
    &["api", "web", "telemetry"],
    &["http"],
    &["main", "commands"],
];

/// Crates that stay in the rooms named with them.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("sqlx", &["store"]),
    ("axum", &["api", "web", "state", "http", "telemetry", "commands"]),
    ("leptos", &["web", "state", "http", "commands"]),
    ("web_sys", &["web"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// The room of a file: the first part of its path below `src`.
fn room(path: &Path) -> String {
    let below = path.strip_prefix(root().join("src")).unwrap();
    below.iter().next().unwrap().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn storey(room: &str) -> Option<usize> {
    STOREYS.iter().position(|rooms| rooms.contains(&room))
}

/// Every `crate::name` of a source text, one inside `use crate::{…}` included; comments left out.
fn uses(text: &str) -> Vec<String> {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let word =
        |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.trim_start().strip_prefix('{') {
            None => found.push(word(rest)),
            Some(group) => found.extend(heads(group).iter().map(|head| word(head))),
        }
    }
    found
}

/// The outermost members of a `{…}` group, given the text behind its opening brace.
fn heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads) = (0, vec![String::new()]);
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ => heads.last_mut().unwrap().push(c),
        }
    }
    heads.retain(|head| !head.trim().is_empty());
    heads
}

#[test]
fn rooms_use_only_what_lies_below_them() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| room(file) != "lib") {
        let from = room(file);
        let Some(own) = storey(&from) else {
            wrong.push(format!("{}: the room {from} has no storey", file.display()));
            continue;
        };
        for to in uses(&fs::read_to_string(file).unwrap()) {
            let below = storey(&to).is_none_or(|storey| storey < own);
            if to != from && !below {
                wrong.push(format!("{}: {from} uses {to}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn frameworks_stay_in_their_rooms() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| room(file) != "lib") {
        let text = fs::read_to_string(file).unwrap();
        for (name, rooms) in KEPT_IN {
            let used = [format!("{name}::"), format!("use {name}")].iter().any(|mention| {
                text.lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .any(|line| line.contains(mention.as_str()))
            });
            if used && !rooms.contains(&room(file).as_str()) {
                wrong.push(format!("{}: {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_uses_sees_groups_and_paths() {
    let text = "use crate::{a::{b, c}, d};\nlet x = crate::e::f(); // crate::g\n";
    assert_eq!(uses(text), ["a", "d", "e"]);
}
