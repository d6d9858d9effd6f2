//! The day's markup: counts, table, queue. Names are masked here; whole ones stand in the panel.

use jiff::{Timestamp, ToSpan, civil::DateTime};
use leptos::prelude::*;

use super::{
    DayQuery,
    grid::{Column, Grid, Row, What, count},
    queue,
};
use crate::{
    booking::{Booking, BookingError},
    domain::{
        booking::{Channel, Status},
        schedule::DoctorId,
    },
    web::{components::Icon, staff::Staff},
    words::Lang,
};

/// Seconds for which a booking is new.
const NEW: i64 = 30;

/// The glyph of a state.
pub(in crate::web::staff) fn glyph(status: Status) -> &'static str {
    match status {
        Status::Offered | Status::Confirmed => "ring",
        Status::Arrived => "disc",
        Status::InProgress => "play",
        Status::Fulfilled => "tick",
        Status::NoShow | Status::Cancelled | Status::Lapsed => "cross",
    }
}

/// The markup of a day.
pub(super) async fn markup(staff: &Staff, query: &DayQuery) -> Result<String, BookingError> {
    let (desk, hospital, today) = (staff.state.desk(), staff.passport.hospital, &staff.today);
    let practice = desk.practice(hospital, today).await?;
    let bookings = desk.bookings_of(hospital, (query.day, query.day)).await?;
    let waiting = match query.day == today.clock().date() {
        true => desk.waiting_room(hospital, today).await?,
        false => Vec::new(),
    };
    let grid = Grid::new(&practice, &bookings, (query.day, query.whole), today);
    let doctors = query.doctor.filter(|id| grid.columns.iter().any(|column| column.doctor.id == *id));
    let picked = doctors.or(grid.columns.first().map(|column| column.doctor.id));
    let lang = staff.lang;
    let sight = Sight { lang, query, bookings: &bookings, picked, now: today.now, clock: today.clock() };
    let is_today = query.day == today.clock().date();
    let owner = leptos::reactive::owner::Owner::new();
    let html = owner.with(|| {
        let queue = is_today.then(|| queue::queue(&waiting, &bookings, &practice, query, today));
        let empty = match grid.columns.is_empty() {
            true => Some(lang.console_no_doctors()),
            false => grid.rows.is_empty().then(|| lang.console_no_day()),
        };
        view! {
            {sight.head()}
            <div class="desk-split">
                <div>
                    {sight.tabs(&grid.columns)}
                    {sight.earlier(grid.shortened)}
                    {match empty {
                        Some(text) => view! { <p class="notice">{text}</p> }.into_any(),
                        None => sight.table(&grid),
                    }}
                </div>
                {queue}
            </div>
        }
        .to_html()
    });
    Ok(html)
}

/// What is looked at, and from where.
struct Sight<'a> {
    lang: Lang,
    query: &'a DayQuery,
    bookings: &'a [Booking],
    picked: Option<DoctorId>,
    now: Timestamp,
    clock: DateTime,
}

