//! A booking's own page: what it is, what to bring, what can be done with it.

use jiff::civil::DateTime;
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Site, head::Hospital};
use crate::{
    booking::Visit,
    domain::{booking::Status, patient::Relation},
    web::{
        components::{Icon, Qr},
        live::Live,
    },
    words::Lang,
};

/// Seconds between two looks at the queue.
const FRESH: u32 = 15;

/// Why the page is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By its link.
    Link,
    /// The booking has just been made.
    New,
    /// It has just been moved.
    Moved,
    /// To cancel it, which is asked about first.
    Cancel,
}

impl Reached {
    /// From the page's query.
    pub fn of_query(query: &str) -> Self {
        match query {
            "new" => Self::New,
            "moved" => Self::Moved,
            "cancel" => Self::Cancel,
            _ => Self::Link,
        }
    }

    fn query(self) -> &'static str {
        match self {
            Self::Link => "",
            Self::New => "?new",
            Self::Moved => "?moved",
            Self::Cancel => "?cancel",
        }
    }
}

/// All that the page shows.
#[derive(Clone, Debug)]
pub struct VisitPage {
    /// The booking.
    pub visit: Visit,
    /// The hospital; `None` when it has closed down.
    pub hospital: Option<Hospital>,
    /// Why the page is seen.
    pub reached: Reached,
    /// What went wrong.
    pub notice: Option<String>,
    /// The moment, Korean civil time.
    pub now: DateTime,
    /// The page's address in full, for the QR code.
    pub address: String,
    /// The part that stays fresh, as markup.
    pub state: String,
}

impl VisitPage {
    fn path(&self) -> String {
        format!("/bookings/{}", self.visit.token.as_str())
    }

    fn status(&self) -> Status {
        self.visit.booking.status()
    }
}

/// The page.
pub fn page(lang: Lang, page: &VisitPage) -> AnyView {
    let notice = page.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let url = lang.path(&format!("{}/live{}", page.path(), page.reached.query()));
    let state = page.state.clone();
    let asks = page.reached == Reached::Cancel && page.visit.may_change;
    let to_come = page.status().is_open() && page.status() != Status::Offered;
    let body = view! {
            {notice}
            {asks.then(|| cancel_question(lang, page))}
            <Live url every=FRESH><div inner_html=state></div></Live>
            {ticket(lang, page)}
            {to_come.then(|| bring(lang, page))}
            {(!asks).then(|| changes(lang, page))}
    }
    .into_any();
    view! { <Site lang page=page.path() title=lang.visit_title() private=true>{body}</Site> }.into_any()
}

/// The part that stays fresh: where the booking stands, and what can be done about it now.
pub fn state(lang: Lang, page: &VisitPage) -> AnyView {
    let record = &page.visit.booking.record;
    let status = page.status();
    let title = match (page.reached, status) {
        (Reached::New, Status::Confirmed) => lang.visit_new(),
        (Reached::Moved, Status::Confirmed) => lang.visit_moved(),
        _ => lang.booking_status(status),
    };
    let told = page.visit.booking.patient.as_ref().and_then(|patient| patient.phone.as_ref());
    let told = told.filter(|_| page.reached == Reached::New).map(|phone| lang.visit_told(&phone.masked()));
    let before =
        page.visit.before.map(|count| if count == 0 { lang.visit_next().to_owned() } else { lang.visit_before(count) });
    let queue = record.queue_number.filter(|_| status == Status::Arrived).map(|number| {
        view! { <p class="queue"><span class="quiet">{lang.visit_queue_number()}</span><strong>{number}</strong></p> }
    });
    let hold = record.hold_until.filter(|_| status == Status::Offered);
    let hold = hold.map(|until| lang.visit_hold(&lang.day_and_time(crate::domain::time::seoul(until), page.now)));
    let say = [Some(title.to_owned()), before.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let (class, icon) = match status {
        Status::Cancelled | Status::Lapsed | Status::NoShow => ("sign sign-off", "cross"),
        Status::Offered => ("sign sign-wait", "clock"),
        _ => ("sign", "tick"),
    };
    view! {
        <div class="visit-state" data-key=format!("state-{}", status.word()) data-say=say>
            <p class=class aria-hidden="true"><Icon name=icon/></p>
            <h1>{title}</h1>
            {told.map(|text| view! { <p class="quiet">{text}</p> })}
            {queue}
            {before.map(|text| view! { <p class="before">{text}</p> })}
            {hold.map(|text| view! { <p>{text}</p> })}
            {(status == Status::Offered).then(|| view! {
                <div class="row">{act(lang, page, "accept", lang.visit_accept(), "btn btn-fill")}{act(lang, page, "decline", lang.visit_decline(), "btn btn-line")}</div>
            })}
            {page.visit.may_arrive.then(|| view! {
                <p>{lang.visit_here_text()}</p>
                {act(lang, page, "arrive", lang.visit_here(), "btn btn-fill wide")}
            })}
        </div>
    }
    .into_any()
}

/// A button that does something with the booking.
fn act(lang: Lang, page: &VisitPage, what: &'static str, word: &'static str, class: &'static str) -> AnyView {
    view! { <form method="post" action=lang.path(&page.path())><button class=class name="do" value=what>{word}</button></form> }
        .into_any()
}

fn cancel_question(lang: Lang, page: &VisitPage) -> AnyView {
    view! {
        <section class="card ask" aria-labelledby="ask">
            <h2 id="ask" tabindex="-1" autofocus>{lang.visit_cancel_sure()}</h2>
            <p>{lang.visit_cancel_text()}</p>
            <div class="row">
                <a class="btn btn-line" href=lang.path(&page.path())>{lang.visit_keep()}</a>
                {act(lang, page, "cancel", lang.visit_cancel_yes(), "btn btn-danger")}
            </div>
        </section>
    }
    .into_any()
}

fn ticket(lang: Lang, page: &VisitPage) -> AnyView {
    let (starts_at, _) = page.visit.booking.times();
    let patient = page.visit.booking.patient.as_ref().map(|patient| {
        let relation =
            (patient.relation != Relation::Oneself).then(|| format!(" ({})", lang.relation(patient.relation)));
        let name = patient.name.as_str().to_owned();
        view! { <div><dt>{lang.visit_patient()}</dt><dd><span lang=lang.of_data()>{name}</span>{relation}</dd></div> }
    });
    let reason = page.visit.booking.reason.as_ref().map(|reason| reason.as_str().to_owned());
    let hospital = page.hospital.clone();
    let open = page.status().is_open();
    // What the hospital or the patient wrote stays in the language that it is in.
    let row = |word: &'static str, text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .map(|text| view! { <div><dt>{word}</dt><dd lang=lang.of_data()>{text}</dd></div> })
    };
    let class = if open { "card ticket" } else { "card ticket over" };
    view! {
        <section class=class>
            <h2>{lang.visit_time(starts_at)}</h2>
            {hospital.clone().map(|hospital| view! {
                <p class="ticket-where"><a href=lang.path(&format!("/hospitals/{}", hospital.id)) lang=lang.of_data()>{hospital.name}</a>{hospital.demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}</p>
            })}
            <dl>
                {row(lang.visit_doctor(), Some(page.visit.doctor_name.clone()))}
                {patient}
                {row(lang.visit_reason(), reason)}
                {row(lang.visit_place(), hospital.as_ref().map(|hospital| hospital.address.clone()))}
            </dl>
            {open.then(|| view! {
                <div class="ticket-number">
                    <p><span class="quiet">{lang.visit_number()}</span><strong>{page.visit.booking.number().to_string()}</strong><span class="quiet">{lang.visit_show()}</span></p>
                    <Qr text=page.address.clone() label=lang.visit_qr()/>
                </div>
                <div class="row">
                    <a class="btn btn-tonal" href=format!("{}.ics", lang.path(&page.path()))><Icon name="calendar"/>{lang.visit_calendar()}</a>
                    {hospital.as_ref().and_then(|hospital| way(lang, hospital))}
                </div>
            })}
        </section>
    }
    .into_any()
}

