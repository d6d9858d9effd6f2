//! `heydoctor health`: whether the running server is ready, for a container's health check.

use std::{net::SocketAddr, time::Duration};

use clap::Args;

use super::Failure;

#[derive(Args)]
pub struct HealthArgs {
    /// Address that the server listens on
    #[arg(long, env = "HEYDOCTOR_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

/// Asks `/readyz` over loopback.
pub fn run(args: &HealthArgs) -> Result<(), Failure> {
    // A server that listens on every address is asked on this machine's own.
    let host = if args.listen.ip().is_unspecified() { "127.0.0.1".to_owned() } else { args.listen.ip().to_string() };
    let host = if args.listen.is_ipv6() && !args.listen.ip().is_unspecified() { format!("[{host}]") } else { host };
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).http_status_as_error(false);
    let url = format!("http://{host}:{}/readyz", args.listen.port());
    let mut answer = ureq::Agent::new_with_config(config.build()).get(&url).call()?;
    let said = answer.body_mut().read_to_string()?;
    if answer.status().is_success() { Ok(()) } else { Err(said.into()) }
}
