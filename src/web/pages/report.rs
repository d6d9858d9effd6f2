//! The form for wrong information (잘못된 정보 신고) and its answer.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    domain::{feedback::WrongFact, hospital::HospitalId},
    web::report::ReportPlace,
    words::Lang,
};

/// The form; after sending, its outcome stands in its place.
#[component]
pub fn ReportForm(
    /// About which place.
    id: HospitalId,
    /// In which language.
    lang: Lang,
    /// `sent` or `failed` after the form came back.
    outcome: Option<String>,
) -> impl IntoView {
    let sent = outcome.as_deref() == Some("sent");
    let failed = outcome.is_some() && !sent;
    let choice = |(index, fact): (usize, WrongFact)| {
        let first = index == 0;
        view! { <li><label><input type="radio" name="what" value=fact.word() checked=first/>{lang.wrong_fact(fact)}</label></li> }
    };
    view! {
        <details class="report" id="report" open=outcome.is_some()>
            <summary><span class="i i-flag" aria-hidden="true"></span>{lang.report_title()}</summary>
            {sent.then(|| view! { <p class="notice" role="status">{lang.report_thanks()}</p> })}
            {failed.then(|| view! { <p class="notice" role="alert">{lang.report_failed()}</p> })}
            {(!sent).then(|| view! {
                <form action=ReportPlace::PATH method="post">
                    <input type="hidden" name="id" value=id.0/>
                    <input type="hidden" name="lang" value=lang.tag()/>
                    <fieldset>
                        <legend>{lang.report_what()}</legend>
                        <ul class="options">{WrongFact::ALL.into_iter().enumerate().map(choice).collect_view()}</ul>
                    </fieldset>
                    <label for="comment">{lang.report_detail()}</label>
                    <textarea id="comment" name="comment" rows="3" maxlength="1000" aria-describedby="comment-hint"></textarea>
                    <p class="hint" id="comment-hint">{lang.report_hint()}</p>
                    <button class="btn btn-fill">{lang.report_send()}</button>
                </form>
            })}
        </details>
    }
}
