//! The mails that go to an organisation and to those on its list: what each side is told, and what never.

use super::*;
use crate::domain::ids::{AgreementId, OfferId, OpportunityId};
use crate::domain::money::Currency;
use crate::domain::notification::Topic;
use crate::domain::offer::acceptance::{Acceptance, Purchase, Totals};
use crate::domain::opportunity::Side;
use chrono::DateTime;

pub(super) const ORIGIN: &str = "https://portal.example";
pub(super) const STOP: &str = "/notifications/unsubscribe/5f0c";

pub(super) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

pub(super) fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, 27).unwrap()
}

fn opportunity() -> OpportunityId {
    "opp_01h455vb4pex5vsknk084sn02q".parse().unwrap()
}

pub(super) fn offer() -> OfferId {
    "off_01h455vb4pex5vsknk084sn02q".parse().unwrap()
}

fn account(digits: &str) -> AccountId {
    AccountId::parse(digits).unwrap()
}

pub(super) fn deal<'a>(name: &'a str, partner: &'a str, product_id: &'a ProductId) -> Deal<'a> {
    Deal {
        id: opportunity(),
        name,
        isv: "Northwind Software",
        partner,
        product: "Vault Storage",
        product_id,
    }
}

fn listed(organisation: &str) -> Reader<'_> {
    Reader::Listed {
        address: "billing@northwind.example",
        organisation,
        stop: Link::to(ORIGIN, STOP),
    }
}

pub(super) fn link(side: Side) -> Link {
    let path = match side {
        Side::Isv => "/isv/x",
        Side::Partner => "/partner/x",
    };
    Link::to(ORIGIN, path)
}

/// Both parts of a mail, for one snapshot.
pub(super) fn both(message: &Message) -> String {
    assert_eq!(message.subject, message.subject.trim());
    assert!(message.subject.chars().count() <= 78);
    format!(
        "Subject: {}\n\n{}\n\n{}",
        message.subject, message.text, message.html
    )
}

fn extended(
    name: &str,
    partner: &str,
    offer_name: &str,
    buyers: usize,
    prices: usize,
) -> [Message; 2] {
    let (isv_account, partner_account) = (account("111122223333"), account("444455556666"));
    let buyers: Vec<_> = (0..buyers)
        .map(|number| {
            account(&format!(
                "{:012}",
                222_233_334_444_u64 + u64::try_from(number).unwrap()
            ))
        })
        .collect();
    let wholesale: Vec<String> = (0..prices)
        .map(|number| format!("{number}.00 USD – {offer_name}, 12 months"))
        .collect();
    let product = product();
    let told = OfferExtended {
        deal: deal(name, partner, &product),
        isv_account: &isv_account,
        partner_account: &partner_account,
        offer: offer(),
        offer_name,
        buyers: &buyers,
        published: noon(),
        expires_on: last_day(),
        wholesale: &wholesale,
        used_up: true,
    };
    [
        told.to_isv(&listed("Northwind Software"), &link(Side::Isv))
            .unwrap(),
        told.to_partner(&Reader::Itself, &link(Side::Partner))
            .unwrap(),
    ]
}

fn accepted(company: &str, totals: Option<Totals>) -> [Message; 2] {
    let id: AgreementId = "agr_01h455vb4pex5vsknk084sn02q".parse().unwrap();
    let acceptance = Acceptance {
        id,
        account: account("222233334444"),
        by_buyer: true,
        company: company.to_owned(),
        person: "Bo Buyer".to_owned(),
        at: noon(),
        starts_on: noon().date_naive(),
        ends_on: last_day(),
        purchase: Purchase::default(),
        totals,
    };
    let product = product();
    let wholesale = ["0.15 USD – Ingested data, usage".to_owned()];
    let told = OfferAccepted {
        deal: deal("Q1 renewals", "Contoso Consulting", &product),
        offer: offer(),
        offer_name: "Vault for Acme",
        acceptance: &acceptance,
        currency: Currency::LIST,
        wholesale: &wholesale,
    };
    [
        told.to_isv(&Reader::Itself, &link(Side::Isv)).unwrap(),
        told.to_partner(&listed("Contoso Consulting"), &link(Side::Partner))
            .unwrap(),
    ]
}

fn ending(name: &str, days_left: i64, side: Side) -> Message {
    let product = product();
    let told = OpportunityEnding {
        deal: deal(name, "Contoso Consulting", &product),
        last_day: last_day(),
        days_left,
        offers: 0,
    };
    told.message(side, &listed("Northwind Software"), &link(side))
        .unwrap()
}

fn welcome(person: &str, organisation: &str) -> Message {
    let told = AddressWelcome {
        person,
        organisation,
        side: Side::Isv,
        topics: &Topic::ALL,
    };
    told.message(&listed(organisation)).unwrap()
}

fn confirm(person: &str, organisation: &str) -> Message {
    let link = Link::to(ORIGIN, "/notifications/confirm/5f0c");
    let asked = AddressConfirm {
        person,
        organisation,
        link,
    };
    asked.message().unwrap()
}

fn replaced(person: &str, organisation: &str) -> Message {
    let told = AddressReplaced {
        organisation,
        person,
        address: "billing@northwind.example",
        at: noon(),
    };
    told.message().unwrap()
}

fn totals() -> Totals {
    Totals {
        wholesale: "14500".parse().unwrap(),
        purchase: "15876.54".parse().unwrap(),
    }
}

