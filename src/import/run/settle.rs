//! The second half of an import: what vanished is marked, new rows find their places, and every
//! place of which a row changed is merged anew.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Options, intake::Intake, table::Entry};
use crate::{
    domain::{
        hospital::{Hospital, HospitalId, Kind, Source},
        record::Part,
    },
    import::{
        link::{Index, Match, Traits},
        merge::merge,
        report::Grouped,
    },
    store::{CHUNK, Identity, ImportSession, PlaceRow, StoreError, UnlinkedRow},
};

/// So many places may vanish without a question …
const FEW: usize = 20;
/// … or one of so many: a fifth.
const SHARE: usize = 5;

/// Marks the rows whose places this download should have and has not, unless the download is not
/// whole or too many would go.
pub(super) async fn mark_vanished(
    intake: &mut Intake,
    session: &mut ImportSession,
    options: &Options,
) -> Result<(), StoreError> {
    if options.source != Source::Demo
        && let Some(missing) = intake.pages.missing()
    {
        let why = format!("받은 자료가 온전하지 않아({missing}) 자료에 없는 곳을 폐업으로 표시하지 않았습니다.");
        intake.report.warnings.push(why);
        return Ok(());
    }
    let everything = options.source == Source::Demo;
    for pharmacies in [false, true] {
        let in_scope = |entry: &&Entry| {
            let here = everything || intake.scope.contains(&(pharmacies, entry.region));
            entry.part == Part::Basic && entry.pharmacy == pharmacies && !entry.gone && !entry.new && here
        };
        let before = intake.table.entries().filter(in_scope).count();
        let vanished = intake.table.entries().filter(in_scope).filter(|entry| !entry.seen && !entry.spared);
        let (rows, places): (Vec<u32>, Vec<Option<u32>>) =
            vanished.map(|entry| (entry.row, entry.hospital.map(|id| id.0))).unzip();
        if rows.len() > FEW && rows.len() * SHARE > before && !options.accept_closures && !everything {
            intake.report.warnings.push(too_many(rows.len(), before, pharmacies));
            continue;
        }
        session.mark_gone(&rows).await?;
        intake.dirty.extend(places.into_iter().flatten());
        let gone: HashSet<u32> = rows.into_iter().collect();
        intake.table.mark_gone(|entry| gone.contains(&entry.row));
    }
    Ok(())
}

fn too_many(vanished: usize, before: usize, pharmacies: bool) -> String {
    let class = if pharmacies { "약국" } else { "병의원" };
    let (before, vanished) = (Grouped(before as u64), Grouped(vanished as u64));
    format!(
        "알고 있던 {class} {before}곳 가운데 {vanished}곳이 이번 자료에 없습니다. 너무 많아 폐업으로 표시하지 \
         않았습니다. 맞다면 --accept-closures를 붙여 다시 실행하십시오."
    )
}

/// Finds the place of every new basic row, among those of other sources or of rows that are gone;
/// else gives it a new one. Details that came before their basic row join it now.
pub(super) async fn link_new(intake: &mut Intake, session: &mut ImportSession) -> Result<HashSet<u32>, StoreError> {
    let mut created = HashSet::new();
    let mut after = 0;
    let mut rows = session.unlinked(after).await?;
    if rows.is_empty() {
        return Ok(created);
    }
    let mut index = Index::default();
    if intake.report.source != Source::Demo {
        session.identities(|place| index.add(place.id, &of_place(&place))).await?;
    }
    let basics = intake.table.entries().filter(|entry| entry.part == Part::Basic && !entry.gone);
    let mut taken: HashSet<u32> = basics.filter_map(|entry| entry.hospital).map(|id| id.0).collect();
    let mut unclear = 0;
    while let Some(last) = rows.last() {
        after = last.id;
        let mut links = Vec::with_capacity(rows.len());
        for row in &rows {
            let place = match index.find(&of_row(row), |id| !taken.contains(&id.0)) {
                Match::Of(id) => {
                    intake.report.counts.merged += 1;
                    id
                }
                other => {
                    unclear += u64::from(other == Match::Unclear);
                    let id = session.next_hospital();
                    created.insert(id.0);
                    id
                }
            };
            taken.insert(place.0);
            intake.dirty.push(place.0);
            links.extend(intake.table.adopt(&row.key, place).map(|row| (row, place)));
        }
        session.link(&links).await?;
        rows = session.unlinked(after).await?;
    }
    if unclear > 0 {
        let why = format!("{}곳은 다른 자료의 어느 곳인지 가릴 수 없어 따로 두었습니다.", Grouped(unclear));
        intake.report.warnings.push(why);
    }
    Ok(created)
}

