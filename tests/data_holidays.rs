//! The built-in holiday table against a real answer of the public holiday service.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use heydoctor::domain::holiday::HolidayCalendar;
use jiff::civil::Date;

/// The folder of third-party data, which is no part of the project.
fn shared() -> PathBuf {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("HEYDOCTOR_SHARED").map_or_else(beside, PathBuf::from);
    assert!(folder.is_dir(), "no shared data at {}: set HEYDOCTOR_SHARED to the folder", folder.display());
    folder
}

/// What stands between the tags of an element without attributes.
fn text<'a>(item: &'a str, tag: &str) -> &'a str {
    let from = item.split_once(&format!("<{tag}>")).unwrap_or_else(|| panic!("no {tag} in {item}")).1;
    from.split_once("</").unwrap().0
}

#[test]
fn the_table_of_2026_is_that_of_the_service() {
    let answer = fs::read_to_string(shared().join("captures/holiday_2026.xml")).unwrap();
    let items = answer.split("<item>").skip(1);
    let served: BTreeMap<Date, String> = items
        .filter(|item| text(item, "isHoliday") == "Y")
        .map(|item| (Date::strptime("%Y%m%d", text(item, "locdate")).unwrap(), text(item, "dateName").to_owned()))
        .collect();
    assert_eq!(served.len(), 22);
    let calendar = HolidayCalendar::builtin();
    let ours: BTreeMap<Date, String> =
        calendar.days().filter(|(day, _)| day.year() == 2026).map(|(day, name)| (day, name.to_owned())).collect();
    assert_eq!(ours, served);
}
