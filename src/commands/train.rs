//! `heydoctor train`: makes the files of what is learned from records.

use std::{fs, path::PathBuf};

use clap::{Args, Subcommand};

use super::Failure;
use heydoctor::triage::ddxplus::{Source, Statistics};

#[derive(Args)]
pub struct TrainArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Count DDXPlus' patients for `evaluate ddxplus`
    Ddxplus {
        /// Folder with the release files, patients.csv and evidence_given_condition_train.json
        folder: PathBuf,
        /// File to write
        #[arg(short, long)]
        out: PathBuf,
    },
}

/// Reads the records and writes the file.
pub fn run(args: &TrainArgs) -> Result<(), Failure> {
    let What::Ddxplus { folder, out } = &args.what;
    let source = Source::read(folder)?;
    let train = source.counts.as_ref().ok_or("evidence_given_condition_train.json이 있어야 해요.")?;
    fs::write(out, Statistics::of(&source, train).to_file()?)?;
    println!("환자 {}명을 세어 {}에 적었어요.", source.patients.len(), out.display());
    Ok(())
}
