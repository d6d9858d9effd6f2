//! The first half of an import: rows come in and are written where they differ from what is known.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::{
    Row,
    coverage::Coverage,
    pages::Pages,
    table::{Entry, Table, digest},
};
use crate::{
    domain::{
        hospital::{HospitalId, Kind, Source},
        record::{Facts, Part, SourceRecord},
        region::RegionCode,
    },
    import::report::{Grouped, Report, Skipped},
    store::{CHUNK, ChangedRow, ImportSession, NewRow, StoreError},
};

/// Longest key that the store holds, characters.
const MAX_KEY: usize = 190;

/// Where places of a class were looked for: pharmacies or not, in a 시군구.
pub(super) type Scope = (bool, Option<RegionCode>);

/// The state of an import while rows come in.
pub(super) struct Intake {
    pub table: Table,
    pub report: Report,
    pub pages: Pages,
    /// Of hospitals and of pharmacies.
    pub coverage: [Coverage; 2],
    /// Where this download has places at all.
    pub scope: HashSet<Scope>,
    /// Places with a row that says something else now.
    pub dirty: Vec<u32>,
    /// Places with a row that says the same on a later day.
    pub current: BTreeMap<Date, Vec<u32>>,
    /// The latest day of the data.
    pub as_of: Option<Date>,
    today: Date,
    batch: Batch,
}

/// What is written together.
#[derive(Default)]
struct Batch {
    new: Vec<NewRow>,
    changed: Vec<ChangedRow>,
    seen: BTreeMap<Date, Vec<u32>>,
    rows: usize,
}

impl Intake {
    /// Reads what is known of the session's source.
    pub async fn begin(session: &mut ImportSession, report: Report, today: Date) -> Result<Self, StoreError> {
        let mut table = Table::default();
        session.known(|row| table.remember(&row)).await?;
        Ok(Self {
            table,
            report,
            pages: Pages::default(),
            coverage: Default::default(),
            scope: HashSet::new(),
            dirty: Vec::new(),
            current: BTreeMap::new(),
            as_of: None,
            today,
            batch: Batch::default(),
        })
    }

    /// Takes rows; they are written when enough have come together.
    pub async fn take(&mut self, session: &mut ImportSession, rows: Vec<Row>) -> Result<(), StoreError> {
        for row in rows {
            match row {
                Row::Record(record) => self.record(session, *record),
                Row::Skipped(skipped) => self.skip(skipped),
                Row::Noticed(text) => self.report.notice(text),
                Row::Page(page) => self.pages.add(&page),
            }
            if self.batch.rows >= CHUNK {
                self.flush(session).await?;
            }
        }
        Ok(())
    }

