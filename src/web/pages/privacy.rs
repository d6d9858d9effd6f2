//! `/privacy`: what is kept of a person, why, how long, and whom to ask.

use leptos::prelude::*;

use super::request_lang;
use crate::{
    booking::{HEALTH_CONSENT, PRIVACY_CONSENT},
    web::app::{Frame, Section},
    words::Lang,
};

/// The page.
#[component]
pub fn Privacy() -> AnyView {
    let lang = request_lang();
    let rows = rows(lang)
        .map(|[what, why, until]| view! { <tr><th scope="row">{what}</th><td>{why}</td><td>{until}</td></tr> });
    let version = lang.consent_version(&format!("{PRIVACY_CONSENT}, {HEALTH_CONSENT}"));
    view! {
        <Frame lang page="/privacy".to_owned() title=lang.privacy_title().to_owned() section=Section::Mine class="text">
            <h1>{lang.privacy_title()}</h1>
            <p>{lang.privacy_intro()}</p>
            <h2>{lang.privacy_what_title()}</h2>
            <table>
                <thead><tr><th scope="col">{lang.privacy_what()}</th><th scope="col">{lang.privacy_why()}</th><th scope="col">{lang.privacy_until()}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <h2>{lang.privacy_who_title()}</h2>
            <ul><li>{lang.privacy_who()}</li><li>{lang.privacy_sealed()}</li><li>{lang.privacy_link()}</li><li>{lang.privacy_position()}</li></ul>
            <h2>{lang.privacy_rights_title()}</h2>
            <p>{lang.privacy_rights()}</p>
            <p><a class="btn btn-tonal" href=lang.path("/my")>{lang.nav_mine()}</a></p>
            <h2 id="consent">{lang.privacy_consent_title()}</h2>
            <ul>
                <li>{lang.consent_items()}</li><li>{lang.consent_purpose()}</li><li>{lang.consent_time()}</li><li>{lang.consent_right()}</li>
            </ul>
            <p class="quiet">{version}</p>
            <h2>{lang.privacy_ask_title()}</h2>
            <p>{lang.privacy_ask()}</p>
        </Frame>
    }
    .into_any()
}

fn rows(lang: Lang) -> [[&'static str; 3]; 5] {
    [
        [lang.privacy_name(), lang.privacy_name_why(), lang.privacy_year()],
        [lang.privacy_birth(), lang.privacy_birth_why(), lang.privacy_year()],
        [lang.privacy_reason(), lang.privacy_reason_why(), lang.privacy_month()],
        [lang.privacy_family(), lang.privacy_family_why(), lang.privacy_until_removed()],
        [lang.privacy_code(), lang.privacy_code_why(), lang.privacy_minutes()],
    ]
}
