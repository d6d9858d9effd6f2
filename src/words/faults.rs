//! What is wrong with a value somebody sent, and the way out.

use super::{Lang, words};
use crate::domain::query::{Fault, FieldError, MAX_TEXT};

impl Lang {
    /// A sentence about a wrong parameter, for pages and for `detail` in problem answers.
    pub fn fault(self, error: &FieldError) -> String {
        let field = error.field.as_str();
        match error.fault {
            Fault::Unknown => self.fault_unknown(field),
            Fault::Repeated => self.fault_repeated(field),
            Fault::NotUtf8 => self.fault_not_utf8(field),
            Fault::Missing => self.fault_missing(field),
            Fault::NotANumber => self.fault_not_a_number(field),
            Fault::OutOfRange { least, most } => self.fault_out_of_range(field, least, most),
            Fault::OutsideKorea => self.fault_outside_korea(field),
            Fault::Reversed => self.fault_reversed(field),
            Fault::NoSuchValue => self.fault_no_such_value(field),
            Fault::NotATime => self.fault_not_a_time(field),
            Fault::NotADay => self.fault_not_a_day(field),
            Fault::TooLong => self.fault_too_long(field, MAX_TEXT),
            Fault::BadCursor => self.fault_bad_cursor(field),
            Fault::Conflict(other) => self.fault_conflict(field, other),
        }
    }
}

words! {
    fault_unknown(field: &str): "{field}: 모르는 항목이에요. 문서에 있는 이름만 써 주세요.", "{field}: unknown parameter.";
    fault_repeated(field: &str): "{field}: 한 번만 적어 주세요.", "{field}: give it once.";
    fault_not_utf8(field: &str): "{field}: UTF-8 글자가 아니에요.", "{field}: not valid UTF-8.";
    fault_missing(field: &str): "{field}: 꼭 필요한 항목이에요. 함께 보내 주세요.", "{field}: is required.";
    fault_not_a_number(field: &str): "{field}: 숫자를 형식에 맞게 적어 주세요.", "{field}: not a number of the wanted form.";
    fault_out_of_range(field: &str, least: u32, most: u32): "{field}: {least}에서 {most} 사이로 적어 주세요.", "{field}: must be from {least} to {most}.";
    fault_outside_korea(field: &str): "{field}: 한국 안의 위치가 아니에요. 위도,경도 순서를 확인해 주세요.", "{field}: not in South Korea; check the order of latitude and longitude.";
    fault_reversed(field: &str): "{field}: 서쪽,남쪽,동쪽,북쪽 순서로 적어 주세요.", "{field}: must be west,south,east,north.";
    fault_no_such_value(field: &str): "{field}: 쓸 수 없는 값이에요.", "{field}: no such value.";
    fault_not_a_time(field: &str): "{field}: 2026-11-25T14:30:00+09:00 같은 시각으로 적어 주세요.", "{field}: must be a time such as 2026-11-25T14:30:00+09:00.";
    fault_not_a_day(field: &str): "{field}: 2026-11-25 같은 날짜로 적어 주세요.", "{field}: must be a day such as 2026-11-25.";
    fault_too_long(field: &str, most: usize): "{field}: {most}자까지 찾을 수 있어요. 줄여서 적어 주세요.", "{field}: at most {most} characters.";
    fault_bad_cursor(field: &str): "{field}: 이어 볼 수 없는 위치예요. 첫 쪽부터 다시 받아 주세요.", "{field}: not a cursor of this query; start from the first page.";
    fault_conflict(field: &str, other: &str): "{field}: {other} 항목과 함께 쓰는 방법을 확인해 주세요.", "{field}: conflicts with or needs {other}.";
    no_such_resource_text: "없는 주소예요. /api/openapi.json에서 쓸 수 있는 주소를 확인해 주세요.", "No such address. See /api/openapi.json.";
    method_text(method: &str): "이 주소에는 {method} 요청을 보낼 수 없어요. /api/openapi.json에서 쓸 수 있는 방법을 확인해 주세요.", "{method} is not allowed here. See /api/openapi.json.";
    foreign_form_text: "다른 사이트에서 보낸 요청은 받지 않아요. 이 사이트의 화면에서 다시 보내 주세요.", "Requests from other sites are refused. Send it from a page of this site.";
    too_large_text: "보낸 내용이 너무 길어요. 줄여서 다시 보내 주세요.", "That was too long. Shorten it and send it again.";
    broken_form_text: "보낸 내용을 읽을 수 없어요. 화면을 새로 열어 다시 적어 주세요.", "That could not be read. Open the page again and fill it in anew.";
}
