//! The frame of the console's pages: bar, menu, content.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    Staff,
    visitor::{Asked, status_of},
};
use crate::{
    booking::{BookingError, Passport},
    domain::{
        hospital::{DEMO_MARK, Source},
        staff::Role,
    },
    state::AppState,
    web::{app::document, components::Icon},
    words::Lang,
};

/// Where in the menu a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Day,
    Week,
    Schedule,
    Board,
    Log,
    Settings,
    Other,
}

impl Section {
    /// Its own page.
    fn page(self) -> &'static str {
        match self {
            Self::Day | Self::Other => "/staff",
            Self::Week => "/staff/week",
            Self::Schedule => "/staff/schedule",
            Self::Board => "/staff/board",
            Self::Log => "/staff/log",
            Self::Settings => "/staff/settings",
        }
    }
}

/// A page's content, which may be asked for again.
type Content = std::sync::Arc<dyn Fn() -> AnyView + Send + Sync>;

/// A page that is to be sent.
pub(super) struct Page {
    pub status: StatusCode,
    pub title: String,
    pub section: Section,
    content: Content,
}

impl Page {
    pub fn new(
        title: impl Into<String>,
        section: Section,
        content: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> Self {
        let content = std::sync::Arc::new(content);
        Self { status: StatusCode::OK, title: title.into(), section, content }
    }

    /// With the status of what went wrong.
    pub fn after(mut self, error: Option<&BookingError>) -> Self {
        if let Some(error) = error {
            self.status = status_of(error);
        }
        self
    }

    /// To somebody who has logged in.
    pub async fn send(self, staff: &Staff) -> Response {
        let name = staff.today.directory.get(staff.passport.hospital);
        let demo = name.is_some_and(|place| place.source() == Source::Demo);
        let name = name.map(|place| place.name().trim_end_matches(DEMO_MARK).to_owned()).unwrap_or_default();
        let (passport, section) = (staff.passport.clone(), self.section);
        let (content, lang) = (self.content.clone(), staff.lang);
        let page = staff.asked.page().unwrap_or(section.page()).to_owned();
        let inside = move || inside(lang, &page, &passport, (&name, demo), section, content()).into_any();
        answer(&staff.state, &staff.asked, self.status, self.title, inside).await
    }

    /// To somebody who has logged in, without the frame: for a screen on the wall.
    pub async fn send_bare(self, staff: &Staff) -> Response {
        let content = self.content.clone();
        answer(&staff.state, &staff.asked, self.status, self.title, move || content()).await
    }

    /// To anybody: a door of the console, and where it is.
    pub async fn send_outside(self, state: &AppState, asked: &Asked, door: &'static str) -> Response {
        let (content, lang) = (self.content.clone(), asked.lang());
        let page = asked.page().unwrap_or(door).to_owned();
        let outside = move || outside(lang, &page, content()).into_any();
        answer(state, asked, self.status, self.title, outside).await
    }
}

async fn answer(
    state: &AppState,
    asked: &Asked,
    status: StatusCode,
    title: String,
    body: impl Fn() -> AnyView + Clone + Send + Sync + 'static,
) -> Response {
    let context = {
        let state = state.clone();
        move || provide_context(state.clone())
    };
    let lang = asked.lang();
    let page = move || {
        leptos_meta::provide_meta_context();
        let (body, title) = (body.clone(), format!("{title} — {}", lang.staff_console()));
        document(move || {
            view! { <Title text=title/><leptos_meta::Meta name="robots" content="noindex, nofollow"/>{body()} }
                .into_any()
        })
    };
    let mut response = leptos_axum::render_app_async_with_context(context, page)(asked.request()).await;
    *response.status_mut() = status;
    response
}

/// The same page in the other language.
fn other_language(lang: Lang, page: &str) -> impl IntoView {
    let other = if lang == Lang::Ko { Lang::En } else { Lang::Ko };
    view! { <a class="top-lang" href=other.path(page) hreflang=other.tag() lang=other.tag()>{lang.other_language()}</a> }
}

fn outside(lang: Lang, page: &str, content: AnyView) -> impl IntoView {
    view! {
        <a class="skip" href="#content">{lang.skip_to_content()}</a>
        <header class="top">
            <a class="brand" href=lang.path("/")><span class="brand-mark" aria-hidden="true"></span><span class="brand-name">{lang.site_name()}</span></a>
            {other_language(lang, page)}
        </header>
        <main id="content" class="desk-door" tabindex="-1">{content}</main>
    }
}

fn inside(
    lang: Lang,
    page: &str,
    passport: &Passport,
    (hospital, demo): (&str, bool),
    section: Section,
    content: AnyView,
) -> impl IntoView {
    view! {
        <a class="skip" href="#content">{lang.skip_to_content()}</a>
        <div class="desk">
            <header class="desk-bar">
                <p class="desk-name"><span class="brand-mark" aria-hidden="true"></span><strong lang=lang.of_data()>{hospital.to_owned()}</strong>
                    {demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}</p>
                <form class="desk-search" role="search" action=lang.path("/staff/search") method="post">
                    <label class="sr" for="desk-q">{lang.console_search_label()}</label>
                    <input id="desk-q" name="q" type="search" maxlength="60" autocomplete="off" placeholder=lang.console_search()/>
                    <button class="btn btn-quiet"><Icon name="search"/><span class="sr">{lang.staff_find()}</span></button>
                </form>
                {other_language(lang, page)}
                <form class="desk-me" action=lang.path("/staff/log-out") method="post">
                    <span lang=lang.of_data()>{passport.name.clone()}</span>
                    <button class="btn btn-quiet">{lang.staff_log_out()}</button>
                </form>
            </header>
            <Menu lang owner={passport.role == Role::Owner} section/>
            <main id="content" class="desk-main" tabindex="-1">{content}</main>
        </div>
    }
}

#[component]
fn Menu(lang: Lang, owner: bool, section: Section) -> impl IntoView {
    let entry = |to: Section, icon: &'static str, word: &'static str| {
        let current = (to == section).then_some("page");
        view! { <li><a href=lang.path(to.page()) aria-current=current><Icon name=icon/><span>{word}</span></a></li> }
    };
    view! {
        <nav class="desk-menu" aria-label=lang.console_menu()>
            <ul>
                {entry(Section::Day, "calendar", lang.console_today())}
                {entry(Section::Week, "week", lang.console_week())}
                {entry(Section::Schedule, "clock", lang.console_schedule())}
                {entry(Section::Board, "monitor", lang.console_board())}
                {owner.then(|| entry(Section::Log, "list", lang.console_log()))}
                {entry(Section::Settings, "sliders", lang.staff_settings())}
            </ul>
        </nav>
    }
}

/// What went wrong, or what was done, above a page's content.
pub(super) fn notice(trouble: Option<&str>, done: Option<&str>) -> AnyView {
    let bad = trouble.map(|text| view! { <p class="notice notice-bad" role="alert">{text.to_owned()}</p> });
    let good = done.map(|text| view! { <p class="notice notice-good" role="status">{text.to_owned()}</p> });
    view! { {bad}{good} }.into_any()
}
