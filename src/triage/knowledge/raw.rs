//! The knowledge as it stands in the files, and the check that it holds together. The build runs it
//! too (build.rs), so it uses nothing of the crate.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// A finding, as in `findings/*.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Shown under "이렇게 들었어요".
    pub name: String,
    /// A yes/no question; without one it is never asked for.
    pub ask: Option<String>,
    /// What it is a kind of.
    #[serde(default)]
    pub is: Vec<String>,
    /// Share of people with any complaint who have it unrelated to its cause.
    pub base: Option<f32>,
    /// How people say it.
    #[serde(default)]
    pub say: Vec<String>,
}

/// A question with more than yes and no.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id, apart from those of the findings.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// The finding that must be present; without one it may always be asked.
    pub when: Option<String>,
    /// Findings with the words of their choice.
    pub choices: Vec<(String, String)>,
}

/// Factor by sex.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BySex {
    /// Women.
    #[serde(default = "one")]
    pub f: f32,
    /// Men.
    #[serde(default = "one")]
    pub m: f32,
}

fn one() -> f32 {
    1.0
}

/// What pregnancy does to a condition's likelihood.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum ByPregnancy {
    /// A factor for the pregnant.
    Factor(f32),
    /// `"only"`: nobody else has it.
    Only(String),
}

/// A condition, as in `conditions/*.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Korean name.
    pub name: String,
    /// English name.
    pub en: String,
    /// KCD-8 / ICD-10 code.
    pub code: String,
    /// How common it is, 1–7.
    pub common: u8,
    /// Factors of the six age bands.
    pub age: Option<[f32; 6]>,
    /// Factors of the sexes.
    pub sex: Option<BySex>,
    /// What pregnancy does.
    pub pregnant: Option<ByPregnancy>,
    /// emergency, today, soon or selfcare.
    pub urgency: String,
    /// HIRA department codes, the best first.
    pub departments: Vec<String>,
    /// Findings with P 0.95.
    #[serde(default)]
    pub always: Vec<String>,
    /// P 0.8.
    #[serde(default)]
    pub usually: Vec<String>,
    /// P 0.55.
    #[serde(default)]
    pub often: Vec<String>,
    /// P 0.25.
    #[serde(default)]
    pub sometimes: Vec<String>,
    /// P 0.08.
    #[serde(default)]
    pub rarely: Vec<String>,
    /// P 0.01.
    #[serde(default)]
    pub against: Vec<String>,
    /// How long it has usually lasted when people ask.
    #[serde(default)]
    pub course: Vec<String>,
    /// What to do oneself.
    pub care: String,
    /// When to come back, or go at once.
    #[serde(rename = "return")]
    pub come_back: String,
    /// Where the claims come from.
    pub source: String,
}

/// A rule that decides before the statistics, as in `flags/*.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// emergency, today or soon.
    pub level: String,
    /// One of each list must be present.
    #[serde(default)]
    pub any: Vec<Vec<String>>,
    /// Each must be present.
    #[serde(default)]
    pub all: Vec<String>,
    /// None may be present.
    #[serde(default)]
    pub not: Vec<String>,
    /// Age in months, from and below.
    pub age: Option<[u32; 2]>,
    /// Age in years, from and below.
    pub years: Option<[u32; 2]>,
    /// f or m.
    pub sex: Option<String>,
    /// What the person is told.
    pub reason: String,
    /// What to do until help comes; of emergencies.
    #[serde(default)]
    pub until: String,
    /// HIRA department codes.
    #[serde(default)]
    pub departments: Vec<String>,
    /// Numbers to call.
    #[serde(default)]
    pub call: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
    /// Sentences on which it must fire.
    #[serde(default)]
    pub positive: Vec<String>,
    /// Sentences on which no emergency may be seen.
    #[serde(default)]
    pub negative: Vec<String>,
}

/// Word classes and masks, as in `lexicon.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words of each class.
    pub class: BTreeMap<String, Vec<String>>,
    /// The same, of parts of the body.
    #[serde(default)]
    pub place: BTreeMap<String, Vec<String>>,
    /// Words that hide those in them.
    #[serde(default)]
    pub mask: Vec<Mask>,
}

