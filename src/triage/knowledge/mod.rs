//! What is known of findings and conditions: reviewable data (README.md tells its form), read once
//! and made into the tables that the engine works with.

mod raw;
mod tables;

use std::collections::HashMap;

use raw::{ByPregnancy, Raw};

use super::{
    infer::Model,
    text::{Expressions, ExpressionsBuilder},
};
use crate::domain::specialty::Specialty;

/// What each step of `common` multiplies.
const COMMON_STEP: f32 = 3.0;
/// A condition that only the pregnant have, where nothing is known of a pregnancy.
const PERHAPS_PREGNANT: f32 = 0.05;

macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!($path))),*] };
}

/// The files, each with its path below this folder.
pub(super) const FILES: &[(&str, &str)] = files![
    "lexicon.toml",
    "conditions/allergy_rheuma_blood.toml",
    "conditions/bones.toml",
    "conditions/chest_surgery.toml",
    "conditions/child.toml",
    "conditions/digestive.toml",
    "conditions/endocrine.toml",
    "conditions/ent.toml",
    "conditions/eye.toml",
    "conditions/heart.toml",
    "conditions/infection.toml",
    "conditions/injury.toml",
    "conditions/kidney.toml",
    "conditions/lung.toml",
    "conditions/mind.toml",
    "conditions/nerves.toml",
    "conditions/plastic.toml",
    "conditions/skin.toml",
    "conditions/surgery.toml",
    "conditions/teeth.toml",
    "conditions/women.toml",
    "findings/belly.toml",
    "findings/bones.toml",
    "findings/chest.toml",
    "findings/child.toml",
    "findings/ent.toml",
    "findings/eyes.toml",
    "findings/general.toml",
    "findings/history.toml",
    "findings/injury.toml",
    "findings/mind.toml",
    "findings/nerves.toml",
    "findings/skin.toml",
    "findings/teeth.toml",
    "findings/urinary.toml",
    "findings/women.toml",
    "flags/emergency_belly.toml",
    "flags/emergency_child.toml",
    "flags/emergency_general.toml",
    "flags/emergency_heart_breath.toml",
    "flags/emergency_injury.toml",
    "flags/emergency_mind.toml",
    "flags/emergency_nerves.toml",
    "flags/emergency_women.toml",
    "flags/soon.toml",
    "flags/today_body.toml",
    "flags/today_general.toml",
    "flags/today_people.toml",
];

/// A finding's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId(pub u16);

impl FindingId {
    /// As an index.
    pub fn at(self) -> usize {
        usize::from(self.0)
    }
}

/// How soon somebody should see a doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// At home first.
    Selfcare,
    /// Within days.
    Soon,
    /// Today.
    Today,
    /// Now: 119, an emergency room.
    Emergency,
}

impl Urgency {
    /// The least urgent first.
    pub const ALL: [Self; 4] = [Self::Selfcare, Self::Soon, Self::Today, Self::Emergency];

    /// As the API writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Selfcare => "selfcare",
            Self::Soon => "soon",
            Self::Today => "today",
            Self::Emergency => "emergency",
        }
    }

    /// From the API's word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|urgency| urgency.word() == word)
    }
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its id in the files and the API.
    pub id: String,
    /// Its Korean name.
    pub name: String,
    /// The yes/no question for it.
    pub ask: Option<String>,
    /// All that it is a kind of.
    pub above: Vec<FindingId>,
    /// All kinds of it.
    pub below: Vec<FindingId>,
}

/// A question with more than yes and no.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its id in the API.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// What must be present.
    pub when: Option<FindingId>,
    /// The findings and their words.
    pub choices: Vec<(FindingId, String)>,
}

