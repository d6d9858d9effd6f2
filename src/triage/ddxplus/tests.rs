use std::{fs, path::Path};

use super::{
    literal::{Literal, parse, texts},
    *,
};

#[test]
fn python_literals_are_read_and_others_refused() {
    assert_eq!(texts(r#"['E_1', "E_2_@_it's", 'a\'b\\\u00e9']"#).unwrap(), ["E_1", "E_2_@_it's", "a'b\\é"]);
    assert_eq!(texts("[]").unwrap(), [""; 0]);
    let pair = Literal::List(vec![Literal::Text("GERD".to_owned()), Literal::Number(0.25)]);
    assert_eq!(parse("[['GERD', 0.25],]"), Some(Literal::List(vec![pair])));
    for wrong in ["", "['a'", "['a' 'b']", "['a\\", "['\\u12']", "[1, x]", "['a'] 1", &"[".repeat(9999)] {
        assert_eq!(parse(wrong), None, "{wrong}");
    }
    assert_eq!(texts("['a', 1]"), None);
}

/// Two conditions told apart by a fever and by where it hurts.
fn folder(patients: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("release_conditions.json", r#"{"Flu": {}, "Sprain": {}}"#);
    let binary = |code: &str| {
        format!(
            r#""{code}": {{"code_question": "{code}", "question_en": "?", "is_antecedent": false,
            "default_value": 0, "possible-values": [], "data_type": "B"}}"#
        )
    };
    let place = r#""E_0": {"code_question": "E_2", "question_en": "Where?", "is_antecedent": false,
        "default_value": "V_0", "possible-values": ["V_0", "V_1", "V_2"], "data_type": "M"}"#;
    let evidences = format!("{{{place}, {}, {}, {}}}", binary("E_1"), binary("E_2"), binary("E_3"));
    write("release_evidences.json", &evidences);
    write(
        "evidence_given_condition_train.json",
        r#"{"condition_counts": {"Flu": 300, "Sprain": 100}, "probabilities": {
        "Flu": {"E_1": 0.9, "E_2": 0.8, "E_3": 0.5}, "Sprain": {"E_2": 1.0, "E_3": 0.5}}}"#,
    );
    let mut rows = String::from("AGE,DIFFERENTIAL_DIAGNOSIS,SEX,PATHOLOGY,EVIDENCES,INITIAL_EVIDENCE\n");
    for at in 0..patients {
        rows.push_str(match at % 3 {
            0 => "30,[],F,Flu,\"['E_0_@_V_1', 'E_1', 'E_2']\",E_2\n",
            1 => "40,[],M,Sprain,\"['E_0_@_V_2', 'E_2']\",E_2\n",
            _ => "20,[],M,Flu,\"['E_0_@_V_0', 'E_1', 'E_2']\",E_2\n",
        });
    }
    write("patients.csv", &rows);
    folder
}

fn counted(folder: &Path) -> (Source, Statistics) {
    let source = Source::read(folder).unwrap();
    let statistics = Statistics::of(&source, source.counts.as_ref().unwrap());
    (source, statistics)
}

const HONEST: Noise = Noise { wrong: 0.0, unknown: 0.0 };

#[test]
fn a_folder_is_read() {
    let folder = folder(3);
    let (source, statistics) = counted(folder.path());
    let codes: Vec<&str> = source.evidences.iter().map(|evidence| evidence.code.as_str()).collect();
    assert_eq!(codes, ["E_1", "E_2", "E_3", "E_0"], "a detail comes after what it details");
    assert_eq!((source.evidences[3].kind, source.evidences[3].parent), (Kind::Many, Some(1)));
    assert_eq!(source.evidences[3].values, ["V_1", "V_2"], "the default of a set is none of its values");
    assert_eq!(source.patients[1].evidences[&3], [1]);
    assert_eq!(source.patients[2].evidences[&3], [0; 0]);
    let flu = &statistics.conditions["Flu"];
    assert_eq!((flu.train, flu.seen, flu.female, flu.listed["E_1"]), (300, 2, 1, 900));
    assert_eq!(flu.values["E_0"], [("V_1".to_owned(), 1), ("none".to_owned(), 1), ("of".to_owned(), 2)].into());
}

#[test]
fn what_is_wrong_with_a_folder_is_said() {
    let folder = folder(2);
    let path = folder.path().join("patients.csv");
    let text = fs::read_to_string(&path).unwrap();
    for (right, wrong) in [("'E_2'", "'E_9'"), ("V_2", "V_9"), (",Sprain,", ",Cold,"), ("['E_0", "'E_0"), ("40,", "x,")]
    {
        fs::write(&path, text.replace(right, wrong)).unwrap();
        assert!(matches!(Source::read(folder.path()), Err(SourceError::Form(..))), "{wrong}");
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(Source::read(folder.path()), Err(SourceError::Read(..))));
}

#[test]
fn patients_are_never_tried_on_what_was_counted_from_them() {
    let (own, others) = (folder(40), folder(60));
    let (source, statistics) = counted(own.path());
    let report = evaluate(&source, &statistics, HONEST, 1).unwrap();
    assert_eq!((report.protocol, report.n), (Protocol::CrossValidated, 40));
    assert_eq!((report.gtpa_at_1, report.gtpa_at_3), (100.0, 100.0));
    assert!(report.misses.is_empty() && report.mean_questions >= 1.0 && report.max_questions <= 3);
    assert!(report.to_string().starts_with("cross-validated"));

    let other = counted(others.path()).1;
    let report = evaluate(&source, &other, HONEST, 1).unwrap();
    assert_eq!((report.protocol, report.gtpa_at_1), (Protocol::HeldOut, 100.0));
    assert_eq!(Statistics::of(&source, source.counts.as_ref().unwrap()), statistics.with_patients_of(&source));
}

#[test]
fn wrong_answers_are_drawn_alike_from_the_same_seed() {
    let (own, others) = (folder(40), folder(60));
    let (source, other) = (Source::read(own.path()).unwrap(), counted(others.path()).1);
    let noise = Noise { wrong: 0.9, unknown: 0.1 };
    let found = |seed| evaluate(&source, &other, noise, seed).unwrap().gtpa_at_1;
    assert_eq!(found(1), found(1));
    assert!(found(1) < 50.0);
    let empty = Source { patients: Vec::new(), ..source };
    assert!(matches!(evaluate(&empty, &other, HONEST, 1), Err(EvaluateError::Empty)));
}

#[test]
fn the_shipped_file_is_what_training_writes() {
    let shipped = Statistics::shipped().unwrap();
    assert_eq!(shipped.conditions.len(), 49);
    assert_eq!(shipped.conditions.values().map(|counted| counted.seen).sum::<u32>(), 1585);
    assert_eq!(shipped.to_file().unwrap(), include_str!("model.json"));
}
