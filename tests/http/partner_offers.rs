//! The partner's offers: the list, one of them with its link, and what may be done with it.

use crate::offered::{ALPINE, BELLOWS, accept, acceptance, extend, offered, offered_by, partner};
use crate::portal::on_each_database;
use crate::trade::{CONTOSO, PARTNER, Trade};
use chrono::TimeDelta;
use consign::domain::account::{Role, User};
use consign::store::offers::drafts;
use consign::store::users;

const OTHER: &str = "admin@harbor.example";

#[test]
fn an_offer_is_shown_with_its_prices_and_margin() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let shown = browser.get(&offer.partner(""));
        assert_eq!(shown.status, 200, "{}", shown.text());
        insta::allow_duplicates! { insta::assert_snapshot!("detail", shown.main()) };
        let done = accept(&portal.anonymous(), &offer.accept(), &acceptance(ALPINE));
        assert_eq!(done.status, 303, "{}", done.text());
        let accepted = browser.get(&offer.partner("")).page();
        let made = accepted.texts(".agreement dd").join(" | ");
        for told in ["1,497.60 USD", "1,280.00 USD", "217.60 USD", "Greta Wolff"] {
            assert!(made.contains(told), "{told}: {made}");
        }
        let timeline = accepted.texts(".timeline li").join(" | ");
        assert!(
            timeline.contains("Accepted by Alpine Ski House"),
            "{timeline}"
        );
    });
}

#[test]
fn a_link_is_shown_once_it_is_made_and_no_other_ever() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let plain = browser.get(&offer.partner(""));
        assert!(!plain.text().contains(&offer.secret));
        let first = browser.get(&offer.partner(&format!("?link={}", offer.secret)));
        let url = format!("{}/offers/{}", portal.url, offer.secret);
        assert_eq!(first.page().attributes("#url", "value"), [url]);
        let guessed = browser.get(&offer.partner("?link=guessed"));
        assert!(guessed.page().attributes("#url", "value").is_empty());
        let made = browser.post(&offer.partner("/link"), &[]);
        assert_eq!(made.status, 303);
        let shown = browser.get(made.location()).page();
        assert_eq!(
            shown.texts("[data-banner]"),
            ["Done: Another offer URL is made. Send the one below to the buyer."]
        );
        let url = shown.attributes("#url", "value");
        let path = url[0].trim_start_matches(&portal.url);
        let buyer = portal.anonymous();
        assert_eq!(buyer.get(&format!("{path}?account={ALPINE}")).status, 200);
        assert_eq!(
            buyer.get(&offer.buyer(ALPINE)).status,
            200,
            "the old one too"
        );
        insta::allow_duplicates! {
            let shown = browser.get(made.location()).page();
            insta::assert_snapshot!("link", shown.texts("section.link").join("\n"));
        }
    });
}

#[test]
fn the_list_is_searched_filtered_sorted_and_downloaded() {
    on_each_database(|portal| {
        let browser = portal.sign_in(PARTNER);
        let empty = browser.get("/partner/offers");
        assert_eq!(empty.page().texts("h2"), ["No offers yet"]);
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Logs");
        for (name, expires) in [
            ("Beta", "2026-12-31"),
            ("=Alpha", "2026-11-24"),
            ("Gamma", "2027-01-31"),
        ] {
            extend(portal, &opportunity, name, PARTNER, expires);
        }
        portal.clock.advance(TimeDelta::days(3));
        let browser = portal.sign_in(PARTNER);
        let list = browser.get("/partner/offers?sort=name");
        insta::allow_duplicates! { insta::assert_snapshot!("list", list.main()) };
        let names = |query: &str| -> Vec<String> {
            let page = browser.get(&format!("/partner/offers?{query}")).page();
            page.texts("tbody th")
        };
        assert_eq!(names("q=beta"), ["Beta"]);
        assert_eq!(names("status=expired"), ["=Alpha"]);
        assert_eq!(names("status=active&sort=-expires"), ["Gamma", "Beta"]);
        assert_eq!(
            names(&format!("opportunity={opportunity}&sort=name")).len(),
            3
        );
        assert_eq!(names("q=nothing"), [""; 0]);
        let id = list.page().attributes("tr[data-id]", "data-id").remove(0);
        let found = browser.get(&format!("/partner/offers?q={id}"));
        assert_eq!(found.location(), format!("/partner/offers/{id}"));
        assert_eq!(
            browser.get("/partner/offers?page=9").location(),
            "/partner/offers"
        );
        let file = browser.get("/partner/offers.csv?sort=name");
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        let name = file.header("content-disposition").unwrap_or_default();
        assert_eq!(name, "attachment; filename=\"offers-2026-11-25.csv\"");
        let text = file.text().trim_start_matches('\u{FEFF}').to_owned();
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(
            lines[0].starts_with("Offer name,Product name,Vendor,"),
            "{text}"
        );
        assert!(lines[1].starts_with("'=Alpha,LogStream,Northwind Software,2026-11-22T12:00:00Z,2026-11-24,Expired,2,0,USD,0.00,0.00,0.00,off_"), "{text}");
        assert_eq!(lines.len(), 5, "{text}");
    });
}

