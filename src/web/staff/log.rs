//! `/staff/log`: who saw and changed what. For owners.

use std::collections::HashMap;

use axum::response::Response;
use jiff::Timestamp;
use leptos::prelude::*;

use super::{
    Staff,
    frame::{Page, Section},
    visitor::plain,
};
use crate::{
    booking::BookingError,
    domain::time,
    store::{AuditLine, StoreError},
    words::Lang,
};

/// Lines of a page.
const LINES: u32 = 100;

/// `GET /staff/log`.
pub(super) async fn show(staff: Staff) -> Response {
    let before = staff.asked.query("before").parse().unwrap_or(0);
    let (lines, names) = match read(&staff, before).await {
        Ok(read) => read,
        Err(error) => return plain(staff.lang, &error),
    };
    let older = (lines.len() == LINES as usize).then(|| lines.last().map(|(id, _)| *id)).flatten();
    let lang = staff.lang;
    let content = move || {
        let rows = lines.iter().map(|(_, line)| row(lang, line, &names));
        let older = older.map(|id| view! { <p><a class="btn btn-quiet" href=lang.path(&format!("/staff/log?before={id}"))>{lang.staff_log_older()}</a></p> });
        view! {
            <h1>{lang.staff_log_title()}</h1>
            <p>{lang.staff_log_intro()}</p>
            {lines.is_empty().then(|| view! { <p class="notice">{lang.staff_log_none()}</p> })}
            <div class="desk-scroll" role="region" tabindex="0" aria-label=lang.staff_log_title()>
                <table class="desk-log">
                    <thead><tr><th scope="col">{lang.staff_log_when()}</th><th scope="col">{lang.staff_log_who()}</th>
                        <th scope="col">{lang.staff_log_what()}</th><th scope="col">{lang.staff_log_subject()}</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            {older}
        }
        .into_any()
    };
    Page::new(lang.staff_log_title(), Section::Log, content).send(&staff).await
}

type Lines = Vec<(i64, AuditLine)>;

async fn read(staff: &Staff, before: i64) -> Result<(Lines, HashMap<i64, String>), BookingError> {
    let hospital = staff.passport.as_owner()?.hospital;
    let accounts = staff.state.store().staff();
    let names = accounts.list(Some(hospital)).await?.into_iter().map(|account| (account.id, account.name)).collect();
    let lines: Result<Lines, StoreError> = accounts.audit_lines(hospital, before, LINES).await;
    Ok((lines?, names))
}

fn row(lang: Lang, line: &AuditLine, names: &HashMap<i64, String>) -> impl IntoView {
    let at = Timestamp::from_second(line.at).map(|at| lang.visit_time(time::seoul(at))).unwrap_or_default();
    let who = line.account.and_then(|id| names.get(&id).cloned());
    let who = match who {
        Some(name) => view! { <span lang=lang.of_data()>{name}</span> }.into_any(),
        None => lang.staff_log_nobody().into_any(),
    };
    let subject = format!("{} {}", lang.staff_subject(&line.subject), line.detail);
    view! { <tr><td>{at}</td><td>{who}</td><td>{lang.staff_action(&line.action)}</td><td>{subject.trim().to_owned()}</td></tr> }
}
