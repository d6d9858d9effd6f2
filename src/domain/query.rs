//! Query strings of the pages and of the JSON API: strictly decoded, every parameter typed, every
//! complaint naming its field.

use std::{borrow::Cow, fmt::Write};

use jiff::civil::DateTime;
use percent_encoding::percent_decode_str;

use super::{
    geo::{BBox, KOREA, LatLon},
    hospital::{HospitalId, Kind},
    region::{self, RegionCode},
    search::{Area, Filter},
    specialty::{Specialty, SpecialtySet},
    time::parse_moment,
};

/// Longest search text, characters.
pub const MAX_TEXT: usize = 100;
/// Largest radius, metres.
pub const MAX_RADIUS_M: f64 = 50_000.0;

/// What is wrong with one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The parameter's name as it was sent.
    pub field: String,
    /// What is wrong with its value.
    pub fault: Fault,
}

/// The ways in which a value can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No parameter has this name.
    Unknown,
    /// Given more than once, where once is the most.
    Repeated,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Not given, where it must be.
    Missing,
    /// Not a number, or not as many numbers as wanted.
    NotANumber,
    /// Outside the least and the most.
    OutOfRange {
        /// Least allowed value.
        least: u32,
        /// Most allowed value.
        most: u32,
    },
    /// A position that is not in South Korea.
    OutsideKorea,
    /// West of a box beyond its east, or south beyond its north.
    Reversed,
    /// Not one of the words or codes that are known.
    NoSuchValue,
    /// Not an RFC 3339 time.
    NotATime,
    /// Not a day such as 2026-11-25.
    NotADay,
    /// More characters than [`MAX_TEXT`].
    TooLong,
    /// A cursor that this server did not make for this query.
    BadCursor,
    /// Only makes sense together with, or without, another parameter.
    Conflict(&'static str),
}

impl FieldError {
    fn new(field: &str, fault: Fault) -> Self {
        Self { field: field.to_owned(), fault }
    }

    /// About a name that nothing has; of a very long one the beginning is enough.
    pub fn unknown(name: &str) -> Self {
        let field = name.chars().take(MAX_TEXT).collect();
        Self { field, fault: Fault::Unknown }
    }
}

/// When a place must be open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OpenWhen {
    /// `open=now`.
    Now,
    /// `open_at=…`, Korean civil time.
    At(DateTime),
}

/// How a list or a map is drawn; only pages have these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screen {
    /// `view=map`: the map is large on a phone.
    pub map: bool,
    /// `zoom`: the map's zoom level.
    pub zoom: Option<u8>,
    /// `sel`: the place that is picked.
    pub selected: Option<HospitalId>,
}

/// Everything that a query string can ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// `near=lat,lon`.
    pub near: Option<LatLon>,
    /// `radius_m`, metres.
    pub radius_m: Option<f64>,
    /// `bbox=west,south,east,north`.
    pub bbox: Option<BBox>,
    /// `region`: 시도 or 시군구 code.
    pub region: Option<RegionCode>,
    /// `specialty`, repeatable.
    pub specialties: SpecialtySet,
    /// `kind`, repeatable.
    pub kinds: Vec<Kind>,
    /// `emergency=true`.
    pub emergency: bool,
    /// `bookable=true`.
    pub bookable: bool,
    /// `night=true`: late, Sundays or holidays.
    pub night: bool,
    /// `open=now` or `open_at`.
    pub open: Option<OpenWhen>,
    /// `q`, trimmed; `None` when empty.
    pub text: Option<String>,
    /// `limit`, 1–100.
    pub limit: Option<usize>,
    /// `cursor`, as sent.
    pub cursor: Option<String>,
    /// How to draw it.
    pub screen: Screen,
}

/// Which parameters an endpoint knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// `GET /api/v1/hospitals`.
    List,
    /// `GET /api/v1/map`.
    Map,
    /// `GET /api/v1/emergency-rooms`.
    EmergencyRooms,
    /// The pages; parameters of others (campaign tags and the like) are passed over.
    Page,
}

