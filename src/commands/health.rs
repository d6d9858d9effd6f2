//! `heydoctor health`: whether the running server is ready, for a container's health check.

use std::{net::Ipv4Addr, time::Duration};

use clap::Args;

use super::Failure;
use heydoctor::config;

#[derive(Args)]
pub struct HealthArgs {
    /// Address that the server listens on
    #[arg(long, env = "HEYDOCTOR_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,
}

/// Asks `/readyz` over loopback.
pub fn run(args: &HealthArgs) -> Result<(), Failure> {
    let mut address = config::address("HEYDOCTOR_LISTEN", &args.listen)?;
    // A server that listens on every address is asked on this machine's own.
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).http_status_as_error(false);
    let url = format!("http://{address}/readyz");
    let away =
        |error| format!("{address}에서 서버가 답하지 않아요. heydoctor serve가 켜져 있는지 확인해 주세요. ({error})");
    let mut answer = ureq::Agent::new_with_config(config.build()).get(&url).call().map_err(away)?;
    let said = answer.body_mut().read_to_string().map_err(away)?;
    if answer.status().is_success() { Ok(()) } else { Err(said.into()) }
}
