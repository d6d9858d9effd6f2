//! Which files a path stands for, and in what order.

use std::{
    cmp::Ordering,
    io,
    path::{Path, PathBuf},
};

/// The files of a path: itself, or the data files of the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Data files in natural order: `page-2` before `page-10`.
    pub files: Vec<PathBuf>,
    /// What else lies in the folder, and is not read.
    pub ignored: Vec<PathBuf>,
}

/// Endings of data files. A file named by itself is read whatever its ending.
const ENDINGS: &[&str] = &["xml", "json", "csv", "xlsx", "txt"];

/// Lists a path. Folders inside a folder are not entered.
pub fn list(path: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    if !path.is_dir() {
        // The error of a path that is not there comes from here, with its own words.
        std::fs::metadata(path)?;
        listing.files.push(path.to_owned());
        return Ok(listing);
    }
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if is_data(&path) { listing.files.push(path) } else { listing.ignored.push(path) }
    }
    listing.files.sort_by(|a, b| natural(&name(a), &name(b)));
    listing.ignored.sort();
    Ok(listing)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Hidden files and the locks of office programs (`~$…`) are no data.
fn is_data(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    !name(path).starts_with(['.', '~']) && ENDINGS.contains(&ending.as_str()) && path.is_file()
}

/// Compares names with their numbers as numbers.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (digits_a, digits_b) = (digits(a), digits(b));
        if !digits_a.is_empty() && !digits_b.is_empty() {
            let (x, y) = (digits_a.trim_start_matches('0'), digits_b.trim_start_matches('0'));
            let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y)).then_with(|| digits_a.len().cmp(&digits_b.len()));
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (&a[digits_a.len()..], &b[digits_b.len()..]);
            continue;
        }
        let (mut rest_a, mut rest_b) = (a.chars(), b.chars());
        match (rest_a.next(), rest_b.next()) {
            (None, None) => return Ordering::Equal,
            (x, y) if x != y => return x.cmp(&y),
            _ => (a, b) = (rest_a.as_str(), rest_b.as_str()),
        }
    }
}

/// The ASCII digits that a text begins with.
fn digits(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["page-10.xml", "page-2.xml", "page-1.xml", "4.세부.xlsx", "10.x", "a", "page-02.xml"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["4.세부.xlsx", "10.x", "a", "page-1.xml", "page-2.xml", "page-02.xml", "page-10.xml"]);
    }

    #[test]
    fn a_folder_gives_its_data_and_names_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["page-10.XML", "page-9.xml", "README.md", ".hidden.json", "~$a.xlsx", "b.csv"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.path().join("deep.xml")).unwrap();
        let listing = list(folder.path()).unwrap();
        let names = |paths: &[PathBuf]| paths.iter().map(|p| name(p)).collect::<Vec<_>>();
        assert_eq!(names(&listing.files), ["b.csv", "page-9.xml", "page-10.XML"]);
        assert_eq!(names(&listing.ignored), [".hidden.json", "README.md", "deep.xml", "~$a.xlsx"]);
        assert!(list(&folder.path().join("absent")).is_err());
    }
}
