//! The fields of the console's forms. What is wrong with one stands below it and is read with it; the
//! first that is wrong has the focus when the page opens.

use leptos::prelude::*;

use crate::{
    booking::BookingError,
    web::components::{Wrong, escaped},
    words::Lang,
};

/// What is wrong with a form, field by field, in the order of the form.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults(Vec<(&'static str, String)>);

/// What is wrong with one field, and whether it is the first of its form.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    text: String,
    first: bool,
}

impl Faults {
    /// Of an error; none where it is not about fields.
    pub fn of(lang: Lang, error: Option<&BookingError>) -> Self {
        match error {
            Some(BookingError::Fields(faults)) => {
                Self(faults.iter().map(|(field, fault)| (*field, lang.wrong(*fault))).collect())
            }
            Some(error @ BookingError::AddressTaken) => Self(vec![("email", error.text(lang))]),
            Some(error @ BookingError::NoSuchDoctor) => Self(vec![("doctor", error.text(lang))]),
            _ => Self::default(),
        }
    }

    /// A sentence about one field.
    pub fn one(field: &'static str, text: &str) -> Self {
        Self(vec![(field, text.to_owned())])
    }

    /// With a sentence about a field in place of the error's own.
    pub fn say(mut self, field: &'static str, text: &str) -> Self {
        self.0.iter_mut().filter(|(known, _)| *known == field).for_each(|(_, said)| text.clone_into(said));
        self
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<Fault> {
        let index = self.0.iter().position(|(known, _)| *known == field)?;
        Some(Fault { text: self.0[index].1.clone(), first: index == 0 })
    }
}

/// What a field says of itself: whether it is wrong, where that is told, whether it takes the focus.
fn told(name: &str, wrong: Option<&Fault>, hint: bool) -> (Option<&'static str>, Option<String>, bool) {
    let hint = hint.then(|| format!("{name}-hint"));
    let parts: Vec<String> = hint.into_iter().chain(wrong.map(|_| format!("{name}-wrong"))).collect();
    let described = (!parts.is_empty()).then(|| parts.join(" "));
    (wrong.map(|_| "true"), described, wrong.is_some_and(|fault| fault.first))
}

/// A line with its label.
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
    wrong: Option<Fault>,
    /// What fills it in by itself.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// How to fill it in.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let (invalid, described, focus) = told(name, wrong.as_ref(), hint.is_some());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint.map(|text| view! { <p class="hint" id=format!("{name}-hint")>{text}</p> })}
            <input id=name name=name type=kind.unwrap_or("text") value=value autocomplete=autocomplete.unwrap_or("off")
                required=required autofocus=focus aria-invalid=invalid aria-describedby=described/>
            {wrong.map(|fault| view! { <Wrong name text=fault.text/> })}
        </div>
    }
}

/// Several lines with their label.
#[component]
pub(super) fn Lines(
    /// Its name, also its id.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// Most characters.
    most: u16,
    /// What stands in it.
    #[prop(into)]
    value: String,
    /// What is wrong with it.
    wrong: Option<Fault>,
    /// How to fill it in.
    #[prop(optional)]
    hint: Option<&'static str>,
) -> impl IntoView {
    let (invalid, described, focus) = told(name, wrong.as_ref(), hint.is_some());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint.map(|text| view! { <p class="hint" id=format!("{name}-hint")>{text}</p> })}
            <textarea id=name name=name rows="3" maxlength=most autofocus=focus aria-invalid=invalid aria-describedby=described>{escaped(&value)}</textarea>
            {wrong.map(|fault| view! { <Wrong name text=fault.text/> })}
        </div>
    }
}

/// One of several words.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// What the form sends.
    pub value: String,
    /// What is read.
    pub text: String,
    /// The language of it, where that is not the page's.
    pub lang: Option<&'static str>,
}

impl Word {
    /// A word of ours.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), lang: None }
    }

    /// A word with something of the hospital's in it, such as a doctor's name.
    pub fn of_data(lang: Lang, value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { lang: lang.of_data(), ..Self::new(value, text) }
    }
}

/// A choice with its label.
#[component]
pub(super) fn Choice(
    /// Its name, also its id.
    name: &'static str,
    /// What stands above it.
    label: &'static str,
    /// What can be chosen.
    words: Vec<Word>,
    /// What is chosen.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    wrong: Option<Fault>,
) -> impl IntoView {
    let (invalid, described, focus) = told(name, wrong.as_ref(), false);
    let option = |word: Word| {
        let selected = word.value == value;
        view! { <option value=word.value selected=selected lang=word.lang>{word.text}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name autofocus=focus aria-invalid=invalid aria-describedby=described>{words.into_iter().map(option).collect_view()}</select>
            {wrong.map(|fault| view! { <Wrong name text=fault.text/> })}
        </div>
    }
}

/// A box to tick.
#[component]
pub(super) fn Tick(
    /// Its name, also its id.
    name: &'static str,
    /// What stands beside it.
    label: &'static str,
    /// Whether it is ticked.
    ticked: bool,
    /// What is wrong with it.
    #[prop(optional_no_strip)]
    wrong: Option<Fault>,
) -> impl IntoView {
    let (invalid, described, focus) = told(name, wrong.as_ref(), false);
    view! {
        <div class="field">
            <label class="tick"><input type="checkbox" id=name name=name value="1" checked=ticked autofocus=focus aria-invalid=invalid aria-describedby=described/>{label}</label>
            {wrong.map(|fault| view! { <Wrong name text=fault.text/> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patient::Wrong as Kind;

    #[test]
    fn a_fault_stands_beside_its_field_and_the_first_takes_the_focus() {
        let error = BookingError::Fields(vec![("name", Kind::Missing), ("phone", Kind::PhoneShort)]);
        let faults = Faults::of(Lang::En, Some(&error));
        let html = view! {
            <Field name="phone" label="Phone" value="010-1" wrong=faults.at("phone") hint="Digits"/>
            <Lines name="words" label="Words" most=200 value="</textarea><b>" wrong=faults.at("words")/>
            <Choice name="name" label="Name" words=vec![Word::of_data(Lang::En, "7", "김하늘")] value="7" wrong=faults.at("name")/>
        }
        .to_html();
        assert!(html.contains("aria-describedby=\"phone-hint phone-wrong\"") && html.contains("id=\"phone-wrong\""));
        assert_eq!(html.matches("aria-invalid=\"true\"").count(), 2, "{html}");
        assert_eq!(html.matches("autofocus").count(), 1, "{html}");
        assert!(html.contains("&lt;/textarea><b>"), "{html}");
        assert!(html.contains("selected") && html.contains("lang=\"ko\""), "{html}");
    }
}
