//! Takes in what readers say is wrong about a place.

#![allow(missing_docs, reason = "the island and server macros make items that they do not document")]

use leptos::{prelude::*, server_fn::codec::PostUrl};

use crate::words::Lang;

/// Stores a report and leads back to the place, with or without JavaScript.
///
/// # Errors
/// Never for what the sender did: the page says whether it was stored.
#[server(prefix = "/fn", endpoint = "report_place", input = PostUrl)]
pub async fn report_place(
    /// The place's number.
    id: u32,
    /// In which language to go on.
    lang: Lang,
    /// Which fact is wrong: a word of the form.
    what: String,
    /// More about it; may be empty.
    comment: String,
) -> Result<(), ServerFnError> {
    use crate::domain::{
        feedback::{Comment, WrongFact},
        hospital::HospitalId,
    };
    let state = expect_context::<crate::state::AppState>();
    let kept = match (WrongFact::from_word(&what), Comment::parse(&comment)) {
        (Some(what), Some(comment)) => {
            let stored = state.store().reports().add(HospitalId(id), what, &comment, jiff::Timestamp::now()).await;
            stored.unwrap_or_else(|error| {
                tracing::error!(%error, "a report could not be stored");
                false
            })
        }
        _ => false,
    };
    let outcome = if kept { "sent" } else { "failed" };
    leptos_axum::redirect(&lang.path(&format!("/hospitals/{id}?report={outcome}#report")));
    Ok(())
}
