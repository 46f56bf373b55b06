//! Invitations let in whom they are meant for, and nobody else.

use crate::client::{Client, Response};
use crate::forgotten::letters_soon;
use crate::people_pages::{NEW, NEWCOMER, let_in, letters, link};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, PARTNER, STRANGER};
use chrono::TimeDelta;
use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::random;
use consign::store::schema::{outbox as outbox_columns, sign_in_failures};
use consign::store::{organisations, outbox, users};
use diesel::prelude::*;

const OPERATOR: &str = "operator@portal.example";
/// A partner of the demo that is not registered and has no people, and its own address.
const TAILSPIN: (&str, &str) = ("8888 9999 0000", "hello@tailspin.example");
/// A partner that nobody knows yet.
const ZEPHYR: &str = "1010 2020 3030";

fn invite(admin: &Client, email: &str) -> Response {
    let path = "/settings/people/invite";
    admin.post(path, &[("email", email), ("role", "member")])
}

fn invite_partner(isv: &Client, account: &str, email: &str) -> Response {
    let fields = [
        ("name", "Zephyr Resell"),
        ("account", account),
        ("country", "DE"),
        ("email", email),
    ];
    isv.post("/isv/resellers/invite", &fields)
}

fn join(portal: &TestPortal, path: &str) -> Response {
    let fields = [("name", "Ada"), ("password", NEW)];
    portal.anonymous().post(path, &fields)
}

fn partner(portal: &TestPortal, account: &str) -> Organisation {
    let account = AccountId::parse(account).expect("twelve digits");
    let kind = OrganisationKind::Partner;
    let found = portal
        .db
        .read_now(|c| organisations::by_account(c, &account, kind));
    found.expect("it is read").expect("a partner")
}

#[test]
fn a_partner_that_is_here_is_written_to_at_its_own_address_whatever_an_isv_names() {
    on_each_database(|portal| {
        let fabrikam = portal.sign_in(STRANGER);
        let (account, own) = TAILSPIN;
        let answer = invite_partner(&fabrikam, account, "spy@fabrikam.example");
        assert_eq!(answer.status, 303, "{}", answer.text());
        let banner = fabrikam.follow(answer).page().texts("[data-banner]");
        assert!(
            banner[0].contains(
                "Tailspin Consulting is here already, so the invitation goes to its own e-mail address."
            ),
            "{banner:?}"
        );
        let mails = letters(portal);
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].recipient, own);
        assert!(mails[0].text.contains("Tailspin Consulting"));
        assert!(!mails[0].text.contains("Zephyr"), "{}", mails[0].text);
    });
}

#[test]
fn of_two_isvs_that_invite_a_partner_neither_gets_a_person_of_its_own_in() {
    on_each_database(|portal| {
        let (northwind, fabrikam) = (portal.sign_in(MEMBER), portal.sign_in(STRANGER));
        invite_partner(&northwind, ZEPHYR, "ada@zephyr.example");
        let first = link(&letters(portal)[0]);
        portal.clock.advance(TimeDelta::minutes(1));
        invite_partner(&fabrikam, ZEPHYR, "spy@fabrikam.example");
        let mails = letters(portal);
        assert_eq!(mails[0].recipient, "ada@zephyr.example");
        let second = link(&mails[0]);
        assert_eq!(portal.anonymous().get(&first).status, 404, "one link works");
        let operator = portal.sign_in(OPERATOR);
        let seen = operator.get("/ops/organisations").page().text();
        assert!(
            seen.contains(
                "Nobody is in it yet. Invited by Marek Nowak of Northwind Software. \
                 Invited by Priya Raman of Fabrikam Cloud."
            ),
            "{seen}"
        );
        // Its first person comes in another way; then no ISV's link lets anybody in any more.
        let zephyr = partner(portal, ZEPHYR);
        let now = portal.clock.now();
        let real = User {
            id: random::id(now),
            organisation: zephyr.id,
            email: "real@zephyr.example".to_owned(),
            name: "Rea Real".to_owned(),
            role: Role::Admin,
        };
        let added = portal.db.write_now(|c| users::add(c, &real, "hash", now));
        added.expect("it can be written");
        assert_eq!(portal.anonymous().get(&second).status, 404);
        assert_eq!(join(portal, &second).status, 404);
        let people = portal.db.read_now(|c| users::of(c, zephyr.id));
        assert_eq!(people.expect("it is read"), [real]);
        invite_partner(&fabrikam, ZEPHYR, "spy@fabrikam.example");
        assert_eq!(letters(portal), [], "there is nobody to let in first");
        let seen = operator.get("/ops/organisations").page().text();
        assert!(
            seen.contains("In it: Rea Real (real@zephyr.example)."),
            "{seen}"
        );
    });
}

