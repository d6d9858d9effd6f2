//! `/staff/settings`: one's own account; for owners the rules of booking and the accounts.

mod own;
mod owner;

use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

use super::{
    LANG, Staff,
    frame::{Page, Section, notice},
    visitor::{Asked, Sent, plain, sentence, status_of},
};
use crate::{
    booking::{BookingError, Limit, new_second_factor},
    domain::{
        patient::Wrong,
        schedule::Policy,
        staff::{Password, Role},
    },
    store::{Account, StaffSession},
    web::forms::Fields,
};

/// What the page shows.
struct Sight {
    sessions: Vec<StaffSession>,
    accounts: Vec<Account>,
    policy: Policy,
    secret: String,
}

/// What became of the form.
enum Outcome {
    /// Done; back to the page.
    Done,
    /// Done, and all sessions are over.
    LoggedOut,
    /// An account was made: its address, and its password, told once.
    Added(String, Password),
}

/// `GET /staff/settings`.
pub(super) async fn show(staff: Staff) -> Response {
    let done = (staff.asked.query("done") == "1").then(|| LANG.staff_saved().to_owned());
    page(&staff, done, None, None, new_second_factor()).await
}

async fn page(
    staff: &Staff,
    done: Option<String>,
    added: Option<(String, Password)>,
    error: Option<BookingError>,
    secret: String,
) -> Response {
    let sight = match look(staff, secret).await {
        Ok(sight) => sight,
        Err(error) => return plain(&error),
    };
    let trouble = error.as_ref().map(sentence);
    let status = error.as_ref().map(status_of);
    let (passport, now) = (staff.passport.clone(), staff.today.now);
    let content = move || {
        let added = added.as_ref().map(|(email, password)| {
            view! { <div class="notice notice-good" role="status"><p>{LANG.staff_account_added(email)}</p><p><code>{password.as_str().to_owned()}</code></p></div> }
        });
        let owner =
            (passport.role == Role::Owner).then(|| owner::sections(&sight.policy, &sight.accounts, &passport, now));
        view! {
            <h1>{LANG.staff_settings()}</h1>
            {notice(trouble.as_deref(), done.as_deref())}{added}
            {own::section(&passport, &sight.sessions, &sight.secret)}
            {owner}
        }
        .into_any()
    };
    let mut page = Page::new(LANG.staff_settings(), Section::Settings, content);
    page.status = status.unwrap_or(page.status);
    page.send(staff).await
}

async fn look(staff: &Staff, secret: String) -> Result<Sight, BookingError> {
    let (desk, passport) = (staff.state.desk(), &staff.passport);
    let accounts = match passport.role {
        Role::Owner => desk.store().staff().list(Some(passport.hospital)).await?,
        Role::Staff => Vec::new(),
    };
    let policy = desk.practice(passport.hospital, &staff.today).await?.policy.clone();
    Ok(Sight { sessions: desk.staff_sessions(passport, &staff.today).await?, accounts, policy, secret })
}

/// `POST /staff/settings`.
pub(super) async fn change(staff: Staff, asked: Asked, Sent(form): Sent) -> Response {
    match act(&staff, &asked, &form).await {
        Ok(Outcome::Done) => Redirect::to("/staff/settings?done=1").into_response(),
        Ok(Outcome::LoggedOut) => Redirect::to("/staff/log-in").into_response(),
        Ok(Outcome::Added(email, password)) => {
            page(&staff, None, Some((email, password)), None, new_second_factor()).await
        }
        Err(error) => {
            // The same secret again: it may be in the app already.
            let secret = Some(form.get("secret")).filter(|secret| !secret.is_empty());
            page(&staff, None, None, Some(error), secret.map_or_else(new_second_factor, str::to_owned)).await
        }
    }
}

async fn act(staff: &Staff, asked: &Asked, form: &Fields) -> Result<Outcome, BookingError> {
    let (desk, passport, today) = (staff.state.desk(), &staff.passport, &staff.today);
    match form.get("what") {
        "password" => {
            asked.take(&staff.state, Limit::Guess)?;
            let new = Password::parse(form.get("new")).map_err(|fault| BookingError::Fields(vec![("new", fault)]))?;
            desk.change_password(passport, form.get("old"), &new, today).await?;
            return Ok(Outcome::LoggedOut);
        }
        "factor-on" => desk.set_second_factor(passport, form.get("secret"), form.get("code"), today).await?,
        "factor-off" => {
            asked.take(&staff.state, Limit::Guess)?;
            desk.drop_second_factor(passport, form.get("password"), today).await?;
        }
        "session" => desk.end_staff_sessions(passport, Some(form.get("session")), today).await?,
        "sessions" => desk.end_staff_sessions(passport, None, today).await?,
        "policy" => desk.change_policy(passport, &owner::read_policy(form)?, today).await?,
        "account" => {
            passport.as_owner()?;
            let (who, role) = owner::read_account(form, passport)?;
            let (_, password) = desk.add_account(&who, role, Some(passport.account), today).await?;
            return Ok(Outcome::Added(who.email.as_str().to_owned(), password));
        }
        "enable" | "disable" => {
            let by = passport.as_owner()?;
            let id = form.get("account").parse().map_err(|_| BookingError::NoSuchAccount)?;
            desk.set_active(id, form.get("what") == "enable", Some((by.account, by.hospital)), today).await?;
        }
        _ => return Err(BookingError::Fields(vec![("what", Wrong::NotAChoice)])),
    }
    Ok(Outcome::Done)
}
