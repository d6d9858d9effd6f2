//! What a text asks for: the area, the departments, the kinds and the wishes that it names, and what
//! is left of it, which must be a name. It reads whole words only: 강남세브란스 is no 강남.

use super::{
    Directory,
    lexicon::{AreaRef, Term, term},
    regions::Extent,
    text::unmarked,
};
use crate::domain::{
    geo::{BBox, LatLon},
    hangul::normalise,
    hospital::Kind,
    query::MAX_TEXT,
    region::{self, RegionCode},
    specialty::SpecialtySet,
};

/// Longest name of an area or longest term, characters.
const LONGEST_WORD: usize = 12;
/// How far around its centre an area without places is shown, metres.
const EMPTY_AREA_M: f64 = 5_000.0;

/// An area that a text names.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedArea {
    /// `경기 시흥시 정왕동`.
    pub label: String,
    /// Its 시도 or 시군구, or that in which the 읍면동 lies.
    pub region: Option<RegionCode>,
    /// Its 읍면동, when it is one.
    pub emd: Option<String>,
    /// The 시청 or 구청 of a region; the middle of the places of a 읍면동.
    pub centre: LatLon,
    /// The rectangle around its places.
    pub bbox: BBox,
}

/// What a text asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    /// Where.
    pub area: Option<NamedArea>,
    /// Any of these departments.
    pub specialties: SpecialtySet,
    /// Any of these kinds.
    pub kinds: Vec<Kind>,
    /// With an emergency room (응급실).
    pub emergency: bool,
    /// Open now (지금, 문 연).
    pub open_now: bool,
    /// Open late, on Sundays or holidays (야간, 휴일).
    pub night_or_holiday: bool,
    /// What is left: a name or a part of one, as it was written.
    pub rest: Option<String>,
}

/// How a text was read.
#[derive(Default)]
pub(super) struct Reading {
    pub understood: Understood,
    /// Words between spaces.
    pub tokens: usize,
    /// Terms and areas that say something.
    pub terms: usize,
    /// The area that is meant.
    pub area: Option<AreaRef>,
}

impl Reading {
    /// The 시도 or 시군구 that is meant.
    pub fn region(&self) -> Option<RegionCode> {
        match self.area? {
            AreaRef::Region(code) => Some(code),
            AreaRef::Emd(..) => None,
        }
    }

    /// The 읍면동 that is meant, by its place.
    pub fn emd(&self) -> Option<u32> {
        match self.area? {
            AreaRef::Region(_) => None,
            AreaRef::Emd(place, _) => Some(place),
        }
    }
}

/// A part of a token.
enum Part<'a> {
    Area(&'a [AreaRef]),
    Term(Term),
}

/// The areas that the parts so far may mean together; `None` before the first.
type Areas = Option<Vec<AreaRef>>;

impl Directory {
    /// What a text asks for; of its first 100 characters.
    pub fn understand(&self, text: &str) -> Understood {
        self.read(text, None).understood
    }

    /// As [`Directory::understand`]; of areas with one name the one nearest to a point.
    pub(super) fn read(&self, text: &str, origin: Option<LatLon>) -> Reading {
        let text: String = unmarked(text).chars().take(MAX_TEXT).collect();
        let raw: Vec<&str> =
            text.split([' ', '\t', '\n', ',', '　']).filter(|token| !normalise(token).is_empty()).collect();
        let tokens: Vec<String> = raw.iter().map(|token| normalise(token)).collect();
        let mut reading = Reading { tokens: tokens.len(), ..Reading::default() };
        let (mut areas, mut rest): (Areas, Vec<&str>) = (None, Vec::new());
        let mut at = 0;
        while at < tokens.len() {
            // "문 연" and "정왕 동" are words only together.
            let together = |count: usize| tokens.get(at..at + count).map(<[String]>::concat);
            let read = [1, 2].into_iter().find_map(|count| {
                let parts = self.parts(&together(count)?)?;
                let areas = narrow(&areas, &parts)?;
                Some((count, parts, areas))
            });
            let Some((count, parts, narrowed)) = read else {
                rest.push(raw[at]);
                at += 1;
                continue;
            };
            areas = narrowed;
            reading.note(&parts);
            at += count;
        }
        if reading.terms == 0 {
            // Words that say nothing beside others are the name when there are no others.
            rest = raw.clone();
        }
        reading.understood.rest = (!rest.is_empty()).then(|| rest.join(" "));
        reading.area = areas.and_then(|areas| self.choose(&areas, origin));
        reading.understood.area = reading.area.and_then(|area| self.named(area));
        reading
    }

