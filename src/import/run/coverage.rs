//! Of which days a download speaks at all. The sources leave a closed day out, so a day that no
//! place of a big download has is not a day on which all are closed: the download lacks it.

use crate::domain::record::SourceHours;

/// Downloads with fewer rows that tell hours are taken to speak of every day: nobody open on
/// Sundays is then no surprise.
const FEW: u64 = 100;

/// The days of one class of places in one download.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Coverage {
    days: u8,
    rows: u64,
}

impl Coverage {
    pub fn add(&mut self, hours: &SourceHours) {
        if hours.says_anything() {
            self.rows += 1;
            self.days |=
                hours.days.iter().enumerate().filter(|(_, day)| day.is_some()).fold(0, |days, (i, _)| days | 1 << i);
        }
    }

    /// Bit 0 is Monday, bit 7 public holidays.
    pub fn days(self) -> u8 {
        if self.rows < FEW { u8::MAX } else { self.days }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: u64, text: &str) -> u8 {
        let hours = SourceHours::try_from(text.to_owned()).unwrap();
        let mut coverage = Coverage::default();
        (0..rows).for_each(|_| coverage.add(&hours));
        coverage.days()
    }

    #[test]
    fn a_big_download_speaks_of_the_days_that_somebody_has() {
        let weekdays = "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;~;~;~";
        assert_eq!(of(99, weekdays), u8::MAX);
        assert_eq!(of(100, weekdays), 0b0001_1111);
        assert_eq!(of(100, "~;~;~;~;~;~;-;0900-1800"), 0b1100_0000, "said to be closed is spoken of");
        assert_eq!(of(1_000, "~;~;~;~;~;~;~;~"), u8::MAX, "rows without hours do not count");
    }
}
