//! The public data portal's live service: asks page by page, tries again what may pass, and tells
//! the gateway's refusals apart. Blocking; never writes its key anywhere.

mod http;
mod key;

#[cfg(test)]
mod tests;

use std::{convert::Infallible, io::Cursor, time::Duration};

use jiff::civil::Date;

pub use http::Trouble;
pub use key::ServiceKey;

use super::{
    beds,
    form::{self, Fault, Form, Input, ReadError, Row, Summary},
    holidays,
};
use crate::domain::{beds::BedReading, hospital::Source};
use http::Http;

/// The public data portal's gateway.
pub const PORTAL: &str = "https://apis.data.go.kr";

/// How the service is asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Gateway without a slash at its end; [`PORTAL`] but in tests.
    pub base: String,
    /// Who asks.
    pub key: ServiceKey,
    /// Records a page.
    pub page_size: u32,
    /// Times a page is asked for before giving up, at least one.
    pub attempts: u32,
    /// Wait before the second attempt; doubles with each further one, plus chance.
    pub wait: Duration,
    /// Longest time for one answer.
    pub timeout: Duration,
}

impl Settings {
    /// Against the portal.
    pub fn new(key: ServiceKey) -> Self {
        Self {
            base: PORTAL.to_owned(),
            key,
            page_size: 1000,
            attempts: 5,
            wait: Duration::from_secs(1),
            timeout: Duration::from_secs(60),
        }
    }
}

/// A nationwide list that can be fetched whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// NMC's hospitals and clinics.
    NmcHospitals,
    /// NMC's pharmacies.
    NmcPharmacies,
    /// HIRA's places of all kinds.
    HiraPlaces,
}

impl List {
    /// Path of the operation under the gateway.
    fn path(self) -> &'static str {
        match self {
            Self::NmcHospitals => "B552657/HsptlAsembySearchService/getHsptlMdcncFullDown",
            Self::NmcPharmacies => "B552657/ErmctInsttInfoInqireService/getParmacyFullDown",
            Self::HiraPlaces => "B551182/hospInfoServicev2/getHospBasisList",
        }
    }

    /// Whose list.
    pub fn source(self) -> Source {
        if self == Self::HiraPlaces { Source::Hira } else { Source::Nmc }
    }
}

const HOLIDAYS: &str = "B090041/openapi/service/SpcdeInfoService/getRestDeInfo";
const BEDS: &str = "B552657/ErmctInfoInqireService/getEmrrmRltmUsefulSckbdInfoInqire";

/// More pages than any list has: a service that never ends is broken.
const MOST_PAGES: u32 = 10_000;

/// Why a fetch ended early.
#[derive(Debug, thiserror::Error)]
pub enum LiveError<E> {
    /// A page could not be had.
    #[error("{operation} {page}쪽: {trouble}")]
    Page {
        /// The operation's name.
        operation: String,
        /// From 1.
        page: u32,
        /// Why.
        #[source]
        trouble: Trouble,
    },
    /// The pages ended before the total that the service named.
    #[error("{operation}: 전체 {total}건 가운데 {seen}건만 받았습니다")]
    Incomplete {
        /// The operation's name.
        operation: String,
        /// Records received.
        seen: u64,
        /// Records promised.
        total: u64,
    },
    /// The taker of the rows gave this error.
    #[error("{0}")]
    Taker(E),
}

/// The client.
pub struct Client {
    http: Http,
    page_size: u32,
}

impl Client {
    /// Asks nothing yet.
    pub fn new(settings: Settings) -> Self {
        let page_size = settings.page_size.max(1);
        Self { http: Http::new(settings), page_size }
    }

    /// Fetches a whole list. Rows of a page are given out once the page is complete; `progress` is
    /// told the records received and the total after each page.
    pub fn places<E>(
        &self,
        list: List,
        progress: &mut dyn FnMut(u64, u64),
        each: &mut dyn FnMut(Row) -> Result<(), E>,
    ) -> Result<Summary, LiveError<E>> {
        let mut whole = Summary::default();
        let mut take = |(summary, rows): (Summary, Vec<Row>), seen, total| {
            add(&mut whole, summary);
            rows.into_iter().try_for_each(&mut *each)?;
            progress(seen, total);
            Ok(())
        };
        self.pages(list.path(), &[], &mut |name, bytes| places(list, name, bytes), &mut take)?;
        Ok(whole)
    }

