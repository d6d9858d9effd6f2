//! The shell around every page and the table of pages.

use std::sync::{Arc, OnceLock};

use axum::http::{HeaderValue, request::Parts};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode, StaticSegment,
    components::{FlatRoutes, Route, Router},
    path,
};

use super::{
    components::Icon,
    pages::{About, Departments, Emergency, Home, HospitalPage, NotFound, Privacy, Regions, request_path},
};
use crate::{directory::Directory, domain::hospital::Source, state::AppState, words::Lang};

/// The HTML document around the table of pages.
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    document(|| view! { <App/> }.into_any())
}

/// An HTML document of ours around what it shows.
pub fn document(body: impl FnOnce() -> AnyView) -> AnyView {
    let state = expect_context::<AppState>();
    let lang = Lang::of_path(&request_path());
    let build = state.site().build.clone();
    allow_only_our_own(&state.site().tile_origin);
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#FFFFFF" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#1A1D20" media="(prefers-color-scheme: dark)"/>
                <link rel="icon" href="/icon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/site.webmanifest"/>
                <link rel="stylesheet" href=format!("/pkg/heydoctor.css?v={build}")/>
                <script type="module" src=format!("/islands.js?v={build}")></script>
                <MetaTags/>
            </head>
            <body>{body()}</body>
        </html>
    }
    .into_any()
}

/// Where a page leaves its content security policy for the edge, which puts it on the answer: an
/// extension of the request.
#[derive(Clone, Debug, Default)]
pub struct PagePolicy(Arc<OnceLock<HeaderValue>>);

impl PagePolicy {
    /// The policy, once a page has been rendered.
    pub fn get(&self) -> Option<HeaderValue> {
        self.0.get().cloned()
    }
}

/// The page may load only what is ours, and the tiles; inline scripts need this page's nonce.
fn allow_only_our_own(tile_origin: &str) {
    let nonce = use_nonce().map(|nonce| format!("'nonce-{nonce}'")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' {nonce} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: {tile_origin}; \
         font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    let slot = use_context::<Parts>().and_then(|parts| parts.extensions.get::<PagePolicy>().cloned());
    if let (Some(slot), Ok(policy)) = (slot, HeaderValue::from_str(&policy)) {
        let _ = slot.0.set(policy);
    }
}

/// The pages, Korean at `/…` and English at `/en/…`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=|| view! { <NotFound/> }.into_any()>
                <Route path=StaticSegment("") view=Home/>
                // Whole before it is sent: whether the store knows the place decides the status.
                <Route path=path!("/hospitals/:id") view=HospitalPage ssr=SsrMode::Async/>
                <Route path=path!("/emergency") view=Emergency/>
                <Route path=path!("/regions") view=Regions/>
                <Route path=path!("/departments") view=Departments/>
                <Route path=path!("/about/data") view=About/>
                <Route path=path!("/privacy") view=Privacy/>
                <Route path=path!("/en") view=Home/>
                <Route path=path!("/en/hospitals/:id") view=HospitalPage ssr=SsrMode::Async/>
                <Route path=path!("/en/emergency") view=Emergency/>
                <Route path=path!("/en/regions") view=Regions/>
                <Route path=path!("/en/departments") view=Departments/>
                <Route path=path!("/en/about/data") view=About/>
                <Route path=path!("/en/privacy") view=Privacy/>
            </FlatRoutes>
        </Router>
    }
}

/// Which entry of the menu a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Finding places.
    Find,
    /// Emergency rooms.
    Emergency,
    /// A person's own bookings.
    Mine,
    /// About the data.
    Data,
}

/// The frame of a page: skip link, band, header, content, footer, tab bar.
#[component]
pub fn Frame(
    /// In which language.
    lang: Lang,
    /// The page's path without language (`/emergency`), with its query.
    page: String,
    /// The title before the site's name; empty for the site's name alone.
    title: String,
    /// What search engines and previews say of it.
    #[prop(into, optional)]
    description: Option<String>,
    /// Where in the menu it is.
    section: Section,
    /// The class of `<main>`.
    class: &'static str,
    /// For one person only: search engines are kept away.
    #[prop(optional)]
    private: bool,
    /// The content.
    children: Children,
) -> AnyView {
    let state = expect_context::<AppState>();
    let demo = is_demo(&state.directory());
    let full_title = if title.is_empty() {
        format!("{} — {}", lang.site_name(), lang.site_tagline())
    } else {
        format!("{title} — {}", lang.site_name())
    };
    let description = description.unwrap_or_else(|| lang.site_description().to_owned());
    let other = if lang == Lang::Ko { Lang::En } else { Lang::Ko };
    let absolute =
        |lang: Lang| format!("{}{}", state.site().public_url, lang.path(page.split('?').next().unwrap_or("/")));
    let head = view! {
        <Title text=full_title.clone()/>
        <leptos_meta::Meta name="description" content=description.clone()/>
        <leptos_meta::Meta property="og:title" content=full_title/>
        <leptos_meta::Meta property="og:description" content=description/>
        <leptos_meta::Meta property="og:type" content="website"/>
        {private.then(|| view! { <leptos_meta::Meta name="robots" content="noindex"/> })}
        {(!private).then(|| view! {
            <leptos_meta::Link rel="canonical" href=absolute(lang)/>
            <leptos_meta::Link rel="alternate" hreflang="ko" href=absolute(Lang::Ko)/>
            <leptos_meta::Link rel="alternate" hreflang="en" href=absolute(Lang::En)/>
        })}
    }
    .into_any();
    view! {
        {head}
        <a class="skip" href="#content">{lang.skip_to_content()}</a>
        {demo.then(|| view! { <aside class="band" aria-label=lang.demo_tag()>{lang.demo_band()}</aside> })}
        <header class="top">
            <a class="brand" href=lang.path("/")><span class="brand-mark" aria-hidden="true"></span><span class="brand-name">{lang.site_name()}</span></a>
            <Menu lang section class="top-menu"/>
            <a class="top-lang" href=other.path(&page) hreflang=other.tag() lang=other.tag()>{lang.other_language()}</a>
        </header>
        <main id="content" class=class tabindex="-1">{children()}</main>
        <footer class="foot">
            <p>{lang.footer_note()}</p>
            <p><a href=lang.path("/privacy")>{lang.privacy_title()}</a>" "<a href=other.path(&page) hreflang=other.tag() lang=other.tag()>{lang.other_language()}</a></p>
        </footer>
        <Menu lang section class="tabs"/>
    }
    .into_any()
}

#[component]
fn Menu(lang: Lang, section: Section, class: &'static str) -> AnyView {
    let entry = |to: Section, page: &str, icon: &'static str, word: &'static str| {
        let current = (to == section).then_some("page");
        view! { <li><a href=lang.path(page) aria-current=current><Icon name=icon/><span>{word}</span></a></li> }
    };
    view! {
        <nav class=class aria-label=if class == "tabs" { lang.nav_label_bottom() } else { lang.nav_label() }>
            <ul>
                {entry(Section::Find, "/", "hospital", lang.nav_find())}
                {entry(Section::Emergency, "/emergency", "siren", lang.nav_emergency())}
                {entry(Section::Mine, "/my", "calendar", lang.nav_mine())}
                {entry(Section::Data, "/about/data", "info", lang.nav_data())}
            </ul>
        </nav>
    }
    .into_any()
}

/// Whether the directory shows made-up places.
pub fn is_demo(directory: &Directory) -> bool {
    directory.counts().by_source.iter().any(|(source, count)| *source == Source::Demo && *count > 0)
}
