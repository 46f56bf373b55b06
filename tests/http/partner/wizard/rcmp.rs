//! The Reseller Contract for AWS Marketplace as an installation has it: what it is called on each page that names it, and in
//! which version.

use super::{BUYER, Offer, complete, keep, person};
use crate::bulk::{HEADINGS, good, press, taken};
use crate::client::Client;
use crate::html::Page;
use crate::portal::{TestPortal, on_each_database_with};
use crate::trade::{ADMIN, CONTOSO, PARTNER, Trade, fields};
use crate::wizard::Wizard;
use crate::wizard::uploads::send;
use consign::answers::Step;
use consign::answers::offer::OfferStep;
use consign::config::Config;
use consign::domain::agreements::{RCMP_VERSION, STANDARD_EULA_VERSION};
use consign::web::agreements::{RCMP_AT, STANDARD_AT};

const LABEL: &str = "Wiederverkauf & <Partner>";
const VERSION: &str = "7 beta";

/// As an installation is set up that has its own name for the contract and a newer version.
fn renamed(config: &mut Config) {
    (config.rcmp_label, config.rcmp_version) = (LABEL.to_owned(), VERSION.to_owned());
}

fn in_version(version: &str) -> String {
    format!("{LABEL}, version {version}")
}

/// Its name where it can be read about, which is not in the portal.
fn linked(version: &str) -> String {
    format!("{} (outside the portal)", in_version(version))
}

/// The links of a page that lead out of the portal; the browser says nothing there of where it comes from.
fn outside(page: &Page) -> Vec<String> {
    page.attributes("main a[rel=noreferrer]", "href")
}

/// What a page says of the reseller contract of an opportunity.
fn contract(browser: &Client, page: &str) -> Vec<String> {
    browser.get(page).page().texts("#rcmp dd")
}

/// Creates an opportunity by the pages; where it is.
fn created(wizard: &Wizard<'_>) -> String {
    let made = wizard.press("review", "Create opportunities", &[]);
    let page = wizard.browser.follow(made).page();
    page.attributes("tr[data-id]", "data-id").remove(0)
}

/// A draft of an offer from an opportunity.
fn offer<'a>(portal: &'a TestPortal, opportunity: &str) -> Offer<'a> {
    let who = person(portal, PARTNER);
    let draft = keep(portal, &who, opportunity, &complete()).to_string();
    Offer {
        trade: Trade::begin(portal),
        browser: portal.sign_in(PARTNER),
        opportunity: opportunity.to_owned(),
        who,
        draft,
    }
}

#[test]
fn it_is_named_as_the_installation_says_and_each_opportunity_keeps_its_version() {
    on_each_database_with(renamed, |portal| {
        let trade = Trade::begin(portal);
        // Made while the installation had the version that AWS began with.
        let mut answers = trade.answers("Older");
        answers.set(Step::Rcmp, fields(&[("contract", "rcmp")]));
        let older = trade.give(&answers);
        let wizard = Wizard::complete(portal);
        let step = wizard.page("rcmp");
        assert_eq!(step.texts("label[for=contract-rcmp]"), [LABEL]);
        let note = format!("Version {VERSION}");
        assert_eq!(step.texts("#contract-rcmp-note"), [note.as_str()]);
        let all = wizard.page("all");
        assert_eq!(all.texts("label[for=contract-rcmp]"), [LABEL]);
        wizard.accepts(Step::Rcmp, &[("contract", "rcmp")], "review");
        assert_eq!(
            wizard.page("review").texts("#rcmp dd"),
            [in_version(VERSION)]
        );
        let newer = created(&wizard);
        for (opportunity, version) in [(older, RCMP_VERSION), (newer, VERSION)] {
            let words = linked(version);
            for (email, side) in [(ADMIN, "isv"), (PARTNER, "partner")] {
                let page = format!("/{side}/opportunities/{opportunity}");
                assert_eq!(contract(&portal.sign_in(email), &page), [words.as_str()]);
            }
            assert_accepted(&offer(portal, &opportunity), version);
        }
    });
}

