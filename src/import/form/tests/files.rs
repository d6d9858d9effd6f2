//! Files as a whole: what is refused, and that reading goes on while the file is still coming.

use std::{
    io::{self, SeekFrom},
    sync::atomic::{AtomicU64, Ordering},
};

use encoding_rs::EUC_KR;
use proptest::prelude::*;

use super::*;

const ITEM: &str = "<item><hpid>A9900001</hpid><dutyName>시연의원</dutyName><dutyDiv>C</dutyDiv><rnum>1</rnum></item>";

fn fault(bytes: impl AsRef<[u8]>) -> Fault {
    match read_as("f", Source::Nmc, bytes) {
        Err(fault) => fault,
        Ok(read) => panic!("{:?}", read.summary),
    }
}

#[test]
fn unusable_files_are_told_apart() {
    let whole = xml(&ITEM.repeat(3), 3);
    assert!(matches!(fault(""), Fault::Empty));
    assert!(matches!(fault(&whole[..whole.len() / 2]), Fault::Truncated));
    assert!(matches!(fault(&json(r#"{"item":[]}"#, 0)[..60]), Fault::Truncated));
    assert!(matches!(fault("<html><body>502</body></html>"), Fault::WebPage));
    assert!(matches!(fault("안녕하세요"), Fault::UnknownForm(_)));
    assert!(matches!(fault("<note><to>x</to></note>"), Fault::UnknownForm(_)));
    assert!(matches!(
        fault(json(r#"{"item":{"hpid":"A1","hvidate":"20260101000000","hvec":1}}"#, 1)),
        Fault::UnknownForm(_)
    ));
    assert!(matches!(
        fault(xml("<item><dateName>시연절</dateName><locdate>20260101</locdate></item>", 1)),
        Fault::UnknownForm(_)
    ));
    let other = xml("<item><ykiho>K1</ykiho><yadmNm>시연</yadmNm></item>", 1);
    assert!(matches!(fault(other), Fault::WrongSource { asked: Source::Nmc, found: Source::Hira }));
}

#[test]
fn errors_of_gateway_and_service_carry_their_code() {
    let gateway = "<OpenAPI_ServiceResponse><cmmMsgHeader><errMsg>SERVICE ERROR</errMsg>\
        <returnAuthMsg>SERVICE_KEY_IS_NOT_REGISTERED_ERROR</returnAuthMsg><returnReasonCode>30</returnReasonCode>\
        </cmmMsgHeader></OpenAPI_ServiceResponse>";
    assert!(matches!(fault(gateway), Fault::Service { code: ServiceCode::KeyNotRegistered, .. }));
    let inside = xml("", 0).replace(">00<", ">99<");
    assert!(matches!(fault(inside), Fault::Service { code: ServiceCode::Unknown, .. }));
    let json = json(r#""""#, 0).replace(r#""00""#, "5");
    assert!(matches!(fault(json), Fault::Service { code: ServiceCode::Timeout, .. }));
    let no_data = xml("", 0).replace(">00<", ">03<");
    assert_eq!(nmc(no_data).summary.form, Form::Empty);
}

#[test]
fn xml_in_another_encoding_is_read() {
    let text = xml(&ITEM.repeat(2), 2).replace("UTF-8", "EUC-KR");
    let read = nmc(EUC_KR.encode(&text).0);
    assert_eq!(read.facts(0).name.as_deref(), Some("시연의원"));
}

#[test]
fn one_strange_record_does_not_hide_the_others() {
    let read = nmc(xml(&format!("<item><what>1</what></item>{ITEM}{ITEM}"), 3));
    assert_eq!((read.records.len(), read.skipped), (2, vec![(1, None, "item".to_owned())]));
}

#[test]
fn the_takers_error_comes_back_as_it_is() {
    let text = xml(&ITEM.repeat(3), 3);
    let about = Input { source: Source::Nmc, name: "f", key: None, progress: None };
    let outcome = read(Cursor::new(text.as_bytes()), about, &mut |_| Err("full"));
    assert!(matches!(outcome, Err(ReadError::Taker("full"))));
}

/// An answer of many records that exists only as far as it was read.
struct Endless {
    parts: std::vec::IntoIter<String>,
    left: u64,
    item: String,
    ready: Cursor<Vec<u8>>,
}

impl io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match io::Read::read(&mut self.ready, out)? {
                0 if self.left > 0 => {
                    self.left -= 1;
                    self.ready = Cursor::new(self.item.clone().into_bytes());
                }
                0 => match self.parts.next() {
                    Some(part) => self.ready = Cursor::new(part.into_bytes()),
                    None => return Ok(0),
                },
                n => return Ok(n),
            }
        }
    }
}

impl Seek for Endless {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Err(io::Error::other("no way back"))
    }
}

#[test]
fn records_come_out_while_the_file_still_comes_in() {
    let of_json = |text: String| text.split("ITEM").map(str::to_owned).collect::<Vec<_>>();
    let json = of_json(json(r#"{"item":[ITEM{"hpid":"A1","dutyName":"끝의원"}]}"#, 1));
    let xml = of_json(xml(&format!("ITEM{ITEM}"), 1));
    let csv = vec!["hpid,dutyName\n".to_owned(), String::new()];
    let items = [r#"{"hpid":"A9900001","dutyName":"시연의원","dutyDiv":"C"},"#, ITEM, "A9900001,시연의원\n"];
    for (parts, item) in [json, xml, csv].into_iter().zip(items) {
        let mut parts = parts.into_iter();
        let ready = Cursor::new(parts.next().unwrap().into_bytes());
        let endless = Endless { parts, left: 20_000, item: item.to_owned(), ready };
        let count = AtomicU64::new(0);
        let about = Input { source: Source::Nmc, name: "f", key: None, progress: Some(&count) };
        let (mut seen, mut furthest) = (0, 0);
        read::<Infallible>(endless, about, &mut |_| {
            seen += 1;
            let ahead = count.load(Ordering::Relaxed).saturating_sub(seen * item.len() as u64);
            furthest = furthest.max(ahead);
            Ok(())
        })
        .unwrap();
        assert!(seen >= 20_000);
        assert!(furthest < 128 * 1024, "{furthest} bytes were read ahead of the records");
    }
}

#[test]
fn a_file_on_the_disk_is_read_and_an_absent_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page-1.xml");
    std::fs::write(&path, xml(&ITEM.repeat(2), 2)).unwrap();
    let count = AtomicU64::new(0);
    let summary = read_file::<Infallible>(&path, Source::Nmc, Some(&count), &mut |_| Ok(())).unwrap();
    assert_eq!((summary.records, count.into_inner()), (2, path.metadata().unwrap().len()));
    let absent = read_file::<Infallible>(&folder.path().join("page-2.xml"), Source::Nmc, None, &mut |_| Ok(()));
    let message = absent.unwrap_err().to_string();
    assert!(message.starts_with("page-2.xml: "), "{message}");
}

proptest! {
    #[test]
    fn no_bytes_whatever_break_the_readers(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for source in [Source::Nmc, Source::Hira] {
            // Read or refused: either is well.
            let _ = read_as("f", source, &bytes);
        }
    }

    #[test]
    fn a_damaged_answer_is_read_or_refused(at in 0usize..2_000, with in prop::collection::vec(any::<u8>(), 0..8), form in 0usize..3) {
        let table = "hpid,dutyName,wgs84Lat,wgs84Lon\nA1,시연의원,37.5,127\n".repeat(9);
        let item = r#"{"hpid":"A1","dutyName":"시연의원","dutyTime1s":"0900","dutyTime1c":1900,"wgs84Lat":37.5}"#;
        let whole = [xml(&ITEM.repeat(9), 9), json(&format!(r#"{{"item":[{item},{item},{item}]}}"#), 3), table];
        let mut bytes = whole[form].clone().into_bytes();
        let from = at.min(bytes.len());
        let to = (from + 4).min(bytes.len());
        bytes.splice(from..to, with);
        let given = bytes.len() as u64;
        if let Ok(read) = read_as("f", Source::Nmc, bytes) {
            prop_assert!(read.records.len() as u64 <= given);
            prop_assert!(read.records.iter().all(|r| !r.key.is_empty() && r.facts.name.is_some()));
        }
    }
}
