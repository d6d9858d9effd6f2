//! Cases: people's words with the department and urgency that a nurse would choose, and how the
//! engine does on them. Every follow-up question is answered with "unknown".

use std::fmt::{self, Write as _};

use serde::Serialize;

use super::{Answered, Request, Sex, Triage, Turn, Urgency};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// What the person says.
    pub say: String,
    /// Age, years.
    pub age: Option<u32>,
    /// Woman or man.
    pub sex: Option<Sex>,
    /// HIRA codes, any of which is right.
    pub departments: Vec<String>,
    /// Urgencies, any of which is right.
    pub urgencies: Vec<Urgency>,
}

/// Reads a TSV file with the columns id, say, age, sex, departments, urgency.
///
/// # Errors
/// The line and what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Case>, String> {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let column =
        |name: &str| header.iter().position(|known| known.trim() == name).ok_or(format!("there is no column {name}"));
    let columns =
        [column("id")?, column("say")?, column("age")?, column("sex")?, column("departments")?, column("urgency")?];
    let mut cases = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, say, age, sex, departments, urgency] =
            columns.map(|at| fields.get(at).copied().unwrap_or_default().trim());
        let wrong = |what: &str| format!("line {}: {what}", number + 1);
        let urgencies = urgency.split('|').map(Urgency::from_word).collect::<Option<Vec<_>>>();
        cases.push(Case {
            id: id.to_owned(),
            say: say.to_owned(),
            age: if age.is_empty() { None } else { Some(age.parse().map_err(|_| wrong("age is no number"))?) },
            sex: match sex {
                "f" => Some(Sex::Female),
                "m" => Some(Sex::Male),
                "" => None,
                _ => return Err(wrong("sex is f, m or empty")),
            },
            departments: departments.split('|').map(str::to_owned).collect(),
            urgencies: urgencies.ok_or_else(|| wrong("there is no such urgency"))?,
        });
    }
    Ok(cases)
}

/// What the engine made of a case.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The first department's code; empty when nothing was understood.
    pub department: String,
    /// The urgency, if there was a result.
    pub urgency: Option<Urgency>,
    /// Questions asked.
    pub questions: usize,
    /// What was understood; `-` before what was denied.
    pub understood: String,
    /// The likeliest conditions and the rules that fired.
    pub why: String,
}

/// Runs a case to its end.
pub fn run(triage: &Triage, case: &Case) -> Verdict {
    let mut answers: Vec<Answered> = Vec::new();
    loop {
        let request = Request { text: &case.say, age: case.age, sex: case.sex, answers: &answers };
        let (turn, mentioned) = match triage.turn(&request) {
            Ok(turn) => turn,
            Err(fault) => unreachable!("the engine's own question is refused: {fault:?}"),
        };
        let sign = |present| if present { "" } else { "-" };
        let understood: Vec<String> = mentioned.iter().map(|m| format!("{}{}", sign(m.present), m.id)).collect();
        let understood = understood.join(" ");
        match turn {
            Turn::Question(question) => answers.push(Answered { id: question.id, value: "unknown".to_owned() }),
            Turn::NotUnderstood(intent) => {
                let why = intent.word().to_owned();
                return Verdict { department: String::new(), urgency: None, questions: answers.len(), understood, why };
            }
            Turn::Result(result) => {
                let flags = result.flags.iter().map(|flag| format!("!{}", flag.id));
                let named = result.possible.iter().take(3).map(|p| format!("{}={:.2}", p.condition.id, p.probability));
                return Verdict {
                    department: result.departments.first().map(|d| d.specialty.code().to_owned()).unwrap_or_default(),
                    urgency: Some(result.urgency),
                    questions: answers.len(),
                    understood,
                    why: flags.chain(named).collect::<Vec<_>>().join(" "),
                };
            }
        }
    }
}

