//! One turn: everything said so far in, a question or a result out.

use std::sync::{Arc, OnceLock};

use super::{
    ask::{self, Asked, Groups, Next},
    decide::{self, Possible, Scored},
    facts::{Facts, Profile},
    flags,
    infer::{Answer, Belief},
    intent::{self, Intent},
    knowledge::{Choice, Condition, FILES, FindingId, Flag, Knowledge, Urgency},
    text::{self, Sex, Understood},
};

/// How often a text says something else than it seems to.
const MISREAD: f32 = 0.001;

/// Factor of a condition of whose frequent findings none is there: people tell of what bothers them.
const UNTOLD: f64 = 0.1;

/// Findings that make things a step less urgent than the statistics say; rules they leave alone.
pub(super) const RELIEF: &[&str] = &["improving", "mild_symptom", "otherwise_well"];

/// The engine: the knowledge and what is learned.
pub struct Triage {
    knowledge: Knowledge,
    groups: Groups,
}

/// All that one person has said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// In their own words.
    pub text: &'a str,
    /// Age, years.
    pub age: Option<u32>,
    /// Woman or man.
    pub sex: Option<Sex>,
    /// What they answered, in order.
    pub answers: &'a [Answered],
}

/// An answer to a question, or a correction of what was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The id of the question or finding.
    pub id: String,
    /// yes, no, unknown, or the id of a choice.
    pub value: String,
}

/// An answer that cannot be taken, by its place among the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// There is no such question.
    Id(usize),
    /// The question has no such answer.
    Value(usize),
    /// The same was answered otherwise before.
    Contradiction(usize),
}

/// A finding as understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentioned {
    /// Its id.
    pub id: String,
    /// Its Korean name.
    pub name: String,
    /// Whether it is there; else it was denied.
    pub present: bool,
}

/// A question with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// Findings to choose from, with their words; of a yes/no question empty.
    pub choices: Vec<(String, String)>,
}

/// What it comes to.
#[derive(Clone, Debug)]
pub struct Conclusion<'a> {
    /// How urgent.
    pub urgency: Urgency,
    /// The rules that fired, the most urgent first.
    pub flags: Vec<&'a Flag>,
    /// The departments, the best first.
    pub departments: Vec<Scored>,
    /// What it may be, the likeliest first.
    pub possible: Vec<Possible<'a>>,
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub enum Turn<'a> {
    /// One more question.
    Question(Question),
    /// A result.
    Result(Conclusion<'a>),
    /// No complaint was understood.
    NotUnderstood(Intent),
}

