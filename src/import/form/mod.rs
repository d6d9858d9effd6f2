//! Reads the public data's files and answers, record by record: XML, JSON, CSV and XLSX of NMC and
//! HIRA, told apart by their content. Holds one record at a time (of a workbook also its shared
//! texts), merges nothing, and never writes.

mod common;
mod fault;
mod files;
mod hira;
mod json;
mod kind;
mod nmc;
mod raw;
mod rows;
mod service;
mod table;
mod text;
mod value;
mod xml;

#[cfg(test)]
mod tests;

use std::{
    fs::File,
    io::{self, Read, Seek},
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use percent_encoding::percent_decode_str;

use fault::Halt;
pub use fault::{Fault, FileError, ReadError};
pub use files::{Listing, list};
pub use raw::Envelope;
pub(in crate::import) use raw::Fields;
pub use service::ServiceCode;

use crate::domain::{
    hospital::Source,
    record::{Part, SourceRecord},
};
use rows::Rows;
use text::Shape;

/// What a file or answer turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// No record at all.
    #[default]
    Empty,
    /// NMC's lists and pages of the nationwide download, which look alike.
    NmcList,
    /// NMC's answer around a point: places without weekly hours.
    NmcNearby,
    /// NMC's detail of one place.
    NmcDetail,
    /// HIRA's list or quarterly file of places.
    HiraList,
    /// HIRA's detail of one place, or the quarterly file of details.
    HiraDetail,
    /// HIRA's departments of one place, or the quarterly file of departments.
    HiraDepartments,
    /// One of HIRA's other quarterly files (beds, equipment, …): known, and not used.
    HiraUnused,
}

impl Form {
    /// Whose form it is; an empty answer counts as NMC's.
    pub fn source(self) -> Source {
        match self {
            Self::Empty | Self::NmcList | Self::NmcNearby | Self::NmcDetail => Source::Nmc,
            Self::HiraList | Self::HiraDetail | Self::HiraDepartments | Self::HiraUnused => Source::Hira,
        }
    }

    /// The part its records are, if it has any.
    pub fn part(self) -> Option<Part> {
        match self {
            Self::Empty | Self::HiraUnused => None,
            Self::NmcList | Self::NmcNearby | Self::HiraList => Some(Part::Basic),
            Self::NmcDetail | Self::HiraDetail => Some(Part::Detail),
            Self::HiraDepartments => Some(Part::Departments),
        }
    }

    /// Whether all pages of it together may be a whole list, so that a place absent from them has
    /// vanished. An answer around a point never is one.
    pub fn may_be_whole(self) -> bool {
        matches!(self, Self::NmcList | Self::HiraList)
    }
}

/// Where in the input something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file's name, or the operation and page of a live answer.
    pub file: String,
    /// The record from 1; in a table the row as spreadsheet programs number it (headings are 1).
    pub record: u64,
}

/// What was noticed about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands.
    pub place: Place,
    /// The source's key of the place, where it could be read.
    pub key: Option<String>,
    /// The field, by the service's name.
    pub field: String,
    /// What about it, in Korean.
    pub why: String,
}

/// One step of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A record.
    Record(Box<SourceRecord>),
    /// A record that could not be used.
    Skipped(Remark),
    /// Something about a record that is used all the same; comes before it.
    Warned(Remark),
}

/// What a file or answer held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What it is.
    pub form: Form,
    /// Total, page and page size, where the form has them.
    pub envelope: Envelope,
    /// Records met; of departments, the rows.
    pub items: u64,
    /// Records given out.
    pub records: u64,
    /// Records skipped.
    pub skipped: u64,
    /// Warnings given out.
    pub warned: u64,
    /// Records of a kind other than pharmacy.
    pub hospitals: u64,
    /// Records of pharmacies.
    pub pharmacies: u64,
}

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The institution that the caller named; data of the other is refused.
    pub source: Source,
    /// Name for messages.
    pub name: &'a str,
    /// The place's key for answers that carry none: HIRA's detail and departments of one place.
    pub key: Option<&'a str>,
    /// Counts the bytes read, for a progress bar.
    pub progress: Option<&'a AtomicU64>,
}

