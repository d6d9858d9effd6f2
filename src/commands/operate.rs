//! `heydoctor rotate-key` and `heydoctor outbox`: what an operator does now and then.

use clap::Args;
use jiff::Timestamp;

use super::{Failure, data, desk};
use heydoctor::{
    config::{ConfigError, DATA_KEY_MEND, DatabaseArgs, KeyArgs},
    domain::time,
};

#[derive(Args)]
pub struct RotateArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    #[command(flatten)]
    key: KeyArgs,
}

#[derive(Args)]
pub struct OutboxArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Put the message with this number back in line
    #[arg(long, value_name = "ID", conflicts_with = "retry_all")]
    retry: Option<i64>,
    /// Put all of them back in line
    #[arg(long)]
    retry_all: bool,
}

/// Seals everything anew with `HEYDOCTOR_DATA_KEY`.
pub async fn rotate_key(args: &RotateArgs) -> Result<(), Failure> {
    if args.key.data_key.trim().is_empty() {
        return Err(ConfigError::new("HEYDOCTOR_DATA_KEY", "", DATA_KEY_MEND).into());
    }
    if args.key.old_data_keys.trim().is_empty() {
        let mend = "지금까지 쓰던 키를 적고, 새 키는 HEYDOCTOR_DATA_KEY에 적어 주세요.";
        return Err(ConfigError::new("HEYDOCTOR_OLD_DATA_KEYS", "", mend).into());
    }
    args.key.read()?;
    let store = data::open(&args.database.database_url).await?;
    let desk = desk::open_desk(&store, &args.key, &args.database.database_url).await?;
    let done = desk.rotate_key(|renewed| tracing::debug!(renewed, "sealed anew")).await?;
    println!("{}건을 새 키로 다시 봉했어요.", done.renewed);
    if done.unopened > 0 {
        return Err(format!(
            "{}건은 주어진 키로 열 수 없어 그대로 두었어요: HEYDOCTOR_OLD_DATA_KEYS에 더 예전 키도 함께 적어 주세요.",
            done.unopened
        )
        .into());
    }
    Ok(())
}

/// Lists the messages that were given up, or puts them back in line.
pub async fn outbox(args: &OutboxArgs) -> Result<(), Failure> {
    let store = data::open(&args.database.database_url).await?;
    let outbox = store.outbox();
    if let Some(id) = args.retry {
        if !outbox.revive(id, Timestamp::now()).await? {
            return Err(format!("{id}번은 보내지 못한 메시지가 아니에요.").into());
        }
        println!("{id}번을 다시 보내요.");
        return Ok(());
    }
    if args.retry_all {
        println!("{}건을 다시 보내요.", outbox.revive_all(Timestamp::now()).await?);
        return Ok(());
    }
    for letter in outbox.dead().await? {
        let written = time::seoul(letter.created_at).strftime("%Y-%m-%d %H:%M");
        let booking = letter.booking.map_or_else(|| "-".to_owned(), |id| id.to_string());
        println!(
            "{} {written} {} booking={booking} attempts={} {}",
            letter.id, letter.kind, letter.attempts, letter.last_error
        );
    }
    Ok(())
}
