//! Where rows stand: a uniform grid over the country, in whose order the located rows are kept, so
//! that a rectangle is a few contiguous stretches of rows; and the world's pixels for clustering.

use std::{f64::consts::PI, ops::Range};

use crate::domain::geo::{BBox, KOREA, LatLon};

/// Cells to a degree: 0.01°, about a kilometre.
const PER_DEGREE: f64 = 100.0;
/// Cells from west to east.
const COLUMNS: usize = 750;
/// Cells from south to north.
const LINES: usize = 580;

/// The cell of a point, counted line by line from the south-west.
pub(super) fn cell(at: LatLon) -> u32 {
    (line(at.lat) * COLUMNS + column(at.lon)) as u32
}

fn column(lon: f64) -> usize {
    (((lon - KOREA.west) * PER_DEGREE).max(0.0) as usize).min(COLUMNS - 1)
}

fn line(lat: f64) -> usize {
    (((lat - KOREA.south) * PER_DEGREE).max(0.0) as usize).min(LINES - 1)
}

/// The first row of each cell.
pub(super) struct Grid {
    starts: Vec<u32>,
}

impl Grid {
    /// From the cells of the located rows, which must ascend.
    pub fn new(cells: impl Iterator<Item = u32>) -> Self {
        let mut starts = vec![0; COLUMNS * LINES + 1];
        cells.for_each(|cell| starts[cell as usize + 1] += 1);
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        Self { starts }
    }

    /// Stretches of rows that together hold every located row of the rectangle, and some beside it.
    pub fn spans(&self, bbox: &BBox) -> impl Iterator<Item = Range<usize>> + use<'_> {
        let sane = bbox.west <= bbox.east && bbox.south <= bbox.north && bbox.intersects(&KOREA);
        let (west, east) = (column(bbox.west), column(bbox.east));
        let lines = if sane { line(bbox.south)..line(bbox.north) + 1 } else { 0..0 };
        let start = |line: usize, column: usize| self.starts[line * COLUMNS + column] as usize;
        lines.map(move |line| start(line, west)..start(line, east) + self.in_cell(line, east)).filter(|r| !r.is_empty())
    }

    /// How many rows have a location; the others come after them.
    pub fn located(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    fn in_cell(&self, line: usize, column: usize) -> usize {
        let cell = line * COLUMNS + column;
        (self.starts[cell + 1] - self.starts[cell]) as usize
    }
}

/// Units of the Web Mercator square's side: a point of the world is two `u32`, and a pixel of any
/// zoom is a power of two of them.
const WORLD: f64 = 4_294_967_296.0;

/// Web Mercator units from the west and from the north.
pub(super) fn world(at: LatLon) -> (u32, u32) {
    let y = (PI / 4.0 + at.lat.to_radians() / 2.0).tan().ln();
    // `as` saturates: a point beyond the square lies on its edge.
    (((at.lon / 360.0 + 0.5) * WORLD) as u32, ((0.5 - y / (2.0 * PI)) * WORLD) as u32)
}

/// The point of Web Mercator units.
pub(super) fn point(x: f64, y: f64) -> LatLon {
    let lat = 2.0 * (PI * (1.0 - 2.0 * y / WORLD)).exp().atan() - PI / 2.0;
    LatLon { lat: lat.to_degrees(), lon: (x / WORLD - 0.5) * 360.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_the_rows_of_its_cells() {
        let at = |lat, lon| LatLon { lat, lon };
        let points = [at(33.0, 126.0), at(37.5, 127.0), at(37.5, 127.001), at(37.5, 127.02), at(38.6, 128.0)];
        let mut cells: Vec<u32> = points.iter().map(|p| cell(*p)).collect();
        cells.sort_unstable();
        let grid = Grid::new(cells.into_iter());
        let rows = |bbox: BBox| grid.spans(&bbox).flatten().collect::<Vec<_>>();
        assert_eq!(rows(KOREA), [0, 1, 2, 3, 4]);
        assert_eq!(rows(BBox { west: -180.0, south: -90.0, east: 180.0, north: 90.0 }), [0, 1, 2, 3, 4]);
        assert_eq!(rows(BBox { west: 127.0, south: 37.4, east: 127.005, north: 37.6 }), [1, 2]);
        assert!(rows(BBox { west: 139.0, south: 35.0, east: 140.0, north: 36.0 }).is_empty(), "Tokyo");
        assert!(rows(BBox { west: 127.1, south: 37.4, east: 127.0, north: 37.6 }).is_empty(), "reversed");
        assert!(rows(BBox { west: f64::NAN, south: 37.4, east: 127.0, north: 37.6 }).is_empty());
    }

    #[test]
    fn world_units_go_there_and_back() {
        let seoul = LatLon { lat: 37.5666, lon: 126.9784 };
        let (x, y) = world(seoul);
        assert!(point(f64::from(x), f64::from(y)).distance_m(seoul) < 0.1);
        // OpenStreetMap's tile of Seoul's city hall at zoom 10 is 873/396.
        assert_eq!((x >> 22, y >> 22), (873, 396));
    }
}
