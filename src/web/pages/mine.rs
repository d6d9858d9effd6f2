//! `/my`: the phone, the code, and then all that belongs to the phone.

use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use crate::{
    booking::{CODE_MINUTES, FamilyMember},
    domain::{
        booking::Status,
        patient::{Mobile, Relation, Wrong as Fault},
    },
    web::{
        app::{Frame, Section},
        components::{Field, Icon, Input},
    },
    words::Lang,
};

/// Before a phone has proved itself.
#[derive(Clone, Debug, Default)]
pub struct LogIn {
    /// What was typed.
    pub phone: String,
    /// The phone that a code was sent to.
    pub sent: Option<Mobile>,
    /// What is wrong with the phone.
    pub wrong: Option<Fault>,
    /// What went wrong, or was done, as a whole.
    pub notice: Option<String>,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it leads.
    pub page: String,
    /// When.
    pub at: DateTime,
    /// The hospital's name.
    pub hospital: String,
    /// Who comes.
    pub name: String,
    /// Where it stands.
    pub status: Status,
}

/// After it has.
#[derive(Clone, Debug)]
pub struct Mine {
    /// The phone.
    pub phone: Mobile,
    /// Visits to come, the next first.
    pub upcoming: Vec<Line>,
    /// Those that are over, the newest first.
    pub past: Vec<Line>,
    /// Days that are waited for: link, day, hospital.
    pub waiting: Vec<(String, Date, String)>,
    /// The family.
    pub family: Vec<(i64, FamilyMember)>,
    /// What was typed of a new member: name and birth date.
    pub typed: (String, String),
    /// What is wrong with it.
    pub wrong: Vec<(&'static str, Fault)>,
    /// What went wrong as a whole.
    pub notice: Option<String>,
    /// Whether it is asked if everything is to be deleted.
    pub forget: bool,
}

/// The page that asks for the phone, then for the code.
pub fn log_in(lang: Lang, page: &LogIn) -> AnyView {
    let notice = page.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let form = match &page.sent {
        None => ask_phone(lang, page),
        Some(phone) => ask_code(lang, phone, page.notice.is_some()),
    };
    let body = view! {
            <h1>{lang.mine_title()}</h1>
            {notice}
            {form}
    }
    .into_any();
    view! { <Frame lang page="/my".to_owned() title=lang.mine_title().to_owned() section=Section::Mine class="booking mine" private=true>{body}</Frame> }
    .into_any()
}

fn ask_phone(lang: Lang, page: &LogIn) -> AnyView {
    let wrong = page.wrong.map(|fault| lang.wrong(fault));
    let focus = wrong.is_some();
    view! {
        <p class="lead">{lang.mine_phone_text()}</p>
        <form class="book-fields" method="post" action=lang.path("/my") novalidate>
            <Field name="phone" label=lang.book_phone() input=Input::Line("tel", "tel") value=page.phone.clone() wrong focus/>
            <button class="btn btn-fill wide" name="do" value="code">{lang.mine_send_code()}</button>
        </form>
    }
    .into_any()
}

fn ask_code(lang: Lang, phone: &Mobile, failed: bool) -> AnyView {
    let invalid = failed.then_some("true");
    view! {
        <p class="lead" id="code-hint">{lang.mine_code_text(&phone.masked(), CODE_MINUTES)}</p>
        <form class="book-fields" method="post" action=lang.path("/my") novalidate>
            <input type="hidden" name="phone" value=phone.digits().to_owned()/>
            <div class="field">
                <label for="code">{lang.mine_code()}</label>
                <input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="12" required autofocus aria-invalid=invalid aria-describedby="code-hint"/>
            </div>
            <button class="btn btn-fill wide" name="do" value="enter">{lang.mine_enter()}</button>
        </form>
        <p><a class="btn btn-quiet" href=lang.path("/my")>{lang.mine_other_phone()}</a></p>
    }
    .into_any()
}

/// The page of a phone that has proved itself.
pub fn page(lang: Lang, mine: &Mine) -> AnyView {
    let notice = mine.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let empty = mine.upcoming.is_empty() && mine.past.is_empty();
    let body = view! {
            <div class="mine-head">
                <h1>{lang.mine_title()}</h1>
                <form method="post" action=lang.path("/my")><button class="btn btn-quiet" name="do" value="leave">{lang.mine_log_out()}</button></form>
            </div>
            <p class="quiet">{mine.phone.masked()}</p>
            {notice}
            {mine.forget.then(|| forget(lang))}
            {empty.then(|| view! { <section class="card"><h2>{lang.mine_none()}</h2><p>{lang.mine_none_text()}</p><p><a class="btn btn-tonal" href=lang.path("/?bookable=true")>{lang.mine_find()}</a></p></section> })}
            {lines(lang, lang.mine_upcoming(), &mine.upcoming)}
            {waiting(lang, mine)}
            {lines(lang, lang.mine_past(), &mine.past)}
            {family(lang, mine)}
            <section class="card">
                <h2>{lang.mine_data()}</h2>
                <ul class="lines">
                    <li><a href=lang.path("/my/export") download="heydoctor.json"><span>{lang.mine_export()}</span><Icon name="down"/></a></li>
                    <li><a href=lang.path("/my?forget")><span>{lang.mine_forget()}</span><Icon name="right"/></a></li>
                    <li><a href=lang.path("/privacy")><span>{lang.privacy_title()}</span><Icon name="right"/></a></li>
                </ul>
            </section>
    }
    .into_any();
    view! { <Frame lang page="/my".to_owned() title=lang.mine_title().to_owned() section=Section::Mine class="booking mine" private=true>{body}</Frame> }
    .into_any()
}

fn forget(lang: Lang) -> AnyView {
    view! {
        <section class="card ask" aria-labelledby="ask">
            <h2 id="ask" tabindex="-1" autofocus>{lang.mine_forget_sure()}</h2>
            <p>{lang.mine_forget_text()}</p>
            <div class="row">
                <a class="btn btn-line" href=lang.path("/my")>{lang.mine_keep()}</a>
                <form method="post" action=lang.path("/my")><button class="btn btn-danger" name="do" value="forget">{lang.mine_forget_yes()}</button></form>
            </div>
        </section>
    }
    .into_any()
}

fn lines(lang: Lang, title: &'static str, lines: &[Line]) -> Option<AnyView> {
    let line = |line: &Line| {
        view! {
            <li><a href=lang.path(&line.page)>
                <span class="mine-line"><strong>{lang.visit_time(line.at)}</strong><span lang=lang.of_data()>{line.hospital.clone()}</span><span class="quiet"><span lang=lang.of_data()>{line.name.clone()}</span>" · "{lang.booking_status(line.status)}</span></span>
                <Icon name="right"/>
            </a></li>
        }
    };
    (!lines.is_empty()).then(|| {
        view! { <section class="card"><h2>{title}</h2><ul class="lines">{lines.iter().map(line).collect_view()}</ul></section> }
            .into_any()
    })
}

fn waiting(lang: Lang, mine: &Mine) -> Option<AnyView> {
    let line = |(page, day, hospital): &(String, Date, String)| {
        view! {
            <li><a href=lang.path(page)>
                <span class="mine-line"><strong>{lang.visit_day(*day)}</strong><span lang=lang.of_data()>{hospital.clone()}</span></span>
                <Icon name="right"/>
            </a></li>
        }
    };
    (!mine.waiting.is_empty()).then(|| {
        view! { <section class="card"><h2>{lang.mine_waiting()}</h2><ul class="lines">{mine.waiting.iter().map(line).collect_view()}</ul></section> }
            .into_any()
    })
}

fn family(lang: Lang, mine: &Mine) -> AnyView {
    let member = |(id, member): &(i64, FamilyMember)| {
        let name = member.name.as_str().to_owned();
        let about = [Some(lang.relation(member.relation).to_owned()), member.birth_date.map(|date| date.to_string())];
        let about = about.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! {
            <li class="member">
                <span class="mine-line"><strong lang=lang.of_data()>{name.clone()}</strong><span class="quiet">{about}</span></span>
                <form method="post" action=lang.path("/my")>
                    <input type="hidden" name="member" value=*id/>
                    <button class="btn btn-quiet" name="do" value="remove" aria-label=lang.mine_family_remove_whom(&name)>{lang.mine_family_remove()}</button>
                </form>
            </li>
        }
    };
    let wrong = |field: &str| {
        let index = mine.wrong.iter().position(|(name, _)| *name == field);
        (index.map(|index| lang.wrong(mine.wrong[index].1)), index == Some(0))
    };
    let (name, name_first) = wrong("name");
    let (born, born_first) = wrong("birth_date");
    let (typed_name, typed_born) = mine.typed.clone();
    let choice = |relation: Relation| {
        let checked = relation == Relation::Child;
        view! { <label><input type="radio" name="relation" value=relation.word() checked=checked/><span>{lang.relation(relation)}</span></label> }
    };
    view! {
        <section class="card" id="family">
            <h2>{lang.mine_family()}</h2>
            <p class="quiet">{lang.mine_family_text()}</p>
            <ul class="lines">{mine.family.iter().map(member).collect_view()}</ul>
            <details class="add" open=!mine.wrong.is_empty()>
                <summary>{lang.mine_family_add()}<Icon name="down"/></summary>
                <form method="post" action=lang.path("/my") novalidate>
                    <fieldset class="segments"><legend class="sr">{lang.mine_relation()}</legend>{[Relation::Child, Relation::Family].map(choice).collect_view()}</fieldset>
                    <Field name="name" label=lang.mine_name() input=Input::Line("off", "text") value=typed_name wrong=name focus=name_first/>
                    <Field name="birth_date" label=lang.book_birth_date() optional=Some(lang.book_optional()) hint=lang.book_birth_date_hint() input=Input::Line("off", "numeric") value=typed_born wrong=born focus=born_first/>
                    <button class="btn btn-fill wide" name="do" value="add">{lang.mine_save()}</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}
