//! The consulting partners that an ISV sees.

use crate::portal::{Database, TestPortal, on_each_database};
use crate::wizard::{assert_errors, fill};
use consign::demo;
use consign::domain::account::{AccountId, OrganisationKind};
use consign::domain::ids::OrganisationId;
use consign::random;
use consign::store::organisations;

const MEMBER: &str = "member@northwind.example";
const VIEWER: &str = "viewer@northwind.example";

fn hash() -> anyhow::Result<String> {
    Ok("a hash".to_owned())
}

#[test]
fn the_list_says_who_is_registered_and_when_each_was_last_granted_something() {
    on_each_database(|portal| {
        let page = || portal.sign_in(VIEWER).get("/isv/resellers").page();
        assert_eq!(
            (page().name(), page().heading()),
            ("isv.resellers".into(), "Resellers (7)".into())
        );
        let tailspin = [
            "Tailspin Consulting",
            "8888 9999 0000",
            "US",
            "Not registered",
            "None",
        ];
        let contoso = |last| {
            [
                "Contoso Consulting",
                "4444 5555 6666",
                "US",
                "Registered",
                last,
            ]
        };
        let rows = page().rows();
        assert!(rows.iter().any(|row| *row == contoso("None")), "{rows:?}");
        demo::fill(&portal.db, hash, portal.clock.now()).expect("a history");
        let rows = page().rows();
        assert!(
            rows.iter().any(|row| *row == contoso("21 Nov 2026")),
            "{rows:?}"
        );
        assert!(rows.iter().any(|row| *row == tailspin), "{rows:?}");
        insta::allow_duplicates! { insta::assert_snapshot!("list", page().outline()) };
    });
}

#[test]
fn a_reseller_says_what_it_was_granted_and_whether_it_can_be_chosen() {
    let portal = TestPortal::start(Database::Sqlite);
    demo::fill(&portal.db, hash, portal.clock.now()).expect("a history");
    let browser = portal.sign_in(VIEWER);
    let list = browser.get("/isv/resellers").page();
    let tailspin = browser.get(&list.link("Tailspin Consulting")).page();
    assert_eq!(
        (tailspin.name(), tailspin.heading()),
        ("isv.reseller".into(), "Tailspin Consulting".into())
    );
    assert_eq!(
        tailspin.texts(".inset"),
        ["Only registered resellers can be chosen for an opportunity."]
    );
    assert_eq!(
        tailspin.texts("dd"),
        ["8888 9999 0000", "US", "None yet", "None yet"]
    );
    insta::assert_snapshot!("not_registered", tailspin.outline());
    let adatum = browser.get(&list.link("Adatum Resale")).page();
    insta::assert_snapshot!("registered", adatum.outline());
    assert!(adatum.texts(".inset").is_empty());
    let granted = browser.get(&adatum.link("16 opportunities")).page();
    assert_eq!(granted.heading(), "Opportunities created (16)");
    assert!(
        granted
            .rows()
            .iter()
            .all(|row| row.contains(&"Adatum Resale".to_owned()))
    );
}

#[test]
fn a_partner_that_is_not_here_yet_is_invited() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(MEMBER);
    let invite = "/isv/resellers/invite";
    let list = browser.get("/isv/resellers").page();
    insta::assert_snapshot!("list_for_a_member", list.outline());
    assert_eq!(list.link("Invite a reseller"), invite);
    let page = browser.get(invite).page();
    assert_eq!(page.name(), "isv.resellers.invite");
    insta::assert_snapshot!("invite_fresh", page.outline());
    let long = "x".repeat(256);
    let good = [
        ("name", "Zephyr Resell"),
        ("account", "1010 2020 3030"),
        ("country", "de"),
        ("email", "ada@zephyr.example"),
    ];
    let name = "Legal name must be 255 characters or less, on one line";
    let country = "Enter the two letters of the country, like US";
    for (field, value, text) in [
        ("name", "", "Enter the reseller's legal name"),
        ("name", long.as_str(), name),
        ("account", "", "Enter the reseller's account ID"),
        (
            "account",
            "1010 2020",
            "Account ID must be 12 digits – this has 8 characters",
        ),
        ("account", "1111 2222 3333", "This is your own account ID"),
        (
            "account",
            "4444 5555 6666",
            "Contoso Consulting is registered – you can choose it",
        ),
        ("country", "", country),
        ("country", "USA", country),
        ("country", "É", country),
        ("email", "", "Enter an e-mail address"),
        (
            "email",
            "ada",
            "Enter an e-mail address in the right format, like name@example.com",
        ),
    ] {
        let form = fill(page.form("Send the invitation"), &good).set(field, value);
        let answer = browser.submit(invite, &form);
        assert_eq!(answer.status, 422, "{field} {value}");
        assert_errors(&answer.page(), &[(field, text)]);
        for (name, typed) in good {
            let kept = if name == field { value } else { typed };
            assert_eq!(answer.page().values(name), [kept], "{field} {value}");
        }
    }
    let refused = browser.submit(invite, &page.form("Send the invitation"));
    insta::assert_snapshot!("invite_refused", refused.main());
    let sent = browser.submit(invite, &fill(page.form("Send the invitation"), &good));
    assert_eq!((sent.status, sent.location()), (303, "/isv/resellers"));
    let list = browser.follow(sent).page();
    let banner = "Done: Zephyr Resell is invited. You are told by e-mail when it is registered and can be chosen.";
    assert_eq!(list.texts("[data-banner]"), [banner]);
    let viewer = portal.sign_in(VIEWER);
    assert_eq!(viewer.get(invite).status, 403);
    assert!(!viewer.get("/isv/resellers").text().contains(invite));
}

#[test]
fn what_is_no_partner_is_not_there() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(VIEWER);
    let account = AccountId::parse("999900001111").expect("twelve digits");
    let isv = OrganisationKind::Isv;
    let fabrikam = portal
        .db
        .read_now(|c| organisations::by_account(c, &account, isv));
    let fabrikam = fabrikam.expect("it is read").expect("Fabrikam is there");
    let missing: OrganisationId = random::id(portal.clock.now());
    let answers = [fabrikam.id, missing].map(|id| browser.get(&format!("/isv/resellers/{id}")));
    for answer in &answers {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.text(), answers[0].text());
    }
    assert_eq!(browser.get("/isv/resellers/org_x").status, 404);
    let partner = portal.sign_in("admin@contoso.example");
    assert_eq!(partner.get("/isv/resellers").status, 404);
}
