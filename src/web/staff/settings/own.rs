//! One's own account: password, second factor, sessions.

use jiff::Timestamp;
use leptos::prelude::*;

use super::Form;
use crate::{
    booking::{Passport, second_factor_url, session_mark},
    domain::time,
    store::StaffSession,
    web::{components::Qr, staff::fields::Field},
    words::Lang,
};

pub(super) fn section(form: &Form<'_>, passport: &Passport, sessions: &[StaffSession], secret: &str) -> AnyView {
    let lang = form.lang;
    let rows = sessions.iter().map(|session| row(lang, session, passport));
    view! {
        <section class="desk-card" aria-labelledby="own">
            <h2 id="own">{lang.staff_own_account()}</h2>
            <p><span lang=lang.of_data()>{passport.name.clone()}</span>" · "{passport.email.clone()}" · "{lang.staff_role(passport.role)}</p>
            <h3>{lang.staff_change_password()}</h3>
            <form class="desk-form" action=lang.path("/staff/settings") method="post" novalidate>
                <input type="hidden" name="what" value="password"/>
                <Field name="old" label=lang.staff_password_old() kind="password" wrong=form.wrong("password", "old") autocomplete="current-password" required=true/>
                <Field name="new" label=lang.staff_password_new() kind="password" wrong=form.wrong("password", "new") autocomplete="new-password" hint=lang.staff_password_hint() required=true/>
                <button class="btn btn-quiet">{lang.staff_change_password()}</button>
            </form>
            <h3>{lang.staff_factor()}</h3>
            {if passport.second_factor { factor_off(form) } else { factor_on(form, secret, &passport.email) }}
            <h3>{lang.staff_sessions()}</h3>
            <ul class="desk-rows">{rows.collect_view()}</ul>
            <form action=lang.path("/staff/settings") method="post" novalidate>
                <input type="hidden" name="what" value="sessions"/><button class="btn btn-quiet">{lang.staff_sessions_end()}</button>
            </form>
        </section>
    }
    .into_any()
}

fn row(lang: Lang, session: &StaffSession, passport: &Passport) -> AnyView {
    let own = session.token_hash == passport.session;
    let seen = Timestamp::from_second(session.seen_at).map(|at| lang.visit_time(time::seoul(at))).unwrap_or_default();
    let agent = if session.agent.is_empty() { lang.staff_unknown_agent().to_owned() } else { session.agent.clone() };
    let end = (!own).then(|| {
        view! {
            <form action=lang.path("/staff/settings") method="post" novalidate>
                <input type="hidden" name="what" value="session"/><input type="hidden" name="session" value=session_mark(&session.token_hash)/>
                <button class="btn btn-quiet">{lang.staff_session_end()}</button>
            </form>
        }
    });
    let tag = own.then(|| view! { <span class="tag">{lang.staff_session_this()}</span> });
    view! { <li class="desk-row"><p class="agent">{agent}" "{tag}<br/><span class="quiet">{lang.staff_session_seen(&seen)}</span></p>{end}</li> }
        .into_any()
}

fn factor_off(form: &Form<'_>) -> AnyView {
    let lang = form.lang;
    view! {
        <p>{lang.staff_factor_on()}</p>
        <form class="desk-form" action=lang.path("/staff/settings") method="post" novalidate>
            <input type="hidden" name="what" value="factor-off"/>
            <Field name="password" label=lang.staff_password_old() kind="password" wrong=form.wrong("factor-off", "password") autocomplete="current-password" required=true/>
            <button class="btn btn-quiet">{lang.staff_factor_stop()}</button>
        </form>
    }
    .into_any()
}

fn factor_on(form: &Form<'_>, secret: &str, email: &str) -> AnyView {
    let lang = form.lang;
    view! {
        <p>{lang.staff_factor_off()}</p>
        <form class="desk-form" action=lang.path("/staff/settings") method="post" novalidate>
            <input type="hidden" name="what" value="factor-on"/><input type="hidden" name="secret" value=secret.to_owned()/>
            <Qr text=second_factor_url(secret, email) label=lang.staff_factor_qr() large=true/>
            <p>{lang.staff_factor_key()}": "<code>{secret.to_owned()}</code></p>
            <Field name="code" label=lang.staff_factor_code() wrong=form.wrong("factor-on", "code") autocomplete="one-time-code" required=true/>
            <button class="btn btn-quiet">{lang.staff_factor_start()}</button>
        </form>
    }
    .into_any()
}
