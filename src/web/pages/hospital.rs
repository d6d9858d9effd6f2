//! `/hospitals/{id}`: all that is known of a place.

use jiff::civil::DateTime;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{about::source_name, last_segment, not_found, report::ReportForm, request_lang, request_query};
use crate::{
    directory::Place,
    domain::{
        geo::LatLon,
        holiday::HolidayCalendar,
        hospital::{HospitalId, Kind, Source},
        hours::{DayHours, HOLIDAY, WeeklyHours, WeeksOfMonth},
        time::weekday_index,
    },
    state::AppState,
    web::{
        app::{Frame, Section},
        components::{Icon, StateText},
        finder::answer::bare_name,
        place_map::PlaceMap,
    },
    words::Lang,
};

/// The page of a place; of one that has closed down; or 404.
#[component]
pub fn HospitalPage() -> AnyView {
    let state = expect_context::<AppState>();
    let directory = state.directory();
    let lang = request_lang();
    let Some(id) = HospitalId::parse(&last_segment()) else { return not_found::missing(lang, None) };
    match directory.get(id) {
        Some(place) => page(&state, lang, place, directory.holidays()),
        None => gone(state, lang, id),
    }
}

/// A place that the directory does not hold: the store knows whether it ever was one.
fn gone(state: AppState, lang: Lang, id: HospitalId) -> AnyView {
    let name = Resource::new_blocking(
        || (),
        move |()| {
            let state = state.clone();
            async move { state.closed_down(id).await.map(|place| place.name) }
        },
    );
    view! { <Suspense>{move || Suspend::new(async move { not_found::missing(lang, name.await) })}</Suspense> }
        .into_any()
}

fn page(state: &AppState, lang: Lang, place: Place<'_>, holidays: &HolidayCalendar) -> AnyView {
    let now = state.now();
    let name = bare_name(place).to_owned();
    let demo = place.source() == Source::Demo;
    let kind = lang.kind(place.kind());
    let outcome = request_query().strip_prefix("report=").map(str::to_owned);
    let description = format!("{} · {kind} · {}", place.name(), place.address());
    // Outside the page itself the mark of demonstration data goes with the name.
    let title = place.name().to_owned();
    let article = view! {
        <article>
            <header class="part hospital-head">
                <p class="hospital-kind">
                    {kind}
                    {place.emergency().then(|| view! { <span class="tag tag-emergency">{lang.emergency_room()}</span> })}
                    {demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}
                </p>
                <h1 lang=lang.of_data()>{name.clone()}</h1>
                {state_box(lang, place, now)}
                {place.bookable().then(|| next_free(state, lang, place.id()))}
                <p class="address"><Icon name="pin"/><span lang=lang.of_data()>{place.address().to_owned()}</span></p>
            </header>
            {hours(lang, place, now, holidays)}
            {departments(lang, place)}
            {contact(lang, place)}
            {location(state, lang, place, now, &name)}
            <section class="part"><ReportForm id=place.id() lang outcome/></section>
        </article>
        {dock(lang, place, &name)}
        <script type="application/ld+json" inner_html=json_ld(state, place)></script>
    }
    .into_any();
    view! {
        <Frame lang page=format!("/hospitals/{}", place.id()) title description section=Section::Find class="hospital">{article}</Frame>
    }
    .into_any()
}

fn state_box(lang: Lang, place: Place, now: DateTime) -> AnyView {
    let line = lang.state_line(place.state_at(now), now, place.kind() == Kind::Pharmacy);
    let shape = line.shape.clone();
    let phone = place.phone().map(|phone| phone.digits().to_owned());
    view! { <div class=format!("state-box box-{shape}")><StateText line lang phone/></div> }.into_any()
}

/// The next time that can be booked; nothing when there is none, or the store does not answer.
fn next_free(state: &AppState, lang: Lang, id: HospitalId) -> AnyView {
    let state = state.clone();
    let now = state.now();
    let earliest = Resource::new_blocking(
        || (),
        move |()| {
            let state = state.clone();
            async move { state.desk().earliest(id, None, &state.today()).await.ok().flatten().map(|slot| slot.starts_at) }
        },
    );
    let line = move |at: DateTime| {
        let text = lang.book_next_free(&lang.day_and_time(at, now));
        view! { <p class="next-free"><a href=lang.path(&format!("/hospitals/{id}/book"))>{text}</a></p> }
    };
    view! { <Suspense>{move || Suspend::new(async move { earliest.await.map(line) })}</Suspense> }.into_any()
}

