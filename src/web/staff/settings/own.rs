//! One's own account: password, second factor, sessions.

use jiff::Timestamp;
use leptos::prelude::*;

use super::LANG;
use crate::{
    booking::{Passport, second_factor_url, session_mark},
    domain::time,
    store::StaffSession,
    web::{components::Qr, staff::frame::Field},
};

pub(super) fn section(passport: &Passport, sessions: &[StaffSession], secret: &str) -> AnyView {
    let rows = sessions.iter().map(|session| row(session, passport));
    view! {
        <section class="desk-card" aria-labelledby="own">
            <h2 id="own">{LANG.staff_own_account()}</h2>
            <p>{passport.name.clone()}" · "{passport.email.clone()}" · "{LANG.staff_role(passport.role)}</p>
            <h3>{LANG.staff_change_password()}</h3>
            <form class="desk-form" action="/staff/settings" method="post">
                <input type="hidden" name="what" value="password"/>
                <Field name="old" label=LANG.staff_password_old() kind="password" autocomplete="current-password" required=true/>
                <Field name="new" label=LANG.staff_password_new() kind="password" autocomplete="new-password" required=true/>
                <p class="hint">{LANG.staff_password_hint()}</p>
                <button class="btn btn-quiet">{LANG.staff_change_password()}</button>
            </form>
            <h3>{LANG.staff_factor()}</h3>
            {if passport.second_factor { factor_off() } else { factor_on(secret, &passport.email) }}
            <h3>{LANG.staff_sessions()}</h3>
            <ul class="desk-rows">{rows.collect_view()}</ul>
            <form action="/staff/settings" method="post">
                <input type="hidden" name="what" value="sessions"/><button class="btn btn-quiet">{LANG.staff_sessions_end()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn row(session: &StaffSession, passport: &Passport) -> AnyView {
    let own = session.token_hash == passport.session;
    let seen = Timestamp::from_second(session.seen_at).map(|at| LANG.visit_time(time::seoul(at))).unwrap_or_default();
    let agent = if session.agent.is_empty() { LANG.staff_unknown_agent().to_owned() } else { session.agent.clone() };
    let end = (!own).then(|| {
        view! {
            <form action="/staff/settings" method="post">
                <input type="hidden" name="what" value="session"/><input type="hidden" name="session" value=session_mark(&session.token_hash)/>
                <button class="btn btn-quiet">{LANG.staff_session_end()}</button>
            </form>
        }
    });
    let tag = own.then(|| view! { <span class="tag">{LANG.staff_session_this()}</span> });
    view! { <li class="desk-row"><p class="agent">{agent}" "{tag}<br/><span class="quiet">{LANG.staff_session_seen(&seen)}</span></p>{end}</li> }
        .into_any()
}

fn factor_off() -> AnyView {
    view! {
        <p>{LANG.staff_factor_on()}</p>
        <form class="desk-form" action="/staff/settings" method="post">
            <input type="hidden" name="what" value="factor-off"/>
            <Field name="password" label=LANG.staff_password_old() kind="password" autocomplete="current-password" required=true/>
            <button class="btn btn-quiet">{LANG.staff_factor_stop()}</button>
        </form>
    }
    .into_any()
}

fn factor_on(secret: &str, email: &str) -> AnyView {
    view! {
        <p>{LANG.staff_factor_off()}</p>
        <form class="desk-form" action="/staff/settings" method="post">
            <input type="hidden" name="what" value="factor-on"/><input type="hidden" name="secret" value=secret.to_owned()/>
            <Qr text=second_factor_url(secret, email) label=LANG.staff_factor_qr() large=true/>
            <p>{LANG.staff_factor_key()}": "<code>{secret.to_owned()}</code></p>
            <Field name="code" label=LANG.staff_factor_code() autocomplete="one-time-code" required=true/>
            <button class="btn btn-quiet">{LANG.staff_factor_start()}</button>
        </form>
    }
    .into_any()
}
