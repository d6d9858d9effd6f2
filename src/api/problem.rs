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
        let detail = Some(Lang::Ko.not_found_text().to_owned());
        Self { detail, ..Self::new("/problems/no-such-hospital", "No such hospital", StatusCode::NOT_FOUND) }
    }

    /// No such path under `/api`.
    pub fn no_such_resource() -> Self {
        Self::new("/problems/no-such-resource", "No such resource", StatusCode::NOT_FOUND)
    }

    /// The path exists, not with this method.
    pub fn method_not_allowed(method: &Method) -> Self {
        let problem = Self::new("/problems/method-not-allowed", "Method not allowed", StatusCode::METHOD_NOT_ALLOWED);
        Self { detail: Some(method.to_string()), ..problem }
    }

    /// Something failed on our side; the cause is in the log.
    pub fn internal() -> Self {
        let detail = Some(Lang::Ko.failed_text().to_owned());
        Self { detail, ..Self::new("/problems/internal", "Internal error", StatusCode::INTERNAL_SERVER_ERROR) }
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
