//! All steps on one page.

use super::{Wizard, fill};
use crate::client::Client;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, CONTOSO, LOGSTREAM, MEMBER, VAULT};
use chrono::TimeDelta;
use consign::answers::Step;

#[test]
fn an_opportunity_is_created_from_one_page() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let shown = wizard.press("details", "Show all steps on one page", &[]);
        assert_eq!(
            (shown.status, shown.location()),
            (303, wizard.at("all").as_str())
        );
        let page = wizard.page("all");
        assert_eq!(
            (page.name(), page.heading()),
            ("isv.draft.all".into(), "Create opportunity".into())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        let contoso = wizard.trade.reseller(CONTOSO).to_string();
        let typed = [
            ("name", "Quick"),
            ("reseller", contoso.as_str()),
            ("product", LOGSTREAM),
        ];
        let saved = wizard.save_all(&typed);
        assert_eq!(
            (saved.status, saved.location()),
            (303, wizard.at("all#part-discount").as_str())
        );
        let review = wizard.press(
            "all",
            "Review opportunity",
            &[
                ("discount_type", "percentage"),
                ("percent", "5"),
                ("duration", "no_set_time"),
            ],
        );
        assert_eq!(
            (review.status, review.location()),
            (303, wizard.at("review").as_str())
        );
        insta::allow_duplicates! { insta::assert_snapshot!("filled", wizard.page("all").outline()) };
        let made = wizard.press("review", "Create opportunities", &[]);
        assert_eq!(
            wizard.browser.follow(made).page().heading(),
            "1 opportunity created"
        );
    });
}

#[test]
fn everything_wrong_is_said_at_once_and_nothing_is_lost() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let typed = [
        ("name", ""),
        ("percent", "101"),
        ("duration", "specific_time"),
        ("end-day", "31"),
        ("end-month", "2"),
        ("end-year", "2027"),
        ("fee[prod-vaultstorage1][enc_over]", "x"),
        ("buyers", "12"),
        ("eula", "upload"),
    ];
    let answer = wizard.submit(
        "all",
        &fill(wizard.page("all").form("Review opportunity"), &typed),
    );
    assert_eq!(answer.status, 422);
    let page = answer.page();
    super::assert_errors(
        &page,
        &[
            ("name", "Enter an opportunity name"),
            ("percent", "Discount must be 100 or less"),
            ("end-day", "Last day must be a real date"),
            (
                "fee[prod-vaultstorage1][enc_over]",
                "Additional usage fee for Encrypted data beyond the contract must be a number, like 0.05",
            ),
            (
                "buyers",
                "Line 1: account ID must be 12 digits – \"12\" has 2",
            ),
            ("eula_file", "Choose a file to upload"),
        ],
    );
    insta::assert_snapshot!("refused", page.outline());
    for (name, value) in typed {
        assert!(page.values(name).contains(&value.to_owned()), "{name}");
    }
    let left = wizard.press("all", "Save and exit", &[]);
    assert_eq!((left.status, left.location()), (303, "/isv/drafts"));
}

#[test]
fn a_save_keeps_what_is_wrong_without_a_word() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    let answer = wizard.save_all(&[("name", ""), ("percent", "x")]);
    assert_eq!(
        (answer.status, answer.location()),
        (303, wizard.at("all#part-discount").as_str())
    );
    assert_eq!(wizard.answered(Step::Discount).get("percent"), "x");
    assert_eq!(wizard.page("all").values("percent"), ["x"]);
}

