//! `/staff/schedule`: doctors, their weeks, days off. A change is shown before it is made, with the
//! bookings that would not fit any more; none is ever moved or lost by it.

mod form;
mod view;

use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

use super::{
    LANG, Staff,
    frame::{Page, Section, notice},
    search,
    visitor::{Sent, plain, sentence, status_of},
};
use crate::{
    booking::{BookingError, Misfit, Preview, ScheduleChange},
    domain::schedule::{Doctor, DoctorId},
    web::forms::Fields,
};

/// `GET /staff/schedule`.
pub(super) async fn show(staff: Staff) -> Response {
    let done = (staff.asked.query("done") == "1").then_some(LANG.staff_saved());
    overview(&staff, done, None, Fields::default()).await
}

async fn overview(staff: &Staff, done: Option<&'static str>, error: Option<BookingError>, typed: Fields) -> Response {
    let (desk, today) = (staff.state.desk(), &staff.today);
    let read = async {
        let practice = desk.practice(staff.passport.hospital, today).await?;
        Ok::<_, BookingError>((practice, desk.misfits(&staff.passport, today).await?))
    };
    let (practice, misfits) = match read.await {
        Ok(read) => read,
        Err(error) => return plain(&error),
    };
    let owner = staff.passport.as_owner().is_ok();
    let (trouble, status) = (error.as_ref().map(sentence), error.as_ref().map(status_of));
    let content = move || {
        view! {
            <h1>{LANG.console_schedule()}</h1>
            {notice(trouble.as_deref(), done)}
            {misfit_list(&misfits)}
            {view::doctors(&practice, owner)}
            {view::exceptions(&practice, owner, &typed)}
        }
        .into_any()
    };
    let mut page = Page::new(LANG.console_schedule(), Section::Schedule, content);
    page.status = status.unwrap_or(page.status);
    page.send(staff).await
}

/// The bookings that do not fit, each a way to settle it.
fn misfit_list(misfits: &[Misfit]) -> Option<AnyView> {
    let rows = || misfits.iter().map(|misfit| search::row(&misfit.booking)).collect_view();
    let list = || {
        view! {
            <section class="desk-card misfits" aria-labelledby="misfits">
                <h2 id="misfits">{LANG.console_misfits(misfits.len())}</h2><p>{LANG.console_misfits_text()}</p>
                <ul class="desk-rows">{rows()}</ul>
            </section>
        }
    };
    (!misfits.is_empty()).then(|| list().into_any())
}

/// `GET /staff/schedule/doctor?id=…`: a doctor's form; without a number a new one's.
pub(super) async fn doctor(staff: Staff) -> Response {
    if let Err(error) = staff.passport.as_owner() {
        return plain(&error);
    }
    let practice = match staff.state.desk().practice(staff.passport.hospital, &staff.today).await {
        Ok(practice) => practice,
        Err(error) => return plain(&error),
    };
    let id = DoctorId::parse(&staff.asked.query("id"));
    let known = id.and_then(|id| practice.doctors.iter().find(|doctor| doctor.id == id).cloned());
    if id.is_some() && known.is_none() {
        return plain(&BookingError::NoSuchBooking);
    }
    let fields = form::of_doctor(known.as_ref());
    let trouble = (staff.asked.query("photo") == "wrong").then(|| LANG.console_photo_wrong().to_owned());
    doctor_page(&staff, known, fields, None, trouble).await
}

async fn doctor_page(
    staff: &Staff,
    known: Option<Doctor>,
    fields: Vec<(&'static str, String)>,
    error: Option<BookingError>,
    trouble: Option<String>,
) -> Response {
    let (trouble, status) = (error.as_ref().map(sentence).or(trouble), error.as_ref().map(status_of));
    let title = known.as_ref().map_or(LANG.console_add_doctor().to_owned(), |doctor| doctor.name.clone());
    let heading = title.clone();
    let content = move || {
        view! {
            <h1>{heading.clone()}</h1>
            {notice(trouble.as_deref(), None)}
            {view::doctor_form(known.as_ref(), &fields)}
        }
        .into_any()
    };
    let mut page = Page::new(title, Section::Schedule, content);
    page.status = status.unwrap_or(page.status);
    page.send(staff).await
}

/// `POST /staff/schedule/doctor`: what would change, then the change itself.
pub(super) async fn change_doctor(staff: Staff, Sent(form): Sent) -> Response {
    match form::read_doctor(&form) {
        Ok(doctor) => {
            let known = (doctor.id != DoctorId(0)).then(|| doctor.clone());
            match settle(&staff, &ScheduleChange::Doctor(doctor), &form, "/staff/schedule/doctor").await {
                Ok(answer) => answer,
                Err(error @ BookingError::Forbidden) => plain(&error),
                Err(error) => doctor_page(&staff, known, form::typed(&form), Some(error), None).await,
            }
        }
        Err(error) => doctor_page(&staff, None, form::typed(&form), Some(error), None).await,
    }
}

/// `POST /staff/schedule/exception`.
pub(super) async fn change_exception(staff: Staff, Sent(form): Sent) -> Response {
    let change = match form.get("remove").parse() {
        Ok(id) => Ok(ScheduleChange::RemoveException(id)),
        Err(_) => form::read_exception(&form).map(ScheduleChange::AddException),
    };
    let settled = match change {
        Ok(change) => settle(&staff, &change, &form, "/staff/schedule/exception").await,
        Err(error) => Err(error),
    };
    match settled {
        Ok(answer) => answer,
        Err(error @ BookingError::Forbidden) => plain(&error),
        Err(error) => overview(&staff, None, Some(error), form).await,
    }
}

/// Shows what a change would do, or, when that has been seen, makes it.
async fn settle(
    staff: &Staff,
    change: &ScheduleChange,
    form: &Fields,
    to: &'static str,
) -> Result<Response, BookingError> {
    let desk = staff.state.desk();
    if form.get("step") == "save" {
        desk.change_schedule(&staff.passport, change, &staff.today).await?;
        return Ok(Redirect::to("/staff/schedule?done=1").into_response());
    }
    let preview = desk.preview(&staff.passport, change, &staff.today).await?;
    Ok(preview_page(staff, preview, form.clone(), to).await)
}

async fn preview_page(staff: &Staff, preview: Preview, form: Fields, to: &'static str) -> Response {
    let content = move || {
        let hidden = |(name, value): (&str, &str)| {
            view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
        };
        let fields: Vec<_> = form.iter().filter(|(name, _)| *name != "step").map(hidden).collect();
        let fits = preview
            .misfits
            .is_empty()
            .then(|| view! { <p class="notice notice-good">{LANG.console_preview_fits()}</p> });
        view! {
            <h1>{LANG.console_preview_title()}</h1>
            <p>{LANG.console_preview_seats(preview.seats_before, preview.seats_after)}</p>
            {fits}{misfit_list(&preview.misfits)}
            <form class="desk-form" action=to method="post">
                {fields}<input type="hidden" name="step" value="save"/>
                <p class="desk-inline"><button class="btn btn-fill">{LANG.console_apply_change()}</button><a class="btn btn-quiet" href="/staff/schedule">{LANG.back()}</a></p>
            </form>
        }
        .into_any()
    };
    Page::new(LANG.console_preview_title(), Section::Schedule, content).send(staff).await
}
