//! Requests by which partners make private offers: no authorizations, and told so.

use super::{by_contract, drafts, january, sample};
use crate::import::pasted;
use crate::portal::on_each_database;

const OFFERS: [(&str, &str); 6] = [
    (
        "CreateOfferUsingResaleAuthorization",
        sample!("offer_draft"),
    ),
    (
        "CreateReplacementOfferUsingResaleAuthorization",
        sample!("offer_replacement"),
    ),
    (
        "CreateOfferUsingResaleAuthorization",
        sample!("offer_with_eula"),
    ),
    (
        "CreateOfferUsingResaleAuthorization",
        sample!("offer_with_markup"),
    ),
    (
        "CreateOfferUsingResaleAuthorization",
        sample!("offer_single_use_with_markup"),
    ),
    ("UpdateAvailability", sample!("offer_later_end")),
];

#[test]
fn partners_offers_in_january_2023_are_told_what_they_are_and_what_to_do() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        for (kind, text) in OFFERS {
            let answer = pasted(&browser, text);
            assert_eq!(answer.status, 422, "{}", answer.main());
            let page = answer.page();
            let what = match kind {
                "UpdateAvailability" => "changes a private offer, as partners make them",
                _ => "makes a partner's private offer",
            };
            let told = format!(
                "ChangeSet[0]: \"{kind}\" {what}. Only authorizations are imported here, and a partner makes and changes its offers itself, from the opportunity that you give it. Import the request that creates the authorization (ResaleAuthorization@1.0) instead"
            );
            assert_eq!(page.errors(), [("json".to_owned(), told.clone())]);
            assert_eq!(page.error_for("json"), Some(told));
            assert_eq!(page.values("json"), [text], "what was pasted stays");
        }
        assert_eq!(drafts(&browser), 0);
    });
}

#[test]
fn an_offer_beside_an_authorization_keeps_both_from_being_imported() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        let both = format!("[{}, {}]", sample!("until_a_day"), OFFERS[3].1);
        let page = pasted(&browser, &both).page();
        let told = page.errors().remove(0).1;
        assert!(told.starts_with("[1].ChangeSet[0]: "), "{told}");
        assert!(told.contains("a partner's private offer"), "{told}");
        assert_eq!(drafts(&browser), 0);
    });
}