    /// Writes what waits.
    pub async fn flush(&mut self, session: &mut ImportSession) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.batch);
        session.add_rows(&batch.new).await?;
        session.change_rows(&batch.changed).await?;
        for (as_of, ids) in &batch.seen {
            session.mark_seen(ids, *as_of).await?;
        }
        Ok(())
    }

    /// Keeps of which days the download speaks. Rows that say the same as before, but in a download
    /// that spoke of other days, mean something else now.
    pub async fn settle_coverage(&mut self, session: &mut ImportSession) -> Result<(), StoreError> {
        let [hospitals, pharmacies] = self.coverage.map(Coverage::days);
        session.set_coverage(hospitals, pharmacies).await?;
        let means_more = |entry: &&Entry| {
            let covered = if entry.pharmacy { pharmacies } else { hospitals };
            entry.seen && !entry.new && entry.covered != covered
        };
        let places = self.table.entries().filter(means_more).filter_map(|entry| entry.hospital);
        self.dirty.extend(places.map(|id| id.0));
        Ok(())
    }

    /// Details and departments of keys whose basic row never came make no place.
    pub fn warn_of_orphans(&mut self) {
        let orphans = self.table.entries().filter(|entry| entry.seen && entry.hospital.is_none()).count();
        if orphans > 0 {
            let why =
                format!("{}건은 기본 정보가 없는 기관의 세부 정보라 아직 쓰이지 않습니다.", Grouped(orphans as u64));
            self.report.warnings.push(why);
        }
    }

    fn skip(&mut self, skipped: Skipped) {
        self.report.counts.read += 1;
        if let Some(entry) = skipped.key.as_deref().and_then(|key| self.table.get_mut(key.trim(), Part::Basic)) {
            entry.spared = true;
            self.scope.insert((entry.pharmacy, entry.region));
        }
        self.report.skip(skipped);
    }

    fn record(&mut self, session: &mut ImportSession, record: SourceRecord) {
        if let Err((field, why)) = usable(&record, self.report.source) {
            let key = Some(record.key).filter(|key| !key.is_empty());
            return self.skip(Skipped { at: record.part.word().to_owned(), key, field: field.into(), why: why.into() });
        }
        self.report.counts.read += 1;
        let SourceRecord { key, part, mut facts, .. } = record;
        let key = key.trim();
        let as_of = facts.as_of.take().unwrap_or(self.today);
        self.as_of = self.as_of.max(Some(as_of));
        let basic = self.table.get(key, Part::Basic).copied();
        let pharmacy = match part {
            Part::Basic => facts.kind == Some(Kind::Pharmacy),
            _ => basic.is_some_and(|basic| basic.pharmacy),
        };
        if let Some(hours) = &facts.hours {
            self.coverage[usize::from(pharmacy)].add(hours);
        }
        if part == Part::Basic {
            self.scope.insert((pharmacy, facts.region));
        }
        self.compare(session, key, part, &facts, pharmacy, as_of, basic.and_then(|basic| basic.hospital));
    }

    /// Tells a new, a changed, an unchanged and a repeated row apart.
    #[allow(clippy::too_many_arguments, reason = "a row taken apart")]
    fn compare(
        &mut self,
        session: &mut ImportSession,
        key: &str,
        part: Part,
        facts: &Facts,
        pharmacy: bool,
        as_of: Date,
        hospital: Option<HospitalId>,
    ) {
        // Facts hold only texts, numbers and lists of them: JSON cannot refuse them.
        let json = serde_json::to_string(facts).unwrap_or_default();
        let digest = digest(&json);
        let counts = &mut self.report.counts;
        let change = |id| ChangedRow { id, digest, facts: json, region: facts.region, pharmacy, as_of };
        let Some(entry) = self.table.get_mut(key, part) else {
            let row = session.next_row();
            counts.added += 1;
            self.dirty.extend(hospital.map(|id| id.0));
            self.batch.new.push(NewRow { id: row, key: key.to_owned(), part, change: change(row), hospital });
            self.batch.rows += 1;
            let region = facts.region;
            let (covered, gone, new, seen, spared) = (0, false, true, true, false);
            let entry =
                Entry { row, part, digest, region, pharmacy, as_of, hospital, covered, gone, new, seen, spared };
            return self.table.insert(key, entry);
        };
        if entry.digest == digest && entry.pharmacy == pharmacy && !entry.gone {
            if entry.seen {
                self.report.repeated += 1;
                return;
            }
            counts.unchanged += 1;
            if as_of > entry.as_of {
                self.current.entry(as_of).or_default().extend(entry.hospital.map(|id| id.0));
            }
            entry.as_of = entry.as_of.max(as_of);
            entry.seen = true;
            self.batch.seen.entry(entry.as_of).or_default().push(entry.row);
        } else {
            match entry.seen {
                true => self.report.repeated += 1,
                false => counts.updated += 1,
            }
            (entry.digest, entry.region, entry.pharmacy, entry.as_of) = (digest, facts.region, pharmacy, as_of);
            (entry.seen, entry.gone) = (true, false);
            self.dirty.extend(entry.hospital.map(|id| id.0));
            self.batch.changed.push(change(entry.row));
        }
        self.batch.rows += 1;
    }
}

/// Whether a record can be kept; else the field and why not.
fn usable(record: &SourceRecord, source: Source) -> Result<(), (&'static str, &'static str)> {
    let key = record.key.trim();
    if record.source != source {
        return Err(("source", "다른 기관의 자료입니다"));
    }
    if key.is_empty() {
        return Err(("key", "기관을 가리키는 키가 없습니다"));
    }
    if key.chars().count() > MAX_KEY {
        return Err(("key", "키가 너무 깁니다"));
    }
    if record.part == Part::Basic && record.facts.name.is_none() {
        return Err(("name", "이름이 없습니다"));
    }
    if record.part == Part::Basic && record.facts.kind.is_none() {
        return Err(("kind", "종별을 알 수 없습니다"));
    }
    Ok(())
}
