use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

use super::*;
use crate::domain::{
    holiday::HolidayCalendar,
    hours::{DAY, DayHours, Range, WeeklyHours},
};

/// A Wednesday without a holiday near it.
const WEDNESDAY: Date = date(2026, 11, 25);
const DOCTOR: DoctorId = DoctorId(7);
const CLINIC: &str =
    "0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300,1400-1800;0900-1300;-;-";

fn template(text: &str) -> Template {
    text.parse().unwrap()
}

fn day_slots(template: &Template, exceptions: &[Exception], day: Date) -> Vec<Slot> {
    slots_on(DOCTOR, template, exceptions, &HolidayCalendar::builtin(), day)
}

fn starts(slots: &[Slot]) -> Vec<String> {
    slots.iter().map(|slot| slot.starts_at.strftime("%H%M").to_string()).collect()
}

fn range(open: u16, close: u16) -> Range {
    Range::new(open / 100 * 60 + open % 100, close / 100 * 60 + close % 100).unwrap()
}

fn exception(doctor: Option<DoctorId>, change: Change) -> Exception {
    Exception { id: 1, doctor, from: WEDNESDAY, to: WEDNESDAY, change, note: String::new() }
}

#[test]
fn a_day_is_cut_into_slots_around_lunch() {
    let slots = day_slots(&template(&format!("60/0/2/0|{CLINIC}")), &[], WEDNESDAY);
    assert_eq!(starts(&slots), ["0900", "1000", "1100", "1200", "1400", "1500", "1600", "1700"]);
    assert_eq!((slots[0].ends_at, slots[0].seats, slots[0].online), (WEDNESDAY.at(10, 0, 0, 0), 2, 2));
    // Half an hour of buffer; what does not fit before the end is no slot.
    let buffered = day_slots(&template(&format!("60/30/1/0|{CLINIC}")), &[], WEDNESDAY);
    assert_eq!(starts(&buffered), ["0900", "1030", "1200", "1400", "1530", "1700"]);
}

#[test]
fn public_holidays_keep_their_own_row() {
    let christmas = date(2026, 12, 25);
    assert_eq!(day_slots(&template(&format!("60/0/1/0|{CLINIC}")), &[], christmas), []);
    let open = CLINIC.strip_suffix('-').unwrap().to_owned() + "1000-1200";
    assert_eq!(starts(&day_slots(&template(&format!("60/0/1/0|{open}")), &[], christmas)), ["1000", "1100"]);
}

#[test]
fn exceptions_drop_and_add_without_moving_the_rest() {
    let hourly = template(&format!("60/0/1/0|{CLINIC}"));
    let off = exception(None, Change::Off(vec![range(1030, 1130)]));
    assert_eq!(starts(&day_slots(&hourly, &[off], WEDNESDAY)), ["0900", "1200", "1400", "1500", "1600", "1700"]);
    let all_day = exception(Some(DOCTOR), Change::Off(vec![]));
    assert_eq!(day_slots(&hourly, std::slice::from_ref(&all_day), WEDNESDAY), []);
    let evening = exception(Some(DOCTOR), Change::Extra(vec![range(1730, 2030)]));
    assert_eq!(starts(&day_slots(&hourly, std::slice::from_ref(&evening), WEDNESDAY))[7..], ["1700", "1830", "1930"]);
    // The extra clinic of a day off stays.
    assert_eq!(starts(&day_slots(&hourly, &[all_day, evening], WEDNESDAY)), ["1730", "1830", "1930"]);
    let somebody_elses = exception(Some(DoctorId(8)), Change::Off(vec![]));
    assert_eq!(day_slots(&hourly, &[somebody_elses], WEDNESDAY).len(), 8);
}

#[test]
fn the_walk_in_share_is_spread_over_the_day() {
    let kept = |text: &str| -> Vec<u16> {
        day_slots(&template(&format!("{text}|{CLINIC}")), &[], WEDNESDAY).iter().map(|s| s.seats - s.online).collect()
    };
    assert_eq!(kept("60/0/1/25"), [0, 0, 0, 1, 0, 0, 0, 1]);
    assert_eq!(kept("60/0/3/50"), [1, 2, 1, 2, 1, 2, 1, 2]);
    assert_eq!(kept("60/0/4/0"), [0; 8]);
}

