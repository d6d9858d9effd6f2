//! The quarterly files as CSV.

use encoding_rs::EUC_KR;

use super::*;
use crate::domain::hospital::Kind;

const BASIC: &str = "암호화요양기호,요양기관명,종별코드,종별코드명,시도코드,시도코드명,시군구코드,시군구코드명,읍면동,우편번호,주소,전화번호,병원홈페이지,개설일자,총의사수,의과일반의 인원수,좌표(X),좌표(Y)\n\
K1,시연내과의원,31,의원,110000,서울,110016,종로구,평동,03181,\"서울특별시 종로구 시연로 29, 2층 (평동)\",02-2001-2001,,19790324,4,0,126.96775,37.5684083\n\
K2,시연약국,81,약국,110000,서울,110016,종로구,,03181,서울특별시 종로구 시연로 31,,,20200101,0,0,126.968,37.568\n";

#[test]
fn places_are_read_in_both_encodings_and_any_order_of_columns() {
    let (cp949, _, broken) = EUC_KR.encode(BASIC);
    assert!(!broken);
    for bytes in [BASIC.as_bytes(), format!("\u{feff}{BASIC}").as_bytes(), &cp949] {
        let read = hira(bytes);
        assert_eq!((read.summary.form, read.records.len()), (Form::HiraList, 2));
        assert_eq!((read.summary.hospitals, read.summary.pharmacies), (1, 1));
        assert_eq!(read.facts(0).name.as_deref(), Some("시연내과의원"));
        assert_eq!(read.facts(0).address.as_deref(), Some("서울특별시 종로구 시연로 29, 2층 (평동)"));
        assert!(read.facts(0).location.is_some());
    }
    let shuffled = "좌표(Y),새 열,요양기관명,좌표(X),종별코드,암호화요양기호,주소\n37.5,무엇,시연치과,127.0,1,K9,서울특별시 중구 시연로 1\n";
    let read = hira(shuffled);
    assert_eq!((read.records[0].key.as_str(), read.facts(0).kind), ("K9", Some(Kind::Tertiary)), "1 is 01");
}

#[test]
fn a_title_above_the_headings_and_tabs_between_columns_are_no_obstacle() {
    let text = format!("전국 병의원 현황(시연)\n{BASIC}")
        .replace("\"서울특별시 종로구 시연로 29, 2층 (평동)\"", "서울특별시 종로구 시연로 29");
    assert_eq!(hira(&text).records.len(), 2);
    let tabs = text.split_once('\n').unwrap().1.replace(',', "\t");
    assert_eq!(hira(tabs).records.len(), 2);
}

#[test]
fn details_are_read_by_their_korean_headings() {
    let text = "암호화요양기호,요양기관명,위치_공공건물(장소)명,위치_방향,위치_거리,주차_가능대수,주차_비용 부담여부,주차_기타 안내사항,휴진안내_일요일,휴진안내_공휴일,응급실_주간_운영여부,응급실_야간_운영여부,점심시간_평일,점심시간_토요일,접수시간_평일,접수시간_토요일,진료시작시간_일요일,진료종료시간_일요일,진료시작시간_월요일,진료종료시간_월요일,진료시작시간_토요일,진료종료시간_토요일\n\
K1,시연의원,시연역,2번 출구,50m,3,N,,휴진,휴진,N,N,13:00~14:00,없음,,,,,09:00,18:00,900,1300\n\
K2,시연의원,,,,0,,,,,,,,,,,,,0900,9999,,\n";
    let read = hira(text);
    assert_eq!(read.summary.form, Form::HiraDetail);
    assert_eq!(read.hours(0), "0900-1300,1400-1800;~;~;~;~;0900-1300;-;-");
    assert_eq!(read.facts(0).emergency, Some(false));
    assert_eq!(read.facts(0).notes, ["오시는 길: 시연역 2번 출구 50m", "주차: 3대, 무료"]);
    assert_eq!(
        read.skipped,
        [(3, Some("K2".to_owned()), "trmtMonEnd".to_owned())],
        "rows as a spreadsheet numbers them"
    );
}

#[test]
fn departments_of_a_place_are_gathered_from_its_rows() {
    let text = "암호화요양기호,요양기관명,진료과목코드,진료과목코드명,과목별 전문의수\n\
K1,가,1,내과,2\nK1,가,11,소아청소년과,1\nK2,나,49,치과,\nK3,다,80,한방내과,1\nK1,가,05,정형외과,1\n";
    let read = hira(text);
    let found: Vec<(&str, usize)> = read.records.iter().map(|r| (r.key.as_str(), r.facts.departments.len())).collect();
    assert_eq!(found, [("K1", 2), ("K3", 1)]);
    assert_eq!(read.warned, [(4, Some("K2".to_owned()), "dgsbjtCd".to_owned())]);
    assert_eq!(read.skipped, [(6, Some("K1".to_owned()), "ykiho".to_owned())]);
    assert_eq!(read.summary.items, 5);
}

#[test]
fn rows_that_do_not_fit_are_named_and_a_cut_end_refuses_the_file() {
    let middle = BASIC.replace("K2,", "K1b,너무,짧음\nK2,");
    let read = hira(&middle);
    assert_eq!((read.records.len(), read.skipped.len()), (2, 1));
    assert_eq!(read.skipped[0].0, 3);
    for cut in [&BASIC[..BASIC.len() - 20], &BASIC[..BASIC.find("시연로 29").unwrap()]] {
        assert!(matches!(read_as("a.csv", Source::Hira, cut), Err(Fault::Truncated)), "{cut}");
    }
}

#[test]
fn a_broken_letter_costs_its_own_record_alone() {
    let (cp949, _, _) = EUC_KR.encode(BASIC);
    let name = EUC_KR.encode("시연약국").0.into_owned();
    let at = cp949.windows(name.len()).position(|w| w == name).unwrap();
    let mut bytes = cp949.into_owned();
    bytes[at + 1] = b' ';
    let read = hira(bytes);
    assert_eq!((read.records.len(), read.records[0].key.as_str()), (1, "K1"));
    assert_eq!(read.skipped, [(3, Some("K2".to_owned()), "yadmNm".to_owned())]);
}

#[test]
fn the_other_quarterly_files_are_known_and_not_used() {
    let text = "암호화요양기호,요양기관명,장비코드,장비코드명,장비대수\nK1,가,1,CT,1\n";
    let read = hira(text);
    assert_eq!((read.summary.form, read.summary.form.part(), read.records.len()), (Form::HiraUnused, None, 0));
}
