//! Log-in, log-out, and the hospital that applies.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

use super::{
    COOKIE, LANG, Staff,
    frame::{Field, Page, Section, notice},
    visitor::{Asked, Sent, plain},
};
use crate::{
    booking::{Applicant, BookingError, Limit, SESSION},
    directory::Request,
    domain::{
        hospital::HospitalId,
        patient::{PersonName, Wrong},
        phone::Phone,
        staff::{Email, Password},
    },
    state::AppState,
    web::forms::{Fields, cookies},
};

/// Hospitals that the search for one's own shows.
const MOST_FOUND: u16 = 10;

/// `GET /staff/log-in`.
pub(super) async fn log_in_page(State(state): State<AppState>, asked: Asked) -> Response {
    let out = asked.query("out") == "1";
    log_in_form(&state, &asked, String::new(), None, out).await
}

async fn log_in_form(
    state: &AppState,
    asked: &Asked,
    email: String,
    error: Option<BookingError>,
    out: bool,
) -> Response {
    let trouble = error.as_ref().map(|error| error.text(LANG));
    let content = move || {
        view! {
            <h1>{LANG.staff_log_in_title()}</h1>
            {notice(trouble.as_deref(), out.then(|| LANG.staff_logged_out()))}
            <form class="desk-form" action="/staff/log-in" method="post">
                <Field name="email" label=LANG.staff_email() kind="email" value=email.clone() autocomplete="username" required=true/>
                <Field name="password" label=LANG.staff_password() kind="password" autocomplete="current-password" required=true/>
                <Field name="code" label=LANG.staff_code() autocomplete="one-time-code"/>
                <button class="btn btn-fill">{LANG.staff_log_in()}</button>
            </form>
            <p>{LANG.staff_no_account()}" "<a href="/staff/apply">{LANG.staff_apply()}</a></p>
        }
        .into_any()
    };
    let page = Page::new(LANG.staff_log_in_title(), Section::Other, content).after(error.as_ref());
    page.send_outside(state, asked).await
}

