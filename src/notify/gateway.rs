//! A gateway for 알림톡 or SMS over HTTP: a JSON body from a template of the operator's, since each
//! provider has its own. The dedup key goes along as `Idempotency-Key` and as `{key}`.

use std::time::Duration;

use serde_json::Value;
use ureq::http::{HeaderName, HeaderValue, Uri};

use super::{Failure, Letter, WrongSetting};

/// A gateway, and how it wants to be spoken to.
pub struct Gateway {
    agent: ureq::Agent,
    url: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Value,
}

impl Gateway {
    /// `headers` is a JSON object of texts, empty for none; `body` is JSON whose texts have
    /// `{phone}`, `{text}`, `{subject}`, `{kind}` or `{key}` where these go. The gateway is given up
    /// after `patience`.
    ///
    /// # Errors
    /// The setting that cannot be used.
    pub fn new(url: &str, headers: &str, body: &str, patience: Duration) -> Result<Self, WrongSetting> {
        let uri: Uri = url.parse().map_err(|_| WrongSetting::GatewayUrl)?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
            return Err(WrongSetting::GatewayUrl);
        }
        let template: Value = serde_json::from_str(body).map_err(|_| WrongSetting::GatewayBody)?;
        if !["{phone}", "{text}"].iter().all(|part| mentions(&template, part)) {
            return Err(WrongSetting::GatewayBody);
        }
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(patience))
            // A redirect would carry key and text elsewhere.
            .max_redirects(0)
            // On a connection that is kept, what a gateway says too much would answer the next message.
            .max_idle_connections(0)
            .user_agent(concat!("heydoctor/", env!("CARGO_PKG_VERSION")))
            .build();
        let headers = read_headers(headers).ok_or(WrongSetting::GatewayHeaders)?;
        Ok(Self { agent: config.new_agent(), url: url.to_owned(), headers, body: template })
    }

    pub(super) async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let body = fill(&self.body, letter).to_string();
        let mut request = self.agent.post(&self.url).header("content-type", "application/json; charset=utf-8");
        request = request.header("idempotency-key", &letter.key);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let sent = tokio::task::spawn_blocking(move || request.send(body).map(|answer| answer.status().as_u16()));
        match sent.await {
            Ok(Ok(status)) => judge(status),
            Ok(Err(ureq::Error::Timeout(_))) => Err(Failure::timeout()),
            Ok(Err(ureq::Error::HostNotFound)) => Err(Failure::Passing("gateway host not found".to_owned())),
            Ok(Err(_)) | Err(_) => Err(Failure::Passing("gateway connection".to_owned())),
        }
    }
}

/// What an answer means. Too early, too many and a server's own trouble pass.
fn judge(status: u16) -> Result<(), Failure> {
    let said = format!("http {status}");
    match status {
        200..=299 => Ok(()),
        408 | 425 | 429 | 500..=599 => Err(Failure::Passing(said)),
        _ => Err(Failure::Lasting(said)),
    }
}

fn read_headers(text: &str) -> Option<Vec<(HeaderName, HeaderValue)>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    let Ok(Value::Object(object)) = serde_json::from_str(text) else { return None };
    let header = |(name, value): (&String, &Value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut value = HeaderValue::from_str(value.as_str()?).ok()?;
        value.set_sensitive(true);
        Some((name, value))
    };
    object.iter().map(header).collect()
}

fn mentions(template: &Value, part: &str) -> bool {
    match template {
        Value::String(text) => text.contains(part),
        Value::Array(items) => items.iter().any(|item| mentions(item, part)),
        Value::Object(members) => members.values().any(|member| mentions(member, part)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The template with a message's values in its texts: inside JSON, so that no value can break out.
fn fill(template: &Value, letter: &Letter) -> Value {
    match template {
        Value::String(text) => Value::String(fill_text(text, letter)),
        Value::Array(items) => items.iter().map(|item| fill(item, letter)).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, member)| (name.clone(), fill(member, letter))).collect())
        }
        other => other.clone(),
    }
}

/// From left to right once, so that a value that looks like a placeholder stays as it is.
fn fill_text(template: &str, letter: &Letter) -> String {
    let values = [
        ("{phone}", letter.to.digits()),
        ("{text}", letter.text.as_str()),
        ("{subject}", letter.subject.as_str()),
        ("{kind}", letter.kind),
        ("{key}", letter.key.as_str()),
    ];
    let (mut filled, mut rest) = (String::with_capacity(template.len() + letter.text.len()), template);
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = values.iter().find(|(name, _)| rest.starts_with(name));
        let (taken, value) = known.map_or((1, "{"), |(name, value)| (name.len(), *value));
        filled.push_str(value);
        rest = &rest[taken..];
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::patient::Mobile;

    fn letter(text: &str) -> Letter {
        Letter {
            id: 1,
            key: "a:1:code".into(),
            kind: "code",
            to: Mobile::parse("010-1234-2471").unwrap(),
            subject: "s".into(),
            text: text.into(),
        }
    }

    #[test]
    fn a_template_is_filled_and_never_broken_out_of() {
        let template: Value = serde_json::from_str(
            r#"{"to": ["+82 {phone}"], "n": 1, "m": {"b": "{kind}: {text} {x} {", "k": "{key}"}}"#,
        )
        .unwrap();
        let filled = fill(&template, &letter("\"}, {phone} {key}\n끝"));
        let expected = serde_json::json!({
            "to": ["+82 01012342471"],
            "n": 1,
            "m": { "b": "code: \"}, {phone} {key}\n끝 {x} {", "k": "a:1:code" },
        });
        assert_eq!(filled, expected);
    }

    #[test]
    fn settings_are_taken_or_named() {
        let new = |url, headers, body| Gateway::new(url, headers, body, Duration::from_secs(1)).map(drop);
        let (url, body) = ("https://gateway.example/send", r#"{"to":"{phone}","text":"{text}"}"#);
        assert_eq!(new(url, "", body), Ok(()));
        assert_eq!(new(url, r#"{"Authorization": "Bearer x"}"#, body), Ok(()));
        for wrong in ["", "gateway.example", "ftp://gateway.example", "https://"] {
            assert_eq!(new(wrong, "", body), Err(WrongSetting::GatewayUrl), "{wrong}");
        }
        for wrong in ["x", "[]", r#"{"a b": "x"}"#, r#"{"a": 1}"#, "{\"a\": \"x\\ny\"}"] {
            assert_eq!(new(url, wrong, body), Err(WrongSetting::GatewayHeaders), "{wrong}");
        }
        for wrong in ["", "{", r#"{"to":"{phone}"}"#, r#"{"{phone}":"{text}"}"#] {
            assert_eq!(new(url, "", wrong), Err(WrongSetting::GatewayBody), "{wrong}");
        }
    }

    #[test]
    fn an_answer_means_sent_later_or_never() {
        assert!([200, 202, 204].iter().all(|status| judge(*status).is_ok()));
        let passing = |status| matches!(judge(status), Err(Failure::Passing(_)));
        assert!([408, 425, 429, 500, 502, 503, 504].into_iter().all(passing));
        assert!(![301, 307, 400, 401, 403, 404, 409, 422].into_iter().any(passing));
    }
}
