use proptest::prelude::*;

use super::*;

/// A model, a prior and an order to answer in, all drawn from a seed.
fn drawn(seed: u64) -> (Vec<Variable>, Vec<f64>, fastrand::Rng) {
    let mut random = fastrand::Rng::with_seed(seed);
    let conditions = random.usize(2..10);
    let mut binary = Vec::new();
    let variables = (0..random.usize(2..9))
        .map(|at| {
            let mut p = |many: usize| (0..many).map(|_| random.f32()).collect::<Vec<_>>();
            let table = match at % 4 {
                0 | 1 => Table::Binary(p(conditions)),
                2 => {
                    let rows = p(3 * conditions);
                    let row = |row: &[f32]| row.iter().map(|p| p / row.iter().sum::<f32>()).collect::<Vec<_>>();
                    Table::Choice { values: 3, p: rows.chunks(3).flat_map(row).collect(), none: Some(1) }
                }
                _ => Table::Many { values: 2, none: p(conditions), p: p(2 * conditions) },
            };
            let parent = (!binary.is_empty() && random.bool()).then(|| binary[random.usize(..binary.len())]);
            if matches!(table, Table::Binary(_)) {
                binary.push(at);
            }
            Variable { table, parent }
        })
        .collect();
    let prior = (0..conditions).map(|_| 0.01 + random.f64()).collect();
    (variables, prior, random)
}

fn answers(variables: &[Variable], random: &mut fastrand::Rng) -> Vec<(usize, Answer)> {
    let mut answers: Vec<_> = variables
        .iter()
        .enumerate()
        .map(|(at, variable)| {
            let answer = match &variable.table {
                _ if random.u8(..) < 50 => Answer::Unknown,
                Table::Binary(_) if random.bool() => Answer::Yes,
                Table::Binary(_) => Answer::No,
                Table::Choice { values, .. } => Answer::Value(random.usize(..*values)),
                Table::Many { values, .. } => Answer::Values((0..*values).filter(|_| random.bool()).collect()),
            };
            (at, answer)
        })
        .collect();
    random.shuffle(&mut answers);
    answers.truncate(random.usize(..=answers.len()));
    answers
}

fn model(variables: &[Variable], prior: &[f64]) -> Model {
    Model::new(prior.len(), 0.03, variables).unwrap()
}

fn after<'m>(model: &'m Model, prior: &[f64], answers: &[(usize, Answer)]) -> Belief<'m> {
    let mut belief = Belief::new(model, prior).unwrap();
    answers.iter().for_each(|(variable, answer)| belief.observe(*variable, answer).unwrap());
    belief
}

fn same(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
}

fn entropy(p: &[f64]) -> f64 {
    p.iter().filter(|p| **p > 0.0).map(|p| -p * p.ln()).sum()
}

/// What an answer tells on average, by answering in every way: H(now) − Σ P(answer)·H(then).
fn expected(belief: &Belief, variable: usize, of: impl Fn(&[f64]) -> Vec<f64>) -> f64 {
    let then = |outcome: Outcome| outcome.probability * entropy(&of(&outcome.posterior));
    entropy(&of(belief.posterior())) - belief.outcomes(variable).into_iter().map(then).sum::<f64>()
}

