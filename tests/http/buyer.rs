//! The buyer's page: opened by a link and an account, read, and accepted.

use crate::client::{Client, Response};
use crate::offered::{
    ABOUT, ALPINE, BELLOWS, CONTRACT, DESCRIPTION, OPPORTUNITY, WHOLESALE, accept, acceptance,
    offered, offered_by, partner,
};
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, PARTNER};
use consign::random;
use consign::store::offers::{cancel, find};
use consign::store::throttle::FREE_OF_OPENING;

const NOBODY: &str = "111111111111";

#[test]
fn an_offer_is_opened_read_and_accepted() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let asked = buyer.get(&format!("/offers/{}", offer.secret));
        assert_eq!(asked.status, 200);
        let form = asked
            .page()
            .form("Open offer")
            .set("account", "1200-1200-1200");
        let shown = buyer.submit(&format!("/offers/{}", offer.secret), &form);
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert_eq!(shown.page().link("Accept this offer"), "#accept");
        let outline = shown.main().replace(&offer.secret, "SECRET");
        insta::allow_duplicates! {
            insta::assert_snapshot!("ask", asked.main());
            insta::assert_snapshot!("offer", outline);
        }
        let done = accept(&buyer, &offer.accept(), &acceptance(ALPINE));
        assert_eq!(
            (done.status, done.location()),
            (303, offer.buyer(ALPINE).as_str()),
            "{}",
            done.text()
        );
        let agreed = buyer.get(done.location());
        let outline = agreed.main().replace(&offer.secret, "SECRET");
        insta::allow_duplicates! { insta::assert_snapshot!("agreement", outline) };
        assert!(agreed.text().contains("1,497.60 USD"), "100 at 14.976");
        let agreement = agreed.page().texts("#agreement dd");
        assert_eq!(agreement[0], "Alpine Ski House");
        assert_eq!(
            agreed.page().texts("[data-print]"),
            ["Print or save as PDF"]
        );
        assert!(!agreed.text().contains("Accept this offer"));
        let again = buyer.post(&offer.accept(), &acceptance(ALPINE));
        assert_eq!((again.status, again.location()), (303, done.location()));
        let reloaded = buyer.get(&format!("{}?account=1200-1200-1200", offer.accept()));
        assert_eq!(
            (reloaded.status, reloaded.location()),
            (303, done.location())
        );
        let (_, scope) = partner(portal, PARTNER);
        let found = portal.db.read_now(|c| find(c, &scope, offer.id));
        let found = found.expect("it can be read").expect("an offer");
        assert_eq!(found.acceptances.len(), 1);
        // The other account sees nothing of it.
        let other = buyer.get(&offer.buyer(BELLOWS));
        assert!(!other.text().contains("Greta"), "{}", other.text());
    });
}

#[test]
fn a_wrong_link_and_a_wrong_account_have_the_same_answer() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let (buyer, guessed) = (portal.anonymous(), random::secret());
        let wrong = |secret: &str| buyer.get(&format!("/offers/{secret}?account={NOBODY}"));
        let (by_account, by_link) = (wrong(&offer.secret), wrong(&guessed));
        assert_eq!((by_account.status, by_link.status), (404, 404));
        assert_eq!(by_account.body, by_link.body);
        insta::allow_duplicates! { insta::assert_snapshot!("missed", by_link.main()) };
        // Without an account, and with none that is one, nothing is looked up.
        for query in ["", "?account=1234"] {
            let [known, unknown] = [&offer.secret, &guessed].map(|secret| {
                let answer = buyer.get(&format!("/offers/{secret}{query}"));
                (answer.status, answer.body)
            });
            assert_eq!(known, unknown, "{query}");
        }
        let sent = acceptance(NOBODY);
        let by_account = buyer.post(&offer.accept(), &sent);
        let by_link = buyer.post(&format!("/offers/{guessed}/accept"), &sent);
        assert_eq!((by_account.status, by_link.status), (404, 404));
        assert_eq!(by_account.body, by_link.body);
        for document in [offer.eula, offer.amendment] {
            let path = |secret| format!("/offers/{secret}/documents/{document}?account={NOBODY}");
            let (by_account, by_link) =
                (buyer.get(&path(&offer.secret)), buyer.get(&path(&guessed)));
            assert_eq!((by_account.status, by_link.status), (404, 404));
            assert_eq!(by_account.body, by_link.body);
        }
    });
}

