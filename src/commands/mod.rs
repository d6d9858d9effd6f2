//! The command line: one file a command.

mod chores;
mod data;
mod desk;
mod evaluate;
mod health;
mod operate;
mod serve;
mod staff;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use data::{DemoArgs, ImportArgs};
use heydoctor::{
    config::{DatabaseArgs, ServeArgs},
    telemetry,
};

/// Korean hospital finder, booking service and health chatbot
#[derive(Parser)]
#[command(name = "heydoctor", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the site and the API (the default)
    Serve(Box<ServeArgs>),
    /// Read public data into the database: nmc, hira or holidays
    Import(Box<ImportArgs>),
    /// Load the demonstration data
    Demo(DemoArgs),
    /// Bring the database's tables up to date
    Migrate(DatabaseArgs),
    /// Show what readers reported as wrong, or mark a report as done
    Reports(data::ReportsArgs),
    /// List messages that could not be sent, or try them again
    Outbox(operate::OutboxArgs),
    /// Seal all personal data anew with another key: the new one in HEYDOCTOR_DATA_KEY, the former
    /// in HEYDOCTOR_OLD_DATA_KEYS
    RotateKey(operate::RotateArgs),
    /// Accounts of hospitals' staff: list, approve, disable, reset-password, add
    Staff(Box<staff::StaffArgs>),
    /// End with 0 when the running server is ready
    Health(health::HealthArgs),
    /// Measure the self-diagnosis on records: ddxplus
    Evaluate(evaluate::EvaluateArgs),
    /// Make the files of what the self-diagnosis learns from records: ddxplus
    Train(train::TrainArgs),
}

/// What ends a command with an error: one line for the operator.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command that the command line names; without one, `serve`.
pub fn run() -> ExitCode {
    let mut words: Vec<_> = std::env::args_os().collect();
    let names_command = words
        .get(1)
        .and_then(|word| word.to_str())
        .is_some_and(|word| !word.starts_with('-') || matches!(word, "-h" | "--help" | "-V" | "--version"));
    if !names_command {
        words.insert(1, "serve".into());
    }
    let cli = Cli::parse_from(words);
    telemetry::start_logs();
    let outcome = match cli.command {
        Command::Health(args) => health::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Train(args) => train::run(&args),
        command => run_async(command),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("heydoctor: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run_async(command: Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        match command {
            Command::Serve(args) => serve::run(&args).await,
            Command::Import(args) => data::import(&args).await,
            Command::Demo(args) => data::demo(&args).await,
            Command::Migrate(args) => data::open(&args.database_url).await.map(drop),
            Command::Reports(args) => data::reports(&args).await,
            Command::Outbox(args) => operate::outbox(&args).await,
            Command::RotateKey(args) => operate::rotate_key(&args).await,
            Command::Staff(args) => staff::run(&args).await,
            Command::Health(args) => health::run(&args),
            Command::Evaluate(args) => evaluate::run(&args),
            Command::Train(args) => train::run(&args),
        }
    });
    // A carrier that stalls is not waited for: what it was given is delivered again after the start.
    runtime.shutdown_background();
    outcome
}
