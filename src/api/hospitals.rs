//! `GET /api/v1/hospitals` and `/api/v1/hospitals/{id}`.

use axum::{
    Json,
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Problem, long_json,
    shapes::{HospitalDetail, HospitalItem},
};
use crate::{
    directory::Request,
    domain::{
        cursor,
        hospital::HospitalId,
        query::{Accepts, Fault, FieldError, Query},
        time::Rfc3339,
    },
    state::AppState,
};

/// Metres around `near` without `radius_m`.
const DEFAULT_RADIUS_M: f64 = 5_000.0;
const DEFAULT_LIMIT: usize = 20;
/// About what a place takes in an answer, bytes.
const ITEM_SIZE: usize = 400;

/// A page of places.
#[derive(Serialize, ToSchema)]
pub struct HospitalPage<'a> {
    items: Vec<HospitalItem<'a>>,
    /// Give it as `cursor` for the next page; null on the last.
    #[schema(required)]
    next_cursor: Option<String>,
    /// How many places fit, on all pages.
    total: usize,
    /// The moment that `open` speaks of.
    #[schema(value_type = String)]
    as_of: Rfc3339,
}

/// Finds places; nearest first when `near` is given.
#[utoipa::path(
    get,
    path = "/api/v1/hospitals",
    operation_id = "listHospitals",
    tag = "hospitals",
    params(
        ("bbox" = Option<String>, Query, description = "west,south,east,north in degrees; not with near"),
        ("near" = Option<String>, Query, description = "lat,lon in degrees"),
        ("radius_m" = Option<u32>, Query, minimum = 1, maximum = 50_000, description = "1–50000, default 5000; only with near"),
        ("region" = Option<u32>, Query, description = "행정구역 code of a 시도 (11) or 시군구 (11680)"),
        ("specialty" = Option<Vec<String>>, Query, description = "HIRA dgsbjtCd, repeatable"),
        ("kind" = Option<Vec<String>>, Query, description = "tertiary, general, hospital, clinic, dental, oriental, nursing, public, pharmacy; repeatable"),
        ("emergency" = Option<bool>, Query, description = "runs an emergency room"),
        ("bookable" = Option<bool>, Query, description = "takes bookings here"),
        ("night" = Option<bool>, Query, description = "open after 20:00 on a weekday, or on Sundays or public holidays"),
        ("open" = Option<String>, Query, description = "now; unknown hours do not count as open"),
        ("open_at" = Option<String>, Query, description = "RFC 3339 time; not with open"),
        ("q" = Option<String>, Query, max_length = 100, description = "name, address, 초성, department or area; at most 100 characters"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "1–100, default 20"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with the same query"),
    ),
    responses(
        (status = 200, description = "A page of places", body = HospitalPage),
        (status = 400, description = "A parameter is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(state): State<AppState>, RawQuery(raw): RawQuery) -> Result<Response, Problem> {
    let mut query = Query::parse(raw.as_deref().unwrap_or_default(), Accepts::List)?;
    let sent = query.cursor.take();
    let base = query.to_query_string();
    let offset = match sent {
        None => 0,
        Some(sent) => {
            cursor::decode(&sent, &base).ok_or(FieldError { field: "cursor".into(), fault: Fault::BadCursor })?
        }
    };
    let now = state.now();
    let request = Request {
        area: query.area(DEFAULT_RADIUS_M),
        filter: query.filter(now),
        text: query.text,
        origin: None,
        offset,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT),
    };
    let directory = state.directory();
    let found = directory.search(&request, request.filter.open_at.unwrap_or(now));
    let next = offset + found.places.len();
    let page = HospitalPage {
        items: found.places.iter().map(|hit| HospitalItem::new(hit, query.near.is_some())).collect(),
        next_cursor: (next < found.total).then(|| cursor::encode(next, &base)),
        total: found.total,
        as_of: request.filter.open_at.unwrap_or(now).into(),
    };
    Ok(long_json(&page, (page.items.len() + 1) * ITEM_SIZE))
}

/// One place with its hours.
#[utoipa::path(
    get,
    path = "/api/v1/hospitals/{id}",
    operation_id = "getHospital",
    tag = "hospitals",
    params(("id" = String, Path, description = "a place's id")),
    responses(
        (status = 200, description = "The place", body = HospitalDetail),
        (status = 400, description = "A parameter is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "It has closed down", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No place has this id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Problem> {
    if let Some(name) = raw.as_deref().and_then(|raw| raw.split(['=', '&']).next()).filter(|name| !name.is_empty()) {
        return Err(FieldError::unknown(name).into());
    }
    let id = id.ok().and_then(|Path(id)| HospitalId::parse(&id)).ok_or_else(Problem::no_such_hospital)?;
    let directory = state.directory();
    match directory.get(id) {
        Some(place) => Ok(Json(HospitalDetail::new(place, state.now())).into_response()),
        None if state.closed_down(id).await.is_some() => Err(Problem::closed_down()),
        None => Err(Problem::no_such_hospital()),
    }
}
