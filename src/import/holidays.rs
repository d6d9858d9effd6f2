//! The live service's public holidays (getRestDeInfo).

use std::io::Read;

use jiff::civil::Date;

use super::form::{self, Fault, Fields};

/// The public holidays of an XML or JSON answer: only what is marked `isHoliday` Y, in its order.
/// A holiday with an unreadable date refuses the answer: half a calendar is worse than none.
pub fn read(answer: impl Read) -> Result<Vec<(Date, String)>, Fault> {
    let mut found = Vec::new();
    form::read_fields(answer, &mut |fields| {
        found.extend(holiday(&fields)?);
        Ok(())
    })?;
    Ok(found)
}

/// One day, if it is a holiday.
pub(super) fn holiday(fields: &Fields) -> Result<Option<(Date, String)>, Fault> {
    if fields.get("isHoliday") != Some("Y") {
        return Ok(None);
    }
    let text = fields.get("locdate").unwrap_or("");
    let date =
        Date::strptime("%Y%m%d", text).map_err(|_| Fault::Malformed(format!("locdate가 날짜가 아님: {text:?}")))?;
    Ok(Some((date, fields.get("dateName").unwrap_or("공휴일").to_owned())))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_days_off_are_holidays() {
        let xml = "<response><header><resultCode>00</resultCode></header><body><items>\
            <item><dateKind>01</dateKind><dateName>가나절</dateName><isHoliday>Y</isHoliday><locdate>20260301</locdate><seq>1</seq></item>\
            <item><dateKind>01</dateKind><dateName>다라날</dateName><isHoliday>N</isHoliday><locdate>20260405</locdate><seq>1</seq></item>\
            </items><totalCount>2</totalCount></body></response>";
        assert_eq!(read(xml.as_bytes()).unwrap(), [(date(2026, 3, 1), "가나절".to_owned())]);
        let one = r#"{"response":{"header":{"resultCode":"00"},"body":{"items":{"item":{"isHoliday":"Y","locdate":20260501,"dateName":"마바절"}}}}}"#;
        assert_eq!(read(one.as_bytes()).unwrap(), [(date(2026, 5, 1), "마바절".to_owned())]);
        let none = r#"{"response":{"header":{"resultCode":"00"},"body":{"items":"","totalCount":0}}}"#;
        assert_eq!(read(none.as_bytes()).unwrap(), []);
    }

    #[test]
    fn an_unreadable_date_refuses_the_answer() {
        let bad = r#"{"response":{"header":{"resultCode":"00"},"body":{"items":{"item":{"isHoliday":"Y","locdate":20261399,"dateName":"x"}}}}}"#;
        assert!(matches!(read(bad.as_bytes()), Err(Fault::Malformed(_))));
    }
}