#[test]
fn an_account_that_is_none_is_told_so() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        for (typed, text) in [
            ("", "Enter your AWS account ID"),
            (
                "12345678",
                "Account ID must be 12 digits – \"12345678\" has 8",
            ),
            (
                "12001200120x",
                "Account ID must be 12 digits – \"12001200120x\" has other characters",
            ),
        ] {
            let answer = buyer.get(&offer.buyer(typed));
            let page = answer.page();
            assert_eq!(answer.status, 422, "{typed}");
            assert_eq!(page.errors(), [("account".to_owned(), text.to_owned())]);
            assert_eq!(page.error_for("account").as_deref(), Some(text));
            assert_eq!(page.values("account"), [typed]);
        }
    });
}

#[test]
fn whoever_tries_often_waits() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        for _ in 0..FREE_OF_OPENING {
            assert_eq!(buyer.get(&offer.buyer(NOBODY)).status, 404);
        }
        let answer = buyer.get(&offer.buyer(NOBODY));
        assert_eq!(answer.status, 429, "{}", answer.text());
        assert_eq!(answer.header("retry-after"), Some("5"));
        let right = buyer.get(&offer.buyer(ALPINE));
        assert_eq!(right.status, 429, "the right one would be told apart");
        // Signing in has a count of its own.
        portal.sign_in(PARTNER);
        portal.clock.advance(chrono::TimeDelta::seconds(5));
        assert_eq!(buyer.get(&offer.buyer(ALPINE)).status, 200);
    });
}

/// Where a page learns the total of what is being typed.
fn total_of(secret: &str) -> String {
    format!("/offers/{secret}/total")
}

#[test]
fn nobody_accepts_before_the_total_was_shown_and_what_was_shown_is_what_is_owed() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let fresh = buyer.get(&offer.buyer(ALPINE)).page();
        assert_eq!(fresh.values("shown"), [""; 0]);
        assert_eq!(
            fresh.texts("#preview"),
            ["Choose what you take to see what it comes to."]
        );
        // The button works it out and asks for nothing else.
        let mut sent = vec![
            ("account", ALPINE),
            ("units[plain_gb]", "100"),
            ("go", "total"),
        ];
        let worked_out = buyer.post(&offer.accept(), &sent);
        assert_eq!(worked_out.status, 200, "{}", worked_out.text());
        let page = worked_out.page();
        assert_eq!(page.values("shown"), ["1497.6"]);
        assert_eq!(page.values("units[plain_gb]"), ["100"]);
        insta::allow_duplicates! {
            insta::assert_snapshot!("total", page.texts("#preview").join("\n"));
        }
        sent[1] = ("units[plain_gb]", "1.5");
        let wrong = buyer.post(&offer.accept(), &sent);
        refused(
            &wrong,
            &[(
                "units[plain_gb]",
                "Quantity of Unencrypted data must be a whole number from 1 to 2,147,483,646",
            )],
        );
        assert_eq!(wrong.page().values("shown"), [""; 0]);
        // Without it, or with that of another quantity, the page comes back with the total.
        let unseen = |shown: &str| {
            let mut sent = acceptance(ALPINE);
            sent.push(("shown", shown));
            let answer = buyer.post(&offer.accept(), &sent);
            assert_eq!(answer.status, 422);
            let page = answer.page();
            let text = "Check the total of 1,497.60 USD, then choose Accept offer again";
            assert_eq!(page.errors(), [("total".to_owned(), text.to_owned())]);
            assert_eq!(page.values("shown"), ["1497.6"]);
            page
        };
        unseen("");
        unseen("x");
        let page = unseen("14.976");
        let done = buyer.submit(&offer.accept(), &page.form("Accept offer"));
        assert_eq!(done.status, 303, "what the page says now is accepted");
        let agreed = buyer.get(done.location());
        assert!(agreed.text().contains("1,497.60 USD"), "{}", agreed.text());
    });
}

