//! Korean as people type it: which findings a text says and denies, which numbers it gives, whom it
//! is about. No morphological analyser: a lexicon at the level of jamo, a conjugator, and rules of scope.

mod express;
mod fuzzy;
mod lexicon;
mod measures;
mod negation;
mod person;
mod syllables;
#[cfg(test)]
mod tests;
mod verb;

#[cfg(test)]
pub use self::measures::shown;
pub use self::{
    express::{Expressions, ExpressionsBuilder},
    person::{Person, Sex},
};
use syllables::Syllables;

/// A finding that a text speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its number.
    pub finding: u16,
    /// Whether it is said to be there; else it is denied.
    pub present: bool,
}

/// What was understood of a text.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// By their number, each once.
    pub mentions: Vec<Mention>,
    /// Ids of findings that numbers show.
    pub shown: Vec<&'static str>,
    /// Whom it is about.
    pub person: Person,
}

/// Reads a text.
pub fn understand(expressions: &Expressions, text: &str) -> Understood {
    let text: String = text.chars().take(syllables::LONGEST).collect();
    let syllables = Syllables::read(&text);
    let reading = expressions.read(&syllables);
    let mut said = expressions.find(&reading);
    said.retain(|one| !negation::is_imminent(one, expressions.lexicon(), &syllables));
    let denied = negation::denied(&said, expressions.lexicon(), &syllables);
    let mut mentions: Vec<Mention> = Vec::new();
    for (one, denied) in said.iter().zip(denied).filter(|(one, denied)| *denied || !one.only_if_denied) {
        match mentions.iter_mut().find(|mention| mention.finding == one.finding) {
            Some(known) => known.present |= !denied,
            None => mentions.push(Mention { finding: one.finding, present: !denied }),
        }
    }
    Understood { mentions, shown: measures::shown(&text), person: person::read(&text) }
}

/// What was found in a text: each finding with the words that say it, as the knowledge writes them.
pub fn explain(expressions: &Expressions, text: &str) -> Vec<(u16, String)> {
    let syllables = Syllables::read(text);
    let reading = expressions.read(&syllables);
    let words = |said: &express::Said| {
        let words = said.words.iter().map(|o| format!("{}@{}", expressions.lexicon().text(o.word), o.from));
        words.collect::<Vec<_>>().join(" ")
    };
    let said = expressions.find(&reading);
    said.iter().filter(|said| !said.only_if_denied).map(|said| (said.finding, words(said))).collect()
}
