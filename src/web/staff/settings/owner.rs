//! What owners set: the rules of booking, the accounts, and the list to take away.

use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;

use super::LANG;
use crate::{
    booking::{Applicant, BookingError, Passport},
    domain::{
        patient::{PersonName, Wrong, free_text},
        schedule::Policy,
        staff::{AccountStatus, Email, Role},
        time,
    },
    store::Account,
    web::{forms::Fields, staff::frame::Field},
};

/// Most characters of what to bring.
const MOST_BRING: u16 = 500;
/// A week in minutes, the most that may lie before a slot.
const WEEK: u16 = 7 * 24 * 60;

pub(super) fn sections(policy: &Policy, accounts: &[Account], passport: &Passport, now: Timestamp) -> AnyView {
    view! { {rules(policy)}{people(accounts, passport)}{take_away(time::seoul(now).date())} }.into_any()
}

fn rules(policy: &Policy) -> AnyView {
    view! {
        <section class="desk-card" aria-labelledby="rules">
            <h2 id="rules">{LANG.staff_policy()}</h2>
            <form class="desk-form" action="/staff/settings" method="post">
                <input type="hidden" name="what" value="policy"/>
                <p><label class="tick"><input type="checkbox" name="accepts" value="1" checked=policy.accepts/>{LANG.staff_accepts()}</label></p>
                <Field name="min_ahead" label=LANG.staff_min_ahead() kind="number" value=policy.min_ahead_minutes.to_string() required=true/>
                <Field name="max_ahead" label=LANG.staff_max_ahead() kind="number" value=policy.max_ahead_days.to_string() required=true/>
                <Field name="cancel_until" label=LANG.staff_cancel_until() kind="number" value=policy.cancel_until_minutes.to_string() required=true/>
                <Field name="hold" label=LANG.staff_hold_minutes() kind="number" value=policy.hold_minutes.to_string() required=true/>
                <div class="field"><label for="bring">{LANG.staff_bring()}</label>
                    <textarea id="bring" name="bring" rows="3" maxlength=MOST_BRING.to_string()>{policy.bring.clone()}</textarea></div>
                <button class="btn btn-fill">{LANG.staff_save()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn people(accounts: &[Account], passport: &Passport) -> AnyView {
    let row = |account: &Account| {
        let change = match account.status {
            _ if account.id == passport.account => None,
            AccountStatus::Active => Some(("disable", LANG.staff_account_disable())),
            AccountStatus::Disabled => Some(("enable", LANG.staff_account_enable())),
            AccountStatus::Pending => None,
        };
        let change = change.map(|(what, word)| {
            view! {
                <form action="/staff/settings" method="post">
                    <input type="hidden" name="what" value=what/><input type="hidden" name="account" value=account.id/>
                    <button class="btn btn-quiet" aria-label=format!("{} {word}", account.name)>{word}</button>
                </form>
            }
        });
        view! {
            <li class="desk-row"><p><strong>{account.name.clone()}</strong>" "<span class="tag">{LANG.staff_account_status(account.status)}</span><br/>
                <span class="quiet">{account.email.clone()}" · "{LANG.staff_role(account.role)}</span></p>{change}</li>
        }
    };
    view! {
        <section class="desk-card" aria-labelledby="people">
            <h2 id="people">{LANG.staff_accounts()}</h2>
            <ul class="desk-rows">{accounts.iter().map(row).collect_view()}</ul>
            <h3>{LANG.staff_add_account()}</h3>
            <form class="desk-form" action="/staff/settings" method="post">
                <input type="hidden" name="what" value="account"/>
                <Field name="name" label=LANG.staff_name() required=true/>
                <Field name="email" label=LANG.staff_email() kind="email" required=true/>
                <div class="field"><label for="role">{LANG.staff_role_label()}</label>
                    <select id="role" name="role">
                        <option value=Role::Staff.word()>{LANG.staff_role(Role::Staff)}</option>
                        <option value=Role::Owner.word()>{LANG.staff_role(Role::Owner)}</option>
                    </select></div>
                <button class="btn btn-quiet">{LANG.staff_add_account()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn take_away(today: Date) -> AnyView {
    let month = format!("/staff/export?from={}&to={}", today.first_of_month(), today.last_of_month());
    view! {
        <section class="desk-card" aria-labelledby="export">
            <h2 id="export">{LANG.console_export()}</h2>
            <p>{LANG.console_export_hint()}</p>
            <form class="desk-form" action="/staff/export" method="get">
                <label for="from">{LANG.console_pick_day()}</label>
                <input id="from" name="from" type="date" value=today.to_string()/>
                <button class="btn btn-quiet">{LANG.console_export_day()}</button>
            </form>
            <p><a class="btn btn-quiet" href=month>{LANG.console_export_month()}</a></p>
        </section>
    }
    .into_any()
}

/// The rules of a form.
pub(super) fn read_policy(form: &Fields) -> Result<Policy, BookingError> {
    let mut wrong = Vec::new();
    let mut number = |field: &'static str, least: u16, most: u16| {
        let value = form.get(field).trim().parse().ok().filter(|value| (least..=most).contains(value));
        value.unwrap_or_else(|| {
            wrong.push((field, Wrong::OutOfRange(least, most)));
            least
        })
    };
    let policy = Policy {
        accepts: form.ticked("accepts"),
        min_ahead_minutes: number("min_ahead", 0, WEEK).into(),
        max_ahead_days: number("max_ahead", 1, 180),
        cancel_until_minutes: number("cancel_until", 0, WEEK).into(),
        hold_minutes: number("hold", 5, 120),
        bring: String::new(),
    };
    match free_text(form.get("bring"), MOST_BRING) {
        Ok(bring) if wrong.is_empty() => Ok(Policy { bring, ..policy }),
        Ok(_) => Err(BookingError::Fields(wrong)),
        Err(fault) => {
            wrong.push(("bring", fault));
            Err(BookingError::Fields(wrong))
        }
    }
}

/// The account of a form.
pub(super) fn read_account(form: &Fields, passport: &Passport) -> Result<(Applicant, Role), BookingError> {
    let wrong = |field: &'static str| move |fault| BookingError::Fields(vec![(field, fault)]);
    let role = Role::from_word(form.get("role")).ok_or(Wrong::NotAChoice).map_err(wrong("role"))?;
    let name = PersonName::parse(form.get("name")).map_err(wrong("name"))?;
    let email = Email::parse(form.get("email")).map_err(wrong("email"))?;
    Ok((Applicant { hospital: passport.hospital, name, email, phone: None }, role))
}
