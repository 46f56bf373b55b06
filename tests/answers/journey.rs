//! Where a draft stands, and what becomes of answers that went stale.

use crate::draft::{Draft, eula_file, flexible, individual, percentage, vault_by_row_for_all};
use crate::samples::{
    contoso, harbor_channel, harbor_master_services, log_stream, unregistered, vault_storage,
};
use consign::answers::{Answers, Fields, State, Step};
use consign::domain::catalog::{Product, ProductState};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::duration::{Duration, DurationKind};

const REQUIRED: [Step; 5] = [
    Step::Details,
    Step::Resellers,
    Step::Products,
    Step::Discount,
    Step::Duration,
];

fn state(draft: &Draft, step: Step) -> State {
    let journey = draft.journey();
    let found = journey.steps().iter().find(|(s, _)| *s == step);
    found.map(|(_, state)| *state).unwrap()
}

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
    assert_eq!(journey.done(), 3);
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

#[test]
fn what_is_done_and_what_may_be_left_is_counted() {
    assert_eq!(percentage().journey().done(), 9);
    let wrong = percentage().put(Step::Details, &[("name", "")]);
    assert_eq!(wrong.journey().done(), 8);
    let unsaved = percentage().forgetting(Step::Resellers);
    assert_eq!(unsaved.journey().done(), 8);
    let buyers = percentage().put(Step::Buyers, &[("buyers", "1")]);
    assert_eq!(buyers.journey().done(), 8);
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
fn a_product_withdrawn_or_a_reseller_deregistered_meanwhile_is_named_and_never_created() {
    let two = percentage().choosing(&[vault_storage(), log_stream()]);
    assert!(two.journey().proven().is_some());
    let mut withdrawn = two;
    withdrawn.catalogue.products[0].state = ProductState::Withdrawn;
    let journey = withdrawn.journey();
    assert_eq!(
        journey.problems(Step::Products).for_field("product"),
        Some("Vault Storage is not on sale any more – clear it to continue")
    );
    assert!(journey.proven().is_none());

    let mut deregistered = percentage().granting(&[contoso(), unregistered()]);
    assert_eq!(state(&deregistered, Step::Resellers), State::NeedsAttention);
    deregistered.catalogue.resellers[1].registered = true;
    assert_eq!(state(&deregistered, Step::Resellers), State::Done);
    assert!(deregistered.journey().proven().is_some());
}

#[test]
fn what_does_not_exist_for_the_isv_counts_as_not_ticked() {
    let both = percentage().granting(&[contoso(), harbor_channel()]);
    let mut known = both.clone();
    known.catalogue.resellers.pop();
    let terms = known.journey();
    assert_eq!(terms.proven().unwrap().terms().resellers, [contoso()]);
    known.catalogue.resellers.clear();
    assert_eq!(
        known.problems(Step::Resellers)[0].1,
        "Select at least one reseller"
    );

    let mut foreign = percentage();
    foreign.catalogue.products.clear();
    assert_eq!(
        foreign.problems(Step::Products)[0].1,
        "Select at least one product"
    );
    for nonsense in ["", "Vault Storage", "prod/../1", "\u{0}", "org_zzz"] {
        let draft = both.clone().put(Step::Products, &[("product", nonsense)]);
        assert_eq!(
            draft.problems(Step::Products)[0].1,
            "Select at least one product"
        );
        let draft = both.clone().put(Step::Resellers, &[("reseller", nonsense)]);
        assert_eq!(
            draft.problems(Step::Resellers)[0].1,
            "Select at least one reseller"
        );
    }
    let ticked_twice = percentage().put(
        Step::Products,
        &[
            ("product", vault_storage().id.as_str()),
            ("product", vault_storage().id.as_str()),
        ],
    );
    assert_eq!(
        ticked_twice
            .journey()
            .proven()
            .unwrap()
            .terms()
            .products
            .len(),
        1
    );
}

#[test]
fn what_the_catalogue_holds_beyond_what_is_ticked_is_not_chosen() {
    let mut draft = percentage();
    draft.catalogue.products.push(log_stream());
    draft.catalogue.resellers.push(harbor_channel());
    let journey = draft.journey();
    let terms = journey.proven().unwrap().terms();
    assert_eq!((terms.products.len(), terms.resellers.len()), (1, 1));
}

#[test]
fn answers_name_what_is_to_be_looked_up() {
    let eula = eula_file().id;
    let draft = percentage()
        .put(Step::Eula, &[("eula", &eula.to_string())])
        .put(Step::Rcmp, &[("contract", "none")]);
    let named = draft.answers.named();
    assert_eq!(named.products, [vault_storage().id]);
    assert_eq!(named.resellers, [contoso().id]);
    assert_eq!(named.documents, [eula]);
    assert_eq!(Answers::default().named(), Default::default());
}

#[test]
fn answers_about_a_product_sleep_while_it_is_not_chosen_and_come_back_with_it() {
    let shaped = vault_by_row_for_all().put(
        Step::Dimensions,
        &[
            ("dim_name[VAULT][1]", "Archive"),
            ("dim_price[VAULT][1][P12M]", "5"),
        ],
    );
    let before = shaped.journey();
    assert!(before.proven().is_some());

    let other = shaped.clone().choosing(&[log_stream()]).put(
        Step::Discount,
        &[("rule[LOG][*]", "percent"), ("value[LOG][*]", "5")],
    );
    let meanwhile = other.journey();
    assert!(!meanwhile.applies(Step::Dimensions));
    assert!(meanwhile.proven().unwrap().terms().dimensions.is_empty());

    let back = other.choosing(&[vault_storage()]).journey();
    assert_eq!(back.proven(), before.proven());
}

#[test]
fn answers_under_another_kind_of_discount_sleep_and_come_back_with_it() {
    let before = vault_by_row_for_all();
    let percentage = before.clone().put(
        Step::Discount,
        &[("discount_type", "percentage"), ("percent", "7")],
    );
    assert_ne!(percentage.journey().proven(), before.journey().proven());
    let back = percentage.put(Step::Discount, &[("discount_type", "individual")]);
    assert_eq!(back.journey().proven(), before.journey().proven());
}

#[test]
fn a_product_added_later_asks_for_its_prices() {
    let draft = vault_by_row_for_all().choosing(&[vault_storage(), log_stream()]);
    assert_eq!(state(&draft, Step::Discount), State::NeedsAttention);
    assert_eq!(
        draft.problems(Step::Discount)[0].1,
        "Enter a discount or price for Ingested data of LogStream"
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
        .choosing(&[vault_storage(), log_stream()])
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
            ("LogStream".to_owned(), false)
        ]
    );
}

#[test]
fn a_contract_duration_that_the_product_lost_is_not_chosen_any_more() {
    let mut lost: Product = vault_storage();
    for dimension in &mut lost.dimensions {
        dimension.upfront.remove(&Months(12));
    }
    let draft = vault_by_row_for_all().choosing(&[lost]);
    assert_eq!(
        draft.problems(Step::Discount)[0].1,
        "Select at least one contract duration of Vault Storage"
    );
}