#[test]
fn the_script_of_the_page_learns_the_total_and_nothing_is_accepted_by_it() {
    on_each_database(|portal| {
        let offer = offered_by(portal, "Two lengths", CONTOSO, PARTNER, "12 24");
        let buyer = portal.anonymous();
        let path = total_of(&offer.secret);
        let said = |sent: &[(&str, &str)]| {
            let answer = buyer.post(&path, sent);
            assert_eq!(answer.status, 200, "{}", answer.text());
            answer.page().attributes("#preview", "data-said").remove(0)
        };
        let mut sent = acceptance(ALPINE);
        let nothing = "Choose what you take to see what it comes to.";
        assert_eq!(said(&sent), nothing, "no duration is chosen yet");
        sent.push(("contract", "P12M"));
        assert_eq!(said(&sent), "To pay: 1,497.60 USD");
        // And 3 at 15.538.
        sent.push(("units[enc_gb]", "3"));
        assert_eq!(said(&sent), "To pay: 1,544.214 USD");
        let shown = buyer.get(&offer.buyer(ALPINE)).page();
        assert_eq!(
            shown.attributes("form[data-preview]", "data-preview"),
            [path]
        );
        assert_eq!(shown.heading(), "Two lengths", "it is not accepted");
        let missed = buyer.post(&total_of(&random::secret()), &acceptance(ALPINE));
        let other = buyer.post(&total_of(&offer.secret), &acceptance(NOBODY));
        assert_eq!((missed.status, other.status), (404, 404));
    });
}

pub fn refused(answer: &Response, expected: &[(&str, &str)]) {
    assert_eq!(answer.status, 422, "{}", answer.text());
    let expected: Vec<_> = expected
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect();
    let page = answer.page();
    assert_eq!(page.errors(), expected);
    for (field, text) in expected {
        assert_eq!(page.error_for(&field), Some(text), "{field}");
    }
}

#[test]
fn what_is_missing_or_wrong_is_told_and_what_was_typed_stays() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let nothing = buyer.post(&offer.accept(), &[("account", ALPINE)]);
        refused(
            &nothing,
            &[
                ("company", "Enter the company name"),
                ("person", "Enter the name of the person who accepts"),
                (
                    "units[plain_gb]",
                    "Enter a quantity of at least one dimension",
                ),
                ("eula", "Accept the EULA to continue"),
            ],
        );
        let long = "x".repeat(256);
        let sent = [
            ("account", ALPINE),
            ("company", long.as_str()),
            ("person", "Greta <i>Wolff"),
            ("units[plain_gb]", "1.5"),
            ("units[enc_gb]", "2147483647"),
        ];
        let wrong = buyer.post(&offer.accept(), &sent);
        let text =
            |of: &str| format!("Quantity of {of} must be a whole number from 1 to 2,147,483,646");
        let (plain, encrypted) = (text("Unencrypted data"), text("Encrypted data"));
        refused(
            &wrong,
            &[
                ("company", "Company name must be 255 characters or less"),
                ("units[plain_gb]", &plain),
                ("units[enc_gb]", &encrypted),
                ("eula", "Accept the EULA to continue"),
            ],
        );
        let page = wrong.page();
        assert_eq!(page.values("person"), ["Greta <i>Wolff"]);
        assert_eq!(page.values("units[enc_gb]"), ["2147483647"]);
        assert_eq!(page.values("account"), [ALPINE]);
        assert!(page.title().starts_with("Error: "), "{}", page.title());
        let without = buyer.post(&offer.accept(), &[("company", "Alpine")]);
        refused(&without, &[("account", "Enter your AWS account ID")]);
    });
}

