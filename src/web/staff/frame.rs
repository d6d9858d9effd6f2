//! The frame of the console's pages: bar, menu, content.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    LANG, Staff,
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
        let content = self.content.clone();
        let inside = move || inside(&passport, &name, demo, section, content()).into_any();
        answer(&staff.state, &staff.asked, self.status, self.title, inside).await
    }

    /// To somebody who has logged in, without the frame: for a screen on the wall.
    pub async fn send_bare(self, staff: &Staff) -> Response {
        let content = self.content.clone();
        answer(&staff.state, &staff.asked, self.status, self.title, move || content()).await
    }

    /// To anybody: the doors of the console.
    pub async fn send_outside(self, state: &AppState, asked: &Asked) -> Response {
        let content = self.content.clone();
        let outside = move || outside(content()).into_any();
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
    let page = move || {
        leptos_meta::provide_meta_context();
        let (body, title) = (body.clone(), format!("{title} — {}", LANG.staff_console()));
        document(move || {
            view! { <Title text=title/><leptos_meta::Meta name="robots" content="noindex, nofollow"/>{body()} }
                .into_any()
        })
    };
    let mut response = leptos_axum::render_app_async_with_context(context, page)(asked.request()).await;
    *response.status_mut() = status;
    response
}

fn outside(content: AnyView) -> impl IntoView {
    view! {
        <a class="skip" href="#content">{LANG.skip_to_content()}</a>
        <header class="top">
            <a class="brand" href="/"><span class="brand-mark" aria-hidden="true"></span><span class="brand-name">{LANG.site_name()}</span></a>
        </header>
        <main id="content" class="desk-door" tabindex="-1">{content}</main>
    }
}

fn inside(passport: &Passport, hospital: &str, demo: bool, section: Section, content: AnyView) -> impl IntoView {
    view! {
        <a class="skip" href="#content">{LANG.skip_to_content()}</a>
        <div class="desk">
            <header class="desk-bar">
                <p class="desk-name"><span class="brand-mark" aria-hidden="true"></span><strong>{hospital.to_owned()}</strong>
                    {demo.then(|| view! { <span class="tag">{LANG.demo_tag()}</span> })}</p>
                <form class="desk-search" role="search" action="/staff/search" method="post">
                    <label class="sr" for="desk-q">{LANG.console_search_label()}</label>
                    <input id="desk-q" name="q" type="search" maxlength="60" autocomplete="off" placeholder=LANG.console_search()/>
                    <button class="btn btn-quiet"><Icon name="search"/><span class="sr">{LANG.staff_find()}</span></button>
                </form>
                <form class="desk-me" action="/staff/log-out" method="post">
                    <span>{passport.name.clone()}</span>
                    <button class="btn btn-quiet">{LANG.staff_log_out()}</button>
                </form>
            </header>
            <Menu owner={passport.role == Role::Owner} section/>
            <main id="content" class="desk-main" tabindex="-1">{content}</main>
        </div>
    }
}

#[component]
fn Menu(owner: bool, section: Section) -> impl IntoView {
    let entry = |to: Section, page: &'static str, icon: &'static str, word: &'static str| {
        let current = (to == section).then_some("page");
        view! { <li><a href=page aria-current=current><Icon name=icon/><span>{word}</span></a></li> }
    };
    view! {
        <nav class="desk-menu" aria-label=LANG.console_menu()>
            <ul>
                {entry(Section::Day, "/staff", "calendar", LANG.console_today())}
                {entry(Section::Week, "/staff/week", "week", LANG.console_week())}
                {entry(Section::Schedule, "/staff/schedule", "clock", LANG.console_schedule())}
                {entry(Section::Board, "/staff/board", "monitor", LANG.console_board())}
                {owner.then(|| entry(Section::Log, "/staff/log", "list", LANG.console_log()))}
                {entry(Section::Settings, "/staff/settings", "sliders", LANG.staff_settings())}
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

/// A field with its label, and what is wrong with it below.
#[component]
pub(super) fn Field(
    /// Its name, also its id.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// The kind of input.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// What stands in it.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    wrong: Option<String>,
    /// What fills it in by itself.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let wrong_id = format!("{name}-wrong");
    let described = wrong.as_ref().map(|_| wrong_id.clone());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input id=name name=name type=kind.unwrap_or("text") value=value autocomplete=autocomplete.unwrap_or("off")
                required=required aria-invalid=wrong.as_ref().map(|_| "true") aria-describedby=described/>
            {wrong.map(|text| view! { <p class="field-wrong" id=wrong_id>{text}</p> })}
        </div>
    }
}
