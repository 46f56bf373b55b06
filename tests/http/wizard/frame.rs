//! What surrounds every step: the buttons, the list of steps, and who may see it.

use super::Wizard;
use crate::html::Page;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, LOGSTREAM, MEMBER, STRANGER, VAULT, VIEWER};
use consign::answers::Step;

#[test]
fn each_button_leads_where_it_says() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let go = |button: &str| {
            let answer = wizard.press("details", button, &[]);
            (answer.status, answer.location().to_owned())
        };
        assert_eq!(go("Save and continue"), (303, wizard.at("resellers")));
        assert_eq!(go("Review opportunity"), (303, wizard.at("review")));
        let left = wizard.press("details", "Save and exit", &[("name", "")]);
        assert_eq!(
            (left.status, left.location()),
            (303, "/isv/drafts"),
            "it never validates"
        );
        let banner = wizard.browser.follow(left).page().texts("[data-banner]");
        assert!(
            banner[0].contains("Draft saved. 4 of 9 steps are done."),
            "{banner:?}"
        );
        assert_eq!(wizard.answered(Step::Details).get("name"), "");
    });
}

#[test]
fn pressing_enter_saves_and_continues() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    for step in Step::ALL
        .into_iter()
        .filter(|step| *step != Step::Dimensions)
    {
        let page = wizard.page(step.as_str());
        let first = "main form button:not([type=button])";
        assert_eq!(page.attributes(first, "value")[0], "next", "{step:?}");
    }
    assert_eq!(
        wizard
            .page("all")
            .attributes("main form button:not([type=button])", "value")[0],
        "review"
    );
}

#[test]
fn the_way_back_and_the_states_of_the_steps_are_on_every_page() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::empty(&portal);
    assert_eq!(wizard.page("details").link("Back"), "/isv/drafts");
    assert_eq!(wizard.page("resellers").link("Back"), wizard.at("details"));
    assert_eq!(
        wizard.page("buyers").link("Back"),
        wizard.at("duration"),
        "dimensions do not apply"
    );
    assert_eq!(wizard.page("review").link("Back"), wizard.at("rcmp"));
    let back = wizard
        .browser
        .get(&wizard.at("buyers?return=review"))
        .page()
        .link("Back");
    assert_eq!(back, wizard.at("review"));
    wizard.accepts(Step::Details, &[("name", "Named")], "resellers");
    assert_eq!(wizard.save(Step::Products, &[]).status, 422);
    let states = wizard.page("discount").texts(".step-state");
    assert_eq!(
        states,
        [
            "Done",
            "Not started",
            "Needs attention",
            "Current",
            "Not started",
            "Optional – not given",
            "Optional – not given",
            "Optional – not given",
            "Not started"
        ]
    );
    let review = |step: &str| {
        wizard
            .page(step)
            .texts("button")
            .contains(&"Review opportunity".to_owned())
    };
    assert!(!review("details") && review("duration") && review("rcmp"));
}

/// "4 of 9 steps are done" beside "Step 3 of 9": the review is one of them.
#[test]
fn steps_are_counted_alike_everywhere() {
    let portal = TestPortal::start(Database::Sqlite);
    for (products, all, number) in [([LOGSTREAM], 9, 9), ([VAULT], 10, 10)] {
        let wizard = Wizard::of(&portal, &products);
        assert_eq!(
            wizard.page("products").texts(".steps-line"),
            [format!("Step 3 of {all}")]
        );
        let review = wizard.page("review");
        assert_eq!(
            review.texts(".steps-line"),
            [format!("Step {number} of {all}")]
        );
        let done = |page: &Page| {
            let states = page.texts(".step-state");
            assert_eq!(states.len(), all);
            states.iter().filter(|state| *state == "Done").count()
        };
        let told = format!("{} of {all}", done(&review));
        for place in ["details", "review", "all"] {
            let left = wizard.press(place, "Save and exit", &[]);
            let list = wizard.browser.follow(left).page();
            assert_eq!(
                list.texts("[data-banner]"),
                [format!("Done: Draft saved. {told} steps are done.")],
                "{place}"
            );
            let row = list.texts(&format!("tr[data-id={}] td", wizard.draft));
            assert_eq!(row[0], told, "{place}");
        }
    }
}

