//! Stopping messages: by the link in a mail and a button, or by a mail program with one request (RFC 8058).

use crate::notifications::{LIST, add, letters, stop};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, PARTNER};
use consign::store::outbox;

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// An address on Northwind's list, and where it stops messages.
fn listed(portal: &TestPortal) -> String {
    let browser = portal.sign_in(ADMIN);
    assert_eq!(
        add(&browser, "billing@northwind.example", &["offers"]).status,
        303
    );
    stop(portal, &letters(portal)[0])
}

fn count(portal: &TestPortal) -> usize {
    portal.sign_in(ADMIN).get(LIST).page().rows().len()
}

#[test]
fn a_link_shows_a_button_and_the_button_stops_messages() {
    on_each_database(|portal| {
        let path = listed(portal);
        let anybody = portal.anonymous();
        let shown = anybody.get(&path);
        insta::allow_duplicates! {
            let shown = shown.main().replace(&path, "/notifications/unsubscribe/secret");
            insta::assert_snapshot!("ask", shown);
        }
        assert_eq!(count(portal), 1, "opening the link changes nothing");
        let done = anybody.submit(&path, &shown.page().form("Stop these messages"));
        insta::allow_duplicates! { insta::assert_snapshot!("done", done.main()) };
        assert_eq!(count(portal), 0);

        // Pressed again, and for a link that never was, the same bytes.
        assert_eq!(anybody.post(&path, &[]).body, done.body);
        let never = format!("/notifications/unsubscribe/{}", "0".repeat(64));
        assert_eq!(anybody.post(&never, &[]).body, done.body);
        let asked = anybody.get(&never).text().replace(&never, &path);
        assert_eq!(asked, shown.text());
    });
}

#[test]
fn a_mail_program_stops_messages_with_one_request_and_nothing_else() {
    on_each_database(|portal| {
        let path = listed(portal);
        let program = portal.anonymous();
        let bare =
            |method: &str, path: &str| program.request(method, path).without("Sec-Fetch-Site");
        for (what, status) in [
            (bare("POST", &path).form(""), 403),
            (bare("POST", &path).form("List-Unsubscribe=No"), 403),
            (
                bare("POST", &path).form("List-Unsubscribe=One-Click&x=y"),
                403,
            ),
            (
                bare("POST", &path).form(format!("{ONE_CLICK}&{}", "a".repeat(5_000))),
                403,
            ),
            (
                bare("POST", &path)
                    .form(ONE_CLICK)
                    .header("Origin", "https://evil.example"),
                403,
            ),
            (
                bare("POST", &path)
                    .form(ONE_CLICK)
                    .header("Sec-Fetch-Site", "cross-site"),
                403,
            ),
            (
                bare("POST", &path)
                    .header("Content-Type", "text/plain")
                    .body(ONE_CLICK),
                403,
            ),
            (bare("POST", LIST).form(ONE_CLICK), 403),
            (bare("POST", "/sign-out").form(ONE_CLICK), 403),
            (bare("POST", &format!("{path}/")).form(ONE_CLICK), 403),
            (
                bare("POST", "/notifications/unsubscribe/x").form(ONE_CLICK),
                403,
            ),
            (
                bare("POST", &path.replace("unsubscribe", "confirm")).form(ONE_CLICK),
                403,
            ),
            (bare("DELETE", &path).form(ONE_CLICK), 403),
        ] {
            assert_eq!(what.send().status, status);
        }
        assert_eq!(count(portal), 1);
        let done = bare("POST", &path).form(ONE_CLICK).send();
        assert_eq!((done.status, done.header("set-cookie")), (200, None));
        assert_eq!(count(portal), 0);

        let path = listed(portal);
        let parts = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let done = bare("POST", &path).header("Content-Type", "multipart/form-data; boundary=x");
        assert_eq!(done.body(parts).send().status, 200);
        assert_eq!(count(portal), 0);
        let unknown = format!("/notifications/unsubscribe/{}", "0".repeat(64));
        assert_eq!(bare("POST", &unknown).form(ONE_CLICK).send().status, 200);
    });
}

#[test]
fn what_waits_for_somebody_who_stopped_is_not_sent() {
    on_each_database(|portal| {
        let browser = portal.sign_in(PARTNER);
        add(&browser, "desk@contoso.example", &["opportunities"]);
        // Nobody has taken the welcome yet: its reader is removed before it is sent.
        let remove = browser.get(LIST).page().form("Remove desk@contoso.example");
        browser.submit(LIST, &remove);
        assert!(letters(portal).is_empty());
        let summary = portal.db.read_now(outbox::summary).expect("it can be read");
        assert_eq!(summary.count(outbox::MessageState::Cancelled), 1);
    });
}
