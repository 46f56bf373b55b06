//! Offering the same to more resellers: everything is there but who may resell.

use crate::portal::on_each_database;
use crate::trade::{ADMIN, CONTOSO, HARBOR, Trade, VIEWER};
use consign::answers::Step;

#[test]
fn the_same_is_offered_to_another_reseller_in_two_pages() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        let browser = portal.sign_in(ADMIN);
        let detail = format!("/isv/opportunities/{id}");
        let form = browser
            .get(&detail)
            .page()
            .form("Create the same for more resellers");
        let answer = browser.submit(&detail, &form);
        assert_eq!(answer.status, 303);
        assert!(
            answer.location().ends_with("/resellers?return=review"),
            "{}",
            answer.location()
        );
        let draft = trade.draft(answer.location());
        assert!(!draft.answers.has(Step::Resellers));
        assert_eq!(draft.answers.get(Step::Details).get("name"), "Q1 renewals");
        assert_eq!(
            draft.cloned_from.map(|from| from.to_string()),
            Some(id.clone())
        );
        let page = browser.get(answer.location()).page();
        assert!(page.values("reseller").is_empty(), "none is ticked");
        let marked = |page: &crate::html::Page| {
            let notes = page.texts(".choice");
            let marked = notes
                .into_iter()
                .filter(|note| note.contains("has this opportunity already"));
            marked.collect::<Vec<_>>()
        };
        assert_eq!(marked(&page).len(), 1);
        assert!(marked(&page)[0].contains("Contoso"));
        let harbor = trade.reseller(HARBOR).to_string();
        let form = page
            .form("Save and continue")
            .choose("reseller", &[&harbor]);
        let answer = browser.submit("", &form);
        assert_eq!(answer.status, 303);
        assert!(
            answer.location().ends_with("/review#resellers"),
            "{}",
            answer.location()
        );
        let review = browser.get(answer.location().trim_end_matches("#resellers"));
        let form = review.page().form("Create opportunities");
        let made = browser.submit(
            review.page().attributes("form", "action")[0].as_str(),
            &form,
        );
        assert!(made.location().starts_with("/isv/batches/bat_"));
        let rows = browser.follow(made).page().rows();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0][2], "Harbor Channel");
    });
}

#[test]
fn a_reseller_that_has_it_no_more_is_not_marked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let id = trade.named("Q1 renewals");
        trade.revoke(&id);
        let browser = portal.sign_in(ADMIN);
        let path = format!("/isv/opportunities/{id}/more-resellers");
        let answer = browser.post(&path, &[]);
        let page = browser.get(answer.location());
        assert!(!page.text().contains("has this opportunity already"));
        assert_eq!(portal.sign_in(VIEWER).post(&path, &[]).status, 403);
        assert_eq!(CONTOSO.len(), 12);
    });
}
