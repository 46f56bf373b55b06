//! Whatever is typed or sent: nothing panics, and what is proven holds to every rule.

mod typed;

use crate::clone::comes_back;
use crate::draft::{Draft, percentage};
use crate::samples::{today, vault_storage};
use consign::answers::{Fields, Step, buyers, dimensions, schedule};
use consign::domain::discount::Discount;
use consign::domain::duration::{Duration, DurationKind};
use consign::domain::terms::{ProvenTerms, Terms};
use proptest::prelude::*;
use typed::{any_field, any_start};

/// The rules of an opportunity, told again in a line each.
fn holds(terms: &Terms, proven: &ProvenTerms, confirmed: bool) {
    let count = terms.resellers.len() * terms.products.len();
    assert!((1..=100).contains(&count));
    assert!(terms.resellers.iter().all(|reseller| reseller.registered));
    let kind = terms.discount.kind();
    for (product, book) in proven.products() {
        assert!(product.can_be_resold() && product.model.discount_kinds().contains(&kind));
        assert!(confirmed || book.lines.iter().all(|line| !line.wholesale.is_zero()));
        let mut keys: Vec<_> = proven
            .dimensions(product)
            .into_iter()
            .map(|d| d.key)
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert!(!keys.is_empty() && keys.len() == all);
    }
    assert!(terms.duration.last_day().is_none_or(|day| day > today()));
    assert!(terms.buyers.accounts().len() <= 25);
    if let Discount::Flexible { schedule, .. } = &terms.discount {
        assert_eq!(terms.products.len(), 1);
        assert_eq!(terms.duration.kind(), DurationKind::SingleUse);
        let last_day = Duration::last_day(terms.duration).unwrap();
        let end = schedule.contract.end_after(last_day).unwrap();
        assert!((1..=60).contains(&schedule.payments.len()));
        assert!(
            schedule
                .payments
                .iter()
                .all(|payment| payment.date > last_day && payment.date < end)
        );
    }
}

/// Reads everything that a page shows of a draft.
fn looked_at(draft: &Draft) -> Result<(), TestCaseError> {
    let journey = draft.journey();
    let problems = journey.all_problems().count();
    prop_assert!(journey.done() < journey.count());
    prop_assert_eq!(
        journey.prices().is_empty(),
        journey.parts().discount.is_none() || journey.parts().products.is_none()
    );
    buyers::repeated(draft.answers.get(Step::Buyers));
    schedule::total(draft.answers.get(Step::Discount));
    match journey.proven() {
        Some(proven) => {
            prop_assert_eq!(problems, 0);
            let confirmed = draft.answers.get(Step::Discount).is("zero", "yes");
            holds(proven.terms(), proven, confirmed);
            let back = comes_back(proven);
            prop_assert!(back.is_ok(), "{}", back.unwrap_err());
        }
        None => prop_assert!(problems > 0, "no proof, and nobody is told why"),
    }
    Ok(())
}

/// Presses the buttons that change rows.
fn pressed(draft: &Draft, row: u32) -> Draft {
    let mut draft = draft.clone();
    let mut fields: Fields = draft.answers.get(Step::Discount).clone();
    let _ = schedule::add_row(&mut fields);
    schedule::remove_row(&mut fields, row);
    let _ = schedule::generate(&mut fields);
    schedule::tidy(&mut fields);
    draft.answers.set(Step::Discount, fields);
    let mut fields = draft.answers.get(Step::Dimensions).clone();
    dimensions::add_row(&mut fields, &vault_storage().id);
    dimensions::remove_row(&mut fields, &vault_storage().id, row);
    draft.answers.set(Step::Dimensions, fields);
    draft
}

proptest! {
    #[test]
    fn whatever_is_typed_nothing_panics_and_what_is_proven_holds(
        start in any_start(),
        typed in proptest::collection::vec(any_field(), 0..12),
        row in prop_oneof![0..5_u32, Just(u32::MAX)],
    ) {
        let mut draft = start;
        for (step, name, value) in typed {
            draft = draft.put(step, &[(&name, &value)]);
        }
        looked_at(&draft)?;
        looked_at(&pressed(&draft, row))?;
    }

    #[test]
    fn whatever_is_sent_alone_proves_nothing(typed in proptest::collection::vec(any_field(), 0..40)) {
        let mut draft = percentage();
        draft.answers = consign::answers::Answers::default();
        for (step, name, value) in typed {
            draft = draft.put(step, &[(&name, &value)]);
        }
        looked_at(&draft)?;
    }

    #[test]
    fn a_draft_with_one_thing_typed_over_is_read_as_it_stands(start in any_start(), (step, name, value) in any_field()) {
        looked_at(&start.put(step, &[(&name, &value)]))?;
    }
}
