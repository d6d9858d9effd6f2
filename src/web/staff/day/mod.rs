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
    Staff,
    fields::Faults,
    frame::{Page, Section, notice},
    visitor::plain,
};
use crate::{
    booking::{Booking, BookingError, SlotOffer},
    domain::{booking::BookingNumber, schedule::DoctorId},
    web::{forms::Fields, live::Live},
    words::Lang,
};

/// Seconds between two looks at the day.
const EVERY: u32 = 4;

/// What of a day is shown.
#[derive(Clone, Debug)]
pub(super) struct DayQuery {
    pub lang: Lang,
    pub day: Date,
    /// The one doctor that a phone shows.
    pub doctor: Option<DoctorId>,
    /// The booking in the panel.
    pub booking: Option<i64>,
    /// Whether a new time is being chosen for it.
    pub moving: bool,
    /// Whether the form of a walk-in is in the panel.
    pub walk_in: bool,
    /// Whether hours that are over are shown too.
    pub whole: bool,
}

impl DayQuery {
    /// A whole day.
    pub fn new(lang: Lang, day: Date) -> Self {
        Self { lang, day, doctor: None, booking: None, moving: false, walk_in: false, whole: false }
    }

    fn of(staff: &Staff) -> Self {
        let asked = &staff.asked;
        Self {
            doctor: DoctorId::parse(&asked.query("doctor")),
            booking: asked.query("booking").parse().ok(),
            moving: asked.query("move") == "1",
            walk_in: asked.query("walk-in") == "1",
            whole: asked.query("whole") == "1",
            ..Self::new(staff.lang, asked.day("day").unwrap_or(staff.today.clock().date()))
        }
    }

    /// A page that shows it, without language.
    pub fn page(&self, page: &str) -> String {
        let doctor = self.doctor.map(|id| format!("&doctor={id}")).unwrap_or_default();
        let booking = self.booking.map(|id| format!("&booking={id}")).unwrap_or_default();
        let moving = if self.moving { "&move=1" } else { "" };
        let walk_in = if self.walk_in { "&walk-in=1" } else { "" };
        let whole = if self.whole { "&whole=1" } else { "" };
        format!("{page}?day={}{doctor}{booking}{moving}{walk_in}{whole}", self.day)
    }

    /// The same, in its language.
    pub fn path(&self, page: &str) -> String {
        self.lang.path(&self.page(page))
    }

    /// With another day.
    pub fn on(&self, day: Date) -> Self {
        Self { day, ..self.clone() }
    }

    /// With another booking in the panel.
    pub fn with(&self, booking: Option<i64>) -> Self {
        Self { booking, moving: false, walk_in: false, ..self.clone() }
    }
}

/// What became of a form that was sent from the page, and what was typed into it.
#[derive(Default)]
pub(super) struct Outcome {
    pub error: Option<BookingError>,
    pub typed: Fields,
    pub done: Option<String>,
}

/// `GET /staff`.
pub(super) async fn show(staff: Staff) -> Response {
    let lang = staff.lang;
    let ticket = staff.asked.query("ticket").parse().ok().map(|number| lang.console_ticket_given(number));
    let booked = BookingNumber::parse(&staff.asked.query("booked"));
    let booked = booked.map(|number| lang.console_caller_done(&number.to_string()));
    let done = (staff.asked.query("done") == "1").then(|| lang.console_done().to_owned());
    let done = ticket.or(booked).or(done);
    let query = DayQuery::of(&staff);
    page(&staff, query, Outcome { done, ..Outcome::default() }).await
}

/// What stands beside the day.
enum Panel {
    /// A booking, and its doctor's name.
    Booking(Box<Booking>, String),
    /// The form of a walk-in, and the doctors.
    WalkIn(Vec<(DoctorId, String)>),
}

