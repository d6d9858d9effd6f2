//! P(finding | condition), from the graded levels of the files.

use std::collections::HashMap;

use super::{
    Finding, FindingId,
    raw::{self, COURSES, Raw},
};
use crate::triage::infer::{Model, Table, Variable};

/// How often an answer or a reading of a text is taken to be wrong.
const ERROR: f32 = 0.03;
/// P(finding | condition) of the graded levels, in the order of the files' lists.
const LEVELS: [f32; 6] = [0.95, 0.8, 0.55, 0.25, 0.08, 0.01];
/// A finding's base where the file names none.
const BASE: f32 = 0.02;
/// Share of a base that people tell of unasked.
const VOLUNTEERED: f32 = 0.1;
/// How much of a finding's likelihood a kind of it has that the condition does not name.
const UNNAMED_KIND: f32 = 0.25;
/// P that it has lasted as long as a condition's course says, shared among its words, and otherwise.
const COURSE: f32 = 0.85;
const OFF_COURSE: f32 = 0.06;

type Ids = HashMap<String, FindingId>;

/// The model of all conditions; a variable a finding.
pub fn model(raw: &Raw, ids: &Ids, findings: &[Finding]) -> Result<Model, String> {
    let base: Vec<f32> = raw.findings.values().map(|f| f.base.unwrap_or(BASE) * VOLUNTEERED).collect();
    let rows: Vec<Vec<f32>> = raw.conditions.values().map(|c| chances(c, raw, ids, findings, &base)).collect();
    let variable =
        |at: usize| Variable { table: Table::Binary(rows.iter().map(|row| row[at]).collect()), parent: None };
    let variables: Vec<Variable> = (0..findings.len()).map(variable).collect();
    Model::new(rows.len(), ERROR, &variables).map_err(|error| error.to_string())
}

/// P of every finding, given a condition: its level, or what follows from that of its kinds or of what
/// it is a kind of, or its base.
fn chances(condition: &raw::Condition, raw: &Raw, ids: &Ids, findings: &[Finding], base: &[f32]) -> Vec<f32> {
    let c = condition;
    let mut named: Vec<Option<f32>> = vec![None; findings.len()];
    for (list, p) in [&c.always, &c.usually, &c.often, &c.sometimes, &c.rarely, &c.against].into_iter().zip(LEVELS) {
        list.iter().for_each(|id| named[ids[id].at()] = Some(p));
    }
    let mut chances = base.to_vec();
    for (chance, finding) in chances.iter_mut().zip(raw.findings.values()) {
        let of_parents = finding.is.iter().filter_map(|parent| named[ids[parent].at()]).fold(0.0, f32::max);
        *chance = chance.max(of_parents * UNNAMED_KIND);
    }
    // What is there is there in its wider sense too.
    let mut wider = vec![0.0_f32; findings.len()];
    for (finding, level) in findings.iter().zip(&named) {
        let level = level.unwrap_or_default();
        finding.above.iter().for_each(|up| wider[up.at()] = wider[up.at()].max(level));
    }
    for (at, chance) in chances.iter_mut().enumerate() {
        *chance = named[at].unwrap_or(if wider[at] > 0.0 { wider[at] } else { *chance });
    }
    for course in COURSES.iter().filter(|_| !c.course.is_empty()) {
        let on = c.course.iter().any(|known| known == course);
        if let Some(id) = ids.get(&format!("duration_{course}")) {
            chances[id.at()] = if on { COURSE / c.course.len() as f32 } else { OFF_COURSE };
        }
    }
    chances
}
