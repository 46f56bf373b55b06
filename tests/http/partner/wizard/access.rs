//! Who reaches the offer wizard: the partner's own people who may edit, for their own things, and nobody else.

use super::{COLLEAGUE, OTHER_PARTNER, Offer, complete, keep, vault};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, PARTNER, STRANGER, VIEWER};

/// Every address of the wizard with the methods it has; `{d}` is a draft and `{o}` an opportunity.
const ROUTES: [(&str, &str); 11] = [
    ("GET", "/partner/opportunities/{o}/offers/new"),
    ("POST", "/partner/opportunities/{o}/offers/new"),
    ("GET", "/partner/offer-drafts/{d}/terms"),
    ("GET", "/partner/offer-drafts/{d}/price"),
    ("GET", "/partner/offer-drafts/{d}/review"),
    ("GET", "/partner/offer-drafts/{d}/discard"),
    ("POST", "/partner/offer-drafts/{d}/terms"),
    ("POST", "/partner/offer-drafts/{d}/price/preview"),
    ("POST", "/partner/offer-drafts/{d}/documents"),
    ("POST", "/partner/offer-drafts/{d}/review"),
    ("POST", "/partner/offer-drafts/{d}/discard"),
];

fn ask(portal: &TestPortal, email: Option<&str>, (method, path): (&str, &str)) -> (u16, Vec<u8>) {
    let browser = match email {
        Some(email) => portal.sign_in(email),
        None => portal.anonymous(),
    };
    let answer = match method {
        "GET" => browser.get(path),
        _ => browser.post(path, &[("version", "7")]),
    };
    (answer.status, answer.body)
}

#[test]
fn what_is_not_ones_own_is_not_there() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        let of = |path: &str| {
            path.replace("{d}", &offer.draft)
                .replace("{o}", &offer.opportunity)
        };
        let missing = |path: &str| {
            path.replace("{d}", "ofd_01h455vb4pex5vsknk084sn02q")
                .replace("{o}", "opp_01h455vb4pex5vsknk084sn02q")
        };
        for (method, path) in ROUTES {
            for stranger in [
                ADMIN,
                MEMBER,
                VIEWER,
                STRANGER,
                OTHER_PARTNER,
                "operator@portal.example",
            ] {
                let theirs = ask(portal, Some(stranger), (method, &of(path)));
                let nowhere = ask(portal, Some(stranger), (method, &missing(path)));
                assert_eq!(theirs.0, 404, "{stranger} {method} {path}");
                assert!(theirs == nowhere, "{stranger} {method} {path}: told apart");
            }
            for path in [
                missing(path),
                path.replace("{d}", "x").replace("{o}", "%00"),
            ] {
                assert_eq!(ask(portal, Some(PARTNER), (method, &path)).0, 404, "{path}");
            }
            let nobody = ask(portal, None, (method, &of(path)));
            assert!(
                [303, 401].contains(&nobody.0),
                "{method} {path}: {}",
                nobody.0
            );
        }
        assert_eq!(offer.kept().version, 1, "nobody changed anything");
        for (method, path) in ROUTES.into_iter().filter(|(method, _)| *method == "GET") {
            assert_eq!(
                ask(portal, Some(COLLEAGUE), (method, &of(path))).0,
                200,
                "{path}"
            );
        }
        for email in [ADMIN, STRANGER, "operator@portal.example"] {
            let list = ask(portal, Some(email), ("GET", "/partner/offer-drafts"));
            assert_eq!(list.0, 404, "{email}");
        }
    });
}

#[test]
fn nothing_of_a_partner_is_on_anothers_pages() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, vault);
        keep(portal, &offer.who, &offer.opportunity, &complete());
        for email in [OTHER_PARTNER, ADMIN] {
            let browser = portal.sign_in(email);
            for path in ["/partner/offer-drafts", "/isv/opportunities", "/isv/drafts"] {
                let text = browser.get(path).text().to_owned();
                assert!(!text.contains("Offer for Acme"), "{email} {path}");
            }
        }
    });
}