#[test]
fn of_a_page_that_was_cut_off_what_did_not_arrive_stays_as_it_was_saved() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let typed = [
            ("buyers", "123456789012"),
            ("eula", "standard"),
            ("contract", "rcmp"),
            ("fee[prod-vaultstorage1][enc_over]", "0.05"),
        ];
        assert_eq!(wizard.save_all(&typed).status, 303);
        let saved = wizard.answers();
        let whole = wizard.page("all").form("Save and exit");
        for last in ["name", "reseller", "discount_type", "end-year", "buyers"] {
            let mut form = whole.clone().set("version", &version(&wizard));
            let cut = form.fields.iter().position(|(name, _)| name == last);
            // The button is sent after all that came before the end.
            form.fields.truncate(cut.expect("a field") + 1);
            form.fields.push(("go".to_owned(), "exit".to_owned()));
            assert_eq!(wizard.submit("all", &form).status, 303, "{last}");
            for step in [Step::Buyers, Step::Eula, Step::Rcmp] {
                assert_eq!(wizard.answered(step), *saved.get(step), "{last}");
            }
            let fee = "fee[prod-vaultstorage1][enc_over]";
            assert_eq!(wizard.answered(Step::Dimensions).get(fee), "0.05", "{last}");
        }
        // What is cleared on the whole page is cleared.
        let cleared = [("buyers", ""), ("eula", "public"), ("reseller_filter", "")];
        assert_eq!(wizard.save_all(&cleared).status, 303);
        assert_eq!(wizard.answered(Step::Buyers).get("buyers"), "");
        assert_eq!(wizard.answered(Step::Eula).get("eula"), "public");
        let none = wizard
            .page("all")
            .form("Save and exit")
            .choose("reseller", &[]);
        assert_eq!(wizard.submit("all", &none).status, 303);
        assert!(wizard.answered(Step::Resellers).all("reseller").is_empty());
    });
}

#[test]
fn a_page_that_is_out_of_date_is_not_saved_and_not_lost() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let old = wizard
        .page("all")
        .form("Review opportunity")
        .set("name", "Mine")
        .set("description", "My words");
    let member = portal.sign_in(MEMBER);
    let path = wizard.at("details");
    let form = member
        .get(&path)
        .page()
        .form("Save and continue")
        .set("name", "Theirs");
    assert_eq!(member.submit(&path, &form).status, 303);
    let answer = wizard.submit("all", &old);
    assert_eq!(answer.status, 409);
    insta::assert_snapshot!("conflict", answer.main());
    assert_eq!(wizard.answered(Step::Details).get("name"), "Theirs");
    let kept = wizard.submit("all", &answer.page().form("Keep all mine"));
    assert_eq!(
        (kept.status, kept.location()),
        (303, wizard.at("all").as_str())
    );
    let saved = wizard.answered(Step::Details);
    assert_eq!(
        (saved.get("name"), saved.get("description")),
        ("Mine", "My words")
    );
}

#[test]
fn how_the_steps_are_shown_is_remembered_for_each_person() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let opens = |browser: &Client| {
            portal.clock.advance(TimeDelta::minutes(1));
            let begun = browser.post("/isv/drafts", &[]).location().to_owned();
            let list = browser.get("/isv/drafts").page();
            let place = |path: &str| path.rsplit('/').next().map(str::to_owned);
            let ask = browser.get(&wizard.at("discard")).page();
            let back = browser.get(&wizard.at("review")).page().link("Back");
            let continued = list.link("Continue Half said");
            [begun, continued, ask.link("Keep it"), back].map(|path| place(&path).expect("a place"))
        };
        wizard.accepts(Step::Details, &[("name", "Half said")], "resellers");
        let step_by_step = ["details", "resellers", "details", "rcmp"];
        assert_eq!(opens(&wizard.browser), step_by_step);

        // What was typed is kept, right or wrong, by the press that changes the view.
        let typed = [("name", "Half said"), ("description", "And typed")];
        let shown = wizard.press("details", "Show all steps on one page", &typed);
        assert_eq!(shown.location(), wizard.at("all"));
        assert_eq!(wizard.page("all").values("description"), ["And typed"]);
        assert_eq!(opens(&wizard.browser), ["all"; 4]);
        let colleague = portal.sign_in(MEMBER);
        assert_eq!(opens(&colleague), step_by_step, "each has their own view");
        assert_eq!(
            opens(&portal.sign_in(ADMIN)),
            ["all"; 4],
            "in every browser"
        );
        // The clone of what exists is complete, so it opens where it can be created.
        let opportunity = wizard.trade.named("To be cloned");
        let cloned = wizard
            .browser
            .post(&format!("/isv/opportunities/{opportunity}/clone"), &[]);
        assert!(cloned.location().ends_with("/review"));

        let typed = [("name", "Half said"), ("percent", "x")];
        let shown = wizard.press("all", "Show one step at a time", &typed);
        assert_eq!(shown.location(), wizard.at("details"));
        assert_eq!(wizard.answered(Step::Discount).get("percent"), "x");
        assert_eq!(opens(&wizard.browser), step_by_step);
    });
}

