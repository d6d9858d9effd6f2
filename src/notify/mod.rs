//! Tells people what the outbox holds for them: takes each message that is due, opens it, and hands
//! it to a carrier (log, SMTP, HTTP gateway). At least once: a message counts as told only after the
//! carrier took it; its dedup key goes along, so that the other side can drop a second one. No SQL,
//! no rules of booking, and nothing personal in a log or in what is noted of a failure.

mod courier;
mod gateway;
mod letter;
mod screen;
mod smtp;

pub use self::{
    courier::{ATTEMPTS, Courier, Pace},
    gateway::Gateway,
    letter::Letter,
    screen::Screen,
    smtp::Smtp,
};

/// Who brings messages to people.
pub enum Carrier {
    /// The log, and in a demonstration the screen.
    Log(Screen),
    /// An SMTP server, to an address made of the phone's number.
    Smtp(Smtp),
    /// A gateway for 알림톡 or SMS that is spoken to over HTTP.
    Gateway(Gateway),
}

impl Carrier {
    /// Lets the log's carrier show texts on the screen for as long as `is_demonstration` says so.
    #[must_use]
    pub fn shown_while(self, is_demonstration: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        match self {
            Self::Log(_) => Self::Log(Screen::new(is_demonstration)),
            other => other,
        }
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// [`Failure`]: whether another attempt may help.
    pub async fn carry(&self, letter: &Letter) -> Result<(), Failure> {
        match self {
            Self::Log(screen) => {
                screen.show(letter);
                Ok(())
            }
            Self::Smtp(smtp) => smtp.send(letter).await,
            Self::Gateway(gateway) => gateway.send(letter).await,
        }
    }
}

/// Why a message could not be handed over, in words that hold nothing of the message: what the
/// other side writes may repeat the address, so that only its code is kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It may go through later.
    #[error("{0}")]
    Passing(String),
    /// It never will.
    #[error("{0}")]
    Lasting(String),
}

impl Failure {
    /// No answer in time.
    fn timeout() -> Self {
        Self::Passing("timeout".to_owned())
    }
}

/// A setting of a carrier that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrongSetting {
    /// Not `smtp://`, `smtps://` or no host.
    #[error("not the URL of an SMTP server")]
    SmtpUrl,
    /// Not an e-mail address.
    #[error("not the address of a sender")]
    SmtpFrom,
    /// Without `{phone}`, or not an address with it filled in.
    #[error("not the form of an address")]
    SmtpTo,
    /// No certificate in PEM, or no TLS that would use it.
    #[error("not the certificates of authorities")]
    SmtpCa,
    /// Not an HTTP URL.
    #[error("not the URL of a gateway")]
    GatewayUrl,
    /// Not a JSON object of texts, or one that HTTP does not allow.
    #[error("not headers")]
    GatewayHeaders,
    /// Not JSON, or without `{phone}` and `{text}`.
    #[error("not a template")]
    GatewayBody,
}