#[test]
fn an_expiry_date_is_changed_and_refused_in_words() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let path = offer.partner("/expiry");
        insta::allow_duplicates! { insta::assert_snapshot!("expiry", browser.get(&path).main()) };
        let send = |day: &str, month: &str, year: &str| {
            let boxes = [
                ("expiry-day", day),
                ("expiry-month", month),
                ("expiry-year", year),
            ];
            browser.post(&path, &boxes)
        };
        for (typed, text) in [
            (["", "", ""], "Enter the offer expiry date"),
            (
                ["22", "11", "2026"],
                "Offer expiry date must be tomorrow or later",
            ),
            (["31", "2", "2027"], "Offer expiry date must be a real date"),
        ] {
            let answer = send(typed[0], typed[1], typed[2]);
            assert_eq!(answer.status, 422);
            let expected = [("expiry-day".to_owned(), text.to_owned())];
            assert_eq!(answer.page().errors(), expected);
            assert_eq!(answer.page().values("expiry-month"), [typed[1]]);
        }
        let done = send("31", "jan", "2027");
        assert_eq!(
            (done.status, done.location()),
            (303, offer.partner("").as_str())
        );
        let page = browser.get(done.location());
        assert!(
            page.text().contains("can be accepted until 31 Jan 2027"),
            "{}",
            page.text()
        );
        let timeline = page.page().texts(".timeline li").join(" | ");
        assert!(
            timeline.contains("Expiry date changed to 31 Jan 2027"),
            "{timeline}"
        );
        portal.clock.advance(TimeDelta::days(100));
        let browser = portal.sign_in(PARTNER);
        assert_eq!(
            browser.get(&offer.partner("")).page().texts(".tag"),
            ["Expired"]
        );
        let boxes = [
            ("expiry-day", "1"),
            ("expiry-month", "4"),
            ("expiry-year", "2027"),
        ];
        browser.post(&path, &boxes);
        assert_eq!(
            browser.get(&offer.partner("")).page().texts(".tag"),
            ["Active"]
        );
    });
}

#[test]
fn a_subscription_end_keeps_the_expiry_date_before_it() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = trade.named("Logs");
        let (id, ..) = extend(portal, &opportunity, "Logs", PARTNER, "2026-12-31");
        let browser = portal.sign_in(PARTNER);
        let boxes = [
            ("expiry-day", "31"),
            ("expiry-month", "12"),
            ("expiry-year", "2027"),
        ];
        let answer = browser.post(&format!("/partner/offers/{id}/expiry"), &boxes);
        let text = "Offer expiry date must be before the subscription end date, 31 Dec 2027";
        assert_eq!(answer.status, 422);
        assert_eq!(answer.page().errors()[0].1, text);
    });
}

#[test]
fn an_offer_is_cancelled_once_and_can_be_opened_again() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let path = offer.partner("/cancel");
        insta::allow_duplicates! { insta::assert_snapshot!("cancel", browser.get(&path).main()) };
        let done = browser.post(&path, &[]);
        assert_eq!(
            (done.status, done.location()),
            (303, offer.partner("").as_str())
        );
        let page = browser.get(done.location()).page();
        assert_eq!(page.texts(".tag"), ["Expired"]);
        let timeline = page.texts(".timeline li").join(" | ");
        assert!(timeline.contains("Cancelled by Tom Okafor"), "{timeline}");
        assert!(!timeline.contains("UTCExpired"), "{timeline}");
        for again in [browser.get(&path), browser.post(&path, &[])] {
            assert_eq!(again.status, 409);
            assert!(
                again.text().contains("has already expired"),
                "{}",
                again.text()
            );
        }
        let ask = browser.get(&offer.partner("/acceptance"));
        assert_eq!(ask.status, 409);
        assert_eq!(browser.get(&offer.partner("/expiry")).status, 200);
    });
}

