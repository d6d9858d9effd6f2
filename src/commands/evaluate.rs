//! `heydoctor evaluate`: how good the self-diagnosis is, on records that it has not seen.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use clap::{Args, Subcommand, ValueEnum};

use super::Failure;
use heydoctor::triage::{
    Triage, cases,
    ddxplus::{self, Noise, Source, Statistics},
    departments::{self, Corpus, Departments},
};

#[derive(Args)]
pub struct EvaluateArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Find the conditions of DDXPlus' patients by asking as little as possible
    Ddxplus(DdxplusArgs),
    /// Name the department that a text is for
    Departments(DepartmentsArgs),
    /// Compare the department and urgency of cases with those that a nurse would choose
    Cases(CasesArgs),
}

#[derive(Args)]
struct DdxplusArgs {
    /// Folder with release_conditions.json, release_evidences.json and patients.csv
    folder: PathBuf,
    /// Folder of other patients to count the tables from, instead of those that ship
    #[arg(long)]
    fit: Option<PathBuf>,
    /// Print one JSON object, shares in per cent
    #[arg(long)]
    json: bool,
    /// Share of answers that are wrong, from 0 to 1
    #[arg(long, default_value_t = 0.0)]
    wrong: f64,
    /// Share of answers that are "I don't know", from 0 to 1
    #[arg(long, default_value_t = 0.0)]
    unknown: f64,
    /// What draws the wrong and the unknown answers
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Args)]
struct DepartmentsArgs {
    /// CSV with the columns text and department
    file: PathBuf,
    /// Weights that `train departments` made, instead of those that ship
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print one JSON object, shares in per cent
    #[arg(long)]
    json: bool,
    /// Change the texts before they are judged
    #[arg(long)]
    noise: Option<TextNoise>,
    /// What draws the noise
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum TextNoise {
    /// All spaces removed
    Spaces,
    /// A letter replaced, dropped or doubled in one syllable of twenty
    Typos,
}

#[derive(Args)]
struct CasesArgs {
    /// TSV file with the columns id, say, age, sex, departments, urgency
    file: PathBuf,
    /// Print one JSON object, shares in per cent
    #[arg(long)]
    json: bool,
}

/// Prints a table, or one JSON object.
pub fn run(args: &EvaluateArgs) -> Result<(), Failure> {
    match &args.what {
        What::Ddxplus(args) => patients(args),
        What::Departments(args) => texts(args),
        What::Cases(args) => told(args),
    }
}

fn patients(args: &DdxplusArgs) -> Result<(), Failure> {
    let shares = [args.wrong, args.unknown, args.wrong + args.unknown];
    if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err("--wrong과 --unknown은 0에서 1 사이이고, 더해서 1을 넘을 수 없어요.".into());
    }
    let source = Source::read(&args.folder)?;
    let learned = match &args.fit {
        None => Statistics::shipped()?,
        Some(folder) => {
            let fit = Source::read(folder)?;
            match &fit.counts {
                Some(train) => Statistics::of(&fit, train),
                None => Statistics::shipped()?.with_patients_of(&fit),
            }
        }
    };
    let report = ddxplus::evaluate(&source, &learned, Noise { wrong: args.wrong, unknown: args.unknown }, args.seed)?;
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{report}");
    }
    Ok(())
}

fn texts(args: &DepartmentsArgs) -> Result<(), Failure> {
    let corpus = Corpus::read(File::open(&args.file)?)?;
    let read: Departments;
    let model = match &args.model {
        None => Departments::builtin(),
        Some(file) => {
            read = Departments::from_file(fs::read(file)?)?;
            &read
        }
    };
    let noise = args.noise.map(|noise| match noise {
        TextNoise::Spaces => departments::Noise::Spaces,
        TextNoise::Typos => departments::Noise::Typos,
    });
    let report = model.evaluate(&corpus, noise, args.seed);
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{report}");
    }
    Ok(())
}

fn told(args: &CasesArgs) -> Result<(), Failure> {
    let cases = cases::parse(&fs::read_to_string(&args.file)?)?;
    let tally = cases::tally(&Triage::builtin(), &cases);
    if args.json {
        println!("{}", serde_json::to_string(&tally)?);
    } else {
        print!("{tally}");
    }
    Ok(())
}