impl Accepts {
    /// The names it knows.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        const FILTERS: &[&str] =
            &["specialty", "kind", "emergency", "bookable", "night", "open", "open_at", "q", "region"];
        const LIST: &[&str] = &["bbox", "near", "radius_m", "limit", "cursor"];
        let parts: [&[&str]; 3] = match self {
            Self::List => [FILTERS, LIST, &[]],
            Self::Map => [FILTERS, &["bbox", "zoom"], &[]],
            Self::EmergencyRooms => [&["bbox", "near", "radius_m", "region", "limit"], &[], &[]],
            Self::Page => [FILTERS, LIST, &["view", "zoom", "sel"]],
        };
        parts.into_iter().flatten().copied()
    }
}

impl Query {
    /// Reads the part of a URL behind the `?`.
    ///
    /// # Errors
    /// The first parameter that is unknown to the endpoint, repeated, or has a wrong value.
    pub fn parse(raw: &str, accepts: Accepts) -> Result<Self, FieldError> {
        let mut query = Self::default();
        let mut seen: Vec<&str> = Vec::new();
        for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).unwrap_or(Cow::Borrowed(name));
            let Some(name) = accepts.names().find(|known| *known == name) else {
                if accepts == Accepts::Page {
                    continue;
                }
                return Err(FieldError::unknown(&name));
            };
            let repeatable = matches!(name, "specialty" | "kind");
            if !repeatable && seen.contains(&name) {
                return Err(FieldError::new(name, Fault::Repeated));
            }
            let value = decode(value).ok_or_else(|| FieldError::new(name, Fault::NotUtf8))?;
            query.set(name, value.trim(), accepts).map_err(|fault| FieldError::new(name, fault))?;
            seen.push(name);
        }
        query.checked()
    }

    fn set(&mut self, name: &str, value: &str, accepts: Accepts) -> Result<(), Fault> {
        let blank = value.is_empty();
        match name {
            // An empty field of a form that was sent without being filled in.
            "q" | "region" | "specialty" | "kind" | "open_at" if blank && accepts == Accepts::Page => {}
            "q" => self.text = search_text(value)?,
            "near" => self.near = Some(point(value)?),
            "radius_m" => self.radius_m = Some(ranged(value, 1.0, MAX_RADIUS_M)?),
            "bbox" => self.bbox = Some(rectangle(value)?),
            "region" => {
                let code = RegionCode(value.parse().map_err(|_| Fault::NoSuchValue)?);
                self.region = Some(region::find(code).ok_or(Fault::NoSuchValue)?.code);
            }
            "specialty" => {
                let specialty = Specialty::from_code(value).ok_or(Fault::NoSuchValue)?;
                self.specialties = self.specialties.iter().chain([specialty]).collect();
            }
            "kind" => {
                let kind = Kind::from_word(value).ok_or(Fault::NoSuchValue)?;
                if !self.kinds.contains(&kind) {
                    self.kinds.push(kind);
                }
            }
            "emergency" => self.emergency = flag(value)?,
            "bookable" => self.bookable = flag(value)?,
            "night" => self.night = flag(value)?,
            "open" | "open_at" if self.open.is_some() => return Err(Fault::Conflict("open, open_at")),
            "open" if value == "now" => self.open = Some(OpenWhen::Now),
            "open" => return Err(Fault::NoSuchValue),
            // A `+` of an offset arrives as a space when it was not percent-encoded.
            "open_at" => self.open = Some(OpenWhen::At(parse_moment(&value.replace(' ', "+")).ok_or(Fault::NotATime)?)),
            "limit" => self.limit = Some(ranged(value, 1.0, 100.0)? as usize),
            "cursor" => self.cursor = Some(value.to_owned()),
            "zoom" => self.screen.zoom = Some(ranged(value, 0.0, 22.0)? as u8),
            "view" => self.screen.map = value == "map",
            "sel" => self.screen.selected = HospitalId::parse(value),
            _ => return Err(Fault::Unknown),
        }
        Ok(())
    }

    fn checked(self) -> Result<Self, FieldError> {
        if self.near.is_some() && self.bbox.is_some() {
            return Err(FieldError::new("bbox", Fault::Conflict("near")));
        }
        if self.radius_m.is_some() && self.near.is_none() {
            return Err(FieldError::new("radius_m", Fault::Conflict("near")));
        }
        Ok(self)
    }

    /// What a place must be, given the present moment for `open=now`.
    pub fn filter(&self, now: DateTime) -> Filter {
        Filter {
            specialties: self.specialties,
            kinds: self.kinds.clone(),
            emergency: self.emergency,
            bookable: self.bookable,
            night_or_holiday: self.night,
            open_at: self.open.map(|when| match when {
                OpenWhen::Now => now,
                OpenWhen::At(at) => at,
            }),
            region: self.region,
        }
    }

    /// Where to look; `default_radius_m` for a point without a radius.
    pub fn area(&self, default_radius_m: f64) -> Area {
        match (self.near, self.bbox) {
            (Some(at), _) => Area::Near { at, radius_m: self.radius_m.unwrap_or(default_radius_m) },
            (None, Some(bbox)) => Area::In(bbox),
            (None, None) => Area::Everywhere,
        }
    }

    /// The query string of this query, without `?`; empty for the default.
    pub fn to_query_string(&self) -> String {
        let mut out = QueryWriter::default();
        out.opt("q", self.text.as_deref());
        out.opt("near", self.near.map(|at| format!("{},{}", at.lat, at.lon)).as_deref());
        out.opt("radius_m", self.radius_m.map(|m| m.to_string()).as_deref());
        let bbox = self.bbox.map(|b| format!("{},{},{},{}", b.west, b.south, b.east, b.north));
        out.opt("bbox", bbox.as_deref());
        out.opt("region", self.region.map(|r| r.0.to_string()).as_deref());
        self.specialties.iter().for_each(|s| out.put("specialty", s.code()));
        self.kinds.iter().for_each(|k| out.put("kind", k.word()));
        for (name, on) in [("emergency", self.emergency), ("bookable", self.bookable), ("night", self.night)] {
            out.opt(name, on.then_some("true"));
        }
        match self.open {
            Some(OpenWhen::Now) => out.put("open", "now"),
            Some(OpenWhen::At(at)) => out.put("open_at", &at.strftime("%Y-%m-%dT%H:%M").to_string()),
            None => {}
        }
        out.opt("limit", self.limit.map(|n| n.to_string()).as_deref());
        out.opt("cursor", self.cursor.as_deref());
        out.opt("view", self.screen.map.then_some("map"));
        out.opt("zoom", self.screen.zoom.map(|z| z.to_string()).as_deref());
        out.opt("sel", self.screen.selected.map(|id| id.to_string()).as_deref());
        out.0
    }
}

