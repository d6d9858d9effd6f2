//! `/staff`: the day, live, with the queue beside it and the picked booking in its panel.

pub(super) mod grid;
mod panel;
pub(super) mod queue;
pub(super) mod view;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    LANG, Staff,
    frame::{Page, Section, notice},
    visitor::{plain, sentence, status_of},
};
use crate::{
    booking::{Booking, BookingError, SlotOffer},
    domain::{booking::BookingNumber, schedule::DoctorId},
    web::live::Live,
};

/// Seconds between two looks at the day.
const EVERY: u32 = 4;

/// What of a day is shown.
#[derive(Clone, Debug)]
pub(super) struct DayQuery {
    pub day: Date,
    /// The one doctor that a phone shows.
    pub doctor: Option<DoctorId>,
    /// The booking in the panel.
    pub booking: Option<i64>,
    /// Whether a new time is being chosen for it.
    pub moving: bool,
}

impl DayQuery {
    fn of(staff: &Staff) -> Self {
        let asked = &staff.asked;
        Self {
            day: asked.day("day").unwrap_or(staff.today.clock().date()),
            doctor: DoctorId::parse(&asked.query("doctor")),
            booking: asked.query("booking").parse().ok(),
            moving: asked.query("move") == "1",
        }
    }

    /// The same below another path.
    pub fn path(&self, page: &str) -> String {
        let doctor = self.doctor.map(|id| format!("&doctor={id}")).unwrap_or_default();
        let booking = self.booking.map(|id| format!("&booking={id}")).unwrap_or_default();
        let moving = if self.moving { "&move=1" } else { "" };
        format!("{page}?day={}{doctor}{booking}{moving}", self.day)
    }

    /// With another day.
    pub fn on(&self, day: Date) -> Self {
        Self { day, ..self.clone() }
    }

    /// With another booking in the panel.
    pub fn with(&self, booking: Option<i64>) -> Self {
        Self { booking, moving: false, ..self.clone() }
    }
}

/// What became of a form that was sent from the page.
#[derive(Default)]
pub(super) struct Outcome {
    pub error: Option<BookingError>,
    pub done: Option<String>,
}

/// `GET /staff`.
pub(super) async fn show(staff: Staff) -> Response {
    let ticket = staff.asked.query("ticket").parse().ok().map(|number| LANG.console_ticket_given(number));
    let booked = BookingNumber::parse(&staff.asked.query("booked"));
    let booked = booked.map(|number| LANG.console_caller_done(&number.to_string()));
    let done = (staff.asked.query("done") == "1").then(|| LANG.console_done().to_owned());
    let done = ticket.or(booked).or(done);
    let query = DayQuery::of(&staff);
    page(&staff, query, Outcome { done, error: None }).await
}

/// The page of a day.
pub(super) async fn page(staff: &Staff, query: DayQuery, outcome: Outcome) -> Response {
    let markup = match view::markup(staff, &query).await {
        Ok(markup) => markup,
        Err(error) => return plain(&error),
    };
    let (mut error, mut picked) = (outcome.error, None);
    if let Some(id) = query.booking {
        match picked_booking(staff, id).await {
            Ok(found) => picked = Some(found),
            Err(missing) => error = error.or(Some(missing)),
        }
    }
    let trouble = error.as_ref().map(sentence);
    let near = match &error {
        Some(BookingError::SlotTaken(near)) => near.clone(),
        _ => Vec::new(),
    };
    let done = outcome.done;
    let (clock, url) = (staff.today.clock(), query.path("/staff/day"));
    let title = LANG.visit_day(query.day);
    let content = move || {
        let markup = markup.clone();
        let panel = picked.as_ref().map(|(booking, doctor)| panel::panel(booking, doctor, &query, clock));
        let class = if panel.is_some() { "desk-day has-panel" } else { "desk-day" };
        view! {
            <div class=class>
                <div class="desk-table">
                    {notice(trouble.as_deref(), done.as_deref())}
                    {nearby(&near)}
                    {query.moving.then(|| view! { <p class="notice" role="status">{LANG.console_moving()}" "
                        <a href=DayQuery { moving: false, ..query.clone() }.path("/staff")>{LANG.console_stop_moving()}</a></p> })}
                    <Live url=url.clone() every=EVERY><div inner_html=markup></div></Live>
                </div>
                {panel}
            </div>
        }
        .into_any()
    };
    let status = error.as_ref().map(status_of);
    let mut page = Page::new(title, Section::Day, content);
    page.status = status.unwrap_or(page.status);
    page.send(staff).await
}

async fn picked_booking(staff: &Staff, id: i64) -> Result<(Booking, String), BookingError> {
    let desk = staff.state.desk();
    let booking = desk.look_at(&staff.passport, id, &staff.today).await?;
    let practice = desk.practice(staff.passport.hospital, &staff.today).await?;
    let doctor = booking.record.doctor.map_or(LANG.console_anybody(), |id| practice.doctor_name(id)).to_owned();
    Ok((booking, doctor))
}

/// After a lost race, the nearest free times.
fn nearby(near: &[SlotOffer]) -> Option<AnyView> {
    let one = |slot: &SlotOffer| view! { <li>{LANG.visit_time(slot.starts_at)}</li> };
    let list =
        || view! { <p>{LANG.console_near()}</p><ul class="desk-near">{near.iter().map(one).collect_view()}</ul> };
    (!near.is_empty()).then(|| list().into_any())
}

/// `GET /staff/day`: the markup that the page keeps fresh.
pub(super) async fn live(staff: Staff) -> Response {
    match view::markup(&staff, &DayQuery::of(&staff)).await {
        Ok(markup) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
            (kind, format!("<div>{markup}</div>")).into_response()
        }
        Err(error) => plain(&error),
    }
}
