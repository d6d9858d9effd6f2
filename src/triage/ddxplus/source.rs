//! DDXPlus' own files.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
};

use ring::digest;
use serde::Deserialize;
use serde_json::Value;

use super::literal;

/// Why the files of a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file cannot be read.
    #[error("{0}: 읽을 수 없어요: {1}")]
    Read(PathBuf, std::io::Error),
    /// A file is not of the form that is expected: which, and what is wrong.
    #[error("{0}: DDXPlus의 형식이 아니에요: {1}")]
    Form(PathBuf, String),
}

/// How an evidence is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Present or absent.
    Binary,
    /// One of its values; not listed means the default one.
    Choice,
    /// Any of its values but the default one, which means none.
    Many,
}

/// One evidence: a symptom or an antecedent.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its code, `E_91`.
    pub code: String,
    /// The question in English.
    pub question: String,
    /// How it is answered.
    pub kind: Kind,
    /// The values' codes; without the default one when several can be given.
    pub values: Vec<String>,
    /// The value that is meant when it is not listed, of a choice.
    pub default: Option<usize>,
    /// The value that means none, of a set.
    pub nothing: Option<String>,
    /// The binary evidence that it details.
    pub parent: Option<usize>,
    /// Whether it is history rather than a symptom.
    pub antecedent: bool,
}

/// What a patient has of one evidence.
pub type Found = Vec<usize>;

/// One patient.
#[derive(Debug, Clone)]
pub struct Patient {
    /// Years.
    pub age: u32,
    /// Whether the patient is female.
    pub female: bool,
    /// The condition's number.
    pub condition: usize,
    /// The evidence that the patient came with.
    pub initial: usize,
    /// Evidences that are listed, with the values that are not the default one.
    pub evidences: HashMap<usize, Found>,
}

/// What one folder holds.
#[derive(Debug)]
pub struct Source {
    /// Conditions' names, sorted.
    pub conditions: Vec<String>,
    /// Evidences, parents before their children.
    pub evidences: Vec<Evidence>,
    /// The patients.
    pub patients: Vec<Patient>,
    /// SHA-256 of `patients.csv`, in hex.
    pub digest: String,
    /// What was counted on the train split, when the file is there.
    pub counts: Option<Counts>,
}

/// Counts of the train split.
#[derive(Debug, Clone, Deserialize)]
pub struct Counts {
    /// Patients of each condition.
    pub condition_counts: BTreeMap<String, u64>,
    /// P(evidence listed | condition).
    pub probabilities: BTreeMap<String, BTreeMap<String, f64>>,
}

#[derive(Deserialize)]
struct EvidenceRow {
    code_question: String,
    question_en: String,
    is_antecedent: bool,
    default_value: Value,
    #[serde(rename = "possible-values")]
    possible_values: Vec<Value>,
    data_type: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
struct PatientRow {
    age: u32,
    sex: String,
    pathology: String,
    evidences: String,
    initial_evidence: String,
}

impl Source {
    /// Reads a folder.
    pub fn read(folder: &Path) -> Result<Self, SourceError> {
        let conditions: BTreeMap<String, Value> = json(&folder.join("release_conditions.json"))?;
        let conditions: Vec<String> = conditions.into_keys().collect();
        let evidences = evidences(&folder.join("release_evidences.json"))?;
        let path = folder.join("patients.csv");
        let bytes = fs::read(&path).map_err(|error| SourceError::Read(path.clone(), error))?;
        let patients =
            patients(&bytes, &conditions, &evidences).map_err(|what| SourceError::Form(path.clone(), what))?;
        let counts = folder.join("evidence_given_condition_train.json");
        let counts = counts.exists().then(|| json(&counts)).transpose()?;
        let sha = digest::digest(&digest::SHA256, &bytes);
        let digest = sha.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { conditions, evidences, patients, digest, counts })
    }
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, SourceError> {
    let bytes = fs::read(path).map_err(|error| SourceError::Read(path.to_owned(), error))?;
    serde_json::from_slice(&bytes).map_err(|error| SourceError::Form(path.to_owned(), error.to_string()))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn evidences(path: &Path) -> Result<Vec<Evidence>, SourceError> {
    let rows: BTreeMap<String, EvidenceRow> = json(path)?;
    // A detail of a yes-or-no question comes after it.
    let detail = |code: &str, row: &EvidenceRow| row.data_type != "B" && row.code_question != code;
    let (details, mut rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(code, row)| detail(code, row));
    let roots = rows.len();
    rows.extend(details);
    let number: HashMap<String, usize> = rows.iter().enumerate().map(|(at, (code, _))| (code.clone(), at)).collect();
    let read = |(at, (code, row)): (usize, (String, EvidenceRow))| {
        let wrong = |what: &str| SourceError::Form(path.to_owned(), format!("{code}: {what}"));
        let kind = match row.data_type.as_str() {
            "B" => Kind::Binary,
            "C" => Kind::Choice,
            "M" => Kind::Many,
            _ => return Err(wrong("data_type is not B, C or M")),
        };
        let default = plain(&row.default_value);
        let mut values: Vec<String> = row.possible_values.iter().map(plain).collect();
        let at_default = values.iter().position(|value| *value == default);
        if kind == Kind::Many {
            values.retain(|value| *value != default);
        } else if kind == Kind::Choice && at_default.is_none() {
            return Err(wrong("the default is not one of the values"));
        }
        let parent = (at >= roots).then(|| number.get(&row.code_question).copied().filter(|parent| *parent < roots));
        Ok(Evidence {
            parent: parent.flatten(),
            default: at_default.filter(|_| kind == Kind::Choice),
            nothing: (kind == Kind::Many).then_some(default),
            question: row.question_en,
            antecedent: row.is_antecedent,
            kind,
            values,
            code,
        })
    };
    rows.into_iter().enumerate().map(read).collect()
}

fn patients(bytes: &[u8], conditions: &[String], evidences: &[Evidence]) -> Result<Vec<Patient>, String> {
    let number: HashMap<&str, usize> =
        evidences.iter().enumerate().map(|(at, evidence)| (evidence.code.as_str(), at)).collect();
    let mut rows = csv::Reader::from_reader(bytes);
    rows.deserialize()
        .enumerate()
        .map(|(at, row)| {
            let row: PatientRow = row.map_err(|error| error.to_string())?;
            patient(&row, conditions, evidences, &number).map_err(|what| format!("patient {}: {what}", at + 1))
        })
        .collect()
}

fn patient(
    row: &PatientRow,
    conditions: &[String],
    evidences: &[Evidence],
    number: &HashMap<&str, usize>,
) -> Result<Patient, String> {
    let known = |code: &str| number.get(code).copied().ok_or_else(|| format!("the evidence {code} is unknown"));
    let condition = conditions.binary_search(&row.pathology).map_err(|_| format!("{} is unknown", row.pathology))?;
    let mut found: HashMap<usize, Found> = HashMap::new();
    for said in literal::texts(&row.evidences).ok_or("EVIDENCES is not a list of texts")? {
        let (code, value) = said.split_once("_@_").map_or((said.as_str(), None), |(code, value)| (code, Some(value)));
        let evidence = known(code)?;
        let values = found.entry(evidence).or_default();
        if let Some(value) = value {
            let listed = &evidences[evidence];
            match listed.values.iter().position(|known| known == value) {
                Some(value) => values.push(value),
                None if listed.nothing.as_deref() == Some(value) => {}
                None => return Err(format!("{code} has no value {value}")),
            }
        }
    }
    let initial = known(&row.initial_evidence)?;
    Ok(Patient { age: row.age, female: row.sex == "F", condition, initial, evidences: found })
}
