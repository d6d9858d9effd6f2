//! `POST /api/v1/triage`: self-diagnosis, stateless and anonymous. Nothing of what is sent is kept or
//! logged.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Problem, read_body};
use crate::{
    state::AppState,
    triage::{AnswerFault, Answered, Conclusion, Intent, Mentioned, Question, Request, Sex, Turn, Urgency},
    words::Lang,
};

/// Longest text, characters.
const MOST_TEXT: usize = 5_000;
/// Most answers; the engine asks ten questions, the rest are corrections.
const MOST_ANSWERS: usize = 60;
const OLDEST: u64 = 120;
/// Departments named at the most.
const MOST_DEPARTMENTS: usize = 4;
const LANG: Lang = Lang::Ko;

/// All that somebody has said so far.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TriageRequest {
    /// In their own words, at most 5,000 characters.
    #[serde(default)]
    #[schema(example = "어제부터 배가 콕콕 쑤시고 토할 것 같아요", max_length = 5000)]
    text: String,
    /// Years, 0–120.
    #[serde(default)]
    #[schema(value_type = Option<u32>, minimum = 0, maximum = 120)]
    age: Value,
    /// f or m.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    sex: Value,
    /// Answers to the questions asked so far, in order; also corrections of what was understood.
    #[serde(default)]
    answers: Vec<AnswerItem>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerItem {
    /// The id of a question, or of a finding under `understood`.
    #[serde(default)]
    id: String,
    /// yes, no, unknown, none, or the value of a choice.
    #[serde(default)]
    #[schema(value_type = String)]
    value: Value,
}

/// A question, a result, or word that nothing was understood.
#[derive(Serialize, ToSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum TriageAnswer<'a> {
    /// One more question.
    Question { question: QuestionItem, understood: Vec<UnderstoodItem> },
    /// The result.
    Result(Box<ResultItem<'a>>),
    /// No complaint was understood.
    NotUnderstood {
        /// What to do instead, in Korean.
        message: &'static str,
        /// What it seems to be about: place, booking, medicine, talk or other.
        about: &'static str,
        /// How a complaint may be written.
        examples: [&'static str; 3],
    },
}

/// A question.
#[derive(Serialize, ToSchema)]
pub struct QuestionItem {
    id: String,
    text: String,
    choices: Vec<ChoiceItem>,
}

/// One of its answers.
#[derive(Serialize, ToSchema)]
pub struct ChoiceItem {
    value: String,
    label: String,
}

/// A finding as it was understood.
#[derive(Serialize, ToSchema)]
pub struct UnderstoodItem {
    id: String,
    name: String,
    /// Whether it is there; else it was denied.
    present: bool,
}

/// What it comes to. A recommendation, not a diagnosis.
#[derive(Serialize, ToSchema)]
pub struct ResultItem<'a> {
    /// emergency, today, soon or selfcare.
    urgency: &'static str,
    /// Why it is an emergency, in Korean; else empty.
    red_flags: Vec<&'a str>,
    /// Numbers to call in an emergency: 119; for self-harm 109 too.
    call: Vec<&'a str>,
    /// The departments, the best first.
    specialties: Vec<DepartmentItem>,
    /// What it may be, the likeliest first.
    conditions: Vec<ConditionItem<'a>>,
    understood: Vec<UnderstoodItem>,
    /// What spoke for this, in Korean.
    reasons: Vec<String>,
    /// What to do, in Korean.
    advice: String,
}

/// A department with its share of the belief.
#[derive(Serialize, ToSchema)]
pub struct DepartmentItem {
    /// HIRA's two digits.
    code: &'static str,
    /// Korean name.
    name: &'static str,
    /// 0–1.
    score: f64,
}

/// A condition that it may be.
#[derive(Serialize, ToSchema)]
pub struct ConditionItem<'a> {
    id: &'a str,
    /// Korean name.
    name: &'a str,
    name_en: &'a str,
    /// KCD-8 / ICD-10 code.
    code: &'a str,
    /// 0–1, of the conditions known here.
    probability: f64,
    /// Names of the findings that spoke for it.
    pro: Vec<&'a str>,
    /// Names of the findings that spoke against it.
    con: Vec<&'a str>,
}