#[test]
fn an_offer_is_cloned_as_long_as_its_opportunity_is_active() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let cloned = browser.post(&offer.partner("/clone"), &[]);
        assert_eq!(cloned.status, 303, "{}", cloned.text());
        let (user, scope) = partner(portal, PARTNER);
        let list = portal.db.read_now(|c| drafts::list(c, &scope, None));
        let draft = list.expect("it can be read").remove(0);
        assert_eq!(
            cloned.location(),
            format!("/partner/offer-drafts/{}/review", draft.id)
        );
        assert_eq!(draft.created_by, user.id);
        let typed = draft.answers.get(consign::answers::offer::OfferStep::Dates);
        assert_eq!(typed.get("name"), "Storage for Alpine");
        Trade::begin(portal).revoke(&offer.opportunity);
        let refused = browser.post(&offer.partner("/clone"), &[]);
        assert_eq!(refused.status, 409);
        assert!(
            refused
                .text()
                .contains("is revoked, so no other offer can be made from it")
        );
    });
}

#[test]
fn an_acceptance_is_recorded_for_each_account() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let path = offer.partner("/acceptance");
        insta::allow_duplicates! { insta::assert_snapshot!("acceptance", browser.get(&path).main()) };
        let nothing = browser.post(&path, &[("account", "111111111111")]);
        assert_eq!(nothing.status, 422);
        assert_eq!(
            nothing.page().errors()[0],
            (
                "account".to_owned(),
                "Select the account that accepted".to_owned()
            )
        );
        assert_eq!(nothing.page().errors().len(), 4);
        let done = accept(&browser, &path, &acceptance(BELLOWS));
        assert_eq!(done.status, 303, "{}", done.text());
        let page = browser.get(&offer.partner("")).page();
        let timeline = page.texts(".timeline li").join(" | ");
        assert!(
            timeline.contains("Acceptance by Alpine Ski House recorded by Tom Okafor"),
            "{timeline}"
        );
        let left = browser.get(&path).page();
        assert_eq!(left.attributes("input[name=account]", "value"), [ALPINE]);
        let again = accept(&browser, &path, &acceptance(BELLOWS));
        assert_eq!(again.status, 303, "its agreement is there already");
        accept(&browser, &path, &acceptance(ALPINE));
        assert_eq!(browser.get(&path).status, 409);
        assert_eq!(browser.post(&path, &acceptance(ALPINE)).status, 409);
    });
}

#[test]
fn nobody_records_an_acceptance_before_the_total_was_shown() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let browser = portal.sign_in(PARTNER);
        let path = offer.partner("/acceptance");
        let fresh = browser.get(&path).page();
        assert_eq!(fresh.values("shown"), [""; 0]);
        assert_eq!(
            fresh.texts("#preview"),
            ["Choose what was taken to see what it comes to."]
        );
        // The button works it out and asks for nothing else.
        let mut sent = vec![
            ("account", BELLOWS),
            ("units[plain_gb]", "100"),
            ("go", "total"),
        ];
        let worked_out = browser.post(&path, &sent);
        assert_eq!(worked_out.status, 200, "{}", worked_out.text());
        let page = worked_out.page();
        assert_eq!(page.values("shown"), ["1497.6"]);
        assert_eq!(page.values("units[plain_gb]"), ["100"]);
        insta::allow_duplicates! {
            insta::assert_snapshot!("total", page.texts("#preview").join("\n"));
        }
        sent[1] = ("units[plain_gb]", "1.5");
        let wrong = browser.post(&path, &sent);
        assert_eq!(wrong.status, 422);
        let found = wrong.page().errors();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "units[plain_gb]");
        // Without it, or with that of another quantity, the page comes back with the total.
        let unseen = |shown: &str| {
            let mut sent = acceptance(BELLOWS);
            sent.push(("shown", shown));
            let answer = browser.post(&path, &sent);
            assert_eq!(answer.status, 422);
            let page = answer.page();
            let text = "Check the total of 1,497.60 USD, then choose Record acceptance again";
            assert_eq!(page.errors(), [("total".to_owned(), text.to_owned())]);
            page
        };
        unseen("");
        let page = unseen("14.976");
        let made = browser.get(&offer.partner("")).page();
        assert_eq!(made.texts(".agreement"), [""; 0], "nothing is recorded yet");
        let done = browser.submit(&path, &page.form("Record acceptance"));
        assert_eq!(done.status, 303, "what the page says now is recorded");
        let made = browser.get(done.location()).page();
        let agreed = made.texts(".agreement dd").join(" | ");
        assert!(agreed.contains("1,497.60 USD"), "{agreed}");
    });
}

