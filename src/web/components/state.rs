use leptos::prelude::*;

use crate::words::{Lang, StateLine};

/// Glyph, bold word and quiet time of an open state; with unknown hours, the number to ask.
#[component]
pub fn StateText(
    /// What to say.
    line: StateLine,
    /// In which language.
    lang: Lang,
    /// Digits to call when the hours are not known.
    phone: Option<String>,
) -> impl IntoView {
    let StateLine { shape, word, detail } = line;
    let ask = phone.filter(|_| shape == "unknown");
    view! {
        <p class=format!("state state-{shape}")>
            <span class=format!("i i-{shape}") aria-hidden="true"></span>
            <strong>{word}</strong>
            {(!detail.is_empty()).then(|| view! { <span class="detail">{detail}</span> })}
            {ask.map(|digits| view! { <span class="detail"><a class="ask" href=format!("tel:{digits}")>{lang.check_by_phone()}</a></span> })}
        </p>
    }
}
