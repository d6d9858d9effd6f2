//! Settings: each an environment variable and a flag. A wrong value is told in one line that names
//! the variable and the mend.

mod network;
mod notify;

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use jiff::civil::DateTime;

pub use self::{
    network::{Network, Proxies},
    notify::{CarrierChoice, NotifyArgs},
};
use crate::{domain::time::parse_moment, vault::DataKeys};

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{variable}={value:?} 값을 쓸 수 없어요: {mend}")]
pub struct ConfigError {
    variable: &'static str,
    value: String,
    mend: &'static str,
}

impl ConfigError {
    /// A variable, its value (one that is secret left out), and how to mend it.
    pub fn new(variable: &'static str, value: &str, mend: &'static str) -> Self {
        Self { variable, value: value.to_owned(), mend }
    }
}

/// Where the data is; every command has it.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// sqlite://FILE, or mysql://USER:PASSWORD@HOST/DATABASE for MySQL and MariaDB
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/heydoctor.db", hide_env_values = true)]
    pub database_url: String,
}

/// What seals personal data; every command that reads or writes any has it.
#[derive(Args, Clone, Debug)]
pub struct KeyArgs {
    /// 32 bytes in base64 that seal personal data; needed unless all places are made up
    #[arg(long, env = "HEYDOCTOR_DATA_KEY", default_value = "", hide_env_values = true)]
    pub data_key: String,
    /// Former data keys, comma-separated, until rotate-key has run
    #[arg(long, env = "HEYDOCTOR_OLD_DATA_KEYS", default_value = "", hide_env_values = true)]
    pub old_data_keys: String,
}

impl KeyArgs {
    /// The keys; `None` when none is given.
    ///
    /// # Errors
    /// A key of the wrong form; its value is not told.
    pub fn read(&self) -> Result<Option<DataKeys>, ConfigError> {
        let old = self.old_data_keys.split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys: Vec<&str> = std::iter::once(self.data_key.trim()).filter(|key| !key.is_empty()).chain(old).collect();
        if self.data_key.trim().is_empty() {
            return Ok(None);
        }
        let wrong = |_| ConfigError { variable: "HEYDOCTOR_DATA_KEY", value: "…".into(), mend: DATA_KEY_MEND };
        DataKeys::parse(keys).map(Some).map_err(wrong)
    }
}

/// How to come by a data key.
pub const DATA_KEY_MEND: &str =
    "`head -c 32 /dev/urandom | base64`로 만든 값을 HEYDOCTOR_DATA_KEY에 적고 안전한 곳에 따로 보관해 주세요.";

/// What `serve` can be told.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Where the data is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// What seals personal data.
    #[command(flatten)]
    pub key: KeyArgs,
    /// How messages reach people.
    #[command(flatten)]
    pub notify: NotifyArgs,
    /// Proxies whose X-Forwarded-For counts, comma-separated addresses or networks (10.0.0.0/8)
    #[arg(long, env = "HEYDOCTOR_TRUSTED_PROXIES", default_value = "")]
    pub trusted_proxies: String,
    /// Address of the site and the API
    #[arg(long, env = "HEYDOCTOR_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: String,
    /// Address of the Prometheus metrics; keep it private
    #[arg(long, env = "HEYDOCTOR_METRICS_LISTEN", default_value = "127.0.0.1:9464")]
    pub metrics_listen: String,
    /// Where the site is reached from outside, for links; default: the address it listens on
    #[arg(long, env = "HEYDOCTOR_PUBLIC_URL", default_value = "")]
    pub public_url: String,
    /// Map tiles with {z}, {x} and {y}; "none" for the district outlines alone
    #[arg(long, env = "HEYDOCTOR_TILE_URL", default_value = "https://tile.openstreetmap.org/{z}/{x}/{y}.png")]
    pub tile_url: String,
    /// Service key of the public data portal, for live beds
    #[arg(long, env = "DATA_GO_KR_KEY", default_value = "", hide_env_values = true)]
    pub data_go_kr_key: String,
    /// Folder of the built site
    #[arg(long, env = "HEYDOCTOR_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,
    /// A moment to show instead of the present one, for tests and pictures
    #[arg(long, env = "HEYDOCTOR_FIXED_TIME", default_value = "")]
    pub fixed_time: String,
}

