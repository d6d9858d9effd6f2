//! Tables: CSV text and XLSX sheets whose columns are told by their headings, in any order and
//! among any others. The quarterly Korean headings become the service's field names.

use std::io::{BufRead, BufReader, Read, Seek};

use calamine::{DataRef, Reader as _, Xlsx};

use super::{
    Form,
    fault::{Fault, Halt},
    raw::Fields,
};

/// Korean headings of the quarterly files (blanks left out) and the service's names of the fields.
const HEADINGS: &[(&str, &str)] = &[
    ("암호화요양기호", "ykiho"),
    ("요양기관명", "yadmNm"),
    ("종별코드", "clCd"),
    ("종별코드명", "clCdNm"),
    ("읍면동", "emdongNm"),
    ("주소", "addr"),
    ("전화번호", "telno"),
    ("병원홈페이지", "hospUrl"),
    ("좌표(X)", "XPos"),
    ("좌표(Y)", "YPos"),
    ("x좌표", "XPos"),
    ("y좌표", "YPos"),
    ("진료과목코드", "dgsbjtCd"),
    ("진료과목코드명", "dgsbjtCdNm"),
    ("과목별전문의수", "dgsbjtPrSdrCnt"),
    ("위치_공공건물(장소)명", "plcNm"),
    ("위치_방향", "plcDir"),
    ("위치_거리", "plcDist"),
    ("주차_가능대수", "parkQty"),
    ("주차_비용부담여부", "parkXpnsYn"),
    ("주차_기타안내사항", "parkEtc"),
    ("휴진안내_일요일", "noTrmtSun"),
    ("휴진안내_공휴일", "noTrmtHoli"),
    ("응급실_주간_운영여부", "emyDayYn"),
    ("응급실_주간_전화번호1", "emyDayTelNo1"),
    ("응급실_주간_전화번호2", "emyDayTelNo2"),
    ("응급실_야간_운영여부", "emyNgtYn"),
    ("응급실_야간_전화번호1", "emyNgtTelNo1"),
    ("응급실_야간_전화번호2", "emyNgtTelNo2"),
    ("점심시간_평일", "lunchWeek"),
    ("점심시간_토요일", "lunchSat"),
    ("접수시간_평일", "rcvWeek"),
    ("접수시간_토요일", "rcvSat"),
    ("진료시작시간_월요일", "trmtMonStart"),
    ("진료종료시간_월요일", "trmtMonEnd"),
    ("진료시작시간_화요일", "trmtTueStart"),
    ("진료종료시간_화요일", "trmtTueEnd"),
    ("진료시작시간_수요일", "trmtWedStart"),
    ("진료종료시간_수요일", "trmtWedEnd"),
    ("진료시작시간_목요일", "trmtThuStart"),
    ("진료종료시간_목요일", "trmtThuEnd"),
    ("진료시작시간_금요일", "trmtFriStart"),
    ("진료종료시간_금요일", "trmtFriEnd"),
    ("진료시작시간_토요일", "trmtSatStart"),
    ("진료종료시간_토요일", "trmtSatEnd"),
    ("진료시작시간_일요일", "trmtSunStart"),
    ("진료종료시간_일요일", "trmtSunEnd"),
];

/// Rows above the headings (a title) that are looked through for them.
const TITLE_ROWS: u64 = 10;

/// Takes the rows of a table: first the form that its headings tell, then each row.
pub(super) trait TakeRows {
    /// The headings were found. `false` when the rows are not wanted.
    fn headings(&mut self, form: Form) -> Result<bool, Halt>;
    /// A row by the number that a spreadsheet program shows for it.
    fn row(&mut self, number: u64, fields: Fields) -> Result<(), Halt>;
    /// A row that has not the columns of the headings.
    fn ragged(&mut self, number: u64, has: usize, wants: usize) -> Result<(), Halt>;
}

/// The columns of a table by field name; `None` for a column that is not used.
struct Columns(Vec<Option<String>>);

impl Columns {
    /// From a row, if it is the row of headings.
    fn find<'a>(row: impl Iterator<Item = &'a str>) -> Option<(Self, Form)> {
        let columns: Vec<Option<String>> = row.map(field_name).collect();
        let has = |name: &str| columns.iter().flatten().any(|column| column == name);
        let detail =
            |column: &String| column.starts_with("trmt") || column.starts_with("noTrmt") || column.starts_with("lunch");
        let form = if has("hpid") {
            Form::NmcList
        } else if !has("ykiho") {
            return None;
        } else if has("dgsbjtCd") {
            Form::HiraDepartments
        } else if columns.iter().flatten().any(detail) {
            Form::HiraDetail
        } else if has("yadmNm") && has("XPos") && has("YPos") {
            Form::HiraList
        } else {
            Form::HiraUnused
        };
        Some((Self(columns), form))
    }

    fn fields<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Fields {
        let mut fields = Fields::default();
        for (name, cell) in self.0.iter().zip(cells) {
            if let Some(name) = name {
                fields.push(name, cell);
            }
        }
        fields
    }
}

/// The service's name of a heading. Tables with the service's own names as headings exist too.
fn field_name(heading: &str) -> Option<String> {
    let heading: String = heading.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect();
    let korean = HEADINGS.iter().find(|(korean, _)| korean.eq_ignore_ascii_case(&heading));
    match korean {
        Some((_, name)) => Some((*name).to_owned()),
        None if !heading.is_empty() && heading.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(heading),
        None => None,
    }
}