    /// A token as areas and terms from end to end; `None` when a part of it is neither. The longest
    /// words are tried first.
    fn parts(&self, token: &str) -> Option<Vec<Part<'_>>> {
        let ends: Vec<usize> = token.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let mut dead = vec![false; token.len() + 1];
        let mut parts = Vec::new();
        self.parts_from(token, 0, &ends, &mut dead, &mut parts).then_some(parts)
    }

    fn parts_from<'a>(
        &'a self,
        token: &str,
        from: usize,
        ends: &[usize],
        dead: &mut [bool],
        parts: &mut Vec<Part<'a>>,
    ) -> bool {
        if from == token.len() {
            return true;
        }
        let first = ends.partition_point(|end| *end <= from);
        for end in ends[first..].iter().take(LONGEST_WORD).rev() {
            let word = &token[from..*end];
            let area = || self.names.find(word).map(Part::Area);
            let Some(part) = term(word).map(Part::Term).or_else(area).filter(|_| !dead[*end]) else { continue };
            parts.push(part);
            if self.parts_from(token, *end, ends, dead, parts) {
                return true;
            }
            parts.pop();
        }
        dead[from] = true;
        false
    }

    /// Which of several areas with one name is meant: a whole 시도 before others, the nearest where a
    /// point is known, the one with most places where not.
    fn choose(&self, areas: &[AreaRef], origin: Option<LatLon>) -> Option<AreaRef> {
        let weight = |area: &AreaRef| {
            let sido = matches!(area, AreaRef::Region(code) if code.is_sido());
            let centre = self.named(*area).map(|named| named.centre);
            let distance = origin.zip(centre).map_or(0.0, |(from, to)| from.distance_m(to));
            (sido, -distance, self.extent(*area).count)
        };
        let weighed = areas.iter().map(|area| (weight(area), *area));
        weighed.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, area)| area)
    }

    /// The places of an area.
    pub(super) fn extent(&self, area: AreaRef) -> Extent {
        match area {
            AreaRef::Region(code) => self.regions.extent(code),
            AreaRef::Emd(place, _) => self.regions.emd(place).map(|emd| emd.extent).unwrap_or_default(),
        }
    }

    /// An area as it is told; `None` for a 읍면동 of which nobody knows where it is.
    fn named(&self, area: AreaRef) -> Option<NamedArea> {
        let located = self.extent(area).located();
        let (region, emd) = match area {
            AreaRef::Region(code) => (region::find(code), None),
            AreaRef::Emd(place, code) => (code.and_then(region::find), self.regions.emd(place)),
        };
        let middle = located.map(|(middle, _)| middle);
        let centre = match emd {
            Some(_) => middle.or(region.map(|region| region.centre))?,
            None => region.map(|region| region.centre).or(middle)?,
        };
        let labels = region.map(|region| region.label_ko()).into_iter().chain(emd.map(|emd| emd.name.clone()));
        Some(NamedArea {
            label: labels.collect::<Vec<_>>().join(" "),
            region: region.map(|region| region.code),
            emd: emd.map(|emd| emd.name.clone()),
            centre,
            bbox: located.map_or_else(|| BBox::around(centre, EMPTY_AREA_M), |(_, bbox)| bbox),
        })
    }
}

impl Reading {
    /// Takes down what the parts of a token ask for.
    fn note(&mut self, parts: &[Part<'_>]) {
        for part in parts {
            self.terms += 1;
            let understood = &mut self.understood;
            match part {
                Part::Area(_) => {}
                Part::Term(Term::Specialty(specialty)) => {
                    understood.specialties = understood.specialties.iter().chain([*specialty]).collect();
                }
                Part::Term(Term::Kinds(kinds)) => {
                    understood.kinds.extend(*kinds);
                    understood.kinds.sort_unstable();
                    understood.kinds.dedup();
                }
                Part::Term(Term::Emergency) => understood.emergency = true,
                Part::Term(Term::OpenNow) => understood.open_now = true,
                Part::Term(Term::NightOrHoliday) => understood.night_or_holiday = true,
                Part::Term(Term::Noise) => self.terms -= 1,
            }
        }
    }
}

/// The areas that are meant when these parts follow the earlier ones: those of each part that lie
/// in, or hold, those of the others. `None` when the parts contradict: two cities are no area.
fn narrow(areas: &Areas, parts: &[Part<'_>]) -> Option<Areas> {
    let mut areas = areas.clone();
    for part in parts {
        let Part::Area(next) = part else { continue };
        areas = Some(match areas {
            None => next.to_vec(),
            Some(before) => {
                let pairs = before.iter().flat_map(|outer| next.iter().map(move |inner| (*outer, *inner)));
                let mut nested: Vec<AreaRef> = Vec::new();
                for (a, b) in pairs {
                    let inner = if a.holds(b) { Some(b) } else { b.holds(a).then_some(a) };
                    nested.extend(inner.filter(|inner| !nested.contains(inner)));
                }
                Some(nested).filter(|nested| !nested.is_empty())?
            }
        });
    }
    Some(areas)
}
