//! `/staff/settings`: one's own account; for owners the rules of booking and the accounts.

mod own;
mod owner;

use axum::response::Response;
use leptos::prelude::*;

use super::{
    Staff,
    fields::{Fault, Faults},
    frame::{Page, Section, notice},
    visitor::{Asked, Sent, plain, to},
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
    words::Lang,
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

/// What became of a form, and what was typed into it.
#[derive(Default)]
struct Said {
    done: Option<&'static str>,
    added: Option<(String, Password)>,
    error: Option<BookingError>,
    typed: Fields,
}

/// `GET /staff/settings`.
pub(super) async fn show(staff: Staff) -> Response {
    let done = (staff.asked.query("done") == "1").then_some(staff.lang.staff_saved());
    page(&staff, Said { done, ..Said::default() }).await
}

async fn page(staff: &Staff, said: Said) -> Response {
    let Said { done, added, error, typed } = said;
    // The same secret again: it may be in the app already.
    let secret = Some(typed.get("secret")).filter(|secret| !secret.is_empty());
    let sight = match look(staff, secret.map_or_else(new_second_factor, str::to_owned)).await {
        Ok(sight) => sight,
        Err(error) => return plain(staff.lang, &error),
    };
    let lang = staff.lang;
    let wrong = faults(lang, error.as_ref(), typed.get("what"));
    let trouble = error.as_ref().map(|error| error.text(lang));
    let (passport, now) = (staff.passport.clone(), staff.today.now);
    let content = move || {
        let added = added.as_ref().map(|(email, password)| {
            view! { <div class="notice notice-good" role="status"><p>{lang.staff_account_added(email)}</p><p><code>{password.as_str().to_owned()}</code></p></div> }
        });
        let form = Form { lang, typed: &typed, wrong: &wrong };
        let owner = (passport.role == Role::Owner)
            .then(|| owner::sections(&form, (&sight.policy, &sight.accounts), &passport, now));
        view! {
            <h1>{lang.staff_settings()}</h1>
            {notice(trouble.as_deref(), done)}{added}
            {own::section(&form, &passport, &sight.sessions, &sight.secret)}
            {owner}
        }
        .into_any()
    };
    Page::new(lang.staff_settings(), Section::Settings, content).after(error.as_ref()).send(staff).await
}

/// What a form of the page needs to show itself.
struct Form<'a> {
    lang: Lang,
    typed: &'a Fields,
    wrong: &'a Faults,
}

impl Form<'_> {
    /// What was typed into this form, where it is the one that was sent.
    fn sent(&self, what: &str) -> Option<&Fields> {
        (self.typed.get("what") == what).then_some(self.typed)
    }

    /// What is wrong with its field.
    fn wrong(&self, what: &str, field: &str) -> Option<Fault> {
        self.sent(what).and_then(|_| self.wrong.at(field))
    }
}

/// What is wrong by field: a password or a code that does not fit, too.
fn faults(lang: Lang, error: Option<&BookingError>, what: &str) -> Faults {
    match (error, what) {
        (Some(BookingError::WrongLogIn), "password") => Faults::one("old", lang.staff_wrong_password()),
        (Some(BookingError::WrongLogIn), "factor-off") => Faults::one("password", lang.staff_wrong_password()),
        (Some(BookingError::SecondFactor | BookingError::WrongCode), "factor-on") => {
            Faults::one("code", lang.staff_wrong_code())
        }
        _ => Faults::of(lang, error),
    }
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
        Ok(Outcome::Done) => to(staff.lang, "/staff/settings?done=1"),
        Ok(Outcome::LoggedOut) => to(staff.lang, "/staff/log-in"),
        Ok(Outcome::Added(email, password)) => {
            page(&staff, Said { added: Some((email, password)), ..Said::default() }).await
        }
        Err(error) => page(&staff, Said { error: Some(error), typed: form, ..Said::default() }).await,
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
