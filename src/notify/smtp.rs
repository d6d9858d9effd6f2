//! SMTP. Patients leave a phone number alone, so that the address is made of it
//! (`{phone}@sms.example`): the way of e-mail-to-SMS gateways, and of a mail box that collects.

use std::{error::Error as _, io::ErrorKind, time::Duration};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, SinglePart},
    transport::smtp::{
        Error,
        client::{Certificate, Tls, TlsParameters},
    },
};
use ureq::http::Uri;

use super::{Failure, Letter, WrongSetting};

/// What stands for the number.
const PHONE: &str = "{phone}";
/// What a certificate in PEM begins with.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

/// An SMTP server, who writes, and to which address.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    to: String,
    patience: Duration,
}

impl Smtp {
    /// `url` is `smtps://user:password@host:465`, or `smtp://host:587?tls=required`; `to` has
    /// `{phone}` where the number goes. `authorities` are certificates in PEM that are trusted beside
    /// the public ones. A server is given up after `patience`.
    ///
    /// # Errors
    /// The setting that cannot be used.
    pub fn new(
        url: &str,
        from: &str,
        to: &str,
        authorities: Option<&[u8]>,
        patience: Duration,
    ) -> Result<Self, WrongSetting> {
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| WrongSetting::SmtpUrl)?;
        if let Some(pem) = authorities {
            builder = builder.tls(trusting(url, pem).ok_or(WrongSetting::SmtpCa)?);
        }
        let from = from.parse().map_err(|_| WrongSetting::SmtpFrom)?;
        if !to.contains(PHONE) || to.replace(PHONE, "01000000000").parse::<Mailbox>().is_err() {
            return Err(WrongSetting::SmtpTo);
        }
        Ok(Self { transport: builder.timeout(Some(patience)).build(), from, to: to.to_owned(), patience })
    }

    pub(super) async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let message = self.message(letter)?;
        match tokio::time::timeout(self.patience, self.transport.send(message)).await {
            Ok(sent) => sent.map(drop).map_err(|error| failure(&error)),
            Err(_) => Err(Failure::timeout()),
        }
    }

    fn message(&self, letter: &Letter) -> Result<Message, Failure> {
        let unfit = || Failure::Lasting("no e-mail can be made of it".to_owned());
        let to = self.to.replace(PHONE, letter.to.digits()).parse().map_err(|_| unfit())?;
        // The same message has the same name, so that a second one can be dropped.
        let name = format!("<{}@{}>", letter.key.replace(':', "."), self.from.email.domain());
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&letter.subject)
            .message_id(Some(name))
            .singlepart(SinglePart::plain(letter.text.clone()))
            .map_err(|_| unfit())
    }
}

/// What the URL asks of TLS, with more authorities. `None` without a certificate, or without TLS:
/// then somebody believes a connection safe that is not.
fn trusting(url: &str, pem: &[u8]) -> Option<Tls> {
    let url: Uri = url.parse().ok()?;
    let is_certificate = pem.windows(BEGIN.len()).any(|part| part == BEGIN);
    let authorities = Certificate::from_pem(pem).ok().filter(|_| is_certificate)?;
    let parameters = TlsParameters::builder(url.host()?.to_owned()).add_root_certificate(authorities);
    let parameters = parameters.build_rustls().ok()?;
    let wanted = url.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("tls="));
    match (url.scheme_str()?, wanted) {
        ("smtps", _) => Some(Tls::Wrapper(parameters)),
        (_, Some("required")) => Some(Tls::Required(parameters)),
        (_, Some("opportunistic")) => Some(Tls::Opportunistic(parameters)),
        _ => None,
    }
}

/// By the server's code alone: its text repeats addresses.
fn failure(error: &Error) -> Failure {
    let said = match error.status() {
        Some(code) => format!("smtp {code}"),
        None if error.is_timeout() => return Failure::timeout(),
        None if is_tls(error) => "smtp tls".to_owned(),
        // What is asked for, TLS or a way to log in, the server does not offer.
        None if error.is_client() => "smtp not offered".to_owned(),
        None => "smtp connection".to_owned(),
    };
    if error.is_permanent() { Failure::Lasting(said) } else { Failure::Passing(said) }
}

/// Whether the other side's certificate or its TLS was no good: tokio-rustls tells it as wrong data.
fn is_tls(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == ErrorKind::InvalidData) {
            return true;
        }
        source = cause.source();
    }
    error.is_tls()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_taken_or_named() {
        let new = |url, from, to| Smtp::new(url, from, to, None, Duration::from_secs(1)).map(drop);
        let (url, from, to) =
            ("smtps://u:p@mail.example", "헤이닥터 <no-reply@heydoctor.example>", "{phone}@sms.example");
        assert_eq!(new(url, from, to), Ok(()));
        assert_eq!(new("smtp://127.0.0.1:2525", "a@b.example", "{phone}@sms.example"), Ok(()));
        for wrong in ["", "mail.example", "http://mail.example", "smtp://"] {
            assert_eq!(new(wrong, from, to), Err(WrongSetting::SmtpUrl), "{wrong}");
        }
        assert_eq!(new(url, "heydoctor", to), Err(WrongSetting::SmtpFrom));
        for wrong in ["", "a@b.example", "{phone}", "{phone}@", "{phone} @a b"] {
            assert_eq!(new(url, from, wrong), Err(WrongSetting::SmtpTo), "{wrong}");
        }
        let with = |pem: &[u8]| Smtp::new(url, from, to, Some(pem), Duration::from_secs(1)).map(drop);
        let broken = [BEGIN, b"\nx\n-----END CERTIFICATE-----\n"].concat();
        for wrong in [&b""[..], b"no certificate", &broken] {
            assert_eq!(with(wrong), Err(WrongSetting::SmtpCa));
        }
    }
}