    /// The public holidays of a year.
    pub fn holidays(&self, year: i16) -> Result<Vec<(Date, String)>, LiveError<Infallible>> {
        self.records(HOLIDAYS, &[("solYear", &year.to_string())], holidays::holiday)
    }

    /// The emergency rooms' readings of a 시도, by its full name (`서울특별시`).
    pub fn beds(&self, sido: &str) -> Result<Vec<BedReading>, LiveError<Infallible>> {
        self.records(BEDS, &[("STAGE1", sido)], |fields| Ok(beds::reading(fields)))
    }

    /// What the records of all pages of a query are converted to.
    fn records<T>(
        &self,
        path: &str,
        query: &[(&str, &str)],
        convert: impl Fn(&form::Fields) -> Result<Option<T>, Fault>,
    ) -> Result<Vec<T>, LiveError<Infallible>> {
        let mut whole = Vec::new();
        let mut parse = |_: &str, bytes: &[u8]| {
            let (mut records, mut wanted) = (0, Vec::new());
            let envelope = form::read_fields(bytes, &mut |fields| {
                records += 1;
                wanted.extend(convert(&fields)?);
                Ok(())
            })?;
            Ok(Page { records, total: envelope.total_count, wanted })
        };
        self.pages(path, query, &mut parse, &mut |found: Vec<T>, _, _| {
            whole.extend(found);
            Ok(())
        })?;
        Ok(whole)
    }

    /// Asks for page after page until the total is reached; a page is asked for again when it failed
    /// in a way that may pass.
    fn pages<T, E>(
        &self,
        path: &str,
        query: &[(&str, &str)],
        parse: Parse<T>,
        take: &mut dyn FnMut(T, u64, u64) -> Result<(), E>,
    ) -> Result<(), LiveError<E>> {
        let operation = path.rsplit('/').next().unwrap_or(path);
        let mut seen = 0;
        for page in 1..=MOST_PAGES {
            let rows = [("pageNo", page.to_string()), ("numOfRows", self.page_size.to_string())];
            let own = query.iter().map(|(name, value)| (*name, (*value).to_owned()));
            let query: Vec<(&str, String)> = own.chain(rows).collect();
            let name = format!("{operation} {page}쪽");
            let asked = self.http.ask(path, &query, &mut |bytes| parse(&name, bytes));
            let Page { records, total, wanted } =
                asked.map_err(|trouble| LiveError::Page { operation: operation.to_owned(), page, trouble })?;
            seen += records;
            take(wanted, seen, total.unwrap_or(seen)).map_err(LiveError::Taker)?;
            match total {
                Some(total) if seen >= total => return Ok(()),
                Some(total) if records == 0 => {
                    return Err(LiveError::Incomplete { operation: operation.to_owned(), seen, total });
                }
                None if records < u64::from(self.page_size) => return Ok(()),
                _ => {}
            }
        }
        Err(LiveError::Incomplete { operation: operation.to_owned(), seen, total: u64::MAX })
    }
}

/// One page, parsed.
struct Page<T> {
    /// Records on it.
    records: u64,
    /// The total it names.
    total: Option<u64>,
    wanted: T,
}

/// Parses an answer, given its name for messages.
type Parse<'a, T> = &'a mut dyn FnMut(&str, &[u8]) -> Result<Page<T>, Fault>;

/// A page of places, its rows kept back until it is known to be whole.
fn places(list: List, name: &str, bytes: &[u8]) -> Result<Page<(Summary, Vec<Row>)>, Fault> {
    let mut rows = Vec::new();
    let about = Input { source: list.source(), name, key: None, progress: None };
    let read = form::read::<Infallible>(Cursor::new(bytes), about, &mut |row| {
        rows.push(row);
        Ok(())
    });
    match read {
        Ok(summary) => {
            Ok(Page { records: summary.items, total: summary.envelope.total_count, wanted: (summary, rows) })
        }
        Err(ReadError::File(refused)) => Err(refused.fault),
        Err(ReadError::Taker(never)) => match never {},
    }
}

/// Adds a page's summary to that of the whole list.
fn add(whole: &mut Summary, page: Summary) {
    if whole.form == Form::Empty {
        whole.form = page.form;
    }
    whole.envelope = page.envelope;
    whole.items += page.items;
    whole.records += page.records;
    whole.skipped += page.skipped;
    whole.warned += page.warned;
    whole.hospitals += page.hospitals;
    whole.pharmacies += page.pharmacies;
}
