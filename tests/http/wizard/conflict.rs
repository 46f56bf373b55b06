//! Two windows on one draft: the second save is shown both texts and chooses.

use super::Wizard;
use crate::client::{Client, Response};
use crate::html::{Form, Page};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, MEMBER, VAULT};
use consign::answers::Step;

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
