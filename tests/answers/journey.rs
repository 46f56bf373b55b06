//! Where a draft stands.

use crate::draft::{
    Draft, eula_file, flexible, individual, percentage, state, vault_by_row_for_all,
};
use crate::samples::{atlas_contract_ami, harbor_master_services, log_stream, vault_storage};
use consign::answers::{Answers, Fields, State, Step};
use consign::domain::duration::{Duration, DurationKind};

const REQUIRED: [Step; 5] = [
    Step::Details,
    Step::Resellers,
    Step::Products,
    Step::Discount,
    Step::Duration,
];

fn empty() -> Draft {
    let answers = Answers::default();
    Draft {
        answers,
        ..percentage()
    }
}

#[test]
fn a_new_draft_has_nothing_started_and_nothing_given() {
    let journey = empty().journey();
    let expected = [
        (Step::Details, State::NotStarted),
        (Step::Resellers, State::NotStarted),
        (Step::Products, State::NotStarted),
        (Step::Discount, State::NotStarted),
        (Step::Duration, State::NotStarted),
        (Step::Buyers, State::NotGiven),
        (Step::Eula, State::NotGiven),
        (Step::Rcmp, State::NotGiven),
    ];
    assert_eq!(journey.steps(), expected);
    assert_eq!((journey.done(), journey.count()), (0, 9));
    assert!(!journey.may_review());
    assert!(journey.proven().is_none());
    assert!(journey.prices().is_empty());
}

#[test]
fn states_have_words() {
    for (state, label) in [
        (State::Done, "Done"),
        (State::NeedsAttention, "Needs attention"),
        (State::NotGiven, "Optional – not given"),
        (State::NotStarted, "Not started"),
    ] {
        assert_eq!(state.label(), label);
    }
}

#[test]
fn a_step_is_done_when_saved_and_right_and_needs_attention_when_wrong() {
    let draft = percentage();
    for step in REQUIRED {
        assert_eq!(state(&draft, step), State::Done, "{step:?}");
        let mut emptied = draft.clone();
        emptied.answers.set(step, Fields::default());
        assert_eq!(state(&emptied, step), State::NeedsAttention, "{step:?}");
        let forgotten = draft.clone().forgetting(step);
        assert_eq!(state(&forgotten, step), State::NotStarted, "{step:?}");
    }
}

#[test]
fn an_optional_step_is_given_when_it_says_something() {
    let eula = eula_file().id.to_string();
    for (step, field, value, expected) in [
        (Step::Buyers, "buyers", " \n", State::NotGiven),
        (Step::Buyers, "buyers", "123456789012", State::Done),
        (Step::Buyers, "buyers", "1", State::NeedsAttention),
        (Step::Eula, "eula", "public", State::NotGiven),
        (Step::Eula, "eula", "standard", State::Done),
        (Step::Eula, "eula", &eula, State::Done),
        (Step::Eula, "eula", "upload", State::NeedsAttention),
        (Step::Rcmp, "contract", "none", State::NotGiven),
        (Step::Rcmp, "contract", "rcmp", State::Done),
        (Step::Rcmp, "contract", "upload", State::NeedsAttention),
        (
            Step::Dimensions,
            "fee[VAULT][plain_over]",
            "0.05",
            State::Done,
        ),
        (
            Step::Dimensions,
            "fee[VAULT][plain_over]",
            "x",
            State::NeedsAttention,
        ),
    ] {
        let draft = percentage().put(step, &[(field, value)]);
        assert_eq!(state(&draft, step), expected, "{field} {value}");
    }
    for step in [Step::Eula, Step::Rcmp] {
        let mut draft = percentage();
        draft.answers.set(step, Fields::default());
        assert_eq!(
            state(&draft, step),
            State::NotGiven,
            "{step:?} saved without a choice"
        );
    }
}

#[test]
fn an_optional_step_never_saved_needs_attention_when_something_asks_for_it() {
    let services = individual(&[harbor_master_services()]).put(
        Step::Discount,
        &[
            ("term_custom[SERVICES]", "6"),
            ("rule[SERVICES][*]", "price"),
            ("value[SERVICES][*]", "9000"),
        ],
    );
    assert_eq!(state(&services, Step::Eula), State::NeedsAttention);
    assert!(
        services.journey().may_review(),
        "the review says what is missing"
    );
}

#[test]
fn product_dimensions_are_a_step_only_with_a_saas_contract() {
    for (products, applies) in [
        (vec![], false),
        (vec![log_stream()], false),
        (vec![harbor_master_services()], false),
        (vec![vault_storage()], true),
        (vec![log_stream(), vault_storage()], true),
    ] {
        let journey = percentage().choosing(&products).journey();
        assert_eq!(journey.applies(Step::Dimensions), applies, "{products:?}");
        assert_eq!(journey.steps().len(), 8 + usize::from(applies));
    }
}

