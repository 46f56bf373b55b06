//! Step 5: how long and how often it can be used.

use super::Wizard;
use crate::portal::{TestPortal, on_each_database};
use crate::trade::LOGSTREAM;
use consign::answers::{Fields, Step};

fn unanswered(portal: &TestPortal) -> Wizard<'_> {
    Wizard::with(portal, |trade, answers| {
        *answers = trade.answers("Q1 renewals");
        answers.set(Step::Duration, Fields::default());
        let mut chosen = Fields::default();
        chosen.add("product", LOGSTREAM);
        answers.set(Step::Products, chosen);
    })
}

fn until<'t>(kind: &'t str, [day, month, year]: [&'t str; 3]) -> [(&'t str, &'t str); 4] {
    [
        ("duration", kind),
        ("end-day", day),
        ("end-month", month),
        ("end-year", year),
    ]
}

#[test]
fn one_of_three_durations_is_chosen() {
    on_each_database(|portal| {
        let wizard = unanswered(portal);
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", wizard.page("duration").outline()) };
        let error = [("duration", "Select how long it can be used")];
        let page = wizard.refuses(Step::Duration, &[], &error);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        for (typed, words) in [
            (until("single_use", ["", "", ""]), vec!["Single Use"]),
            (
                until("no_set_time", ["", "", ""]),
                vec!["No Set Time Duration"],
            ),
            (
                until("specific_time", ["27", "3", "2027"]),
                vec!["Specific Time Duration", "27 Mar 2027, until midnight UTC"],
            ),
            (
                until("single_use", ["1", "Sept", "2030"]),
                vec!["Single Use", "1 Sep 2030, until midnight UTC"],
            ),
            // A day typed before another choice was made is kept and does not count.
            (
                until("no_set_time", ["31", "2", "x"]),
                vec!["No Set Time Duration"],
            ),
        ] {
            wizard.accepts(Step::Duration, &typed, "buyers");
            assert_eq!(wizard.page("review").texts("#duration dd"), words);
        }
        let answer = wizard.save(Step::Duration, &[("duration", "for_ever")]);
        super::assert_errors(&answer.page(), &error);
    });
}

#[test]
fn a_last_day_is_a_real_day_from_tomorrow_on() {
    on_each_database(|portal| {
        let wizard = unanswered(portal);
        let unreal = "Last day must be a real date";
        let past = "Last day must be tomorrow or later";
        for (day, field, text) in [
            (["", "", ""], "end-day", "Enter the last day"),
            (
                ["27", "", "2027"],
                "end-month",
                "Last day must include a month",
            ),
            (["", "3", "2027"], "end-day", "Last day must include a day"),
            (["27", "3", ""], "end-year", "Last day must include a year"),
            (
                ["", "", "2027"],
                "end-day",
                "Last day must include a day and a month",
            ),
            (["30", "2", "2027"], "end-day", unreal),
            (["29", "2", "2027"], "end-day", unreal),
            (["1", "13", "2027"], "end-day", unreal),
            (["1", "1", "27"], "end-day", unreal),
            (["x", "<b>", "''''"], "end-day", unreal),
            (["21", "11", "2026"], "end-day", past),
            (["22", "11", "2026"], "end-day", past),
        ] {
            let page = wizard.refuses(
                Step::Duration,
                &until("specific_time", day),
                &[(field, text)],
            );
            if day == ["27", "", "2027"] {
                insta::allow_duplicates! { insta::assert_snapshot!("refused_day", page.outline()) };
            }
        }
        let today = until("single_use", ["22", "11", "2026"]);
        wizard.refuses(Step::Duration, &today, &[("end-day", past)]);
        wizard.accepts(
            Step::Duration,
            &until("specific_time", ["23", "11", "2026"]),
            "buyers",
        );
        portal.clock.advance(chrono::TimeDelta::minutes(1));
        assert!(wizard.page("review").errors().is_empty());
    });
}

#[test]
fn a_day_that_comes_while_the_draft_is_open_is_over() {
    on_each_database(|portal| {
        let wizard = unanswered(portal);
        let tomorrow = until("specific_time", ["23", "11", "2026"]);
        wizard.accepts(Step::Duration, &tomorrow, "buyers");
        portal.clock.advance(chrono::TimeDelta::hours(12));
        let again = portal.sign_in(crate::trade::ADMIN);
        let page = again.get(&wizard.at("review")).page();
        let texts: Vec<String> = page.errors().into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["Last day must be tomorrow or later"]);
    });
}
