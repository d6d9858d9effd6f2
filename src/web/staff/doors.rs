//! Log-in, log-out, and the hospital that applies.

use axum::{extract::State, http::header, response::Response};
use leptos::prelude::*;

use super::{
    COOKIE, Staff,
    fields::{Faults, Field},
    frame::{Page, Section, notice},
    visitor::{Asked, Sent, plain, to},
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
    web::forms::{Fields, cookies, noted},
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
    let lang = asked.lang();
    let trouble = error.as_ref().map(|error| error.text(lang));
    let wrong = match error {
        Some(BookingError::SecondFactor) => Faults::one("code", lang.staff_second_factor()),
        _ => Faults::default(),
    };
    let content = move || {
        view! {
            <h1>{lang.staff_log_in_title()}</h1>
            {notice(trouble.as_deref(), out.then(|| lang.staff_logged_out()))}
            <form class="desk-form" action=lang.path("/staff/log-in") method="post">
                <Field name="email" label=lang.staff_email() kind="email" value=email.clone() autocomplete="username" required=true/>
                <Field name="password" label=lang.staff_password() kind="password" autocomplete="current-password" required=true/>
                <Field name="code" label=lang.staff_code() wrong=wrong.at("code") autocomplete="one-time-code"/>
                <button class="btn btn-fill">{lang.staff_log_in()}</button>
            </form>
            <p>{lang.staff_no_account()}" "<a href=lang.path("/staff/apply")>{lang.staff_apply()}</a></p>
        }
        .into_any()
    };
    let page = Page::new(lang.staff_log_in_title(), Section::Other, content).after(error.as_ref());
    page.send_outside(state, asked, "/staff/log-in").await
}

