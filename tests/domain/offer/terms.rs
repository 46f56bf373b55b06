//! What keeps an offer from being extended: every rule at its last good and first bad value.

use super::{BUYER, OTHER_BUYER, found, parts, proof, scheduled, vault_at};
use crate::samples::{
    account, amount, atlas_contract_ami, day, fleet_container, flexible, individual_price,
    log_stream, markup, only, opportunity_of, payment, percent, percentage, schedule, sentinel_ami,
    today, uploaded_eula, vault_storage,
};
use consign::domain::agreements::{Eula, ResellerContract};
use consign::domain::buyers::Buyers;
use consign::domain::contract_duration::ContractDuration::{Days, Months};
use consign::domain::offer::adjustment::{Adjustment, PriceRefusal};
use consign::domain::offer::terms::{
    OfferConflict, OfferDetails, OfferDetailsError, OfferParts, OfferTerms, SubscriptionEnd,
    subscription_end,
};
use consign::domain::opportunity::Opportunity;
use consign::domain::schedule::Schedule;

fn five() -> Adjustment {
    Adjustment::Markup(markup("5"))
}

#[test]
fn sound_parts_are_proved() {
    let terms = proof(&vault_at("20"), parts(five()));
    assert_eq!(terms.lines.len(), 8);
    assert_eq!((terms.payments, terms.subscription_end), (None, None));
    let terms = proof(&scheduled(), parts(five()));
    let paid = [
        payment("2027-04-01", "210.00"),
        payment("2027-10-01", "262.50"),
    ];
    assert_eq!(terms.payments.as_deref(), Some(&paid[..]));
}

#[test]
fn a_part_that_is_missing_is_no_conflict_and_no_proof() {
    let forget: [fn(&mut OfferParts); 5] = [
        |parts| parts.buyers = None,
        |parts| parts.adjustment = None,
        |parts| parts.amendments = None,
        |parts| parts.details = None,
        |parts| parts.expires_on = None,
    ];
    for forget in forget {
        let mut parts = parts(five());
        forget(&mut parts);
        let opportunity = vault_at("20");
        let conflicts = consign::domain::offer::terms::conflicts(&opportunity, &parts, today());
        assert_eq!(conflicts, []);
        assert_eq!(OfferTerms::prove(&opportunity, parts, today()), None);
    }
}

#[test]
fn a_reseller_contract_is_accepted_first() {
    let Eula::Custom(document) = uploaded_eula() else {
        panic!("a file")
    };
    let rcmp = ResellerContract::Rcmp {
        version: "2021-12-01".to_owned(),
    };
    for contract in [rcmp, ResellerContract::Custom(document)] {
        let opportunity = Opportunity {
            contract,
            ..vault_at("20")
        };
        let not = parts(five());
        assert_eq!(
            found(&opportunity, &not),
            [OfferConflict::ContractNotAccepted]
        );
        let accepted = OfferParts {
            contract_accepted: true,
            ..not
        };
        assert_eq!(found(&opportunity, &accepted), []);
    }
}

#[test]
fn buyers_are_some_and_among_those_of_the_opportunity() {
    let limited = Opportunity {
        buyers: Buyers::new(vec![account(BUYER), account("333333333333")]).unwrap(),
        ..vault_at("20")
    };
    for (buyers, expected) in [
        (vec![BUYER], vec![]),
        (vec![BUYER, "333333333333"], vec![]),
        (
            vec![OTHER_BUYER, BUYER],
            vec![OfferConflict::ForeignBuyer(account(OTHER_BUYER))],
        ),
        (vec![], vec![OfferConflict::NoBuyers]),
    ] {
        let accounts = buyers.iter().map(|text| account(text)).collect();
        let these = OfferParts {
            buyers: Some(Buyers::new(accounts).unwrap()),
            ..parts(five())
        };
        assert_eq!(found(&limited, &these), expected);
    }
    let anybody = OfferParts {
        buyers: Some(Buyers::new(vec![account(OTHER_BUYER)]).unwrap()),
        ..parts(five())
    };
    assert_eq!(found(&vault_at("20"), &anybody), []);
}