#[test]
fn the_script_of_the_page_learns_the_total_and_nothing_is_recorded_by_it() {
    on_each_database(|portal| {
        let offer = offered_by(portal, "Two lengths", CONTOSO, PARTNER, "12 24");
        let browser = portal.sign_in(PARTNER);
        let page = browser.get(&offer.partner("/acceptance")).page();
        let path = page.attributes("form[data-preview]", "data-preview");
        assert_eq!(path, [offer.partner("/acceptance/total")]);
        let said = |sent: &[(&str, &str)]| {
            let answer = browser.post(&path[0], sent);
            assert_eq!(answer.status, 200, "{}", answer.text());
            answer.page().attributes("#preview", "data-said").remove(0)
        };
        let mut sent = acceptance(BELLOWS);
        let nothing = "Choose what was taken to see what it comes to.";
        assert_eq!(said(&sent), nothing, "no duration is chosen yet");
        sent.push(("contract", "P12M"));
        assert_eq!(said(&sent), "To pay: 1,497.60 USD");
        let made = browser.get(&offer.partner("")).page();
        assert_eq!(made.texts(".agreement"), [""; 0]);
        let other = portal.sign_in(OTHER);
        assert_eq!(other.post(&path[0], &sent).status, 404);
    });
}

#[test]
fn what_is_paid_as_used_says_so_before_it_is_recorded() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(PARTNER);
        let opportunity = trade.named("Paid as used");
        let (id, ..) = extend(portal, &opportunity, "Paid as used", PARTNER, "2026-12-31");
        let path = format!("/partner/offers/{id}/acceptance");
        let page = browser.get(&path).page();
        assert_eq!(
            page.texts("#preview"),
            ["Nothing is paid up front. What is used is billed at the prices of the offer."]
        );
        let done = browser.post(&path, &acceptance(BELLOWS));
        assert_eq!(done.status, 303, "there is no total to look at");
    });
}

#[test]
fn anothers_offer_is_not_there_and_a_viewer_changes_nothing() {
    on_each_database(|portal| {
        let offer = offered(portal, "Storage for Alpine");
        let stranger = portal.sign_in(OTHER);
        let nowhere = stranger.get("/nowhere").body;
        let missing = "off_01h455vb4pex5vsknk084sn02q";
        for rest in ["", "/expiry", "/cancel", "/acceptance"] {
            for path in [
                offer.partner(rest),
                format!("/partner/offers/{missing}{rest}"),
                format!("/partner/offers/x{rest}"),
            ] {
                let answer = stranger.get(&path);
                assert_eq!((answer.status, &answer.body), (404, &nowhere), "{path}");
            }
        }
        for rest in ["/link", "/expiry", "/cancel", "/clone", "/acceptance"] {
            for path in [
                offer.partner(rest),
                format!("/partner/offers/{missing}{rest}"),
            ] {
                let answer = stranger.post(&path, &[]);
                assert_eq!((answer.status, &answer.body), (404, &nowhere), "{path}");
            }
        }
        for list in ["/partner/offers", "/partner/offers.csv"] {
            assert!(!stranger.get(list).text().contains("Alpine"), "{list}");
        }
        let added = portal.db.write_now(|c| {
            let (_, hash) = users::credentials(c, PARTNER)?.expect("somebody");
            let viewer = User {
                id: consign::random::id(portal.clock.now()),
                organisation: partner(portal, PARTNER).0.organisation,
                email: "viewer@contoso.example".to_owned(),
                name: "Vera Viewer".to_owned(),
                role: Role::Viewer,
            };
            users::add(c, &viewer, &hash, portal.clock.now())
        });
        added.expect("it can be written");
        let viewer = portal.sign_in("viewer@contoso.example");
        let shown = viewer.get(&offer.partner(""));
        assert_eq!(shown.status, 200);
        assert!(shown.page().texts("main button[data-busy]").is_empty());
        for rest in ["/link", "/expiry", "/cancel", "/clone", "/acceptance"] {
            assert_eq!(viewer.post(&offer.partner(rest), &[]).status, 403, "{rest}");
        }
    });
}
