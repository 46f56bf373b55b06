//! Two windows on one draft: the second save is shown both texts and chooses.

use super::Wizard;
use crate::client::{Client, Response};
use crate::html::{Form, Page};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, MEMBER, VAULT};
use consign::answers::Step;
use consign::domain::agreements::DocumentKind;

/// Two people have a step open; the member saves theirs, then the admin sends this.
fn second_save(
    wizard: &Wizard<'_>,
    step: &str,
    theirs: &[(&str, &str)],
    mine: &[(&str, &str)],
) -> Response {
    let portal = wizard.trade.portal;
    let member: Client = portal.sign_in(MEMBER);
    let path = wizard.at(step);
    let (first, second): (Page, Page) = (member.get(&path).page(), wizard.page(step));
    let form = |page: &Page, typed| -> Form { super::fill(page.form("Save and continue"), typed) };
    let saved = member.submit(&path, &form(&first, theirs));
    assert_eq!(saved.status, 303, "{:?}", saved.page().errors());
    wizard.submit(step, &form(&second, mine))
}

const THEIRS: [(&str, &str); 2] = [("name", "Their name"), ("description", "Their words")];
const MINE: [(&str, &str); 2] = [("name", "<b>My</b> name"), ("description", "My words")];

#[test]
fn the_second_save_changes_nothing_and_shows_both_texts() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let answer = second_save(&wizard, "details", &THEIRS, &MINE);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        assert_eq!(
            (page.name(), page.heading()),
            (
                "isv.draft.conflict".into(),
                "Marek Nowak saved this step at 12:00 UTC".into()
            )
        );
        insta::allow_duplicates! { insta::assert_snapshot!("both", page.outline()) };
        let saved = wizard.answered(Step::Details);
        assert_eq!(
            (saved.get("name"), saved.get("description")),
            ("Their name", "Their words")
        );
    });
}

#[test]
fn each_answer_is_kept_from_whom_one_chooses() {
    let portal = TestPortal::start(Database::Sqlite);
    for (button, picked, name, description) in [
        ("Keep all mine", vec![], MINE[0].1, MINE[1].1),
        ("Keep all saved", vec![], THEIRS[0].1, THEIRS[1].1),
        ("Save these answers", vec![], MINE[0].1, MINE[1].1),
        (
            "Save these answers",
            vec![("pick:name", "theirs")],
            THEIRS[0].1,
            MINE[1].1,
        ),
        (
            "Save these answers",
            vec![("pick:description", "theirs")],
            MINE[0].1,
            THEIRS[1].1,
        ),
        (
            "Save these answers",
            vec![("pick:name", "theirs"), ("pick:description", "theirs")],
            THEIRS[0].1,
            THEIRS[1].1,
        ),
    ] {
        let wizard = Wizard::complete(&portal);
        let page = second_save(&wizard, "details", &THEIRS, &MINE).page();
        let form = super::fill(page.form(button), &picked);
        let answer = wizard.submit("details", &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, wizard.at("resellers").as_str()),
            "{button} {picked:?}"
        );
        let saved = wizard.answered(Step::Details);
        assert_eq!(
            (saved.get("name"), saved.get("description")),
            (name, description),
            "{button} {picked:?}"
        );
        assert!(!saved.has("pick:name"), "only answers are kept");
    }
}

#[test]
fn a_third_save_meanwhile_is_a_conflict_again() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let page = second_save(&wizard, "details", &THEIRS, &MINE).page();
    wizard.accepts(Step::Details, &[("name", "A third name")], "resellers");
    let answer = wizard.submit("details", &page.form("Keep all mine"));
    assert_eq!(answer.status, 409);
    assert_eq!(wizard.answered(Step::Details).get("name"), "A third name");
    let answer = wizard.submit("details", &answer.page().form("Keep all mine"));
    assert_eq!(answer.status, 303);
    assert_eq!(wizard.answered(Step::Details).get("name"), MINE[0].1);
}

#[test]
fn choices_are_shown_by_name_and_boxes_taken_out_count() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[LOGSTREAM]);
    let theirs = [("product", LOGSTREAM), ("product", VAULT)];
    let answer = second_save(&wizard, "products", &theirs, &[("product", VAULT)]);
    assert_eq!(answer.status, 409);
    insta::assert_snapshot!("products", answer.main());
    let form = answer.page().form("Keep all mine");
    assert_eq!(wizard.submit("products", &form).status, 303);
    assert_eq!(wizard.answered(Step::Products).all("product"), [VAULT]);
}