#[test]
fn an_offer_expires_tomorrow_or_later() {
    for (expires_on, expected) in [
        ("2026-11-21", vec![OfferConflict::ExpiryTooEarly]),
        ("2026-11-22", vec![OfferConflict::ExpiryTooEarly]),
        ("2026-11-23", vec![]),
        ("2099-12-31", vec![]),
    ] {
        let these = OfferParts {
            expires_on: Some(day(expires_on)),
            ..parts(five())
        };
        assert_eq!(found(&vault_at("20"), &these), expected, "{expires_on}");
    }
}

#[test]
fn usage_and_hourly_products_have_a_subscription_end_and_contracts_do_not() {
    let latest = |text| SubscriptionEnd::Chosen { latest: day(text) };
    let of = |product, discount| subscription_end(&opportunity_of(&product, discount), today());
    let vault = vault_storage();
    let (stream, sentinel) = (log_stream(), sentinel_ami());
    let (atlas, fleet) = (atlas_contract_ami(), fleet_container());
    for (ends, expected) in [
        (
            of(stream.clone(), percentage("10", only(&stream))),
            latest("2038-11-22"),
        ),
        (
            of(sentinel.clone(), percentage("10", only(&sentinel))),
            latest("2029-11-21"),
        ),
        (
            of(fleet.clone(), percentage("10", only(&fleet))),
            latest("2029-11-21"),
        ),
        (
            of(atlas.clone(), percentage("10", only(&atlas))),
            SubscriptionEnd::Fixed(vec![Months(12), Months(36)]),
        ),
        (
            of(
                vault.clone(),
                individual_price("5", only(&vault), |_| Some(Months(18))),
            ),
            SubscriptionEnd::Fixed(vec![Months(18)]),
        ),
        (
            of(vault.clone(), flexible(schedule(&vault))),
            SubscriptionEnd::Fixed(vec![Months(12)]),
        ),
        (
            of(sentinel.clone(), flexible(schedule(&sentinel))),
            SubscriptionEnd::Fixed(vec![Days(365)]),
        ),
        (
            of(fleet.clone(), flexible(schedule(&fleet))),
            SubscriptionEnd::Fixed(vec![Days(365)]),
        ),
    ] {
        assert_eq!(ends, expected);
    }
}

#[test]
fn a_subscription_ends_after_the_offer_and_not_too_late() {
    let stream = log_stream();
    let opportunity = opportunity_of(&stream, percentage("10", only(&stream)));
    for (end, expected) in [
        (None, vec![OfferConflict::SubscriptionEndMissing]),
        (
            Some("2026-12-31"),
            vec![OfferConflict::SubscriptionEndTooEarly],
        ),
        (Some("2027-01-01"), vec![]),
        (Some("2038-11-22"), vec![]),
        (
            Some("2038-11-23"),
            vec![OfferConflict::SubscriptionEndTooLate(day("2038-11-22"))],
        ),
    ] {
        let these = OfferParts {
            subscription_end: end.map(day),
            ..parts(five())
        };
        assert_eq!(found(&opportunity, &these), expected, "{end:?}");
    }
    // Of a contract it means nothing.
    let these = OfferParts {
        subscription_end: Some(day("2020-01-01")),
        ..parts(five())
    };
    assert_eq!(proof(&vault_at("20"), these).subscription_end, None);
}

#[test]
fn one_payment_at_most_falls_due_before_the_offer_expires() {
    for (expires_on, expected) in [
        ("2027-04-01", vec![]),
        ("2027-04-02", vec![]),
        ("2027-10-01", vec![]),
        ("2027-10-02", vec![OfferConflict::PaymentsBeforeExpiry(2)]),
    ] {
        let these = OfferParts {
            expires_on: Some(day(expires_on)),
            ..parts(five())
        };
        assert_eq!(found(&scheduled(), &these), expected, "{expires_on}");
    }
}

#[test]
fn every_payment_falls_due_within_the_contract() {
    let vault = vault_storage();
    let late = Schedule {
        payments: vec![payment("2027-04-01", "200"), payment("2028-03-30", "250")],
        ..schedule(&vault)
    };
    let opportunity = opportunity_of(&vault, flexible(late));
    for (expires_on, expected) in [
        ("2027-03-30", vec![OfferConflict::PaymentAfterContract(2)]),
        ("2027-03-31", vec![]),
    ] {
        let these = OfferParts {
            expires_on: Some(day(expires_on)),
            ..parts(five())
        };
        assert_eq!(found(&opportunity, &these), expected, "{expires_on}");
    }
}

