//! From the fields of a record to a [`Row`]: tells the form, names what is skipped, and gathers
//! the departments of a place, which come as a row each.

use std::collections::{HashSet, hash_map::DefaultHasher};
use std::hash::{Hash, Hasher};

use super::{
    Form, Place, Remark, Row, Summary,
    fault::{Fault, Halt},
    hira, nmc,
    raw::Fields,
    table::TakeRows,
    value::{Remarks, Unreadable},
};
use crate::domain::{
    hospital::{Department, Kind, Source},
    record::{Part, SourceRecord},
};

/// So many records without a known field at the beginning mean that the form is unknown.
const STRANGERS: u64 = 10;

/// Takes the records of one file and gives rows.
pub(super) struct Rows<'a> {
    source: Source,
    file: &'a str,
    /// The key that the file's name or the caller gives to answers that carry none.
    key: Option<&'a str>,
    each: &'a mut dyn FnMut(Row) -> Result<(), Halt>,
    pub summary: Summary,
    /// The first record of an answer waits: alone it may be a detail, with others a list.
    held: Option<Fields>,
    group: Option<Group>,
    /// Hashes of the keys whose departments were given out.
    seen: HashSet<u64>,
}

/// The departments of the place whose rows are being read.
struct Group {
    key: String,
    record: u64,
    departments: Vec<Department>,
}

impl<'a> Rows<'a> {
    pub fn new(
        source: Source,
        file: &'a str,
        key: Option<&'a str>,
        each: &'a mut dyn FnMut(Row) -> Result<(), Halt>,
    ) -> Self {
        let summary = Summary::default();
        Self { source, file, key, each, summary, held: None, group: None, seen: HashSet::new() }
    }

    /// A record of an answer.
    pub fn item(&mut self, fields: Fields) -> Result<(), Halt> {
        if self.summary.form == Form::Empty && self.held.is_none() && self.summary.items == 0 {
            self.held = Some(fields);
            return Ok(());
        }
        if let Some(first) = self.held.take() {
            self.take(first, false)?;
        }
        self.take(fields, false)
    }

    /// The end of the file.
    pub fn finish(&mut self) -> Result<(), Halt> {
        if let Some(only) = self.held.take() {
            self.take(only, true)?;
        }
        if self.summary.form == Form::Empty && self.summary.items > 0 {
            return Err(Fault::UnknownForm(String::new()).into());
        }
        self.flush()
    }

    fn take(&mut self, fields: Fields, alone: bool) -> Result<(), Halt> {
        let number = self.summary.items + 1;
        if self.summary.form == Form::Empty {
            match form_of(&fields, alone) {
                Some(form) => self.adopt(form)?,
                // One blank record does not hide what the others are; many do.
                None if alone || number >= STRANGERS => return Err(Fault::UnknownForm(fields.names()).into()),
                None => {
                    self.summary.items += 1;
                    let why = "아는 항목이 없는 기록".to_owned();
                    return self.skip(number, &fields, Unreadable { field: "item".into(), why });
                }
            }
        }
        self.record(number, &fields)
    }

    fn adopt(&mut self, form: Form) -> Result<(), Halt> {
        match form.source() {
            found if found == self.source => self.summary.form = form,
            found => return Err(Fault::WrongSource { asked: self.source, found }.into()),
        }
        Ok(())
    }

    fn record(&mut self, number: u64, fields: &Fields) -> Result<(), Halt> {
        self.summary.items += 1;
        let mut remarks = Remarks::new();
        let read = match self.summary.form {
            Form::NmcList | Form::NmcNearby => nmc::read(fields, Part::Basic, &mut remarks),
            Form::NmcDetail => nmc::read(fields, Part::Detail, &mut remarks),
            Form::HiraList => hira::basic(fields, &mut remarks),
            Form::HiraDetail => hira::detail(fields, self.key, &mut remarks),
            Form::HiraDepartments => return self.department(number, fields),
            Form::HiraUnused | Form::Empty => return Ok(()),
        };
        match read {
            Ok(record) => {
                self.remark_all(number, &record.key, remarks)?;
                self.give(record)
            }
            Err(unreadable) => self.skip(number, fields, unreadable),
        }
    }