/// The page of a day.
pub(super) async fn page(staff: &Staff, query: DayQuery, outcome: Outcome) -> Response {
    let markup = match view::markup(staff, &query).await {
        Ok(markup) => markup,
        Err(error) => return plain(staff.lang, &error),
    };
    let Outcome { mut error, typed, done } = outcome;
    let beside = match beside(staff, &query).await {
        Ok(found) => found,
        Err(missing) => {
            error = error.or(Some(missing));
            None
        }
    };
    let trouble = error.as_ref().map(|error| error.text(staff.lang));
    let wrong = Faults::of(staff.lang, error.as_ref());
    let near = match &error {
        Some(BookingError::SlotTaken(near)) => near_times(staff, near).await,
        _ => Vec::new(),
    };
    let (clock, url) = (staff.today.clock(), query.path("/staff/day"));
    let title = staff.lang.visit_day(query.day);
    let content = move || {
        let markup = markup.clone();
        let panel = beside.as_ref().map(|beside| match beside {
            Panel::Booking(booking, doctor) => panel::panel(booking, doctor, &query, clock, (&typed, &wrong)),
            Panel::WalkIn(doctors) => queue::ticket(&query, doctors, (&typed, &wrong)),
        });
        let class = match (&panel, query.moving) {
            (None, _) => "desk-day",
            (Some(_), false) => "desk-day has-panel",
            (Some(_), true) => "desk-day has-panel is-moving",
        };
        view! {
            <div class=class>
                <div class="desk-says">{notice(trouble.as_deref(), done.as_deref())}{moving(&query, &near)}</div>
                <div class="desk-table">
                    <Live url=url.clone() every=EVERY><div inner_html=markup></div></Live>
                </div>
                {panel}
            </div>
        }
        .into_any()
    };
    Page::new(title, Section::Day, content).after(error.as_ref()).send(staff).await
}

async fn beside(staff: &Staff, query: &DayQuery) -> Result<Option<Panel>, BookingError> {
    let desk = staff.state.desk();
    if query.walk_in {
        let practice = desk.practice(staff.passport.hospital, &staff.today).await?;
        return Ok(Some(Panel::WalkIn(practice.active().map(|doctor| (doctor.id, doctor.name.clone())).collect())));
    }
    let Some(id) = query.booking else { return Ok(None) };
    let booking = desk.look_at(&staff.passport, id, &staff.today).await?;
    let practice = desk.practice(staff.passport.hospital, &staff.today).await?;
    let anybody = staff.lang.console_anybody();
    let doctor = booking.record.doctor.map_or(anybody, |id| practice.doctor_name(id)).to_owned();
    Ok(Some(Panel::Booking(Box::new(booking), doctor)))
}

/// Free times with their doctors' names.
async fn near_times(staff: &Staff, near: &[SlotOffer]) -> Vec<(SlotOffer, String)> {
    let practice = staff.state.desk().practice(staff.passport.hospital, &staff.today).await;
    let name = |id: DoctorId| practice.as_ref().map_or("", |practice| practice.doctor_name(id)).to_owned();
    near.iter().map(|slot| (slot.clone(), name(slot.doctor))).collect()
}

/// While a booking is being moved: how, the way out, and, after a lost race, the nearest free times.
fn moving(query: &DayQuery, near: &[(SlotOffer, String)]) -> Option<AnyView> {
    let (lang, id) = (query.lang, query.booking.filter(|_| query.moving)?);
    let one = |(slot, name): &(SlotOffer, String)| {
        view! {
            <li><form action=lang.path(&format!("/staff/bookings/{id}/move")) method="post">
                <input type="hidden" name="doctor" value=slot.doctor.0/><input type="hidden" name="at" value=slot.starts_at.to_string()/>
                <button class="btn btn-tonal">{lang.visit_time(slot.starts_at)}" · "<span lang=lang.of_data()>{name.clone()}</span></button>
            </form></li>
        }
    };
    let near = (!near.is_empty()).then(
        || view! { <p>{lang.console_near()}</p><ul class="desk-near">{near.iter().map(one).collect_view()}</ul> },
    );
    let stop = DayQuery { moving: false, ..query.clone() }.path("/staff");
    Some(
        view! {
            {near}
            <p class="notice desk-moving" role="status">{lang.console_moving()}" "<a href=stop>{lang.console_stop_moving()}</a></p>
        }
        .into_any(),
    )
}

/// `GET /staff/day`: the markup that the page keeps fresh.
pub(super) async fn live(staff: Staff) -> Response {
    match view::markup(&staff, &DayQuery::of(&staff)).await {
        Ok(markup) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
            (kind, format!("<div>{markup}</div>")).into_response()
        }
        Err(error) => plain(staff.lang, &error),
    }
}
