//! `/staff/schedule`: doctors, their weeks, days off. A change is shown before it is made, with the
//! bookings that would not fit any more; none is ever moved or lost by it.

mod form;
mod view;

use axum::response::Response;
use leptos::prelude::*;

use super::{
    Staff,
    fields::Faults,
    frame::{Page, Section, notice},
    search,
    visitor::{Sent, plain, to},
};
use crate::{
    booking::{BookingError, Misfit, Preview, ScheduleChange},
    domain::schedule::{Doctor, DoctorId},
    web::forms::Fields,
    words::Lang,
};

/// `GET /staff/schedule`.
pub(super) async fn show(staff: Staff) -> Response {
    let done = (staff.asked.query("done") == "1").then_some(staff.lang.staff_saved());
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
        Err(error) => return plain(staff.lang, &error),
    };
    let owner = staff.passport.as_owner().is_ok();
    let lang = staff.lang;
    let (trouble, wrong) = (error.as_ref().map(|error| error.text(lang)), Faults::of(lang, error.as_ref()));
    let content = move || {
        view! {
            <h1>{lang.console_schedule()}</h1>
            {notice(trouble.as_deref(), done)}
            {misfit_list(lang, &misfits)}
            {view::doctors(lang, &practice, owner)}
            {view::exceptions(lang, &practice, owner, (&typed, &wrong))}
        }
        .into_any()
    };
    Page::new(lang.console_schedule(), Section::Schedule, content).after(error.as_ref()).send(staff).await
}

/// The bookings that do not fit, each a way to settle it.
fn misfit_list(lang: Lang, misfits: &[Misfit]) -> Option<AnyView> {
    let rows = || misfits.iter().map(|misfit| search::row(lang, &misfit.booking)).collect_view();
    let list = || {
        view! {
            <section class="desk-card misfits" aria-labelledby="misfits">
                <h2 id="misfits">{lang.console_misfits(misfits.len())}</h2><p>{lang.console_misfits_text()}</p>
                <ul class="desk-rows">{rows()}</ul>
            </section>
        }
    };
    (!misfits.is_empty()).then(|| list().into_any())
}

/// `GET /staff/schedule/doctor?id=…`: a doctor's form; without a number a new one's.
pub(super) async fn doctor(staff: Staff) -> Response {
    let asked = staff.asked.query("id");
    let trouble = (staff.asked.query("photo") == "wrong").then(|| staff.lang.console_photo_wrong());
    match known(&staff, &asked).await {
        Ok(known) => doctor_page(&staff, known.as_ref(), form::of_doctor(known.as_ref()), None, trouble).await,
        Err(error) => plain(staff.lang, &error),
    }
}

/// The doctor of a number; `None` without a number. For owners.
async fn known(staff: &Staff, id: &str) -> Result<Option<Doctor>, BookingError> {
    staff.passport.as_owner()?;
    if id.is_empty() {
        return Ok(None);
    }
    let practice = staff.state.desk().practice(staff.passport.hospital, &staff.today).await?;
    let id = DoctorId::parse(id).ok_or(BookingError::NoSuchBooking)?;
    let found = practice.doctors.iter().find(|doctor| doctor.id == id).cloned();
    found.map(Some).ok_or(BookingError::NoSuchBooking)
}

async fn doctor_page(
    staff: &Staff,
    known: Option<&Doctor>,
    fields: Vec<(&'static str, String)>,
    error: Option<BookingError>,
    photo_trouble: Option<&'static str>,
) -> Response {
    let lang = staff.lang;
    let (trouble, wrong) = (error.as_ref().map(|error| error.text(lang)), Faults::of(lang, error.as_ref()));
    let title = known.map_or(lang.console_add_doctor().to_owned(), |doctor| doctor.name.clone());
    let (id, own) = (known.map(|doctor| (doctor.id, doctor.has_photo)), known.and(lang.of_data()));
    let heading = title.clone();
    let content = move || {
        let photo = id.map(|(id, has_photo)| view::photo_form(lang, id, has_photo, photo_trouble));
        view! {
            <h1 lang=own>{heading.clone()}</h1>
            {notice(trouble.as_deref(), None)}
            {view::doctor_form(lang, &fields, &wrong)}
            {photo}
        }
        .into_any()
    };
    Page::new(title, Section::Schedule, content).after(error.as_ref()).send(staff).await
}

/// `POST /staff/schedule/doctor`: what would change, then the change itself.
pub(super) async fn change_doctor(staff: Staff, Sent(form): Sent) -> Response {
    let known = match known(&staff, form.get("id")).await {
        Ok(known) => known,
        Err(error) => return plain(staff.lang, &error),
    };
    let settled = match form::read_doctor(&form) {
        Ok(doctor) => settle(&staff, &ScheduleChange::Doctor(doctor), &form, "/staff/schedule/doctor").await,
        Err(error) => Err(error),
    };
    match settled {
        Ok(answer) => answer,
        Err(error) => doctor_page(&staff, known.as_ref(), form::typed(&form), Some(error), None).await,
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
        Err(error @ BookingError::Forbidden) => plain(staff.lang, &error),
        Err(error) => overview(&staff, None, Some(error), form).await,
    }
}

/// Shows what a change would do, or, when that has been seen, makes it.
async fn settle(
    staff: &Staff,
    change: &ScheduleChange,
    form: &Fields,
    page: &'static str,
) -> Result<Response, BookingError> {
    let desk = staff.state.desk();
    if form.get("step") == "save" {
        desk.change_schedule(&staff.passport, change, &staff.today).await?;
        return Ok(to(staff.lang, "/staff/schedule?done=1"));
    }
    let preview = desk.preview(&staff.passport, change, &staff.today).await?;
    Ok(preview_page(staff, preview, form.clone(), page).await)
}

async fn preview_page(staff: &Staff, preview: Preview, form: Fields, page: &'static str) -> Response {
    let lang = staff.lang;
    let content = move || {
        let hidden = |(name, value): (&str, &str)| {
            view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> }
        };
        let fields: Vec<_> = form.iter().filter(|(name, _)| *name != "step").map(hidden).collect();
        let fits = preview
            .misfits
            .is_empty()
            .then(|| view! { <p class="notice notice-good">{lang.console_preview_fits()}</p> });
        view! {
            <h1>{lang.console_preview_title()}</h1>
            <p>{lang.console_preview_seats(preview.seats_before, preview.seats_after)}</p>
            {fits}{misfit_list(lang, &preview.misfits)}
            <form class="desk-form" action=lang.path(page) method="post">
                {fields}<input type="hidden" name="step" value="save"/>
                <p class="desk-inline"><button class="btn btn-fill">{lang.console_apply_change()}</button><a class="btn btn-quiet" href=lang.path("/staff/schedule")>{lang.back()}</a></p>
            </form>
        }
        .into_any()
    };
    Page::new(lang.console_preview_title(), Section::Schedule, content).send(staff).await
}
