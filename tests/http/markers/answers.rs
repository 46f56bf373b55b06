//! What the portal answers to forms that it refuses: those that somebody sends about what is another's, those that say too
//! little, and those that come too late, whose answers show what was written meanwhile.

use super::Side::{self, Buyer, Isv, Operator, OtherAccount, OtherIsv, OtherPartner, Partner};
use super::all_of;
use super::planted::{Planted, by_link};
use crate::client::{Client, Response};
use crate::portal::TestPortal;
use crate::routes::{self, About, Route};
use consign::web::paths;

/// All that a side is answered: to which form, and what.
pub fn to(portal: &TestPortal, side: Side, planted: &Planted) -> Vec<(String, String)> {
    let browser = side.browser(portal);
    let mut got = refused(&browser, side, planted);
    let overtaken = overtaken(&browser, side, planted);
    let taken = by_links(&browser, side, planted);
    for (path, answer) in overtaken.into_iter().chain(taken) {
        got.push((format!("POST {path}"), all_of(&answer)));
    }
    got
}

/// The answers to each form about each thing, save to those that do what they are for. What is another's is not there.
fn refused(browser: &Client, side: Side, planted: &Planted) -> Vec<(String, String)> {
    let nowhere = browser.get("/nowhere").body;
    let mut got = Vec::new();
    for route in side.routes().filter(|route| !route.is_safe()) {
        for (id, is_own) in planted.asked(side, &route) {
            let opens = is_own && side.may(&route);
            if opens && route.status < 400 {
                continue;
            }
            let (path, answer) = send(browser, &route, id);
            let form = format!("{side:?} POST {path} {}", route.body);
            let status = answer.status;
            let text = all_of(&answer);
            let text = match side.account() {
                _ if opens => {
                    assert!((400..500).contains(&status), "{form}: {text}");
                    text
                }
                None => {
                    assert_eq!((status, &answer.body), (404, &nowhere), "{form}");
                    text
                }
                // Who is told to sign in is told what for.
                Some(_) => {
                    assert!(matches!(status, 303 | 401), "{form}: {text}");
                    planted.without_ids_of(&format!("{path} {id}"), text)
                }
            };
            got.push((form, text));
        }
    }
    got
}

fn send(browser: &Client, route: &Route, id: &str) -> (String, Response) {
    let path = route.path.replace("{id}", id);
    let body = route.body.replace("{id}", id);
    let answer = browser.request(route.method, &path).form(body).send();
    (path, answer)
}

/// The answers about what changed since a page was opened: drafts that somebody else saved, opportunities that were ended
/// or used.
fn overtaken(browser: &Client, side: Side, planted: &Planted) -> Vec<(String, Response)> {
    let own = |about| planted.own(side, about);
    let drafts = own(About::Draft).map(|id| paths::isv_draft(id, "details"));
    let of_offers = own(About::OfferDraft).map(|id| paths::partner_offer_draft(id, "dates"));
    let mut got: Vec<_> = drafts
        .chain(of_offers)
        .map(|path| {
            let form = browser.get(&path).page().form("Save and continue");
            let form = form.set("version", "0").set("name", "Typed meanwhile");
            let answer = browser.submit(&path, &form);
            assert!(answer.page().name().ends_with("conflict"), "{path}");
            (path, answer)
        })
        .collect();
    for id in own(About::Opportunity).filter(|id| planted.is_over(id)) {
        let forms = match side {
            Isv | OtherIsv => vec![paths::isv_opportunity_revoke(id)],
            Partner | OtherPartner => vec![
                paths::partner_opportunity_end(id),
                paths::partner_new_offer(id),
            ],
            Buyer | OtherAccount | Operator => Vec::new(),
        };
        for path in forms {
            let answer = browser.post(&path, &[]);
            assert_eq!(answer.status, 409, "{side:?} {path}");
            got.push((path, answer));
        }
    }
    got
}

/// The answers to a buyer who sends an account and nothing else by the links.
fn by_links(browser: &Client, side: Side, planted: &Planted) -> Vec<(String, Response)> {
    let forms = routes::all().into_iter();
    let forms: Vec<_> = forms
        .filter(|route| !route.is_safe() && by_link(route))
        .collect();
    let mut got = Vec::new();
    for (account, secret) in side
        .account()
        .into_iter()
        .flat_map(|account| planted.secrets.iter().map(move |secret| (account, secret)))
    {
        for route in &forms {
            let path = route.path.replace(routes::SECRET, secret);
            let answer = browser.post(&path, &[("account", account)]);
            got.push((path, answer));
        }
    }
    got
}
