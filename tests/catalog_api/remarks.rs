//! What a request cannot say, and what AWS may refuse: each remark where it belongs, and nowhere else.

use crate::dice::{contract_file, eula_file};
use crate::export::{around, authorization, opportunity};
use crate::samples::{
    amount, day, flexible, harbor_master_services, individual, log_stream, only, percentage,
    schedule, sentinel_ami, sound, usage, vault_storage,
};
use chrono::{TimeDelta, TimeZone, Utc};
use consign::catalog_api::export::{self, Around, Remark};
use consign::domain::agreements::{Eula, PublicEula, RCMP_VERSION, ResellerContract};
use consign::domain::catalog::Product;
use consign::domain::details::Details;
use consign::domain::discount::LineRule;
use consign::domain::duration::Duration;
use consign::domain::money::Currency;
use consign::domain::opportunity::{Opportunity, Revocation, Side};
use consign::domain::pricing_model::PricingModel;
use consign::domain::terms::Parts;

fn of(opportunity: &Opportunity) -> Vec<Remark> {
    export::opportunity(opportunity, around()).remarks
}

/// LogStream at prices of its own: nothing about it is worth a remark.
fn plain() -> Parts {
    let rules = ["ingest_gb", "scan_host"].map(|key| (usage(key), LineRule::Price(amount("0.1"))));
    sound(
        &[log_stream()],
        individual(&log_stream(), Currency::Usd, &[], &rules),
    )
}

fn revoked(by: Side, reason: Option<&str>) -> Opportunity {
    Opportunity {
        revocation: Some(Revocation {
            by,
            person: "Dana Li".to_owned(),
            at: around().now,
            reason: reason.map(str::to_owned),
        }),
        ..opportunity(plain())
    }
}

