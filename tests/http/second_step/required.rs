//! Where an installation requires it, nobody it concerns gets anywhere before they have set it up.

use super::{PAGE, halfway, set_up};
use crate::dump;
use crate::people::PASSWORD;
use crate::portal::{TestPortal, on_each_database_with};
use crate::routes::{self, For};
use crate::trade::{ADMIN, MEMBER, PARTNER, Trade, VIEWER};
use consign::config::Config;
use consign::web::second_step::Required;

const OPERATOR: &str = "operator@portal.example";

fn where_required(of: Required, test: impl Fn(&TestPortal)) {
    let change = |config: &mut Config| config.second_step = of;
    on_each_database_with(change, test);
}

#[test]
fn staff_set_it_up_before_anything_else() {
    where_required(Required::Staff, |portal| {
        for email in [ADMIN, MEMBER, VIEWER, OPERATOR] {
            let browser = portal.sign_in(email);
            for path in [
                "/",
                "/account",
                "/isv/opportunities",
                "/ops/outbox",
                "/settings/people",
            ] {
                let answer = browser.get(path);
                // What is another's is not there for them, whatever they have set up.
                if answer.status != 404 {
                    assert_eq!(
                        (answer.status, answer.location()),
                        (303, PAGE),
                        "{email} {path}"
                    );
                }
            }
            assert_eq!(browser.get("/help").status, 200, "{email}");
            let page = browser.get(PAGE).page();
            assert!(
                page.text()
                    .contains("This portal asks for it before you go on."),
                "{email}"
            );
            assert!(page.texts(".back").is_empty(), "{email}");
            set_up(portal, &browser);
            assert_eq!(browser.open("/").status, 200, "{email}");
            let page = browser.get(PAGE).page();
            assert!(
                page.text().contains("This portal requires the second step"),
                "{email}"
            );
            assert_eq!(
                browser.post(&format!("{PAGE}/remove"), &[]).status,
                400,
                "{email}"
            );
            halfway(portal, email);
        }
        assert_eq!(portal.sign_in(PARTNER).open("/").status, 200);
    });
}

#[test]
fn everybody_means_partners_too() {
    where_required(Required::Everybody, |portal| {
        let browser = portal.sign_in(PARTNER);
        assert_eq!(browser.get("/partner/opportunities").location(), PAGE);
        set_up(portal, &browser);
        assert_eq!(browser.get("/partner/opportunities").status, 200);
    });
}

#[test]
fn what_was_typed_before_it_is_set_up_is_not_lost() {
    where_required(Required::Staff, |portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        // As on a page that was open when the installation began to require it.
        let draft = trade.keep(&trade.answers("Q1"));
        let details = format!("/isv/drafts/{draft}/details");
        let fields = [("version", "1"), ("name", "Q1 renewals"), ("go", "next")];
        let saved = browser.post(&details, &fields);
        assert_eq!(saved.status, 303);
        assert_ne!(saved.location(), PAGE);
        assert_eq!(browser.get(saved.location()).location(), PAGE);
        set_up(portal, &browser);
        assert_eq!(browser.get(&details).page().values("name"), ["Q1 renewals"]);
    });
}

#[test]
fn what_was_typed_when_the_session_ended_is_shown_before_it_is_set_up() {
    where_required(Required::Staff, |portal| {
        let trade = Trade::begin(portal);
        let draft = trade.keep(&trade.answers("Q1"));
        let typed = [("version", "1"), ("name", "Q1 renewals"), ("go", "next")];
        let browser = portal.anonymous();
        let asked = browser.post(&format!("/isv/drafts/{draft}/details"), &typed);
        let form = asked.page().form("Sign in");
        let form = form.set("email", ADMIN).set("password", PASSWORD);
        let shown = browser.submit("/sign-in", &form);
        assert_eq!(shown.page().values("name"), ["Q1 renewals"]);
    });
}

#[test]
fn nothing_that_staff_send_before_they_have_set_it_up_does_anything() {
    where_required(Required::Staff, |portal| {
        let trade = Trade::begin(portal);
        let unsafe_ones = routes::all()
            .into_iter()
            .filter(|route| !route.is_safe() && route.who != For::Anybody && !route.signs_out());
        let sent: Vec<_> = unsafe_ones
            .map(|route| {
                let id = routes::new(&trade, route.about);
                let [path, body] =
                    [route.path.as_str(), route.body].map(|text| text.replace("{id}", &id));
                (route.name, path, body)
            })
            .collect();
        let staff = [ADMIN, OPERATOR].map(|email| portal.sign_in(email));
        let before = dump::of(portal);
        for browser in &staff {
            for (name, path, body) in &sent {
                let answer = browser.request("POST", path).form(body.as_str()).send();
                let is_step = ["isv_draft", "partner_offer_draft"].contains(name)
                    && !path.ends_with("/review");
                if !name.starts_with("second_step") && *name != "stay" {
                    let refused = (answer.status, answer.header("location")) == (303, Some(PAGE));
                    assert_eq!(refused, !is_step, "{name} {path}");
                }
            }
        }
        assert_eq!(dump::of(portal), before);
    });
}
