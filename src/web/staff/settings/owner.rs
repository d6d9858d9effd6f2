//! What owners set: the rules of booking, the accounts, and the list to take away.

use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;

use super::Form;
use crate::{
    booking::{Applicant, BookingError, Passport},
    domain::{
        patient::{PersonName, Wrong, free_text},
        schedule::Policy,
        staff::{AccountStatus, Email, Role},
        time,
    },
    store::Account,
    web::{
        forms::{Fields, noted},
        staff::fields::{Choice, Field, Lines, Tick, Word},
    },
    words::Lang,
};

/// Most characters of what to bring.
const MOST_BRING: u16 = 500;
/// A week in minutes, the most that may lie before a slot.
const WEEK: u16 = 7 * 24 * 60;

pub(super) fn sections(
    form: &Form<'_>,
    (policy, accounts): (&Policy, &[Account]),
    passport: &Passport,
    now: Timestamp,
) -> AnyView {
    let today = time::seoul(now).date();
    view! { {rules(form, policy)}{people(form, accounts, passport)}{take_away(form.lang, today)} }.into_any()
}

/// The rules as they are, or as they were typed.
fn rules(form: &Form<'_>, policy: &Policy) -> AnyView {
    let lang = form.lang;
    let sent = form.sent("policy");
    let value = |name: &str, kept: String| sent.map_or(kept, |typed| typed.get(name).to_owned());
    let line = |name: &'static str, label: &'static str, kept: String| {
        view! { <Field name label kind="number" value=value(name, kept) wrong=form.wrong("policy", name) required=true/> }
    };
    let accepts = sent.map_or(policy.accepts, |typed| typed.ticked("accepts"));
    view! {
        <section class="desk-card" aria-labelledby="rules">
            <h2 id="rules">{lang.staff_policy()}</h2>
            <form class="desk-form" action=lang.path("/staff/settings") method="post" novalidate>
                <input type="hidden" name="what" value="policy"/>
                <Tick name="accepts" label=lang.staff_accepts() ticked=accepts/>
                {line("min_ahead", lang.staff_min_ahead(), policy.min_ahead_minutes.to_string())}
                {line("max_ahead", lang.staff_max_ahead(), policy.max_ahead_days.to_string())}
                {line("cancel_until", lang.staff_cancel_until(), policy.cancel_until_minutes.to_string())}
                {line("hold", lang.staff_hold_minutes(), policy.hold_minutes.to_string())}
                <Lines name="bring" label=lang.staff_bring() most=MOST_BRING value=value("bring", policy.bring.clone()) wrong=form.wrong("policy", "bring")/>
                <button class="btn btn-fill">{lang.staff_save()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn people(form: &Form<'_>, accounts: &[Account], passport: &Passport) -> AnyView {
    let lang = form.lang;
    let row = |account: &Account| {
        let change = match account.status {
            _ if account.id == passport.account => None,
            AccountStatus::Active => Some(("disable", lang.staff_account_disable())),
            AccountStatus::Disabled => Some(("enable", lang.staff_account_enable())),
            AccountStatus::Pending => None,
        };
        let change = change.map(|(what, word)| {
            view! {
                <form action=lang.path("/staff/settings") method="post" novalidate>
                    <input type="hidden" name="what" value=what/><input type="hidden" name="account" value=account.id/>
                    <button class="btn btn-quiet" aria-label=format!("{} {word}", account.name)>{word}</button>
                </form>
            }
        });
        view! {
            <li class="desk-row"><p><strong lang=lang.of_data()>{account.name.clone()}</strong>" "<span class="tag">{lang.staff_account_status(account.status)}</span><br/>
                <span class="quiet">{account.email.clone()}" · "{lang.staff_role(account.role)}</span></p>{change}</li>
        }
    };
    let typed = |name: &str| form.sent("account").map_or("", |typed| typed.get(name)).to_owned();
    let roles = [Role::Staff, Role::Owner].map(|role| Word::new(role.word(), lang.staff_role(role))).to_vec();
    view! {
        <section class="desk-card" aria-labelledby="people">
            <h2 id="people">{lang.staff_accounts()}</h2>
            <ul class="desk-rows">{accounts.iter().map(row).collect_view()}</ul>
            <h3>{lang.staff_add_account()}</h3>
            <form class="desk-form" action=lang.path("/staff/settings") method="post" novalidate>
                <input type="hidden" name="what" value="account"/>
                <Field name="name" label=lang.staff_name() value=typed("name") wrong=form.wrong("account", "name") required=true/>
                <Field name="email" label=lang.staff_email() kind="email" value=typed("email") wrong=form.wrong("account", "email") required=true/>
                <Choice name="role" label=lang.staff_role_label() words=roles value=typed("role") wrong=form.wrong("account", "role")/>
                <button class="btn btn-quiet">{lang.staff_add_account()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn take_away(lang: Lang, today: Date) -> AnyView {
    let month = lang.path(&format!("/staff/export?from={}&to={}", today.first_of_month(), today.last_of_month()));
    view! {
        <section class="desk-card" aria-labelledby="export">
            <h2 id="export">{lang.console_export()}</h2>
            <p>{lang.console_export_hint()}</p>
            <form class="desk-form" action=lang.path("/staff/export") method="get">
                <label for="from">{lang.console_pick_day()}</label>
                <input id="from" name="from" type="date" value=today.to_string()/>
                <button class="btn btn-quiet">{lang.console_export_day()}</button>
            </form>
            <p><a class="btn btn-quiet" href=month>{lang.console_export_month()}</a></p>
        </section>
    }
    .into_any()
}

/// The rules of a form.
pub(super) fn read_policy(form: &Fields) -> Result<Policy, BookingError> {
    let mut wrong = Vec::new();
    let mut number = |field: &'static str, least: u16, most: u16| {
        let value = form.get(field).trim().parse().ok().filter(|value| (least..=most).contains(value));
        noted(&mut wrong, field, value.ok_or(Wrong::OutOfRange(least, most))).unwrap_or(least)
    };
    let policy = Policy {
        accepts: form.ticked("accepts"),
        min_ahead_minutes: number("min_ahead", 0, WEEK).into(),
        max_ahead_days: number("max_ahead", 1, 180),
        cancel_until_minutes: number("cancel_until", 0, WEEK).into(),
        hold_minutes: number("hold", 5, 120),
        bring: String::new(),
    };
    match noted(&mut wrong, "bring", free_text(form.get("bring"), MOST_BRING)) {
        Some(bring) if wrong.is_empty() => Ok(Policy { bring, ..policy }),
        _ => Err(BookingError::Fields(wrong)),
    }
}

/// The account of a form.
pub(super) fn read_account(form: &Fields, passport: &Passport) -> Result<(Applicant, Role), BookingError> {
    let mut wrong = Vec::new();
    let name = noted(&mut wrong, "name", PersonName::parse(form.get("name")));
    let email = noted(&mut wrong, "email", Email::parse(form.get("email")));
    let role = noted(&mut wrong, "role", Role::from_word(form.get("role")).ok_or(Wrong::NotAChoice));
    match (name, email, role) {
        (Some(name), Some(email), Some(role)) => {
            Ok((Applicant { hospital: passport.hospital, name, email, phone: None }, role))
        }
        _ => Err(BookingError::Fields(wrong)),
    }
}
