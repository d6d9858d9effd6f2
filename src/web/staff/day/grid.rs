//! A day as a table: a column a doctor, a row a start. A slot that others begin in the middle of
//! reaches over their rows; a booking that fits no slot stands at its own time.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use crate::{
    booking::{Booking, Practice, Today},
    domain::{
        booking::{Channel, Status},
        schedule::{Doctor, DoctorId, Seller, Slot, Taken},
        time::minute_of_day,
    },
};

/// A doctor's column.
pub(in crate::web::staff) struct Column {
    pub doctor: Doctor,
    /// Seats of the day, and how many are taken.
    pub seats: u32,
    pub taken: u32,
}

/// A row of the table.
pub(in crate::web::staff) struct Row {
    /// Minutes since midnight.
    pub at: u16,
    /// A cell a column; `None` where one from above reaches down.
    pub cells: Vec<Option<Cell>>,
    /// Where the now-line crosses the row, in quarters of it.
    pub now: Option<u8>,
}

/// A cell, over so many rows.
pub(in crate::web::staff) struct Cell {
    pub span: usize,
    pub what: What,
}

/// What a cell shows. Bookings are told by their place in the list.
pub(in crate::web::staff) enum What {
    /// A slot, its bookings and the seats that staff may still give away.
    Slot { starts_at: DateTime, free: u16, bookings: Vec<usize> },
    /// Bookings outside the timetable.
    Loose(Vec<usize>),
    /// No clinic, until these minutes since midnight when it goes on.
    Closed(Option<u16>),
}

/// The whole table.
pub(in crate::web::staff) struct Grid {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Whether rows of this morning are left out.
    pub shortened: bool,
}

/// A stretch of a column.
struct Block {
    from: u16,
    to: u16,
    what: What,
}

impl Grid {
    /// Of today, hours in which nothing is left to do are left out, unless the `whole` day is wanted.
    pub fn new(practice: &Practice, bookings: &[Booking], (day, whole): (Date, bool), today: &Today) -> Self {
        let shown = |doctor: &&Doctor| doctor.active || seated(bookings, doctor.id).next().is_some();
        let doctors: Vec<&Doctor> = practice.doctors.iter().filter(shown).collect();
        let is_today = day == today.clock().date();
        let mut blocks: Vec<Vec<Block>> =
            doctors.iter().map(|doctor| blocks(practice, doctor, bookings, day, today)).collect();
        let columns = doctors.iter().zip(&blocks).map(|(doctor, blocks)| column(practice, doctor, blocks, day, today));
        let columns = columns.collect();
        let is_open = |index: &usize| bookings[*index].status().is_open();
        let shortened = is_today && !whole && shorten(&mut blocks, minute_of_day(today.clock()), is_open);
        let starts: BTreeSet<u16> = blocks.iter().flatten().map(|block| block.from).collect();
        let starts: Vec<u16> = starts.into_iter().collect();
        let end = blocks.iter().flatten().map(|block| block.to).max().unwrap_or(0);
        let mut rows: Vec<Row> = starts.iter().map(|at| Row { at: *at, cells: Vec::new(), now: None }).collect();
        for column in blocks {
            fill(&mut rows, column);
        }
        if is_today {
            mark_now(&mut rows, end, minute_of_day(today.clock()));
        }
        Self { columns, rows, shortened }
    }
}

/// Minutes behind now that stay in sight.
const BEHIND: u16 = 30;

/// Drops what lies before this hour, and before the first booking that is still open; whether
/// anything did.
fn shorten(blocks: &mut [Vec<Block>], now: u16, is_open: impl Fn(&usize) -> bool) -> bool {
    let open = blocks.iter().flatten().filter(|block| match &block.what {
        What::Slot { bookings, .. } | What::Loose(bookings) => bookings.iter().any(&is_open),
        What::Closed(_) => false,
    });
    let hour = now.saturating_sub(BEHIND) / 60 * 60;
    let from = open.map(|block| block.from).min().unwrap_or(hour).min(hour);
    let shortened = blocks.iter().flatten().any(|block| block.to <= from);
    for column in blocks {
        column.retain(|block| block.to > from);
        column.iter_mut().for_each(|block| block.from = block.from.max(from));
    }
    shortened
}

/// The bookings that hold a seat of a doctor's time.
fn seated(bookings: &[Booking], doctor: DoctorId) -> impl Iterator<Item = (usize, &Booking)> {
    let holds = move |booking: &Booking| {
        let record = &booking.record;
        record.doctor == Some(doctor) && record.channel != Channel::WalkIn && record.status.holds_seat()
    };
    bookings.iter().enumerate().filter(move |(_, booking)| holds(booking))
}

fn column(practice: &Practice, doctor: &Doctor, blocks: &[Block], day: Date, today: &Today) -> Column {
    let seats = practice.slots(doctor, day, today).iter().map(|slot| u32::from(slot.seats)).sum();
    let taken = blocks.iter().map(|block| match &block.what {
        What::Slot { bookings, .. } | What::Loose(bookings) => bookings.len() as u32,
        What::Closed(_) => 0,
    });
    Column { doctor: doctor.clone(), seats, taken: taken.sum() }
}

