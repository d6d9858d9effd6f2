//! The first step: doctor, day, time. All of it links, so that it works without JavaScript; with it
//! the part below the doctors stays fresh by itself.

use jiff::civil::DateTime;
use leptos::prelude::*;

use super::{
    Site,
    head::{Head, Hospital},
    taken::{Lost, sheet},
    timetable::{Asked, DayCell, TimeCell, Timetable},
};
use crate::{
    domain::time::weekday_index,
    web::{components::Icon, live::Live},
    words::Lang,
};

/// Seconds between two looks at the seats.
const FRESH: u32 = 5;

/// What a time is chosen for.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// A new booking.
    Book,
    /// Another time for a booking: the page that takes it.
    Move(String),
}

/// All that the first step shows.
#[derive(Clone, Debug)]
pub struct Choose {
    /// Where.
    pub hospital: Hospital,
    /// The page's path without language and query.
    pub base: String,
    /// What for.
    pub purpose: Purpose,
    /// The doctors, days and times.
    pub table: Timetable,
    /// The moment, Korean civil time.
    pub now: DateTime,
    /// What went wrong before.
    pub notice: Option<String>,
    /// A race that was lost for the time that was to be taken.
    pub lost: Option<Lost>,
    /// The part that stays fresh, as markup.
    pub times: String,
}

impl Choose {
    fn link(&self, lang: Lang, asked: &Asked) -> String {
        lang.path(&format!("{}{}", self.base, asked.query()))
    }
}

/// The page.
pub fn page(lang: Lang, choose: &Choose) -> AnyView {
    let moves = matches!(choose.purpose, Purpose::Move(_));
    let title = if moves { lang.book_move_when() } else { lang.book_when() };
    let url = lang.path(&format!("{}/slots{}", choose.base, choose.table.asked.query()));
    let notice = choose.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let back = match &choose.purpose {
        Purpose::Book => format!("/hospitals/{}", choose.hospital.id),
        Purpose::Move(page) => page.clone(),
    };
    let times = choose.times.clone();
    let covered = choose.lost.is_some();
    let body = view! {
            <div inert=covered>
                <Head lang hospital=choose.hospital.clone() back=back/>
                {(!moves).then(|| super::steps(lang, 1))}
                <h1>{title}</h1>
                {notice}
                <section aria-labelledby="doctors">
                    <h2 id="doctors">{lang.book_doctors()}</h2>
                    {doctors(lang, choose)}
                </section>
                <Live url every=FRESH><div inner_html=times></div></Live>
            </div>
            {other_time(lang, choose)}
    }
    .into_any();
    view! { <Site lang page=format!("{}{}", choose.base, choose.table.asked.query()) title=title private=moves>{body}</Site> }
    .into_any()
}

/// After a lost race for the time that a booking was to be moved to: the sheet, in a form of its own.
fn other_time(lang: Lang, choose: &Choose) -> Option<AnyView> {
    let (Some(lost), Purpose::Move(page)) = (&choose.lost, &choose.purpose) else { return None };
    let form = view! {
        <form method="post" action=lang.path(page)><input type="hidden" name="do" value="move"/>{sheet(lang, lost)}</form>
    };
    Some(form.into_any())
}

