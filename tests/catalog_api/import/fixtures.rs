//! Requests as sellers send them, each with what it says.

use super::{World, remarks, seaglass, seaglass_by_the_hour, seaglass_by_use};
use crate::samples::{account, day, key, upfront, usage};
use consign::answers::{State, Step};
use consign::catalog_api::import::{self, fit::Gap};
use consign::domain::agreements::{PublicEula, ResellerContract};
use consign::domain::catalog::Product;
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::discount::{Discount, LineRule};
use consign::domain::duration::Duration;
use consign::domain::money::Currency;

const EULA: &str = "https://files.example.com/seaglass/eula.pdf";

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_str!(concat!("fixtures/", $name, ".json")))
    };
}

/// What a request says besides its prices.
struct Says {
    duration: Duration,
    buyer: bool,
    contract: bool,
}

const CONTRACTS: [(&str, &str); 11] = [
    fixture!("until_a_day"),
    fixture!("until_a_day_released_second"),
    fixture!("until_a_day_for_a_buyer"),
    fixture!("no_set_time"),
    fixture!("no_set_time_with_eula"),
    fixture!("no_set_time_with_contract"),
    fixture!("no_set_time_for_a_buyer"),
    fixture!("single_use_with_eula"),
    fixture!("single_use_with_contract"),
    fixture!("single_use_limited_last"),
    fixture!("single_use_for_a_buyer"),
];

const OTHERS: [(&str, &str); 6] = [
    fixture!("usage_until_a_day_with_contract"),
    fixture!("flexible"),
    fixture!("renewal"),
    fixture!("draft"),
    fixture!("update"),
    fixture!("restrict"),
];

const OFFERS: [(&str, &str); 6] = [
    fixture!("offer_draft"),
    fixture!("offer_replacement"),
    fixture!("offer_with_eula"),
    fixture!("offer_with_markup"),
    fixture!("offer_single_use_with_markup"),
    fixture!("offer_later_end"),
];

fn says(name: &str) -> Says {
    let duration = match name {
        name if name.starts_with("until_a_day") => Duration::SpecificTime {
            last_day: day("2023-05-31"),
        },
        name if name.starts_with("no_set_time") => Duration::NoSetTime,
        _ => Duration::SingleUse { last_day: None },
    };
    Says {
        duration,
        buyer: name.ends_with("for_a_buyer"),
        contract: name.ends_with("with_contract"),
    }
}

/// Seaglass with the EULA of the requests as its own.
fn with_eula(product: Product) -> Product {
    Product {
        public_eula: PublicEula::Custom {
            url: EULA.to_owned(),
        },
        ..product
    }
}

#[test]
fn requests_for_contract_prices_are_filled_in_as_they_say() {
    for (name, text) in CONTRACTS {
        let world = World::of_2023(with_eula(seaglass()));
        let fitted = world.only(text);
        let (parts, says) = (&fitted.parts, says(name));
        assert_eq!(
            parts.details.as_ref().unwrap().name(),
            "Seaglass winter terms",
            "{name}"
        );
        assert_eq!(
            parts.details.as_ref().unwrap().description(),
            Some("Terms for everything that Contoso sells")
        );
        assert_eq!(
            parts.resellers.as_ref().unwrap()[0].account,
            account("444455556666")
        );
        assert_eq!(parts.duration, Some(says.duration), "{name}");
        let buyers = parts.buyers.as_ref().unwrap().accounts();
        assert_eq!(buyers.len(), usize::from(says.buyer), "{name}");
        let Some(Discount::Individual { currency, products }) = &parts.discount else {
            panic!("{name}: {:?}", parts.discount);
        };
        assert_eq!(*currency, Currency::Usd);
        let pricing = &products[&seaglass().id];
        assert_eq!(pricing.durations, [Months(12)]);
        let price = LineRule::Price(crate::samples::amount("150"));
        assert_eq!(
            pricing.rules.get(&upfront("t2.small", Months(12))),
            Some(&price),
            "{name}"
        );
        let choices = &parts.dimensions.as_ref().unwrap()[&seaglass().id];
        assert_eq!(
            choices.removed,
            [key("Users")].into(),
            "{name}: what has no price is left out"
        );
        assert_eq!(fitted.eula, Gap::Closed);
        let journey = world.journey(&fitted);
        if says.contract {
            assert_eq!(fitted.contract, Gap::Upload, "{name}");
            let told = "ChangeSet";
            let remarks = remarks(&fitted);
            assert!(
                remarks
                    .iter()
                    .any(|line| line.starts_with(told) && line.contains("upload it")),
                "{remarks:?}"
            );
            assert_eq!(journey.problems(Step::Rcmp).len(), 1, "{name}");
        } else {
            assert_eq!(remarks(&fitted), [""; 0], "{name}");
            assert!(
                journey.proven().is_some(),
                "{name}: {:?}",
                world.open(&fitted)
            );
        }
    }
}

#[test]
fn twelve_of_the_seventeen_release_before_their_prices() {
    let early = CONTRACTS.iter().chain(&OTHERS).filter(|(_, text)| {
        let release = text.find("ReleaseResaleAuthorization");
        let prices = text.find("UpdatePricingTerms");
        release
            .zip(prices)
            .is_some_and(|(release, prices)| release < prices)
    });
    assert_eq!(early.count(), 12);
    assert_eq!(CONTRACTS.len() + OTHERS.len(), 17);
}

