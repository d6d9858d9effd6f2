//! The second step: who comes. What was typed stays whatever goes wrong; a lost race offers near
//! times, and one press books one of them.

use jiff::civil::DateTime;
use leptos::prelude::*;

use super::{
    Site,
    head::{Head, Hospital},
    slot_value, steps,
    taken::{Lost, sheet},
};
use crate::{
    booking::{HEALTH_CONSENT, PRIVACY_CONSENT},
    domain::{
        patient::{Relation, VisitReason, Wrong as Fault},
        schedule::DoctorId,
    },
    web::components::{Field, Icon, Input, Wrong},
    words::Lang,
};

/// What a person typed and ticked, as it came.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// Whom it is for.
    pub relation: Relation,
    /// The patient's name.
    pub name: String,
    /// The mobile number.
    pub phone: String,
    /// The birth date.
    pub birth_date: String,
    /// The reason.
    pub reason: String,
    /// Whether the reason may be passed on.
    pub health: bool,
    /// Whether name and number may be used.
    pub privacy: bool,
}

/// All that the second step shows.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// Where.
    pub hospital: Hospital,
    /// Whose time.
    pub doctor: DoctorId,
    /// Their name.
    pub doctor_name: String,
    /// When.
    pub at: DateTime,
    /// The timetable, with what is chosen.
    pub back: String,
    /// Links that fill in a member of the family: name, link, whether it is the one filled in.
    pub family: Vec<(String, String, bool)>,
    /// What was typed.
    pub typed: Typed,
    /// Makes one booking of a form that is sent twice.
    pub key: String,
    /// What is wrong, by field.
    pub wrong: Vec<(&'static str, Fault)>,
    /// What went wrong as a whole.
    pub notice: Option<String>,
    /// A race that was lost.
    pub lost: Option<Lost>,
}

impl FormPage {
    /// What is wrong with a field, in words, and whether it is the first.
    fn wrong(&self, lang: Lang, field: &str) -> (Option<String>, bool) {
        let index = self.wrong.iter().position(|(name, _)| *name == field);
        (index.map(|index| lang.wrong(self.wrong[index].1)), index == Some(0))
    }
}

/// The page.
pub fn page(lang: Lang, form: &FormPage) -> AnyView {
    let action = lang.path(&format!("/hospitals/{}/book", form.hospital.id));
    let notice = form.notice.clone().map(|text| view! { <p class="notice" role="alert">{text}</p> });
    let covered = form.lost.is_some();
    let body = view! {
            <form class="book-form" method="post" action=action novalidate autocomplete="on">
                <div class="book-fields" inert=covered>
                    <Head lang hospital=form.hospital.clone() back=form.back.clone()/>
                    {steps(lang, 2)}
                    <h1>{lang.book_who()}</h1>
                    {notice}
                    <p class="chosen">
                        <span class="mine-line"><strong>{lang.visit_time(form.at)}</strong><span lang=lang.of_data()>{form.doctor_name.clone()}</span></span>
                        <a href=lang.path(&form.back)>{lang.book_change()}</a>
                    </p>
                    {family(lang, form)}
                    {fields(lang, form)}
                    {consents(lang, form)}
                    <div class="dock book-dock"><button class="btn btn-fill" name="slot" value=slot_value(form.doctor, form.at)>{lang.book_confirm()}</button></div>
                </div>
                <input type="hidden" name="key" value=form.key.clone()/>
                <input type="hidden" name="back" value=form.back.clone()/>
                {form.lost.as_ref().map(|lost| sheet(lang, lost))}
            </form>
    }
    .into_any();
    view! { <Site lang page=form.back.clone() title=lang.book_title() private=true>{body}</Site> }.into_any()
}

fn family(lang: Lang, form: &FormPage) -> Option<AnyView> {
    let member = |(name, link, on): &(String, String, bool)| {
        view! { <li><a class="chip" class:on=*on href=lang.path(link) aria-current=on.then_some("true")>{name.clone()}</a></li> }
    };
    (!form.family.is_empty()).then(|| {
        view! {
            <nav class="family" aria-label=lang.book_family()><ul>{form.family.iter().map(member).collect_view()}</ul></nav>
        }
        .into_any()
    })
}

fn fields(lang: Lang, form: &FormPage) -> AnyView {
    let typed = form.typed.clone();
    let choice = |relation: Relation| {
        let checked = relation == typed.relation;
        view! { <label><input type="radio" name="relation" value=relation.word() checked=checked/><span>{lang.relation(relation)}</span></label> }
    };
    let optional = Some(lang.book_optional());
    let (name, name_first) = form.wrong(lang, "name");
    let (phone, phone_first) = form.wrong(lang, "phone");
    let (born, born_first) = form.wrong(lang, "birth_date");
    let (reason, reason_first) = form.wrong(lang, "reason");
    view! {
        <fieldset class="segments"><legend class="sr">{lang.book_who()}</legend>{Relation::ALL.map(choice).collect_view()}</fieldset>
        <Field name="name" label=lang.book_name() input=Input::Line("name", "text") value=typed.name wrong=name focus=name_first/>
        <Field name="phone" label=lang.book_phone() hint=lang.book_phone_hint() input=Input::Line("tel", "tel") value=typed.phone wrong=phone focus=phone_first/>
        <Field name="birth_date" label=lang.book_birth_date() optional hint=lang.book_birth_date_hint() input=Input::Line("bday", "numeric") value=typed.birth_date wrong=born focus=born_first/>
        <Field name="reason" label=lang.book_reason() optional input=Input::Text(VisitReason::MAX) value=typed.reason wrong=reason focus=reason_first/>
    }
    .into_any()
}

fn consents(lang: Lang, form: &FormPage) -> AnyView {
    let (health, health_first) = form.wrong(lang, "health");
    let (privacy, privacy_first) = form.wrong(lang, "privacy");
    view! {
        <Consent name="health" label=lang.consent_health() text=lang.consent_health_text() ticked=form.typed.health wrong=health focus=health_first/>
        <Consent name="privacy" label=lang.consent_privacy() text=lang.consent_privacy_text() ticked=form.typed.privacy wrong=privacy focus=privacy_first/>
        {consent_text(lang)}
    }
    .into_any()
}

/// What one agrees to, without leaving the form.
pub(super) fn consent_text(lang: Lang) -> AnyView {
    view! {
        <details class="consent-text">
            <summary>{lang.consent_see()}<Icon name="down"/></summary>
            <ul><li>{lang.consent_items()}</li><li>{lang.consent_purpose()}</li><li>{lang.consent_time()}</li><li>{lang.consent_right()}</li></ul>
            <p class="hint">{lang.consent_version(&format!("{PRIVACY_CONSENT}, {HEALTH_CONSENT}"))}</p>
        </details>
    }
    .into_any()
}

/// A box to tick, never ticked beforehand.
#[component]
pub(super) fn Consent(
    name: &'static str,
    label: &'static str,
    text: &'static str,
    ticked: bool,
    wrong: Option<String>,
    focus: bool,
) -> AnyView {
    let described = if wrong.is_some() { format!("{name}-text {name}-wrong") } else { format!("{name}-text") };
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="consent">
            <label><input type="checkbox" id=name name=name value="yes" checked=ticked autofocus=focus aria-invalid=invalid aria-describedby=described/><span>{label}</span></label>
            <p class="hint" id=format!("{name}-text")>{text}</p>
            {wrong.map(|text| view! { <Wrong name text/> })}
        </div>
    }
    .into_any()
}
