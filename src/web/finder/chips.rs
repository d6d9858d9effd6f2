//! The finder's filters as links.

use super::{
    answer::href,
    model::{Chip, ChipRole},
};
use crate::{
    domain::{
        hospital::Kind,
        query::{OpenWhen, Query},
        specialty::SpecialtySet,
    },
    words::Lang,
};

/// Links from a query to its neighbours.
pub(super) struct Links {
    /// In which language.
    pub lang: Lang,
    /// The query, from its first page.
    pub base: Query,
}

impl Links {
    /// The address of the query after a change.
    pub fn with(&self, change: impl FnOnce(&mut Query)) -> String {
        let mut changed = self.base.clone();
        change(&mut changed);
        self.lang.path(&href("/", &changed.to_query_string()))
    }

    /// Whether any filter is on.
    pub fn filtered(&self) -> bool {
        let Query { specialties, kinds, emergency, bookable, night, open, .. } = &self.base;
        !specialties.is_empty() || !kinds.is_empty() || *emergency || *bookable || *night || open.is_some()
    }

    /// The address of the query without its filters.
    pub fn without_filters(&self) -> String {
        self.with(|q| {
            let kept = std::mem::take(q);
            *q = Query {
                near: kept.near,
                radius_m: kept.radius_m,
                bbox: kept.bbox,
                region: kept.region,
                text: kept.text,
                screen: kept.screen,
                ..Query::default()
            };
        })
    }
}

/// The filters of a query, each leading to the query with itself turned over.
pub(super) fn chips(links: &Links, any_bookable: bool) -> Vec<Chip> {
    let (lang, base) = (links.lang, &links.base);
    let toggle = |label: &str, on: bool, change: &dyn Fn(&mut Query)| Chip {
        label: label.to_owned(),
        href: links.with(change),
        on,
        role: ChipRole::Toggle,
    };
    let open = base.open.is_some();
    let kind = |label: &str, kind: Kind| {
        let on = base.kinds.contains(&kind);
        toggle(label, on, &move |q| if on { q.kinds.retain(|k| *k != kind) } else { q.kinds = vec![kind] })
    };
    let mut chips = vec![
        toggle(lang.filter_open(), open, &move |q| q.open = if open { None } else { Some(OpenWhen::Now) }),
        Chip {
            label: department_label(lang, base.specialties),
            href: lang.path(&href("/departments", &base.to_query_string())),
            on: !base.specialties.is_empty(),
            role: ChipRole::Choice,
        },
        toggle(lang.filter_night(), base.night, &|q| q.night = !q.night),
        kind(lang.filter_pharmacy(), Kind::Pharmacy),
        Chip {
            label: lang.filter_emergency().to_owned(),
            href: lang.path(&emergency_href(base)),
            on: false,
            role: ChipRole::Emergency,
        },
        kind(lang.filter_dental(), Kind::Dental),
        kind(lang.filter_oriental(), Kind::Oriental),
    ];
    if any_bookable {
        chips.push(toggle(lang.filter_bookable(), base.bookable, &|q| q.bookable = !q.bookable));
    }
    chips
}

/// The emergency rooms of the same area.
fn emergency_href(base: &Query) -> String {
    let area = Query { near: base.near, bbox: base.bbox, region: base.region, ..Query::default() };
    href("/emergency", &area.to_query_string())
}

fn department_label(lang: Lang, chosen: SpecialtySet) -> String {
    let names: Vec<&str> = chosen.iter().map(|s| lang.specialty(s)).collect();
    match names.as_slice() {
        [] => lang.filter_department().to_owned(),
        [one] => (*one).to_owned(),
        [first, rest @ ..] => lang.filter_departments(first, rest.len()),
    }
}