#[derive(Default)]
struct QueryWriter(String);

impl QueryWriter {
    fn put(&mut self, name: &str, value: &str) {
        /// What a query value keeps as it is; commas stay readable.
        const KEPT: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
            .remove(b'-')
            .remove(b'_')
            .remove(b'.')
            .remove(b'~')
            .remove(b',')
            .remove(b':');
        let joint = if self.0.is_empty() { "" } else { "&" };
        _ = write!(self.0, "{joint}{name}={}", percent_encoding::utf8_percent_encode(value, &KEPT));
    }

    fn opt(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

/// `None` when the bytes are not UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('+') {
        return percent_decode_str(text).decode_utf8().ok();
    }
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8().ok().map(|text| Cow::Owned(text.into_owned()))
}

fn search_text(value: &str) -> Result<Option<String>, Fault> {
    if value.chars().count() > MAX_TEXT {
        return Err(Fault::TooLong);
    }
    let clean: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Ok(Some(clean.trim().to_owned()).filter(|text| !text.is_empty()))
}

fn flag(value: &str) -> Result<bool, Fault> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Fault::NoSuchValue),
    }
}

fn number(value: &str) -> Result<f64, Fault> {
    value.trim().parse::<f64>().ok().filter(|n| n.is_finite()).ok_or(Fault::NotANumber)
}

fn ranged(value: &str, least: f64, most: f64) -> Result<f64, Fault> {
    let n = number(value)?;
    let whole = n.fract() == 0.0;
    match (whole, (least..=most).contains(&n)) {
        (true, true) => Ok(n),
        (false, true) => Err(Fault::NotANumber),
        _ => Err(Fault::OutOfRange { least: least as u32, most: most as u32 }),
    }
}