#[test]
fn who_else_saved_the_draft_is_said() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    portal.clock.advance(chrono::TimeDelta::minutes(2));
    let member = portal.sign_in(MEMBER);
    let page = member.get(&wizard.at("details")).page();
    assert!(
        page.text()
            .contains("Dana Li saved this draft 2 minutes ago."),
        "{}",
        page.text()
    );
    assert!(
        !wizard.page("details").text().contains("saved this draft"),
        "one's own saves are no news"
    );
}

#[test]
fn what_is_not_there_and_what_is_not_ones_own_is_one_page() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let nowhere = wizard.browser.get("/nowhere");
        assert_eq!(nowhere.status, 404);
        let missing = "/isv/drafts/drf_01h455vb4pex5vsknk084sn02q";
        for path in [
            wizard.at("nonsense"),
            wizard.at("Details"),
            wizard.at("details/"),
            wizard.at(""),
            format!("{missing}/details"),
            format!("{missing}/review"),
            format!("{missing}/all"),
            "/isv/drafts/x/details".to_owned(),
            "/isv/drafts/opp_01h455vb4pex5vsknk084sn02q/details".to_owned(),
        ] {
            for answer in [
                wizard.browser.get(&path),
                wizard.browser.post(&path, &[("version", "1")]),
            ] {
                assert_eq!(
                    (answer.status, &answer.body),
                    (404, &nowhere.body),
                    "{path}"
                );
            }
        }
        let stranger = portal.sign_in(STRANGER);
        for place in [
            "details",
            "discount",
            "review",
            "all",
            "discount/preview",
            "discard",
        ] {
            let answers = match place {
                "discount/preview" => vec![stranger.post(&wizard.at(place), &[])],
                _ => vec![
                    stranger.get(&wizard.at(place)),
                    stranger.post(&wizard.at(place), &[("version", "1")]),
                ],
            };
            for answer in answers {
                assert_eq!(
                    (answer.status, &answer.body),
                    (404, &nowhere.body),
                    "{place}"
                );
            }
            // What was typed comes back, of what is another's as of what is not there.
            let typed = [("version", "1"), ("name", "x")];
            let foreign = stranger.post(&wizard.at(place), &typed);
            let absent = stranger.post(&format!("{missing}/{place}"), &typed);
            assert_eq!((foreign.status, foreign.text()), (404, absent.text()));
        }
        assert_eq!(wizard.answered(Step::Details).get("name"), "Q1 renewals");
    });
}

#[test]
fn a_viewer_is_told_who_can_and_nobody_is_sent_to_sign_in_and_back() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let viewer = portal.sign_in(VIEWER);
    for answer in [
        viewer.get(&wizard.at("discount")),
        viewer.post(&wizard.at("discount"), &[]),
    ] {
        assert_eq!(
            (answer.status, answer.page().heading()),
            (403, "You cannot do this with your role".into())
        );
        assert!(
            answer
                .page()
                .text()
                .contains("Dana Li and Marek Nowak can."),
            "{}",
            answer.page().text()
        );
    }
    let nobody = portal.anonymous();
    let step = wizard.at("discount?return=review");
    let sent = nobody.get(&step);
    assert_eq!(sent.status, 303);
    let form = nobody.follow(sent).page().form("Sign in");
    let form = form
        .set("email", ADMIN)
        .set("password", crate::people::PASSWORD);
    let back = nobody.submit("/sign-in", &form);
    assert_eq!((back.status, back.location()), (303, step.as_str()));
    let posted = portal
        .anonymous()
        .post(&wizard.at("details"), &[("name", "x")]);
    assert_eq!(
        (posted.status, posted.page().heading()),
        (401, "Sign in".into())
    );
    assert_eq!(wizard.answered(Step::Details).get("name"), "Q1 renewals");
}
