//! A week at a glance: a column a day, a row a doctor, how full.

use axum::response::Response;
use jiff::{ToSpan, civil::Date};
use leptos::prelude::*;

use super::{
    Staff,
    day::DayQuery,
    frame::{Page, Section},
    visitor::plain,
};
use crate::{
    booking::BookingError,
    domain::{schedule::DoctorId, time::weekday_index},
    web::components::Icon,
    words::Lang,
};

/// A doctor's week: name, then booked and all seats of each day.
type Line = (DoctorId, String, Vec<(u32, u32)>);

/// `GET /staff/week`.
pub(super) async fn show(staff: Staff) -> Response {
    let day = staff.asked.day("day").unwrap_or(staff.today.clock().date());
    let monday = day.saturating_sub((weekday_index(day) as i64).days());
    let days: Vec<Date> = (0..7).map(|ahead: i64| monday.saturating_add(ahead.days())).collect();
    let lines = match lines(&staff, &days).await {
        Ok(lines) => lines,
        Err(error) => return plain(staff.lang, &error),
    };
    let (today, lang) = (staff.today.clock().date(), staff.lang);
    let content = move || {
        let to = |days: i64| lang.path(&format!("/staff/week?day={}", monday.saturating_add(days.days())));
        let heading = |day: &Date| {
            let current = (*day == today).then_some("date");
            view! { <th scope="col" aria-current=current><a href=DayQuery::new(lang, *day).path("/staff")>{lang.visit_day(*day)}</a></th> }
        };
        view! {
            <div class="desk-head">
                <p class="desk-pages">
                    <a class="btn btn-quiet" href=to(-7) aria-label=lang.console_week_previous()><Icon name="left"/></a>
                    <a class="btn btn-quiet" href=to(7) aria-label=lang.console_week_next()><Icon name="right"/></a>
                </p>
                <h1>{lang.console_week_title()}</h1>
            </div>
            <div class="desk-scroll" role="region" tabindex="0" aria-label=lang.console_week_title()>
                <table class="desk-week">
                    <thead><tr><th scope="col">{lang.console_doctor()}</th>{days.iter().map(heading).collect_view()}</tr></thead>
                    <tbody>{lines.iter().map(|line| row(lang, line, &days)).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    Page::new(lang.console_week_title(), Section::Week, content).send(&staff).await
}

fn row(lang: Lang, (id, name, counts): &Line, days: &[Date]) -> AnyView {
    let cell = |(day, (booked, seats)): (&Date, &(u32, u32))| {
        if *seats == 0 && *booked == 0 {
            return view! { <td class="closed">{lang.console_no_clinic()}</td> }.into_any();
        }
        let page = DayQuery { doctor: Some(*id), ..DayQuery::new(lang, *day) }.path("/staff");
        let shown = lang.console_week_cell(*booked, *seats);
        let label = format!("{shown} · {} {name} {}", lang.visit_day(*day), lang.console_week_words(*booked, *seats));
        view! {
            <td><a href=page aria-label=label>{shown}</a>
                <progress max=(*seats).max(1) value=(*booked).min(*seats) aria-hidden="true"></progress></td>
        }
        .into_any()
    };
    view! { <tr><th scope="row" lang=lang.of_data()>{name.clone()}</th>{days.iter().zip(counts).map(cell).collect_view()}</tr> }.into_any()
}

async fn lines(staff: &Staff, days: &[Date]) -> Result<Vec<Line>, BookingError> {
    let (desk, hospital, today) = (staff.state.desk(), staff.passport.hospital, &staff.today);
    let practice = desk.practice(hospital, today).await?;
    let (first, last) = (days[0], days[days.len() - 1]);
    let records = desk.records_of(hospital, (first, last)).await?;
    let count = |doctor: DoctorId, day: Date| {
        let own = |record: &&crate::store::BookingRecord| {
            record.doctor == Some(doctor) && record.day == day && record.seat.is_some()
        };
        records.iter().filter(own).count() as u32
    };
    let line = |doctor: &crate::domain::schedule::Doctor| {
        let seats = |day: Date| practice.slots(doctor, day, today).iter().map(|slot| u32::from(slot.seats)).sum();
        let counts = days.iter().map(|day| (count(doctor.id, *day), seats(*day)));
        (doctor.id, doctor.name.clone(), counts.collect())
    };
    Ok(practice.active().map(line).collect())
}
