use leptos::prelude::*;

/// An icon or state glyph of `style/icons.css`, in the colour of the text around it; words beside
/// it say what it means.
#[component]
pub fn Icon(
    /// Its name: `phone` for the class `i-phone`.
    name: &'static str,
) -> impl IntoView {
    view! { <span class=format!("i i-{name}") aria-hidden="true"></span> }
}