#[test]
fn a_button_inside_a_page_leads_back_to_its_part() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let vault = "dimensions-prod-vaultstorage1";
    for (step, go, part) in [
        ("discount", "add", "amount[2]"),
        ("discount", "remove:1", "part-payments"),
        ("discount", "preview", "part-prices"),
        (
            "dimensions",
            "add_dimension:prod-vaultstorage1",
            "dim_name[prod-vaultstorage1][1]",
        ),
        (
            "dimensions",
            "add_dimension:prod-vaultstorage1",
            "dim_name[prod-vaultstorage1][2]",
        ),
        ("dimensions", "remove_dimension:prod-vaultstorage1:2", vault),
        ("dimensions", "remove_dimension:prod-vaultstorage1:1", vault),
        ("eula", "remove:eula", "part-eula"),
        ("rcmp", "remove:contract", "part-rcmp"),
        ("resellers", "filter:reseller", "reseller-filter"),
        ("products", "filter:product", "product-filter"),
    ] {
        for (place, button) in [("all", "Review opportunity"), (step, "Save and continue")] {
            let form = wizard.page(place).form(button).set("go", go);
            let answer = wizard.submit(place, &form);
            let there = part.replace('[', "%5B").replace(']', "%5D");
            let location = format!("{}#{there}", wizard.at(place));
            assert_eq!(
                (answer.status, answer.location()),
                (303, location.as_str()),
                "{go}"
            );
            let page = wizard.page(place);
            let can_have_focus = |tag: &str| {
                !page
                    .attributes(&format!("{tag}[id=\"{part}\"]"), "id")
                    .is_empty()
            };
            assert!(
                can_have_focus("input") || can_have_focus("[tabindex=\"-1\"]"),
                "{place} {part}"
            );
            // Each page adds a row of its own.
            if go.starts_with("add") && place == "all" {
                let (_, row) = part.rsplit_once('[').expect("a row");
                let row = row.trim_end_matches(']');
                let remove = match step {
                    "discount" => format!("remove:{row}"),
                    _ => format!("remove_dimension:prod-vaultstorage1:{row}"),
                };
                let form = wizard.page("all").form(button).set("go", &remove);
                assert_eq!(wizard.submit("all", &form).status, 303);
            }
        }
    }
    let odd = wizard.page("all").form("Review opportunity");
    for go in [
        "filter:x",
        "add_dimension:x y",
        "remove_dimension:x",
        "remove:x\r\ny",
        "other",
    ] {
        let answer = wizard.submit(
            "all",
            &odd.clone().set("go", go).set("version", &version(&wizard)),
        );
        assert_eq!(answer.status, 303, "{go}");
    }
}

fn version(wizard: &Wizard<'_>) -> String {
    wizard.page("all").values("version").remove(0)
}

#[test]
fn prices_follow_what_is_typed_into_the_one_page() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let page = wizard.page("all");
    let path = page
        .attributes("form[data-preview]", "data-preview")
        .remove(0);
    let typed = [
        ("product", LOGSTREAM),
        ("percent", "50"),
        ("discount_type", "percentage"),
    ];
    let form = fill(page.form("Review opportunity"), &typed);
    let fragment = wizard.browser.request("POST", &path).form(form.encoded());
    let fragment = fragment.send().page();
    let headings = fragment.texts("#preview h3");
    assert_eq!(headings, ["Wholesale prices of LogStream"], "newly ticked");
    assert!(!fragment.texts("#preview td:last-child").is_empty());
    let fee = ("fee[prod-vaultstorage1][plain_over]", "0.05");
    let form = fill(page.form("Review opportunity"), &[fee]);
    let fragment = wizard.browser.request("POST", &path).form(form.encoded());
    let prices = fragment.send().page().texts("#preview td:last-child");
    assert!(prices.contains(&"0.05 USD".to_owned()), "{prices:?}");
    assert_eq!(wizard.answered(Step::Products).all("product"), [VAULT]);
}