fn blocks(practice: &Practice, doctor: &Doctor, bookings: &[Booking], day: Date, today: &Today) -> Vec<Block> {
    let taken: Vec<Taken> = seated(bookings, doctor.id)
        .filter_map(|(_, booking)| {
            let (starts_at, ends_at) = booking.times();
            Some(Taken { starts_at, ends_at, seat: booking.record.seat? })
        })
        .collect();
    let slots = if doctor.active { practice.slots(doctor, day, today) } else { Vec::new() };
    let mut blocks: Vec<Block> = slots.iter().map(|slot| block(slot, &taken)).collect();
    for (index, booking) in seated(bookings, doctor.id) {
        let (from, to) = booking.times();
        let (from, to) = (minute_of_day(from), minute_of_day(to).max(minute_of_day(from) + 1));
        match blocks.iter_mut().find(|block| (block.from..block.to).contains(&from)) {
            Some(Block { what: What::Slot { bookings, .. } | What::Loose(bookings), .. }) => bookings.push(index),
            _ => blocks.push(Block { from, to, what: What::Loose(vec![index]) }),
        }
    }
    blocks.sort_by_key(|block| block.from);
    for index in 1..blocks.len() {
        let next = blocks[index].from;
        blocks[index - 1].to = blocks[index - 1].to.min(next);
    }
    blocks
}

fn block(slot: &Slot, taken: &[Taken]) -> Block {
    let free = slot.free(taken, Seller::Staff);
    let (from, length) = (minute_of_day(slot.starts_at), slot.ends_at.duration_since(slot.starts_at).as_mins());
    let what = What::Slot { starts_at: slot.starts_at, free, bookings: Vec::new() };
    Block { from, to: from + length as u16, what }
}

/// Puts a column's cells into the rows.
fn fill(rows: &mut [Row], blocks: Vec<Block>) {
    let starts: Vec<u16> = rows.iter().map(|row| row.at).collect();
    let row_of = |minute: u16| starts.partition_point(|at| *at < minute);
    let mut put = |from: usize, to: usize, what: What| {
        let mut cell = Some(Cell { span: to - from, what });
        rows[from..to].iter_mut().for_each(|row| row.cells.push(cell.take()));
    };
    let mut at = 0;
    for block in blocks {
        let (from, to) = (row_of(block.from), row_of(block.to).max(row_of(block.from) + 1));
        if at < from {
            put(at, from, What::Closed(Some(block.from)));
        }
        put(from, to, block.what);
        at = to;
    }
    if at < starts.len() {
        put(at, starts.len(), What::Closed(None));
    }
}

fn mark_now(rows: &mut [Row], end: u16, now: u16) {
    let ends: Vec<u16> = rows.iter().skip(1).map(|row| row.at).chain([end]).collect();
    for (row, end) in rows.iter_mut().zip(ends) {
        if (row.at..end).contains(&now) {
            row.now = Some(((now - row.at) * 4 / (end - row.at)) as u8);
        }
    }
}

/// How many bookings of a day stand in a state, walk-ins too.
pub(in crate::web::staff) fn count(bookings: &[Booking], status: Status) -> usize {
    bookings.iter().filter(|booking| booking.record.status == status).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(starts: &[u16]) -> Vec<Row> {
        starts.iter().map(|at| Row { at: *at, cells: Vec::new(), now: None }).collect()
    }

    fn loose(from: u16, to: u16) -> Block {
        Block { from, to, what: What::Loose(Vec::new()) }
    }

    fn spans(rows: &[Row], column: usize) -> Vec<(usize, bool)> {
        let cells = rows.iter().filter_map(|row| row.cells[column].as_ref());
        cells.map(|cell| (cell.span, matches!(cell.what, What::Closed(_)))).collect()
    }

    #[test]
    fn cells_cover_every_row_once() {
        // Quarters of an hour beside half hours, one of which begins late and ends early.
        let mut rows = rows(&[540, 555, 570, 585]);
        fill(&mut rows, vec![loose(540, 555), loose(555, 570), loose(570, 585), loose(585, 600)]);
        fill(&mut rows, vec![loose(555, 585)]);
        fill(&mut rows, Vec::new());
        assert_eq!(spans(&rows, 0), [(1, false); 4]);
        assert_eq!(spans(&rows, 1), [(1, true), (2, false), (1, true)]);
        assert_eq!(spans(&rows, 2), [(4, true)]);
        assert!(rows.iter().all(|row| row.cells.len() == 3));
    }

    #[test]
    fn hours_behind_are_left_out_unless_something_is_open_in_them() {
        let with = |from: u16, bookings: Vec<usize>| Block { from, to: from + 30, what: What::Loose(bookings) };
        let day = || vec![vec![with(540, vec![0]), with(630, vec![1]), with(900, vec![])], vec![loose(800, 860)]];
        let left = |blocks: &[Vec<Block>]| blocks.iter().flatten().map(|block| block.from).collect::<Vec<_>>();
        let mut blocks = day();
        assert!(shorten(&mut blocks, 890, |_| false));
        assert_eq!(left(&blocks), [900, 840], "a slot that reaches into the hour begins with it");
        let mut blocks = day();
        assert!(shorten(&mut blocks, 890, |index| *index == 1));
        assert_eq!(left(&blocks), [630, 900, 800], "nobody who is still expected is out of sight");
        let mut blocks = day();
        assert!(!shorten(&mut blocks, 890, |index| *index == 0), "all of it is needed");
        assert!(!shorten(&mut day(), 560, |_| false));
    }

    #[test]
    fn the_now_line_lies_in_one_row() {
        let mut rows = rows(&[540, 570]);
        mark_now(&mut rows, 600, 585);
        assert_eq!((rows[0].now, rows[1].now), (None, Some(2)));
        mark_now(&mut rows, 600, 600);
        assert_eq!(rows.iter().filter(|row| row.now.is_some()).count(), 1, "after the last slot it stays out");
    }
}
