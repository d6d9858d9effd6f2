//! What the two institutions' records have in common: keys, names, addresses.

use super::{
    raw::Fields,
    value::{Remarks, Unreadable, line, quoted},
};
use crate::domain::{
    record::Facts,
    region::{emd_of_address, of_address},
};

/// Longest key, name and address that are believed, in characters.
const LONGEST: usize = 200;

fn refuse<T>(field: &str, why: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable { field: field.to_owned(), why: why.into() })
}

/// The source's key of the record.
pub(super) fn key(field: &str, value: Option<&str>) -> Result<String, Unreadable> {
    match value {
        None => refuse(field, "기관 식별번호가 없음"),
        Some(key) if key.len() > LONGEST || !key.bytes().all(|b| b.is_ascii_graphic()) => {
            refuse(field, format!("기관 식별번호로 볼 수 없음: {}", quoted(key)))
        }
        Some(key) => Ok(key.to_owned()),
    }
}

/// The registered name.
pub(super) fn name(field: &str, value: Option<&str>) -> Result<String, Unreadable> {
    match value.and_then(line) {
        None => refuse(field, "이름이 없음"),
        Some(name) if name.contains('\u{fffd}') => refuse(field, format!("글자가 깨짐: {}", quoted(&name))),
        Some(name) if name.chars().count() > LONGEST => refuse(field, format!("이름이 너무 김: {}", quoted(&name))),
        Some(name) => Ok(name),
    }
}

/// The address and the region it names; a 동 that the source gives apart goes first.
pub(super) fn address(fields: &Fields, field: &str, emd_field: &str, facts: &mut Facts, remarks: &mut Remarks) {
    if let Some(address) = fields.get(field).and_then(line) {
        if address.contains('\u{fffd}') || address.chars().count() > LONGEST {
            remarks.push((field.to_owned(), format!("주소를 쓸 수 없음: {}", quoted(&address))));
        } else {
            facts.region = of_address(&address);
            facts.emd = emd_of_address(&address);
            facts.address = Some(address);
        }
    }
    if let Some(emd) = fields.get(emd_field).and_then(line).filter(|emd| !emd.contains('\u{fffd}')) {
        facts.emd = Some(emd);
    }
}
