//! Keeps a part of a page fresh: asks the server for its markup now and then, and swaps in what has
//! changed.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

use leptos::prelude::*;

/// A part of a page that stays fresh while the page is seen.
///
/// `url` answers with the markup of the children, made by the same function (put it in with
/// `inner_html`, so that equal stays equal). What may change by itself carries `data-key`: while keys
/// and their order stay, only the elements that differ are replaced. Fields with an `id` keep what was
/// typed or ticked; the focus stays on an element with an `id` or a `data-key`. The value of a
/// `data-say` is read out when it changes. While answers fail to come, the root has `data-lost`.
#[island]
pub fn Live(
    /// Where the markup comes from: a path of our own.
    url: String,
    /// Seconds between two questions.
    every: u32,
    /// The markup as of now.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    client::start(root, url, every);
    #[cfg(not(feature = "hydrate"))]
    let _ = (url, every);
    view! { <div class="live" node_ref=root><p class="sr" role="status"></p>{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod client {
    use js_sys::{Date, Promise};
    use leptos::{prelude::*, task::spawn_local};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Element, HtmlElement, HtmlInputElement, Response};

    use crate::web::browser::{document, window};

    /// Milliseconds between two messages that are read out.
    const PAUSE: f64 = 5_000.0;

    pub(super) fn start(root: NodeRef<leptos::html::Div>, url: String, every: u32) {
        Effect::new(move |_| {
            let Some(root) = root.get() else { return };
            spawn_local(keep_fresh(root.into(), url.clone(), every as i32 * 1_000));
        });
    }

    async fn keep_fresh(root: Element, url: String, pause: i32) {
        let (mut said, mut said_at) = (words(&root), 0.0);
        loop {
            let time = Promise::new(&mut |done, _| {
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, pause);
            });
            let _ = JsFuture::from(time).await;
            if document().hidden() {
                continue;
            }
            let fresh = fetch(&url).await;
            let _ = root.toggle_attribute_with_force("data-lost", fresh.is_err());
            let Ok(fresh) = fresh else { continue };
            let news = words(&fresh);
            let _ = swap(&root, &fresh);
            if news != said && Date::now() - said_at >= PAUSE {
                if let Ok(Some(status)) = root.query_selector("[role=status]") {
                    status.set_text_content(news.as_deref());
                }
                (said, said_at) = (news, Date::now());
            }
        }
    }

    fn words(root: &Element) -> Option<String> {
        root.query_selector("[data-say]").ok()??.get_attribute("data-say")
    }

    /// The markup, in an element that is nowhere. Being sent elsewhere, to a log-in, is no answer.
    async fn fetch(url: &str) -> Result<Element, JsValue> {
        let response: Response = JsFuture::from(window().fetch_with_str(url)).await?.unchecked_into();
        if !response.ok() || response.redirected() {
            return Err(JsValue::NULL);
        }
        let text = JsFuture::from(response.text()?).await?;
        let fresh = document().create_element("div")?;
        fresh.set_inner_html(&text.as_string().unwrap_or_default());
        Ok(fresh)
    }

    fn swap(root: &Element, fresh: &Element) -> Result<(), JsValue> {
        let Some(now) = root.query_selector("leptos-children")? else { return Ok(()) };
        let focus = document().active_element().filter(|focus| now.contains(Some(focus)));
        let (old, new) = (all(&now, "[data-key]")?, all(fresh, "[data-key]")?);
        let key = |element: &Element| element.get_attribute("data-key");
        if old.iter().map(key).eq(new.iter().map(key)) {
            for (old, new) in old.iter().zip(&new) {
                if old.outer_html() != new.outer_html() {
                    keep_typed(old, new)?;
                    old.replace_with_with_node_1(new)?;
                }
            }
        } else {
            keep_typed(&now, fresh)?;
            now.set_inner_html("");
            while let Some(child) = fresh.first_child() {
                now.append_child(&child)?;
            }
        }
        match focus {
            Some(lost) if !lost.is_connected() => refocus(&now, &lost),
            _ => Ok(()),
        }
    }

    /// What a person has typed or ticked goes along.
    fn keep_typed(old: &Element, new: &Element) -> Result<(), JsValue> {
        for field in all(old, "input[id]:not([type=hidden]),textarea[id],select[id]")? {
            if let Some(twin) = new.query_selector(&["#", &field.id()].concat())? {
                // All fields have a value, and those without a tick take one without harm.
                let (field, twin) =
                    (field.unchecked_into::<HtmlInputElement>(), twin.unchecked_into::<HtmlInputElement>());
                twin.set_value(&field.value());
                twin.set_checked(field.checked());
            }
        }
        Ok(())
    }

    fn refocus(now: &Element, lost: &Element) -> Result<(), JsValue> {
        let selector = match (lost.id(), lost.get_attribute("data-key")) {
            (id, _) if !id.is_empty() => ["#", &id].concat(),
            (_, Some(key)) => ["[data-key='", &key, "']"].concat(),
            _ => return Ok(()),
        };
        match now.query_selector(&selector)? {
            Some(twin) => twin.unchecked_into::<HtmlElement>().focus(),
            None => Ok(()),
        }
    }

    fn all(root: &Element, selector: &str) -> Result<Vec<Element>, JsValue> {
        let found = root.query_selector_all(selector)?;
        Ok((0..found.length()).filter_map(|index| found.item(index)).map(JsCast::unchecked_into).collect())
    }
}
