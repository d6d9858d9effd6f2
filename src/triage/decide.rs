//! What follows from what is believed: how urgent, which department, which conditions and why.

use super::{
    facts::Profile,
    infer::Belief,
    knowledge::{Condition, FindingId, Flag, Knowledge, Urgency},
};
use crate::domain::specialty::Specialty;

/// What it costs to say the row's urgency when the column's is right, both the least urgent first.
const COST: [[f32; 4]; 4] = [
    [0.0, 1.0, 4.0, 10.0],
    [0.5, 0.0, 2.0, 6.0],
    [1.5, 1.0, 0.0, 2.0],
    [6.0, 5.0, 3.0, 0.0],
];
/// The statistics alone call an emergency only when they are this sure.
const SURE: f32 = 0.6;
/// Weight of a condition's first, second and later departments.
const RANKS: [f32; 4] = [1.0, 0.45, 0.25, 0.15];
/// Weight of the departments of a rule that is no emergency's.
const HINT: f32 = 0.2;
/// Conditions named at the most, and the least posterior of one.
const MOST_NAMED: usize = 5;
const LEAST_NAMED: f64 = 0.02;
/// What a child's doctor sees instead of these departments.
const CHILDREN: &str = "11";
const CHILDREN_INSTEAD_OF: &[&str] = &["01", "23", "02", "20"];

/// A department with its share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Which.
    pub specialty: Specialty,
    /// 0–1, all together 1.
    pub score: f32,
}

/// A condition that it may be.
#[derive(Clone, Debug)]
pub struct Possible<'a> {
    /// Which.
    pub condition: &'a Condition,
    /// Its posterior, 0–1.
    pub probability: f64,
    /// Findings that spoke for it, the strongest first.
    pub pro: Vec<FindingId>,
    /// Findings that spoke against it, the strongest first.
    pub con: Vec<FindingId>,
}

/// How urgent it is by the statistics.
pub fn urgency(knowledge: &Knowledge, posterior: &[f64]) -> Urgency {
    let mass = urgency_mass(knowledge, posterior);
    let cost = |said: usize| -> f32 { (0..4).map(|right| COST[said][right] * mass[right]).sum() };
    let most = if mass[3] >= SURE { 4 } else { 3 };
    let best = (0..most).min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(1);
    Urgency::ALL[best]
}

/// P(urgency), the least urgent first.
pub fn urgency_mass(knowledge: &Knowledge, posterior: &[f64]) -> [f32; 4] {
    let mut mass = [0.0; 4];
    for (condition, p) in knowledge.conditions.iter().zip(posterior) {
        mass[condition.urgency as usize] += *p as f32;
    }
    mass
}

/// The departments, the best first; those of a rule that fires come before the others.
pub fn departments(knowledge: &Knowledge, posterior: &[f64], profile: &Profile, flag: Option<&Flag>) -> Vec<Scored> {
    let mut scores: Vec<Scored> = Vec::new();
    let mut add = |specialty: Specialty, score: f32| match scores.iter_mut().find(|known| known.specialty == specialty) {
        Some(known) => known.score += score,
        None => scores.push(Scored { specialty, score }),
    };
    for (condition, p) in knowledge.conditions.iter().zip(posterior).filter(|(_, p)| **p > 1e-5) {
        let list = for_age(&condition.departments, profile);
        let whole: f32 = list.iter().zip(RANKS).map(|(_, rank)| rank).sum();
        list.iter().zip(RANKS).for_each(|(specialty, rank)| add(*specialty, *p as f32 * rank / whole));
    }
    match flag {
        Some(flag) if flag.level == Urgency::Emergency => {
            flag.departments.iter().zip(RANKS).for_each(|(specialty, rank)| add(*specialty, 2.0 * rank));
        }
        Some(flag) => {
            let list = for_age(&flag.departments, profile);
            list.iter().zip(RANKS).for_each(|(specialty, rank)| add(*specialty, HINT * rank));
        }
        None => {}
    }
    let whole: f32 = scores.iter().map(|scored| scored.score).sum();
    scores.iter_mut().for_each(|scored| scored.score /= whole.max(f32::MIN_POSITIVE));
    scores.sort_by(|a, b| b.score.total_cmp(&a.score));
    scores
}

/// Children are seen by paediatricians, and nobody else is.
fn for_age(departments: &[Specialty], profile: &Profile) -> Vec<Specialty> {
    let Some(paediatrics) = Specialty::from_code(CHILDREN) else { return departments.to_vec() };
    let mut list: Vec<Specialty> = Vec::new();
    for specialty in departments {
        let chosen = if profile.child && CHILDREN_INSTEAD_OF.contains(&specialty.code()) { paediatrics } else { *specialty };
        let fits = profile.child || chosen != paediatrics || departments.len() == 1;
        if fits && !list.contains(&chosen) {
            list.push(chosen);
        }
    }
    list
}

/// The likeliest conditions with what spoke for and against them.
pub fn possible<'a>(knowledge: &'a Knowledge, belief: &Belief) -> Vec<Possible<'a>> {
    let ranked = belief.ranked().into_iter().filter(|(_, p)| *p >= LEAST_NAMED).take(MOST_NAMED);
    ranked.map(|(at, probability)| {
        let reasons = belief.reasons(at);
        let side = |wanted: fn(f64) -> bool| {
            let chosen = reasons.iter().filter(|reason| wanted(reason.weight)).take(4);
            chosen.map(|reason| FindingId(reason.variable as u16)).collect()
        };
        Possible { condition: &knowledge.conditions[at], probability, pro: side(|w| w > 0.3), con: side(|w| w < -0.3) }
    })
    .collect()
}