/// The week, today marked, and the holiday row.
fn hours(lang: Lang, place: Place, now: DateTime, holidays: &HolidayCalendar) -> AnyView {
    let week = place.hours().clone();
    let pharmacy = place.kind() == Kind::Pharmacy;
    let title = if pharmacy { lang.hours_title_pharmacy() } else { lang.hours_title() };
    let holiday = holidays.name(now.date());
    let today = if holiday.is_some() { HOLIDAY } else { weekday_index(now.date()) };
    let rows = (0..8).map(|index| {
        let (open, lunch) = day_words(lang, week.day(index));
        let weeks = (index < HOLIDAY).then(|| weeks_words(lang, &week, index)).flatten();
        let mark = (index == today).then(|| view! { <span class="tag tag-today">{lang.today()}</span> });
        view! {
            <tr class:today=index == today>
                <th scope="row">{lang.weekday(index)}{mark}</th>
                <td>{open}{weeks.map(|text| view! { <span class="weeks">{text}</span> })}</td>
                <td>{lunch}</td>
            </tr>
        }
    });
    let date = place.updated_on();
    let as_of = lang.data_as_of(source_name(lang, place.source()), date.year(), date.month(), date.day());
    view! {
        <section class="part">
            <h2>{title}</h2>
            {holiday.map(|name| view! { <p class="notice">{lang.today_is_holiday(name)}</p> })}
            <table class="hours">
                <thead><tr><th scope="col">{lang.hours_day()}</th><th scope="col">{lang.hours_open()}</th><th scope="col">{lang.hours_lunch()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {notes(lang, place)}
            <p class="source"><Icon name="info"/><span><strong>{as_of}</strong><br/>{lang.data_disclaimer()}</span></p>
        </section>
    }
    .into_any()
}

fn notes(lang: Lang, place: Place) -> Option<impl IntoView + use<>> {
    let lines: Vec<String> = place.notes().map(str::to_owned).collect();
    (!lines.is_empty()).then(
        || view! { <ul class="notes" lang=lang.of_data()>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> },
    )
}

/// The two cells of a day: its hours and its break.
fn day_words(lang: Lang, day: &DayHours) -> (String, String) {
    let ranges = day.ranges();
    match (day, ranges.first(), ranges.last()) {
        (DayHours::Unknown, ..) => (lang.hours_unknown().to_owned(), String::new()),
        (_, Some(first), Some(last)) => {
            let breaks: Vec<String> = day.breaks().map(|(from, to)| span(lang, from, to)).collect();
            let lunch = if breaks.is_empty() { lang.hours_no_break().to_owned() } else { breaks.join(", ") };
            (span(lang, first.open(), last.close()), lunch)
        }
        _ => (lang.hours_closed().to_owned(), String::new()),
    }
}

/// `09:00–18:30`, `22:00–다음 날 01:00`.
fn span(lang: Lang, from: u16, to: u16) -> String {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let close = if to > 24 * 60 { lang.next_day(&clock(to - 24 * 60)) } else { clock(to) };
    format!("{}–{close}", clock(from))
}

fn weeks_words(lang: Lang, week: &WeeklyHours, weekday: usize) -> Option<String> {
    let weeks = week.weeks(weekday);
    let listed: Vec<String> = weeks.iter().map(|week| week.to_string()).collect();
    (weeks != WeeksOfMonth::ALL).then(|| lang.weeks_of_month(&listed.join("·")))
}

fn departments(lang: Lang, place: Place) -> Option<AnyView> {
    let rows: Vec<_> = place.departments().to_vec();
    let row = move |department: crate::domain::hospital::Department| {
        let count = department.specialists.filter(|n| *n > 0).map(|n| lang.specialists(n));
        view! { <li><span>{lang.specialty(department.specialty)}</span><span class="quiet">{count}</span></li> }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <section class="part">
                <h2>{lang.departments_title()}</h2>
                <ul class="pairs">{rows.into_iter().map(row).collect_view()}</ul>
            </section>
        }
        .into_any()
    })
}

fn contact(lang: Lang, place: Place) -> Option<AnyView> {
    let phone = place.phone().map(|p| (lang.call(), p));
    let emergency = place.emergency_phone().map(|p| (lang.emergency_phone_label(), p));
    let homepage = place.homepage().map(str::to_owned);
    let numbers: Vec<_> = phone.into_iter().chain(emergency).collect();
    let number = |(word, phone): (&'static str, crate::domain::phone::Phone)| {
        view! { <li><span>{word}</span><a href=format!("tel:{}", phone.digits())>{phone.to_string()}</a></li> }
    };
    (!numbers.is_empty() || homepage.is_some()).then(|| {
        view! {
            <section class="part">
                <h2>{lang.contact_title()}</h2>
                <ul class="pairs">
                    {numbers.into_iter().map(number).collect_view()}
                    {homepage.map(|url| view! { <li><span>{lang.homepage()}</span><a href=url.clone() rel="noopener nofollow">{url.clone()}</a></li> })}
                </ul>
            </section>
        }
        .into_any()
    })
}

