//! What is known of one person: findings present and absent, with all that follows from them.

use super::{
    knowledge::{FindingId, Knowledge},
    text::{Person, Sex},
};

/// Whether a finding is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Not known.
    #[default]
    Unknown,
    /// There.
    Present,
    /// Not there.
    Absent,
}

/// The person, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Profile {
    /// Age, months.
    pub age_months: Option<u32>,
    /// A child of unknown age.
    pub child: bool,
    /// A baby of unknown age.
    pub baby: bool,
    /// An old person of unknown age.
    pub elderly: bool,
    /// Woman or man.
    pub sex: Option<Sex>,
    /// Whether pregnant.
    pub pregnant: bool,
}

impl Profile {
    /// From what the request says and what the text says; the request counts first.
    pub fn new(age_years: Option<u32>, sex: Option<Sex>, person: &Person) -> Self {
        let said = person.age_months;
        // "0" of a form and "생후 2개월" of the text: the text is finer.
        let age_months = match (age_years, said) {
            (Some(years), Some(months)) if months / 12 == years || years < 2 && months < 36 => Some(months),
            (Some(years), _) => Some(years * 12 + if years == 0 { 6 } else { 0 }),
            (None, said) => said,
        };
        Self {
            age_months,
            child: age_months.map_or(person.child, |months| months < 19 * 12),
            baby: age_months.is_none() && person.baby,
            elderly: age_months.map_or(person.elderly, |months| months >= 65 * 12),
            sex: sex.or(person.sex),
            pregnant: person.pregnant_weeks.is_some() && sex != Some(Sex::Male),
        }
    }

    /// Shares of the age bands 0–1, 2–12, 13–18, 19–44, 45–64, 65+ years.
    pub fn bands(&self) -> [f32; 6] {
        let Some(months) = self.age_months else {
            return match (self.child, self.elderly) {
                (true, _) if self.baby => [0.7, 0.3, 0.0, 0.0, 0.0, 0.0],
                (true, _) => [0.25, 0.65, 0.1, 0.0, 0.0, 0.0],
                (_, true) => [0.0, 0.0, 0.0, 0.0, 0.35, 0.65],
                _ => [0.01, 0.03, 0.06, 0.5, 0.28, 0.12],
            };
        };
        let years = months / 12;
        let band = [2, 13, 19, 45, 65].iter().filter(|from| years >= **from).count();
        std::array::from_fn(|at| if at == band { 1.0 } else { 0.0 })
    }

    /// Whether a woman; `None` when not known.
    pub fn female(&self) -> Option<bool> {
        self.sex.map(|sex| sex == Sex::Female)
    }

    /// Age in months where a rule asks for it: of an old person without a number 70 years, of a
    /// child 5, of a baby 1, else 40.
    pub fn likely_months(&self) -> u32 {
        let years = match (self.elderly, self.baby, self.child) {
            (true, ..) => 70,
            (_, true, _) => 1,
            (.., true) => 5,
            _ => 40,
        };
        self.age_months.unwrap_or(years * 12)
    }
}

/// Findings present and absent.
#[derive(Clone, Debug)]
pub struct Facts {
    known: Vec<Known>,
    /// What was said or answered itself, in that order.
    said: Vec<FindingId>,
}

impl Facts {
    /// Nothing known.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self { known: vec![Known::Unknown; knowledge.findings.len()], said: Vec::new() }
    }

    /// Notes a finding, with what it is a kind of (if present) or its kinds (if absent). What was
    /// said of them themselves before stays.
    pub fn note(&mut self, knowledge: &Knowledge, id: FindingId, present: bool) {
        let finding = knowledge.of(id);
        let (value, others) = if present { (Known::Present, &finding.above) } else { (Known::Absent, &finding.below) };
        for other in others {
            if !self.said.contains(other) || present {
                self.known[other.at()] = value;
            }
        }
        self.known[id.at()] = value;
        if !self.said.contains(&id) {
            self.said.push(id);
        }
    }

    /// What is known of a finding.
    pub fn of(&self, id: FindingId) -> Known {
        self.known[id.at()]
    }

    /// Whether it is there.
    pub fn has(&self, id: FindingId) -> bool {
        self.of(id) == Known::Present
    }

    /// What was said or answered itself, in that order.
    pub fn said(&self) -> &[FindingId] {
        &self.said
    }

    /// The findings that say the most: present ones of which no kind is present, absent ones that
    /// are no kind of another absent one. The others follow from them.
    pub fn telling<'a>(&'a self, knowledge: &'a Knowledge) -> impl Iterator<Item = (FindingId, bool)> + 'a {
        (0..self.known.len() as u16).map(FindingId).filter_map(move |id| {
            let finding = knowledge.of(id);
            match self.of(id) {
                Known::Present => (!finding.below.iter().any(|kind| self.has(*kind))).then_some((id, true)),
                Known::Absent => (!finding.above.iter().any(|up| self.of(*up) == Known::Absent)).then_some((id, false)),
                Known::Unknown => None,
            }
        })
    }

    /// Whether anything is there.
    pub fn any_present(&self) -> bool {
        self.known.contains(&Known::Present)
    }
}