fn numbers<const N: usize>(value: &str) -> Result<[f64; N], Fault> {
    let mut parts = value.split(',');
    let mut list = [0.0; N];
    for place in &mut list {
        *place = number(parts.next().ok_or(Fault::NotANumber)?)?;
    }
    if parts.next().is_none() { Ok(list) } else { Err(Fault::NotANumber) }
}

fn point(value: &str) -> Result<LatLon, Fault> {
    let [lat, lon] = numbers(value)?;
    LatLon::in_korea(lat, lon).ok_or(Fault::OutsideKorea)
}

fn rectangle(value: &str) -> Result<BBox, Fault> {
    let [west, south, east, north] = numbers(value)?;
    let bbox = BBox { west, south, east, north };
    let on_earth = west.abs() <= 180.0 && east.abs() <= 180.0 && south.abs() <= 90.0 && north.abs() <= 90.0;
    match (west <= east && south <= north, on_earth && bbox.intersects(&KOREA)) {
        (false, _) => Err(Fault::Reversed),
        (true, false) => Err(Fault::OutsideKorea),
        (true, true) => Ok(bbox),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(raw: &str) -> (String, Fault) {
        let error = Query::parse(raw, Accepts::List).unwrap_err();
        (error.field, error.fault)
    }

    #[test]
    fn a_full_query_comes_back_as_it_was_written() {
        let raw = "q=%EC%A0%95%EC%99%95%EB%8F%99&near=37.345,126.735&radius_m=2000&specialty=01&specialty=11&kind=clinic&night=true&open=now&limit=20";
        let query = Query::parse(raw, Accepts::List).unwrap();
        assert_eq!(query.text.as_deref(), Some("정왕동"));
        assert_eq!(query.to_query_string(), raw);
    }

    #[test]
    fn every_wrong_value_names_its_field() {
        for (raw, field, wanted) in [
            ("near=95,200", "near", Fault::OutsideKorea),
            ("near=35.68,139.69", "near", Fault::OutsideKorea),
            ("near=37.5", "near", Fault::NotANumber),
            ("near=NaN,127", "near", Fault::NotANumber),
            ("bbox=127,37,126,38", "bbox", Fault::Reversed),
            ("bbox=139,35,140,36", "bbox", Fault::OutsideKorea),
            ("bbox=1,2,3", "bbox", Fault::NotANumber),
            ("limit=0", "limit", Fault::OutOfRange { least: 1, most: 100 }),
            ("limit=1.5", "limit", Fault::NotANumber),
            ("specialty=27", "specialty", Fault::NoSuchValue),
            ("kind=vet", "kind", Fault::NoSuchValue),
            ("open=later", "open", Fault::NoSuchValue),
            ("open_at=tomorrow", "open_at", Fault::NotATime),
            ("q=%FF%FE", "q", Fault::NotUtf8),
            ("page=2", "page", Fault::Unknown),
            ("limit=1&limit=2", "limit", Fault::Repeated),
            ("radius_m=100", "radius_m", Fault::Conflict("near")),
            ("near=37.5,127&bbox=126,37,127,38", "bbox", Fault::Conflict("near")),
            ("emergency=yes", "emergency", Fault::NoSuchValue),
        ] {
            assert_eq!(fault(raw), (field.to_owned(), wanted), "{raw}");
        }
        assert_eq!(fault(&format!("q={}", "a".repeat(10_240))), ("q".to_owned(), Fault::TooLong));
    }

    #[test]
    fn pages_pass_over_what_is_not_theirs_and_empty_fields() {
        let query = Query::parse("utm_source=x&q=&region=&view=map&sel=12", Accepts::Page).unwrap();
        assert_eq!(query.to_query_string(), "view=map&sel=12");
    }

    #[test]
    fn offsets_survive_a_bare_plus() {
        let query = Query::parse("open_at=2026-11-22T14:30:00+09:00", Accepts::List).unwrap();
        assert_eq!(query.open, Some(OpenWhen::At(jiff::civil::date(2026, 11, 22).at(14, 30, 0, 0))));
    }

    proptest::proptest! {
        #[test]
        fn no_query_string_panics_and_what_parses_round_trips(raw in "(?s).{0,80}") {
            if let Ok(query) = Query::parse(&raw, Accepts::Page) {
                proptest::prop_assert_eq!(Query::parse(&query.to_query_string(), Accepts::Page), Ok(query));
            }
        }
    }
}