#[test]
fn the_first_person_of_a_partner_ends_what_isvs_sent_and_counts_as_no_failure() {
    on_each_database(|portal| {
        invite_partner(&portal.sign_in(MEMBER), ZEPHYR, "ada@zephyr.example");
        let path = link(&letters(portal)[0]);
        assert_eq!(join(portal, &path).status, 303);
        assert_eq!(join(portal, &path).status, 404, "it works once");
        let failures: i64 = portal
            .db
            .read_now(|c| {
                Ok(sign_in_failures::table
                    .select(diesel::dsl::sum(sign_in_failures::failures))
                    .first::<Option<i64>>(c)?
                    .unwrap_or_default())
            })
            .expect("it is read");
        assert_eq!(failures, 1, "only the second press failed");
    });
}

#[test]
fn an_address_that_has_an_account_elsewhere_waits_like_any_other_and_gets_no_letter() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        assert_eq!(invite(&admin, STRANGER).status, 303);
        assert_eq!(invite(&admin, NEWCOMER).status, 303);
        let mails = letters(portal);
        assert_eq!(
            mails
                .iter()
                .map(|m| m.recipient.as_str())
                .collect::<Vec<_>>(),
            [NEWCOMER]
        );
        let page = admin.get("/settings/people").page();
        let waiting = page.attributes("input[type=hidden][name=email]", "value");
        assert_eq!(waiting, [STRANGER, NEWCOMER]);
        let words = |email: &str| {
            let rows = page.texts("tr");
            let row = rows.into_iter().rfind(|row| row.contains(email));
            row.expect("a row").replace(email, "X")
        };
        assert_eq!(words(STRANGER), words(NEWCOMER));
    });
}

#[test]
fn an_invitation_is_withdrawn_by_the_own_admins_alone() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        invite(&admin, NEWCOMER);
        let path = link(&letters(portal)[0]);
        let withdraw = |who: &Client, email: &str| {
            who.post("/settings/people/withdraw", &[("email", email)])
                .status
        };
        assert_eq!(withdraw(&portal.sign_in(PARTNER), NEWCOMER), 404);
        assert_eq!(withdraw(&portal.sign_in(MEMBER), NEWCOMER), 403);
        assert_eq!(withdraw(&admin, "a\0b@x.example"), 404);
        assert_eq!(portal.anonymous().get(&path).status, 200);
        let form = admin
            .get("/settings/people")
            .page()
            .form("Withdraw the invitation of newcomer@northwind.example");
        let answer = admin.follow(admin.submit("/settings/people", &form));
        assert_eq!(
            answer.page().texts("[data-banner]"),
            [
                "Done: The invitation of newcomer@northwind.example is withdrawn. Its link does not work any more."
            ]
        );
        assert!(
            answer
                .page()
                .texts("h2")
                .iter()
                .all(|title| title != "Invited")
        );
        assert_eq!(portal.anonymous().get(&path).status, 404);
        assert_eq!(join(portal, &path).status, 404);
        assert_eq!(withdraw(&admin, NEWCOMER), 404, "it is gone");
        // A letter that was not sent stays here, and its link in nobody's reach.
        invite(&admin, NEWCOMER);
        assert_eq!(withdraw(&admin, "Newcomer@Northwind.example"), 303);
        assert_eq!(letters(portal), []);
    });
}

#[test]
fn who_is_kept_out_or_is_no_admin_any_more_takes_their_invitations_along() {
    on_each_database(|portal| {
        let (admin, member) = (portal.sign_in(ADMIN), portal.sign_in(MEMBER));
        let page = admin.get("/settings/people").page();
        let ids = page.attributes("tr[data-id]", "data-id");
        let rows = page.texts("tr[data-id]");
        let at = rows.iter().position(|row| row.contains(MEMBER));
        let path = format!("/settings/people/{}", ids[at.expect("the member")]);
        let change = |what: &str, value: &str| {
            let answer = admin.post(&format!("{path}/{what}"), &[(what, value)]);
            assert_eq!(answer.status, 303);
        };
        for (what, value, back) in [("role", "viewer", "admin"), ("access", "out", "in")] {
            change("role", "admin");
            assert_eq!(invite(&member, NEWCOMER).status, 303);
            let theirs = link(&letters(portal)[0]);
            invite(&admin, "other@northwind.example");
            let others = link(&letters(portal)[0]);
            change(what, value);
            assert_eq!(portal.anonymous().get(&theirs).status, 404, "{what}");
            assert_eq!(join(portal, &theirs).status, 404, "{what}");
            assert_eq!(portal.anonymous().get(&others).status, 200, "{what}");
            change(what, back);
        }
    });
}

#[test]
fn an_organisation_causes_so_many_invitations_in_an_hour() {
    on_each_database(|portal| {
        let admin = portal.sign_in(ADMIN);
        for number in 0..10 {
            assert_eq!(invite(&admin, NEWCOMER).status, 303, "{number}");
            let account = format!("9000 0000 00{number:02}");
            let email = format!("a{number}@new.example");
            assert_eq!(invite_partner(&admin, &account, &email).status, 303);
        }
        assert_eq!(invite(&admin, NEWCOMER).status, 429);
        let refused = invite_partner(&admin, "9000 0000 0099", "a@new.example");
        assert_eq!(
            (refused.status, refused.header("retry-after")),
            (429, Some("3600"))
        );
        let partners = |portal: &TestPortal| {
            let kind = Some(OrganisationKind::Partner);
            let count = portal.db.read_now(|c| organisations::count(c, kind));
            count.expect("it is read")
        };
        let before = partners(portal);
        // Another organisation is not held up, and neither is this one an hour later.
        assert_eq!(
            invite(&portal.sign_in(PARTNER), "x@contoso.example").status,
            303
        );
        portal.clock.advance(TimeDelta::hours(1));
        let admin = portal.sign_in(ADMIN);
        assert_eq!(
            invite_partner(&admin, "9000 0000 0099", "a@new.example").status,
            303
        );
        assert_eq!(partners(portal), before + 1);
    });
}

