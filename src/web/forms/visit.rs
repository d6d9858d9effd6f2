//! `/bookings/{token}`: a booking's page, what is done with it, its calendar file, its move.

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{Extensions, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{Fields, book, done, fragment, in_both, markup, patient, private, show, sorry, status_of};
use crate::{
    booking::{BookingError, Limit, Today, Visit},
    domain::{booking::Token, time},
    state::AppState,
    web::{
        calendar::Event,
        pages::book::{
            choose::{self, Choose, Purpose},
            head::Hospital,
            read_slot,
            visit::{self, Reached, VisitPage},
        },
    },
    words::Lang,
};

pub(super) fn router() -> Router<AppState> {
    let router = in_both(Router::new(), "/bookings/{token}", get(page).post(act));
    let router = in_both(router, "/bookings/{token}/live", get(live));
    let router = in_both(router, "/bookings/{token}/move", get(times));
    in_both(router, "/bookings/{token}/move/slots", get(slots))
}

fn read(token: &str) -> Result<Token, BookingError> {
    Token::parse(token).ok_or(BookingError::NoSuchBooking)
}

async fn page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    if let Some(token) = token.strip_suffix(".ics") {
        let lang = Lang::of_path(request.uri().path());
        return match calendar(&state, token, lang).await {
            Ok(text) => file(text, "text/calendar; charset=utf-8", "heydoctor.ics"),
            Err(error) => sorry(&state, request, error).await,
        };
    }
    let reached = Reached::of_query(request.uri().query().unwrap_or_default());
    answer(&state, request, &token, reached, None).await
}

/// A file to keep.
pub(super) fn file(text: String, kind: &'static str, name: &str) -> Response {
    let attached = format!("attachment; filename=\"{name}\"");
    private(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, attached)], text).into_response())
}

/// The booking's page, with what went wrong before.
async fn answer(
    state: &AppState,
    request: Request<Body>,
    token: &str,
    reached: Reached,
    error: Option<BookingError>,
) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let status = error.as_ref().map_or(StatusCode::OK, status_of);
    match load(state, token, reached, lang).await {
        Ok(page) => {
            let page = VisitPage { notice: error.map(|error| error.text(lang)), ..page };
            show(state, request, status, move || visit::page(lang, &page)).await
        }
        Err(error) => sorry(state, request, error).await,
    }
}

async fn load(state: &AppState, token: &str, reached: Reached, lang: Lang) -> Result<VisitPage, BookingError> {
    let today = state.today();
    let visit = state.desk().visit(&read(token)?, &today).await?;
    let address = format!("{}{}", state.site().public_url, lang.path(&format!("/bookings/{token}")));
    let hospital = Hospital::find(&today.directory, visit.booking.record.hospital);
    let now = today.clock();
    let page = VisitPage { visit, hospital, reached, notice: None, now, address, state: String::new() };
    Ok(VisitPage { state: markup(visit::state(lang, &page)), ..page })
}

async fn live(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let reached = Reached::of_query(request.uri().query().unwrap_or_default());
    match load(&state, &token, reached, lang).await {
        Ok(page) => fragment(visit::state(lang, &page)),
        Err(error) => sorry(&state, request, error).await,
    }
}

async fn calendar(state: &AppState, token: &str, lang: Lang) -> Result<String, BookingError> {
    let VisitPage { visit, hospital, address, .. } = load(state, token, Reached::Link, lang).await?;
    let record = &visit.booking.record;
    let host = state.site().public_url.split("://").last().unwrap_or_default().to_owned();
    let name = hospital.as_ref().map(|hospital| hospital.name.clone()).unwrap_or_default();
    let number = format!("{} {}", lang.visit_number(), record.number);
    let event = Event {
        uid: format!("{}-{}@{host}", record.id, record.number.value()),
        stamp: record.changed_at,
        sequence: record.version,
        starts_at: record.starts_at,
        ends_at: record.ends_at,
        status: record.status,
        title: lang.visit_calendar_title(&name),
        place: hospital.as_ref().map_or("", |hospital| &hospital.address),
        at: hospital.as_ref().and_then(|hospital| hospital.at).map(|at| (at.lat, at.lon)),
        about: [number, visit.doctor_name.clone(), address.clone()].join("\n"),
        url: &address,
    };
    Ok(event.text())
}

