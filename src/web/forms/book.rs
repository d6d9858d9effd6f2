//! `/hospitals/{id}/book`: a time, then who comes.

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{Extensions, StatusCode},
    response::Response,
    routing::get,
};
use jiff::civil::DateTime;

use super::{Fields, done, fragment, in_both, markup, nowhere, patient, show, sorry, status_of};
use crate::{
    booking::{BookingError, BookingRequest, Limit, PhoneSession, SlotOffer, Today},
    domain::{booking::Channel, hospital::HospitalId, schedule::DoctorId},
    state::AppState,
    vault::random_token,
    web::pages::book::{
        choose::{self, Choose, Purpose},
        form::{self, FormPage, Typed},
        head::Hospital,
        read_slot,
        taken::{Lost, Near},
        timetable::{Asked, Timetable, days_shown, other_times},
    },
    words::Lang,
};

/// Other times that a lost race lists.
const OTHER_TIMES: usize = 60;

pub(super) fn router() -> Router<AppState> {
    let router = in_both(Router::new(), "/hospitals/{id}/book", get(page).post(send));
    in_both(router, "/hospitals/{id}/book/slots", get(slots))
}

/// What a request is about.
pub(super) struct Visitor {
    pub lang: Lang,
    pub today: Today,
    pub hospital: Hospital,
}

impl Visitor {
    /// `None` when no such hospital is known.
    pub fn new(state: &AppState, request: &Request<Body>, id: &str) -> Option<Self> {
        let today = state.today();
        let hospital = Hospital::find(&today.directory, HospitalId::parse(id)?)?;
        Some(Self { lang: Lang::of_path(request.uri().path()), today, hospital })
    }
}

/// The timetable of a hospital, for a purpose.
pub(super) async fn timetable(
    state: &AppState,
    visitor: &Visitor,
    (base, purpose): (String, Purpose),
    query: Option<&str>,
) -> Result<Choose, BookingError> {
    let (today, hospital) = (&visitor.today, visitor.hospital.clone());
    let practice = state.desk().practice(hospital.id, today).await?;
    if !practice.policy.accepts {
        return Err(BookingError::NotBookable);
    }
    let now = today.clock();
    let offers = state.desk().offers(hospital.id, now.date(), days_shown(&practice), today).await?;
    let asked = Asked::parse(query.unwrap_or_default()).unwrap_or_default();
    let table = Timetable::new(&practice, &offers, asked, now);
    let mut choose = Choose { hospital, base, purpose, table, now, notice: None, lost: None, times: String::new() };
    choose.times = markup(choose::times(visitor.lang, &choose));
    Ok(choose)
}

fn base(id: HospitalId) -> (String, Purpose) {
    (format!("/hospitals/{id}/book"), Purpose::Book)
}