/// Accepts the contract in the offer wizard and extends the offer; every page names the contract.
fn assert_accepted(offer: &Offer<'_>, version: &str) {
    let terms = offer.page("terms");
    assert_eq!(terms.texts("form strong"), [LABEL]);
    let accept = format!("I accept the {LABEL}");
    assert_eq!(terms.texts("label[for=accept]"), [accept]);
    let note = format!("Version {version}, as AWS Marketplace publishes it");
    assert!(terms.text().contains(&note), "{}", terms.outline());
    assert_eq!(outside(&terms), [RCMP_AT]);
    let documents = offer.page("documents");
    let standard = format!("Version {STANDARD_EULA_VERSION}");
    assert!(documents.text().contains(&standard));
    assert_eq!(outside(&documents), [STANDARD_AT]);
    let accepted = [("accept", "yes"), ("buyers", BUYER)];
    offer.accepts(OfferStep::Terms, &accepted, "price");
    let words = linked(version);
    let review = offer.page("review");
    assert!(review.text().contains(&words), "{}", review.outline());
    assert_eq!(outside(&review), [RCMP_AT, STANDARD_AT]);
    let made = offer.extend();
    assert_eq!(made.status, 303, "{}", made.text());
    let made = offer.browser.get(made.location()).page();
    assert_eq!(outside(&made), [STANDARD_AT, RCMP_AT]);
    let said = made.texts("#agreements dd");
    assert!(said.contains(&words), "{said:?}");
    let by = format!("By Tom Okafor on 22 Nov 2026, 12:00 UTC, version {version}");
    assert!(said.contains(&by), "{said:?}");
}

#[test]
fn a_colleagues_choice_of_it_is_named_so_as_well() {
    on_each_database_with(renamed, |portal| {
        let wizard = Wizard::complete(portal);
        let form = wizard.page("rcmp").form("Review opportunity");
        wizard.accepts(Step::Rcmp, &[("contract", "rcmp")], "review");
        let mine = wizard.submit("rcmp", &form.set("contract", "none"));
        assert_eq!(mine.status, 409);
        let page = mine.page();
        assert!(page.text().contains(LABEL), "{}", page.outline());
    });
}

#[test]
fn rows_of_a_spreadsheet_take_it_in_the_version_of_the_installation() {
    on_each_database_with(renamed, |portal| {
        let browser = portal.sign_in(ADMIN);
        let row = good("Q1 renewals", CONTOSO);
        let file = format!("{HEADINGS},Reseller contract\r\n{row},rcmp\r\n");
        let at = taken(&browser, "q1.csv", file.as_bytes());
        press(&browser, &at);
        let made = browser.get(&at).page();
        let id = made.attributes("tr[data-id^=opp_]", "data-id").remove(0);
        let page = format!("/isv/opportunities/{id}");
        assert_eq!(contract(&browser, &page), [linked(VERSION)]);
    });
}

#[test]
fn aws_is_told_of_its_standard_contract_and_what_aws_says_of_it_is_taken() {
    on_each_database_with(renamed, |portal| {
        let wizard = Wizard::complete(portal);
        wizard.accepts(Step::Rcmp, &[("contract", "rcmp")], "review");
        let browser = &wizard.browser;
        let request = format!("/isv/opportunities/{}/aws.json", created(&wizard));
        let request = browser.get(&request).text().to_owned();
        assert!(
            request.contains("\"StandardResellerContract\""),
            "{request}"
        );
        assert!(!request.contains("Wiederverkauf") && !request.contains(VERSION));
        let pasted = [("json".to_owned(), request)];
        let imported = send(browser, "/isv/import", &pasted, &[]).page();
        let review = imported.link("Review Q1 renewals");
        assert_eq!(contract(browser, &review), [in_version(VERSION)]);
    });
}