#[test]
fn of_a_letter_that_lets_in_nothing_is_kept_once_it_is_sent_or_given_up() {
    on_each_database(|portal| {
        let kept = || {
            let read = portal.db.read_now(|c| {
                let rows: Vec<(String, String)> = outbox_columns::table
                    .order(outbox_columns::subject)
                    .select((outbox_columns::text_body, outbox_columns::html_body))
                    .load(c)?;
                Ok(rows)
            });
            let rows = read.expect("it is read").into_iter();
            rows.map(|(text, html)| format!("{text}\n{html}"))
                .collect::<Vec<_>>()
        };
        let sent = || {
            for letter in letters(portal) {
                let now = portal.clock.now();
                let done = portal.db.write_now(|c| outbox::sent(c, &letter, now));
                assert!(done.expect("it can be written"));
            }
        };
        let admin = portal.sign_in(ADMIN);
        invite(&admin, NEWCOMER);
        assert!(kept()[0].contains("/invite/"));
        sent();
        assert!(!kept()[0].contains("/invite/"), "{:?}", kept());
        portal
            .anonymous()
            .post("/password/forgotten", &[("email", MEMBER)]);
        let waiting = letters_soon(portal);
        let now = portal.clock.now();
        let failed = portal
            .db
            .write_now(|c| outbox::failed(c, &waiting[0], "no such host", None, now));
        assert!(failed.expect("it can be written"));
        assert!(kept().iter().any(|text| text.contains("/password/reset/")));
        let operator = portal.sign_in(OPERATOR);
        let answer = operator.post(&format!("/ops/outbox/{}/give-up", waiting[0].id), &[]);
        assert_eq!(answer.status, 303);
        assert!(
            kept().iter().all(|text| !text.contains("/password/reset/")),
            "{:?}",
            kept()
        );
        // Others are kept as they were sent.
        portal.clock.advance(TimeDelta::hours(1));
        let form = [("current", crate::people::PASSWORD), ("password", NEW)];
        let changed = portal.sign_in(MEMBER).post("/account/password", &form);
        assert_eq!(changed.status, 303);
        sent();
        assert!(kept().iter().any(|text| text.contains("/account")));
        assert_eq!(let_in(portal, MEMBER, NEW), 303);
    });
}

#[test]
fn long_lists_of_organisations_leave_nobody_out() {
    let portal = TestPortal::start(Database::Sqlite);
    let now = portal.clock.now();
    let added = portal.db.write_now(|c| {
        for number in 0..240 {
            let new = Organisation {
                id: random::id(now),
                kind: OrganisationKind::Partner,
                account: AccountId::parse(&format!("500000000{number:03}")).expect("digits"),
                name: format!("Zz {number:03}"),
                country: "DE".to_owned(),
                email: "a@b.example".to_owned(),
                registered: false,
            };
            organisations::add(c, &new, now)?;
        }
        Ok(())
    });
    added.expect("it can be written");
    for (who, list, total) in [
        (OPERATOR, "/ops/organisations", "Organisations (250)"),
        (MEMBER, "/isv/resellers", "Resellers (247)"),
    ] {
        let browser = portal.sign_in(who);
        let first = browser.get(list).page();
        assert_eq!(first.heading(), total);
        assert_eq!(first.rows().len(), 100);
        let last = browser.get(&first.link("3")).page();
        assert!(last.text().contains("Zz 239"), "{}", last.text());
        assert!(last.title().contains("(page 3 of 3)"), "{}", last.title());
        let beyond = browser.get(&format!("{list}?page=4"));
        assert_eq!((beyond.status, beyond.location()), (303, list));
        for odd in ["0", "-1", "x"] {
            let answer = browser.get(&format!("{list}?page={odd}"));
            assert_eq!(answer.status, 200, "{odd}");
            assert!(!answer.page().rows().is_empty(), "{odd}");
        }
    }
}

#[test]
fn a_password_that_is_guessed_first_is_refused() {
    on_each_database(|portal| {
        let browser = portal.sign_in(MEMBER);
        for guessable in ["passwordpassword", "Northwind2026", "MarekNowak123"] {
            let fields = [
                ("current", crate::people::PASSWORD),
                ("password", guessable),
            ];
            let answer = browser.post("/account/password", &fields);
            assert_eq!(answer.status, 422, "{guessable}");
            assert_eq!(
                answer.page().errors(),
                [(
                    "password".to_owned(),
                    "Password is too easy to guess – choose another".to_owned()
                )]
            );
        }
    });
}