async fn page(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let Some(visitor) = Visitor::new(&state, &request, &id) else { return nowhere(&state, request).await };
    let lang = visitor.lang;
    let query = request.uri().query().unwrap_or_default();
    let unreadable = Asked::parse(query).is_none();
    let mut choose = match timetable(&state, &visitor, base(visitor.hospital.id), Some(query)).await {
        Ok(choose) => choose,
        Err(error) => return sorry(&state, request, error).await,
    };
    if choose.table.asked.form {
        if let Some(picked) = choose.table.picked.clone() {
            let session = patient::session(&state, request.headers()).await;
            let form = empty_form(&state, &visitor, &choose, (picked.doctor, picked.name, picked.at), session).await;
            return show(&state, request, StatusCode::OK, move || form::page(lang, &form)).await;
        }
        // Gone while the page was being read.
        choose.notice = Some(lang.booking_slot_taken().to_owned());
    }
    let status = if unreadable { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    show(&state, request, status, move || choose::page(lang, &choose)).await
}

/// The part of the first step that stays fresh.
async fn slots(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let Some(visitor) = Visitor::new(&state, &request, &id) else { return nowhere(&state, request).await };
    match timetable(&state, &visitor, base(visitor.hospital.id), request.uri().query()).await {
        Ok(choose) => fragment(choose::times(visitor.lang, &choose)),
        Err(error) => sorry(&state, request, error).await,
    }
}

/// The form before anything is typed; a phone that has proved itself finds its number and family.
async fn empty_form(
    state: &AppState,
    visitor: &Visitor,
    choose: &Choose,
    (doctor, doctor_name, at): (DoctorId, String, DateTime),
    session: Option<PhoneSession>,
) -> FormPage {
    let asked = Asked { with: Some(doctor), form: false, member: None, ..choose.table.asked };
    let page = |asked: &Asked| format!("/hospitals/{}/book{}", visitor.hospital.id, asked.query());
    let mut typed = Typed::default();
    let mut family = Vec::new();
    if let Some(session) = session {
        typed.phone = session.phone.to_string();
        for (id, member) in state.desk().family(&session).await.inspect_err(super::log).unwrap_or_default() {
            let chosen = choose.table.asked.member == Some(id);
            let name = member.name.as_str().to_owned();
            if chosen {
                typed.relation = member.relation;
                typed.birth_date = member.birth_date.map(|date| date.to_string()).unwrap_or_default();
                typed.name = name.clone();
            }
            family.push((name, page(&Asked { form: true, member: Some(id), ..asked }), chosen));
        }
    }
    FormPage {
        hospital: visitor.hospital.clone(),
        doctor,
        doctor_name,
        at,
        back: page(&asked),
        family,
        typed,
        key: new_key(),
        wrong: Vec::new(),
        notice: None,
        lost: None,
    }
}

fn new_key() -> String {
    random_token().as_str().to_owned()
}

async fn send(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let (fields, request) = Fields::read(request, &state).await;
    let Some(visitor) = Visitor::new(&state, &request, &id) else { return nowhere(&state, request).await };
    let lang = visitor.lang;
    let Some((doctor, at)) = read_slot(fields.get("slot")) else {
        return sorry(&state, request, BookingError::NotASlot).await;
    };
    let typed = patient::typed(&fields);
    let key = Some(fields.get("key")).filter(|key| (16..=64).contains(&key.len()));
    let mut form = FormPage {
        hospital: visitor.hospital.clone(),
        doctor,
        doctor_name: String::new(),
        at,
        back: back(&fields, visitor.hospital.id),
        family: Vec::new(),
        typed,
        key: key.map_or_else(new_key, str::to_owned),
        wrong: Vec::new(),
        notice: None,
        lost: None,
    };
    let error = match book(&state, request.extensions(), &visitor, &form).await {
        Ok(token) => return done(&lang.path(&format!("/bookings/{token}?new"))),
        Err(error) => error,
    };
    super::log(&error);
    let status = status_of(&error);
    match explain(&state, &visitor, &mut form, error).await {
        Ok(()) => show(&state, request, status, move || form::page(lang, &form)).await,
        Err(error) => sorry(&state, request, error).await,
    }
}

/// The way back to the timetable: only ever this hospital's own.
fn back(fields: &Fields, id: HospitalId) -> String {
    let own = format!("/hospitals/{id}/book");
    let asked = fields.get("back").strip_prefix(&own).and_then(|rest| Asked::parse(rest.trim_start_matches('?')));
    format!("{own}{}", asked.unwrap_or_default().query())
}

/// Books what the form says; the word of the booking's link.
async fn book(
    state: &AppState,
    extensions: &Extensions,
    visitor: &Visitor,
    form: &FormPage,
) -> Result<String, BookingError> {
    let today = &visitor.today;
    let given = patient::read(&form.typed, today.clock().date()).map_err(BookingError::Fields)?;
    patient::limited(state, extensions, Limit::Booking)?;
    let wanted = BookingRequest {
        hospital: visitor.hospital.id,
        doctor: form.doctor,
        starts_at: form.at,
        patient: given.patient,
        reason: given.reason,
        privacy_consent: form.typed.privacy,
        health_consent: form.typed.health,
        channel: Channel::Web,
        lang: visitor.lang,
    };
    let body = body_of(&wanted);
    let booked = state.desk().book(&wanted, Some((&form.key, body.as_bytes())), today).await?;
    Ok(booked.receipt().token.as_str().to_owned())
}

/// What makes two forms the same request.
fn body_of(wanted: &BookingRequest) -> String {
    let patient = &wanted.patient;
    let parts = [
        wanted.doctor.to_string(),
        wanted.starts_at.to_string(),
        patient.name.as_str().to_owned(),
        patient.phone.as_ref().map(|phone| phone.digits().to_owned()).unwrap_or_default(),
        patient.birth_date.map(|date| date.to_string()).unwrap_or_default(),
        patient.relation.word().to_owned(),
        wanted.reason.as_ref().map(|reason| reason.as_str().to_owned()).unwrap_or_default(),
    ];
    parts.join("\u{0}")
}

/// Puts an error where the form shows it. A slot that cannot be had comes with others.
async fn explain(
    state: &AppState,
    visitor: &Visitor,
    form: &mut FormPage,
    error: BookingError,
) -> Result<(), BookingError> {
    let (lang, today) = (visitor.lang, &visitor.today);
    let practice = state.desk().practice(visitor.hospital.id, today).await?;
    form.doctor_name = practice.doctor_name(form.doctor).to_owned();
    let error = match error {
        BookingError::Fields(wrong) => {
            form.wrong = wrong;
            return Ok(());
        }
        BookingError::KeyReused => {
            form.key = new_key();
            form.notice = Some(lang.book_made_before().to_owned());
            return Ok(());
        }
        BookingError::TooMany | BookingError::TooOften(_) | BookingError::Conflict | BookingError::Store(_) => {
            form.notice = Some(error.text(lang));
            return Ok(());
        }
        error => error,
    };
    let kept = (lang.book_taken_text(), form.back.clone());
    let mut lost = lost(state, visitor, (form.doctor, form.at), error, kept).await?;
    // Leaving the form loses what was typed.
    lost.back = lost.back.filter(|_| lost.near.is_empty());
    form.lost = Some(lost);
    Ok(())
}

/// What a slot that cannot be had comes with: other times, and what is kept beside them.
///
/// # Errors
/// The error itself, where other times do not help.
pub(super) async fn lost(
    state: &AppState,
    visitor: &Visitor,
    (doctor, at): (DoctorId, DateTime),
    error: BookingError,
    (text, back): (&'static str, String),
) -> Result<Lost, BookingError> {
    let (lang, today, hospital) = (visitor.lang, &visitor.today, visitor.hospital.id);
    let (title, near) = match error {
        BookingError::SlotTaken(near) => (lang.book_taken_title(&at.strftime("%H:%M").to_string()), near),
        BookingError::NotASlot
        | BookingError::NoSuchDoctor
        | BookingError::Past
        | BookingError::TooSoon
        | BookingError::TooFar
        | BookingError::SameTime => {
            let mut near = state.desk().nearest(hospital, doctor, at, today).await?;
            near.retain(|slot| slot.starts_at != at);
            (error.text(lang), near)
        }
        error => return Err(error),
    };
    let practice = state.desk().practice(hospital, today).await?;
    let first = today.clock().date();
    let offers = state.desk().offers(hospital, first, days_shown(&practice), today).await?;
    let more = other_times(&offers, at.date().max(first), &near, OTHER_TIMES);
    let named = |slot: SlotOffer| Near {
        doctor: slot.doctor,
        name: practice.doctor_name(slot.doctor).to_owned(),
        at: slot.starts_at,
        free: slot.free,
    };
    let near = near.into_iter().map(named).collect();
    Ok(Lost { title, text, near, more: more.into_iter().map(named).collect(), back: Some(back) })
}
