//! The values of a posted form.

use axum::{Form, body::Body, extract::FromRequest, http::Request};

use crate::state::AppState;

/// Names and values, as they came.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form; the request is given back without its body, to answer it with a page. An
    /// unreadable form is an empty one: every field of it is then missing.
    pub async fn read(request: Request<Body>, state: &AppState) -> (Self, Request<Body>) {
        let (parts, body) = request.into_parts();
        let whole = Request::from_parts(parts.clone(), body);
        let fields = Form::<Vec<(String, String)>>::from_request(whole, state).await;
        (Self(fields.map(|Form(fields)| fields).unwrap_or_default()), Request::from_parts(parts, Body::empty()))
    }

    /// The first value of a name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Every name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
