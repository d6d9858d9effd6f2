//! The regions and 읍면동 that the rows stand in, with the rectangles of their places.

use std::collections::HashMap;

use super::hours::Interner;
use crate::domain::{
    geo::{BBox, LatLon},
    region::RegionCode,
};

/// The places of an area, while and after they are counted.
#[derive(Clone, Copy, Default)]
pub(super) struct Extent {
    /// Places, located or not.
    pub count: u32,
    located: u32,
    sum: (f64, f64),
    bbox: Option<BBox>,
}

impl Extent {
    fn add(&mut self, at: Option<LatLon>) {
        self.count += 1;
        let Some(LatLon { lat, lon }) = at else { return };
        self.located += 1;
        self.sum = (self.sum.0 + lat, self.sum.1 + lon);
        let b = self.bbox.unwrap_or(BBox { west: lon, south: lat, east: lon, north: lat });
        self.bbox = Some(BBox {
            west: b.west.min(lon),
            south: b.south.min(lat),
            east: b.east.max(lon),
            north: b.north.max(lat),
        });
    }

    /// Both together.
    pub fn with(self, other: &Self) -> Self {
        let bbox = match (self.bbox, other.bbox) {
            (Some(a), Some(b)) => Some(BBox {
                west: a.west.min(b.west),
                south: a.south.min(b.south),
                east: a.east.max(b.east),
                north: a.north.max(b.north),
            }),
            (a, b) => a.or(b),
        };
        Self {
            count: self.count + other.count,
            located: self.located + other.located,
            sum: (self.sum.0 + other.sum.0, self.sum.1 + other.sum.1),
            bbox,
        }
    }

    /// The mean of its places and the rectangle around them.
    pub fn located(&self) -> Option<(LatLon, BBox)> {
        let n = f64::from(self.located);
        self.bbox.map(|bbox| (LatLon { lat: self.sum.0 / n, lon: self.sum.1 / n }, bbox))
    }
}

/// A 읍면동 with places.
pub(super) struct Emd {
    pub name: String,
    /// Place of its region in the table; 0 for none.
    pub region: u16,
    pub extent: Extent,
}

/// Both tables; place 0 stands for "not known" in each.
pub(super) struct Regions {
    regions: Vec<(RegionCode, Extent)>,
    emds: Vec<Emd>,
}

impl Regions {
    /// The code of a row's region.
    pub fn code(&self, place: u16) -> Option<RegionCode> {
        (place != 0).then(|| self.regions[usize::from(place)].0)
    }

    /// A row's 읍면동.
    pub fn emd(&self, place: u32) -> Option<&Emd> {
        (place != 0).then(|| &self.emds[place as usize])
    }

    /// Every 읍면동 with its place.
    pub fn emds(&self) -> impl Iterator<Item = (u32, &Emd)> {
        self.emds.iter().enumerate().skip(1).map(|(place, emd)| (place as u32, emd))
    }

    /// For every place of the region table, whether it lies in a region.
    pub fn within(&self, region: RegionCode) -> Vec<bool> {
        let mut within: Vec<bool> = self.regions.iter().map(|(code, _)| region.holds(*code)).collect();
        within[0] = false;
        within
    }

    /// The places of a region.
    pub fn extent(&self, region: RegionCode) -> Extent {
        let inside = self.regions[1..].iter().filter(|(code, _)| region.holds(*code));
        inside.fold(Extent::default(), |sum, (_, extent)| sum.with(extent))
    }
}

/// Counts regions and 읍면동 while rows come in.
pub(super) struct RegionsBuilder {
    regions: Vec<(RegionCode, Extent)>,
    places: HashMap<RegionCode, u16>,
    emds: Interner<(u16, String)>,
    extents: Vec<Extent>,
}

impl Default for RegionsBuilder {
    fn default() -> Self {
        let mut emds = Interner::default();
        emds.intern(&(0, String::new()), Clone::clone);
        let nowhere = (RegionCode(0), Extent::default());
        Self { regions: vec![nowhere], places: HashMap::new(), emds, extents: vec![Extent::default()] }
    }
}

impl RegionsBuilder {
    /// Counts a row; gives the places of its region and 읍면동.
    pub fn add(&mut self, region: Option<RegionCode>, emd: Option<String>, at: Option<LatLon>) -> (u16, u32) {
        let region = region.map_or(0, |code| self.place(code));
        if region != 0 {
            self.regions[usize::from(region)].1.add(at);
        }
        let emd = emd.filter(|name| !name.is_empty()).map_or(0, |name| self.emds.intern(&(region, name), Clone::clone));
        self.extents.resize(self.emds.values.len(), Extent::default());
        if emd != 0 {
            self.extents[emd as usize].add(at);
        }
        (region, emd)
    }

    /// The place of a region's code; there are far fewer codes than places.
    fn place(&mut self, code: RegionCode) -> u16 {
        if let Some(place) = self.places.get(&code) {
            return *place;
        }
        let Ok(place) = u16::try_from(self.regions.len()) else { return 0 };
        self.regions.push((code, Extent::default()));
        self.places.insert(code, place);
        place
    }

    pub fn finish(self) -> Regions {
        let emds = self.emds.values.into_iter().zip(self.extents);
        let emds = emds.map(|((region, name), extent)| Emd { name, region, extent }).collect();
        Regions { regions: self.regions, emds }
    }
}