/// The settings of `serve`, read.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the site.
    pub listen: SocketAddr,
    /// Address of the metrics.
    pub metrics_listen: SocketAddr,
    /// Without a trailing slash.
    pub public_url: String,
    /// Empty for none.
    pub tile_url: String,
    /// `scheme://host` of the tiles, for the content security policy; empty for none.
    pub tile_origin: String,
    /// Key of the live service.
    pub data_go_kr_key: Option<String>,
    /// Folder of the built site.
    pub site_root: PathBuf,
    /// Instead of the clock.
    pub fixed_time: Option<DateTime>,
    /// Whose word counts for where a request comes from.
    pub proxies: Proxies,
}

/// An address and port to listen on.
///
/// # Errors
/// When the value is none.
pub fn address(variable: &'static str, value: &str) -> Result<SocketAddr, ConfigError> {
    let mend = "127.0.0.1:3000 같은 주소와 포트를 적어 주세요.";
    value.parse().map_err(|_| ConfigError { variable, value: value.to_owned(), mend })
}

impl Config {
    /// # Errors
    /// The first setting that cannot be used.
    pub fn read(args: &ServeArgs) -> Result<Self, ConfigError> {
        let wrong = |variable, value: &str, mend| ConfigError { variable, value: value.to_owned(), mend };
        let listen = address("HEYDOCTOR_LISTEN", &args.listen)?;
        let tile_url = if args.tile_url == "none" { String::new() } else { args.tile_url.clone() };
        let tile_origin = origin(&tile_url).ok_or_else(|| {
            wrong("HEYDOCTOR_TILE_URL", &args.tile_url, "https://HOST/{z}/{x}/{y}.png 같은 주소나 none을 적어 주세요.")
        })?;
        let public_url = match args.public_url.trim_end_matches('/') {
            "" => format!("http://{listen}"),
            url if url.starts_with("http://") || url.starts_with("https://") => url.to_owned(),
            url => return Err(wrong("HEYDOCTOR_PUBLIC_URL", url, "https://로 시작하는 주소를 적어 주세요.")),
        };
        let fixed_time = match args.fixed_time.as_str() {
            "" => None,
            text => Some(parse_moment(text).ok_or_else(|| {
                wrong("HEYDOCTOR_FIXED_TIME", text, "2026-11-25T14:30:00+09:00 같은 시각을 적어 주세요.")
            })?),
        };
        let proxies = Proxies::parse(&args.trusted_proxies).ok_or_else(|| {
            wrong(
                "HEYDOCTOR_TRUSTED_PROXIES",
                &args.trusted_proxies,
                "10.0.0.0/8,127.0.0.1 같은 주소나 네트워크를 적어 주세요.",
            )
        })?;
        if !args.site_root.join("pkg").is_dir() {
            let shown = args.site_root.display().to_string();
            return Err(wrong(
                "HEYDOCTOR_SITE_ROOT",
                &shown,
                "make build로 만든 target/site 폴더를 가리키게 해 주세요.",
            ));
        }
        Ok(Self {
            listen,
            metrics_listen: address("HEYDOCTOR_METRICS_LISTEN", &args.metrics_listen)?,
            public_url,
            tile_url,
            tile_origin,
            data_go_kr_key: Some(args.data_go_kr_key.clone()).filter(|key| !key.is_empty()),
            site_root: args.site_root.clone(),
            fixed_time,
            proxies,
        })
    }
}

/// `https://tile.example` of a tile URL; empty for none or for tiles of our own; `None` when the
/// URL is not one.
fn origin(tiles: &str) -> Option<String> {
    if tiles.is_empty() {
        return Some(String::new());
    }
    let placed = ["{z}", "{x}", "{y}"].iter().all(|part| tiles.contains(part));
    let plain = !tiles.contains([' ', ';', ',', '"', '\'']);
    if tiles.starts_with('/') && !tiles.starts_with("//") {
        return (placed && plain).then(String::new);
    }
    let (scheme, rest) = tiles.split_once("://")?;
    let host = rest.split('/').next().unwrap_or_default().replace("{s}", "*");
    (placed && plain && matches!(scheme, "http" | "https") && !host.is_empty()).then(|| format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_have_an_origin_or_are_refused() {
        assert_eq!(
            origin("https://tile.openstreetmap.org/{z}/{x}/{y}.png").as_deref(),
            Some("https://tile.openstreetmap.org")
        );
        assert_eq!(origin("https://{s}.tile.example/{z}/{x}/{y}.png").as_deref(), Some("https://*.tile.example"));
        assert_eq!(origin("/tiles/{z}/{x}/{y}.png").as_deref(), Some(""));
        assert_eq!(origin(""), Some(String::new()));
        for wrong in ["https://tile.example/", "tiles", "ftp://a/{z}/{x}/{y}", "https://a; script-src */{z}/{x}/{y}"] {
            assert_eq!(origin(wrong), None, "{wrong}");
        }
    }
}
