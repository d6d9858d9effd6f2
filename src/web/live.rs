//! Keeps a part of a page fresh: asks the server for its markup now and then, and swaps in what has
//! changed.

#![allow(missing_docs, reason = "the island macro makes items that it does not document")]

use leptos::prelude::*;

/// A part of a page that stays fresh while the page is seen.
///
/// `url` answers with the markup of the children, made by the same function (put it in with
/// `inner_html`, so that equal stays equal). What may change by itself carries `data-key`: while keys
/// and their order stay, only the elements that differ are replaced. Fields with an `id` keep what was
/// typed or ticked, and anything with an `id` keeps the focus. The value of a `data-say` is read out
/// when it changes. While answers fail to come, the root has `data-lost`.
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
    use js_sys::Promise;
    use leptos::{prelude::*, task::spawn_local};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Element, HtmlElement, HtmlInputElement, NodeList, Response};

    use crate::web::browser::{document, window};

    /// Least milliseconds between two messages that are read out.
    const QUIET: i32 = 5_000;

    pub(super) fn start(root: NodeRef<leptos::html::Div>, url: String, every: u32) {
        Effect::new(move |_| {
            let Some(root) = root.get() else { return };
            spawn_local(keep_fresh(root.into(), url.clone(), every as i32 * 1_000));
        });
    }

    async fn keep_fresh(root: Element, url: String, pause: i32) {
        let (mut said, mut quiet) = (words(&root), QUIET);
        loop {
            let time = Promise::new(&mut |done, _| {
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, pause);
            });
            let _ = JsFuture::from(time).await;
            quiet += pause;
            if document().hidden() {
                continue;
            }
            let fresh = fetch(&url).await;
            let _ = root.toggle_attribute_with_force("data-lost", fresh.is_err());
            let Ok(fresh) = fresh else { continue };
            let news = words(&fresh);
            let _ = swap(&root, &fresh);
            if news != said && quiet >= QUIET {
                if let Ok(Some(status)) = root.query_selector("[role=status]") {
                    status.set_text_content(news.as_deref());
                }
                (said, quiet) = (news, 0);
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
        keep_typed(&now, fresh)?;
        let focus = document().active_element().map(|focus| focus.id());
        let (old, new) = (now.query_selector_all("[data-key]")?, fresh.query_selector_all("[data-key]")?);
        if (0..old.length().max(new.length())).all(|index| key(&old, index) == key(&new, index)) {
            for index in 0..old.length() {
                if let (Some(old), Some(new)) = (old.item(index), new.item(index))
                    && !old.is_equal_node(Some(&new))
                {
                    old.unchecked_into::<Element>().replace_with_with_node_1(&new)?;
                }
            }
        } else {
            now.set_inner_html("");
            now.append_child(fresh)?;
        }
        let lost = |id: &String| !id.is_empty() && document().active_element().is_none_or(|now| now.id() != *id);
        match focus.filter(lost) {
            Some(id) => twin(&now, &id)?.map_or(Ok(()), |twin| twin.unchecked_into::<HtmlElement>().focus()),
            None => Ok(()),
        }
    }

    fn key(list: &NodeList, index: u32) -> Option<String> {
        list.item(index)?.unchecked_into::<Element>().get_attribute("data-key")
    }

    /// What a person has typed or ticked goes along.
    fn keep_typed(old: &Element, new: &Element) -> Result<(), JsValue> {
        let fields = old.query_selector_all("input[id]:not([type=hidden]),textarea[id],select[id]")?;
        for index in 0..fields.length() {
            let Some(field) = fields.item(index) else { continue };
            // All fields have a value, and those without a tick take one without harm.
            let field = field.unchecked_into::<HtmlInputElement>();
            if let Some(twin) = twin(new, &field.id())? {
                let twin = twin.unchecked_into::<HtmlInputElement>();
                twin.set_value(&field.value());
                twin.set_checked(field.checked());
            }
        }
        Ok(())
    }

    fn twin(root: &Element, id: &str) -> Result<Option<Element>, JsValue> {
        root.query_selector(&["[id='", id, "']"].concat())
    }
}