#[test]
fn both_sides_are_told_of_an_offer_and_only_the_isv_of_wholesale_prices() {
    let [isv, partner] = extended("Q1 renewals", "Contoso Consulting", "Vault for Acme", 2, 2);
    insta::assert_snapshot!("offer_extended.isv", both(&isv));
    insta::assert_snapshot!("offer_extended.partner", both(&partner));
    assert!(!partner.text.contains("USD"));
}

#[test]
fn both_sides_are_told_of_an_acceptance_and_only_the_partner_of_what_the_buyer_pays() {
    let [isv, partner] = accepted("Acme Corp", Some(totals()));
    insta::assert_snapshot!("offer_accepted.isv", both(&isv));
    insta::assert_snapshot!("offer_accepted.partner", both(&partner));
    for part in [&isv.subject, &isv.text, &isv.html] {
        for secret in ["15,876", "15876", "1,376", "Your margin", "Purchase"] {
            assert!(!part.contains(secret), "{secret}: {part}");
        }
    }
}

#[test]
fn both_sides_are_told_the_wholesale_prices_of_what_is_billed_as_used() {
    for mail in accepted("Acme Corp", None) {
        for part in [
            "Billed as used",
            "Wholesale prices:",
            "0.15 USD – Ingested data, usage",
        ] {
            assert!(mail.text.contains(part), "{part}: {}", mail.text);
        }
    }
}

#[test]
fn both_sides_are_told_that_an_opportunity_ends_soon() {
    insta::assert_snapshot!(
        "opportunity_ending.isv",
        both(&ending("Q1 renewals", 7, Side::Isv))
    );
    insta::assert_snapshot!(
        "opportunity_ending.partner",
        both(&ending("Q1 renewals", 30, Side::Partner))
    );
    for (days, subject) in [
        (1, "1 day left: Q1"),
        (0, "Last day: Q1"),
        (28, "28 days left: Q1"),
    ] {
        assert_eq!(ending("Q1", days, Side::Isv).subject, subject);
    }
}

#[test]
fn a_new_address_is_told_who_added_it_and_how_to_stop_or_asked_first() {
    insta::assert_snapshot!(
        "address_welcome",
        both(&welcome("Dana Li", "Northwind Software"))
    );
    insta::assert_snapshot!(
        "address_confirm",
        both(&confirm("Dana Li", "Northwind Software"))
    );
    assert_eq!(confirm("Dana Li", "Northwind Software").unsubscribe, None);
}

#[test]
fn an_organisation_is_told_at_both_addresses_that_its_own_was_changed() {
    let changed = AddressChanged {
        organisation: "Contoso Consulting",
        person: "Tom Okafor",
        from: "resale@contoso.example",
        to: "channel@contoso.example",
        at: noon(),
    };
    let message = changed.message().unwrap();
    insta::assert_snapshot!("address_changed", both(&message));
    assert_eq!(message.unsubscribe, None);
}

#[test]
fn an_address_that_gave_way_to_another_is_told_that_nothing_more_comes_and_not_where_it_goes() {
    let message = replaced("Dana Li", "Northwind Software");
    insta::assert_snapshot!("address_replaced", both(&message));
    assert_eq!(message.unsubscribe, None);
}

#[test]
fn whoever_can_stop_messages_is_told_how_in_both_parts_and_whose_list_it_is() {
    let stop = format!("{ORIGIN}{STOP}");
    let [isv, partner] = extended("Q1 renewals", "Contoso Consulting", "Vault", 1, 1);
    assert_eq!(isv.unsubscribe.as_deref(), Some(stop.as_str()));
    let because = "billing@northwind.example is on Northwind Software";
    assert!(
        isv.text
            .ends_with(&format!("'s list.\nStop these messages: {stop}")),
        "{}",
        isv.text
    );
    assert!(isv.text.contains(because) && isv.html.contains(because));
    assert!(isv.html.contains(&format!("href=\"{stop}\"")));
    assert_eq!(partner.unsubscribe, None);
    assert!(!partner.text.contains("Stop these") && !partner.html.contains("Stop these"));
}

/// All mails that name these, as long as texts can be.
pub(super) fn all(name: &str) -> Vec<Message> {
    let mut all = Vec::new();
    all.extend(extended(name, name, name, 25, 200));
    all.extend(accepted(name, Some(totals())));
    all.extend(Side::ALL.map(|side| ending(name, 7, side)));
    all.extend(ended::all(name));
    all.extend([
        welcome(name, name),
        confirm(name, name),
        replaced(name, name),
    ]);
    all
}

proptest! {
    #[test]
    fn no_name_changes_what_these_mails_are(name in hostile()) {
        for (plain, tried) in all("x").iter().zip(&all(&name)) {
            prop_assert!(tried.subject.chars().count() <= 78 && !tried.subject.contains('\n'));
            prop_assert!(tried.html.len() <= MAX_HTML, "{}", tried.html.len());
            let errors = scraper::Html::parse_document(&tried.html).errors;
            prop_assert!(errors.is_empty(), "{:?}", errors);
            let unseen = |c: char| c != '\n' && c.is_control() || "\u{202E}\u{2066}\u{061C}\u{2028}".contains(c);
            prop_assert!(!tried.text.contains(unseen) && !tried.html.contains(unseen));
            let without_breaks = |html: &str| tags(html).into_iter().filter(|tag| *tag != "br").map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(without_breaks(&tried.html), without_breaks(&plain.html));
            let ours = |text: &str| text.lines().filter(|line| !line.starts_with('>')).count();
            prop_assert_eq!(ours(&tried.text), ours(&plain.text), "{}", tried.text);
        }
    }
}
