//! How people get in and stay in.

use crate::client::Client;
use crate::people::PASSWORD;
use crate::portal::{Database, TestPortal, on_each_database, on_each_database_with};
use crate::trade::{ADMIN, MEMBER, PARTNER, STRANGER, VIEWER};
use chrono::TimeDelta;
use consign::store::outbox::{self, Leased};
use consign::store::throttle::{FIRST_WAIT, FREE_OF_ACCOUNT};

pub const NEW: &str = "correct horse battery";
pub const NEWCOMER: &str = "newcomer@northwind.example";

/// The letters that wait, taken so that the next look finds only newer ones.
pub fn letters(portal: &TestPortal) -> Vec<Leased> {
    let now = portal.clock.now();
    let taken = portal.db.write_now(|c| outbox::lease(c, u16::MAX, now));
    taken.expect("the outbox")
}

/// The path of the link in a letter.
pub fn link(letter: &Leased) -> String {
    let line = letter.text.lines().find(|line| line.contains("http"));
    let (_, address) = line
        .and_then(|line| line.split_once("http://"))
        .expect("a link");
    let (_, path) = address.split_once('/').expect("a path");
    format!("/{path}")
}

pub fn let_in(portal: &TestPortal, email: &str, password: &str) -> u16 {
    let answer = portal
        .anonymous()
        .post("/sign-in", &[("email", email), ("password", password)]);
    answer.status
}

fn invite(admin: &Client, email: &str, role: &str) -> crate::client::Response {
    let form = admin
        .get("/settings/people/invite")
        .page()
        .form("Send the invitation")
        .set("email", email);
    let form = if role.is_empty() {
        form
    } else {
        form.set("role", role)
    };
    admin.submit("/settings/people/invite", &form)
}

#[test]
fn somebody_invited_chooses_name_and_password_and_is_in() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        let answer = invite(&admin, NEWCOMER, "member");
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/settings/people")
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!("list", crate::html::number_ids(&admin.get("/settings/people").main()));
        }
        let mails = letters(portal);
        let [letter] = mails.as_slice() else {
            panic!("{mails:?}")
        };
        assert_eq!(letter.recipient, NEWCOMER);
        let path = link(letter);
        let browser = portal.anonymous();
        insta::allow_duplicates! {
            insta::assert_snapshot!("join", browser.get(&path).main().replace(&path, "/invite/…"));
        }
        let form = browser.get(&path).page().form("Join");
        let refused = browser.submit(&path, &form.set("password", "short"));
        assert_eq!(refused.status, 422);
        assert_eq!(
            refused.page().errors(),
            [
                ("name".into(), "Enter your name".into()),
                (
                    "password".into(),
                    "Password must be 12 to 128 characters".into()
                )
            ]
        );
        let form = browser
            .get(&path)
            .page()
            .form("Join")
            .set("name", "Noa New")
            .set("password", NEW);
        let joined = browser.submit(&path, &form);
        assert_eq!((joined.status, joined.location()), (303, "/"));
        assert_eq!(
            browser.open("/").page().texts(".top-name"),
            ["Noa New · Member"]
        );
        // The link works once; used or never made, it is answered alike, and says what to do.
        let [used, never] =
            [path.as_str(), "/invite/0123"].map(|path| portal.anonymous().get(path));
        assert_eq!((used.status, used.text()), (404, never.text()));
        insta::allow_duplicates! { insta::assert_snapshot!("invitation_gone", used.main()) };
        let late = [("name", "Noa New"), ("password", NEW)];
        let late = portal.anonymous().post(&path, &late);
        assert_eq!((late.status, late.text()), (404, never.text()));
        assert_eq!(let_in(portal, NEWCOMER, NEW), 303);
    });
}

#[test]
fn an_invitation_works_for_a_day() {
    let portal = TestPortal::start(Database::Sqlite);
    invite(&portal.sign_in(ADMIN), NEWCOMER, "viewer");
    let path = link(&letters(&portal)[0]);
    portal
        .clock
        .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(portal.anonymous().get(&path).status, 200);
    portal.clock.advance(TimeDelta::seconds(1));
    let late = portal.anonymous().get(&path);
    let never = portal.anonymous().get("/invite/0123");
    assert_eq!((late.status, late.text()), (404, never.text()));
}