fn way(lang: Lang, hospital: &Hospital) -> Option<AnyView> {
    let at = hospital.at?;
    let name = utf8_percent_encode(&hospital.name, NON_ALPHANUMERIC).to_string();
    let link = format!("https://map.kakao.com/link/to/{name},{},{}", at.lat, at.lon);
    Some(
        view! { <a class="btn btn-quiet" href=link target="_blank" rel="noopener noreferrer"><Icon name="way"/>{lang.visit_directions()}<span class="sr">{lang.opens_new_window()}</span></a> }
            .into_any(),
    )
}

fn bring(lang: Lang, page: &VisitPage) -> AnyView {
    let own: Vec<String> =
        page.visit.bring.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let usual = own.is_empty().then(|| {
        view! {
            <li><Icon name="id"/><span>{lang.visit_bring_id()}</span></li>
            <li><Icon name="pill"/><span>{lang.visit_bring_drugs()}</span></li>
        }
    });
    view! {
        <section class="card">
            <h2>{lang.visit_bring()}</h2>
            <ul class="bring">
                {usual}
                {own.into_iter().map(|line| view! { <li><Icon name="tick"/><span lang=lang.of_data()>{line}</span></li> }).collect_view()}
                <li><Icon name="clock"/><span>{lang.visit_come_early()}<br/><span class="quiet">{lang.visit_come_early_text()}</span></span></li>
            </ul>
        </section>
    }
    .into_any()
}

/// The ways to change it; a phone number where it is too late.
fn changes(lang: Lang, page: &VisitPage) -> AnyView {
    let call = page.hospital.as_ref().and_then(|hospital| hospital.phone.clone()).map(|digits| {
        view! { <li><a href=format!("tel:{digits}")><span>{lang.visit_call()}</span><Icon name="phone"/></a></li> }
    });
    let until = lang.visit_until(&lang.day_and_time(page.visit.cancel_until, page.now));
    let may = page.visit.may_change;
    let too_late = page.status() == Status::Confirmed && !may;
    let again = page.hospital.as_ref().filter(|_| !page.status().is_open()).map(|hospital| {
        let link = lang.path(&format!("/hospitals/{}/book", hospital.id));
        view! { <li><a href=link><span>{lang.visit_again()}</span><Icon name="right"/></a></li> }
    });
    view! {
        <section class="card">
            {too_late.then(|| view! { <p class="quiet">{lang.visit_too_late()}</p> })}
            <ul class="lines">
                {may.then(|| view! {
                    <li><a href=lang.path(&format!("{}/move", page.path()))><span>{lang.visit_move()}</span><Icon name="right"/></a></li>
                    <li><a href=lang.path(&format!("{}?cancel", page.path()))><span>{lang.visit_cancel()}</span><span class="quiet">{until}</span></a></li>
                })}
                {again}
                {call}
                <li><a href=lang.path("/my")><span>{lang.nav_mine()}</span><Icon name="right"/></a></li>
            </ul>
        </section>
    }
    .into_any()
}
