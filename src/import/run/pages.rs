//! Whether a download is whole: only then may a place that it lacks be taken for closed down.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::report::Grouped;

/// What an answer of a service says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Records of the whole query, over all pages.
    pub total_count: Option<u64>,
    /// Page, from 1.
    pub page_no: Option<u64>,
    /// Records a page.
    pub num_of_rows: Option<u64>,
    /// Records that really stood in this answer, skipped ones too.
    pub records: u64,
}

/// The pages of one query.
#[derive(Debug, Default)]
struct Query {
    seen: BTreeSet<u64>,
    records: u64,
    /// A page that does not say which it is: only the sum can be compared.
    unnumbered: bool,
}

/// All pages read, by query; answers with the same total and page size belong to one query.
#[derive(Debug, Default)]
pub(super) struct Pages(BTreeMap<(u64, Option<u64>), Query>);

impl Pages {
    /// Takes note of a page. A file without a total, such as a table, is whole by itself.
    pub fn add(&mut self, page: &Page) {
        let Some(total) = page.total_count else { return };
        let query = self.0.entry((total, page.num_of_rows)).or_default();
        query.records += page.records;
        match page.page_no {
            Some(number) if page.num_of_rows.is_some_and(|rows| rows > 0) => _ = query.seen.insert(number),
            _ => query.unnumbered = true,
        }
    }

    /// What is missing, in words; `None` when the download is whole. A total that is off by a few
    /// records although every page is there only means that places came and went meanwhile.
    pub fn missing(&self) -> Option<String> {
        self.0.iter().find_map(|((total, rows), query)| {
            let pages = rows.filter(|_| !query.unnumbered).map(|rows| total.div_ceil(rows));
            let absent = pages.map(|pages| (1..=pages).filter(|number| !query.seen.contains(number)).count());
            match (pages, absent) {
                (Some(pages), Some(absent)) if absent > 0 => {
                    Some(format!("{}쪽 가운데 {}쪽이 없습니다", Grouped(pages), Grouped(absent as u64)))
                }
                _ if query.records * 10 < total * 9 || (pages.is_none() && query.records < *total) => {
                    Some(format!("{}건이라는 자료에 {}건만 있습니다", Grouped(*total), Grouped(query.records)))
                }
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(total: u64, number: u64, rows: u64, records: u64) -> Page {
        Page { total_count: Some(total), page_no: Some(number), num_of_rows: Some(rows), records }
    }

    fn missing(pages: &[Page]) -> Option<String> {
        let mut all = Pages::default();
        pages.iter().for_each(|page| all.add(page));
        all.missing()
    }

    #[test]
    fn a_download_is_whole_when_every_page_is_there() {
        assert_eq!(missing(&[]), None);
        assert_eq!(missing(&[Page { records: 5, ..Page::default() }]), None, "a table");
        assert_eq!(missing(&[page(250, 3, 100, 50), page(250, 1, 100, 100), page(250, 2, 100, 100)]), None);
        assert_eq!(missing(&[page(250, 1, 100, 99), page(250, 2, 100, 99), page(250, 3, 100, 50)]), None, "a few gone");
        assert_eq!(missing(&[page(30, 1, 100, 30), page(40, 1, 100, 40)]), None, "two queries");
        assert_eq!(missing(&[page(0, 1, 100, 0)]), None);
    }

    #[test]
    fn missing_pages_and_missing_records_are_told() {
        let pages = [page(250, 1, 100, 100), page(250, 3, 100, 50)];
        assert_eq!(missing(&pages).unwrap(), "3쪽 가운데 1쪽이 없습니다");
        assert_eq!(missing(&[page(4_000, 1, 10, 10)]).unwrap(), "400쪽 가운데 399쪽이 없습니다");
        assert_eq!(missing(&[page(100, 1, 100, 50)]).unwrap(), "100건이라는 자료에 50건만 있습니다");
        let unnumbered = Page { total_count: Some(100), records: 99, ..Page::default() };
        assert_eq!(missing(&[unnumbered]).unwrap(), "100건이라는 자료에 99건만 있습니다");
        assert_eq!(missing(&[page(30, 1, 100, 30), page(40, 2, 20, 20)]).unwrap(), "2쪽 가운데 1쪽이 없습니다");
    }
}