fn doctors(lang: Lang, choose: &Choose) -> AnyView {
    let table = &choose.table;
    let when = |at: Option<DateTime>| match at {
        Some(at) => lang.book_from(&lang.day_and_time(at, choose.now)),
        None => lang.book_full_for_now().to_owned(),
    };
    let card = |link: String, on: bool, (name, own): (String, Option<&'static str>), about: String, when: String| {
        view! {
            <li><a class="doctor" href=link aria-current=on.then_some("true")>
                <strong><span lang=own>{name}</span>{on.then(|| view! { <Icon name="tick"/> })}</strong>
                <span>{about}</span><span>{when}</span>
            </a></li>
        }
    };
    let first = table.earliest.map_or(lang.book_full_for_now().to_owned(), |at| lang.day_and_time(at, choose.now));
    let anybody = card(
        choose.link(lang, &table.anybody()),
        table.asked.doctor.is_none(),
        (lang.book_earliest().to_owned(), None),
        lang.book_anybody().to_owned(),
        first,
    );
    let cards = table.doctors.iter().map(|doctor| {
        let about = doctor.specialty.map(|s| lang.specialty(s).to_owned()).unwrap_or_default();
        let on = table.asked.doctor == Some(doctor.id);
        card(choose.link(lang, &doctor.link), on, (doctor.name.clone(), lang.of_data()), about, when(doctor.earliest))
    });
    view! { <ul class="doctors">{anybody}{cards.collect_view()}</ul> }.into_any()
}

/// The part that stays fresh: days, times, what is picked.
pub fn times(lang: Lang, choose: &Choose) -> AnyView {
    let table = &choose.table;
    let day = table.day;
    let say = lang.book_full_words(&lang.visit_day_full(day.day), &seats_of(lang, &day));
    let (morning, afternoon) = table.halves();
    let body = if day.free > 0 || !table.times.is_empty() {
        view! {
            {half(lang, choose, lang.book_morning(), &morning)}
            {half(lang, choose, lang.book_afternoon(), &afternoon)}
        }
        .into_any()
    } else {
        ().into_any()
    };
    view! {
        <div data-say=say>
            {days(lang, choose)}
            {body}
            {(day.free == 0).then(|| no_seat(lang, choose))}
            <p class="live-note" data-key="note"><span class="live-dot" aria-hidden="true"></span><span class="live-on">{lang.book_live()}</span><span class="live-off" role="status">{lang.book_lost()}</span></p>
            {dock(lang, choose)}
        </div>
    }
    .into_any()
}

fn seats_of(lang: Lang, cell: &DayCell) -> String {
    match (cell.free, cell.clinic) {
        (0, false) => lang.book_off().to_owned(),
        (0, true) => lang.book_gone().to_owned(),
        (free, _) => lang.book_seats(free),
    }
}

fn days(lang: Lang, choose: &Choose) -> AnyView {
    let table = &choose.table;
    let today = choose.now.date();
    let cell = |cell: &DayCell| {
        let on = cell.day == table.day.day;
        let seats = seats_of(lang, cell);
        let index = weekday_index(cell.day);
        let weekday = if cell.day == today { lang.today() } else { lang.weekday(index) };
        let label = lang.book_full_words(&lang.visit_day_full(cell.day), &seats);
        let class = match (cell.free, index == 6) {
            (0, false) => "day none",
            (0, true) => "day none sunday",
            (_, true) => "day sunday",
            _ => "day",
        };
        view! {
            <li data-key=format!("d{}", cell.day)>
                <a class=class id=format!("d{}", cell.day) href=choose.link(lang, &table.asked.on(cell.day)) aria-current=on.then_some("date")>
                    <span class="sr">{label}</span>
                    <span class="weekday" aria-hidden="true">{weekday}</span><strong aria-hidden="true">{cell.day.day()}</strong><span class="seats" aria-hidden="true">{seats}</span>
                </a>
            </li>
        }
    };
    let turn = |day: Option<jiff::civil::Date>, word: &'static str, icon: &'static str| {
        day.map(|day| {
            let link = choose.link(lang, &table.asked.on(day));
            view! { <a class="turn" href=link aria-label=word><Icon name=icon/></a> }
        })
    };
    let (year, month) = (table.day.day.year(), table.day.day.month());
    view! {
        <div class="days-head">
            <h2 id="days">{lang.book_day()}</h2>
            <p class="quiet">{lang.book_month(year, month)}</p>
            {turn(table.before, lang.book_week_before(), "left")}{turn(table.after, lang.book_week_after(), "right")}
        </div>
        <ul class="days" aria-labelledby="days">{table.week.iter().map(cell).collect_view()}</ul>
    }
    .into_any()
}

