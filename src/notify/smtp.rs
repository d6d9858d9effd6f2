//! SMTP. Patients leave a phone number alone, so that the address is made of it
//! (`{phone}@sms.example`): the way of e-mail-to-SMS gateways, and of a mail box that collects.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, SinglePart},
    transport::smtp::Error,
};

use super::{Failure, Letter, WrongSetting};

/// What stands for the number.
const PHONE: &str = "{phone}";

/// An SMTP server, who writes, and to which address.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    to: String,
    patience: Duration,
}

impl Smtp {
    /// `url` is `smtps://user:password@host:465`, or `smtp://host:587?tls=required`; `to` has
    /// `{phone}` where the number goes. A server is given up after `patience`.
    ///
    /// # Errors
    /// The setting that cannot be used.
    pub fn new(url: &str, from: &str, to: &str, patience: Duration) -> Result<Self, WrongSetting> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| WrongSetting::SmtpUrl)?;
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

/// By the server's code alone: its text repeats addresses.
fn failure(error: &Error) -> Failure {
    let said = match error.status() {
        Some(code) => format!("smtp {code}"),
        None if error.is_timeout() => return Failure::timeout(),
        None if error.is_tls() => "smtp tls".to_owned(),
        None => "smtp connection".to_owned(),
    };
    if error.is_permanent() { Failure::Lasting(said) } else { Failure::Passing(said) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_taken_or_named() {
        let new = |url, from, to| Smtp::new(url, from, to, Duration::from_secs(1)).map(drop);
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
    }
}
