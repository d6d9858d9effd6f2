//! What stands where: how many places of which kind a 시군구 gets.

use fastrand::Rng;

use super::weighted;
use crate::domain::{
    hospital::Kind,
    region::{Region, sidos, sigungus},
};

/// The first decisions about a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// The 시군구 that it stands in.
    pub region: &'static Region,
    /// Its kind.
    pub kind: Kind,
    /// Whether it runs an emergency room.
    pub emergency: bool,
}

/// The places that every 시군구 gets, and the weights by which the others are strewn.
pub(super) struct Outline {
    /// In order: the first place of the data is the first of these.
    promised: Vec<Shape>,
    /// Running sum of the weights.
    weights: Vec<(u32, &'static Region)>,
}

/// In a thousand places beyond the promised ones.
const KINDS: &[(u32, Kind)] = &[
    (425, Kind::Clinic),
    (180, Kind::Dental),
    (135, Kind::Oriental),
    (225, Kind::Pharmacy),
    (15, Kind::Hospital),
    (12, Kind::Nursing),
    (7, Kind::Public),
    (1, Kind::General),
];

impl Outline {
    /// From the table of regions.
    pub(super) fn new() -> Self {
        let mut regions: Vec<&'static Region> = sidos().flat_map(|sido| sigungus(sido.code)).collect();
        regions.sort_by_key(|region| (std::cmp::Reverse(region.population), region.code));
        let mut promised = Vec::new();
        let mut all = |kind| {
            promised.extend(regions.iter().map(|region| Shape { region, kind, emergency: false }));
        };
        all(Kind::Clinic);
        all(Kind::Pharmacy);
        promised.extend(regions.iter().filter_map(|region| emergency(region)));
        for kind in [Kind::Public, Kind::Clinic, Kind::Clinic] {
            promised.extend(regions.iter().map(|region| Shape { region, kind, emergency: false }));
        }
        let mut sum = 0;
        let weights = regions.iter().map(|region| {
            // Nobody has so few people that nothing opens there.
            sum += region.population.max(15_000);
            (sum, *region)
        });
        let weights = weights.collect();
        Self { promised, weights }
    }

    /// Kind and district of the nth place.
    pub(super) fn shape(&self, index: usize, rng: &mut Rng) -> Shape {
        if let Some(shape) = self.promised.get(index) {
            return *shape;
        }
        let sum = self.weights.last().map_or(1, |last| last.0);
        let drawn = rng.u32(..sum);
        let (_, region) = self.weights[self.weights.partition_point(|(upto, _)| *upto <= drawn)];
        let kind = weighted(KINDS, rng).unwrap_or(Kind::Clinic);
        Shape { region, kind, emergency: kind == Kind::General }
    }
}

/// The emergency room of a 시군구: in a 상급종합병원 in the largest, in a 종합병원 where more than 100,000
/// live, in a small hospital in most others, as the law wants one within reach of everybody.
fn emergency(region: &'static Region) -> Option<Shape> {
    let kind = match region.population {
        450_000.. => Kind::Tertiary,
        100_001.. => Kind::General,
        _ if !region.code.0.is_multiple_of(3) => Kind::Hospital,
        _ => return None,
    };
    Some(Shape { region, kind, emergency: true })
}
