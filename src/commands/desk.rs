//! Opens the desk of a store: with the key of the settings, or, for demonstration, with one that is
//! made beside the embedded database.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use heydoctor::{
    booking::{BookingError, Desk, DeskSettings},
    config::{DATA_KEY_MEND, KeyArgs},
    domain::hospital::Source,
    store::Store,
    vault::DataKeys,
};

use super::Failure;

/// The desk on a store.
///
/// # Errors
/// No key where one is needed, one of the wrong form, or one that is not this database's.
pub async fn open_desk(store: &Store, args: &KeyArgs, url: &str) -> Result<Desk, Failure> {
    let keys = match args.read()? {
        Some(keys) => keys,
        None => demonstration_key(store, url).await?,
    };
    Desk::open(store.clone(), keys, DeskSettings::default()).await.map_err(|error| match error {
        BookingError::Vault(_) => OTHER_KEY.into(),
        error => error.into(),
    })
}

const OTHER_KEY: &str = "HEYDOCTOR_DATA_KEY가 이 데이터베이스의 키와 달라요: 처음에 쓴 키를 적거나, 바꾸는 중이면 \
                         HEYDOCTOR_OLD_DATA_KEYS에 예전 키를 함께 적어 주세요.";

/// A key that lies beside the embedded database, made when missing; only while every place is made up.
async fn demonstration_key(store: &Store, url: &str) -> Result<DataKeys, Failure> {
    let places = store.hospitals();
    let all_made_up = places.count_open(None).await? == places.count_open(Some(Source::Demo)).await?;
    let file = key_file(url).filter(|_| all_made_up);
    let Some(file) = file else {
        return Err(format!("HEYDOCTOR_DATA_KEY가 필요해요: {DATA_KEY_MEND}").into());
    };
    if !file.exists() {
        let mut new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
        writeln!(new, "{}", DataKeys::random())?;
        tracing::info!("a data key for the demonstration was made: {}", file.display());
    }
    let text = fs::read_to_string(&file)?;
    DataKeys::parse([text.trim()]).map_err(|error| format!("{}: {error}", file.display()).into())
}

/// `data/heydoctor.key` for `sqlite://data/heydoctor.db`.
fn key_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    let path =
        if url.starts_with("sqlite:///") { format!("/{}", path.trim_start_matches('/')) } else { path.to_owned() };
    Some(Path::new(&path).with_extension("key"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_lies_beside_the_file() {
        let file = |url| key_file(url).map(|path| path.display().to_string());
        assert_eq!(file("sqlite://data/heydoctor.db").as_deref(), Some("data/heydoctor.key"));
        assert_eq!(file("sqlite:///var/x.db?mode=rwc").as_deref(), Some("/var/x.key"));
        assert_eq!(file("mysql://u:p@h/d"), None);
    }
}