#[test]
fn wrong_answers_that_are_kept_are_told_after_the_conflict() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let answer = second_save(
        &wizard,
        "discount",
        &[("percent", "20")],
        &[("percent", "101")],
    );
    assert_eq!(answer.status, 409);
    let answer = wizard.submit("discount", &answer.page().form("Keep all mine"));
    assert_eq!(answer.status, 422);
    super::assert_errors(
        &answer.page(),
        &[("percent", "Discount must be 100 or less")],
    );
}

#[test]
fn another_step_saved_meanwhile_is_a_conflict_without_differences() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let old = wizard
        .page("details")
        .form("Save and continue")
        .set("name", "Mine");
    wizard.accepts(Step::Buyers, &[("buyers", "111122223333")], "eula");
    let answer = wizard.submit("details", &old);
    assert_eq!(answer.status, 409);
    assert_eq!(
        wizard
            .submit("details", &answer.page().form("Save these answers"))
            .status,
        303
    );
    assert_eq!(wizard.answered(Step::Details).get("name"), "Mine");
    assert_eq!(wizard.answered(Step::Buyers).get("buyers"), "111122223333");
}

#[test]
fn saves_at_once_are_told_from_each_other() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let form = wizard.page("details").form("Save and continue");
        let cookie = wizard.browser.cookie("sid").expect("a session");
        let path = wizard.at("details");
        let answers: Vec<Response> = std::thread::scope(|scope| {
            let saves: Vec<_> = (0..8)
                .map(|number| {
                    let body = form
                        .clone()
                        .set("name", &format!("Name {number}"))
                        .encoded();
                    let (path, cookie) = (&path, &cookie);
                    scope.spawn(move || {
                        let browser = portal.anonymous();
                        browser.set_cookie("sid", cookie);
                        browser.request("POST", path).form(body).send()
                    })
                })
                .collect();
            saves
                .into_iter()
                .map(|save| save.join().expect("an answer"))
                .collect()
        });
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        let done = statuses.iter().filter(|status| **status == 303).count();
        assert_eq!(done, 1, "{statuses:?}");
        for (number, answer) in answers
            .iter()
            .enumerate()
            .filter(|(_, answer)| answer.status != 303)
        {
            assert_eq!(answer.status, 409);
            let mine = format!("Name {number}");
            assert!(
                answer.page().text().contains(&mine),
                "{mine} is lost: {}",
                answer.page().text()
            );
        }
    });
}

/// What the table of a conflict page says: question, mine, theirs.
fn told(page: &Page) -> Vec<[String; 3]> {
    let labels = page.texts("table.conflict th[scope=row]");
    let answers = page.texts("table.conflict tbody label");
    let pairs = answers.chunks(2).map(<[String]>::to_vec);
    labels
        .into_iter()
        .zip(pairs)
        .map(|(label, pair)| [label, pair[0].clone(), pair[1].clone()])
        .collect()
}

fn row(label: &str, mine: &str, theirs: &str) -> [String; 3] {
    [label, mine, theirs].map(str::to_owned)
}

fn value(line: &str) -> String {
    format!("value[{VAULT}][{line}]")
}

fn rule(line: &str) -> String {
    format!("rule[{VAULT}][{line}]")
}

/// Two people give Vault Storage other prices for other contract durations.
fn price_conflict(wizard: &Wizard<'_>) -> Response {
    let [month, year, usage, all] =
        ["plain_gb:P1M", "plain_gb:P12M", "plain_over", "*"].map(|l| (rule(l), value(l)));
    let term = format!("term[{VAULT}]");
    let theirs = [
        ("discount_type", "individual"),
        ("currency", "USD"),
        (term.as_str(), "P1M"),
        (&term, "P12M"),
        (&month.0, "percent"),
        (&month.1, "10"),
        (&year.0, "price"),
        (&year.1, "15.50"),
        (&all.0, "percent"),
        (&all.1, "5"),
    ];
    let mine = [
        ("discount_type", "percentage"),
        ("percent", "12.5"),
        ("currency", "USD"),
        (term.as_str(), "P12M"),
        (&month.0, "price"),
        (&month.1, "10"),
        (&usage.0, "price"),
        (&usage.1, "0.09"),
        (&all.0, "percent"),
        (&all.1, "5"),
    ];
    second_save(wizard, "discount", &theirs, &mine)
}

