//! A field of a form: label, hint, what is wrong with it.

use leptos::prelude::*;

use super::Icon;

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One line; the words of `autocomplete` and `inputmode`.
    Line(&'static str, &'static str),
    /// Several lines, at most so many characters.
    Text(u16),
}

/// A labelled field. What is wrong stands below it and is read with it.
#[component]
pub fn Field(
    /// Its name in the form, and its `id`.
    name: &'static str,
    /// Its label.
    label: &'static str,
    /// "선택" where it may stay empty.
    #[prop(optional_no_strip)]
    optional: Option<&'static str>,
    /// How to fill it in; empty for none.
    #[prop(optional)]
    hint: &'static str,
    /// How it is filled in.
    input: Input,
    /// What was typed.
    value: String,
    /// What is wrong.
    wrong: Option<String>,
    /// Whether the page opens with the focus here.
    #[prop(optional)]
    focus: bool,
) -> AnyView {
    let described =
        [(!hint.is_empty()).then(|| format!("{name}-hint")), wrong.as_ref().map(|_| format!("{name}-wrong"))];
    let described: Vec<String> = described.into_iter().flatten().collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = wrong.is_some().then_some("true");
    let required = optional.is_none();
    let field = match input {
        Input::Line(complete, mode) => view! {
            <input id=name name=name type="text" autocomplete=complete inputmode=mode value=value required=required autofocus=focus aria-invalid=invalid aria-describedby=described/>
        }
        .into_any(),
        Input::Text(most) => view! {
            <textarea id=name name=name rows="3" maxlength=most required=required autofocus=focus aria-invalid=invalid aria-describedby=described>{escaped(&value)}</textarea>
        }
        .into_any(),
    };
    view! {
        <div class="field">
            <label for=name>{label}{optional.map(|word| view! { " "<span class="quiet">{word}</span> })}</label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            {field}
            {wrong.map(|text| view! { <Wrong name text/> })}
        </div>
    }
    .into_any()
}

/// Text made safe inside a `<textarea>`, whose content leptos writes as it is.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// What is wrong with the field of this name.
#[component]
pub fn Wrong(
    /// The field.
    name: &'static str,
    /// What, and the way out.
    text: String,
) -> AnyView {
    view! { <p class="wrong" id=format!("{name}-wrong")><Icon name="alert"/>{text}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_no_markup() {
        let typed = "\"'></textarea><script>alert(1)</script>&lt;";
        for input in [Input::Line("off", "text"), Input::Text(300)] {
            let html = view! { <Field name="x" label="X" input value=typed.to_owned() wrong=None/> }.to_html();
            let tags = html.matches("<script").count() - html.matches("value=\"&quot;'></textarea><script").count();
            assert_eq!(tags, 0, "{html}");
            assert!(html.contains("&amp;lt;"), "an ampersand stays one: {html}");
        }
    }
}
