//! `/my`: a phone proves itself with a code; then its bookings, its family, its data.

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

use super::{
    Fields, cookies, done, in_both,
    patient::{limited, noted, session},
    show, sorry, status_of,
    visit::file,
};
use crate::{
    booking::{Booking, BookingError, FamilyMember, Limit, PhoneSession, Today},
    domain::{
        booking::{Status, Token},
        hospital::HospitalId,
        patient::{Mobile, PersonName, Relation, Wrong, birth_date},
    },
    state::AppState,
    web::pages::mine::{self, Line, LogIn, Mine},
    words::Lang,
};

/// The cookie of a phone that has proved itself.
pub(super) const COOKIE: &str = "my";
/// Past bookings that are listed.
const MOST_PAST: usize = 30;

pub(super) fn router() -> Router<AppState> {
    let router = in_both(Router::new(), "/my", get(page).post(act));
    in_both(router, "/my/export", get(export))
}

async fn page(State(state): State<AppState>, request: Request) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let query = request.uri().query().unwrap_or_default();
    let (forget, gone) = (query == "forget", query == "gone");
    match session(&state, request.headers()).await {
        Some(session) => signed_in(&state, request, &session, |mine| mine.forget = forget, StatusCode::OK).await,
        None => {
            let notice = gone.then(|| lang.mine_forgotten().to_owned());
            let page = LogIn { notice, ..LogIn::default() };
            show(&state, request, StatusCode::OK, move || mine::log_in(lang, &page)).await
        }
    }
}

/// The page of a phone that has proved itself, with what a form wants to say.
async fn signed_in(
    state: &AppState,
    request: Request<Body>,
    session: &PhoneSession,
    say: impl FnOnce(&mut Mine),
    status: StatusCode,
) -> Response {
    let lang = Lang::of_path(request.uri().path());
    match load(state, session).await {
        Ok(mut page) => {
            say(&mut page);
            show(state, request, status, move || mine::page(lang, &page)).await
        }
        Err(error) => sorry(state, request, error).await,
    }
}

async fn load(state: &AppState, session: &PhoneSession) -> Result<Mine, BookingError> {
    let (today, desk) = (state.today(), state.desk());
    let clock = today.clock();
    let lines = desk.my_bookings(session).await?.into_iter().map(|booking| line(booking, &today));
    let (mut upcoming, mut past): (Vec<Line>, Vec<Line>) =
        lines.partition(|line| line.status.is_open() && line.at.date() >= clock.date());
    upcoming.sort_by_key(|line| line.at);
    past.truncate(MOST_PAST);
    let name = |id: HospitalId| today.directory.get(id).map(|place| place.name().to_owned()).unwrap_or_default();
    let places = desk.my_places(session).await?.into_iter().filter(|(place, _)| place.day >= clock.date());
    let waiting =
        places.map(|(place, token)| (format!("/waitlist/{}", token.as_str()), place.day, name(place.hospital)));
    Ok(Mine {
        phone: session.phone.clone(),
        upcoming,
        past,
        waiting: waiting.collect(),
        family: desk.family(session).await?,
        typed: Default::default(),
        wrong: Vec::new(),
        notice: None,
        forget: false,
    })
}

fn line((booking, token): (Booking, Token), today: &Today) -> Line {
    let hospital = today.directory.get(booking.record.hospital);
    Line {
        page: format!("/bookings/{}", token.as_str()),
        at: booking.times().0,
        hospital: hospital.map(|place| place.name().to_owned()).unwrap_or_default(),
        name: booking.patient.as_ref().map(|patient| patient.name.as_str().to_owned()).unwrap_or_default(),
        status: match booking.status() {
            // Nobody has said that they came, or that they did not.
            Status::Confirmed if booking.times().1 < today.clock() => Status::Fulfilled,
            status => status,
        },
    }
}

async fn act(State(state): State<AppState>, request: Request) -> Response {
    let (fields, request) = Fields::read(request, &state).await;
    match (fields.get("do"), session(&state, request.headers()).await) {
        ("code", _) => send_code(&state, request, &fields).await,
        ("enter", _) => enter(&state, request, &fields).await,
        ("leave", _) => leave(&state, request).await,
        ("add", Some(session)) => add(&state, request, &session, &fields).await,
        ("remove", Some(session)) => remove(&state, request, &session, &fields).await,
        ("forget", Some(session)) => forget(&state, request, &session).await,
        // The session is over, or the form is none of ours.
        _ => done(&home(&request)),
    }
}

fn home(request: &Request<Body>) -> String {
    Lang::of_path(request.uri().path()).path("/my")
}

