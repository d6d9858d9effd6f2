//! `GET /api/v1/map`: clusters and single places as GeoJSON.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use serde_json::{Value, json};

use super::Problem;
use crate::{
    directory::{Feature, MapRequest},
    domain::query::{Accepts, Fault, FieldError, Query},
    state::AppState,
};

/// Zoom level without `zoom`: a 시군구 fills a phone.
const DEFAULT_ZOOM: u8 = 12;

/// The places of a view: at most 500 features, whatever the view.
#[utoipa::path(
    get,
    path = "/api/v1/map",
    params(
        ("bbox" = String, Query, description = "west,south,east,north in degrees"),
        ("zoom" = Option<u8>, Query, description = "0–22, default 12: how close places must be to become a cluster"),
        ("region" = Option<u32>, Query, description = "행정구역 code of a 시도 (11) or 시군구 (11680)"),
        ("specialty" = Option<Vec<String>>, Query, description = "HIRA dgsbjtCd, repeatable"),
        ("kind" = Option<Vec<String>>, Query, description = "tertiary, general, hospital, clinic, dental, oriental, nursing, public, pharmacy; repeatable"),
        ("emergency" = Option<bool>, Query, description = "runs an emergency room"),
        ("bookable" = Option<bool>, Query, description = "takes bookings here"),
        ("night" = Option<bool>, Query, description = "open after 20:00 on a weekday, or on Sundays or public holidays"),
        ("open" = Option<String>, Query, description = "now; unknown hours do not count as open"),
        ("open_at" = Option<String>, Query, description = "RFC 3339 time; not with open"),
        ("q" = Option<String>, Query, description = "name, address, 초성, department or area; at most 100 characters"),
    ),
    responses((status = 200, description = "GeoJSON FeatureCollection; a cluster has `count`, `open` and `bbox`, a place `id`, `name`, `kind`, `state`", content_type = "application/geo+json"), (status = 400, body = Problem, content_type = "application/problem+json"))
)]
pub async fn features(
    State(state): State<AppState>,
    RawQuery(raw): RawQuery,
) -> Result<([(&'static str, &'static str); 1], Json<Value>), Problem> {
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
    let features: Vec<Value> =
        directory.map(&request, request.filter.open_at.unwrap_or(now)).into_iter().filter_map(feature).collect();
    let collection = json!({ "type": "FeatureCollection", "features": features });
    Ok(([("content-type", "application/geo+json")], Json(collection)))
}

fn feature(feature: Feature) -> Option<Value> {
    let (at, properties) = match feature {
        Feature::Cluster { at, count, open, bbox, .. } => {
            (at, json!({ "count": count, "open": open, "bbox": [bbox.west, bbox.south, bbox.east, bbox.north] }))
        }
        Feature::Place(place, state) => (
            place.location()?,
            json!({ "id": place.id(), "name": place.name(), "kind": place.kind(), "state": state.word(), "emergency": place.emergency() }),
        ),
    };
    Some(
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [at.lon, at.lat] }, "properties": properties }),
    )
}
