//! One turn of the self-diagnosis, and what its knowledge takes in memory.
//!
//! `cargo bench --features ssr --bench triage`
#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::{fs, hint::black_box, time::Instant};

use heydoctor::triage::{Answered, Request, Triage, Turn, cases};

const ROUNDS: usize = 5;

fn main() {
    let before = resident_mb();
    let start = Instant::now();
    let triage = Triage::builtin();
    println!("knowledge read in {:.0} ms, {:.1} MB", start.elapsed().as_secs_f64() * 1e3, resident_mb() - before);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/triage/known.tsv");
    let cases = cases::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let mut turns = Vec::new();
    for _ in 0..ROUNDS {
        for case in &cases {
            talk(&triage, case, &mut turns);
        }
    }
    turns.sort_by(f64::total_cmp);
    let at = |share: f64| turns[(turns.len() as f64 * share) as usize];
    println!(
        "{} turns: median {:.2} ms, p99 {:.2} ms, slowest {:.2} ms",
        turns.len(),
        at(0.5),
        at(0.99),
        turns[turns.len() - 1]
    );
    let long = "배가 아프고 열이 나는데 어지럽고 ".repeat(300);
    let start = Instant::now();
    black_box(triage.turn(&Request { text: &long, ..Request::default() }).unwrap());
    println!("a turn on {} characters: {:.2} ms", long.chars().count(), start.elapsed().as_secs_f64() * 1e3);
}

/// A case to its end, each turn's time in milliseconds noted.
fn talk(triage: &Triage, case: &cases::Case, turns: &mut Vec<f64>) {
    let mut answers = Vec::new();
    loop {
        let request = Request { text: &case.say, age: case.age, sex: case.sex, answers: &answers };
        let start = Instant::now();
        let (turn, _) = black_box(triage.turn(&request).unwrap());
        turns.push(start.elapsed().as_secs_f64() * 1e3);
        let Turn::Question(question) = turn else { return };
        answers.push(Answered { id: question.id, value: "unknown".to_owned() });
    }
}

fn resident_mb() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0");
    line.split_whitespace().next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