async fn send_code(state: &AppState, request: Request<Body>, fields: &Fields) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let mut page = LogIn { phone: fields.get("phone").chars().take(100).collect(), ..LogIn::default() };
    let sent = match Mobile::parse(&page.phone) {
        Err(wrong) => Err(BookingError::Fields(vec![("phone", wrong)])),
        Ok(phone) => match limited(state, request.extensions(), Limit::Code) {
            Ok(()) => state.desk().send_code(&phone, lang, &state.today()).await.map(|()| phone),
            Err(error) => Err(error),
        },
    };
    let status = match sent {
        Ok(phone) => {
            page.sent = Some(phone);
            StatusCode::OK
        }
        Err(error) => {
            super::log(&error);
            let status = status_of(&error);
            match error {
                BookingError::Fields(wrong) => page.wrong = wrong.first().map(|(_, fault)| *fault),
                error => page.notice = Some(error.text(lang)),
            }
            status
        }
    };
    show(state, request, status, move || mine::log_in(lang, &page)).await
}

async fn enter(state: &AppState, request: Request<Body>, fields: &Fields) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let Ok(phone) = Mobile::parse(fields.get("phone")) else { return done(&home(&request)) };
    let entered = match limited(state, request.extensions(), Limit::Guess) {
        Ok(()) => state.desk().enter_code(&phone, fields.get("code"), &state.today()).await,
        Err(error) => Err(error),
    };
    match entered {
        Ok((token, lasts)) => {
            let mut response = done(&home(&request));
            set_cookie(&mut response, cookies::set(COOKIE, &token, lasts, is_secure(state)));
            response
        }
        Err(error) => {
            super::log(&error);
            let status = status_of(&error);
            let page = LogIn { sent: Some(phone), notice: Some(error.text(lang)), ..LogIn::default() };
            show(state, request, status, move || mine::log_in(lang, &page)).await
        }
    }
}

fn is_secure(state: &AppState) -> bool {
    state.site().public_url.starts_with("https://")
}

fn set_cookie(response: &mut Response, cookie: Option<HeaderValue>) {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

async fn leave(state: &AppState, request: Request<Body>) -> Response {
    if let Some(cookie) = cookies::token(request.headers(), COOKIE)
        && let Err(error) = state.desk().end_phone_session(&cookie).await
    {
        super::log(&error);
    }
    let mut response = done(&home(&request));
    set_cookie(&mut response, cookies::unset(COOKIE, is_secure(state)));
    response
}

async fn add(state: &AppState, request: Request<Body>, session: &PhoneSession, fields: &Fields) -> Response {
    let lang = Lang::of_path(request.uri().path());
    let (today, mut wrong) = (state.today(), Vec::new());
    let typed = |name: &str| fields.get(name).chars().take(1_000).collect::<String>();
    let (name, born) = (typed("name"), typed("birth_date"));
    let known = noted(&mut wrong, "name", PersonName::parse(&name));
    let date = noted(&mut wrong, "birth_date", birth_date(&born, today.clock().date()));
    let relation = Relation::from_word(fields.get("relation")).ok_or(Wrong::NotAChoice);
    let relation = noted(&mut wrong, "name", relation);
    let added = match (known, date, relation) {
        (Some(name), Some(birth_date), Some(relation)) => {
            let member = FamilyMember { name, birth_date, relation };
            state.desk().add_family(session, &member, &today).await
        }
        _ => Err(BookingError::Fields(wrong)),
    };
    let Err(error) = added else { return done(&format!("{}#family", home(&request))) };
    super::log(&error);
    let status = status_of(&error);
    let say = move |page: &mut Mine| {
        page.typed = (name, born);
        match error {
            BookingError::Fields(wrong) => page.wrong = wrong,
            BookingError::TooMany => page.notice = Some(lang.mine_family_full().to_owned()),
            error => page.notice = Some(error.text(lang)),
        }
    };
    signed_in(state, request, session, say, status).await
}

async fn remove(state: &AppState, request: Request<Body>, session: &PhoneSession, fields: &Fields) -> Response {
    let Ok(id) = fields.get("member").parse() else { return done(&home(&request)) };
    match state.desk().remove_family(session, id).await {
        Ok(()) => done(&format!("{}#family", home(&request))),
        Err(error) => sorry(state, request, error).await,
    }
}

async fn forget(state: &AppState, request: Request<Body>, session: &PhoneSession) -> Response {
    match state.desk().forget_me(session, &state.today()).await {
        Ok(()) => {
            let mut response = done(&format!("{}?gone", home(&request)));
            set_cookie(&mut response, cookies::unset(COOKIE, is_secure(state)));
            response
        }
        Err(error) => sorry(state, request, error).await,
    }
}

/// Everything that is kept of a phone, as a file.
async fn export(State(state): State<AppState>, request: Request) -> Response {
    let Some(session) = session(&state, request.headers()).await else { return done(&home(&request)) };
    let export = state.desk().export(&session, &state.today()).await;
    match export.map(|export| serde_json::to_string_pretty(&export)) {
        Ok(Ok(text)) => file(text, "application/json", "heydoctor.json"),
        Ok(Err(error)) => {
            tracing::error!(%error, "an export could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(error) => sorry(&state, request, error).await,
    }
}
