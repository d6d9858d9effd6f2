//! The quarterly files as XLSX, packed here by hand: a workbook is a ZIP of XML.

use super::*;

/// CRC-32 as ZIP wants it.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

/// A ZIP whose files are stored as they are.
fn zip(files: &[(&str, String)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let (size, crc, offset) = (text.len() as u32, crc32(text.as_bytes()), out.len() as u32);
        let mut common = Vec::new();
        for short in [20u16, 0, 0, 0, 0x21] {
            common.extend(short.to_le_bytes());
        }
        for long in [crc, size, size] {
            common.extend(long.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend(0u16.to_le_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0u8; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (start, length, count) = (out.len() as u32, directory.len() as u32, files.len() as u16);
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0u8; 2]);
    out
}

/// A cell: a number, a time of day (`t` and the fraction of the day), or a text.
fn cell(reference: &str, value: &str) -> String {
    if let Some(fraction) = value.strip_prefix("t:") {
        return format!(r#"<c r="{reference}" s="1"><v>{fraction}</v></c>"#);
    }
    match value.strip_prefix("n:") {
        Some(number) => format!(r#"<c r="{reference}"><v>{number}</v></c>"#),
        None => format!(r#"<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>"#),
    }
}

fn sheet(rows: &[&[&str]]) -> String {
    let mut body = String::new();
    for (r, row) in rows.iter().enumerate() {
        body += &format!(r#"<row r="{}">"#, r + 1);
        for (c, value) in row.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            body += &cell(&format!("{}{}", (b'A' + c as u8) as char, r + 1), value);
        }
        body += "</row>";
    }
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>"#
    )
}

/// A workbook of some sheets.
fn workbook(sheets: &[String]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let list = |row: &dyn Fn(usize) -> String| (1..=sheets.len()).map(row).collect::<String>();
    let mut files = vec![
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{}</sheets></workbook>"#,
                list(&|n| format!(r#"<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>"#))
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="{package}/relationships">{}<Relationship Id="r9" Type="{office}/styles" Target="styles.xml"/></Relationships>"#,
                list(&|n| format!(
                    r#"<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>"#
                ))
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="20"/></cellXfs></styleSheet>"#
            ),
        ),
    ];
    let names: Vec<String> = (1..=sheets.len()).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    files.extend(names.iter().map(String::as_str).zip(sheets.iter().cloned()));
    zip(&files)
}

#[test]
fn codes_and_times_that_became_numbers_are_read() {
    let cover = sheet(&[&["안내"], &["이 자료는 시연용입니다"]]);
    let details = sheet(&[
        &[
            "암호화요양기호",
            "요양기관명",
            "진료시작시간_월요일",
            "진료종료시간_월요일",
            "진료시작시간_토요일",
            "진료종료시간_토요일",
            "점심시간_평일",
            "휴진안내_일요일",
        ],
        &["K1", "가", "n:900", "1800", "t:0.375", "t:0.5416666666666666", "13:00~14:00", "휴진"],
        &["K2", "나", "0900", "n:1830"],
        &["", "", "", ""],
        &["K3", "다", "n:2575", "1800"],
    ]);
    let read = read_as("4.세부정보.xlsx", Source::Hira, workbook(&[cover, details])).unwrap();
    assert_eq!(read.summary.form, Form::HiraDetail);
    assert_eq!(read.hours(0), "0900-1300,1400-1800;~;~;~;~;0900-1300;-;~");
    assert_eq!(read.hours(1), "0900-1830;~;~;~;~;~;~;~");
    assert_eq!(read.skipped, [(5, Some("K3".to_owned()), "trmtMonStart".to_owned())]);
}

#[test]
fn departments_and_places_are_read_from_sheets_too() {
    let departments = sheet(&[
        &["암호화요양기호", "진료과목코드", "진료과목코드명", "과목별 전문의수"],
        &["K1", "n:1", "내과", "n:3"],
        &["K1", "n:11", "", "n:0"],
        &["K2", "n:5", "정형외과"],
    ]);
    let read = hira(workbook(&[departments]));
    let found: Vec<(&str, usize)> = read.records.iter().map(|r| (r.key.as_str(), r.facts.departments.len())).collect();
    assert_eq!(found, [("K1", 2), ("K2", 1)]);
    let places = sheet(&[
        &["암호화요양기호", "요양기관명", "종별코드", "주소", "좌표(X)", "좌표(Y)"],
        &["K1", "시연의원", "n:31", "서울특별시 종로구 시연로 1", "n:126.96775", "n:37.5684083"],
    ]);
    let read = hira(workbook(&[places]));
    assert!(read.facts(0).kind.is_some() && read.facts(0).location.is_some());
}

#[test]
fn what_is_no_workbook_of_ours_is_refused() {
    let fault = |bytes: Vec<u8>| read_as("a.xlsx", Source::Hira, bytes).map(|read| read.summary).unwrap_err();
    assert!(matches!(fault(zip(&[("1.병원정보.xlsx", "x".into())])), Fault::Archive));
    assert!(matches!(fault(workbook(&[sheet(&[&["이름", "나이"], &["가", "n:3"]])])), Fault::UnknownForm(_)));
    let whole = workbook(&[sheet(&[&["암호화요양기호", "진료과목코드"], &["K1", "n:1"]])]);
    assert!(matches!(fault(whole[..whole.len() - 40].to_vec()), Fault::Malformed(_)));
}