#[test]
fn what_is_wrong_with_an_invitation_is_said() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        for (email, role, field, text) in [
            ("", "member", "email", "Enter an e-mail address"),
            (
                "nobody",
                "member",
                "email",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
            (
                "newcomer@northwind",
                "member",
                "email",
                "Enter an e-mail address in the right format, like name@example.com",
            ),
            (NEWCOMER, "", "role", "Select what they may do"),
            (
                MEMBER,
                "viewer",
                "email",
                "member@northwind.example is in your organisation already",
            ),
        ] {
            let answer = invite(&admin, email, role);
            assert_eq!(answer.status, 422, "{email}");
            assert_eq!(answer.page().error_for(field).as_deref(), Some(text));
            assert_eq!(answer.page().values("email"), [email]);
        }
        assert_eq!(letters(portal), []);
        // That an address has an account elsewhere is nobody's business: the same answer, and no letter.
        assert_eq!(invite(&admin, STRANGER, "member").status, 303);
        assert_eq!(letters(portal), []);
        // A second invitation takes the place of the first.
        invite(&admin, NEWCOMER, "member");
        let first = link(&letters(portal)[0]);
        invite(&admin, "NewComer@northwind.example", "admin");
        let second = link(&letters(portal)[0]);
        assert_eq!(portal.anonymous().get(&first).status, 404);
        assert_eq!(portal.anonymous().get(&second).status, 200);
    });
}

#[test]
fn only_admins_see_and_change_people() {
    on_each_database(|portal| {
        for email in [MEMBER, VIEWER] {
            let answer = portal.sign_in(email).get("/settings/people");
            assert_eq!(answer.status, 403);
            assert!(answer.page().text().contains("can."));
        }
        assert_eq!(
            portal
                .sign_in("operator@portal.example")
                .get("/settings/people")
                .status,
            404
        );
        let admin = portal.sign_in(ADMIN);
        let own = admin.get("/settings/people").page();
        assert!(own.text().contains("member@northwind.example"));
        assert!(!own.text().contains("contoso") && !own.text().contains("fabrikam"));
    });
}

#[test]
fn a_role_counts_from_the_next_click_and_who_is_kept_out_is_out() {
    on_each_database(|portal| {
        let (admin, member) = (portal.sign_in(ADMIN), portal.sign_in(MEMBER));
        assert_eq!(member.get("/isv/drafts").status, 200);
        let page = admin.get("/settings/people").page();
        let id = page.attributes("tr[data-id]", "data-id");
        let names = page.texts("tr[data-id]");
        let at = names
            .iter()
            .position(|row| row.contains(MEMBER))
            .expect("the member");
        let path = format!("/settings/people/{}", id[at]);
        let answer = admin.post(&format!("{path}/role"), &[("role", "viewer")]);
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/settings/people")
        );
        assert_eq!(member.get("/isv/drafts").status, 403);
        assert_eq!(
            admin
                .post(&format!("{path}/access"), &[("access", "out")])
                .status,
            303
        );
        assert!(
            member
                .get("/isv/opportunities")
                .location()
                .starts_with("/sign-in")
        );
        assert_eq!(let_in(portal, MEMBER, PASSWORD), 422);
        assert_eq!(
            admin
                .post(&format!("{path}/access"), &[("access", "in")])
                .status,
            303
        );
        assert_eq!(let_in(portal, MEMBER, PASSWORD), 303);
        // Not one's own, and nobody of another organisation.
        let own = names
            .iter()
            .position(|row| row.contains("(you)"))
            .expect("the admin");
        let own = format!("/settings/people/{}/access", id[own]);
        assert_eq!(admin.post(&own, &[("access", "out")]).status, 400);
        let stranger = portal.sign_in(PARTNER);
        assert_eq!(
            stranger
                .post(&format!("{path}/role"), &[("role", "admin")])
                .status,
            404
        );
        assert_eq!(
            stranger
                .post(&format!("{path}/access"), &[("access", "out")])
                .status,
            404
        );
        for body in [("role", "emperor"), ("role", "")] {
            assert_eq!(admin.post(&format!("{path}/role"), &[body]).status, 400);
        }
    });
}

