//! Every text about what is wrong with an answer, at its control.

mod agreements;
mod buyers;
mod details;
mod dimensions;
mod discount;
mod duration;
mod generator;
mod individual;
mod lists;
mod schedule;
mod terms;

use crate::draft::{Draft, field};
use consign::answers::{State, Step};

/// A draft with something wrong, and what is said about it.
pub struct Case {
    draft: Draft,
    step: Step,
    said: Vec<(String, String)>,
}

/// A draft of which one thing is said.
pub fn case(draft: Draft, step: Step, at: &str, text: &str) -> Case {
    several(draft, step, &[(at, text)])
}

/// A draft of which several things are said, all on one step.
pub fn several(draft: Draft, step: Step, said: &[(&str, &str)]) -> Case {
    let said = said
        .iter()
        .map(|(at, text)| (field(at), (*text).to_owned()))
        .collect();
    Case { draft, step, said }
}

/// Exactly this is said, on this step and on no other, and nothing can be created.
pub fn said(cases: &[Case]) {
    for Case { draft, step, said } in cases {
        assert_eq!(draft.problems(*step), *said);
        let journey = draft.journey();
        for other in Step::ALL.into_iter().filter(|other| other != step) {
            assert_eq!(draft.problems(other), [], "{said:?}");
        }
        assert!(
            journey.steps().contains(&(*step, State::NeedsAttention)),
            "{said:?}"
        );
        assert!(journey.proven().is_none(), "{said:?}");
    }
}

/// Nothing is wrong with this draft, and it can be created.
pub fn taken(draft: &Draft) {
    let journey = draft.journey();
    let problems: Vec<_> = journey.all_problems().collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert!(journey.proven().is_some());
}

#[test]
fn no_text_begs_apologises_or_scolds() {
    let all = [
        agreements::cases(),
        buyers::cases(),
        details::cases(),
        dimensions::cases(),
        discount::cases(),
        duration::cases(),
        individual::cases(),
        lists::cases(),
        schedule::cases(),
        terms::cases(),
    ];
    let of_drafts = all
        .into_iter()
        .flatten()
        .flat_map(|case| case.said)
        .map(|(_, text)| text);
    let texts: Vec<String> = of_drafts
        .chain(generator::texts())
        .chain(agreements::file_texts())
        .collect();
    for text in texts {
        let words = text.to_lowercase();
        for banned in ["please", "sorry", "invalid", "forbidden", "oops"] {
            assert!(!words.contains(banned), "{text}");
        }
        assert!(!text.ends_with('.') && !text.contains('!'), "{text}");
    }
}