impl Sight<'_> {
    /// The day, the ways to others, the counts, the state of the connection.
    fn head(&self) -> AnyView {
        let day = self.query.day;
        let to = |days: i64| self.query.on(day.saturating_add(days.days())).path("/staff");
        let time = self.clock.strftime("%H:%M").to_string();
        let news = self.bookings.iter().filter(|booking| self.is_new(booking)).count();
        let tally = |status: Status| {
            let class = format!("tally tally-{}", status.word());
            view! { <li class=class><Icon name=glyph(status)/>{self.lang.staff_status(status)}" "<strong>{count(self.bookings, status)}</strong></li> }
        };
        let said = if news > 0 { self.lang.console_news(news) } else { String::new() };
        view! {
            <div class="desk-head" data-key="head" data-say=said>
                <p class="desk-pages">
                    <a class="btn btn-quiet" href=to(-1) aria-label=self.lang.console_previous()><Icon name="left"/></a>
                    <a class="btn btn-quiet" href=to(1) aria-label=self.lang.console_next()><Icon name="right"/></a>
                </p>
                <h1>{self.lang.visit_day(day)}</h1>
                <p class="desk-live"><span class="live-on"><Icon name="disc"/><strong>{self.lang.console_live()}</strong>" "{self.lang.console_fresh(&time)}</span>
                    <span class="live-off"><Icon name="break"/><strong>{self.lang.console_lost(&time)}</strong></span></p>
                <ul class="desk-counts" aria-label=self.lang.console_counts()>
                    {[Status::Confirmed, Status::Arrived, Status::InProgress, Status::Fulfilled, Status::NoShow].map(tally).collect_view()}
                </ul>
                <a class="btn btn-fill" href=self.lang.path(&format!("/staff/book?day={day}"))><Icon name="phone"/>{self.lang.console_phone_booking()}</a>
            </div>
        }
        .into_any()
    }

    /// The doctors, for a screen that shows one of them.
    fn tabs(&self, columns: &[Column]) -> AnyView {
        let tab = |column: &Column| {
            let (id, current) = (column.doctor.id, self.picked == Some(column.doctor.id));
            let page = DayQuery { doctor: Some(id), ..self.query.clone() }.path("/staff");
            view! { <li><a href=page aria-current=current.then_some("true") lang=self.lang.of_data()>{column.doctor.name.clone()}</a></li> }
        };
        view! { <nav class="desk-tabs" aria-label=self.lang.console_doctors()><ul>{columns.iter().map(tab).collect_view()}</ul></nav> }
            .into_any()
    }

    /// The way to the hours that are left out, and back.
    fn earlier(&self, shortened: bool) -> Option<AnyView> {
        let word = if shortened { self.lang.console_earlier() } else { self.lang.console_from_now() };
        let page = DayQuery { whole: shortened, ..self.query.clone() }.path("/staff");
        (shortened || self.query.whole)
            .then(|| view! { <p class="desk-earlier" data-key="earlier"><a href=page>{word}</a></p> }.into_any())
    }

    fn table(&self, grid: &Grid) -> AnyView {
        let label = self.lang.console_grid(&self.lang.visit_day(self.query.day));
        let heading = |column: &Column| {
            let department = column.doctor.specialty.map(|specialty| self.lang.specialty(specialty));
            let full = self.lang.console_full(column.taken, column.seats);
            view! {
                <th scope="col" class=self.column_class(column.doctor.id)>
                    <span class="doc-name" lang=self.lang.of_data()>{column.doctor.name.clone()}</span>
                    <span class="doc-full" aria-hidden="true">{full}</span>
                    <span class="sr">{self.lang.console_full_words(column.taken, column.seats)}</span>
                    <span class="doc-of">{department}</span>
                </th>
            }
        };
        let caption = label.clone();
        let hours = std::iter::once(None).chain(grid.rows.iter().map(|row| Some(row.at / 60)));
        let rows =
            grid.rows.iter().zip(hours).map(|(row, hour)| self.row(row, &grid.columns, hour != Some(row.at / 60)));
        view! {
            <div class="desk-scroll" role="region" tabindex="0" aria-label=label>
                <div class="desk-clip"><table class="desk-grid">
                    <caption class="sr">{caption}</caption>
                    <thead><tr><th scope="col"><span class="sr">{self.lang.console_time()}</span></th>{grid.columns.iter().map(heading).collect_view()}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table></div>
            </div>
        }
        .into_any()
    }

    fn column_class(&self, doctor: DoctorId) -> &'static str {
        if self.picked == Some(doctor) { "col picked" } else { "col" }
    }

    fn row(&self, row: &Row, columns: &[Column], new_hour: bool) -> AnyView {
        let now = row.now.map(|quarter| {
            let time = self.clock.strftime("%H:%M").to_string();
            view! { <span class=format!("now now-{quarter}")><span class="sr">{self.lang.console_now(&time)}</span><span aria-hidden="true">{time.clone()}</span></span> }
        });
        let class = if new_hour { "on-hour" } else { "" };
        // Every entry tells its time: beside the table the hours are enough, and nothing beside the now-line.
        let at = if new_hour && row.now.is_none_or(|quarter| quarter > 1) { "at" } else { "sr" };
        let cells = row.cells.iter().zip(columns).filter_map(|(cell, column)| {
            let cell = cell.as_ref()?;
            let id = column.doctor.id;
            let (key, class) = (format!("c{id}-{}", row.at), self.column_class(id));
            let class = if matches!(cell.what, What::Closed(_)) { format!("{class} closed") } else { class.to_owned() };
            Some(view! { <td class=class rowspan=cell.span data-key=key>{self.cell(&cell.what, id)}</td> })
        });
        view! { <tr class=class><th scope="row">{now}<span class=at>{clock(row.at)}</span></th>{cells.collect_view()}</tr> }
            .into_any()
    }

    fn cell(&self, what: &What, doctor: DoctorId) -> AnyView {
        match what {
            What::Closed(Some(until)) => {
                view! { <p class="off">{self.lang.console_lunch(&clock(*until))}</p> }.into_any()
            }
            What::Closed(None) => view! { <p class="off">{self.lang.console_no_clinic()}</p> }.into_any(),
            What::Loose(bookings) => {
                let entries = bookings.iter().map(|index| self.entry(&self.bookings[*index])).collect_view();
                view! { {entries}<p class="loose">{self.lang.console_misfit()}</p> }.into_any()
            }
            What::Slot { starts_at, free, bookings } => {
                let entries = bookings.iter().map(|index| self.entry(&self.bookings[*index])).collect_view();
                let add = (*free > 0 && *starts_at > self.clock).then(|| self.free(*starts_at, *free, doctor));
                view! { {entries}{add} }.into_any()
            }
        }
    }

    /// A free seat: to be booked, or to be moved to.
    fn free(&self, starts_at: DateTime, free: u16, doctor: DoctorId) -> AnyView {
        let time = starts_at.strftime("%H:%M").to_string();
        let left = (free > 1).then(|| view! { <span class="left">{self.lang.console_more_seats(free)}</span> });
        let at = starts_at.to_string();
        match self.query.booking.filter(|_| self.query.moving) {
            Some(id) => view! {
                <form action=self.lang.path(&format!("/staff/bookings/{id}/move")) method="post">
                    <input type="hidden" name="doctor" value=doctor.0/><input type="hidden" name="at" value=at/>
                    <button class="free"><Icon name="right"/>{time}{left}<span class="sr">" "{self.lang.console_move_here()}</span></button>
                </form>
            }
            .into_any(),
            None => {
                let page = self.lang.path(&format!("/staff/book?doctor={doctor}&at={at}"));
                view! { <a class="free" href=page><Icon name="plus"/>{time}{left}<span class="sr">" "{self.lang.console_phone_booking()}</span></a> }
                    .into_any()
            }
        }
    }

    fn entry(&self, booking: &Booking) -> AnyView {
        let (id, status) = (booking.record.id, booking.status());
        let new = self.is_new(booking);
        let word = if new { self.lang.console_new() } else { self.lang.staff_status(status) };
        let class = format!("entry is-{}{}", status.word(), if new { " is-new" } else { "" });
        let current = (self.query.booking == Some(id)).then_some("true");
        let page = format!("{}#panel", self.query.with(Some(id)).path("/staff"));
        view! {
            <a class=class href=page aria-current=current>
                <Icon name=glyph(status)/><span class="entry-time">{booking.times().0.strftime("%H:%M").to_string()}</span>
                <span class="entry-name">{masked(self.lang, booking)}</span><span class="entry-state">{word}</span>
            </a>
        }
        .into_any()
    }

    /// Whether it came in by itself a moment ago.
    fn is_new(&self, booking: &Booking) -> bool {
        let record = &booking.record;
        let by_patient = !matches!(record.channel, Channel::Phone | Channel::WalkIn);
        let age = self.now.as_second() - record.created_at.as_second();
        by_patient && record.status == Status::Confirmed && (0..NEW).contains(&age)
    }
}

/// A patient's name as others may see it, in the language that it is written in.
pub(in crate::web::staff) fn masked(lang: Lang, booking: &Booking) -> AnyView {
    match &booking.patient {
        Some(patient) => view! { <span lang=lang.of_data()>{patient.name.masked()}</span> }.into_any(),
        None => lang.console_nameless().into_any(),
    }
}

/// `HH:MM` of minutes since midnight.
pub(in crate::web::staff) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
