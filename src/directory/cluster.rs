//! The map's marks: places gathered in square bins of the world's pixels, neighbouring bins merged
//! where their middles would touch, the rest told one by one.
//!
//! Bins stand on the world, not on the view, and a margin around the view is clustered with it: so a
//! cluster is the same whatever view shows it, and moving the map moves nothing on it.

use std::cmp::Reverse;

use jiff::civil::DateTime;

use super::{
    Directory, Feature, MapRequest,
    grid::{point, world},
    hours::Openness,
    rows::Hot,
    sieve::{Effort, Sieve},
    text::{NO_MATCH, Tiers},
};
use crate::domain::geo::{BBox, KOREA, LatLon};

/// Most marks in an answer.
pub(super) const MOST: usize = 500;
/// From this zoom on bins are half as wide: only places of one building still share a mark.
const CLOSE_ZOOM: u8 = 17;
/// Largest zoom that is told apart.
const DEEPEST: u8 = 22;
/// A bin's side is 2^(30 − zoom) world units: 64 pixels.
const BIN_BITS: u8 = 30;
/// Bins whose middles are nearer than this part of a bin's side are merged: 50 of 64 pixels.
const NEAR: f64 = 50.0 / 64.0;
/// Bins around the view that are clustered with it. A merge depends on larger neighbours only, whose
/// chains are short.
const MARGIN: u32 = 8;
/// Most bins of a grid; beyond, bins are made larger.
const MOST_BINS: u64 = 40_000;

/// The rows that may be shown.
struct Shown<'a> {
    directory: &'a Directory,
    sieve: Sieve<'a>,
    tiers: Option<Tiers>,
    open: Openness<'a>,
}

impl Directory {
    /// The marks of a view, at most 500: clusters with the number of their places, whole even
    /// where the view cuts through them, and single places.
    pub fn map<'a>(&'a self, request: &MapRequest, now: DateTime) -> Vec<Feature<'a>> {
        let text = request.text.as_deref().filter(|text| !text.trim().is_empty());
        let shown = Shown {
            directory: self,
            sieve: Sieve::new(self, &request.filter, Effort::Many),
            tiers: text.map(|text| self.tiers(text, None, now)),
            open: self.hours.all_at(now, &self.holidays),
        };
        let close = u8::from(request.zoom >= CLOSE_ZOOM);
        let mut bits = BIN_BITS - request.zoom.min(DEEPEST) - close;
        let Some(view) = View::new(&request.bbox) else { return Vec::new() };
        loop {
            // At 31 bits the world is four bins, so this ends.
            if let Some(clusters) = view.frame(bits).map(|frame| frame.clusters(&shown)).filter(|c| c.len() <= MOST) {
                return clusters.iter().map(|bin| shown.feature(bin, now)).collect();
            }
            bits += 1;
        }
    }
}

impl<'a> Shown<'a> {
    fn passes(&self, row: usize, hot: &Hot) -> bool {
        self.sieve.passes(hot) && self.tiers.as_ref().is_none_or(|tiers| tiers.of(row) != NO_MATCH)
    }

    fn single(&self, row: u32, now: DateTime) -> Feature<'a> {
        let place = self.directory.place(row);
        Feature::Place(place, place.state_at(now))
    }

    fn feature(&self, bin: &Bin, now: DateTime) -> Feature<'a> {
        if bin.count == 1 {
            return self.single(bin.row, now);
        }
        let (x, y) = bin.middle();
        let north_west = point(f64::from(bin.least.0), f64::from(bin.least.1));
        let south_east = point(f64::from(bin.most.0), f64::from(bin.most.1));
        let bbox = BBox { west: north_west.lon, south: south_east.lat, east: south_east.lon, north: north_west.lat };
        Feature::Cluster { at: point(x, y), count: bin.count, open: bin.open, bbox }
    }
}

/// A view in world units: its north-western and south-eastern corners.
struct View {
    least: (u32, u32),
    most: (u32, u32),
}

impl View {
    /// The part of a rectangle that lies in Korea.
    fn new(bbox: &BBox) -> Option<Self> {
        let sane = bbox.west <= bbox.east && bbox.south <= bbox.north && bbox.intersects(&KOREA);
        let least = world(LatLon { lat: bbox.north.min(KOREA.north), lon: bbox.west.max(KOREA.west) });
        let most = world(LatLon { lat: bbox.south.max(KOREA.south), lon: bbox.east.min(KOREA.east) });
        sane.then_some(Self { least, most })
    }

    /// Its bins of 2^`bits` units and the margin around them; `None` when these are too many.
    fn frame(&self, bits: u8) -> Option<Frame> {
        let (first, last) = ((self.least.0 >> bits, self.least.1 >> bits), (self.most.0 >> bits, self.most.1 >> bits));
        let end = u32::MAX >> bits;
        let origin = (first.0.saturating_sub(MARGIN), first.1.saturating_sub(MARGIN));
        let corner = ((last.0 + MARGIN).min(end), (last.1 + MARGIN).min(end));
        let size = (corner.0 - origin.0 + 1, corner.1 - origin.1 + 1);
        let fits = u64::from(size.0) * u64::from(size.1) <= MOST_BINS;
        fits.then_some(Frame { bits, first, last, origin, size })
    }
}

