//! Whole files in the real forms, made up for these tests: what each trap of the public data
//! becomes.

mod files;
mod hira;
mod nmc;
mod tables;
mod workbook;

use std::{convert::Infallible, io::Cursor};

use super::*;
use crate::domain::record::{Facts, SourceHours};

/// A file read to its end.
pub struct Read {
    pub records: Vec<SourceRecord>,
    /// `(record number, key, field)` of what was skipped.
    pub skipped: Vec<(u64, Option<String>, String)>,
    /// The same of warnings.
    pub warned: Vec<(u64, Option<String>, String)>,
    pub summary: Summary,
}

impl Read {
    pub fn facts(&self, index: usize) -> &Facts {
        &self.records[index].facts
    }

    /// The hours of a record in text form.
    pub fn hours(&self, index: usize) -> String {
        let hours: Option<SourceHours> = self.records[index].facts.hours.clone();
        hours.map(String::from).unwrap_or_default()
    }
}

/// Reads bytes as a file of that name.
pub fn read_as(name: &str, source: Source, bytes: impl AsRef<[u8]>) -> Result<Read, Fault> {
    let (mut records, mut skipped, mut warned) = (vec![], vec![], vec![]);
    let key = name.rsplit_once('.').and_then(|(stem, _)| key_in(stem));
    let about = Input { source, name, key: key.as_deref(), progress: None };
    let short = |remark: Remark| {
        assert_eq!(remark.place.file, name);
        assert!(!remark.why.is_empty());
        (remark.place.record, remark.key, remark.field)
    };
    let read = read::<Infallible>(Cursor::new(bytes.as_ref()), about, &mut |row| {
        match row {
            Row::Record(record) => records.push(*record),
            Row::Skipped(remark) => skipped.push(short(remark)),
            Row::Warned(remark) => warned.push(short(remark)),
        }
        Ok(())
    });
    match read {
        Ok(summary) => {
            assert_eq!(summary.records, records.len() as u64);
            assert_eq!(summary.skipped, skipped.len() as u64);
            assert_eq!(summary.warned, warned.len() as u64);
            Ok(Read { records, skipped, warned, summary })
        }
        Err(ReadError::File(refused)) => {
            assert_eq!(refused.file, name);
            Err(refused.fault)
        }
        Err(ReadError::Taker(never)) => match never {},
    }
}

pub fn nmc(bytes: impl AsRef<[u8]>) -> Read {
    read_as("answer", Source::Nmc, bytes).unwrap()
}

pub fn hira(bytes: impl AsRef<[u8]>) -> Read {
    read_as("answer", Source::Hira, bytes).unwrap()
}

/// An XML answer around some items.
pub fn xml(items: &str, total: u64) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><response><header><resultCode>00</resultCode>\
         <resultMsg>NORMAL SERVICE.</resultMsg></header><body><items>{items}</items><numOfRows>10</numOfRows>\
         <pageNo>1</pageNo><totalCount>{total}</totalCount></body></response>"
    )
}

/// A JSON answer around the value of `items`.
pub fn json(items: &str, total: u64) -> String {
    format!(
        r#"{{"response":{{"header":{{"resultCode":"00","resultMsg":"NORMAL SERVICE."}},
            "body":{{"items":{items},"numOfRows":10,"pageNo":1,"totalCount":{total}}}}}}}"#
    )
}
