//! `GET /api/v1/map`: clusters and single places as GeoJSON.

use axum::{
    Json,
    extract::{RawQuery, State},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;
use crate::{
    directory::{Feature, MapRequest},
    domain::{
        hospital::Kind,
        query::{Accepts, Fault, FieldError, Query},
    },
    state::AppState,
};

/// Zoom level without `zoom`: a 시군구 fills a phone.
const DEFAULT_ZOOM: u8 = 12;

/// The places of a view: at most 500 features, whatever the view.
#[utoipa::path(
    get,
    path = "/api/v1/map",
    operation_id = "mapFeatures",
    tag = "map",
    params(
        ("bbox" = String, Query, description = "west,south,east,north in degrees"),
        ("zoom" = Option<u32>, Query, maximum = 22, description = "0–22, default 12: how close places must be to become a cluster"),
        ("region" = Option<u32>, Query, description = "행정구역 code of a 시도 (11) or 시군구 (11680)"),
        ("specialty" = Option<Vec<String>>, Query, description = "HIRA dgsbjtCd, repeatable"),
        ("kind" = Option<Vec<String>>, Query, description = "tertiary, general, hospital, clinic, dental, oriental, nursing, public, pharmacy; repeatable"),
        ("emergency" = Option<bool>, Query, description = "runs an emergency room"),
        ("bookable" = Option<bool>, Query, description = "takes bookings here"),
        ("night" = Option<bool>, Query, description = "open after 20:00 on a weekday, or on Sundays or public holidays"),
        ("open" = Option<String>, Query, description = "now; unknown hours do not count as open"),
        ("open_at" = Option<String>, Query, description = "RFC 3339 time; not with open"),
        ("q" = Option<String>, Query, max_length = 100, description = "name, address, 초성, department or area; at most 100 characters"),
    ),
    responses(
        (status = 200, description = "GeoJSON", body = FeatureCollection, content_type = "application/geo+json"),
        (status = 400, description = "A parameter is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn features(State(state): State<AppState>, RawQuery(raw): RawQuery) -> Result<Response, Problem> {
    let query = Query::parse(raw.as_deref().unwrap_or_default(), Accepts::Map)?;
    let Some(bbox) = query.bbox else {
        return Err(FieldError { field: "bbox".into(), fault: Fault::Missing }.into());
    };
    let now = state.now();
    let request = MapRequest {
        bbox,
        zoom: query.screen.zoom.unwrap_or(DEFAULT_ZOOM),
        filter: query.filter(now),
        text: query.text.clone(),
    };
    let directory = state.directory();
    let marks = directory.map(&request, request.filter.open_at.unwrap_or(now));
    let features = marks.into_iter().filter_map(feature).collect();
    let collection = FeatureCollection { r#type: "FeatureCollection", features };
    Ok(([(CONTENT_TYPE, "application/geo+json")], Json(collection)).into_response())
}

/// The marks of a view.
#[derive(Serialize, ToSchema)]
pub struct FeatureCollection<'a> {
    /// `FeatureCollection`.
    r#type: &'static str,
    features: Vec<MapFeature<'a>>,
}

/// A mark.
#[derive(Serialize, ToSchema)]
pub struct MapFeature<'a> {
    /// `Feature`.
    r#type: &'static str,
    geometry: Point,
    properties: Properties<'a>,
}

/// Where a mark stands.
#[derive(Serialize, ToSchema)]
pub struct Point {
    /// `Point`.
    r#type: &'static str,
    /// Degrees east, degrees north.
    coordinates: [f64; 2],
}

/// What a mark stands for.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Properties<'a> {
    /// Several places.
    Cluster {
        /// How many.
        count: u32,
        /// How many of them are open.
        open: u32,
        /// The rectangle around them: west, south, east, north.
        bbox: [f64; 4],
    },
    /// One place.
    Place {
        /// Its id.
        id: String,
        /// Its name.
        name: &'a str,
        /// As in a list.
        #[schema(value_type = String)]
        kind: Kind,
        /// open, break, closed or unknown.
        state: &'static str,
        /// Whether it runs an emergency room.
        emergency: bool,
    },
}

fn feature(feature: Feature<'_>) -> Option<MapFeature<'_>> {
    let (at, properties) = match feature {
        Feature::Cluster { at, count, open, bbox, .. } => {
            (at, Properties::Cluster { count, open, bbox: [bbox.west, bbox.south, bbox.east, bbox.north] })
        }
        Feature::Place(place, state) => {
            let properties = Properties::Place {
                id: place.id().to_string(),
                name: place.name(),
                kind: place.kind(),
                state: state.word(),
                emergency: place.emergency(),
            };
            (place.location()?, properties)
        }
    };
    let geometry = Point { r#type: "Point", coordinates: [at.lon, at.lat] };
    Some(MapFeature { r#type: "Feature", geometry, properties })
}
