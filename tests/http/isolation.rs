//! Who reaches what: every route, by everybody, for things of their own, of others, and for what does not exist.

mod table;

use crate::portal::{TestPortal, on_each_database};
use crate::routes::{self, About, For};
use crate::trade::{MEMBER, OTHER_PARTNER, PARTNER, STRANGER, add_partner_viewer};
use consign::store::drafts::Whose;
use consign::store::{PageOf, drafts, offers};
use table::{Asker, Made, Thing, expected};

#[test]
fn everybody_reaches_what_is_theirs_and_nothing_else() {
    on_each_database(|portal| {
        let trades = routes::trades(portal);
        add_partner_viewer(portal);
        let link = crate::offered::offered(portal, "Storage for Alpine").secret;
        let (mut made, mut cells) = (Made::default(), 0);
        for asker in Asker::ALL {
            let mut browser = asker.browser(portal);
            let nowhere = browser.get("/nowhere");
            for route in asker.routes() {
                let mut has_changed = false;
                for thing in Thing::all(route.about) {
                    let id = made.id(thing, &trades, route.about);
                    let answer = asker.ask(&browser, &route, &id, &link);
                    let may_change = !route.is_safe() && asker.is_signed_in();
                    if may_change && answer.status < 400 {
                        made.forget(route.about);
                        has_changed = true;
                    }
                    if route.signs_out() {
                        browser = asker.browser(portal);
                    }
                    let cell = format!(
                        "{asker:?} {} {} {} {thing:?}",
                        route.method, route.path, route.body
                    );
                    assert_eq!(
                        answer.status,
                        expected(&route, asker, thing),
                        "{cell}: {}",
                        answer.text()
                    );
                    if answer.status == 404 {
                        assert_eq!(answer.body, nowhere.body, "{cell}");
                    }
                    let sent_away = !asker.is_signed_in() && route.who != For::Anybody;
                    if sent_away && answer.status == 303 {
                        assert!(answer.location().starts_with("/sign-in?next="), "{cell}");
                    }
                    cells += 1;
                }
                if has_changed {
                    discard_drafts(portal);
                    made.forget(About::Draft);
                    made.forget(About::OfferDraft);
                }
            }
        }
        assert!(cells > 1000, "{cells}");
    });
}

/// Everybody may have fifty drafts, which this walk would soon exceed.
fn discard_drafts(portal: &TestPortal) {
    for trade in routes::trades(portal) {
        let discarded = portal.db.write_now(|c| {
            let by = trade.creator.id;
            for whose in [Whose::Of(by), Whose::NotOf(by)] {
                for draft in drafts::page(c, &trade.scope, whose, PageOf::first(1000))? {
                    drafts::discard(c, &trade.scope, draft.id)?;
                }
            }
            Ok(())
        });
        discarded.expect("they can be discarded");
    }
    for email in [PARTNER, OTHER_PARTNER] {
        let (_, scope) = crate::offered::partner(portal, email);
        let discarded = portal.db.write_now(|c| {
            for draft in offers::drafts::list(c, &scope, None)? {
                offers::drafts::discard(c, &scope, draft.id)?;
            }
            Ok(())
        });
        discarded.expect("they can be discarded");
    }
}

#[test]
fn what_is_anothers_is_not_on_any_list() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        for about in [About::Opportunity, About::Draft, About::Document] {
            routes::new(&northwind, about);
        }
        let id = routes::new(&fabrikam, About::Opportunity);
        let stranger = portal.sign_in(STRANGER);
        for path in [
            "/isv/opportunities",
            "/isv/opportunities.csv",
            "/isv/drafts",
            "/isv/products",
        ] {
            let text = stranger.get(path).text().to_owned();
            assert!(
                !text.contains("LogStream") && !text.contains("Northwind"),
                "{path}: {text}"
            );
        }
        let rows = stranger
            .get("/isv/opportunities")
            .page()
            .attributes("tr[data-id]", "data-id");
        assert_eq!(rows, [id]);
        let eula = stranger
            .post("/isv/drafts", &[])
            .location()
            .replace("details", "eula");
        assert!(!stranger.get(&eula).text().contains("Reuse"));
    });
}

#[test]
fn a_role_that_is_taken_away_is_gone_at_the_next_click() {
    on_each_database(|portal| {
        let member = portal.sign_in(MEMBER);
        assert_eq!(member.get("/isv/drafts").status, 200);
        let disabled = portal.db.write_now(|c| {
            let user = consign::store::users::by_email(c, MEMBER)?.expect("somebody");
            consign::store::users::set_disabled(c, user.id, true)
        });
        assert!(disabled.expect("it can be changed"));
        assert_eq!(member.get("/isv/drafts").status, 303);
        assert_eq!(member.post("/isv/drafts", &[]).status, 303);
    });
}