#[test]
fn an_agreement_that_is_refused_and_given_in_one_form_is_none() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let sent = [vec![("eula", "no")], acceptance(ALPINE)].concat();
        let answer = accept(&buyer, &offer.accept(), &sent);
        refused(&answer, &[("eula", "Accept the EULA to continue")]);
    });
}

#[test]
fn an_offer_that_has_expired_or_was_cancelled_says_so_and_is_not_accepted() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let (user, scope) = partner(portal, PARTNER);
        let now = portal.clock.now();
        let done = accept(&buyer, &offer.accept(), &acceptance(BELLOWS));
        assert_eq!(done.status, 303);
        let cancelled = portal
            .db
            .write_now(|c| cancel(c, &scope, offer.id, &user, now));
        cancelled.expect("it can be written");
        let shown = buyer.get(&offer.buyer(ALPINE));
        assert_eq!(shown.status, 200);
        insta::allow_duplicates! {
            insta::assert_snapshot!("expired", shown.main().replace(&offer.secret, "SECRET"));
        }
        let late = buyer.post(&offer.accept(), &acceptance(ALPINE));
        assert_eq!(late.status, 409);
        assert!(late.text().contains("can no longer be accepted"));
        let agreed = buyer.get(&offer.buyer(BELLOWS));
        assert_eq!(agreed.page().heading(), "You have accepted this offer");
    });
}

#[test]
fn documents_come_to_those_who_have_opened_the_offer() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer = portal.anonymous();
        let get = |document: &dyn std::fmt::Display| {
            let path = format!("/offers/{}/documents/{document}", offer.secret);
            buyer.get(&format!("{path}?account={ALPINE}"))
        };
        for (document, bytes) in [
            (offer.eula, "%PDF-1.7 EULA"),
            (offer.amendment, "%PDF-1.7 amendment"),
        ] {
            let file = get(&document);
            assert_eq!((file.status, file.text()), (200, bytes));
            let disposition = file.header("content-disposition").unwrap_or_default();
            assert!(disposition.starts_with("attachment; "), "{disposition}");
        }
        let nowhere = buyer.get("/nowhere").body;
        for other in [offer.contract.to_string(), "x".to_owned(), "%00".to_owned()] {
            let answer = get(&other);
            assert_eq!((answer.status, &answer.body), (404, &nowhere), "{other}");
        }
    });
}

#[test]
fn no_page_of_a_buyer_has_what_it_must_not_know() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let buyer: Client = portal.anonymous();
        let mut texts = vec![
            buyer
                .get(&format!("/offers/{}", offer.secret))
                .text()
                .to_owned(),
            buyer.get(&offer.buyer(ALPINE)).text().to_owned(),
            buyer.get(&offer.buyer(NOBODY)).text().to_owned(),
            buyer
                .post(&offer.accept(), &[("account", ALPINE)])
                .text()
                .to_owned(),
        ];
        let total = buyer.post(&total_of(&offer.secret), &acceptance(ALPINE));
        texts.push(total.text().to_owned());
        let unseen = buyer.post(&offer.accept(), &acceptance(ALPINE));
        texts.push(unseen.text().to_owned());
        accept(&buyer, &offer.accept(), &acceptance(ALPINE));
        texts.push(buyer.get(&offer.buyer(ALPINE)).text().to_owned());
        let contract = offer.contract.to_string();
        let mut hidden = vec![DESCRIPTION, OPPORTUNITY, ABOUT, CONTRACT, &contract];
        hidden.extend(WHOLESALE);
        hidden.extend([
            &*offer.opportunity,
            BELLOWS,
            "9500 9500 9500",
            "9500-9500-9500",
        ]);
        for text in texts {
            for marker in &hidden {
                assert!(!text.contains(marker), "{marker}: {text}");
            }
        }
    });
}