/// Counts over a file of cases. Shares are of all cases, but for those that say otherwise;
/// JSON has them in per cent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Cases.
    pub n: usize,
    /// Share with a right department.
    #[serde(serialize_with = "crate::triage::percent")]
    pub department: f64,
    /// Share with a right urgency.
    #[serde(serialize_with = "crate::triage::percent")]
    pub urgency: f64,
    /// Cases that are emergencies and nothing else.
    pub emergencies: usize,
    /// Share of these that was found.
    #[serde(serialize_with = "crate::triage::percent")]
    pub emergency_recall: f64,
    /// Cases that are no emergencies.
    pub others: usize,
    /// Share of these that was sent to 119.
    #[serde(serialize_with = "crate::triage::percent")]
    pub over_triage: f64,
    /// Cases in which nothing was understood.
    pub not_understood: usize,
    /// Questions a case.
    pub mean_questions: f64,
    /// What went wrong, a line a case.
    pub misses: Vec<String>,
}

/// Runs all cases.
pub fn tally(triage: &Triage, cases: &[Case]) -> Tally {
    let (mut tally, mut found, mut over, mut questions) = (Tally { n: cases.len(), ..Tally::default() }, 0, 0, 0);
    let (mut departments, mut urgencies) = (0, 0);
    for case in cases {
        let verdict = run(triage, case);
        let department = case.departments.contains(&verdict.department);
        let urgency = verdict.urgency.is_some_and(|urgency| case.urgencies.contains(&urgency));
        let is_emergency = case.urgencies == [Urgency::Emergency];
        let is_other = !case.urgencies.contains(&Urgency::Emergency);
        let said = verdict.urgency == Some(Urgency::Emergency);
        departments += usize::from(department);
        urgencies += usize::from(urgency);
        tally.emergencies += usize::from(is_emergency);
        tally.others += usize::from(is_other);
        found += usize::from(is_emergency && said);
        over += usize::from(is_other && said);
        tally.not_understood += usize::from(verdict.urgency.is_none());
        questions += verdict.questions;
        if !department || !urgency {
            tally.misses.push(miss(case, &verdict, department, urgency));
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    tally.department = share(departments, cases.len());
    tally.urgency = share(urgencies, cases.len());
    tally.emergency_recall = share(found, tally.emergencies);
    tally.over_triage = share(over, tally.others);
    tally.mean_questions = share(questions, cases.len());
    tally
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.misses.iter().try_for_each(|miss| writeln!(f, "{miss}"))?;
        let percent = |share: f64| 100.0 * share;
        writeln!(f, "cases                     {:>6}", self.n)?;
        writeln!(f, "right department          {:>6.1} %", percent(self.department))?;
        writeln!(f, "right urgency             {:>6.1} %", percent(self.urgency))?;
        writeln!(f, "emergencies found         {:>6.1} % of {}", percent(self.emergency_recall), self.emergencies)?;
        writeln!(f, "others sent to 119        {:>6.1} % of {}", percent(self.over_triage), self.others)?;
        writeln!(f, "not understood            {:>6}", self.not_understood)?;
        writeln!(f, "questions a case          {:>6.2}", self.mean_questions)
    }
}

fn miss(case: &Case, verdict: &Verdict, department: bool, urgency: bool) -> String {
    let mut line = format!("{}: {}", case.id, case.say);
    let wanted: Vec<&str> = case.urgencies.iter().map(|urgency| urgency.word()).collect();
    if !department {
        _ = write!(line, " · department {} not {}", verdict.department, case.departments.join("|"));
    }
    if !urgency {
        _ = write!(line, " · urgency {} not {}", verdict.urgency.map_or("none", Urgency::word), wanted.join("|"));
    }
    _ = write!(line, " · understood [{}] · {}", verdict.understood, verdict.why);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_file_says_where() {
        let head = "id\tsay\tage\tsex\tdepartments\turgency\n";
        assert_eq!(parse(&format!("{head}a\t배가 아파요\t30\tf\t01|23\ttoday|soon\n")).unwrap()[0].urgencies.len(), 2);
        assert_eq!(parse(&format!("{head}a\t배\tx\tf\t01\ttoday")).unwrap_err(), "line 2: age is no number");
        assert_eq!(parse(&format!("{head}a\t배\t\tf\t01\tlater")).unwrap_err(), "line 2: there is no such urgency");
        assert_eq!(parse("id\tsay").unwrap_err(), "there is no column age");
    }
}
