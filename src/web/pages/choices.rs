//! `/regions` and `/departments`: choices too long for a chip, as pages of links that lead back to
//! the finder with everything else kept.

use leptos::prelude::*;

use super::{parsed_query, request_lang};
use crate::{
    domain::{
        query::Query,
        region::{self, Region},
        specialty::Specialty,
    },
    web::{
        app::{Frame, Section},
        components::Icon,
        finder::answer::{href, region_name},
    },
    words::Lang,
};

/// The query to come back to, with the page of the list and a broken rest dropped.
fn kept() -> Query {
    Query { cursor: None, ..parsed_query() }
}

/// Every 시도 and, behind it, its 시군구.
#[component]
pub fn Regions() -> AnyView {
    let lang = request_lang();
    let query = Query { near: None, radius_m: None, bbox: None, ..kept() };
    let page = href("/regions", &query.to_query_string());
    let leads_to = |region: &Region| {
        lang.path(&href("/", &Query { region: Some(region.code), ..query.clone() }.to_query_string()))
    };
    let sido = |region: &'static Region| {
        let rows = region::sigungus(region.code)
            .map(|r| view! { <li><a href=leads_to(r)>{short_name(lang, r)}</a></li> })
            .collect_view();
        let whole =
            view! { <li><a href=leads_to(region)>{lang.region_whole(&region_name(lang, region.code))}</a></li> };
        let open = query.region.is_some_and(|code| region.code.holds(code));
        view! {
            <details open=open name="sido">
                <summary>{region_name(lang, region.code)}<Icon name="down"/></summary>
                <ul class="choices">{whole}{rows}</ul>
            </details>
        }
    };
    let sidos = region::sidos().map(sido).collect_view();
    view! {
        <Frame lang page title=lang.region_title().to_owned() section=Section::Find class="text">
            <h1>{lang.region_title()}</h1>
            <div class="sidos">{sidos}</div>
        </Frame>
    }
    .into_any()
}

/// A 시군구 under the heading of its 시도.
fn short_name(lang: Lang, region: &Region) -> &'static str {
    match lang {
        Lang::Ko => region.name_ko,
        Lang::En => region.name_en,
    }
}

/// Every department, by branch.
#[component]
pub fn Departments() -> AnyView {
    let lang = request_lang();
    let query = kept();
    let page = href("/departments", &query.to_query_string());
    let back = lang.path(&href("/", &Query { specialties: Default::default(), ..query.clone() }.to_query_string()));
    let one = |specialty: Specialty| {
        let on = query.specialties.contains(specialty);
        let chosen = Query { specialties: [specialty].into_iter().collect(), ..query.clone() };
        let link = lang.path(&href("/", &chosen.to_query_string()));
        view! { <li><a href=link aria-current=on.then_some("true")>{on.then(|| view! { <Icon name="tick"/> })}{lang.specialty(specialty)}</a></li> }
    };
    let branch = |title: &'static str, from: &'static str, to: &'static str| {
        let rows = Specialty::all().filter(|s| (from..to).contains(&s.code())).map(one).collect_view();
        view! { <h2>{title}</h2><ul class="choices">{rows}</ul> }
    };
    let branches = [
        branch(lang.departments_medical(), "00", "50"),
        branch(lang.departments_dental(), "50", "80"),
        branch(lang.departments_oriental(), "80", "99"),
    ];
    view! {
        <Frame lang page title=lang.filter_department().to_owned() section=Section::Find class="text">
            <h1>{lang.filter_department()}</h1>
            <p><a class="btn btn-line" href=back>{lang.filter_any_department()}</a></p>
            {branches.collect_view()}
        </Frame>
    }
    .into_any()
}