/// `POST /staff/log-in`.
pub(super) async fn log_in(State(state): State<AppState>, asked: Asked, Sent(form): Sent) -> Response {
    let agent = asked.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let logged_in = async {
        asked.take(&state, Limit::Guess)?;
        let words = (form.get("email"), form.get("password"));
        state.desk().log_in(words, form.get("code"), agent, &state.today()).await
    };
    match logged_in.await {
        Ok(token) => {
            let secure = state.site().public_url.starts_with("https:");
            let mut answer = Redirect::to("/staff").into_response();
            if let Some(cookie) = cookies::set(COOKIE, &token, SESSION, secure) {
                answer.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            answer
        }
        Err(error @ (BookingError::Store(_) | BookingError::Vault(_))) => plain(&error),
        Err(error) => log_in_form(&state, &asked, form.get("email").to_owned(), Some(error), false).await,
    }
}

/// `POST /staff/log-out`.
pub(super) async fn log_out(staff: Staff) -> Response {
    if let Err(error) = staff.state.desk().log_out(&staff.passport).await {
        return plain(&error);
    }
    let mut answer = Redirect::to("/staff/log-in?out=1").into_response();
    if let Some(cookie) = cookies::unset(COOKIE, staff.state.site().public_url.starts_with("https:")) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// `GET /staff/apply`: finding one's hospital, then the form.
pub(super) async fn apply_page(State(state): State<AppState>, asked: Asked) -> Response {
    let chosen = asked.query("hospital").parse().ok().map(HospitalId);
    match chosen.filter(|id| state.directory().get(*id).is_some()) {
        Some(hospital) => apply_form(&state, &asked, hospital, Fields::default(), Vec::new(), None).await,
        None => find_page(&state, &asked).await,
    }
}

async fn find_page(state: &AppState, asked: &Asked) -> Response {
    let text: String = asked.query("q").trim().chars().take(100).collect();
    let found = (!text.is_empty()).then(|| found(state, &text));
    let content = move || {
        let row = |(id, name, address): &(HospitalId, String, String)| {
            let page = format!("/staff/apply?hospital={id}");
            view! { <li class="desk-row"><p><strong>{name.clone()}</strong><br/><span class="quiet">{address.clone()}</span></p>
            <a class="btn btn-tonal" href=page aria-label=format!("{name} {}", LANG.staff_apply_pick())>{LANG.staff_apply_pick()}</a></li> }
        };
        let none = found.as_ref().is_some_and(Vec::is_empty);
        view! {
            <h1>{LANG.staff_apply_title()}</h1>
            <p>{LANG.staff_apply_intro()}</p>
            <form class="desk-form" role="search" action="/staff/apply" method="get">
                <Field name="q" label=LANG.staff_apply_find() kind="search" value=text.clone() required=true/>
                <button class="btn btn-fill">{LANG.staff_find()}</button>
            </form>
            {none.then(|| view! { <p class="notice" role="status">{LANG.staff_apply_none()}</p> })}
            <ul class="desk-rows">{found.iter().flatten().map(row).collect_view()}</ul>
        }
        .into_any()
    };
    Page::new(LANG.staff_apply_title(), Section::Other, content).send_outside(state, asked).await
}

fn found(state: &AppState, text: &str) -> Vec<(HospitalId, String, String)> {
    let request = Request { text: Some(text.to_owned()), limit: MOST_FOUND.into(), ..Request::default() };
    let directory = state.directory();
    let hits = directory.search(&request, state.now());
    hits.places
        .iter()
        .map(|hit| (hit.place.id(), hit.place.name().to_owned(), hit.place.address().to_owned()))
        .collect()
}

async fn apply_form(
    state: &AppState,
    asked: &Asked,
    hospital: HospitalId,
    typed: Fields,
    wrong: Faults,
    error: Option<BookingError>,
) -> Response {
    let name = state.directory().get(hospital).map(|place| place.name().to_owned()).unwrap_or_default();
    let trouble = error.as_ref().map(|error| error.text(LANG));
    let content = move || {
        let fault = |field: &str| wrong.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone());
        view! {
            <h1>{LANG.staff_apply_title()}</h1>
            <p><strong>{name.clone()}</strong>" "<a href="/staff/apply">{LANG.staff_other_hospital()}</a></p>
            {notice(trouble.as_deref(), None)}
            <form class="desk-form" action="/staff/apply" method="post">
                <input type="hidden" name="hospital" value=hospital.0/>
                <Field name="name" label=LANG.staff_name() value=typed.get("name") wrong=fault("name") autocomplete="name" required=true/>
                <Field name="email" label=LANG.staff_email() kind="email" value=typed.get("email") wrong=fault("email") autocomplete="username" required=true/>
                <Field name="phone" label=LANG.staff_phone() kind="tel" value=typed.get("phone") wrong=fault("phone") autocomplete="tel" required=true/>
                <Field name="password" label=LANG.staff_password_new() kind="password" wrong=fault("password") autocomplete="new-password" required=true/>
                <button class="btn btn-fill">{LANG.staff_apply_send()}</button>
            </form>
        }
        .into_any()
    };
    let page = Page::new(LANG.staff_apply_title(), Section::Other, content).after(error.as_ref());
    page.send_outside(state, asked).await
}

/// `POST /staff/apply`.
pub(super) async fn apply(State(state): State<AppState>, asked: Asked, Sent(form): Sent) -> Response {
    let Ok(hospital) = form.get("hospital").parse().map(HospitalId) else {
        return Redirect::to("/staff/apply").into_response();
    };
    let (who, wrong) = read(&form, hospital);
    let applied = async {
        let (who, password) = who.ok_or(BookingError::Fields(Vec::new()))?;
        asked.take(&state, Limit::Guess)?;
        state.desk().apply(&who, &password, &state.today()).await
    };
    if let Err(error) = applied.await {
        return apply_form(&state, &asked, hospital, form, wrong, Some(error)).await;
    }
    let content = || view! { <h1>{LANG.staff_applied_title()}</h1><p>{LANG.staff_applied_text()}</p> }.into_any();
    Page::new(LANG.staff_applied_title(), Section::Other, content).send_outside(&state, &asked).await
}

/// What is wrong, by field.
type Faults = Vec<(&'static str, String)>;

/// Reads every field, so that all that is wrong is told at once.
fn read(form: &Fields, hospital: HospitalId) -> (Option<(Applicant, Password)>, Faults) {
    let mut wrong = Vec::new();
    let mut note = |field: &'static str, fault: Wrong| wrong.push((field, LANG.wrong(fault)));
    let name = PersonName::parse(form.get("name")).map_err(|fault| note("name", fault)).ok();
    let email = Email::parse(form.get("email")).map_err(|fault| note("email", fault)).ok();
    let password = Password::parse(form.get("password")).map_err(|fault| note("password", fault)).ok();
    let phone = Phone::parse(form.get("phone"));
    if phone.is_none() {
        wrong.push(("phone", LANG.staff_wrong_phone().to_owned()));
    }
    let who = match (name, email, phone, password) {
        (Some(name), Some(email), Some(phone), Some(password)) => {
            Some((Applicant { hospital, name, email, phone: Some(phone) }, password))
        }
        _ => None,
    };
    (who, wrong)
}