impl Triage {
    /// The engine with the knowledge that is built in, made once.
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: OnceLock<Arc<Triage>> = OnceLock::new();
        let new = || match Self::read(FILES.iter().copied()) {
            Ok(triage) => Arc::new(triage),
            // The build has read and checked the same files.
            Err(faults) => unreachable!("{}", faults.join("\n")),
        };
        BUILTIN.get_or_init(new).clone()
    }

    /// The engine with the knowledge of some files, each with its path below `knowledge/`.
    ///
    /// # Errors
    /// Every fault of the files.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<String>> {
        let knowledge = Knowledge::read(files)?;
        Ok(Self { groups: Groups::new(&knowledge), knowledge })
    }

    /// The rules that decide before the statistics, the most urgent first.
    pub fn flags(&self) -> &[Flag] {
        &self.knowledge.flags
    }

    /// What is known.
    #[cfg(test)]
    pub(super) fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The name of a finding.
    pub fn finding_name(&self, id: FindingId) -> &str {
        &self.knowledge.of(id).name
    }

    /// Takes everything said so far and answers with a question or a result, and with what was
    /// understood.
    ///
    /// # Errors
    /// An answer that belongs to no question.
    pub fn turn(&self, request: &Request) -> Result<(Turn<'_>, Vec<Mentioned>), AnswerFault> {
        let understood = text::understand(&self.knowledge.expressions, request.text);
        let mut facts = self.facts(&understood);
        let asked = self.answer(request.answers, &mut facts)?;
        let mut profile = Profile::new(request.age, request.sex, &understood.person);
        self.know_pregnancy(&understood, &mut profile, &mut facts);
        let mentioned = self.mentioned(&facts);
        if !facts.any_present() {
            return Ok((Turn::NotUnderstood(intent::of(request.text)), mentioned));
        }
        let firing = flags::firing(&self.knowledge, &facts, &profile);
        let belief = self.belief(&facts, &profile);
        let emergency = firing.first().is_some_and(|flag| flag.level == Urgency::Emergency);
        if !emergency && let Some(next) = ask::next(&self.knowledge, &self.groups, &belief, &facts, &profile, &asked) {
            return Ok((Turn::Question(self.question(next)), mentioned));
        }
        Ok((Turn::Result(self.conclude(firing, &belief, &facts, &profile)), mentioned))
    }

    fn facts(&self, understood: &Understood) -> Facts {
        let mut facts = Facts::new(&self.knowledge);
        // What is there counts before what is denied: "배는 안 아프고 머리가 아파요" denies less than it says.
        for present in [false, true] {
            for mention in understood.mentions.iter().filter(|mention| mention.present == present) {
                facts.note(&self.knowledge, FindingId(mention.finding), present);
            }
        }
        for id in understood.shown.iter().filter_map(|id| self.knowledge.finding(id)) {
            facts.note(&self.knowledge, id, true);
        }
        facts
    }

    /// Takes the answers in, the later after the earlier.
    fn answer(&self, answers: &[Answered], facts: &mut Facts) -> Result<Asked, AnswerFault> {
        let mut asked = Asked::default();
        for (at, answer) in answers.iter().enumerate() {
            if let Some(before) = answers[..at].iter().find(|before| before.id == answer.id) {
                if before.value != answer.value {
                    return Err(AnswerFault::Contradiction(at));
                }
                continue;
            }
            let unknown = answer.value == "unknown";
            let choice = self.knowledge.choices.iter().find(|choice| choice.id == answer.id);
            match (self.knowledge.finding(&answer.id), choice) {
                (Some(id), _) => match answer.value.as_str() {
                    "yes" => facts.note(&self.knowledge, id, true),
                    "no" => facts.note(&self.knowledge, id, false),
                    "unknown" => {}
                    _ => return Err(AnswerFault::Value(at)),
                },
                (None, Some(choice)) => self.choose(choice, &answer.value, facts).ok_or(AnswerFault::Value(at))?,
                (None, None) => return Err(AnswerFault::Id(at)),
            }
            asked.unknown_at_end = if unknown { asked.unknown_at_end + 1 } else { 0 };
            asked.ids.push(answer.id.clone());
        }
        Ok(asked)
    }

    fn choose(&self, choice: &Choice, value: &str, facts: &mut Facts) -> Option<()> {
        let chosen = choice.choices.iter().find(|(id, _)| self.knowledge.of(*id).id == value);
        if chosen.is_none() && !["unknown", "none"].contains(&value) {
            return None;
        }
        if value != "unknown" {
            for (id, _) in &choice.choices {
                if chosen.is_none_or(|(known, _)| known != id) {
                    facts.note(&self.knowledge, *id, false);
                }
            }
        }
        if let Some((id, _)) = chosen {
            facts.note(&self.knowledge, *id, true);
        }
        Some(())
    }

    /// Pregnancy is said in words, in weeks, or answered.
    fn know_pregnancy(&self, understood: &Understood, profile: &mut Profile, facts: &mut Facts) {
        let mut note = |id: &str| {
            if let Some(id) = self.knowledge.finding(id) {
                facts.note(&self.knowledge, id, true);
            }
        };
        if profile.pregnant {
            note("pregnant");
            match understood.person.pregnant_weeks {
                Some(1..=12) => note("pregnancy_early"),
                Some(28..) => note("pregnancy_late"),
                _ => {}
            }
        }
        let pregnant = self.knowledge.finding("pregnant").is_some_and(|id| facts.has(id));
        if pregnant && profile.sex != Some(Sex::Male) {
            profile.pregnant = true;
            profile.sex = Some(Sex::Female);
        }
    }

    fn mentioned(&self, facts: &Facts) -> Vec<Mentioned> {
        let mention = |id: &FindingId| {
            let finding = self.knowledge.of(*id);
            Mentioned { id: finding.id.clone(), name: finding.name.clone(), present: facts.has(*id) }
        };
        facts.said().iter().map(mention).collect()
    }

    fn belief(&self, facts: &Facts, profile: &Profile) -> Belief<'_> {
        let (bands, female) = (profile.bands(), profile.female());
        let weight = |condition: &Condition| {
            let told = condition.key.iter().any(|id| facts.has(*id));
            f64::from(condition.weight(&bands, female, profile.pregnant)) * if told { 1.0 } else { UNTOLD }
        };
        let prior: Vec<f64> = self.knowledge.conditions.iter().map(weight).collect();
        let mut belief = match Belief::new(&self.knowledge.model, &prior) {
            Ok(belief) => belief,
            Err(_) => self.without_prior(),
        };
        for (id, present) in facts.telling(&self.knowledge) {
            let answer = if present { Answer::Yes } else { Answer::No };
            // Only what the model lacks can be refused, and a finding is one of its variables.
            _ = belief.observe_trusted(id.at(), &answer, MISREAD);
        }
        belief
    }

    /// Nobody is impossible: should the factors rule everything out, they are left out.
    fn without_prior(&self) -> Belief<'_> {
        let flat = vec![1.0; self.knowledge.conditions.len()];
        match Belief::new(&self.knowledge.model, &flat) {
            Ok(belief) => belief,
            Err(error) => unreachable!("{error}"),
        }
    }

    fn question(&self, next: Next) -> Question {
        match next {
            Next::Finding(id) => {
                let finding = self.knowledge.of(id);
                Question { id: finding.id.clone(), text: finding.ask.clone().unwrap_or_default(), choices: Vec::new() }
            }
            Next::Choice(choice) => Question {
                id: choice.id.clone(),
                text: choice.text.clone(),
                choices: choice
                    .choices
                    .iter()
                    .map(|(id, words)| (self.knowledge.of(*id).id.clone(), words.clone()))
                    .collect(),
            },
        }
    }

    fn conclude<'a>(
        &'a self,
        flags: Vec<&'a Flag>,
        belief: &Belief,
        facts: &Facts,
        profile: &Profile,
    ) -> Conclusion<'a> {
        let relief = RELIEF.iter().filter_map(|id| self.knowledge.finding(id)).any(|id| facts.has(id));
        let by_statistics = match decide::urgency(&self.knowledge, belief.posterior()) {
            Urgency::Today if relief => Urgency::Soon,
            Urgency::Soon if relief => Urgency::Selfcare,
            other => other,
        };
        let urgency = flags.iter().map(|flag| flag.level).fold(by_statistics, Urgency::max);
        let leading = flags.first().copied().filter(|flag| !flag.departments.is_empty());
        Conclusion {
            urgency,
            departments: decide::departments(&self.knowledge, belief.posterior(), profile, leading),
            possible: decide::possible(&self.knowledge, belief),
            flags,
        }
    }

    /// Whether a finding is known to be there.
    #[cfg(test)]
    pub(super) fn says(&self, text: &str, id: &str) -> Option<bool> {
        let facts = self.facts(&text::understand(&self.knowledge.expressions, text));
        use super::facts::Known;
        match facts.of(self.knowledge.finding(id)?) {
            Known::Present => Some(true),
            Known::Absent => Some(false),
            Known::Unknown => None,
        }
    }

    /// Each finding that a text speaks of with the words that say it, for those who mend the knowledge.
    pub fn explain(&self, text: &str) -> Vec<String> {
        let found = text::explain(&self.knowledge.expressions, text);
        found.iter().map(|(id, words)| format!("{} <- {words}", self.knowledge.findings[usize::from(*id)].id)).collect()
    }
}