#[test]
fn the_last_seat_has_one_number_for_everybody() {
    let slot = Slot { starts_at: at(10, 0), ends_at: at(10, 30), seats: 3, online: 2 };
    let taken = |seat: u16| Taken { starts_at: at(10, 0), ends_at: at(10, 30), seat };
    assert_eq!((slot.free(&[], Seller::Online), slot.free(&[], Seller::Staff)), (2, 3));
    assert_eq!((slot.next_seat(&[], Seller::Online), slot.next_seat(&[], Seller::Staff)), (Some(1), Some(3)));
    assert_eq!(slot.next_seat(&[taken(1), taken(2)], Seller::Online), None);
    assert_eq!(slot.next_seat(&[taken(1), taken(2)], Seller::Staff), Some(3));
    assert_eq!(slot.next_seat(&[taken(1), taken(3)], Seller::Online), Some(2));
    // A booking of an earlier template reaches in: it takes a seat, and both sell from the bottom.
    let old = Taken { starts_at: at(10, 20), ends_at: at(10, 40), seat: 1 };
    assert_eq!((slot.free(&[old], Seller::Staff), slot.next_seat(&[old], Seller::Staff)), (2, Some(1)));
    assert_eq!(slot.free(&[old, taken(1), taken(2)], Seller::Staff), 0);
    // Fewer seats than are sold: none is free.
    let shrunk = Slot { seats: 1, online: 1, ..slot };
    assert_eq!(shrunk.next_seat(&[taken(2)], Seller::Online), None);
}

fn at(hour: i8, minute: i8) -> DateTime {
    WEDNESDAY.at(hour, minute, 0, 0)
}

#[test]
fn the_window_of_a_policy_has_four_sides() {
    let policy = Policy { min_ahead_minutes: 30, max_ahead_days: 7, ..Policy::default() };
    let now = at(9, 0);
    assert_eq!(policy.window(at(9, 0), now), Window::Past);
    assert_eq!(policy.window(at(9, 29), now), Window::TooSoon);
    assert_eq!(policy.window(at(9, 30), now), Window::Open);
    assert_eq!(policy.window(date(2026, 12, 2).at(23, 0, 0, 0), now), Window::Open);
    assert_eq!(policy.window(date(2026, 12, 3).at(0, 0, 0, 0), now), Window::TooFar);
    assert_eq!(policy.cancel_until(at(14, 30)), at(12, 30));
}

#[test]
fn templates_read_what_they_write_and_refuse_the_rest() {
    let text = format!("15/5/3/20|{CLINIC}");
    assert_eq!(template(&text).to_string(), text);
    for wrong in ["", "15/5/3|-", "4/0/1/0|x", &format!("4/0/1/0|{CLINIC}"), &format!("15/0/0/0|{CLINIC}")] {
        assert!(wrong.parse::<Template>().is_err(), "{wrong}");
    }
    let night = "2200-2500;-;-;-;-;-;-;-".parse().unwrap();
    assert_eq!(Template::new(night, 15, 0, 1, 0), Err(TemplateFault::PastMidnight));
}

prop_compose! {
    fn ranges()(points in prop::collection::btree_set(0..=DAY / 5, 0..8)) -> Vec<Range> {
        let points: Vec<u16> = points.into_iter().collect();
        points.chunks_exact(2).filter_map(|pair| Range::new(pair[0] * 5, pair[1] * 5)).collect()
    }
}

prop_compose! {
    fn templates()(
        days in prop::array::uniform8(ranges()),
        slot in 5_u16..120, buffer in 0_u16..40, seats in 1_u16..6, kept in 0_u8..=90,
    ) -> Template {
        Template::new(WeeklyHours::new(days.map(DayHours::known)), slot, buffer, seats, kept).unwrap()
    }
}

