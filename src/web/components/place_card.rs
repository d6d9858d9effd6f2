use super::{Icon, StateText};
use crate::words::{Lang, StateLine};
use leptos::prelude::*;

/// What a list shows of a place: words already chosen, so that the browser need not know the rules.
#[derive(Clone, Debug, PartialEq)]
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
    let Card { id, name, demo, state, about, phone, at, distance_m, bookable } = card;
    let walk = distance_m.and_then(|m| lang.walking_time(m));
    let no_walk = walk.is_none();
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
        <li class="place" class:picked=picked aria-current=picked.then_some("true") data-id=id data-at=at.map(|(lat, lon)| format!("{lat},{lon}"))>
            <div class="place-what">
                <h3><a class="place-link" href=href lang=lang.of_data()>{name}</a>{demo.then(|| view! { <span class="tag">{lang.demo_tag()}</span> })}</h3>
                <StateText line=state lang phone/>
                <p class="facts">
                    <strong class="far" hidden=distance_m.is_none()>{distance_m.map(|m| lang.distance(m))}</strong>
                    <span class="walk" hidden=no_walk>{walk}</span>
                    <span>{about}</span>
                </p>
            </div>
            <div class="place-do">{call}{book}</div>
        </li>
    }
}