#[test]
fn prices_are_told_by_product_dimension_and_contract_duration() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[VAULT]);
        let answer = price_conflict(&wizard);
        assert_eq!(answer.status, 409);
        let page = answer.page();
        let vault = |what: &str| format!("Vault Storage: {what}");
        let price = |of: &str| vault(&format!("price of {of}"));
        let told = told(&page);
        let expected = [
            row("Discount type", "Percentage Discount", "Individual Pricing"),
            row(
                &vault("contract durations"),
                "12 months",
                "1 month, 12 months",
            ),
            row(
                &price("Unencrypted data, 12 months"),
                "Nothing",
                "15.50 USD",
            ),
            row(&price("Unencrypted data, 1 month"), "10 USD", "10% off"),
            row(
                &price("Unencrypted data beyond the contract, usage"),
                "0.09 USD",
                "Nothing",
            ),
        ];
        assert_eq!(told, expected);
        // A price and how it is meant are one answer, and so are all contract durations.
        let term = format!("term[{VAULT}]");
        let [one, two] = [value("plain_gb:P1M"), term.clone()].map(|name| format!("pick:{name}"));
        let picked = [(one.as_str(), "theirs"), (&two, "theirs")];
        let form = super::fill(page.form("Save these answers"), &picked);
        assert_eq!(wizard.submit("discount", &form).status, 303);
        let saved = wizard.answered(Step::Discount);
        assert_eq!(saved.get(&rule("plain_gb:P1M")), "percent");
        assert_eq!(saved.all(&term), ["P1M", "P12M"]);
        assert_eq!(saved.get(&value("plain_over")), "0.09");
        assert_eq!(saved.get("discount_type"), "percentage");
    });
}

#[test]
fn a_date_is_one_answer_and_choices_are_told_by_their_labels() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let theirs = [
        ("duration", "specific_time"),
        ("end-day", "27"),
        ("end-month", "3"),
        ("end-year", "2027"),
    ];
    let mine = [
        ("duration", "single_use"),
        ("end-day", "31"),
        ("end-month", "feb"),
        ("end-year", "2027"),
    ];
    let answer = second_save(&wizard, "duration", &theirs, &mine);
    let last_day = "Last day partners can create offers";
    assert_eq!(
        told(&answer.page()),
        [
            row("Duration", "Single Use", "Specific Time Duration"),
            row(last_day, "31 feb 2027", "27 Mar 2027")
        ]
    );
    let form = super::fill(
        answer.page().form("Save these answers"),
        &[("pick:end", "theirs")],
    );
    assert_eq!(wizard.submit("duration", &form).status, 303);
    let saved = wizard.answered(Step::Duration);
    let end = ["end-day", "end-month", "end-year"].map(|name| saved.get(name));
    assert_eq!(end, ["27", "3", "2027"]);
    assert_eq!(saved.get("duration"), "single_use");
}

#[test]
fn dimensions_fees_and_files_are_told_by_name() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let eula = super::uploads::document_of(&wizard, DocumentKind::Eula, "Master EULA.pdf");
    let keep = |key: &str| format!("keep[{VAULT}][{key}]");
    let [plain, encrypted] = ["plain_gb", "enc_gb"].map(keep);
    let fee = format!("fee[{VAULT}][enc_over]");
    let theirs = [
        ("eula", "standard"),
        (plain.as_str(), "yes"),
        (&encrypted, "yes"),
        (&fee, "0.05"),
    ];
    let mine = [
        ("eula", eula.as_str()),
        (plain.as_str(), "yes"),
        (&encrypted, ""),
        (&fee, ""),
    ];
    let member = portal.sign_in(MEMBER);
    let path = wizard.at("all");
    let (first, second) = (member.get(&path).page(), wizard.page("all"));
    let typed = super::fill(first.form("Review opportunity"), &theirs);
    let saved = super::uploads::send(&member, &path, &typed.set("go", "save").fields, &[]);
    assert_eq!(saved.status, 303);
    let form = super::fill(second.form("Review opportunity"), &mine);
    let page = wizard.submit("all", &form).page();
    assert_eq!(
        told(&page),
        [
            row(
                "Vault Storage: dimensions",
                "Unencrypted data",
                "Unencrypted data, Encrypted data"
            ),
            row(
                "Vault Storage: additional usage fee for Encrypted data beyond the contract",
                "Nothing",
                "0.05"
            ),
            row("EULA", "Master EULA.pdf", "Standard contract"),
        ]
    );
}