#[test]
fn who_knows_the_password_changes_it_and_stays_signed_in_here_alone() {
    on_each_database(|portal| {
        let (here, there) = (portal.sign_in(MEMBER), portal.sign_in(MEMBER));
        let change = |current: &str, new: &str| {
            let form = here
                .get("/account/password")
                .page()
                .form("Change password")
                .set("current", current)
                .set("password", new);
            here.submit("/account/password", &form)
        };
        insta::allow_duplicates! { insta::assert_snapshot!("change", here.get("/account/password").main()) };
        for (current, new, field, text) in [
            ("", NEW, "current", "Enter your current password"),
            (
                "wrong password",
                NEW,
                "current",
                "Current password is not right",
            ),
            (PASSWORD, "", "password", "Enter a new password"),
            (
                PASSWORD,
                "eleven char",
                "password",
                "Password must be 12 to 128 characters",
            ),
        ] {
            let answer = change(current, new);
            assert_eq!(answer.status, 422);
            assert_eq!(answer.page().error_for(field).as_deref(), Some(text));
        }
        let done = change(PASSWORD, NEW);
        assert_eq!((done.status, done.location()), (303, "/account"));
        assert_eq!(here.get("/account").status, 200);
        assert_eq!(there.get("/account").status, 303);
        assert_eq!(let_in(portal, MEMBER, NEW), 303);
        let told = letters(portal);
        assert_eq!(told[0].subject, "A change to your sign-in");
        assert!(told[0].text.contains("Your password"), "{}", told[0].text);
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one way through many pages")]
fn an_invited_partner_is_known_comes_in_and_is_registered_by_the_operator() {
    on_each_database(|portal| {
        let member = portal.sign_in(MEMBER);
        let invite = |account: &str| {
            let form = member
                .get("/isv/resellers/invite")
                .page()
                .form("Send the invitation")
                .set("name", "Zephyr Resell")
                .set("account", account)
                .set("country", "de")
                .set("email", "ada@zephyr.example");
            member.submit("/isv/resellers/invite", &form)
        };
        for (account, text) in [
            ("", "Enter the reseller's account ID"),
            (
                "1234",
                "Account ID must be 12 digits – this has 4 characters",
            ),
            ("1111 2222 3333", "This is your own account ID"),
            (
                "4444 5555 6666",
                "Contoso Consulting is registered – you can choose it",
            ),
        ] {
            let answer = invite(account);
            assert_eq!(answer.status, 422);
            assert_eq!(answer.page().error_for("account").as_deref(), Some(text));
            assert_eq!(answer.page().values("name"), ["Zephyr Resell"]);
        }
        let done = invite("1010-2020-3030");
        assert_eq!((done.status, done.location()), (303, "/isv/resellers"));
        assert!(
            member
                .get("/isv/resellers")
                .page()
                .text()
                .contains("Zephyr Resell")
        );
        let mails = letters(portal);
        let path = link(&mails[0]);
        let browser = portal.anonymous();
        let form = browser
            .get(&path)
            .page()
            .form("Join")
            .set("name", "Ada")
            .set("password", NEW);
        assert_eq!(browser.submit(&path, &form).status, 303);
        // The operator registers it, and Northwind is told.
        let operator = portal.sign_in("operator@portal.example");
        let page = operator.get("/ops/organisations");
        insta::allow_duplicates! { insta::assert_snapshot!("organisations", crate::html::number_ids(&page.main())) };
        let rows = page.page().texts("tr[data-id]");
        let at = rows
            .iter()
            .position(|row| row.contains("Zephyr"))
            .expect("the partner");
        let id = &page.page().attributes("tr[data-id]", "data-id")[at];
        let answer = operator.post(
            &format!("/ops/organisations/{id}/registration"),
            &[("registered", "yes")],
        );
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/ops/organisations")
        );
        let told = letters(portal);
        assert_eq!(
            (told.len(), told[0].subject.as_str()),
            (1, "Zephyr Resell finished registering")
        );
        // A second press changes nothing and tells nobody.
        operator.post(
            &format!("/ops/organisations/{id}/registration"),
            &[("registered", "yes")],
        );
        assert_eq!(letters(portal), []);
    });
}

#[test]
fn only_the_operator_registers() {
    let portal = TestPortal::start(Database::Sqlite);
    for email in [ADMIN, PARTNER] {
        assert_eq!(portal.sign_in(email).get("/ops/organisations").status, 404);
    }
    let operator = portal.sign_in("operator@portal.example");
    for (id, status) in [("org_01h455vb4pex5vsknk084sn02q", 404), ("x", 404)] {
        let path = format!("/ops/organisations/{id}/registration");
        assert_eq!(
            operator.post(&path, &[("registered", "yes")]).status,
            status
        );
    }
}

#[test]
fn who_took_a_session_over_guesses_the_password_a_few_times_whatever_network_they_are_in() {
    on_each_database_with(
        |config| config.proxies = 1,
        |portal| {
            let owner = portal.sign_in(MEMBER);
            let thief = portal.anonymous();
            thief.set_cookie("sid", &owner.cookie("sid").expect("a session"));
            let guess = |browser: &Client, number: i32, current: &str| {
                let body = form_urlencoded::Serializer::new(String::new())
                    .extend_pairs([("current", current), ("password", NEW)])
                    .finish();
                let from = format!("203.0.{number}.1");
                let request = browser.request("POST", "/account/password");
                let request = request.header("X-Forwarded-For", &from).form(body);
                request.send().status
            };
            for number in 0..FREE_OF_ACCOUNT {
                assert_eq!(guess(&thief, number, "a guess"), 422, "guess {number}");
            }
            assert_eq!(guess(&thief, 200, PASSWORD), 429);
            // The person is in nobody's way in the browser that they signed in with.
            for number in 0..FREE_OF_ACCOUNT {
                assert_eq!(guess(&owner, number, "mistyped"), 422, "mistake {number}");
            }
            assert_eq!(guess(&owner, 202, PASSWORD), 429);
            portal.clock.advance(FIRST_WAIT);
            assert_eq!(guess(&owner, 202, PASSWORD), 303);
        },
    );
}