async fn act(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let (fields, request) = Fields::read(request, &state).await;
    let lang = Lang::of_path(request.uri().path());
    let page = lang.path(&format!("/bookings/{token}"));
    let what = fields.get("do").to_owned();
    let (done_at, outcome) = match do_it(&state, &token, (&what, &fields), request.extensions()).await {
        Ok(after) => (format!("{page}{after}"), Ok(())),
        Err(error) => (page, Err(error)),
    };
    match outcome {
        Ok(()) => done(&done_at),
        Err(error @ (BookingError::NoSuchBooking | BookingError::Vault(_))) => sorry(&state, request, error).await,
        Err(error) if what == "move" => move_again(&state, request, &token, &fields, error).await,
        Err(error) => {
            super::log(&error);
            answer(&state, request, &token, Reached::Link, Some(error)).await
        }
    }
}

/// Does what a button says; the query of the page that comes next.
async fn do_it(
    state: &AppState,
    token: &str,
    (what, fields): (&str, &Fields),
    extensions: &Extensions,
) -> Result<&'static str, BookingError> {
    let (token, today, desk) = (read(token)?, state.today(), state.desk());
    match what {
        "cancel" | "decline" => desk.cancel(&token, &today).await.map(|()| ""),
        "arrive" => desk.check_in(&token, &today).await.map(|()| ""),
        "accept" => desk.accept(&token, &today).await.map(|()| "?new"),
        "move" => {
            let (doctor, at) = read_slot(fields.get("slot")).ok_or(BookingError::NotASlot)?;
            patient::limited(state, extensions, Limit::Move)?;
            desk.reschedule(&token, doctor, at, &today).await.map(|()| "?moved")
        }
        _ => Err(BookingError::Fields(vec![("do", crate::domain::patient::Wrong::NotAChoice)])),
    }
}

/// What is needed to choose another time for a booking that may be moved.
async fn choose(state: &AppState, token: &str, lang: Lang, query: Option<&str>) -> Result<Choose, BookingError> {
    let today: Today = state.today();
    let visit: Visit = state.desk().visit(&read(token)?, &today).await?;
    if !visit.may_change {
        return Err(BookingError::TooLate);
    }
    let hospital = Hospital::find(&today.directory, visit.booking.record.hospital).ok_or(BookingError::NotBookable)?;
    let visitor = book::Visitor { lang, today, hospital };
    let page = format!("/bookings/{token}");
    let own;
    let query = match query {
        Some(query) => query,
        None => {
            own = format!("day={}", time::seoul(visit.booking.record.starts_at).date());
            &own
        }
    };
    book::timetable(state, &visitor, (format!("{page}/move"), Purpose::Move(page)), Some(query)).await
}

async fn times(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let query = request.uri().query().map(str::to_owned);
    match choose(&state, &token, lang, query.as_deref()).await {
        Ok(choose) => show(&state, request, StatusCode::OK, move || choose::page(lang, &choose)).await,
        Err(error @ BookingError::TooLate) => answer(&state, request, &token, Reached::Link, Some(error)).await,
        Err(error) => sorry(&state, request, error).await,
    }
}

async fn slots(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    match choose(&state, &token, lang, request.uri().query()).await {
        Ok(choose) => fragment(choose::times(lang, &choose)),
        Err(error) => sorry(&state, request, error).await,
    }
}

/// The timetable once more, since that time could not be had; over it, the nearest that can.
async fn move_again(
    state: &AppState,
    request: Request<Body>,
    token: &str,
    fields: &Fields,
    error: BookingError,
) -> Response {
    let lang = Lang::of_path(request.uri().path());
    super::log(&error);
    let status = status_of(&error);
    let slot = read_slot(fields.get("slot"));
    let day = slot.map(|(_, at)| format!("day={}", at.date()));
    let Ok(mut choose) = choose(state, token, lang, day.as_deref()).await else {
        return answer(state, request, token, Reached::Link, Some(error)).await;
    };
    let text = error.text(lang);
    match slot {
        Some(slot) => {
            let visitor = book::Visitor { lang, today: state.today(), hospital: choose.hospital.clone() };
            let kept = (lang.book_move_taken_text(), format!("{}{}", choose.base, choose.table.asked.query()));
            choose.lost = book::lost(state, &visitor, slot, error, kept).await.ok();
            choose.notice = choose.lost.is_none().then_some(text);
        }
        None => choose.notice = Some(text),
    }
    show(state, request, status, move || choose::page(lang, &choose)).await
}