    fn department(&mut self, number: u64, fields: &Fields) -> Result<(), Halt> {
        let mut remarks = Remarks::new();
        let (key, department) = match hira::department(fields, self.key, &mut remarks) {
            Ok(read) => read,
            Err(unreadable) => return self.skip(number, fields, unreadable),
        };
        self.remark_all(number, &key, remarks)?;
        match &mut self.group {
            Some(group) if group.key == key => {
                let fresh = department.filter(|d| group.departments.iter().all(|g| g.specialty != d.specialty));
                group.departments.extend(fresh);
                Ok(())
            }
            _ => {
                self.flush()?;
                self.group = Some(Group { key, record: number, departments: department.into_iter().collect() });
                Ok(())
            }
        }
    }

    /// Gives out the gathered departments. The same place again later in the file would replace
    /// what was given out before, so it is skipped and named.
    fn flush(&mut self) -> Result<(), Halt> {
        let Some(Group { key, record, departments }) = self.group.take() else { return Ok(()) };
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        if !self.seen.insert(hasher.finish()) {
            let why = "같은 기관의 진료과목이 파일의 앞쪽에 이미 있음(기관별로 이어져 있어야 함)".to_owned();
            return self.skip_key(record, Some(key), Unreadable { field: "ykiho".into(), why });
        }
        if departments.is_empty() {
            return Ok(());
        }
        self.give(hira::departments(key, departments))
    }

    fn give(&mut self, record: SourceRecord) -> Result<(), Halt> {
        self.summary.records += 1;
        match record.facts.kind {
            Some(Kind::Pharmacy) => self.summary.pharmacies += 1,
            Some(_) => self.summary.hospitals += 1,
            None => {}
        }
        (self.each)(Row::Record(Box::new(record)))
    }

    fn skip(&mut self, number: u64, fields: &Fields, why: Unreadable) -> Result<(), Halt> {
        let key = fields.any(&["hpid", "ykiho"]).or(self.key).map(|key| key.chars().take(200).collect());
        self.skip_key(number, key, why)
    }

    fn skip_key(&mut self, number: u64, key: Option<String>, why: Unreadable) -> Result<(), Halt> {
        self.summary.skipped += 1;
        let remark = Remark { place: self.place(number), key, field: why.field, why: why.why };
        (self.each)(Row::Skipped(remark))
    }

    fn remark_all(&mut self, number: u64, key: &str, remarks: Remarks) -> Result<(), Halt> {
        for (field, why) in remarks {
            self.summary.warned += 1;
            let remark = Remark { place: self.place(number), key: Some(key.to_owned()), field, why };
            (self.each)(Row::Warned(remark))?;
        }
        Ok(())
    }

    fn place(&self, record: u64) -> Place {
        Place { file: self.file.to_owned(), record }
    }
}

impl TakeRows for Rows<'_> {
    fn headings(&mut self, form: Form) -> Result<bool, Halt> {
        self.adopt(form)?;
        Ok(form != Form::HiraUnused)
    }

    fn row(&mut self, number: u64, fields: Fields) -> Result<(), Halt> {
        self.record(number, &fields)
    }

    fn ragged(&mut self, number: u64, has: usize, wants: usize) -> Result<(), Halt> {
        self.summary.items += 1;
        let why = format!("열이 {wants}개가 아니라 {has}개임");
        self.skip_key(number, None, Unreadable { field: "행".into(), why })
    }
}

/// The form of a record by its fields. A detail of NMC is a lone record without the running number
/// (`rnum`) that every list has.
fn form_of(fields: &Fields, alone: bool) -> Option<Form> {
    let has = |name: &str| fields.get(name).is_some();
    let starts = |prefixes: &[&str]| fields.has(|field| prefixes.iter().any(|p| field.starts_with(p)));
    if has("hvidate") {
        // Live beds are no places.
        None
    } else if has("hpid") || has("dutyName") || has("dutyAddr") {
        Some(match (has("latitude") || has("startTime"), alone && !has("rnum")) {
            (true, _) => Form::NmcNearby,
            (false, true) => Form::NmcDetail,
            (false, false) => Form::NmcList,
        })
    } else if has("dgsbjtCd") || has("dgsbjtCdNm") {
        Some(Form::HiraDepartments)
    } else if has("yadmNm") || has("clCd") {
        Some(Form::HiraList)
    } else if starts(&["trmt", "noTrmt", "lunch", "rcv", "emy", "park", "plc"]) {
        Some(Form::HiraDetail)
    } else {
        None
    }
}
