//! No demonstration place bears the name of a real one, as far as the real data at hand can tell.

use std::{collections::HashSet, env, fs, path::PathBuf};

use heydoctor::{domain::hospital::DEMO_MARK, import::demo::generate};

/// The folder of third-party data, which is no part of the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    assert!(folder.is_dir(), "no shared data at {}: set HEYDOCTOR_SHARED to the folder", folder.display());
    folder
}

#[test]
fn no_name_is_that_of_a_real_place() {
    let mut real = HashSet::new();
    for page in fs::read_dir(shared().join("nmc/seoul")).unwrap() {
        let page = fs::read_to_string(page.unwrap().path()).unwrap();
        let names = page.split("<dutyName>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
        real.extend(names);
    }
    assert!(real.len() > 6_000);
    let made = generate(100_000, 1, jiff::civil::date(2026, 11, 22)).filter_map(|record| record.facts.name);
    let shared: Vec<String> =
        made.filter(|name| real.contains(name) || real.contains(name.trim_end_matches(DEMO_MARK))).collect();
    assert!(shared.is_empty(), "{} names are real, such as {:?}", shared.len(), shared.first());
}