#[test]
fn prices_that_cannot_be_made_are_conflicts() {
    let own = Adjustment::OwnAmounts(vec![amount("200"), amount("250")]);
    let refused = |refusal| vec![OfferConflict::Price(refusal)];
    let plain = vault_at("20");
    assert_eq!(
        found(&plain, &parts(own.clone())),
        refused(PriceRefusal::AmountsWithoutSchedule)
    );
    assert_eq!(found(&scheduled(), &parts(own)), []);
    assert_eq!(
        found(&scheduled(), &parts(Adjustment::Discount(percent("0")))),
        refused(PriceRefusal::DiscountOfSchedule)
    );
    assert_eq!(
        found(&plain, &parts(Adjustment::Discount(percent("20.1")))).len(),
        plain.prices.lines.len(),
        "every line"
    );
    assert_eq!(
        found(&plain, &parts(Adjustment::Discount(percent("20")))),
        []
    );
}

#[test]
fn a_partner_earns_nothing_if_no_price_and_no_payment_is_above_the_wholesale_one() {
    let own = |amounts: [&str; 2]| Adjustment::OwnAmounts(amounts.map(amount).to_vec());
    for (opportunity, adjustment, nothing) in [
        (vault_at("20"), Adjustment::Markup(markup("0")), true),
        (vault_at("20"), Adjustment::Markup(markup("0.01")), false),
        (vault_at("20"), Adjustment::Discount(percent("20")), true),
        (scheduled(), Adjustment::Markup(markup("0")), true),
        (scheduled(), five(), false),
        (scheduled(), own(["200", "250"]), true),
        (scheduled(), own(["200", "250.01"]), false),
    ] {
        let terms = proof(&opportunity, parts(adjustment.clone()));
        assert_eq!(terms.earns_nothing(&opportunity), nothing, "{adjustment:?}");
    }
    // A markup on rates of nothing is nothing, but the payments are marked up.
    let mut free = scheduled();
    for line in &mut free.prices.lines {
        line.wholesale = amount("0");
    }
    assert!(!proof(&free, parts(five())).earns_nothing(&free));
}

#[test]
fn a_subscription_may_end_before_what_is_paid_up_front_is_over() {
    let sentinel = sentinel_ami();
    let year = opportunity_of(&sentinel, percentage("10", only(&sentinel)));
    let stream = log_stream();
    let usage = opportunity_of(&stream, percentage("10", only(&stream)));
    // A year that begins on the last day of the offer, 31 December 2026.
    for (opportunity, end, beyond) in [
        (&year, "2027-12-29", Some(Days(365))),
        (&year, "2027-12-30", None),
        (&usage, "2027-02-01", None),
    ] {
        let parts = OfferParts {
            subscription_end: Some(day(end)),
            ..parts(five())
        };
        assert_eq!(
            proof(opportunity, parts).paid_beyond_the_end(),
            beyond,
            "{end}"
        );
    }
}

#[test]
fn name_and_description_are_given_and_not_too_long() {
    use OfferDetailsError::{DescriptionMissing, DescriptionTooLong, NameMissing, NameTooLong};
    let long = |count: usize| "ü".repeat(count);
    for (name, description, expected) in [
        (long(150), long(255), vec![]),
        (long(151), long(256), vec![NameTooLong, DescriptionTooLong]),
        (
            " \u{200B}".to_owned(),
            "\t\n".to_owned(),
            vec![NameMissing, DescriptionMissing],
        ),
        ("a\nb".to_owned(), "a\nb".to_owned(), vec![]),
        ("a\tb".to_owned(), "x".to_owned(), vec![]),
    ] {
        let errors = OfferDetails::new(&name, &description)
            .err()
            .unwrap_or_default();
        assert_eq!(errors, expected, "{name:?} {description:?}");
    }
    for name in ["a\tb", "a\nb", "a \r\n\n b\r"] {
        assert_eq!(OfferDetails::new(name, "x").unwrap().name(), "a b");
    }
}