/// Bins of one size: those of the view (`first` to `last`), and those that are clustered with them.
struct Frame {
    bits: u8,
    first: (u32, u32),
    last: (u32, u32),
    origin: (u32, u32),
    size: (u32, u32),
}

/// Places gathered.
#[derive(Clone, Copy)]
struct Bin {
    count: u32,
    open: u32,
    sum: (u64, u64),
    least: (u32, u32),
    most: (u32, u32),
    /// One of its rows: the only one where the count is 1.
    row: u32,
    /// Whether one of its places is in a bin of the view.
    in_view: bool,
}

const EMPTY: Bin =
    Bin { count: 0, open: 0, sum: (0, 0), least: (u32::MAX, u32::MAX), most: (0, 0), row: 0, in_view: false };

impl Bin {
    fn add(&mut self, at: (u32, u32), open: bool, row: u32) {
        self.count += 1;
        self.open += u32::from(open);
        self.sum = (self.sum.0 + u64::from(at.0), self.sum.1 + u64::from(at.1));
        self.least = (self.least.0.min(at.0), self.least.1.min(at.1));
        self.most = (self.most.0.max(at.0), self.most.1.max(at.1));
        self.row = row;
    }

    fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.open += other.open;
        self.sum = (self.sum.0 + other.sum.0, self.sum.1 + other.sum.1);
        self.least = (self.least.0.min(other.least.0), self.least.1.min(other.least.1));
        self.most = (self.most.0.max(other.most.0), self.most.1.max(other.most.1));
        self.in_view |= other.in_view;
    }

    fn middle(&self) -> (f64, f64) {
        (self.sum.0 as f64 / f64::from(self.count), self.sum.1 as f64 / f64::from(self.count))
    }
}

impl Frame {
    /// The rectangle of all its bins.
    fn bbox(&self) -> BBox {
        let edge = |bins: u32| bins as f64 * f64::from(2u32).powi(i32::from(self.bits));
        let north_west = point(edge(self.origin.0), edge(self.origin.1));
        let south_east = point(edge(self.origin.0 + self.size.0), edge(self.origin.1 + self.size.1));
        // What rounding at the edges may lose is less than this, a decimetre.
        let slack = 1e-6;
        BBox {
            west: north_west.lon - slack,
            south: south_east.lat - slack,
            east: south_east.lon + slack,
            north: north_west.lat + slack,
        }
    }

    /// The rows shown, gathered in bins.
    fn bins(&self, shown: &Shown<'_>) -> Vec<Bin> {
        let mut bins = vec![EMPTY; (self.size.0 * self.size.1) as usize];
        for span in shown.directory.grid.spans(&self.bbox()) {
            for (hot, row) in shown.directory.hot[span.clone()].iter().zip(span) {
                // Wrapping: what lies before the origin becomes very large.
                let x = (hot.world.0 >> self.bits).wrapping_sub(self.origin.0);
                let y = (hot.world.1 >> self.bits).wrapping_sub(self.origin.1);
                if x < self.size.0 && y < self.size.1 && shown.passes(row, hot) {
                    let bin = &mut bins[(y * self.size.0 + x) as usize];
                    bin.add(hot.world, shown.open.is_open(hot.pattern), row as u32);
                }
            }
        }
        for y in self.first.1..=self.last.1 {
            for x in self.first.0..=self.last.0 {
                bins[((y - self.origin.1) * self.size.0 + x - self.origin.0) as usize].in_view = true;
            }
        }
        bins
    }

    /// The clusters of which a part is in the view: the fullest bins first, each with the bins
    /// around it whose middles are too near.
    fn clusters(&self, shown: &Shown<'_>) -> Vec<Bin> {
        let mut bins = self.bins(shown);
        let mut order: Vec<usize> = (0..bins.len()).filter(|place| bins[*place].count > 0).collect();
        order.sort_unstable_by_key(|place| (Reverse(bins[*place].count), *place));
        let mut clusters = Vec::new();
        for place in order {
            if bins[place].count == 0 {
                continue;
            }
            let mut cluster = std::mem::replace(&mut bins[place], EMPTY);
            let middle = cluster.middle();
            for neighbour in self.around(place) {
                if bins[neighbour].count > 0 && self.too_near(middle, bins[neighbour].middle()) {
                    cluster.merge(&std::mem::replace(&mut bins[neighbour], EMPTY));
                }
            }
            if cluster.in_view {
                clusters.push(cluster);
            }
        }
        clusters
    }

    fn too_near(&self, a: (f64, f64), b: (f64, f64)) -> bool {
        (a.0 - b.0).hypot(a.1 - b.1) < NEAR * f64::from(1u32 << self.bits)
    }

    /// The up to eight bins around one.
    fn around(&self, place: usize) -> impl Iterator<Item = usize> + use<> {
        let (width, height) = (self.size.0 as i64, self.size.1 as i64);
        let (x, y) = (place as i64 % width, place as i64 / width);
        let near = (-1..=1).flat_map(move |dy| (-1..=1).map(move |dx| (x + dx, y + dy)));
        let inside = move |(x, y): &(i64, i64)| (0..width).contains(x) && (0..height).contains(y);
        near.filter(inside).map(move |(x, y)| (y * width + x) as usize)
    }
}