#[test]
fn a_eula_elsewhere_is_to_be_uploaded() {
    let world = World::of_2023(seaglass());
    let fitted = world.only(CONTRACTS[0].1);
    assert_eq!(fitted.eula, Gap::Upload);
    let expected = format!(
        "ChangeSet[1].DetailsDocument.Terms[0].Documents[0]: The EULA at \"{EULA}\" is not fetched; upload it"
    );
    assert_eq!(remarks(&fitted), [expected]);
    assert_eq!(
        world.open(&fitted),
        [(Step::Eula, "Choose a file to upload".to_owned())]
    );
}

#[test]
fn a_request_for_usage_rates_says_contract_and_means_usage() {
    let world = World::of_2023(with_eula(seaglass_by_use()));
    let fitted = world.only(OTHERS[0].1);
    let Some(Discount::Individual { products, .. }) = &fitted.parts.discount else {
        panic!("{fitted:?}");
    };
    let rules = &products[&seaglass().id].rules;
    assert_eq!(
        rules[&usage("t2.micro")],
        LineRule::Price(crate::samples::amount("150"))
    );
    let last_day = day("2023-12-31");
    assert_eq!(
        fitted.parts.duration,
        Some(Duration::SpecificTime { last_day })
    );
    let told = remarks(&fitted);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter()
            .any(|line| line.contains("It says Contract; Seaglass is a product of Usage prices")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|line| line.contains("reseller contract")),
        "{told:?}"
    );
}

#[test]
fn a_payment_schedule_becomes_one() {
    let world = World::of_2023(with_eula(seaglass()));
    let fitted = world.only(OTHERS[1].1);
    let Some(Discount::Flexible { schedule, .. }) = &fitted.parts.discount else {
        panic!("{fitted:?}");
    };
    assert_eq!(schedule.contract, Months(12));
    assert_eq!(schedule.quantity(&key("Users")), Some(10));
    assert_eq!(schedule.total().to_string(), "450");
    let last_day = Some(day("2023-06-30"));
    assert_eq!(
        fitted.parts.duration,
        Some(Duration::SingleUse { last_day })
    );
    assert_eq!(remarks(&fitted), [""; 0]);
    assert!(
        world.journey(&fitted).proven().is_some(),
        "{:?}",
        world.open(&fitted)
    );
}

#[test]
fn a_renewal_without_prices_and_eula_is_a_draft_that_cannot_be_created_yet() {
    let world = World::of_2023(seaglass());
    let fitted = world.only(OTHERS[2].1);
    insta::assert_snapshot!(remarks(&fitted).join("\n"));
    let journey = world.journey(&fitted);
    assert!(journey.proven().is_none());
    assert_eq!(journey.problems(Step::Eula).len(), 1);
    let state = |step| journey.steps().iter().find(|(s, _)| *s == step).unwrap().1;
    assert_eq!(state(Step::Discount), State::NotStarted);
    assert_eq!(state(Step::Duration), State::Done);
    assert_eq!(state(Step::Buyers), State::Done);
    assert_eq!(fitted.parts.contract, Option::<ResellerContract>::None);
}

#[test]
fn an_unfinished_authorization_is_a_draft_that_says_what_is_missing() {
    let world = World::of_2023(seaglass());
    let draft = world.only(OTHERS[3].1);
    insta::assert_snapshot!(remarks(&draft).join("\n"));
    assert_eq!(draft.parts.duration, None);
    let update = world.only(OTHERS[4].1);
    insta::assert_snapshot!(remarks(&update).join("\n"));
    assert_eq!(
        update.parts.details.as_ref().unwrap().name(),
        "Seaglass winter terms"
    );
    for fitted in [draft, update] {
        assert!(world.journey(&fitted).proven().is_none());
    }
}

#[test]
fn a_restriction_names_what_is_to_be_revoked() {
    let contents = import::read(OTHERS[5].1).unwrap();
    assert!(contents.asked.is_empty());
    let only = &contents.restrictions[0];
    assert_eq!(only.identifier.as_str(), "resaleauthz-seaglass00001");
    assert_eq!(only.path, "ChangeSet[0]");
}

#[test]
fn offers_of_partners_are_no_authorizations_and_say_so_once() {
    for (name, text) in OFFERS {
        let told = World::of_2023(seaglass()).refused(text);
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert!(told[0].starts_with("ChangeSet[0]: "), "{name}: {told:?}");
        assert!(told[0].contains("private offer"), "{name}: {told:?}");
    }
}

#[test]
fn an_offer_without_a_partner_is_not_called_one_of_a_partner() {
    let own = OFFERS[0].1.replace("UsingResaleAuthorization", "");
    let told = World::of_2023(seaglass()).refused(&own);
    assert_eq!(
        told,
        [
            "ChangeSet[0]: \"CreateOffer\" makes an offer of your own to buyers, without a partner. Only authorizations (ResaleAuthorization@1.0) are imported here"
        ]
    );
}

#[test]
fn an_instance_type_for_months_is_refused_as_its_contracts_are_counted_in_days() {
    let told = World::of_2023(with_eula(seaglass_by_the_hour())).refused(CONTRACTS[0].1);
    assert_eq!(
        told,
        [
            "ChangeSet[2].DetailsDocument.Terms: it is released without usage rates, which Seaglass needs (MISSING_MANDATORY_TERMS)",
            "ChangeSet[2].DetailsDocument.Terms[0].RateCards[0].Selector.Value: contracts of Seaglass are counted in days (INVALID_SELECTOR_DURATION_VALUE)"
        ]
    );
}
