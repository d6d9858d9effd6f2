//! Errors of the API as RFC 9457 problem documents: the one place where they become HTTP.

use axum::{
    Json,
    http::{HeaderValue, Method, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::query::FieldError, words::Lang};

/// What went wrong, for programs by `type` and `field`, for people by `detail`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable name of the kind of problem, a URI reference.
    #[schema(example = "/problems/invalid-parameter")]
    r#type: &'static str,
    /// The kind of problem in English.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What to do about it, in Korean.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// The parameter that was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl Problem {
    fn new(kind: &'static str, title: &'static str, status: StatusCode) -> Self {
        Self { r#type: kind, title, status: status.as_u16(), detail: None, field: None }
    }

    /// No place has this number.
    pub fn no_such_hospital() -> Self {
        Self::new("/problems/no-such-hospital", "No such hospital", StatusCode::NOT_FOUND)
            .because(Lang::Ko.not_found_text())
    }

    /// The place has closed down.
    pub fn closed_down() -> Self {
        Self::new("/problems/closed-down", "Closed down", StatusCode::GONE).because(Lang::Ko.closed_down_text())
    }

    /// No such path under `/api`.
    pub fn no_such_resource() -> Self {
        Self::new("/problems/no-such-resource", "No such resource", StatusCode::NOT_FOUND)
            .because(Lang::Ko.no_such_resource_text())
    }

    /// The path exists, not with this method.
    pub fn method_not_allowed(method: &Method) -> Self {
        Self::new("/problems/method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED)
            .because(Lang::Ko.method_text(method.as_str()))
    }

    /// What the edge refuses, or could not do, before a handler has said anything.
    pub fn at_the_edge(status: StatusCode, detail: impl Into<String>) -> Self {
        let (kind, title) = match status {
            StatusCode::FORBIDDEN => ("/problems/foreign-request", "Request from another site"),
            StatusCode::PAYLOAD_TOO_LARGE => ("/problems/too-large", "Request too large"),
            StatusCode::BAD_REQUEST => ("/problems/unreadable", "Unreadable request"),
            StatusCode::SERVICE_UNAVAILABLE => ("/problems/timeout", "No answer in time"),
            _ => ("/problems/internal", "Internal error"),
        };
        Self::new(kind, title, status).because(detail)
    }

    fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

impl From<FieldError> for Problem {
    fn from(error: FieldError) -> Self {
        let problem = Self::new("/problems/invalid-parameter", "Invalid parameter", StatusCode::BAD_REQUEST);
        Self { detail: Some(Lang::Ko.fault(&error)), field: Some(error.field), ..problem }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}
