//! Who has the link of one offer gets nothing of another: not by the own link, and not by the other's with the own account.

use super::{Offer, complete, vault};
use crate::aws::ID;
use crate::client::{Client, Response};
use crate::offered::{ALPINE, BELLOWS, acceptance};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::fields;
use crate::wizard::uploads;
use consign::answers::Step;
use consign::answers::offer::OfferStep;
use consign::domain::agreements::DocumentKind;
use consign::random;

/// An offer for one account.
struct Made {
    account: &'static str,
    secret: String,
    /// The partner's page of it.
    path: String,
    /// Its EULA and the document that amends it, with what is in them.
    documents: [(String, Vec<u8>); 2],
    /// What 100 units come to.
    total: &'static str,
}

impl Made {
    /// An offer with this name at this markup, whose documents are like no other's.
    fn new(
        portal: &TestPortal,
        account: &'static str,
        name: &str,
        (markup, total): (&str, &'static str),
    ) -> Self {
        let mut answers = complete();
        answers.set(OfferStep::Terms, fields(&[("buyers", account)]));
        let price = [("adjustment", "markup"), ("percent", markup)];
        answers.set(OfferStep::Price, fields(&price));
        let [terms, amends] = ["terms", "amends"].map(|what| format!("%PDF-1.7\n% {name} {what}"));
        let mut eula = String::new();
        let give = |trade: &crate::trade::Trade<'_>| {
            let id = trade.document(DocumentKind::Eula, "eula.pdf", terms.as_bytes());
            eula = id.to_string();
            let mut answers = vault(trade);
            answers.set(Step::Eula, fields(&[("eula", &eula)]));
            answers
        };
        let offer = Offer::with(portal, give, &answers);
        let form = offer.page("documents").form("Save and continue");
        let files = [("amendment_file", "amends.pdf", amends.as_bytes())];
        let sent = uploads::send(&offer.browser, &form.action, &form.fields, &files);
        assert_eq!(sent.status, 303, "{}", sent.text());
        let kept = offer.kept();
        let amendment = kept.answers.get(OfferStep::Documents).get("amendment");
        assert!(amendment.starts_with("doc_"), "{amendment:?}");
        let made = offer.extend();
        let (path, secret) = made.location().split_once("?link=").expect("its link");
        Self {
            account,
            secret: secret.to_owned(),
            path: path.to_owned(),
            documents: [
                (eula, terms.into_bytes()),
                (amendment.to_owned(), amends.into_bytes()),
            ],
            total,
        }
    }
}

/// Asks for a document by a link and an account.
fn document(buyer: &Client, secret: &str, account: &str, document: &str) -> Response {
    buyer.get(&format!(
        "/offers/{secret}/documents/{document}?account={account}"
    ))
}

/// Everything that a link opens: the offer, what it comes to, its acceptance, and a document.
fn all_by(buyer: &Client, secret: &str, account: &str, file: &str) -> [Response; 4] {
    let sent = acceptance(account);
    [
        buyer.get(&format!("/offers/{secret}?account={account}")),
        buyer.post(&format!("/offers/{secret}/total"), &sent),
        buyer.post(&format!("/offers/{secret}/accept"), &sent),
        document(buyer, secret, account, file),
    ]
}

/// That this buyer reads all of the own offer, which nobody has accepted.
fn reads_its_own(buyer: &Client, mine: &Made) {
    let shown = buyer.get(&format!("/offers/{}?account={}", mine.secret, mine.account));
    assert_eq!(shown.status, 200, "{}", shown.text());
    assert_eq!(shown.page().heading(), "Offer for Acme");
    for (id, bytes) in &mine.documents {
        let file = document(buyer, &mine.secret, mine.account, id);
        assert_eq!((file.status, &file.body), (200, bytes), "{id}");
    }
    let path = format!("/offers/{}/total", mine.secret);
    let total = buyer.post(&path, &acceptance(mine.account));
    let said = total.page().attributes("#preview", "data-said");
    assert_eq!(said, [format!("To pay: {}", mine.total)]);
}

#[test]
fn the_link_of_one_offer_opens_nothing_of_another() {
    on_each_database(|portal| {
        // Of the same partner for somebody else, and for the same buyer.
        let first = Made::new(portal, ALPINE, "first", ("5", "1,344.00 USD"));
        let second = Made::new(portal, BELLOWS, "second", ("50", "1,920.00 USD"));
        let third = Made::new(portal, ALPINE, "third", ("25", "1,600.00 USD"));
        let buyer = portal.anonymous();
        let nowhere = buyer.get("/nowhere").body;
        for (mine, other) in [(&first, &second), (&second, &first), (&first, &third)] {
            for (id, _) in &other.documents {
                let file = document(&buyer, &mine.secret, mine.account, id);
                assert_eq!((file.status, &file.body), (404, &nowhere), "{id}");
            }
            let aws = format!("/offers/{}/aws/{ID}.json", mine.secret);
            assert_eq!(buyer.get(&aws).status, 404);
            for partners in [
                other.path.clone(),
                format!("{}/aws", other.path),
                format!("{}/aws/{ID}.json", other.path),
                format!("/files/{}", other.documents[1].0),
            ] {
                let answer = buyer.get(&partners);
                assert_eq!(answer.status, 303, "{partners}");
                assert!(answer.location().starts_with("/sign-in"), "{partners}");
            }
        }
        let guessed = random::secret();
        for (mine, other) in [(&first, &second), (&second, &first)] {
            let file = &other.documents[1].0;
            let known = all_by(&buyer, &other.secret, mine.account, file);
            let unknown = all_by(&buyer, &guessed, mine.account, file);
            for (known, unknown) in known.iter().zip(&unknown) {
                assert_eq!((known.status, unknown.status), (404, 404));
                assert_eq!(known.body, unknown.body);
            }
        }
        for mine in [&first, &second, &third] {
            reads_its_own(&buyer, mine);
        }
    });
}