proptest! {
    #[test]
    fn posteriors_are_probabilities_and_no_answer_rules_out(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let model = model(&variables, &prior);
        let belief = after(&model, &prior, &answers(&variables, &mut random));
        prop_assert!((belief.posterior().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!(belief.posterior().iter().all(|p| p.is_finite() && *p > 0.0));
    }

    #[test]
    fn the_order_of_answers_does_not_matter(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let model = model(&variables, &prior);
        let mut answers = answers(&variables, &mut random);
        let one = after(&model, &prior, &answers);
        random.shuffle(&mut answers);
        prop_assert!(same(one.posterior(), after(&model, &prior, &answers).posterior()));
    }

    #[test]
    fn unknown_changes_nothing_and_takes_an_answer_back(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let model = model(&variables, &prior);
        let answers = answers(&variables, &mut random);
        let known: Vec<_> = answers.iter().filter(|(_, answer)| *answer != Answer::Unknown).cloned().collect();
        let mut belief = after(&model, &prior, &answers);
        prop_assert!(same(belief.posterior(), after(&model, &prior, &known).posterior()));
        for (variable, _) in known {
            belief.observe(variable, &Answer::Unknown).unwrap();
        }
        let sum: f64 = prior.iter().sum();
        prop_assert!(same(belief.posterior(), &prior.iter().map(|p| p / sum).collect::<Vec<_>>()));
    }

    #[test]
    fn the_gain_is_what_answering_tells_on_average(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let model = model(&variables, &prior);
        let belief = after(&model, &prior, &answers(&variables, &mut random));
        let grouping = Grouping::new((0..prior.len()).map(|c| c % 2).collect());
        for gain in belief.gains(model.all(), &[(&grouping, 2.0)]) {
            prop_assert!(gain.conditions >= 0.0 && gain.total >= gain.conditions);
            if matches!(variables[gain.variable].table, Table::Many { .. }) {
                prop_assert!(f64::from(gain.conditions) <= entropy(belief.posterior()) + 1e-4);
                continue;
            }
            let conditions = expected(&belief, gain.variable, <[f64]>::to_vec);
            let groups = expected(&belief, gain.variable, |posterior| grouping.sum(posterior));
            prop_assert!((f64::from(gain.conditions) - conditions).abs() < 1e-4, "{} {conditions}", gain.conditions);
            prop_assert!((f64::from(gain.total) - conditions - 2.0 * groups).abs() < 3e-4);
        }
    }

    #[test]
    fn outcomes_are_what_observing_leads_to(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let model = model(&variables, &prior);
        let belief = after(&model, &prior, &answers(&variables, &mut random));
        for variable in model.all().filter(|variable| belief.answer(*variable).is_none()) {
            let outcomes = belief.outcomes(variable);
            let sum: f64 = outcomes.iter().map(|outcome| outcome.probability).sum();
            let set = matches!(variables[variable].table, Table::Many { .. });
            prop_assert!(set || (sum - 1.0).abs() < 1e-5);
            for outcome in outcomes {
                let mut then = belief.clone();
                then.observe(variable, &outcome.answer).unwrap();
                prop_assert!(then.posterior().iter().zip(&outcome.posterior).all(|(a, b)| (a - b).abs() < 1e-5));
            }
        }
    }

    #[test]
    fn conditions_have_no_order(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let turned = |p: &[f32], width: usize| p.chunks(width).rev().flatten().copied().collect::<Vec<_>>();
        let backwards: Vec<Variable> = variables
            .iter()
            .map(|Variable { table, parent }| {
                let table = match table {
                    Table::Binary(p) => Table::Binary(turned(p, 1)),
                    Table::Choice { values, p, none } => {
                        Table::Choice { values: *values, p: turned(p, *values), none: *none }
                    }
                    Table::Many { values, none, p } => {
                        Table::Many { values: *values, none: turned(none, 1), p: turned(p, *values) }
                    }
                };
                Variable { table, parent: *parent }
            })
            .collect();
        let behind: Vec<f64> = prior.iter().rev().copied().collect();
        let answers = answers(&variables, &mut random);
        let (one, other) = (model(&variables, &prior), model(&backwards, &behind));
        let (one, other) = (after(&one, &prior, &answers), after(&other, &behind, &answers));
        let back: Vec<f64> = other.posterior().iter().rev().copied().collect();
        prop_assert!(same(one.posterior(), &back));
        let sums = |belief: &Belief| belief.gains(0..variables.len(), &[]).iter().map(|gain| gain.total).sum::<f32>();
        prop_assert!((sums(&one) - sums(&other)).abs() < 1e-3);
    }

    #[test]
    fn reasons_add_up_between_two_conditions(seed: u64) {
        let (variables, prior, mut random) = drawn(seed);
        let two = &prior[..2];
        let first = |p: &[f32], width: usize| p[..2 * width].to_vec();
        let variables: Vec<Variable> = variables
            .into_iter()
            .map(|Variable { table, parent }| {
                let table = match table {
                    Table::Binary(p) => Table::Binary(first(&p, 1)),
                    Table::Choice { values, p, none } => Table::Choice { values, p: first(&p, values), none },
                    Table::Many { values, none, p } => {
                        Table::Many { values, none: first(&none, 1), p: first(&p, values) }
                    }
                };
                Variable { table, parent }
            })
            .collect();
        let model = model(&variables, two);
        let belief = after(&model, two, &answers(&variables, &mut random));
        let sum: f64 = belief.reasons(0).iter().map(|reason| reason.weight).sum();
        let odds = |p: &[f64]| (p[0] / p[1]).ln();
        prop_assert!((sum - (odds(belief.posterior()) - odds(two))).abs() < 1e-6);
    }
}

#[test]
fn the_quick_logarithm_is_the_libraries() {
    for step in 0..=100_000 {
        let p = step as f32 / 100_000.0;
        let right = if p > 0.0 { -p * p.ln() } else { 0.0 };
        assert!((model::plogp(p) - right).abs() < 2e-7, "{p}");
    }
}

/// Fever and cough of two conditions, and the cough's colour, which a cough must be there for.
fn small() -> Vec<Variable> {
    let colour = Table::Choice { values: 3, p: vec![0.0, 0.9, 0.1, 0.0, 0.1, 0.9], none: Some(0) };
    vec![
        Variable { table: Table::Binary(vec![0.9, 0.1]), parent: None },
        Variable { table: Table::Binary(vec![0.5, 0.5]), parent: None },
        Variable { table: colour, parent: Some(1) },
    ]
}

#[test]
fn a_binary_answer_weighs_as_bayes_says() {
    let model = model(&small(), &[1.0, 3.0]);
    let belief = after(&model, &[1.0, 3.0], &[(0, Answer::Yes)]);
    let said = |p: f64| 0.03 + 0.94 * p;
    let expected = said(0.9) / (said(0.9) + 3.0 * said(0.1));
    assert!((belief.posterior()[0] - expected).abs() < 1e-6);
    assert_eq!(belief.ranked()[0].0, usize::from(expected < 0.5));
}

#[test]
fn a_detail_says_nothing_once_its_parent_is_absent() {
    let model = model(&small(), &[1.0, 1.0]);
    let asked = |answers: &[(usize, Answer)]| {
        let belief = after(&model, &[1.0, 1.0], answers);
        belief.gains([2], &[])[0].conditions
    };
    let (open, absent, present) = (asked(&[]), asked(&[(1, Answer::No)]), asked(&[(1, Answer::Yes)]));
    assert!(absent < 0.1 * open, "{absent} {open}");
    assert!(present > open);
}

#[test]
fn a_detail_tells_of_its_parent() {
    let model = model(&small(), &[1.0, 1.0]);
    assert!((after(&model, &[1.0, 1.0], &[]).presence(1) - 0.5).abs() < 1e-6);
    assert!(after(&model, &[1.0, 1.0], &[(2, Answer::Value(1))]).presence(1) > 0.9);
    assert!(after(&model, &[1.0, 1.0], &[(2, Answer::Value(0))]).presence(1) < 0.1);
}

#[test]
fn reasons_name_what_spoke_for_and_against() {
    let model = model(&small(), &[1.0, 1.0]);
    let belief = after(&model, &[1.0, 1.0], &[(0, Answer::Yes), (2, Answer::Value(2)), (1, Answer::Unknown)]);
    let sign = |condition| {
        let mut reasons = belief.reasons(condition);
        reasons.sort_by_key(|reason| reason.variable);
        reasons.into_iter().map(|reason| (reason.variable, reason.weight > 0.0)).collect::<Vec<_>>()
    };
    assert_eq!(sign(0), [(0, true), (2, false)]);
    assert_eq!(sign(1), [(0, false), (2, true)]);
}

#[test]
fn trust_decides_how_much_an_answer_weighs() {
    let model = model(&small(), &[1.0, 1.0]);
    let posterior = |error| {
        let mut belief = after(&model, &[1.0, 1.0], &[]);
        belief.observe_trusted(0, &Answer::Yes, error).unwrap();
        belief.posterior()[0]
    };
    assert!(posterior(1e-4) > posterior(0.1));
    assert!((posterior(0.5) - 0.5).abs() < 1e-6);
}

#[test]
fn independent_values_are_a_set_that_may_be_empty() {
    let Table::Many { none, p, .. } = Table::independent(2, vec![0.5, 0.5, 0.0, 0.0]) else { panic!() };
    assert_eq!(none, [0.25, 1.0]);
    assert!((p[0] - 0.5 / 0.75).abs() < 1e-6 && p[2..] == [0.0, 0.0]);
}

#[test]
fn a_policy_asks_until_it_is_certain_or_nothing_tells() {
    let model = model(&small(), &[1.0, 1.0]);
    let policy = Policy { certain: 0.9, most: 3, least: 0.01 };
    let belief = after(&model, &[1.0, 1.0], &[]);
    let Step::Ask(gain) = policy.next(&belief, 0, model.all(), &[]) else { panic!("asks") };
    assert_eq!(gain.variable, 0);
    assert_eq!(policy.next(&belief, 3, model.all(), &[]), Step::Stop, "asked enough");
    assert_eq!(policy.next(&belief, 0, [1], &[]), Step::Stop, "tells nothing");
    let belief = after(&model, &[1.0, 20.0], &[]);
    assert_eq!(policy.next(&belief, 0, model.all(), &[]), Step::Stop, "certain");
}

#[test]
fn a_question_is_worth_it_when_it_could_change_the_decision() {
    let model = model(&small(), &[1.0, 1.0]);
    let belief = after(&model, &[1.0, 2.0], &[]);
    let first = |posterior: &[f64]| posterior[0] > posterior[1];
    assert!(would_change(&belief, model.all(), 0.05, first));
    assert!(!would_change(&belief, [1], 0.05, first), "as likely in both");
    assert!(!would_change(&belief, model.all(), 0.05, |posterior| posterior[0] > 0.99));
}

#[test]
fn wrong_tables_priors_and_answers_are_refused() {
    let binary = |p: &[f32], parent| vec![Variable { table: Table::Binary(p.to_vec()), parent }];
    let refused = |variables: Vec<Variable>, error| Model::new(2, error, &variables).unwrap_err();
    assert_eq!(refused(vec![], 0.7), ModelError::Settings);
    assert_eq!(refused(binary(&[0.5], None), 0.03), ModelError::Size(0));
    assert_eq!(refused(binary(&[0.5, f32::NAN], None), 0.03), ModelError::Probability(0));
    assert_eq!(refused(binary(&[0.5, 0.5], Some(0)), 0.03), ModelError::Parent(0));
    let choice = Table::Choice { values: 2, p: vec![0.5, 0.6, 0.5, 0.5], none: None };
    assert_eq!(refused(vec![Variable { table: choice, parent: None }], 0.03), ModelError::Probability(0));

    let model = model(&small(), &[1.0, 1.0]);
    assert_eq!(Belief::new(&model, &[0.0, 0.0]).unwrap_err(), BeliefError::Prior);
    let mut belief = Belief::new(&model, &[1.0, 1.0]).unwrap();
    assert_eq!(belief.observe(9, &Answer::Yes), Err(BeliefError::Variable(9)));
    assert_eq!(belief.observe(0, &Answer::Value(0)), Err(BeliefError::Answer(0)));
    assert_eq!(belief.observe(2, &Answer::Value(3)), Err(BeliefError::Answer(2)));
}
