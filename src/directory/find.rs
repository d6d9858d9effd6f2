//! Lists: the places of an area that pass a filter and match a text, the best of them in order.

use std::ops::Range;

use jiff::civil::DateTime;

use super::{
    Directory, Found, Request,
    order::{Best, Key, Ruler},
    regions::Extent,
    sieve::{Effort, Sieve},
    text::{NO_MATCH, Tiers},
};
use crate::domain::{
    geo::{BBox, LatLon},
    search::{Area, Filter},
};

/// Beyond this many rows, openness is decided for all patterns beforehand.
const MANY: usize = 8_000;

impl Directory {
    /// The places that match, best first: by how well the text fits, then nearest where a point is
    /// known (in a rectangle its middle serves), then largest kind and name. The order is total, so
    /// offsets page through it.
    pub fn search<'a>(&'a self, request: &Request, now: DateTime) -> Found<'a> {
        let text = request.text.as_deref().filter(|text| !text.trim().is_empty());
        let (near, bbox) = match request.area {
            Area::Everywhere => (request.origin, None),
            Area::In(bbox) => (request.origin, Some(bbox)),
            Area::Near { at, radius_m } => (Some(at), Some(BBox::around(at, radius_m * SLACK))),
        };
        let tiers = text.map(|text| self.tiers(text, near, now));
        let inside = match request.area {
            Area::In(bbox) if text.is_none() => Some(bbox.centre()),
            _ => None,
        };
        let from = near.or(inside);
        let few = self.nearest_of_region(request, from, tiers.as_ref());
        let (best, total) = few.unwrap_or_else(|| self.best(request, bbox, from, tiers.as_ref()));
        let rows = best.into_iter().skip(request.offset);
        let places = rows.map(|key| self.hit(self.by_rank[key.rank() as usize], near, now)).collect();
        Found { places, total }
    }

    /// As [`best`](Self::best) where a whole region is listed from a point, as the first page is: how
    /// many there are is known, and the first few are near, so that growing circles find them without
    /// looking at the rest.
    fn nearest_of_region(
        &self,
        request: &Request,
        from: Option<LatLon>,
        tiers: Option<&Tiers>,
    ) -> Option<(Vec<Key>, usize)> {
        let plain = request.filter == Filter { region: request.filter.region, ..Filter::default() };
        let (Some(at), Area::Everywhere, true, None) = (from, request.area, plain, tiers) else { return None };
        let total = request.filter.region.map_or(self.len(), |region| self.regions.extent(region).count as usize);
        let want = request.offset.saturating_add(request.limit);
        let radii = std::iter::successors(Some(FIRST_RADIUS_M), |radius| Some(radius * 2.0));
        radii.take(CIRCLES).find_map(|radius_m| {
            let circle = Request { area: Area::Near { at, radius_m }, ..request.clone() };
            let (best, found) = self.best(&circle, Some(BBox::around(at, radius_m * SLACK)), from, None);
            (found >= want).then_some((best, total))
        })
    }

    /// The first `offset + limit` rows in order, and how many there are in all.
    fn best(
        &self,
        request: &Request,
        bbox: Option<BBox>,
        from: Option<LatLon>,
        tiers: Option<&Tiers>,
    ) -> (Vec<Key>, usize) {
        let spans: Vec<_> = match (bbox, request.filter.region) {
            (Some(bbox), _) => self.grid.spans(&bbox).collect(),
            (None, Some(region)) => self.spans_in(&self.regions.extent(region)).collect(),
            (None, None) => std::iter::once(0..self.len()).collect(),
        };
        let effort =
            if spans.iter().map(ExactSizeIterator::len).sum::<usize>() > MANY { Effort::Many } else { Effort::Few };
        let sieve = Sieve::new(self, &request.filter, effort);
        let ruler = from.map(Ruler::new);
        let reach = match request.area {
            Area::Near { radius_m, .. } => Some(Ruler::square_of(radius_m)),
            _ => None,
        };
        let within = match request.area {
            Area::In(bbox) => Some(bbox),
            _ => None,
        };
        let mut best = Best::new(request.offset.saturating_add(request.limit).min(self.len()));
        let rows = spans.into_iter().flat_map(|span| self.hot[span.clone()].iter().zip(span));
        for (hot, row) in rows {
            let tier = tiers.map_or(0, |tiers| tiers.of(row));
            if tier == NO_MATCH {
                continue;
            }
            let square = ruler.as_ref().map_or(0.0, |ruler| ruler.square(hot.at));
            let inside = reach.is_none_or(|reach| square <= reach) && within.is_none_or(|bbox| bbox.contains(hot.at));
            if inside && sieve.passes(hot) {
                best.offer(Key::new(tier, square, self.rank[row]));
            }
        }
        let total = best.total;
        (best.finish(), total)
    }

    /// Stretches of rows that together hold every row of an area, and some beside it.
    pub(super) fn spans_in(&self, area: &Extent) -> impl Iterator<Item = Range<usize>> + use<'_> {
        let located = area.located().map(|(_, bbox)| self.grid.spans(&bbox));
        located.into_iter().flatten().chain(std::iter::once(self.grid.located()..self.len()))
    }
}

/// The first circle of [`Directory::nearest_of_region`], and how many are drawn at most, each twice as
/// wide as the one before: up to 16 km.
const FIRST_RADIUS_M: f64 = 500.0;
const CIRCLES: usize = 6;

/// The rectangle around a circle is taken a little larger, since its corners' cosines differ.
const SLACK: f64 = 1.02;