/// A condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its id in the files and the API.
    pub id: String,
    /// Korean name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// KCD-8 / ICD-10 code.
    pub code: String,
    /// Of a typical case.
    pub urgency: Urgency,
    /// The best first.
    pub departments: Vec<Specialty>,
    /// What to do oneself.
    pub care: String,
    /// When to come back, or go at once.
    pub come_back: String,
    /// Findings that most who have it tell of.
    pub key: Vec<FindingId>,
    /// How common it is, as a weight.
    common: f32,
    /// Factors of the six age bands.
    age: [f32; 6],
    /// Factors of women and men.
    sex: [f32; 2],
    /// Factors of the pregnant, and of those of whom nothing is known.
    pregnant: (f32, f32),
}

/// A rule that decides before the statistics.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its id.
    pub id: String,
    /// How urgent it makes things, at the least.
    pub level: Urgency,
    /// One of each list must be present.
    pub any: Vec<Vec<FindingId>>,
    /// None may be present.
    pub not: Vec<FindingId>,
    /// Age in months, from and below.
    pub age_months: Option<[u32; 2]>,
    /// Only women, or only men.
    pub female: Option<bool>,
    /// What the person is told.
    pub reason: String,
    /// What to do until help comes.
    pub until: String,
    /// The best first.
    pub departments: Vec<Specialty>,
    /// Numbers to call.
    pub call: Vec<String>,
    /// Sentences on which it must fire.
    pub positive: Vec<String>,
    /// Sentences on which no emergency may be seen.
    pub negative: Vec<String>,
}

/// Everything that is known.
pub struct Knowledge {
    /// By their number.
    pub findings: Vec<Finding>,
    /// In the model's order.
    pub conditions: Vec<Condition>,
    /// Questions with more than yes and no.
    pub choices: Vec<Choice>,
    /// Rules, the most urgent first.
    pub flags: Vec<Flag>,
    /// How findings are said.
    pub expressions: Expressions,
    /// P(finding | condition); a variable a finding.
    pub model: Model,
    ids: HashMap<String, FindingId>,
}

impl Knowledge {
    /// Of files, each with its path below this folder.
    ///
    /// # Errors
    /// Every fault of the files.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<String>> {
        let raw = Raw::parse(files)?;
        Self::new(&raw).map_err(|fault| vec![fault])
    }

    fn new(raw: &Raw) -> Result<Self, String> {
        let ids: HashMap<String, FindingId> =
            raw.findings.keys().enumerate().map(|(at, id)| (id.clone(), FindingId(at as u16))).collect();
        let (findings, flags) = (findings(raw, &ids), flags(raw, &ids));
        Ok(Self {
            model: tables::model(raw, &ids, &findings)?,
            findings,
            conditions: raw.conditions.iter().map(|(id, condition)| Condition::new(id, condition, &ids)).collect(),
            choices: choices(raw, &ids),
            flags,
            expressions: expressions(raw, &ids)?,
            ids,
        })
    }

    /// The finding of an id.
    pub fn finding(&self, id: &str) -> Option<FindingId> {
        self.ids.get(id).copied()
    }

    /// A finding by its number.
    pub fn of(&self, id: FindingId) -> &Finding {
        &self.findings[id.at()]
    }
}

impl Condition {
    fn new(id: &str, raw: &raw::Condition, ids: &HashMap<String, FindingId>) -> Self {
        let sex = raw.sex.map_or([1.0, 1.0], |sex| [sex.f, sex.m]);
        Self {
            id: id.to_owned(),
            name: raw.name.clone(),
            name_en: raw.en.clone(),
            code: raw.code.clone(),
            urgency: Urgency::from_word(&raw.urgency).unwrap_or(Urgency::Soon),
            departments: specialties(&raw.departments),
            care: raw.care.clone(),
            come_back: raw.come_back.clone(),
            key: raw.always.iter().chain(&raw.usually).chain(&raw.often).map(|id| ids[id]).collect(),
            common: COMMON_STEP.powi(i32::from(raw.common)),
            age: raw.age.unwrap_or([1.0; 6]),
            sex,
            pregnant: match &raw.pregnant {
                None => (1.0, 1.0),
                Some(ByPregnancy::Factor(factor)) => (*factor, 1.0),
                Some(ByPregnancy::Only(_)) => (8.0, PERHAPS_PREGNANT),
            },
        }
    }

