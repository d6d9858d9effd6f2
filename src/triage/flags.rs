//! Red flags: rules over findings, apart from the statistics and before them.

use super::{
    facts::{Facts, Known, Profile},
    knowledge::{FindingId, Flag, Knowledge},
};

/// The rules that fire, the most urgent first.
pub fn firing<'a>(knowledge: &'a Knowledge, facts: &Facts, profile: &Profile) -> Vec<&'a Flag> {
    knowledge.flags.iter().filter(|flag| concerns(flag, profile) && holds(flag, facts)).collect()
}

/// Findings that alone are missing for a rule to fire, with the rule: what is worth asking for first.
pub fn one_short<'a>(knowledge: &'a Knowledge, facts: &Facts, profile: &Profile) -> Vec<(&'a Flag, Vec<FindingId>)> {
    let missing = |flag: &'a Flag| {
        let mut open = flag.any.iter().filter(|list| !list.iter().any(|id| facts.has(*id)));
        let list = open.next().filter(|_| open.next().is_none() && flag.any.len() > 1)?;
        let askable = list.iter().filter(|id| facts.of(**id) == Known::Unknown && knowledge.of(**id).ask.is_some());
        Some((flag, askable.copied().collect()))
    };
    let may = knowledge.flags.iter().filter(|flag| concerns(flag, profile) && !excluded(flag, facts));
    may.filter_map(missing).filter(|(_, list): &(_, Vec<_>)| !list.is_empty()).collect()
}

fn concerns(flag: &Flag, profile: &Profile) -> bool {
    let months = profile.likely_months();
    let age = flag.age_months.is_none_or(|[from, below]| from <= months && months < below);
    let sex = flag.female.is_none_or(|female| profile.female() != Some(!female));
    age && sex
}

fn excluded(flag: &Flag, facts: &Facts) -> bool {
    flag.not.iter().any(|id| facts.has(*id))
}

fn holds(flag: &Flag, facts: &Facts) -> bool {
    !excluded(flag, facts) && flag.any.iter().all(|list| list.iter().any(|id| facts.has(*id)))
}