#[test]
fn what_can_be_said_in_full_has_no_remarks() {
    assert_eq!(of(&opportunity(plain())), []);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn each_thing_that_cannot_be_said_is_remarked_upon() {
    let last_day = day("2027-06-30");
    let listing = "https://files.example.com/eula.pdf";
    let rules = ["ingest_gb", "scan_host"].map(|key| (usage(key), LineRule::Price(amount("0.1"))));
    let in_euro = individual(&log_stream(), Currency::Eur, &[], &rules);
    let published = Product {
        public_eula: PublicEula::Custom {
            url: listing.to_owned(),
        },
        ..log_stream()
    };
    let with = |change: fn(&mut Parts)| {
        let mut parts = plain();
        change(&mut parts);
        parts
    };
    let cases = [
        (
            sound(&[log_stream()], percentage("12.5", &[log_stream()])),
            Remark::Percentage("12.5%".to_owned(), day("2026-11-22")),
        ),
        (
            sound(&[log_stream()], in_euro),
            Remark::UsageCurrency(Currency::Eur),
        ),
        (
            Parts {
                products: Some(vec![published]),
                ..plain()
            },
            Remark::PublicEula(listing.to_owned()),
        ),
        (
            Parts {
                eula: Some(Eula::Custom(eula_file())),
                ..plain()
            },
            Remark::Upload(
                "statement-of-work.pdf".to_owned(),
                "https://files.example.com/acme/eula.pdf".to_owned(),
            ),
        ),
        (
            Parts {
                contract: Some(ResellerContract::Custom(contract_file())),
                ..plain()
            },
            Remark::Upload(
                "partner-terms.pdf".to_owned(),
                "https://files.example.com/acme/reseller-contract.pdf".to_owned(),
            ),
        ),
        (
            Parts {
                contract: Some(ResellerContract::Rcmp {
                    version: RCMP_VERSION.to_owned(),
                }),
                ..plain()
            },
            Remark::Version(
                "Reseller Contract for AWS Marketplace",
                "2021-12-01".to_owned(),
            ),
        ),
        (
            Parts {
                eula: Some(Eula::Standard {
                    version: "2022-07-14".to_owned(),
                }),
                ..plain()
            },
            Remark::Version(
                "Standard Contract for AWS Marketplace",
                "2022-07-14".to_owned(),
            ),
        ),
        (
            Parts {
                duration: Some(Duration::SpecificTime { last_day }),
                ..plain()
            },
            Remark::LastDay(last_day),
        ),
        (
            with(|parts| parts.details = Some(Details::new("A <b> deal", "").unwrap())),
            Remark::SpecialCharacters,
        ),
        (
            with(|parts| parts.details = Some(Details::new("Deal", "Two\nlines").unwrap())),
            Remark::SpecialCharacters,
        ),
    ];
    for (parts, remark) in cases {
        assert_eq!(of(&opportunity(parts)), [remark]);
    }
}

#[test]
fn products_and_schedules_without_a_documented_example_are_named() {
    let sentinel = sentinel_ami();
    let found = of(&opportunity(sound(
        only(&sentinel),
        percentage("15", only(&sentinel)),
    )));
    assert!(found.contains(&Remark::NoExample(PricingModel::AmiHourlyWithAnnual)));
    let services = harbor_master_services();
    let scheduled = sound(only(&services), flexible(schedule(&services)));
    let found = of(&opportunity(scheduled));
    assert!(found.contains(&Remark::NoExample(PricingModel::ProfessionalServices)));
    assert!(found.contains(&Remark::InvoiceTerms));
}

#[test]
fn units_that_are_not_bought_are_not_compared() {
    let mut vault = vault_storage();
    vault.dimensions[1].unit = "TB".to_owned();
    let bought = schedule(&vault);
    let remarks = of(&opportunity(sound(&[vault.clone()], flexible(bought))));
    let differ = |remarks: &[Remark]| remarks.iter().any(|r| matches!(r, Remark::UnitsDiffer(_)));
    assert!(!differ(&remarks));
    let remarks = of(&opportunity(sound(
        &[vault.clone()],
        percentage("20", &[vault]),
    )));
    assert!(differ(&remarks));
}

#[test]
fn what_became_of_it_meanwhile_is_said() {
    let last_day = day("2027-03-31");
    let vault = vault_storage();
    let scheduled = opportunity(sound(only(&vault), flexible(schedule(&vault))));
    let later = Around {
        now: Utc.with_ymd_and_hms(2027, 10, 2, 0, 0, 0).unwrap(),
        ..around()
    };
    let found = export::opportunity(&scheduled, later).remarks;
    assert!(found.contains(&Remark::Expired(last_day)));
    assert!(!found.contains(&Remark::LastDay(last_day)));
    assert!(found.contains(&Remark::PaymentsDue(day("2027-10-01"))));
    let used = Opportunity {
        duration: Duration::SingleUse { last_day: None },
        uses: 1,
        ..opportunity(plain())
    };
    assert_eq!(of(&used), [Remark::Used, Remark::OffersMade(1)]);
    let id = authorization();
    let known = Around {
        authorization: Some(&id),
        ..around()
    };
    let there = export::opportunity(&opportunity(plain()), known);
    assert_eq!(there.remarks, [Remark::AlreadyThere(id.clone())]);
    assert_eq!(there.requests.len(), 1);
}

#[test]
fn what_ended_says_what_there_is_no_request_for() {
    let id = authorization();
    let known = Around {
        authorization: Some(&id),
        ..around()
    };
    assert_eq!(of(&revoked(Side::Isv, None)), [Remark::EndedButUnknown]);
    for (ended, expected) in [
        (revoked(Side::Isv, None), vec![]),
        (
            revoked(Side::Isv, Some("Prices rose")),
            vec![Remark::ReasonKept],
        ),
        (revoked(Side::Partner, None), vec![Remark::EndedByPartner]),
    ] {
        assert_eq!(export::opportunity(&ended, known).remarks, expected);
    }
    let last_day = day("2026-11-23");
    let over = Opportunity {
        duration: Duration::SpecificTime { last_day },
        ..revoked(Side::Isv, None)
    };
    let later = Around {
        now: around().now + TimeDelta::days(2),
        ..known
    };
    assert_eq!(
        export::opportunity(&over, later).remarks,
        [Remark::OverThere(last_day)]
    );
}

#[test]
fn a_remark_is_a_sentence() {
    let every = [
        Remark::AlreadyThere(authorization()),
        Remark::LeftOut(authorization()),
        Remark::Used,
        Remark::Expired(day("2027-06-30")),
        Remark::EndedButUnknown,
        Remark::EndedByPartner,
        Remark::ReasonKept,
        Remark::OverThere(day("2027-06-30")),
        Remark::OffersMade(1),
        Remark::OffersMade(3),
        Remark::OwnDimensions,
        Remark::DimensionTwice("archive".to_owned()),
        Remark::Percentage("20%".to_owned(), day("2026-11-22")),
        Remark::UsageCurrency(Currency::Eur),
        Remark::UnitsDiffer(vec!["GB".to_owned(), "Units".to_owned()]),
        Remark::PublicEula("https://files.example.com/eula.pdf".to_owned()),
        Remark::Upload(
            "eula.pdf".to_owned(),
            "https://portal.example/files/doc_1".to_owned(),
        ),
        Remark::Version(
            "Standard Contract for AWS Marketplace",
            "2022-07-14".to_owned(),
        ),
        Remark::LastDay(day("2027-06-30")),
        Remark::PaymentsDue(day("2027-04-01")),
        Remark::InvoiceTerms,
        Remark::NoExample(PricingModel::ProfessionalServices),
        Remark::SpecialCharacters,
    ];
    let texts: Vec<_> = every.iter().map(Remark::text).collect();
    for text in &texts {
        assert!(text.ends_with('.'), "{text}");
    }
    insta::assert_snapshot!(texts.join("\n"));
}
