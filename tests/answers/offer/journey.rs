//! Which steps there are, where each stands, and what the opportunity suggests.

use super::{BUYER, Draft};
use crate::samples::account;
use consign::answers::State;
use consign::answers::offer::OfferStep::{self, Dates, Documents, Price, Schedule, Terms};
use consign::domain::buyers::Buyers;

#[test]
fn only_a_payment_schedule_has_a_step_of_its_own() {
    let steps = |draft: &Draft| -> Vec<OfferStep> {
        draft
            .journey()
            .steps()
            .iter()
            .map(|(step, _)| *step)
            .collect()
    };
    assert_eq!(steps(&Draft::sound()), [Terms, Price, Documents, Dates]);
    assert_eq!(steps(&Draft::scheduled()), OfferStep::ALL);
    let journey = Draft::sound().journey();
    assert!(!journey.applies(Schedule));
    assert_eq!(journey.after(Price), Some(Documents));
    assert_eq!(journey.after(Schedule), Some(Documents));
    assert_eq!((journey.before(Terms), journey.after(Dates)), (None, None));
    assert_eq!(
        Draft::scheduled().journey().before(Documents),
        Some(Schedule)
    );
}

#[test]
fn a_draft_goes_from_not_started_to_done() {
    let empty = Draft::empty(Draft::scheduled().opportunity);
    let journey = empty.journey();
    let expected = [
        (Terms, State::NotStarted),
        (Price, State::NotStarted),
        (Schedule, State::NotStarted),
        (Documents, State::NotGiven),
        (Dates, State::NotStarted),
    ];
    assert_eq!(journey.steps(), expected);
    assert_eq!((journey.done(), journey.open()), (0, Some(Terms)));
    assert!(!journey.may_review() && journey.proven().is_none());
    let done = Draft::scheduled().journey();
    assert_eq!((done.done(), done.count(), done.open()), (4, 6, None));
    assert!(done.may_review());
    let wrong = Draft::scheduled().put(Price, &[("percent", "x")]).journey();
    assert!(wrong.steps().contains(&(Price, State::NeedsAttention)));
    assert_eq!(wrong.open(), Some(Price));
}

#[test]
fn the_opportunity_suggests_its_buyers_and_its_name() {
    let mut draft = Draft::empty(Draft::sound().opportunity);
    draft.opportunity.buyers = Buyers::new(vec![account(BUYER), account("333333333333")]).unwrap();
    let shown = |step| draft.answers.shown(step, &draft.opportunity);
    assert_eq!(shown(Terms).get("buyers"), "2109 8765 4321\n3333 3333 3333");
    assert_eq!(shown(Dates).get("name"), "Q1 renewals with Acme");
    assert_eq!(shown(Price).get("adjustment"), "markup");
    assert!(!draft.answers.has(Terms), "nothing is saved by looking");
    let saved = draft.clone().put(Terms, &[("buyers", "")]);
    let saved = saved.answers.shown(Terms, &draft.opportunity);
    assert_eq!(saved.get("buyers"), "", "what was saved counts, even empty");
    assert_eq!(
        draft.answers.title("Of the opportunity"),
        "Of the opportunity"
    );
    assert_eq!(Draft::sound().answers.title("x"), "Vault for Acme");
}

#[test]
fn garbage_is_no_offer_and_no_panic() {
    let words = [
        "",
        "x",
        "-1",
        "9".repeat(40).as_str(),
        "\u{0}",
        "own",
        "discount",
        "💥",
    ]
    .map(str::to_owned);
    for word in &words {
        for draft in [Draft::sound(), Draft::as_used(), Draft::scheduled()] {
            let mut draft = draft;
            for step in OfferStep::ALL {
                let names = [
                    "accept",
                    "buyers",
                    "adjustment",
                    "percent",
                    "target_line",
                    "target_price",
                    "payments",
                    "amount[1]",
                    "amount[2]",
                    "amendment",
                    "name",
                    "expiry-day",
                    "expiry-month",
                    "expiry-year",
                    "end-day",
                    "end-month",
                    "end-year",
                ];
                let pairs = names.map(|name| (name, word.as_str()));
                draft = draft.put(step, &pairs);
            }
            assert!(draft.journey().proven().is_none(), "{word}");
        }
    }
}
