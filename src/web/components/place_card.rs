use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Icon, StateText};
use crate::words::{Lang, StateLine};

/// Metres that people walk in a minute (4 km/h).
const WALK_M_PER_MINUTE: f64 = 67.0;
/// Beyond this nobody is told how long the walk takes.
const WALK_LIMIT_M: f64 = 2_000.0;

/// What a list shows of a place: words already chosen, so that the browser need not know the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The place's number.
    pub id: u32,
    /// Its name, without the demonstration mark.
    pub name: String,
    /// Made up for demonstration.
    pub demo: bool,
    /// Its open state.
    pub state: StateLine,
    /// Departments, or the kind of place.
    pub about: String,
    /// Digits to call.
    pub phone: Option<String>,
    /// Degrees; `None` where the position is not known.
    pub at: Option<(f64, f64)>,
    /// Metres from where the list starts, where that means something.
    pub distance_m: Option<f64>,
    /// Takes bookings here.
    pub bookable: bool,
}

/// `320m`, `1.8km`.
pub fn distance_text(lang: Lang, metres: f64) -> String {
    match metres {
        m if m < 995.0 => lang.metres((m / 10.0).round() as u32 * 10),
        m if m < 9_950.0 => lang.kilometres(&format!("{:.1}", m / 1_000.0)),
        m => lang.kilometres(&format!("{:.0}", m / 1_000.0)),
    }
}

fn walk_text(lang: Lang, metres: f64) -> Option<String> {
    (metres <= WALK_LIMIT_M).then(|| lang.walk((metres / WALK_M_PER_MINUTE).ceil().max(1.0) as u32))
}

/// A row of a list: name, state, distance; call and book at its end.
#[component]
pub fn PlaceCard(
    /// The place.
    card: Card,
    /// In which language.
    lang: Lang,
    /// Whether it is the one picked on the map.
    #[prop(optional)]
    picked: bool,
) -> impl IntoView {
    let Card { id, name, demo, state, about, phone, distance_m, bookable, .. } = card;
    let href = lang.path(&format!("/hospitals/{id}"));
    let book = bookable.then(|| {
        view! { <a class="btn btn-tonal" href=format!("{href}/book") aria-label=lang.book_place(&name)>{lang.book()}</a> }
    });
    let call = phone.clone().map(|digits| {
        view! {
            <a class="btn btn-quiet call" href=format!("tel:{digits}") aria-label=lang.call_place(&name)>
                <Icon name="phone"/><span class="call-word">{lang.call()}</span>
            </a>
        }
    });
    view! {
        <li class="place" class:picked=picked aria-current=picked.then_some("true") data-id=id>
            <div class="place-what">
                <h3><a class="place-link" href=href>{name}</a>{demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}</h3>
                <StateText line=state lang phone/>
                <p class="facts">
                    {distance_m.map(|m| view! { <strong>{distance_text(lang, m)}</strong> })}
                    {distance_m.and_then(|m| walk_text(lang, m)).map(|walk| view! { <span>{walk}</span> })}
                    <span>{about}</span>
                </p>
            </div>
            <div class="place-do">{call}{book}</div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_read_naturally() {
        for (metres, text) in [(3.0, "0m"), (318.0, "320m"), (997.0, "1.0km"), (1_840.0, "1.8km"), (12_400.0, "12km")] {
            assert_eq!(distance_text(Lang::Ko, metres), text);
        }
        assert_eq!(walk_text(Lang::Ko, 320.0).as_deref(), Some("도보 5분"));
        assert_eq!(walk_text(Lang::Ko, 2_001.0), None);
    }
}