/// Words that hide those in them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mask {
    /// The words.
    pub words: Vec<String>,
}

/// All files.
#[derive(Clone, Debug, Default)]
pub struct Raw {
    /// By id.
    pub findings: BTreeMap<String, Finding>,
    /// In the order of the files.
    pub questions: Vec<Question>,
    /// By id.
    pub conditions: BTreeMap<String, Condition>,
    /// By id.
    pub flags: BTreeMap<String, Flag>,
    /// Word classes.
    pub words: Words,
}

/// The HIRA department codes that may be named (dgsbjtCd).
const DEPARTMENTS: &[&str] = &[
    "00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23", "24", "25", "26", "50", "51", "52", "53", "54", "55", "56", "57", "58", "59", "61",
    "80", "81", "82", "83", "84", "85", "86", "87", "88",
];
/// How long it has lasted, as a condition's course names it; the finding is `duration_…`.
pub const COURSES: &[&str] = &["hours", "days", "weeks", "months"];

impl Raw {
    /// Reads files, each with its path below `knowledge/`.
    ///
    /// # Errors
    /// What does not parse, and every check that fails, one a line.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<String>> {
        let (mut raw, mut faults) = (Self::default(), Vec::new());
        for (path, text) in files {
            if let Err(fault) = raw.file(path, text, &mut faults) {
                faults.push(format!("{path}: {fault}"));
            }
        }
        raw.check(&mut faults);
        if faults.is_empty() { Ok(raw) } else { Err(faults) }
    }

    fn file(&mut self, path: &str, text: &str, faults: &mut Vec<String>) -> Result<(), toml::de::Error> {
        let kind = path.split('/').next().unwrap_or_default();
        if kind == "lexicon.toml" {
            self.words = toml::from_str(text)?;
            return Ok(());
        }
        let mut table: toml::Table = toml::from_str(text)?;
        if let Some(questions) = table.remove("question") {
            self.questions.extend(questions.try_into::<Vec<Question>>()?);
        }
        for (id, value) in table {
            let twice = match kind {
                "findings" => self.findings.insert(id.clone(), read(path, &id, value, faults)?).is_some(),
                "conditions" => self.conditions.insert(id.clone(), read(path, &id, value, faults)?).is_some(),
                _ => self.flags.insert(id.clone(), read(path, &id, value, faults)?).is_some(),
            };
            if twice {
                faults.push(format!("{path}: {id} stands twice"));
            }
        }
        Ok(())
    }

    fn check(&self, faults: &mut Vec<String>) {
        for (id, finding) in &self.findings {
            let at = format!("finding {id}");
            self.know(&at, &finding.is, faults);
            test(!finding.name.is_empty(), &at, "has no name", faults);
            test(finding.base.is_none_or(|base| (0.0001..=0.5).contains(&base)), &at, "base is out of range", faults);
            test(!finding.is.contains(id) && !self.above(id).contains(id), &at, "is a kind of itself", faults);
            self.know_classes(&at, &finding.say, faults);
        }
        for question in &self.questions {
            let at = format!("question {}", question.id);
            let ids: Vec<String> = question.choices.iter().map(|(id, _)| id.clone()).collect();
            self.know(&at, &ids, faults);
            self.know(&at, question.when.as_slice(), faults);
            test(ids.len() > 1, &at, "needs choices", faults);
            test(!self.findings.contains_key(&question.id), &at, "has the id of a finding", faults);
        }
        for (id, condition) in &self.conditions {
            self.check_condition(&format!("condition {id}"), condition, faults);
        }
        for (id, flag) in &self.flags {
            self.check_flag(&format!("flag {id}"), flag, faults);
        }
    }

    fn check_condition(&self, at: &str, condition: &Condition, faults: &mut Vec<String>) {
        let c = condition;
        let mut seen = BTreeSet::new();
        for list in [&c.always, &c.usually, &c.often, &c.sometimes, &c.rarely, &c.against] {
            self.know(at, list, faults);
            for id in list {
                test(seen.insert(id), at, &format!("names {id} twice"), faults);
            }
        }
        test(seen.len() >= 3, at, "has fewer than three findings", faults);
        test((1..=7).contains(&c.common), at, "common is 1 to 7", faults);
        test(
            c.age.is_none_or(|age| age.iter().all(|f| (0.0..=20.0).contains(f))),
            at,
            "an age factor is out of range",
            faults,
        );
        test(
            ["emergency", "today", "soon", "selfcare"].contains(&c.urgency.as_str()),
            at,
            "has no such urgency",
            faults,
        );
        test(c.course.iter().all(|course| COURSES.contains(&course.as_str())), at, "has no such course", faults);
        test(is_icd(&c.code), at, "has no code of KCD-8", faults);
        for text in [&c.name, &c.en, &c.care, &c.come_back, &c.source] {
            test(!text.trim().is_empty(), at, "has an empty text", faults);
        }
        if let Some(ByPregnancy::Only(word)) = &c.pregnant {
            test(word == "only", at, "pregnant is a factor or \"only\"", faults);
        }
        know_departments(at, &c.departments, faults);
    }

    fn check_flag(&self, at: &str, flag: &Flag, faults: &mut Vec<String>) {
        flag.any.iter().chain([&flag.all, &flag.not]).for_each(|list| self.know(at, list, faults));
        test(["emergency", "today", "soon"].contains(&flag.level.as_str()), at, "has no such level", faults);
        let conditions = !flag.all.is_empty() || !flag.any.is_empty();
        test(
            conditions && flag.any.iter().all(|list| !list.is_empty()),
            at,
            "fires on nothing, or on everything",
            faults,
        );
        test(!flag.reason.is_empty() && !flag.source.is_empty(), at, "has no reason or source", faults);
        if flag.level == "emergency" {
            test(
                !flag.until.is_empty() && !flag.call.is_empty(),
                at,
                "does not say what to do or whom to call",
                faults,
            );
            test(!flag.positive.is_empty() && !flag.negative.is_empty(), at, "has no sentences to test it", faults);
            know_departments(at, &flag.departments, faults);
        }
    }

    /// All that a finding is a kind of, however far up; cut off where it goes in a circle.
    pub fn above(&self, id: &str) -> BTreeSet<String> {
        let (mut all, mut next) = (BTreeSet::new(), vec![id.to_owned()]);
        while let Some(id) = next.pop() {
            for parent in self.findings.get(&id).into_iter().flat_map(|finding| &finding.is) {
                if all.insert(parent.clone()) {
                    next.push(parent.clone());
                }
            }
        }
        all
    }

    fn know(&self, at: &str, ids: &[String], faults: &mut Vec<String>) {
        for id in ids {
            test(self.findings.contains_key(id), at, &format!("there is no finding {id}"), faults);
        }
    }

    fn know_classes(&self, at: &str, say: &[String], faults: &mut Vec<String>) {
        let classes = say.iter().flat_map(|text| text.split([' ', '|'])).filter_map(|word| word.strip_prefix('@'));
        for class in classes {
            let known = self.words.class.contains_key(class) || self.words.place.contains_key(class);
            test(known, at, &format!("there is no word class @{class}"), faults);
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(
    path: &str,
    id: &str,
    value: toml::Value,
    faults: &mut Vec<String>,
) -> Result<T, toml::de::Error> {
    value.try_into().inspect_err(|_| faults.push(format!("{path}: {id} cannot be read")))
}

fn know_departments(at: &str, codes: &[String], faults: &mut Vec<String>) {
    test(
        !codes.is_empty() && codes.iter().all(|code| DEPARTMENTS.contains(&code.as_str())),
        at,
        "names no HIRA department",
        faults,
    );
}

/// A letter, two digits, and perhaps a point with one or two more.
fn is_icd(code: &str) -> bool {
    let mut chars = code.chars();
    let head = chars.next().is_some_and(|c| c.is_ascii_uppercase())
        && chars.by_ref().take(2).filter(char::is_ascii_digit).count() == 2;
    let rest = chars.as_str();
    head && (rest.is_empty()
        || rest
            .strip_prefix('.')
            .is_some_and(|rest| (1..=2).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_digit())))
}

fn test(holds: bool, at: &str, fault: &str, faults: &mut Vec<String>) {
    if !holds {
        faults.push(format!("{at}: {fault}"));
    }
}
