//! What to ask next, and when enough is known.

use super::{
    decide,
    facts::{Facts, Known, Profile},
    flags,
    infer::{Belief, Grouping, would_change},
    knowledge::{Choice, FindingId, Knowledge},
};

/// Questions at the most.
pub const MOST: usize = 10;
/// As many answers "모르겠어요" in a row end the asking: it would not get better.
const UNKNOWN_IN_A_ROW: usize = 3;
/// How much what is told of the urgency and the department counts beside what is told of the conditions.
const URGENCY_WEIGHT: f32 = 1.5;
const DEPARTMENT_WEIGHT: f32 = 1.0;
/// What a finding counts extra when it alone is missing for an emergency, and for another rule.
const ALARM: f32 = 0.25;
const WARNING: f32 = 0.05;
/// The least that a question must tell, nats.
const LEAST: f32 = 0.06;
/// Questions of which one must be able to change the department or the urgency, and the least
/// probability of an answer that counts.
const TRIED: usize = 12;
const LIKELY: f64 = 0.1;
/// What a question of several choices counts beside its best choice.
const CHOICE: f32 = 1.4;

/// What to ask.
#[derive(Clone, Copy, Debug)]
pub enum Next<'a> {
    /// Whether a finding is there.
    Finding(FindingId),
    /// Which of some findings.
    Choice(&'a Choice),
}

/// What has been asked.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Ids of findings and questions, in order.
    pub ids: Vec<String>,
    /// How many of the last answers were "unknown".
    pub unknown_at_end: usize,
}

/// Groups of conditions whose difference matters.
pub struct Groups {
    urgency: Grouping,
    department: Grouping,
}

impl Groups {
    /// Of a knowledge base.
    pub fn new(knowledge: &Knowledge) -> Self {
        let first = |condition: &super::knowledge::Condition| {
            condition.departments.first().and_then(|specialty| specialty.code().parse().ok()).unwrap_or(0)
        };
        Self {
            urgency: Grouping::new(knowledge.conditions.iter().map(|condition| condition.urgency as usize).collect()),
            department: Grouping::new(knowledge.conditions.iter().map(first).collect()),
        }
    }
}

/// The next question; `None` when enough is known.
pub fn next<'a>(
    knowledge: &'a Knowledge,
    groups: &Groups,
    belief: &Belief,
    facts: &Facts,
    profile: &Profile,
    asked: &Asked,
) -> Option<Next<'a>> {
    if asked.ids.len() >= MOST || asked.unknown_at_end >= UNKNOWN_IN_A_ROW {
        return None;
    }
    let alarms = alarms(knowledge, facts, profile);
    let extra =
        |id: FindingId| alarms.iter().filter(|(known, _)| *known == id).map(|(_, extra)| *extra).fold(0.0, f32::max);
    let open =
        |id: FindingId| facts.of(id) == Known::Unknown && !asked.ids.iter().any(|asked| *asked == knowledge.of(id).id);
    let candidates = (0..knowledge.findings.len() as u16).map(FindingId).filter(|id| open(*id)).map(FindingId::at);
    let gains = belief.gains(candidates, &[(&groups.urgency, URGENCY_WEIGHT), (&groups.department, DEPARTMENT_WEIGHT)]);
    let worth: Vec<(FindingId, f32)> = gains
        .iter()
        .map(|gain| (FindingId(gain.variable as u16), gain.total + extra(FindingId(gain.variable as u16))))
        .collect();
    let askable = |id: &FindingId| knowledge.of(*id).ask.is_some();
    let finding = worth.iter().filter(|(id, _)| askable(id)).max_by(|a, b| a.1.total_cmp(&b.1));
    let choice = knowledge
        .choices
        .iter()
        .filter(|choice| may_ask(choice, facts, asked))
        .map(|choice| {
            let of = |id: &FindingId| worth.iter().find(|(known, _)| known == id).map_or(0.0, |(_, gain)| *gain);
            (choice, CHOICE * choice.choices.iter().map(|(id, _)| of(id)).fold(0.0, f32::max))
        })
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let finding = finding.map(|(id, gain)| (Next::Finding(*id), *gain));
    let choice = choice.map(|(choice, gain)| (Next::Choice(choice), gain));
    let (next, gain) = finding.into_iter().chain(choice).max_by(|a, b| a.1.total_cmp(&b.1))?;
    let urgent = matches!(next, Next::Finding(id) if extra(id) >= ALARM);
    let best = worth.iter().map(|(id, _)| *id).filter(askable);
    (gain >= LEAST && (urgent || !settled(knowledge, belief, profile, best))).then_some(next)
}

/// Whether no likely answer to one of the best questions would change the department or the urgency.
fn settled(knowledge: &Knowledge, belief: &Belief, profile: &Profile, best: impl Iterator<Item = FindingId>) -> bool {
    let said = |posterior: &[f64]| {
        let departments = decide::departments(knowledge, posterior, profile, None);
        (decide::urgency(knowledge, posterior), departments.first().map(|first| first.specialty))
    };
    !would_change(belief, best.take(TRIED).map(FindingId::at), LIKELY, said)
}

fn may_ask(choice: &Choice, facts: &Facts, asked: &Asked) -> bool {
    let open = choice.choices.iter().all(|(id, _)| facts.of(*id) == Known::Unknown);
    open && choice.when.is_none_or(|id| facts.has(id)) && !asked.ids.contains(&choice.id)
}

fn alarms(knowledge: &Knowledge, facts: &Facts, profile: &Profile) -> Vec<(FindingId, f32)> {
    let short = flags::one_short(knowledge, facts, profile);
    let extra = |emergency| if emergency { ALARM } else { WARNING };
    short
        .iter()
        .flat_map(|(flag, list)| {
            list.iter().map(move |id| (*id, extra(flag.level == super::knowledge::Urgency::Emergency)))
        })
        .collect()
}
