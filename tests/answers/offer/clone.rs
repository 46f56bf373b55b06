//! The way from an offer back to the answers that would extend it again.

use super::{Draft, amendment};
use consign::answers::offer::{OfferAnswers, OfferStep, clone};
use consign::domain::ids::mint;
use consign::domain::offer::Offer;
use consign::domain::offer::terms::OfferTerms;
use consign::domain::opportunity::Opportunity;

fn offer(opportunity: &Opportunity, terms: &OfferTerms) -> Offer {
    let terms = terms.clone();
    Offer {
        id: mint(chrono::DateTime::UNIX_EPOCH, [3; 10]),
        opportunity: opportunity.clone(),
        details: terms.details,
        buyers: terms.buyers,
        adjustment: terms.adjustment,
        lines: terms.lines,
        payments: terms.payments,
        amendments: terms.amendments,
        expires_on: terms.expires_on,
        subscription_end: terms.subscription_end,
        contract: None,
        extended_at: chrono::DateTime::UNIX_EPOCH,
        extended_by: "Tom Okafor".to_owned(),
        acceptances: Vec::new(),
    }
}

#[test]
fn a_clone_of_an_offer_says_the_same() {
    let document = amendment().id.to_string();
    let own = [
        ("payments", "own"),
        ("amount[1]", "1,220.50"),
        ("amount[2]", "250"),
    ];
    let discount = [("adjustment", "discount"), ("percent", "12.25")];
    for draft in [
        Draft::sound().put(OfferStep::Documents, &[("amendment", &document)]),
        Draft::sound().put(OfferStep::Price, &[("percent", "9.090909091")]),
        Draft::sound().put(OfferStep::Price, &discount),
        Draft::as_used(),
        Draft::scheduled(),
        Draft::scheduled()
            .put(OfferStep::Price, &[("percent", "0")])
            .put(OfferStep::Schedule, &own),
    ] {
        let journey = draft.journey();
        let original = journey.proven().unwrap();
        let answers = clone::answers(&offer(&draft.opportunity, original));
        let stored: OfferAnswers =
            serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
        let again = Draft {
            answers: stored,
            ..draft
        };
        assert_eq!(again.journey().proven(), Some(original));
    }
}
