//! What a buyer takes of an offer: a contract duration and units, one tier, or nothing of what is paid as used.

use crate::buyer::refused;
use crate::html::Page;
use crate::notifications::letters;
use crate::offered::{ALPINE, accept, acceptance, extend, offered_by};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{CONTOSO, LOGSTREAM, PARTNER, RELAY, Trade, fields};
use consign::answers::Step;
use consign::web::agreements::STANDARD_AT;

#[test]
fn a_contract_duration_is_chosen_where_there_are_several() {
    on_each_database(|portal| {
        let offer = offered_by(portal, "Two lengths", CONTOSO, PARTNER, "12 24");
        let buyer = portal.anonymous();
        let form = buyer.get(&offer.buyer(ALPINE)).page();
        assert_eq!(
            form.attributes("input[name=contract]", "value"),
            ["P12M", "P24M"]
        );
        refused(
            &buyer.post(&offer.accept(), &acceptance(ALPINE)),
            &[("contract", "Select a contract duration")],
        );
        let mut sent = acceptance(ALPINE);
        sent.push(("contract", "P1M"));
        refused(
            &buyer.post(&offer.accept(), &sent),
            &[("contract", "Select a contract duration")],
        );
        sent.pop();
        sent.push(("contract", "P24M"));
        assert_eq!(accept(&buyer, &offer.accept(), &sent).status, 303);
        let agreed = buyer.get(&offer.buyer(ALPINE));
        assert!(agreed.text().contains("22 Nov 2026 to 21 Nov 2028"));
        assert!(
            agreed
                .text()
                .contains("100 × Unencrypted data for 24 months")
        );
    });
}

/// An offer of another product, whose opportunity has one contract duration or none.
fn of_product(portal: &TestPortal, product: &str) -> String {
    let trade = Trade::begin(portal);
    let mut answers = trade.answers("Another product");
    answers.set(Step::Products, fields(&[("product", product)]));
    let mut discount = fields(&[("discount_type", "percentage"), ("percent", "10")]);
    if product == RELAY {
        discount.add("listed", RELAY);
        discount.add(format!("term[{RELAY}]"), "P12M");
    }
    answers.set(Step::Discount, discount);
    let opportunity = trade.give(&answers);
    extend(
        portal,
        &opportunity,
        "Another product",
        PARTNER,
        "2026-12-31",
    )
    .1
}

#[test]
fn one_tier_is_taken_of_tiers_and_nothing_of_what_is_paid_as_used() {
    on_each_database(|portal| {
        let buyer = portal.anonymous();
        let secret = of_product(portal, RELAY);
        let path = format!("/offers/{secret}/accept");
        let sent = acceptance(ALPINE);
        refused(&buyer.post(&path, &sent), &[("tier", "Select a tier")]);
        let mut sent = sent;
        sent.push(("tier", "business"));
        assert_eq!(accept(&buyer, &path, &sent).status, 303);
        let agreed = buyer.get(&format!("/offers/{secret}?account={ALPINE}"));
        assert!(agreed.text().contains("1 × Business for 12 months"));
        let eula = "https://northwind.example/legal/relay-eula-4.pdf";
        let outside = |page: &Page| page.attributes("#terms a[rel=noreferrer]", "href");
        assert_eq!(outside(&agreed.page()), [eula]);

        let secret = of_product(portal, LOGSTREAM);
        let shown = buyer
            .get(&format!("/offers/{secret}?account={ALPINE}"))
            .page();
        assert!(shown.texts("main h3").is_empty(), "nothing to take");
        // AWS's own contract is named in the version that is accepted, and can be read there.
        assert_eq!(outside(&shown), [STANDARD_AT]);
        assert_eq!(
            shown.texts("#terms dd").remove(0),
            "Standard Contract for AWS Marketplace, version 2022-07-14 (outside the portal)"
        );
        letters(portal);
        let sent = acceptance(ALPINE);
        assert_eq!(
            buyer
                .post(&format!("/offers/{secret}/accept"), &sent)
                .status,
            303
        );
        // Where there is no amount to tell, the mails have the wholesale prices, and never the buyer's.
        let told = letters(portal);
        assert!(!told.is_empty());
        for letter in told {
            let text = letter.text;
            assert!(text.contains("0.18 USD – Ingested data, usage"), "{text}");
            assert!(!text.contains("0.21"), "{text}");
        }
        let agreed = buyer.get(&format!("/offers/{secret}?account={ALPINE}"));
        assert!(agreed.text().contains("Billed as used"));
        assert!(agreed.text().contains("22 Nov 2026 to 31 Dec 2027"));
    });
}
