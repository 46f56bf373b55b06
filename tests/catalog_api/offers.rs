//! A partner's offer as a request, word for word, and what that cannot say.

use crate::dice::{contract_file, eula_file};
use crate::export::{around, authorization, details, now, opportunity};
use crate::samples::{
    account, amount, day, flexible, log_stream, markup, percent, percentage, schedule,
    sentinel_ami, shaped, sound, vault_storage,
};
use chrono::TimeDelta;
use consign::catalog_api::export::Around;
use consign::catalog_api::export::offer::{self, OfferExport, OfferRemark};
use consign::domain::agreements::{Document, Eula, PublicEula, ResellerContract};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::Product;
use consign::domain::dimensions::DimensionChoices;
use consign::domain::ids::mint;
use consign::domain::offer::adjustment::Adjustment;
use consign::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use consign::domain::offer::{ContractAcceptance, Offer};
use consign::domain::opportunity::{Opportunity, Revocation, Side};
use consign::domain::terms::Parts;
use serde_json::{Value, json};

/// An offer of 5 % on wholesale for one buyer, extended now.
fn parts(adjustment: Adjustment) -> OfferParts {
    OfferParts {
        contract_accepted: true,
        buyers: Some(Buyers::new(vec![account("222233334444")]).unwrap()),
        adjustment: Some(adjustment),
        amendments: Some(Vec::new()),
        details: Some(OfferDetails::new("Vault Storage for Acme", "Internal note").unwrap()),
        expires_on: Some(day("2027-05-31")),
        subscription_end: None,
    }
}

fn extended(opportunity: Opportunity, parts: OfferParts) -> Offer {
    let today = now().date_naive();
    let terms = OfferTerms::prove(&opportunity, parts, today).unwrap();
    Offer {
        id: mint(now(), [3; 10]),
        details: terms.details,
        buyers: terms.buyers,
        adjustment: terms.adjustment,
        lines: terms.lines,
        payments: terms.payments,
        amendments: terms.amendments,
        expires_on: terms.expires_on,
        subscription_end: terms.subscription_end,
        contract: None,
        extended_at: now(),
        extended_by: "Max Reyes".to_owned(),
        acceptances: Vec::new(),
        opportunity,
    }
}

fn vault() -> Parts {
    sound(&[vault_storage()], percentage("20", &[vault_storage()]))
}

fn scheduled(own: &[&str]) -> Offer {
    let scheduled = opportunity(sound(
        &[vault_storage()],
        flexible(schedule(&vault_storage())),
    ));
    let own = own.iter().map(|text| amount(text)).collect();
    let mut parts = parts(Adjustment::OwnAmounts(own));
    parts.expires_on = Some(day("2027-03-31"));
    extended(scheduled, parts)
}

fn exported(offer: &Offer) -> OfferExport {
    let id = authorization();
    let known = Around {
        authorization: Some(&id),
        ..around()
    };
    offer::offer(offer, known)
}

fn request(offer: &Offer) -> Value {
    serde_json::to_value(exported(offer).request.unwrap().body).unwrap()
}

fn changes(request: &Value) -> Vec<&str> {
    let changes = request["ChangeSet"].as_array().unwrap();
    changes
        .iter()
        .map(|c| c["ChangeType"].as_str().unwrap())
        .collect()
}

fn amendment() -> Document {
    Document {
        id: contract_file().id,
        ..eula_file()
    }
}

#[test]
fn a_markup_for_one_buyer_until_a_date() {
    let offer = extended(opportunity(vault()), parts(Adjustment::Markup(markup("5"))));
    let expected: Value = serde_json::from_str(include_str!("requests/offer.json")).unwrap();
    assert_eq!(request(&offer), expected);
    assert_eq!(exported(&offer).remarks, []);
}

#[test]
fn own_amounts_take_the_place_of_the_markup() {
    let request = request(&scheduled(&["7350.00", "7900"]));
    assert_eq!(
        changes(&request),
        [
            "CreateOfferUsingResaleAuthorization",
            "UpdatePaymentScheduleTerms",
            "UpdateTargeting",
            "UpdateAvailability",
            "ReleaseOffer"
        ]
    );
    let payments = [
        json!({"ChargeDate": "2027-04-01", "ChargeAmount": "7350.00"}),
        json!({"ChargeDate": "2027-10-01", "ChargeAmount": "7900.00"}),
    ];
    let term = json!({"Type": "PaymentScheduleTerm", "CurrencyCode": "USD", "Schedule": payments});
    assert_eq!(
        details(&request, "UpdatePaymentScheduleTerms").unwrap(),
        &json!({"Terms": [term]})
    );
}

