//! How messages reach people.

use clap::{Args, ValueEnum};

/// Who brings messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CarrierChoice {
    /// Nobody: the log notes that a message was due; a demonstration shows what it says
    #[default]
    Log,
    /// An SMTP server, to an address made of the phone's number
    Smtp,
    /// A gateway for 알림톡 or SMS that takes JSON over HTTP
    Http,
}

/// The carrier of messages and what it needs.
#[derive(Args, Clone, Debug)]
pub struct NotifyArgs {
    /// Who brings messages: log, smtp or http
    #[arg(long, env = "HEYDOCTOR_NOTIFY", default_value = "log")]
    pub notify: String,
    /// For smtp: smtps://USER:PASSWORD@HOST:465, or smtp://USER:PASSWORD@HOST:587?tls=required
    #[arg(long, env = "HEYDOCTOR_SMTP_URL", default_value = "", hide_env_values = true)]
    pub smtp_url: String,
    /// For smtp: who writes, as 헤이닥터 <no-reply@heydoctor.example>
    #[arg(long, env = "HEYDOCTOR_SMTP_FROM", default_value = "")]
    pub smtp_from: String,
    /// For smtp: the address of a phone, with {phone} for its digits, as {phone}@sms.example
    #[arg(long, env = "HEYDOCTOR_SMTP_TO", default_value = "")]
    pub smtp_to: String,
    /// For smtp over TLS: a file with certificates (PEM) that are trusted beside the public ones
    #[arg(long, env = "HEYDOCTOR_SMTP_CA", default_value = "", value_name = "FILE")]
    pub smtp_ca: String,
    /// For http: where the gateway takes a POST
    #[arg(long, env = "HEYDOCTOR_GATEWAY_URL", default_value = "", hide_env_values = true)]
    pub gateway_url: String,
    /// For http: headers as a JSON object, as {"Authorization": "Bearer …"}
    #[arg(long, env = "HEYDOCTOR_GATEWAY_HEADERS", default_value = "", hide_env_values = true)]
    pub gateway_headers: String,
    /// For http: the JSON to send, with {phone}, {text}, {subject}, {kind} and {key} in its texts
    #[arg(
        long,
        env = "HEYDOCTOR_GATEWAY_BODY",
        default_value = r#"{"to":"{phone}","text":"{text}","template":"{kind}","key":"{key}"}"#,
        hide_env_values = true
    )]
    pub gateway_body: String,
}

impl NotifyArgs {
    /// The carrier that was chosen.
    ///
    /// # Errors
    /// When it is none of the three.
    pub fn choice(&self) -> Result<CarrierChoice, super::ConfigError> {
        CarrierChoice::from_str(self.notify.trim(), true).map_err(|_| {
            super::ConfigError::new("HEYDOCTOR_NOTIFY", &self.notify, "log, smtp, http 가운데 하나를 적어 주세요.")
        })
    }
}