fn location(state: &AppState, lang: Lang, place: Place, now: DateTime, name: &str) -> AnyView {
    let map = place.location().map(|at| {
        let line = lang.state_line(place.state_at(now), now, place.kind() == Kind::Pharmacy);
        let label = format!("{name}, {} {}", line.word, line.detail);
        let shape = line.shape;
        let tiles = state.site().tile_url.clone();
        view! { <PlaceMap lat=at.lat lon=at.lon label shape tiles lang/>{directions(lang, at, name)} }
    });
    let none = map.is_none().then(|| view! { <p class="quiet">{lang.no_location()}</p> });
    view! { <section class="part" id="location"><h2>{lang.location_title()}</h2>{map}{none}</section> }.into_any()
}

/// Links into the two maps that Koreans use.
fn directions(lang: Lang, at: LatLon, name: &str) -> impl IntoView + use<> {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
    let kakao = format!("https://map.kakao.com/link/to/{name},{},{}", at.lat, at.lon);
    let naver = format!("https://map.naver.com/p/directions/-/{},{},{name}/-/transit", at.lon, at.lat);
    view! {
        <p class="directions">
            <a class="btn btn-quiet" href=kakao target="_blank" rel="noopener">{lang.kakao_directions()}<span class="sr">{lang.opens_new_window()}</span></a>
            <a class="btn btn-quiet" href=naver target="_blank" rel="noopener">{lang.naver_directions()}<span class="sr">{lang.opens_new_window()}</span></a>
        </p>
    }
}

/// The bar at the foot: call, way there, book.
fn dock(lang: Lang, place: Place, name: &str) -> AnyView {
    let bookable = place.bookable();
    let book = bookable.then(|| {
        view! { <a class="btn btn-fill" href=lang.path(&format!("/hospitals/{}/book", place.id()))>{lang.book()}</a> }
    });
    let call_class = if bookable { "btn btn-quiet" } else { "btn btn-fill" };
    let call = place.phone().map(|phone| {
        view! { <a class=call_class href=format!("tel:{}", phone.digits()) aria-label=lang.call_place(name)><Icon name="phone"/>{lang.call()}</a> }
    });
    let way = place
        .location()
        .map(|_| view! { <a class="btn btn-quiet" href="#location"><Icon name="way"/>{lang.directions()}</a> });
    view! { <div class="dock">{way}{call}{book}</div> }.into_any()
}

/// schema.org's description of the place, for search engines; `<` cannot end the script early.
fn json_ld(state: &AppState, place: Place) -> String {
    let kind = match place.kind() {
        Kind::Pharmacy => "Pharmacy",
        Kind::Dental => "Dentist",
        Kind::Clinic | Kind::Oriental | Kind::Public => "MedicalClinic",
        _ => "Hospital",
    };
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes % 1440 / 60, minutes % 60);
    // A day of certain weeks only has no form there; round the clock is written as to 23:59.
    let every_week = |index: &usize| place.hours().weeks(*index) == WeeksOfMonth::ALL;
    let opening = (0..DAYS.len()).filter(every_week).flat_map(|index| {
        place.hours().day(index).ranges().iter().map(move |range| {
            let whole_day = range.close() - range.open() == 24 * 60;
            serde_json::json!({
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": format!("https://schema.org/{}", DAYS[index]),
                "opens": clock(range.open()),
                "closes": if whole_day { "23:59".to_owned() } else { clock(range.close()) },
            })
        })
    });
    let mut thing = serde_json::json!({
        "@context": "https://schema.org",
        "@type": kind,
        // With its mark where it is made up: this leaves the site.
        "name": place.name(),
        "url": format!("{}/hospitals/{}", state.site().public_url, place.id()),
        "address": { "@type": "PostalAddress", "addressCountry": "KR", "streetAddress": place.address() },
        "openingHoursSpecification": opening.collect::<Vec<_>>(),
    });
    if let Some(phone) = place.phone() {
        thing["telephone"] = phone.to_string().into();
    }
    if let Some(at) = place.location() {
        thing["geo"] = serde_json::json!({ "@type": "GeoCoordinates", "latitude": at.lat, "longitude": at.lon });
    }
    thing.to_string().replace('<', "\\u003c")
}
