//! Photos of doctors: taken in from owners, shown to everybody.

use axum::{
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    Staff,
    visitor::{plain, to},
};
use crate::{domain::schedule::DoctorId, state::AppState, words::Lang};

/// Largest photo, bytes.
const MOST: usize = 200 * 1024;

/// `POST /staff/schedule/photo/{id}`; without a file the photo is removed.
pub(super) async fn upload(staff: Staff, Path(id): Path<u32>, form: Result<Multipart, MultipartRejection>) -> Response {
    let doctor = DoctorId(id);
    let back = format!("/staff/schedule/doctor?id={doctor}");
    let Some(photo) = read(form).await else {
        return to(staff.lang, &format!("{back}&photo=wrong"));
    };
    let photo = photo.as_deref().map(|bytes| (kind_of(bytes).unwrap_or_default(), bytes));
    match staff.state.desk().set_photo(&staff.passport, doctor, photo, &staff.today).await {
        Ok(()) => to(staff.lang, "/staff/schedule?done=1"),
        Err(error) => plain(staff.lang, &error),
    }
}

/// The photo of a form: `Some(None)` for none, `None` for something else than a photo.
async fn read(form: Result<Multipart, MultipartRejection>) -> Option<Option<Vec<u8>>> {
    let Ok(mut form) = form else { return Some(None) };
    while let Some(field) = form.next_field().await.ok()? {
        if field.name() == Some("photo") {
            let bytes = field.bytes().await.ok()?;
            let fits = bytes.len() <= MOST && kind_of(&bytes).is_some();
            return fits.then(|| Some(bytes.to_vec()));
        }
    }
    Some(None)
}

/// The media type of a photo by what it begins with; nothing else is kept.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        _ => None,
    }
}

/// `GET /doctors/{id}/photo`.
pub(super) async fn show(State(state): State<AppState>, Path(id): Path<u32>) -> Response {
    match state.store().schedules().photo(DoctorId(id)).await {
        Ok(Some((kind, bytes))) => {
            let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("max-age=300"))], bytes)
                .into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => plain(Lang::Ko, &error.into()),
    }
}
