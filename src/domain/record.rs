//! What one row of one public source says of one place, before rows are merged into a
//! [`Hospital`](super::hospital::Hospital).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    geo::LatLon,
    hospital::{Department, Kind, Source},
    hours::{DayHours, WeeklyHours, WeeksOfMonth},
    phone::Phone,
    region::RegionCode,
};

/// Which of a source's tables a row is from. `(source, key, part)` names a row for good; the
/// departments of a key are one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The list or nationwide download: a place exists because this row does.
    Basic,
    /// The detail operation or file.
    Detail,
    /// The department operation or file.
    Departments,
}

impl Part {
    /// `basic`, `detail` or `departments`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Detail => "detail",
            Self::Departments => "departments",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Basic, Self::Detail, Self::Departments].into_iter().find(|part| part.word() == word)
    }
}

/// One row, read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Whose row.
    pub source: Source,
    /// The source's own key: NMC's `hpid`, HIRA's `ykiho`.
    pub key: String,
    /// Which table.
    pub part: Part,
    /// What it says.
    pub facts: Facts,
}

/// What a row says; `None` and empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Registered name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Sort of place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Road address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// 시군구.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    /// 읍면동.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emd: Option<String>,
    /// Number to call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Runs an emergency room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<bool>,
    /// The emergency room's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency_phone: Option<Phone>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LatLon>,
    /// Web page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub homepage: Option<String>,
    /// Departments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<Department>,
    /// Lines of free text for patients.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<SourceHours>,
    /// The day of the data, or of its receipt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// A week of hours as a row has it. A day the row does not mention is `None`: closed, by the
/// sources' habit, but only when the download as a whole mentions that day at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceHours {
    /// Monday … Sunday, public holidays.
    pub days: [Option<DayHours>; 8],
    /// Weeks of the month of each weekday, where the row says.
    pub weeks: [Option<WeeksOfMonth>; 7],
}

impl SourceHours {
    /// Whether the row mentions any day.
    pub fn says_anything(&self) -> bool {
        self.days.iter().any(Option::is_some)
    }

    /// The week, given which days the whole download mentions for some place: an unmentioned day
    /// is closed where `covered`, unknown where not; all unknown when the row mentions no day.
    pub fn resolve(&self, covered: [bool; 8]) -> WeeklyHours {
        let closed_or_unknown = |index: usize| match self.says_anything() && covered[index] {
            true => DayHours::CLOSED,
            false => DayHours::Unknown,
        };
        let days = std::array::from_fn(|i| self.days[i].clone().unwrap_or_else(|| closed_or_unknown(i)));
        let mut week = WeeklyHours::new(days);
        for (index, weeks) in self.weeks.iter().enumerate() {
            week.set_weeks(index, weeks.unwrap_or(WeeksOfMonth::ALL));
        }
        week
    }
}

/// The text form of [`WeeklyHours`], with `~` for a day the row does not mention.
impl From<SourceHours> for String {
    fn from(hours: SourceHours) -> Self {
        let text = hours.resolve([false; 8]).to_string();
        let fields = text.split(';').zip(&hours.days).map(|(field, day)| match day {
            None => field.replacen('?', "~", 1),
            Some(_) => field.to_owned(),
        });
        fields.collect::<Vec<_>>().join(";")
    }
}

impl TryFrom<String> for SourceHours {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let unmentioned: Vec<bool> = text.split(';').map(|field| field.starts_with('~')).collect();
        let week: WeeklyHours = text.replace('~', "?").parse()?;
        Ok(Self {
            days: std::array::from_fn(|i| (!unmentioned[i]).then(|| week.day(i).clone())),
            weeks: std::array::from_fn(|i| Some(week.weeks(i)).filter(|weeks| *weeks != WeeksOfMonth::ALL)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_not_mentioned_is_closed_only_where_the_download_mentions_that_day() {
        let hours =
            SourceHours::try_from("0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300@13;~;~".to_owned())
                .unwrap();
        assert_eq!(String::from(hours.clone()), "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300@13;~;~");
        let covered = [true, true, true, true, true, true, true, false];
        assert_eq!(
            hours.resolve(covered).to_string(),
            "0900-1800;0900-1800;0900-1800;0900-1800;0900-1800;0900-1300@13;-;?"
        );
        assert_eq!(SourceHours::default().resolve([true; 8]).to_string(), "?;?;?;?;?;?;?;?");
    }
}
