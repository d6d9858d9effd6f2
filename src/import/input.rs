//! Where rows come from: files, folders, or the live service. Joins the readers to the pipeline.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use jiff::civil::Date;

use super::{
    form::{self, Form, ReadError, Remark, Summary},
    live::{Client, List, LiveError, Settings},
    report::Skipped,
    run::{BoxError, Page, Row, Sink, Stopped},
};
use crate::domain::hospital::Source;

/// What is to be imported.
pub enum Input {
    /// Files, or folders of them.
    Paths(Vec<PathBuf>),
    /// The whole lists of the live service.
    Live(Settings),
}

/// Data that cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// A path that cannot be looked at.
    #[error("{path}: {why}")]
    Path {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        why: io::Error,
    },
    /// A folder without any data file.
    #[error("{0}: 읽을 자료(xml, json, csv, xlsx)가 없습니다")]
    Nothing(PathBuf),
    /// An answer around a point: it has no week of hours, and would take those that are known away.
    #[error("{0}: 주변 검색 결과에는 진료시간이 없어 가져오지 않습니다. 목록이나 전체 자료를 주십시오")]
    Nearby(PathBuf),
}

impl Input {
    /// Bytes of all input, where they are known.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Live(_) => None,
            Self::Paths(paths) => {
                let files = paths.iter().filter_map(|path| form::list(path).ok()).flat_map(|listing| listing.files);
                Some(files.filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum())
            }
        }
    }
}

/// Puts everything into the sink; each record gets the day of the data.
///
/// # Errors
/// The first file or answer that is unusable, or [`Stopped`].
pub fn read(input: &Input, source: Source, as_of: Date, sink: &mut Sink) -> Result<(), BoxError> {
    match input {
        Input::Paths(paths) => paths.iter().try_for_each(|path| read_path(path, source, as_of, sink)),
        Input::Live(settings) => read_live(settings.clone(), source, as_of, sink),
    }
}

fn read_path(path: &Path, source: Source, as_of: Date, sink: &mut Sink) -> Result<(), BoxError> {
    let listing = form::list(path).map_err(|why| InputError::Path { path: path.to_owned(), why })?;
    if listing.files.is_empty() {
        return Err(InputError::Nothing(path.to_owned()).into());
    }
    for file in &listing.ignored {
        sink.put(Row::Noticed(format!("{}: 자료 파일이 아니라 읽지 않았습니다", file.display())))?;
    }
    let bytes = AtomicU64::new(sink.bytes_so_far());
    for file in listing.files {
        let read = form::read_file(&file, source, Some(&bytes), &mut |row| {
            sink.bytes(bytes.load(Ordering::Relaxed));
            put(sink, row, as_of)
        });
        let summary = match read {
            Ok(summary) => summary,
            Err(ReadError::Taker(stopped)) => return Err(stopped.into()),
            Err(ReadError::File(error)) => return Err(error.into()),
        };
        if summary.form == Form::NmcNearby {
            return Err(InputError::Nearby(file).into());
        }
        sink.put(Row::Page(page(&summary)))?;
    }
    Ok(())
}

fn read_live(settings: Settings, source: Source, as_of: Date, sink: &mut Sink) -> Result<(), BoxError> {
    let client = Client::new(settings);
    for list in
        [List::NmcHospitals, List::NmcPharmacies, List::HiraPlaces].into_iter().filter(|list| list.source() == source)
    {
        let read = client.places(list, &mut |_, _| (), &mut |row| put(sink, row, as_of));
        match read {
            // The client has checked that every page came.
            Ok(_) => {}
            Err(LiveError::Taker(stopped)) => return Err(stopped.into()),
            Err(error) => return Err(error.to_string().into()),
        }
    }
    Ok(())
}

fn put(sink: &mut Sink, row: form::Row, as_of: Date) -> Result<(), Stopped> {
    sink.put(match row {
        form::Row::Record(mut record) => {
            record.facts.as_of.get_or_insert(as_of);
            Row::Record(record)
        }
        form::Row::Skipped(remark) => Row::Skipped(skipped(remark)),
        form::Row::Warned(remark) => Row::Noticed(skipped(remark).to_string()),
    })
}

fn skipped(remark: Remark) -> Skipped {
    let at = format!("{} {}번째", remark.place.file, remark.place.record);
    Skipped { at, key: remark.key, field: remark.field, why: remark.why }
}

fn page(summary: &Summary) -> Page {
    Page {
        total_count: summary.envelope.total_count,
        page_no: summary.envelope.page_no,
        num_of_rows: summary.envelope.num_of_rows,
        records: summary.items,
    }
}