#[test]
fn a_markup_has_one_to_nine_decimals() {
    for (given, written) in [
        ("0", "0.0"),
        ("5", "5.0"),
        ("12.50", "12.5"),
        ("9.090909091", "9.090909091"),
        ("1000", "1000.0"),
    ] {
        let offer = extended(
            opportunity(vault()),
            parts(Adjustment::Markup(markup(given))),
        );
        let request = request(&offer);
        let said = details(&request, "UpdateMarkup").unwrap();
        assert_eq!(said, &json!({ "Percentage": written }));
    }
}

#[test]
fn a_discount_off_the_list_price_is_sent_as_the_markup_that_makes_it() {
    let offer = extended(
        opportunity(vault()),
        parts(Adjustment::Discount(percent("12"))),
    );
    let export = exported(&offer);
    let told = OfferRemark::DiscountAsMarkup("12".to_owned(), "10.0".to_owned());
    assert_eq!(export.remarks, [told]);
    let request = request(&offer);
    assert_eq!(
        details(&request, "UpdateMarkup").unwrap(),
        &json!({"Percentage": "10.0"})
    );
}

#[test]
fn a_discount_may_be_worth_more_than_the_largest_markup_that_is_typed() {
    let steep = sound(&[log_stream()], percentage("95", &[log_stream()]));
    let mut parts = parts(Adjustment::Discount(percent("10")));
    parts.subscription_end = Some(day("2027-11-22"));
    let offer = extended(opportunity(steep), parts);
    let told = OfferRemark::DiscountAsMarkup("10".to_owned(), "1700.0".to_owned());
    assert_eq!(exported(&offer).remarks[0], told);
    assert_eq!(
        details(&request(&offer), "UpdateMarkup").unwrap(),
        &json!({"Percentage": "1700.0"})
    );
}

#[test]
fn a_discount_that_needs_several_markups_has_no_request() {
    let choices = DimensionChoices {
        fees: [(vault_storage().dimensions[2].key.clone(), amount("0.01"))].into(),
        ..DimensionChoices::default()
    };
    let uneven = opportunity(shaped(vault(), choices));
    let offer = extended(uneven, parts(Adjustment::Discount(percent("12"))));
    let export = exported(&offer);
    assert_eq!(export.request, None);
    assert_eq!(export.remarks, [OfferRemark::NoSingleMarkup]);
}

#[test]
fn prices_that_round_differently_are_counted() {
    // 17.5 % off 1.50 is 1.238 rounded up, which the markup lifts above 1.50 less 10 %.
    let odd = sound(&[vault_storage()], percentage("17.5", &[vault_storage()]));
    let offer = extended(opportunity(odd), parts(Adjustment::Discount(percent("10"))));
    let remarks = exported(&offer).remarks;
    let told = OfferRemark::DiscountAsMarkup("10".to_owned(), "9.090909091".to_owned());
    assert_eq!(remarks[0], told);
    assert!(
        matches!(remarks[1], OfferRemark::PricesDiffer(count) if count > 0),
        "{remarks:?}"
    );
}

#[test]
fn a_chosen_subscription_end_is_sent_as_days() {
    for product in [log_stream(), sentinel_ami()] {
        let all = std::slice::from_ref(&product);
        let mut parts = parts(Adjustment::Markup(markup("5")));
        parts.subscription_end = Some(day("2027-11-22"));
        let offer = extended(opportunity(sound(all, percentage("15", all))), parts);
        let request = request(&offer);
        assert_eq!(
            details(&request, "UpdateValidityTerms").unwrap(),
            &json!({"Terms": [{"Type": "ValidityTerm", "AgreementDuration": "P365D"}]})
        );
        let remark = OfferRemark::EndAsDays(day("2027-11-22"), 365);
        assert_eq!(exported(&offer).remarks, [remark]);
    }
}

