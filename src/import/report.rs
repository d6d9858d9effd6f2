//! What an import did, for the operator who ran it: in plain words and as JSON lines.

use std::{fmt, io};

use serde::Serialize;

use crate::{domain::hospital::Source, store::RunCounts};

/// Skipped rows, and oddities, that a report keeps; more are only counted.
pub const KEPT: usize = 100_000;
/// Of which the plain report names so many.
const SHOWN: usize = 20;

/// A row that could not be used, and why. In Korean, for the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Where it stood: the file and the number of the record, as far as known.
    pub at: String,
    /// The source's key of the record, when that could be read: its place is then not taken for
    /// closed down.
    pub key: Option<String>,
    /// The field, by the source's name.
    pub field: String,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.as_deref().unwrap_or("키 없음");
        write!(f, "{} [{key}] {}: {}", self.at, self.field, self.why)
    }
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Of which source.
    pub source: Source,
    /// `read` is the sum of `added`, `updated`, `unchanged`, `skipped` and
    /// [`repeated`](Self::repeated).
    #[serde(flatten)]
    pub counts: RunCounts,
    /// Rows that stood in the input twice with the same words.
    pub repeated: u64,
    /// The first [`KEPT`] rows that could not be used.
    #[serde(skip)]
    pub skipped: Vec<Skipped>,
    /// What the operator should know or decide.
    pub warnings: Vec<String>,
    /// How often something was odd about a row that was used all the same.
    pub noticed: u64,
    /// The first [`KEPT`] of these.
    #[serde(skip)]
    pub notices: Vec<String>,
}

impl Report {
    /// Nothing done yet.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            counts: RunCounts::default(),
            repeated: 0,
            skipped: Vec::new(),
            warnings: Vec::new(),
            noticed: 0,
            notices: Vec::new(),
        }
    }

    /// Counts something odd about a row that is used all the same, and keeps it while there is room.
    pub fn notice(&mut self, text: String) {
        self.noticed += 1;
        if self.notices.len() < KEPT {
            self.notices.push(text);
        }
    }

    /// Counts a row that cannot be used, and keeps it while there is room.
    pub fn skip(&mut self, row: Skipped) {
        self.counts.skipped += 1;
        if self.skipped.len() < KEPT {
            self.skipped.push(row);
        }
    }

    /// A line with the counts, then a line a kept skipped row and oddity; each a JSON object with
    /// `type`.
    ///
    /// # Errors
    /// When writing fails.
    pub fn write_json_lines(&self, mut to: impl io::Write) -> io::Result<()> {
        #[derive(Serialize)]
        #[serde(tag = "type", rename_all = "lowercase")]
        enum Line<'a> {
            Summary(&'a Report),
            Skipped(&'a Skipped),
            Notice { text: &'a str },
        }
        let skipped = self.skipped.iter().map(Line::Skipped);
        let notices = self.notices.iter().map(|text| Line::Notice { text });
        for line in std::iter::once(Line::Summary(self)).chain(skipped).chain(notices) {
            serde_json::to_writer(&mut to, &line)?;
            to.write_all(b"\n")?;
        }
        to.flush()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.source {
            Source::Nmc => "국립중앙의료원",
            Source::Hira => "건강보험심사평가원",
            Source::Demo => "시연용",
        };
        let RunCounts { read, skipped, added, updated, unchanged, closed_down, reopened, merged } = self.counts;
        writeln!(f, "{name} 자료 {}건을 읽었습니다.", Grouped(read))?;
        let rows =
            [("새로 들어온 것", added), ("바뀐 것", updated), ("그대로인 것", unchanged), ("겹친 것", self.repeated)];
        let rows = rows.into_iter().chain([("쓸 수 없어 건너뛴 것", skipped)]);
        write_counts(f, "자료", "건", rows)?;
        let places =
            [("다른 자료와 같은 곳으로 합침", merged), ("폐업으로 표시", closed_down), ("다시 문을 엶", reopened)];
        write_counts(f, "기관", "곳", places)?;
        for warning in &self.warnings {
            writeln!(f, "주의: {warning}")?;
        }
        write_first(f, "건너뜀", &self.skipped, skipped)?;
        write_first(f, "참고", &self.notices, self.noticed)
    }
}

/// The first few of a list, and how many more there are.
fn write_first<T: fmt::Display>(f: &mut fmt::Formatter<'_>, label: &str, list: &[T], count: u64) -> fmt::Result {
    for row in list.iter().take(SHOWN) {
        writeln!(f, "{label}: {row}")?;
    }
    match count - list.len().min(SHOWN) as u64 {
        0 => Ok(()),
        more => writeln!(f, "{label}: 그 밖에 {}건", Grouped(more)),
    }
}

/// Those that are not zero, on one line.
fn write_counts(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    unit: &str,
    counts: impl IntoIterator<Item = (&'static str, u64)>,
) -> fmt::Result {
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {}{unit}", Grouped(count)))
        .collect();
    if parts.is_empty() { Ok(()) } else { writeln!(f, "  {what}: {}", parts.join(", ")) }
}

/// A number with a comma every three digits.
pub(super) struct Grouped(pub u64);

impl fmt::Display for Grouped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (i, digit) in digits.chars().enumerate() {
            let comma = if i > 0 && (digits.len() - i).is_multiple_of(3) { "," } else { "" };
            write!(f, "{comma}{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::new(Source::Nmc);
        report.counts = RunCounts { read: 7_770, added: 7_769, closed_down: 2, ..RunCounts::default() };
        let why = "위도가 숫자가 아닙니다: \"x\"".to_owned();
        report.skip(Skipped { at: "page-1.xml 3번째".into(), key: Some("A1".into()), field: "wgs84Lat".into(), why });
        report.warnings.push("8쪽 가운데 2쪽이 없습니다.".into());
        report.notice("page-1.xml 4번째 [A2] dutyTel1: 전화번호로 읽을 수 없음".into());
        report
    }

    #[test]
    fn plain_words_name_what_happened_and_each_skipped_row() {
        assert_eq!(
            report().to_string(),
            "국립중앙의료원 자료 7,770건을 읽었습니다.\n  자료: 새로 들어온 것 7,769건, 쓸 수 없어 건너뛴 것 1건\n  \
             기관: 폐업으로 표시 2곳\n주의: 8쪽 가운데 2쪽이 없습니다.\n\
             건너뜀: page-1.xml 3번째 [A1] wgs84Lat: 위도가 숫자가 아닙니다: \"x\"\n\
             참고: page-1.xml 4번째 [A2] dutyTel1: 전화번호로 읽을 수 없음\n"
        );
    }

    #[test]
    fn a_flood_of_skipped_rows_is_counted_but_not_kept() {
        let mut report = report();
        for _ in 0..KEPT {
            report.skip(report.skipped[0].clone());
            report.notice(report.notices[0].clone());
        }
        assert_eq!((report.counts.skipped, report.skipped.len(), report.notices.len()), (KEPT as u64 + 1, KEPT, KEPT));
        let text = report.to_string();
        assert!(text.contains("건너뜀: 그 밖에 99,981건\n") && text.ends_with("참고: 그 밖에 99,981건\n"), "{text}");
    }

    #[test]
    fn every_json_line_is_an_object_that_says_its_type() {
        let mut bytes = Vec::new();
        report().write_json_lines(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!((&lines[0]["type"], &lines[0]["added"]), (&"summary".into(), &7_769.into()));
        assert_eq!((&lines[1]["type"], &lines[1]["field"]), (&"skipped".into(), &"wgs84Lat".into()));
        assert_eq!(lines[2]["type"], "notice");
    }
}
