//! `/staff/board`: the screen of the waiting room. Numbers and masked names, big, live; nothing else.
//! It needs a session of its own, like every page of the console.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use leptos::{prelude::*, reactive::owner::Owner};

use super::{
    Staff,
    day::{queue::is_next, view::masked},
    frame::{Page, Section},
    visitor::plain,
};
use crate::{
    booking::{Booking, BookingError, Place, Practice},
    domain::{booking::Status, schedule::DoctorId},
    web::live::Live,
    words::Lang,
};

/// Seconds between two looks.
const EVERY: u32 = 4;
/// Numbers of those who wait after the next.
const MOST_WAITING: usize = 12;

/// `GET /staff/board`.
pub(super) async fn show(staff: Staff) -> Response {
    let markup = match markup(&staff).await {
        Ok(markup) => markup,
        Err(error) => return plain(staff.lang, &error),
    };
    let name = staff.today.directory.get(staff.passport.hospital).map(|place| place.name().to_owned());
    let lang = staff.lang;
    let content = move || {
        let (markup, name) = (markup.clone(), name.clone());
        view! {
            <noscript><meta http-equiv="refresh" content="15"/></noscript>
            <main id="content" class="desk-board" tabindex="-1">
                <h1>{lang.console_board_title()}<span lang=lang.of_data()>{name}</span></h1>
                <Live url=lang.path("/staff/board/live") every=EVERY><div inner_html=markup></div></Live>
                <p class="board-call">{lang.console_board_call()}</p>
            </main>
        }
        .into_any()
    };
    Page::new(lang.console_board_title(), Section::Board, content).send_bare(&staff).await
}

/// `GET /staff/board/live`.
pub(super) async fn live(staff: Staff) -> Response {
    match markup(&staff).await {
        Ok(markup) => {
            let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
            (kind, format!("<div>{markup}</div>")).into_response()
        }
        Err(error) => plain(staff.lang, &error),
    }
}

async fn markup(staff: &Staff) -> Result<String, BookingError> {
    let (desk, hospital, today) = (staff.state.desk(), staff.passport.hospital, &staff.today);
    let practice = desk.practice(hospital, today).await?;
    let day = today.clock().date();
    let bookings = desk.bookings_of(hospital, (day, day)).await?;
    let waiting = desk.waiting_room(hospital, today).await?;
    Ok(Owner::new().with(|| view(staff.lang, &practice, &bookings, &waiting).to_html()))
}

fn view(lang: Lang, practice: &Practice, bookings: &[Booking], waiting: &[Place]) -> AnyView {
    let is_inside = |booking: &&Booking| booking.record.status == Status::InProgress;
    let inside: Vec<&Booking> = bookings.iter().filter(is_inside).collect();
    let doctor = |id: Option<DoctorId>, name: String| {
        let own = id.and(lang.of_data());
        let now = inside.iter().filter(|booking| booking.record.doctor == id);
        let now: Vec<_> = now.map(|booking| person(lang, booking.record.queue_number, booking, "board-now")).collect();
        let next = waiting.iter().enumerate().filter(|(index, place)| {
            place.booking.record.doctor == id && is_next(&waiting[..*index], place.booking.record.doctor)
        });
        let next: Vec<_> =
            next.map(|(_, place)| person(lang, Some(place.number), &place.booking, "board-next")).collect();
        let key = format!("board-{}", id.map_or(0, |id| id.0));
        view! {
            <section data-key=key><h2 lang=own>{name}</h2>
                <h3>{lang.console_board_now()}</h3><ul>{now}</ul>
                <h3>{lang.console_board_next()}</h3><ul>{next}</ul>
            </section>
        }
        .into_any()
    };
    let anybody = waiting.iter().map(|place| &place.booking).chain(inside.iter().copied());
    let anybody = anybody.filter(|booking| booking.record.doctor.is_none()).count() > 0;
    let doctors = practice.active().map(|known| doctor(Some(known.id), known.name.clone()));
    let doctors: Vec<_> = doctors.chain(anybody.then(|| doctor(None, lang.console_anybody().to_owned()))).collect();
    let later =
        waiting.iter().take(MOST_WAITING).map(|place| person(lang, Some(place.number), &place.booking, "board-later"));
    let none = waiting.is_empty().then(|| view! { <p>{lang.console_board_none()}</p> });
    let said = inside.iter().filter_map(|booking| booking.record.queue_number).max();
    let said = said.map(|number| format!("{} {}", lang.console_board_now(), lang.console_board_number(number)));
    view! {
        <div class="board-doctors" data-key="doctors" data-say=said.unwrap_or_default()>{doctors}</div>
        <section class="board-line" data-key="line"><h2>{lang.console_board_waiting()}" "{waiting.len()}</h2>{none}<ol>{later.collect_view()}</ol></section>
    }
    .into_any()
}

fn person(lang: Lang, number: Option<u32>, booking: &Booking, class: &'static str) -> AnyView {
    let number = number.map(|number| view! { <strong>{lang.console_board_number(number)}</strong>" " });
    view! { <li class=class>{number}{masked(lang, booking)}</li> }.into_any()
}