#[test]
fn steps_follow_each_other_past_those_that_do_not_apply() {
    let with = percentage().journey();
    assert_eq!(with.after(Step::Duration), Some(Step::Dimensions));
    assert_eq!(with.before(Step::Buyers), Some(Step::Dimensions));
    let without = percentage().choosing(&[log_stream()]).journey();
    assert_eq!(without.after(Step::Duration), Some(Step::Buyers));
    assert_eq!(without.before(Step::Buyers), Some(Step::Duration));
    assert_eq!(
        without.after(Step::Dimensions),
        Some(Step::Buyers),
        "an address typed by hand"
    );
    assert_eq!(without.before(Step::Details), None);
    assert_eq!(without.after(Step::Rcmp), None);
    let steps: Vec<Step> = with.steps().iter().map(|(step, _)| *step).collect();
    for pair in steps.windows(2) {
        assert_eq!(with.after(pair[0]), Some(pair[1]));
        assert_eq!(with.before(pair[1]), Some(pair[0]));
    }
}

/// The count is that of the word *Done* in the list of steps, out of all that the list has, the review among them.
#[test]
fn what_is_done_is_counted_out_of_all_steps_and_the_review() {
    let counted = |draft: &Draft| {
        let journey = draft.journey();
        let done = journey.steps().iter().filter(|(_, s)| *s == State::Done);
        assert_eq!(journey.done(), done.count());
        (journey.done(), journey.count())
    };
    assert_eq!(counted(&percentage()), (5, 10));
    let wrong = percentage().put(Step::Details, &[("name", "")]);
    assert_eq!(counted(&wrong), (4, 10));
    let unsaved = percentage().forgetting(Step::Resellers);
    assert_eq!(counted(&unsaved), (4, 10));
    let buyers = percentage().put(Step::Buyers, &[("buyers", "111122223333")]);
    assert_eq!(counted(&buyers), (6, 10));
    let without_dimensions = percentage().choosing(&[log_stream()]);
    assert_eq!(counted(&without_dimensions), (5, 9));
}

#[test]
fn the_review_opens_once_every_required_step_is_done() {
    assert!(percentage().journey().may_review());
    for step in REQUIRED {
        assert!(
            !percentage().forgetting(step).journey().may_review(),
            "{step:?}"
        );
    }
    let buyers = percentage().put(Step::Buyers, &[("buyers", "1")]).journey();
    assert!(buyers.may_review() && buyers.proven().is_none());
}

#[test]
fn a_required_step_that_was_never_saved_proves_nothing_even_if_nothing_is_wrong_with_it() {
    let unsaved = flexible().forgetting(Step::Duration).journey();
    assert!(unsaved.proven().is_none());
    assert_eq!(
        unsaved.problems(Step::Duration).for_field("end-day"),
        Some("Enter the last day")
    );
}

#[test]
fn a_flexible_payment_schedule_is_for_a_single_use_until_its_last_day_whatever_was_chosen() {
    for chosen in DurationKind::ALL {
        let draft = flexible().put(Step::Duration, &[("duration", chosen.as_str())]);
        let journey = draft.journey();
        let last_day = crate::samples::day("2027-03-31");
        assert_eq!(
            journey.proven().unwrap().terms().duration,
            Duration::SingleUse {
                last_day: Some(last_day)
            },
            "{chosen:?}"
        );
        let again = draft.put(
            Step::Discount,
            &[("discount_type", "percentage"), ("percent", "5")],
        );
        let kind = again.journey().parts().duration.map(Duration::kind);
        assert_eq!(
            kind,
            Some(chosen),
            "the choice is kept for another discount"
        );
    }
}

#[test]
fn the_preview_has_the_prices_that_can_be_computed() {
    let tenth_off = vault_by_row_for_all().journey();
    let prices = tenth_off.prices();
    let book = prices[0].1.as_ref().unwrap();
    let lines: Vec<_> = book
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.wholesale.plain(book.currency)))
        .collect();
    assert_eq!(
        lines,
        [
            ("Unencrypted data", "14.40".to_owned()),
            ("Encrypted data", "14.94".to_owned()),
            ("Unencrypted overage", "0.09".to_owned()),
            ("Encrypted overage", "0.099".to_owned()),
        ]
    );
    let without_details = vault_by_row_for_all().forgetting(Step::Details).journey();
    assert_eq!(without_details.prices().len(), 1);
    assert!(
        percentage()
            .put(Step::Discount, &[("percent", "x")])
            .journey()
            .prices()
            .is_empty()
    );
    let half = vault_by_row_for_all()
        .choosing(&[vault_storage(), atlas_contract_ami()])
        .journey();
    let computed: Vec<_> = half
        .prices()
        .iter()
        .map(|(product, book)| (product.title.clone(), book.is_ok()))
        .collect();
    assert_eq!(
        computed,
        [
            ("Vault Storage".to_owned(), true),
            ("Atlas Contract AMI".to_owned(), false)
        ]
    );
}