/// Reads CSV text, row by row.
pub(super) fn read_csv(mut text: impl BufRead, taker: &mut dyn TakeRows) -> Result<(), Halt> {
    let delimiter = delimiter(text.fill_buf().map_err(Fault::Io)?);
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    let mut columns: Option<Columns> = None;
    let mut record = csv::StringRecord::new();
    // A row too short is only known to be the file's cut end when nothing follows it.
    let mut short: Option<(u64, usize, usize)> = None;
    let mut number = 0;
    while rows.read_record(&mut record).map_err(csv_fault)? {
        number += 1;
        if let Some((number, has, wants)) = short.take() {
            taker.ragged(number, has, wants)?;
        }
        let Some(known) = &columns else {
            match Columns::find(record.iter()) {
                Some((_, form)) if !taker.headings(form)? => return Ok(()),
                Some((found, _)) => columns = Some(found),
                None if number >= TITLE_ROWS => break,
                None => {}
            }
            continue;
        };
        let (has, wants) = (record.len(), known.0.len());
        if has < wants {
            short = Some((number, has, wants));
        } else if has > wants {
            taker.ragged(number, has, wants)?;
        } else {
            taker.row(number, known.fields(record.iter()))?;
        }
    }
    match (columns, short) {
        (None, _) => Err(Fault::UnknownForm(record.iter().take(8).collect::<Vec<_>>().join(", ")).into()),
        (_, Some(_)) => Err(Fault::Truncated.into()),
        _ => Ok(()),
    }
}

/// The sign between columns: the one that the first line has most of.
fn delimiter(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| line.iter().filter(|b| *b == sign).count();
    // Of equals the last counts: the comma.
    *[b'\t', b'|', b';', b','].iter().max_by_key(|sign| count(sign)).unwrap_or(&b',')
}

fn csv_fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => Fault::Io(e),
        other => Fault::Malformed(format!("{other:?}")),
    }
}

/// Reads a workbook: the first sheet whose headings are known. Its shared texts are held in
/// memory, as the form demands; its cells are streamed.
pub(super) fn read_workbook(file: impl Read + Seek, taker: &mut dyn TakeRows) -> Result<(), Halt> {
    let mut book = Xlsx::new(BufReader::new(file)).map_err(workbook_fault)?;
    let mut headings = String::new();
    for sheet in book.sheet_names() {
        if read_sheet(&mut book, &sheet, taker, &mut headings)? {
            return Ok(());
        }
    }
    Err(Fault::UnknownForm(headings).into())
}

/// Whether the sheet had known headings.
fn read_sheet<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    taker: &mut dyn TakeRows,
    headings: &mut String,
) -> Result<bool, Halt> {
    // A sheet of charts has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(false) };
    let mut columns: Option<Columns> = None;
    let mut row = Row::default();
    loop {
        let cell = cells.next_cell().map_err(workbook_fault)?;
        let ended = cell.as_ref().is_none_or(|cell| u64::from(cell.get_position().0) + 1 != row.number);
        if ended && row.number > 0 {
            match &columns {
                Some(known) => {
                    let fields = known.fields(row.texts());
                    if !fields.is_empty() {
                        taker.row(row.number, fields)?;
                    }
                }
                None => match Columns::find(row.texts()) {
                    Some((_, form)) if !taker.headings(form)? => return Ok(true),
                    Some((found, _)) => columns = Some(found),
                    None if headings.is_empty() => *headings = row.texts().take(8).collect::<Vec<_>>().join(", "),
                    None if row.number >= TITLE_ROWS => return Ok(false),
                    None => {}
                },
            }
        }
        let Some(cell) = cell else { return Ok(columns.is_some()) };
        let (number, column) = cell.get_position();
        row.put(u64::from(number) + 1, column as usize, &text(cell.get_value()));
    }
}

/// The cells of one row, whose texts are used again for the next.
#[derive(Default)]
struct Row {
    number: u64,
    cells: Vec<String>,
    width: usize,
}

/// More columns than any of the files has; a cell beyond is not kept.
const WIDEST: usize = 512;

impl Row {
    fn put(&mut self, number: u64, column: usize, text: &str) {
        if number != self.number {
            self.number = number;
            self.width = 0;
        }
        if column >= WIDEST {
            return;
        }
        while self.width <= column {
            match self.cells.get_mut(self.width) {
                Some(cell) => cell.clear(),
                None => self.cells.push(String::new()),
            }
            self.width += 1;
        }
        self.cells[column].push_str(text);
    }

    fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells[..self.width].iter().map(String::as_str)
    }
}

/// A cell as text: whole numbers without a fraction, a time of day as `HHMM`.
fn text(value: &DataRef) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "Y" } else { "N" }.to_owned(),
        DataRef::DateTime(at) if (0.0..=1.0).contains(&at.as_f64()) => {
            let minutes = (at.as_f64() * 1440.0).round() as u16;
            format!("{:02}{:02}", minutes / 60, minutes % 60)
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn workbook_fault(error: calamine::XlsxError) -> Fault {
    use calamine::XlsxError;
    match error {
        XlsxError::Io(e) => Fault::Io(e),
        XlsxError::FileNotFound(_) => Fault::Archive,
        XlsxError::XmlEof(_) => Fault::Truncated,
        XlsxError::Zip(e) => Fault::Malformed(format!("엑셀 파일이 온전하지 않음: {e}")),
        other => Fault::Malformed(other.to_string()),
    }
}
