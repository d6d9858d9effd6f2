//! `/hospitals/{id}/wait` and `/waitlist/{token}`: the line for a full day.

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{Extensions, StatusCode},
    response::Response,
    routing::get,
};

use super::{Fields, book::Visitor, done, in_both, nowhere, patient, show, sorry, status_of};
use crate::{
    booking::{BookingError, Limit, WaitRequest},
    domain::{booking::Token, patient::Patient},
    state::AppState,
    web::pages::book::{
        form::Typed,
        head::Hospital,
        timetable::Asked,
        wait::{self, PlacePage, WaitForm},
    },
    words::Lang,
};

pub(super) fn router() -> Router<AppState> {
    let router = in_both(Router::new(), "/hospitals/{id}/wait", get(page).post(join));
    in_both(router, "/waitlist/{token}", get(place).post(leave))
}

/// The form for what the query asks; a query without a day asks nothing.
async fn blank(state: &AppState, query: Option<&str>, visitor: &Visitor) -> Result<WaitForm, BookingError> {
    let practice = state.desk().practice(visitor.hospital.id, &visitor.today).await?;
    let asked = Asked::parse(query.unwrap_or_default()).unwrap_or_default();
    let day = asked.day.ok_or(BookingError::NotASlot)?;
    let asked = asked.on(day);
    let doctor = asked.doctor.map(|id| practice.doctor(id)).transpose()?.map(|doctor| (doctor.id, doctor.name.clone()));
    let id = visitor.hospital.id;
    Ok(WaitForm {
        hospital: visitor.hospital.clone(),
        day,
        doctor,
        page: format!("/hospitals/{id}/wait{}", asked.query()),
        back: format!("/hospitals/{id}/book{}", asked.query()),
        typed: Typed::default(),
        wrong: Vec::new(),
        notice: None,
    })
}

async fn page(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let Some(visitor) = Visitor::new(&state, &request, &id) else { return nowhere(&state, request).await };
    let lang = visitor.lang;
    match blank(&state, request.uri().query(), &visitor).await {
        Ok(mut form) => {
            if let Some(session) = patient::session(&state, request.headers()).await {
                form.typed.phone = session.phone.to_string();
            }
            show(&state, request, StatusCode::OK, move || wait::form(lang, &form)).await
        }
        Err(error) => sorry(&state, request, error).await,
    }
}

async fn join(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (fields, request) = Fields::read(request, &state).await;
    let Some(visitor) = Visitor::new(&state, &request, &id) else { return nowhere(&state, request).await };
    let lang = visitor.lang;
    let mut form = match blank(&state, request.uri().query(), &visitor).await {
        Ok(form) => form,
        Err(error) => return sorry(&state, request, error).await,
    };
    form.typed = patient::typed(&fields);
    let error = match enter(&state, request.extensions(), &visitor, &form).await {
        Ok(token) => return done(&lang.path(&format!("/waitlist/{}", token.as_str()))),
        Err(error) => error,
    };
    super::log(&error);
    let status = status_of(&error);
    match error {
        BookingError::Fields(wrong) => form.wrong = wrong,
        error => form.notice = Some(error.text(lang)),
    }
    show(&state, request, status, move || wait::form(lang, &form)).await
}

async fn enter(
    state: &AppState,
    extensions: &Extensions,
    visitor: &Visitor,
    form: &WaitForm,
) -> Result<Token, BookingError> {
    let today = &visitor.today;
    let given = patient::read(&form.typed, today.clock().date()).map_err(BookingError::Fields)?;
    patient::limited(state, extensions, Limit::Booking)?;
    let wanted = WaitRequest {
        hospital: visitor.hospital.id,
        doctor: form.doctor.as_ref().map(|(id, _)| *id),
        day: form.day,
        patient: Patient { birth_date: None, ..given.patient },
        privacy_consent: form.typed.privacy,
        lang: visitor.lang,
    };
    state.desk().wait(&wanted, today).await
}

async fn place(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    match load(&state, &token).await {
        Ok(page) => show(&state, request, StatusCode::OK, move || wait::place(lang, &page)).await,
        Err(error) => sorry(&state, request, error).await,
    }
}

async fn load(state: &AppState, token: &str) -> Result<PlacePage, BookingError> {
    let today = state.today();
    let known = Token::parse(token).ok_or(BookingError::NoSuchBooking)?;
    let (waiting, before) = state.desk().place_in_line(&known).await?;
    Ok(PlacePage {
        hospital: Hospital::find(&today.directory, waiting.hospital),
        day: waiting.day,
        page: format!("/waitlist/{token}"),
        past: waiting.day < today.clock().date(),
        status: waiting.status,
        before,
    })
}

async fn leave(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let left = match Token::parse(&token) {
        Some(known) => state.desk().leave_line(&known).await,
        None => Err(BookingError::NoSuchBooking),
    };
    match left {
        Ok(()) => done(&lang.path(&format!("/waitlist/{token}"))),
        Err(error) => sorry(&state, request, error).await,
    }
}
