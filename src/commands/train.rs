//! `heydoctor train`: makes the files of what is learned from records.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};

use super::Failure;
use heydoctor::triage::{
    ddxplus::{Source, Statistics},
    departments::{Corpus, HeldOut, train},
};

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
    /// Learn which department a text is for; says how good that is on a fifth kept apart, then learns
    /// from all
    Departments(DepartmentsArgs),
}

#[derive(Args)]
struct DepartmentsArgs {
    /// CSV with the columns text and department
    file: PathBuf,
    /// File to write; without it nothing is
    #[arg(short, long)]
    out: Option<PathBuf>,
    /// How many of the five fifths are kept apart, one after the other
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=HeldOut::PARTS as i64))]
    folds: u8,
    /// What draws the parts, the order of learning and the noise
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Reads the records and writes the file.
pub fn run(args: &TrainArgs) -> Result<(), Failure> {
    match &args.what {
        What::Ddxplus { folder, out } => patients(folder, out),
        What::Departments(args) => departments(args),
    }
}

fn patients(folder: &Path, out: &Path) -> Result<(), Failure> {
    let source = Source::read(folder)?;
    let train = source.counts.as_ref().ok_or("evidence_given_condition_train.json이 있어야 해요.")?;
    fs::write(out, Statistics::of(&source, train).to_file()?)?;
    println!("환자 {}명을 세어 {}에 적었어요.", source.patients.len(), out.display());
    Ok(())
}

fn departments(args: &DepartmentsArgs) -> Result<(), Failure> {
    let corpus = Corpus::read(File::open(&args.file)?)?;
    let mut temperatures = Vec::new();
    for fold in 0..usize::from(args.folds) {
        let held_out = HeldOut::measure(&corpus, fold, args.seed)?;
        print!("{held_out}");
        temperatures.push(held_out.temperature);
    }
    let Some(out) = &args.out else { return Ok(()) };
    let mut model = train(&corpus, args.seed)?;
    model.set_temperature(temperatures[0]);
    fs::write(out, model.file())?;
    println!("글 {}건에서 배워 {}에 적었어요.", corpus.len(), out.display());
    Ok(())
}