fn half(lang: Lang, choose: &Choose, word: &'static str, cells: &[TimeCell]) -> Option<AnyView> {
    let cells: Vec<_> = cells.iter().map(|cell| time(lang, choose, cell)).collect();
    (!cells.is_empty()).then(|| view! { <h2>{word}</h2><ul class="times">{cells}</ul> }.into_any())
}

fn time(lang: Lang, choose: &Choose, cell: &TimeCell) -> AnyView {
    let clock = cell.at.strftime("%H:%M").to_string();
    let key = format!("t{}", cell.at.strftime("%H%M"));
    let picked = choose.table.picked.as_ref().is_some_and(|picked| picked.at == cell.at);
    let seats = match cell.free {
        0 => lang.book_gone().to_owned(),
        1 => lang.book_last_seat().to_owned(),
        free => lang.book_seats(free),
    };
    let label = lang.book_full_words(&clock, &seats);
    if cell.free == 0 {
        return view! {
            <li data-key=key.clone()><span class="time gone" id=key.clone() tabindex="-1"><s>{clock}</s><span>{seats}</span></span></li>
        }
        .into_any();
    }
    let class = match (picked, cell.free) {
        (true, _) => "time picked",
        (_, 1) => "time last",
        _ => "time",
    };
    let link = format!("{}#{key}", choose.link(lang, &choose.table.pick(cell)));
    let below = if picked {
        view! { <span aria-hidden="true"><Icon name="tick"/>{lang.book_picked()}</span> }.into_any()
    } else {
        view! { <span aria-hidden="true">{seats}</span> }.into_any()
    };
    view! {
        <li data-key=key.clone()>
            <a class=class id=key.clone() href=link aria-current=picked.then_some("true")>
                <span class="sr">{label}</span><strong aria-hidden="true">{clock}</strong>{below}
            </a>
        </li>
    }
    .into_any()
}

/// A day without a seat: the waitlist when it is full.
fn no_seat(lang: Lang, choose: &Choose) -> AnyView {
    let day = choose.table.day;
    let waits = day.clinic && matches!(choose.purpose, Purpose::Book);
    let asked = choose.table.asked.on(day.day);
    let link = lang.path(&format!("/hospitals/{}/wait{}", choose.hospital.id, asked.query()));
    let (title, text) = match (day.clinic, waits) {
        (false, _) => (lang.book_day_off(), lang.book_day_off_text()),
        (_, true) => (lang.book_day_full(), lang.book_wait_text()),
        _ => (lang.book_day_full(), lang.book_day_off_text()),
    };
    view! {
        <div class="no-seat" data-key="none">
            <h2>{title}</h2>
            <p>{text}</p>
            {waits.then(|| view! { <a class="btn btn-tonal" href=link>{lang.book_wait()}</a> })}
        </div>
    }
    .into_any()
}

/// What is picked, and the way on.
fn dock(lang: Lang, choose: &Choose) -> AnyView {
    let Some(picked) = &choose.table.picked else { return ().into_any() };
    let asked = Asked { form: true, with: Some(picked.doctor), ..choose.table.asked };
    let on = match &choose.purpose {
        Purpose::Book => {
            view! { <a class="btn btn-fill" href=choose.link(lang, &asked)>{lang.book_this_time()}</a> }.into_any()
        }
        Purpose::Move(page) => view! {
            <form method="post" action=lang.path(page)>
                <input type="hidden" name="do" value="move"/>
                <input type="hidden" name="slot" value=super::slot_value(picked.doctor, picked.at)/>
                <button class="btn btn-fill">{lang.book_move_to_this()}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <div class="dock book-dock" data-key="dock">
            <p><strong>{lang.visit_time(picked.at)}</strong><span class="quiet" lang=lang.of_data()>{picked.name.clone()}</span></p>
            {on}
        </div>
    }
    .into_any()
}
