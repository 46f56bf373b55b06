//! However an opportunity is created or revoked, the same people are told in the same words.

use crate::bulk::{file, good, press, taken};
use crate::client::Client;
use crate::notifications::{add, letters, recipients, tell_of_an_opportunity};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, PARTNER};
use consign::store::outbox::{Leased, MessageKind};

const SEVERAL: &str = "/isv/opportunities/revoke-several";
const CHOSEN: &str = "/isv/opportunities/revoke-several/chosen";

/// Both lists, with addresses that want to know of opportunities and one on each that does not.
fn lists(portal: &TestPortal) -> Client {
    let (isv, partner) = (portal.sign_in(ADMIN), portal.sign_in(PARTNER));
    add(&partner, "desk@contoso.example", &["opportunities"]);
    add(&partner, "offers@contoso.example", &["offers", "reminders"]);
    add(&isv, "billing@northwind.example", &["opportunities"]);
    add(&isv, "sales@northwind.example", &["offers", "reminders"]);
    letters(portal);
    isv
}

/// What a letter says, without what is this opportunity's or this letter's alone.
fn words(letter: &Leased, id: &str) -> String {
    let lines = letter.text.lines();
    let own = |line: &&str| !line.starts_with("Stop these messages");
    let text: Vec<_> = lines.filter(own).collect();
    format!("{}\n{}", letter.subject, text.join("\n")).replace(id, "ID")
}

/// All letters about an opportunity, in an order of their own.
fn about(letters: &[Leased], id: &str) -> Vec<(String, String)> {
    let about = letters.iter().filter(|letter| letter.text.contains(id));
    let mut all: Vec<_> = about
        .map(|letter| (letter.recipient.clone(), words(letter, id)))
        .collect();
    all.sort();
    all
}

#[test]
fn rows_of_a_spreadsheet_are_told_of_as_a_single_opportunity_is() {
    on_each_database(|portal| {
        let isv = lists(portal);
        let single = tell_of_an_opportunity(portal);
        let told = about(&letters(portal), &single);
        let kind = MessageKind::OpportunityCreated;
        let rows = ["Q1 renewals", "Q1 renewals"].map(|name| good(name, CONTOSO));
        // Two rows alike would be taken for one that stands there twice.
        let rows = [rows[0].clone(), rows[1].replace("12.5", "10")];
        let at = taken(&isv, "rows.csv", &file(&rows));
        assert_eq!(press(&isv, &at).status, 303);
        let page = isv.get(&at).page();
        let ids = page.attributes("tr[data-id^=opp_]", "data-id");
        assert_eq!(ids.len(), 2, "{}", page.outline());
        let sent = letters(portal);
        assert_eq!(
            recipients(&sent),
            [
                ("desk@contoso.example", kind),
                ("desk@contoso.example", kind),
                ("resale@contoso.example", kind),
                ("resale@contoso.example", kind),
            ]
        );
        for id in &ids {
            assert_eq!(about(&sent, id), told, "{id}");
        }
        let mut listed = sent.iter().filter(|l| l.recipient.starts_with("desk"));
        assert!(listed.all(|letter| letter.unsubscribe.is_some()));
    });
}

#[test]
fn several_that_are_revoked_at_once_are_told_of_as_a_single_one_is() {
    on_each_database(|portal| {
        let isv = lists(portal);
        let [single, first, second] = [(); 3].map(|()| tell_of_an_opportunity(portal));
        letters(portal);
        let revoke = format!("/isv/opportunities/{single}/revoke");
        let reason = [("reason", "Prices change"), ("go", "revoke")];
        assert_eq!(isv.post(&revoke, &reason).status, 303);
        let told = about(&letters(portal), &single);
        assert_eq!(told.len(), 3, "{told:?}");
        let form = isv.get(SEVERAL).page().form("Continue");
        let chosen = isv.submit(SEVERAL, &form.choose("id", &[&first, &second]));
        let form = chosen.page().form("Revoke 2 opportunities");
        let done = isv.submit(CHOSEN, &form.set("reason", "Prices change"));
        assert_eq!(done.status, 303, "{}", done.text());
        let sent = letters(portal);
        let (ended, revoked) = (
            MessageKind::OpportunityEnded,
            MessageKind::OpportunityRevoked,
        );
        assert_eq!(
            recipients(&sent),
            [
                ("billing@northwind.example", ended),
                ("billing@northwind.example", ended),
                ("desk@contoso.example", revoked),
                ("desk@contoso.example", revoked),
                ("resale@contoso.example", revoked),
                ("resale@contoso.example", revoked),
            ]
        );
        for id in [&first, &second] {
            assert_eq!(about(&sent, id), told, "{id}");
        }
    });
}
