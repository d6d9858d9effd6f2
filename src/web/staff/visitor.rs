//! Who asks: the passport of a request, its query and its form.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;

use super::{COOKIE, LANG};
use crate::{
    booking::{BookingError, Limit, Passport, Today},
    state::{AppState, ClientAddress},
    web::forms::{Fields, cookies},
};

/// Somebody who has logged in, at the moment of a request.
#[derive(Clone)]
pub(super) struct Staff {
    pub state: AppState,
    pub passport: Passport,
    pub today: Today,
    pub asked: Asked,
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = Response;

    /// Whoever has not logged in is led to the log-in.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let today = state.today();
        let Some(cookie) = cookies::token(&parts.headers, COOKIE) else {
            return Err(Redirect::to("/staff/log-in").into_response());
        };
        match state.desk().passport(&cookie, &today).await {
            Ok(Some(passport)) => {
                Ok(Self { state: state.clone(), passport, today, asked: Asked { parts: parts.clone() } })
            }
            Ok(None) => Err(Redirect::to("/staff/log-in").into_response()),
            Err(error) => Err(plain(&error)),
        }
    }
}

/// The head of a request.
#[derive(Clone)]
pub(super) struct Asked {
    parts: Parts,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Infallible> {
        Ok(Self { parts: parts.clone() })
    }
}

impl Asked {
    /// The first value of a name in the query; empty when there is none.
    pub fn query(&self, name: &str) -> String {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&self.parts.uri).map(|Query(pairs)| pairs);
        let found = pairs.unwrap_or_default().into_iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// A day of the query.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.query(name).parse().ok()
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The request again, to be answered with a page.
    pub fn request(&self) -> Request {
        Request::from_parts(self.parts.clone(), Body::empty())
    }

    /// Takes a token of the address, where limits are on.
    pub fn take(&self, state: &AppState, limit: Limit) -> Result<(), BookingError> {
        match (state.desk().limits(), self.parts.extensions.get::<ClientAddress>()) {
            (Some(limits), Some(client)) => limits.take(limit, client.0),
            _ => Ok(()),
        }
    }
}

/// A posted form.
pub(super) struct Sent(pub Fields);

impl FromRequest<AppState> for Sent {
    type Rejection = Infallible;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Infallible> {
        Ok(Self(Fields::read(request, state).await.0))
    }
}

/// The status of a page that tells of an error.
pub(super) fn status_of(error: &BookingError) -> StatusCode {
    use BookingError as E;
    match error {
        E::NoSuchBooking | E::NoSuchAccount | E::NotBookable => StatusCode::NOT_FOUND,
        E::Forbidden => StatusCode::FORBIDDEN,
        E::WrongLogIn | E::SecondFactor | E::NotActive => StatusCode::UNAUTHORIZED,
        E::SlotTaken(_) | E::WrongState(_) | E::SameTime | E::AddressTaken => StatusCode::CONFLICT,
        E::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        E::Store(_) | E::Conflict => StatusCode::SERVICE_UNAVAILABLE,
        E::Vault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What went wrong, with what is wrong in single fields.
pub(super) fn sentence(error: &BookingError) -> String {
    match error {
        BookingError::Fields(faults) if !faults.is_empty() => {
            let faults: Vec<String> = faults.iter().map(|(_, fault)| LANG.wrong(*fault)).collect();
            faults.join(" ")
        }
        error => error.text(LANG),
    }
}

/// An answer without a page.
pub(super) fn plain(error: &BookingError) -> Response {
    if let BookingError::Store(_) | BookingError::Vault(_) = error {
        tracing::error!(%error, "the console could not answer");
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status_of(error), kind, format!("{}\n", error.text(LANG))).into_response()
}
