//! `GET /api/v1/emergency-rooms`: the nearest emergency rooms, with free beds where they are known.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Problem, shapes::HospitalItem};
use crate::{
    directory::Request,
    domain::{
        beds::BedReading,
        query::{Accepts, Query},
        region::RegionCode,
        search::Filter,
        time::rfc3339,
    },
    state::AppState,
};

/// Metres around `near` without `radius_m`: emergency rooms are far apart.
const DEFAULT_RADIUS_M: f64 = 50_000.0;
const DEFAULT_LIMIT: usize = 20;

/// Emergency rooms.
#[derive(Serialize, ToSchema)]
pub struct RoomPage<'a> {
    items: Vec<RoomItem<'a>>,
    /// How many fit.
    total: usize,
    /// Whether live readings are connected here at all.
    live: bool,
}

/// An emergency room.
#[derive(Serialize, ToSchema)]
pub struct RoomItem<'a> {
    #[serde(flatten)]
    hospital: HospitalItem<'a>,
    /// The emergency room's number.
    #[schema(required)]
    emergency_phone: Option<String>,
    /// The live reading; null where unknown.
    #[schema(required)]
    beds: Option<BedsItem>,
}

/// Free beds at a moment; null is unknown, not zero.
#[derive(Serialize, ToSchema)]
pub struct BedsItem {
    /// When the room reported.
    read_at: String,
    /// Free emergency beds; negative when that many patients wait.
    #[schema(required)]
    emergency: Option<i32>,
    #[schema(required)]
    operating_rooms: Option<i32>,
    #[schema(required)]
    intensive_care: Option<i32>,
    #[schema(required)]
    wards: Option<i32>,
    #[schema(required)]
    ct: Option<bool>,
    #[schema(required)]
    mri: Option<bool>,
    #[schema(required)]
    ventilator: Option<bool>,
}

impl From<&BedReading> for BedsItem {
    fn from(reading: &BedReading) -> Self {
        Self {
            read_at: rfc3339(reading.at),
            emergency: reading.er_beds,
            operating_rooms: reading.operating_rooms,
            intensive_care: reading.icu,
            wards: reading.wards,
            ct: reading.ct,
            mri: reading.mri,
            ventilator: reading.ventilator,
        }
    }
}

/// The emergency rooms of an area, nearest first when `near` is given.
#[utoipa::path(
    get,
    path = "/api/v1/emergency-rooms",
    operation_id = "listEmergencyRooms",
    tag = "emergency-rooms",
    params(
        ("bbox" = Option<String>, Query, description = "west,south,east,north in degrees; not with near"),
        ("near" = Option<String>, Query, description = "lat,lon in degrees"),
        ("radius_m" = Option<u32>, Query, minimum = 1, maximum = 50_000, description = "1–50000, default 50000; only with near"),
        ("region" = Option<u32>, Query, description = "행정구역 code"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "1–100, default 20"),
    ),
    responses(
        (status = 200, description = "Emergency rooms", body = RoomPage),
        (status = 400, description = "A parameter is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn list(State(state): State<AppState>, RawQuery(raw): RawQuery) -> Result<Response, Problem> {
    let query = Query::parse(raw.as_deref().unwrap_or_default(), Accepts::EmergencyRooms)?;
    let now = state.now();
    let request = Request {
        area: query.area(DEFAULT_RADIUS_M),
        filter: Filter { emergency: true, region: query.region, ..Filter::default() },
        text: None,
        origin: None,
        offset: 0,
        limit: query.limit.unwrap_or(DEFAULT_LIMIT),
    };
    let directory = state.directory();
    let found = directory.search(&request, now);
    let readings = match state.beds() {
        None => Arc::new(HashMap::new()),
        Some(board) => {
            let mut sidos: Vec<RegionCode> =
                found.places.iter().filter_map(|hit| hit.place.region()).map(RegionCode::sido).collect();
            sidos.sort_unstable();
            sidos.dedup();
            board.readings(&sidos, now).await
        }
    };
    let items = found.places.iter().map(|hit| RoomItem {
        hospital: HospitalItem::new(hit, query.near.is_some()),
        emergency_phone: hit.place.emergency_phone().map(|phone| phone.to_string()),
        beds: readings.get(&hit.place.id()).map(BedsItem::from),
    });
    Ok(Json(RoomPage { items: items.collect(), total: found.total, live: state.beds().is_some() }).into_response())
}