/// Reads a file. A lone detail of HIRA takes its place's key from the file's name after the first
/// hyphen: `detail-JDQ4…Dgz.json`, percent-encoded where a file name demands it.
pub fn read_file<E>(
    path: &Path,
    source: Source,
    progress: Option<&AtomicU64>,
    each: &mut dyn FnMut(Row) -> Result<(), E>,
) -> Result<Summary, ReadError<E>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let key = path.file_stem().and_then(|stem| key_in(&stem.to_string_lossy()));
    let input = Input { source, name: &name, key: key.as_deref(), progress };
    let file = File::open(path).map_err(|e| FileError { file: name.clone(), fault: e.into() })?;
    read(file, input, each)
}

/// Reads an open file or a buffer.
pub fn read<E>(
    input: impl Read + Seek,
    about: Input,
    each: &mut dyn FnMut(Row) -> Result<(), E>,
) -> Result<Summary, ReadError<E>> {
    with_taker(about.name, each, |each| {
        let mut counted = Counted { inner: input, count: about.progress };
        let mut rows = Rows::new(about.source, about.name, about.key, each);
        let mut envelope = Envelope::default();
        let (shape, text) = text::open(&mut counted)?;
        match shape {
            Shape::Xml => xml::read(text, &mut envelope, &mut |fields| rows.item(fields))?,
            Shape::Json => json::read(text, &mut envelope, &mut |fields| rows.item(fields))?,
            Shape::Table => table::read_csv(text, &mut rows)?,
            Shape::Workbook => {
                drop(text);
                counted.rewind().map_err(Fault::Io)?;
                table::read_workbook(counted, &mut rows)?;
            }
        }
        envelope.check()?;
        rows.finish()?;
        let answer = matches!(shape, Shape::Xml | Shape::Json);
        if answer && rows.summary.items == 0 && !envelope.success && envelope.total_count.is_none() {
            return Err(Fault::UnknownForm(String::new()).into());
        }
        Ok(Summary { envelope, ..rows.summary })
    })
}

/// The records of an XML or JSON answer as bare fields, for forms that are not about places.
pub(in crate::import) fn read_fields(
    input: impl Read,
    each: &mut dyn FnMut(Fields) -> Result<(), Fault>,
) -> Result<Envelope, Fault> {
    let mut envelope = Envelope::default();
    let mut each = |fields| each(fields).map_err(Halt::Fault);
    let (shape, text) = text::open(input)?;
    let read = match shape {
        Shape::Xml => xml::read(text, &mut envelope, &mut each),
        Shape::Json => json::read(text, &mut envelope, &mut each),
        Shape::Table | Shape::Workbook => return Err(Fault::UnknownForm(String::new())),
    };
    match read {
        Err(Halt::Fault(fault)) => Err(fault),
        Err(Halt::Stopped) => Err(io::Error::other("stopped").into()),
        Ok(()) if !envelope.success && envelope.error.is_none() && envelope.total_count.is_none() => {
            Err(Fault::UnknownForm(String::new()))
        }
        Ok(()) => envelope.check().map(|()| envelope),
    }
}

/// Runs a reading whose taker may give an error of its own, and puts the two kinds together.
fn with_taker<E, T>(
    file: &str,
    each: &mut dyn FnMut(Row) -> Result<(), E>,
    run: impl FnOnce(&mut dyn FnMut(Row) -> Result<(), Halt>) -> Result<T, Halt>,
) -> Result<T, ReadError<E>> {
    let mut refused = None;
    let outcome = run(&mut |row| {
        each(row).map_err(|e| {
            refused = Some(e);
            Halt::Stopped
        })
    });
    match (outcome, refused) {
        (Ok(done), _) => Ok(done),
        (Err(_), Some(refused)) => Err(ReadError::Taker(refused)),
        (Err(Halt::Fault(fault)), None) => Err(FileError { file: file.to_owned(), fault }.into()),
        (Err(Halt::Stopped), None) => {
            Err(FileError { file: file.to_owned(), fault: io::Error::other("stopped").into() }.into())
        }
    }
}

/// The key in a file's name: what follows the first hyphen, if it can be one of HIRA's.
fn key_in(stem: &str) -> Option<String> {
    let key = percent_decode_str(stem.split_once('-')?.1).decode_utf8().ok()?;
    let base64 = |b: u8| b.is_ascii_alphanumeric() || b"+/=".contains(&b);
    (key.len() >= 20 && key.bytes().all(base64)).then(|| key.into_owned())
}

/// Counts what is read.
struct Counted<'a, R> {
    inner: R,
    count: Option<&'a AtomicU64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(count) = self.count {
            count.fetch_add(read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<'_, R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