fn of_place<'a>(place: &'a Identity<'_>) -> Traits<'a> {
    Traits {
        name: place.name,
        kind: place.kind,
        region: place.region,
        address: place.address,
        phone: place.phone.as_ref(),
        location: place.location,
    }
}

fn of_row(row: &UnlinkedRow) -> Traits<'_> {
    let facts = &row.facts;
    Traits {
        name: facts.name.as_deref().unwrap_or_default(),
        kind: facts.kind.unwrap_or(Kind::Clinic),
        region: facts.region,
        address: facts.address.as_deref().unwrap_or_default(),
        phone: facts.phone.as_ref(),
        location: facts.location,
    }
}

/// Merges every place of which something changed, and writes it where that makes a difference.
/// Returns whether it did anywhere.
pub(super) async fn merge_dirty(
    intake: &mut Intake,
    session: &mut ImportSession,
    created: &HashSet<u32>,
    today: Date,
    mut progress: impl FnMut(u64),
) -> Result<bool, StoreError> {
    let mut dirty = std::mem::take(&mut intake.dirty);
    dirty.sort_unstable();
    dirty.dedup();
    let mut changed = false;
    let mut done = 0;
    for chunk in dirty.chunks(CHUNK) {
        let known: Vec<u32> = chunk.iter().copied().filter(|id| !created.contains(id)).collect();
        let stored: HashMap<u32, (Hospital, Option<Date>)> = match known.is_empty() {
            true => HashMap::new(),
            false => session.stored(&known).await?.into_iter().map(|found| (found.0.id.0, found)).collect(),
        };
        let rows = session.rows_of(chunk).await?;
        let (mut added, mut closed) = (Vec::new(), Vec::new());
        for rows in rows.chunk_by(|a, b| a.hospital == b.hospital) {
            let id = rows[0].hospital;
            match settle(id, rows, stored.get(&id.0)) {
                Outcome::Same => {}
                Outcome::Added(place) => added.push(place),
                Outcome::Closed => closed.push(id.0),
                Outcome::Changed { place, reopened } => {
                    intake.report.counts.reopened += u64::from(reopened);
                    session.change_place(&place).await?;
                    changed = true;
                }
            }
        }
        changed |= !added.is_empty() || !closed.is_empty();
        intake.report.counts.closed_down += closed.len() as u64;
        session.add_places(&added).await?;
        session.close(&closed, today).await?;
        done += chunk.len() as u64;
        progress(done);
    }
    Ok(changed)
}

/// What becomes of a place.
enum Outcome {
    Same,
    Added(Hospital),
    Closed,
    Changed { place: Hospital, reopened: bool },
}

fn settle(id: HospitalId, rows: &[PlaceRow], stored: Option<&(Hospital, Option<Date>)>) -> Outcome {
    match (merge(id, rows), stored) {
        (None, Some((_, None))) => Outcome::Closed,
        (None, _) => Outcome::Same,
        (Some(place), None) => Outcome::Added(place),
        (Some(place), Some((old, closed_on))) => {
            let place = Hospital { bookable: old.bookable, ..place };
            let reopened = closed_on.is_some();
            if place == *old && !reopened { Outcome::Same } else { Outcome::Changed { place, reopened } }
        }
    }
}
