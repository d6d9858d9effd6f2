//! Text → department on the real corpus: what ships knows it, and learning works.
#![allow(clippy::unwrap_used, reason = "a test's helpers may fail too")]

use std::{env, fs::File, path::PathBuf, sync::LazyLock};

use heydoctor::triage::departments::{Corpus, Departments, HeldOut, train};

/// The corpus, which is no part of the project.
static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    Corpus::read(File::open(folder.join("text-department/train.csv")).unwrap()).unwrap()
});

#[test]
fn what_ships_was_learned_from_the_corpus() {
    assert_eq!(CORPUS.len(), 40_777);
    // It has seen these texts: this says that the file belongs to the code, not how good it is.
    let report = Departments::builtin().evaluate(&CORPUS, None, 1);
    assert!(report.top_1 > 0.9, "{report}");
}

#[test]
fn a_tenth_of_the_corpus_teaches_departments_of_texts_never_seen() {
    let (rest, tenth) = CORPUS.part(0, 10, 1);
    let (_, unseen) = rest.part(0, 10, 2);
    let report = train(&tenth, 1).unwrap().evaluate(&unseen, None, 1);
    assert!(report.top_1 > 0.66 && report.top_3 > 0.84, "{report}");
}

#[test]
fn a_fifth_kept_apart_is_judged_as_the_card_says_and_the_file_is_made_again() {
    let held_out = HeldOut::measure(&CORPUS, 0, 1).unwrap();
    for (report, least) in held_out.reports.iter().zip([0.775, 0.768, 0.757]) {
        assert!(report.top_1 > least && report.top_3 > 0.91, "{report}");
    }
    let mut model = train(&CORPUS, 1).unwrap();
    model.set_temperature(held_out.temperature);
    assert!(model.file() == Departments::builtin().file(), "another file than the one that ships");
}
