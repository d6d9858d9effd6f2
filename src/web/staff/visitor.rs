//! Who asks: the passport of a request, its query and its form.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;

use super::COOKIE;
use crate::{
    booking::{BookingError, Limit, Passport, Today},
    state::{AppState, ClientAddress},
    web::forms::{Fields, cookies},
    words::Lang,
};

/// Somebody who has logged in, at the moment of a request.
#[derive(Clone)]
pub(super) struct Staff {
    pub state: AppState,
    pub passport: Passport,
    pub today: Today,
    pub asked: Asked,
    pub lang: Lang,
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = Response;

    /// Whoever has not logged in is led to the log-in.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let (today, lang) = (state.today(), Lang::of_path(parts.uri.path()));
        let Some(cookie) = cookies::token(&parts.headers, COOKIE) else {
            return Err(to(lang, "/staff/log-in"));
        };
        match state.desk().passport(&cookie, &today).await {
            Ok(Some(passport)) => {
                Ok(Self { state: state.clone(), passport, today, asked: Asked { parts: parts.clone() }, lang })
            }
            Ok(None) => Err(to(lang, "/staff/log-in")),
            Err(error) => Err(plain(lang, &error)),
        }
    }
}

/// Leads to a page of the console, in the language of the one before.
pub(super) fn to(lang: Lang, page: &str) -> Response {
    Redirect::to(&lang.path(page)).into_response()
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

    /// In which language it asks.
    pub fn lang(&self) -> Lang {
        Lang::of_path(self.parts.uri.path())
    }

    /// The page that was asked for, without language, with its query; `None` for a posted form.
    pub fn page(&self) -> Option<&str> {
        let whole = self.parts.uri.path_and_query()?.as_str();
        let page = if self.lang() == Lang::En { whole.strip_prefix("/en")? } else { whole };
        (self.parts.method == Method::GET).then_some(page)
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

/// An answer without a page.
pub(super) fn plain(lang: Lang, error: &BookingError) -> Response {
    if let BookingError::Store(_) | BookingError::Vault(_) = error {
        tracing::error!(%error, "the console could not answer");
    }
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status_of(error), kind, format!("{}\n", error.text(lang))).into_response()
}