#[test]
fn amendments_follow_the_eula() {
    let own = "https://files.example.com/acme/eula.pdf";
    let public = "https://files.example.com/vault/public-eula.pdf";
    let published = Product {
        public_eula: PublicEula::Custom {
            url: public.to_owned(),
        },
        ..vault_storage()
    };
    let of = |eula: Eula, product: Product| {
        let discount = percentage("20", std::slice::from_ref(&product));
        opportunity(Parts {
            eula: Some(eula),
            ..sound(&[product], discount)
        })
    };
    let version = || "2022-07-14".to_owned();
    let scmp = json!({"Type": "StandardEula", "Version": "2022-07-14"});
    let custom = |url: &str| json!({"Type": "CustomEula", "Url": url});
    for (opportunity, eula, uploads) in [
        (
            of(Eula::Standard { version: version() }, published.clone()),
            scmp.clone(),
            1,
        ),
        (of(Eula::Public, vault_storage()), scmp, 1),
        (of(Eula::Public, published.clone()), custom(public), 1),
        (of(Eula::Custom(eula_file()), published), custom(own), 2),
    ] {
        let mut parts = parts(Adjustment::Markup(markup("5")));
        parts.amendments = Some(vec![amendment()]);
        let offer = extended(opportunity, parts);
        let amends = custom("https://files.example.com/acme/reseller-contract.pdf");
        let request = request(&offer);
        assert_eq!(
            details(&request, "UpdateLegalTerms").unwrap(),
            &json!({"Terms": [{"Type": "LegalTerm", "Documents": [eula, amends]}]})
        );
        let remarks = exported(&offer).remarks;
        assert_eq!(remarks[0], OfferRemark::Amended(1));
        let uploaded = |remark: &&OfferRemark| matches!(remark, OfferRemark::Upload(..));
        assert_eq!(remarks.iter().filter(uploaded).count(), uploads);
    }
}

#[test]
fn where_an_offer_stands_and_what_is_kept_is_said() {
    let nobody_said = extended(opportunity(vault()), parts(Adjustment::Markup(markup("5"))));
    let export = offer::offer(&nobody_said, around());
    assert_eq!(export.request, None);
    let northwind = "Northwind Software".to_owned();
    assert_eq!(export.remarks, [OfferRemark::NoAuthorization(northwind)]);
    let mut ended = opportunity(Parts {
        contract: Some(ResellerContract::Custom(contract_file())),
        ..vault()
    });
    ended.revocation = Some(Revocation {
        by: Side::Isv,
        person: "Dana Li".to_owned(),
        at: now(),
        reason: None,
    });
    let mut offer = extended(ended, parts(Adjustment::Markup(markup("5"))));
    offer.contract = Some(ContractAcceptance {
        person: "Max Reyes".to_owned(),
        at: now(),
        version: None,
        sha256: Some("0".repeat(64)),
    });
    let id = authorization();
    let later = Around {
        authorization: Some(&id),
        now: now() + TimeDelta::days(300),
        ..around()
    };
    assert_eq!(
        offer::offer(&offer, later).remarks,
        [
            OfferRemark::Expired(day("2027-05-31")),
            OfferRemark::OpportunityEnded,
            OfferRemark::ContractKept
        ]
    );
}

#[test]
fn a_remark_about_an_offer_is_a_sentence() {
    let every = [
        OfferRemark::NoAuthorization("Northwind Software".to_owned()),
        OfferRemark::NoSingleMarkup,
        OfferRemark::DiscountAsMarkup("12".to_owned(), "10.0".to_owned()),
        OfferRemark::PricesDiffer(1),
        OfferRemark::PricesDiffer(3),
        OfferRemark::Expired(day("2027-05-31")),
        OfferRemark::OpportunityEnded,
        OfferRemark::EndAsDays(day("2027-11-22"), 365),
        OfferRemark::Amended(1),
        OfferRemark::Amended(2),
        OfferRemark::Upload(
            "eula.pdf".to_owned(),
            "https://portal.example/files/doc_1".to_owned(),
        ),
        OfferRemark::ContractKept,
        OfferRemark::AcceptancesKept(2),
    ];
    let texts: Vec<_> = every.iter().map(OfferRemark::text).collect();
    for text in &texts {
        assert!(text.ends_with('.'), "{text}");
    }
    insta::assert_snapshot!(texts.join("\n"));
}