/// `POST /staff/log-in`.
pub(super) async fn log_in(State(state): State<AppState>, asked: Asked, Sent(form): Sent) -> Response {
    let lang = asked.lang();
    let agent = asked.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let logged_in = async {
        asked.take(&state, Limit::Guess)?;
        let words = (form.get("email"), form.get("password"));
        state.desk().log_in(words, form.get("code"), agent, &state.today()).await
    };
    match logged_in.await {
        Ok(token) => {
            let secure = state.site().public_url.starts_with("https:");
            let mut answer = to(lang, "/staff");
            if let Some(cookie) = cookies::set(COOKIE, &token, SESSION, secure) {
                answer.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            answer
        }
        Err(error @ (BookingError::Store(_) | BookingError::Vault(_))) => plain(lang, &error),
        Err(error) => log_in_form(&state, &asked, form.get("email").to_owned(), Some(error), false).await,
    }
}

/// `POST /staff/log-out`.
pub(super) async fn log_out(staff: Staff) -> Response {
    if let Err(error) = staff.state.desk().log_out(&staff.passport).await {
        return plain(staff.lang, &error);
    }
    let mut answer = to(staff.lang, "/staff/log-in?out=1");
    if let Some(cookie) = cookies::unset(COOKIE, staff.state.site().public_url.starts_with("https:")) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// `GET /staff/apply`: finding one's hospital, then the form.
pub(super) async fn apply_page(State(state): State<AppState>, asked: Asked) -> Response {
    let chosen = asked.query("hospital").parse().ok().map(HospitalId);
    match chosen.filter(|id| state.directory().get(*id).is_some()) {
        Some(hospital) => apply_form(&state, &asked, hospital, Fields::default(), None).await,
        None => find_page(&state, &asked).await,
    }
}

async fn find_page(state: &AppState, asked: &Asked) -> Response {
    let text: String = asked.query("q").trim().chars().take(100).collect();
    let found = (!text.is_empty()).then(|| found(state, &text));
    let lang = asked.lang();
    let content = move || {
        let row = |(id, name, address): &(HospitalId, String, String)| {
            let page = lang.path(&format!("/staff/apply?hospital={id}"));
            view! { <li class="desk-row"><p lang=lang.of_data()><strong>{name.clone()}</strong><br/><span class="quiet">{address.clone()}</span></p>
            <a class="btn btn-tonal" href=page aria-label=format!("{name} {}", lang.staff_apply_pick())>{lang.staff_apply_pick()}</a></li> }
        };
        let none = found.as_ref().is_some_and(Vec::is_empty);
        view! {
            <h1>{lang.staff_apply_title()}</h1>
            <p>{lang.staff_apply_intro()}</p>
            <form class="desk-form" role="search" action=lang.path("/staff/apply") method="get">
                <Field name="q" label=lang.staff_apply_find() kind="search" value=text.clone() required=true/>
                <button class="btn btn-fill">{lang.staff_find()}</button>
            </form>
            {none.then(|| view! { <p class="notice" role="status">{lang.staff_apply_none()}</p> })}
            <ul class="desk-rows">{found.iter().flatten().map(row).collect_view()}</ul>
        }
        .into_any()
    };
    Page::new(lang.staff_apply_title(), Section::Other, content).send_outside(state, asked, "/staff/apply").await
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
    error: Option<BookingError>,
) -> Response {
    let lang = asked.lang();
    let name = state.directory().get(hospital).map(|place| place.name().to_owned()).unwrap_or_default();
    let trouble = error.as_ref().map(|error| error.text(lang));
    // Any telephone will do here, not only a mobile one.
    let wrong = Faults::of(lang, error.as_ref()).say("phone", lang.staff_wrong_phone());
    let content = move || {
        view! {
            <h1>{lang.staff_apply_title()}</h1>
            <p><strong lang=lang.of_data()>{name.clone()}</strong>" "<a href=lang.path("/staff/apply")>{lang.staff_other_hospital()}</a></p>
            {notice(trouble.as_deref(), None)}
            <form class="desk-form" action=lang.path("/staff/apply") method="post" novalidate>
                <input type="hidden" name="hospital" value=hospital.0/>
                <Field name="name" label=lang.staff_name() value=typed.get("name") wrong=wrong.at("name") autocomplete="name" required=true/>
                <Field name="email" label=lang.staff_email() kind="email" value=typed.get("email") wrong=wrong.at("email") autocomplete="username" required=true/>
                <Field name="phone" label=lang.staff_phone() kind="tel" value=typed.get("phone") wrong=wrong.at("phone") autocomplete="tel" required=true/>
                <Field name="password" label=lang.staff_password_new() kind="password" wrong=wrong.at("password") autocomplete="new-password" required=true/>
                <button class="btn btn-fill">{lang.staff_apply_send()}</button>
            </form>
        }
        .into_any()
    };
    let page = Page::new(lang.staff_apply_title(), Section::Other, content).after(error.as_ref());
    page.send_outside(state, asked, "/staff/apply").await
}

/// `POST /staff/apply`.
pub(super) async fn apply(State(state): State<AppState>, asked: Asked, Sent(form): Sent) -> Response {
    let lang = asked.lang();
    let Ok(hospital) = form.get("hospital").parse().map(HospitalId) else {
        return to(lang, "/staff/apply");
    };
    let applied = async {
        let (who, password) = read(&form, hospital)?;
        asked.take(&state, Limit::Guess)?;
        state.desk().apply(&who, &password, &state.today()).await
    };
    if let Err(error) = applied.await {
        return apply_form(&state, &asked, hospital, form, Some(error)).await;
    }
    let content = move || view! { <h1>{lang.staff_applied_title()}</h1><p>{lang.staff_applied_text()}</p> }.into_any();
    Page::new(lang.staff_applied_title(), Section::Other, content).send_outside(&state, &asked, "/staff/apply").await
}

/// Reads every field, so that all that is wrong is told at once.
fn read(form: &Fields, hospital: HospitalId) -> Result<(Applicant, Password), BookingError> {
    let mut wrong = Vec::new();
    let name = noted(&mut wrong, "name", PersonName::parse(form.get("name")));
    let email = noted(&mut wrong, "email", Email::parse(form.get("email")));
    let phone = noted(&mut wrong, "phone", Phone::parse(form.get("phone")).ok_or(Wrong::Missing));
    let password = noted(&mut wrong, "password", Password::parse(form.get("password")));
    match (name, email, phone, password) {
        (Some(name), Some(email), Some(phone), Some(password)) => {
            Ok((Applicant { hospital, name, email, phone: Some(phone) }, password))
        }
        _ => Err(BookingError::Fields(wrong)),
    }
}
