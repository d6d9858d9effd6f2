//! One question to the gateway: the request, what its failures mean, and when to ask again.

use std::{thread, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Settings;
use crate::import::form::{Fault, ServiceCode};

/// What stands unescaped in a query: letters, digits and RFC 3986's other unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The largest answer that is taken, in bytes: a page of 1,000 places is under 1.5 MB.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Longest wait between two attempts.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Why a page could not be had. None of them contains the address that was asked, which holds the key.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The gateway or the service refused, with a code.
    #[error("공공데이터 서비스 오류 {code}: {}", .code.explain())]
    Service {
        /// Which.
        code: ServiceCode,
    },
    /// No answer in time.
    #[error("제때 답이 오지 않았습니다")]
    Timeout,
    /// No connection.
    #[error("연결하지 못했습니다: {0}")]
    Connection(String),
    /// An HTTP status without an explanation in the answer.
    #[error("HTTP 상태 {0}")]
    Status(u16),
    /// An answer that cannot be read.
    #[error(transparent)]
    Answer(Fault),
}

impl Trouble {
    /// Whether asking again soon can help.
    fn is_passing(&self) -> bool {
        match self {
            Self::Service { code } => code.is_passing(),
            Self::Timeout | Self::Connection(_) => true,
            Self::Status(status) => *status >= 500,
            Self::Answer(fault) => matches!(fault, Fault::Truncated | Fault::Empty | Fault::Io(_)),
        }
    }
}

/// The connection and its settings.
pub(super) struct Http {
    agent: ureq::Agent,
    settings: Settings,
}

impl Http {
    pub fn new(settings: Settings) -> Self {
        let config = ureq::Agent::config_builder()
            // The gateway explains itself in the body of a 4xx.
            .http_status_as_error(false)
            .timeout_global(Some(settings.timeout))
            // A redirect would carry the key elsewhere.
            .max_redirects(0)
            .user_agent(concat!("heydoctor/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), settings }
    }

    /// Asks until the answer can be parsed, the failure is one that stays, or the attempts are
    /// used up.
    pub fn ask<T>(
        &self,
        path: &str,
        query: &[(&str, String)],
        parse: &mut dyn FnMut(&[u8]) -> Result<T, Fault>,
    ) -> Result<T, Trouble> {
        let mut attempt = 1;
        loop {
            match self.once(path, query, parse) {
                Err(trouble) if trouble.is_passing() && attempt < self.settings.attempts => {
                    tracing::warn!(path, attempt, %trouble, "asking the public data service again");
                    thread::sleep(self.wait(attempt));
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Doubles with each attempt; half of it is chance, so that many clients do not come at once.
    fn wait(&self, attempt: u32) -> Duration {
        let full = self.settings.wait.saturating_mul(1 << (attempt - 1).min(10)).min(LONGEST_WAIT);
        full.mul_f64(0.5 + fastrand::f64() / 2.0)
    }

    fn once<T>(
        &self,
        path: &str,
        query: &[(&str, String)],
        parse: &mut dyn FnMut(&[u8]) -> Result<T, Fault>,
    ) -> Result<T, Trouble> {
        let response = self.agent.get(self.url(path, query)).call().map_err(trouble)?;
        let status = response.status().as_u16();
        let body = response.into_body().into_with_config().limit(LARGEST).read_to_vec().map_err(trouble)?;
        match parse(&body) {
            Err(Fault::Service { code, .. }) => Err(Trouble::Service { code }),
            // The newer gateway says in the status alone what the older said in XML.
            _ if status == 401 => Err(Trouble::Service { code: ServiceCode::KeyNotRegistered }),
            _ if status == 403 => Err(Trouble::Service { code: ServiceCode::Denied }),
            _ if status == 429 => Err(Trouble::Service { code: ServiceCode::PerSecondQuota }),
            _ if status != 200 => Err(Trouble::Status(status)),
            outcome => outcome.map_err(Trouble::Answer),
        }
    }

    fn url(&self, path: &str, query: &[(&str, String)]) -> String {
        let escape = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
        let mut url = format!("{}/{path}?serviceKey={}", self.settings.base, escape(self.settings.key.reveal()));
        for (name, value) in query {
            url.push_str(&format!("&{name}={}", escape(value)));
        }
        url
    }
}

/// The library's error without the address, which some of its messages quote.
fn trouble(error: ureq::Error) -> Trouble {
    match error {
        ureq::Error::Timeout(_) => Trouble::Timeout,
        ureq::Error::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => Trouble::Timeout,
        ureq::Error::Io(e) => Trouble::Connection(e.kind().to_string()),
        ureq::Error::HostNotFound => Trouble::Connection("서버의 이름을 찾을 수 없음".into()),
        ureq::Error::BodyExceedsLimit(_) => Trouble::Connection("답이 너무 큼".into()),
        ureq::Error::Tls(why) => Trouble::Connection(format!("TLS: {why}")),
        ureq::Error::Rustls(_) => Trouble::Connection("TLS 인증서를 확인할 수 없음".into()),
        ureq::Error::Protocol(_) => Trouble::Connection("HTTP 답의 형식이 깨짐".into()),
        _ => Trouble::Connection("HTTP 요청이 되지 않음".into()),
    }
}