    /// Its weight before anything is known but the person: shares of the age bands, whether a woman
    /// or a man, whether pregnant.
    pub fn weight(&self, bands: &[f32; 6], female: Option<bool>, pregnant: bool) -> f32 {
        let age: f32 = self.age.iter().zip(bands).map(|(factor, share)| factor * share).sum();
        let sex = match female {
            Some(true) => self.sex[0],
            Some(false) => self.sex[1],
            None => (self.sex[0] + self.sex[1]) / 2.0,
        };
        let pregnancy = match (pregnant, female) {
            (true, _) => self.pregnant.0,
            (false, Some(false)) if self.pregnant.1 < 1.0 => 0.0,
            (false, _) => self.pregnant.1,
        };
        self.common * age * sex * pregnancy
    }
}

fn specialties(codes: &[String]) -> Vec<Specialty> {
    codes.iter().filter_map(|code| Specialty::from_code(code)).collect()
}

fn findings(raw: &Raw, ids: &HashMap<String, FindingId>) -> Vec<Finding> {
    let mut below = vec![Vec::new(); raw.findings.len()];
    let mut all: Vec<Finding> = Vec::new();
    for (id, finding) in &raw.findings {
        let above: Vec<FindingId> = raw.above(id).iter().map(|id| ids[id]).collect();
        above.iter().for_each(|parent| below[parent.at()].push(ids[id]));
        all.push(Finding {
            id: id.clone(),
            name: finding.name.clone(),
            ask: finding.ask.clone(),
            above,
            below: Vec::new(),
        });
    }
    all.iter_mut().zip(below).for_each(|(finding, below)| finding.below = below);
    all
}

fn choices(raw: &Raw, ids: &HashMap<String, FindingId>) -> Vec<Choice> {
    let choice = |question: &raw::Question| Choice {
        id: question.id.clone(),
        text: question.text.clone(),
        when: question.when.as_ref().map(|id| ids[id]),
        choices: question.choices.iter().map(|(id, words)| (ids[id], words.clone())).collect(),
    };
    raw.questions.iter().map(choice).collect()
}

fn flags(raw: &Raw, ids: &HashMap<String, FindingId>) -> Vec<Flag> {
    let list = |list: &Vec<String>| list.iter().map(|id| ids[id]).collect::<Vec<_>>();
    let mut flags: Vec<Flag> = raw
        .flags
        .iter()
        .map(|(id, flag)| Flag {
            id: id.clone(),
            level: Urgency::from_word(&flag.level).unwrap_or(Urgency::Today),
            any: flag.any.iter().map(list).chain(flag.all.iter().map(|id| vec![ids[id]])).collect(),
            not: list(&flag.not),
            age_months: flag.age.or(flag.years.map(|years| years.map(|year| year * 12))),
            female: flag.sex.as_ref().map(|sex| sex == "f"),
            reason: flag.reason.clone(),
            until: flag.until.clone(),
            departments: specialties(&flag.departments),
            call: flag.call.clone(),
            positive: flag.positive.clone(),
            negative: flag.negative.clone(),
        })
        .collect();
    flags.sort_by_key(|flag| std::cmp::Reverse(flag.level));
    flags
}

fn expressions(raw: &Raw, ids: &HashMap<String, FindingId>) -> Result<Expressions, String> {
    let mut builder = ExpressionsBuilder::default();
    raw.words.class.iter().for_each(|(name, words)| builder.class(name, words, false));
    raw.words.place.iter().for_each(|(name, words)| builder.class(name, words, true));
    raw.words.mask.iter().flat_map(|mask| &mask.words).for_each(|word| builder.mask(word));
    for (id, finding) in &raw.findings {
        for say in &finding.say {
            builder.add(ids[id].0, say)?;
        }
    }
    builder.build()
}
