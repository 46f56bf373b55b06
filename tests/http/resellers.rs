//! The consulting partners that an ISV sees.

use crate::portal::{Database, TestPortal, on_each_database};
use consign::demo;
use consign::domain::account::{AccountId, OrganisationKind};
use consign::domain::ids::OrganisationId;
use consign::random;
use consign::store::organisations;

const VIEWER: &str = "viewer@northwind.example";

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
        demo::fill(&portal.db, "hash", portal.clock.now()).expect("a history");
        let rows = page().rows();
        assert!(
            rows.iter().any(|row| *row == contoso("21 Nov 2026")),
            "{rows:?}"
        );
        assert!(rows.iter().any(|row| *row == tailspin), "{rows:?}");
    });
}

#[test]
fn a_reseller_says_what_it_was_granted_and_whether_it_can_be_chosen() {
    let portal = TestPortal::start(Database::Sqlite);
    demo::fill(&portal.db, "hash", portal.clock.now()).expect("a history");
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
    let adatum = browser.get(&list.link("Adatum Resale")).page();
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