/// Says how urgent a complaint is and where to go with it, or asks on.
#[utoipa::path(
    post,
    path = "/api/v1/triage",
    operation_id = "triage",
    tag = "triage",
    request_body = TriageRequest,
    responses(
        (status = 200, description = "A question, a result, or `not_understood`", body = TriageAnswer),
        (status = 400, description = "The body is no JSON of this form", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value is wrong: `field` names it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn triage(State(state): State<AppState>, body: Bytes) -> Result<Response, Problem> {
    let sent: TriageRequest = read_body(&body)?;
    let (age, sex, answers) = read(&sent)?;
    let engine = state.triage();
    let request = Request { text: &sent.text, age, sex, answers: &answers };
    let (turn, mentioned) = engine.turn(&request).map_err(|fault| refused(fault, &answers))?;
    let understood = mentioned.into_iter().map(UnderstoodItem::from).collect();
    let answer = match turn {
        Turn::Question(question) => TriageAnswer::Question { question: question.into(), understood },
        Turn::NotUnderstood(intent) => not_understood(intent),
        Turn::Result(result) => {
            let name = |id| engine.finding_name(id);
            TriageAnswer::Result(Box::new(ResultItem::new(&result, understood, name)))
        }
    };
    Ok(Json(answer).into_response())
}

type Read = (Option<u32>, Option<Sex>, Vec<Answered>);

fn read(sent: &TriageRequest) -> Result<Read, Problem> {
    let wrong = Problem::invalid_value;
    if sent.text.chars().nth(MOST_TEXT).is_some() {
        return Err(wrong("text", LANG.triage_text_too_long(MOST_TEXT)));
    }
    let age = match &sent.age {
        Value::Null => None,
        age => Some(
            age.as_u64().filter(|age| *age <= OLDEST).ok_or_else(|| wrong("age", LANG.triage_age_range().into()))?
                as u32,
        ),
    };
    let sex = match (&sent.sex, sent.sex.as_str()) {
        (Value::Null, _) => None,
        (_, Some("f")) => Some(Sex::Female),
        (_, Some("m")) => Some(Sex::Male),
        _ => return Err(wrong("sex", LANG.triage_sex_words().into())),
    };
    if sent.answers.len() > MOST_ANSWERS {
        return Err(wrong("answers", LANG.triage_too_many_answers(MOST_ANSWERS)));
    }
    let answered = |item: &AnswerItem| {
        let value = match &item.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Answered { id: item.id.clone(), value }
    };
    Ok((age, sex, sent.answers.iter().map(answered).collect()))
}

fn refused(fault: AnswerFault, answers: &[Answered]) -> Problem {
    let short = |at: usize| answers[at].id.chars().take(40).collect::<String>();
    let detail = match fault {
        AnswerFault::Id(at) => LANG.triage_no_such_question(&short(at)),
        AnswerFault::Value(at) => LANG.triage_no_such_answer(&short(at)),
        AnswerFault::Contradiction(at) => LANG.triage_contradiction(&short(at)),
    };
    Problem::invalid_value("answers", detail)
}

fn not_understood(intent: Intent) -> TriageAnswer<'static> {
    let message = match intent {
        Intent::Place => LANG.triage_is_place(),
        Intent::Booking => LANG.triage_is_booking(),
        Intent::Medicine => LANG.triage_is_medicine(),
        Intent::Talk => LANG.triage_is_talk(),
        Intent::Other => LANG.triage_not_understood(),
    };
    let examples = [LANG.triage_example_1(), LANG.triage_example_2(), LANG.triage_example_3()];
    TriageAnswer::NotUnderstood { message, about: intent.word(), examples }
}

impl From<Question> for QuestionItem {
    fn from(question: Question) -> Self {
        let choice = |value: &str, label: &str| ChoiceItem { value: value.to_owned(), label: label.to_owned() };
        let mut choices: Vec<ChoiceItem> = question.choices.iter().map(|(value, label)| choice(value, label)).collect();
        if choices.is_empty() {
            choices = vec![choice("yes", LANG.triage_yes()), choice("no", LANG.triage_no())];
        } else {
            choices.push(choice("none", LANG.triage_none()));
        }
        choices.push(choice("unknown", LANG.triage_unknown()));
        Self { id: question.id, text: question.text, choices }
    }
}

impl From<Mentioned> for UnderstoodItem {
    fn from(mentioned: Mentioned) -> Self {
        Self { id: mentioned.id, name: mentioned.name, present: mentioned.present }
    }
}

impl<'a> ResultItem<'a> {
    fn new(
        result: &Conclusion<'a>,
        understood: Vec<UnderstoodItem>,
        name: impl Fn(crate::triage::FindingId) -> &'a str,
    ) -> Self {
        let emergency = |flag: &&&crate::triage::Flag| flag.level == Urgency::Emergency;
        let first = result.flags.iter().find(emergency);
        let names = |ids: &[crate::triage::FindingId]| ids.iter().map(|id| name(*id)).collect::<Vec<_>>();
        let top = result.possible.first();
        let others = result.flags.iter().filter(|flag| !emergency(flag)).map(|flag| flag.reason.clone());
        let spoke = top.into_iter().flat_map(|top| {
            let pro = names(&top.pro).into_iter().map(|name| LANG.triage_said(name));
            let con = names(&top.con).into_iter().map(|name| LANG.triage_denied(name));
            pro.chain(con).collect::<Vec<_>>()
        });
        Self {
            urgency: result.urgency.word(),
            red_flags: result.flags.iter().filter(emergency).map(|flag| flag.reason.as_str()).collect(),
            call: first.map(|flag| flag.call.iter().map(String::as_str).collect()).unwrap_or_default(),
            specialties: result.departments.iter().take(MOST_DEPARTMENTS).map(DepartmentItem::from).collect(),
            conditions: result
                .possible
                .iter()
                .map(|possible| ConditionItem {
                    id: &possible.condition.id,
                    name: &possible.condition.name,
                    name_en: &possible.condition.name_en,
                    code: &possible.condition.code,
                    probability: rounded(possible.probability),
                    pro: names(&possible.pro),
                    con: names(&possible.con),
                })
                .collect(),
            understood,
            reasons: others.chain(spoke).collect(),
            advice: match (first, top) {
                (Some(flag), _) => flag.until.clone(),
                (None, Some(top)) => format!("{} {}", top.condition.care, top.condition.come_back),
                (None, None) => LANG.triage_general_advice().to_owned(),
            },
        }
    }
}

impl From<&crate::triage::Scored> for DepartmentItem {
    fn from(scored: &crate::triage::Scored) -> Self {
        let specialty = scored.specialty;
        Self { code: specialty.code(), name: specialty.name_ko(), score: rounded(f64::from(scored.score)) }
    }
}

fn rounded(share: f64) -> f64 {
    (share * 1_000.0).round() / 1_000.0
}