prop_compose! {
    fn exceptions()(
        rows in prop::collection::vec((ranges(), any::<bool>(), any::<bool>(), 0_i8..5, 0_i8..5), 0..5),
    ) -> Vec<Exception> {
        let day = |after: i8| WEDNESDAY.saturating_add(jiff::Span::new().days(after));
        rows.into_iter().filter_map(|(ranges, off, all, from, length)| {
            let change = if off { Change::Off(ranges) } else { Change::Extra(ranges) };
            let doctor = (!all).then_some(DOCTOR);
            let row = Exception { id: 0, doctor, from: day(from), to: day(from + length), change, note: String::new() };
            row.is_sound().then_some(row)
        }).collect()
    }
}

proptest! {
    #[test]
    fn slots_are_sorted_apart_and_within_clinic_hours(template in templates(), exceptions in exceptions(), ahead in 0_i32..40) {
        let day = WEDNESDAY.saturating_add(jiff::Span::new().days(ahead));
        let holidays = HolidayCalendar::builtin();
        let slots = slots_on(DOCTOR, &template, &exceptions, &holidays, day);
        prop_assert!(slots.windows(2).all(|pair| pair[0].ends_at <= pair[1].starts_at));
        let minute = |at: DateTime| if at.date() > day { DAY } else { crate::domain::time::minute_of_day(at) };
        let concerned: Vec<&Change> = exceptions.iter().filter(|e| e.concerns(DOCTOR, day)).map(|e| &e.change).collect();
        for slot in &slots {
            let (open, close) = (minute(slot.starts_at), minute(slot.ends_at));
            prop_assert_eq!(close - open, template.slot_minutes());
            prop_assert!(slot.online <= slot.seats && slot.seats == template.seats());
            let within = |ranges: &[Range]| ranges.iter().any(|r| r.open() <= open && close <= r.close());
            let extra = concerned.iter().any(|c| matches!(c, Change::Extra(ranges) if within(ranges)));
            let off = concerned.iter().any(|c| match c {
                Change::Off(ranges) => ranges.is_empty() || ranges.iter().any(|r| r.open() < close && open < r.close()),
                Change::Extra(_) => false,
            });
            prop_assert!(extra || (!off && within(template.hours().on(day, &holidays).ranges())));
            prop_assert_eq!(slot_at(DOCTOR, &template, &exceptions, &holidays, slot.starts_at), Some(*slot));
        }
    }

    #[test]
    fn an_exception_never_moves_a_slot_that_stays(template in templates(), exceptions in exceptions()) {
        let only_off: Vec<Exception> = exceptions.into_iter().filter(|e| matches!(e.change, Change::Off(_))).collect();
        let before = day_slots(&template, &[], WEDNESDAY);
        prop_assert!(day_slots(&template, &only_off, WEDNESDAY).iter().all(|slot| before.contains(slot)));
    }

    #[test]
    fn selling_one_by_one_sells_every_seat_once(seats in 1_u16..8, online in 0_u16..8, sellers in prop::collection::vec(any::<bool>(), 20)) {
        let slot = Slot { starts_at: at(10, 0), ends_at: at(10, 30), seats, online: online.min(seats) };
        let mut taken: Vec<Taken> = Vec::new();
        for staff in sellers {
            let seller = if staff { Seller::Staff } else { Seller::Online };
            prop_assert_eq!(slot.next_seat(&taken, seller).is_some(), slot.free(&taken, seller) > 0);
            if let Some(seat) = slot.next_seat(&taken, seller) {
                prop_assert!((1..=seats).contains(&seat) && taken.iter().all(|t| t.seat != seat));
                taken.push(Taken { starts_at: slot.starts_at, ends_at: slot.ends_at, seat });
            }
        }
        while let Some(seat) = slot.next_seat(&taken, Seller::Staff) {
            taken.push(Taken { starts_at: slot.starts_at, ends_at: slot.ends_at, seat });
        }
        prop_assert_eq!(taken.len(), usize::from(seats));
    }
}
