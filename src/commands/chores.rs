//! What the server does by itself beside answering: brings messages to people, ends offers of the
//! waitlist, forgets what may not be kept longer.

use std::{
    future::Future,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use tokio::{sync::watch, task::JoinSet};

use heydoctor::{
    config::{CarrierChoice, ConfigError, NotifyArgs},
    domain::time,
    notify::{Carrier, Courier, Gateway, Pace, Screen, Smtp, WrongSetting},
    state::AppState,
    web::app::is_demo,
};

/// How often offers are looked at whose time may be over.
const OFFERS_EVERY: Duration = Duration::from_secs(3);
/// How often the server looks what may not be kept longer: as good as daily however often it is
/// started anew.
const FORGET_EVERY: Duration = Duration::from_secs(6 * 3600);

/// The chores of a running server.
pub struct Chores(JoinSet<()>);

/// The order to stop, as often as it is asked for.
pub type Stop = watch::Receiver<bool>;

/// Comes to its end with the order to stop.
pub async fn told(mut stop: Stop) {
    // An error means that nobody is left to give the order.
    let _ = stop.wait_for(|told| *told).await;
}

impl Chores {
    /// Begins; each ends with `stop`.
    pub fn start(state: &AppState, carrier: Carrier, stop: &Stop) -> Self {
        let mut chores = JoinSet::new();
        chores.spawn(deliver(state.clone(), carrier, told(stop.clone())));
        chores.spawn(until(told(stop.clone()), end_offers(state.clone())));
        chores.spawn(until(told(stop.clone()), forget(state.clone())));
        Self(chores)
    }

    /// Waits until each has ended.
    pub async fn end(mut self) {
        while let Some(ended) = self.0.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a chore of the server failed");
            }
        }
    }
}

/// Runs a chore that has no end until it is told to stop.
async fn until(stop: impl Future<Output = ()>, chore: impl Future<Output = ()>) {
    tokio::select! { () = stop => {}, () = chore => {} }
}

async fn deliver(state: AppState, carrier: Carrier, stop: impl Future<Output = ()>) {
    let asked = state.clone();
    let carrier = carrier.shown_while(move || is_demo(&asked.directory()));
    let courier = Courier::new(carrier, state.site().public_url.clone(), Pace::default());
    courier.run(state.store(), state.desk().vault(), clock(&state), stop).await;
}

/// The clock of deliveries: attempts and holds need one that goes, from the fixed moment on where
/// one is set.
fn clock(state: &AppState) -> impl Fn() -> Timestamp + Send + Sync + use<> {
    let start = state.site().fixed_time.map(|fixed| (time::timestamp(fixed), Instant::now()));
    move || match start {
        Some((moment, begun)) => SignedDuration::try_from(begun.elapsed()).map_or(moment, |passed| moment + passed),
        None => Timestamp::now(),
    }
}

async fn end_offers(state: AppState) {
    loop {
        match state.desk().end_offers(&state.today()).await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "offers ended"),
            Err(error) => tracing::warn!(%error, "offers are not ended"),
        }
        tokio::time::sleep(OFFERS_EVERY).await;
    }
}

async fn forget(state: AppState) {
    loop {
        match state.desk().forget_old(&state.today()).await {
            Ok(0) => {}
            Ok(visits) => tracing::info!(visits, "personal data of old visits deleted"),
            Err(error) => tracing::warn!(%error, "old personal data is not deleted; the next round tries again"),
        }
        tokio::time::sleep(FORGET_EVERY).await;
    }
}

/// The carrier of the settings.
///
/// # Errors
/// The setting that cannot be used; a secret one without its value.
pub fn carrier(args: &NotifyArgs) -> Result<Carrier, ConfigError> {
    let wrong = |setting| wrong(args, setting);
    Ok(match args.choice()? {
        CarrierChoice::Log => Carrier::Log(Screen::dark()),
        CarrierChoice::Smtp => {
            let file = Some(args.smtp_ca.trim()).filter(|file| !file.is_empty());
            let authorities = file.map(std::fs::read).transpose().map_err(|_| wrong(WrongSetting::SmtpCa))?;
            let (url, from, to) = (&args.smtp_url, &args.smtp_from, &args.smtp_to);
            Carrier::Smtp(Smtp::new(url, from, to, authorities.as_deref(), Pace::PATIENCE).map_err(wrong)?)
        }
        CarrierChoice::Http => {
            let (url, headers, body) = (&args.gateway_url, &args.gateway_headers, &args.gateway_body);
            Carrier::Gateway(Gateway::new(url, headers, body, Pace::PATIENCE).map_err(wrong)?)
        }
    })
}

/// The line about a carrier's setting. A value that may hold a password is not repeated.
fn wrong(args: &NotifyArgs, setting: WrongSetting) -> ConfigError {
    let hidden = "…";
    let (variable, value, mend) = match setting {
        WrongSetting::SmtpUrl => {
            ("HEYDOCTOR_SMTP_URL", hidden, "smtps://USER:PASSWORD@HOST:465 같은 주소를 적어 주세요.")
        }
        WrongSetting::SmtpFrom => (
            "HEYDOCTOR_SMTP_FROM",
            args.smtp_from.as_str(),
            "헤이닥터 <no-reply@heydoctor.example> 같은 보내는 사람을 적어 주세요.",
        ),
        WrongSetting::SmtpTo => {
            ("HEYDOCTOR_SMTP_TO", args.smtp_to.as_str(), "{phone}@sms.example 같은 주소 모양을 적어 주세요.")
        }
        WrongSetting::SmtpCa => (
            "HEYDOCTOR_SMTP_CA",
            args.smtp_ca.as_str(),
            "인증서(PEM)가 든 파일을, smtps:// 주소나 ?tls=required와 함께 적어 주세요.",
        ),
        WrongSetting::GatewayUrl => {
            ("HEYDOCTOR_GATEWAY_URL", hidden, "https://로 시작하는 게이트웨이 주소를 적어 주세요.")
        }
        WrongSetting::GatewayHeaders => {
            ("HEYDOCTOR_GATEWAY_HEADERS", hidden, "{\"Authorization\": \"Bearer …\"} 같은 JSON을 적어 주세요.")
        }
        WrongSetting::GatewayBody => (
            "HEYDOCTOR_GATEWAY_BODY",
            hidden,
            "{\"to\": \"{phone}\", \"text\": \"{text}\"}처럼 두 자리가 있는 JSON을 적어 주세요.",
        ),
    };
    ConfigError::new(variable, value, mend)
}
