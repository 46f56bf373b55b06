//! Drafts: begun, found again, thrown away.

use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{ADMIN, MEMBER, STRANGER, Trade, VIEWER};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::store::users;

const DRAFTS: &str = "/isv/drafts";

#[test]
fn without_drafts_the_list_says_so() {
    let portal = TestPortal::start(Database::Sqlite);
    insta::assert_snapshot!("none", portal.sign_in(ADMIN).get(DRAFTS).main());
    assert_eq!(portal.sign_in(VIEWER).get(DRAFTS).status, 403);
    assert_eq!(portal.sign_in(VIEWER).post(DRAFTS, &[]).status, 403);
}

#[test]
fn a_draft_is_listed_for_everybody_who_may_continue_it() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let details = browser.post(DRAFTS, &[]).location().to_owned();
        assert!(details.ends_with("/details"), "{details}");
        portal.clock.advance(TimeDelta::minutes(10));
        browser.post(
            &details,
            &[
                ("version", "1"),
                ("name", "Q1 <b>renewals</b>"),
                ("description", ""),
                ("go", "next"),
            ],
        );
        trade.keep(&trade.answers("Everything said"));
        portal.clock.advance(TimeDelta::minutes(1));
        browser.post(DRAFTS, &[]);
        insta::allow_duplicates! { insta::assert_snapshot!("some", portal.sign_in(MEMBER).get(DRAFTS).main()) };
        assert!(
            portal
                .sign_in(STRANGER)
                .get(DRAFTS)
                .page()
                .rows()
                .is_empty()
        );
    });
}

#[test]
fn a_draft_is_begun_with_nothing_sent() {
    on_each_database(|portal| {
        let begun = portal.sign_in(ADMIN).request("POST", DRAFTS).send();
        assert_eq!(begun.status, 303, "{}", begun.text());
        assert!(
            begun.location().ends_with("/details"),
            "{}",
            begun.location()
        );
    });
}

#[test]
fn two_quick_presses_begin_one_draft() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let first = browser.post(DRAFTS, &[]).location().to_owned();
        portal.clock.advance(TimeDelta::seconds(5));
        assert_eq!(browser.post(DRAFTS, &[]).location(), first);
        assert_ne!(
            portal.sign_in(MEMBER).post(DRAFTS, &[]).location(),
            first,
            "a colleague's is another"
        );
        portal.clock.advance(TimeDelta::seconds(1));
        let second = browser.post(DRAFTS, &[]).location().to_owned();
        assert_ne!(second, first, "later it is meant");
        browser.post(
            &second,
            &[("version", "1"), ("name", "Typed"), ("go", "next")],
        );
        assert_ne!(
            browser.post(DRAFTS, &[]).location(),
            second,
            "what was typed into is not begun again"
        );
    });
}

#[test]
fn a_draft_begins_with_the_reseller_or_product_that_it_is_begun_for() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let resellers = browser.get("/isv/resellers").page();
        let contoso = resellers.link("Contoso Consulting");
        let product = "/isv/products/prod-logstream0001";
        let mut begun = Vec::new();
        for (page, step, title) in [
            (contoso.as_str(), Step::Resellers, "Contoso Consulting"),
            (product, Step::Products, "LogStream"),
        ] {
            let form = browser.get(page).page().form("Create opportunity");
            let answer = browser.submit(page, &form);
            assert_eq!(answer.status, 303, "{page}");
            let first = answer.location();
            assert!(first.ends_with("/details"), "{first}");
            assert_eq!(browser.submit(page, &form).location(), first, "one press");
            let answers = trade.draft(first).answers;
            let answered: Vec<_> = Step::ALL.into_iter().filter(|s| answers.has(*s)).collect();
            assert_eq!(answered, [step], "{page}");
            let there = first.replace("details", step.as_str());
            let chosen = browser.get(&there).page().texts("[checked] + label");
            assert_eq!(chosen, [title]);
            let viewer = portal.sign_in(VIEWER).get(page);
            assert!(!viewer.text().contains("Create opportunity"), "{page}");
            begun.push(first.to_owned());
        }
        let empty = browser.post(DRAFTS, &[]).location().to_owned();
        assert!(!begun.contains(&empty) && begun[0] != begun[1], "{begun:?}");
    });
}

#[test]
fn no_draft_begins_for_what_cannot_be_chosen() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let resellers = browser.get("/isv/resellers").page();
        let tailspin = resellers.link("Tailspin Consulting");
        for page in [tailspin.as_str(), "/isv/products/prod-tideanalytic1"] {
            let answer = browser.get(page);
            assert_eq!(answer.status, 200, "{page}");
            assert!(!answer.text().contains("Create opportunity"), "{page}");
        }
        for sent in [("reseller", "x"), ("reseller", ""), ("product", "no id")] {
            assert_eq!(browser.post(DRAFTS, &[sent]).status, 404, "{sent:?}");
        }
        assert!(browser.get(DRAFTS).page().rows().is_empty());
    });
}

#[test]
fn a_person_has_fifty_drafts_at_most() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        trade.many_drafts(50);
        portal.clock.advance(TimeDelta::minutes(1));
        let browser = portal.sign_in(ADMIN);
        let answer = browser.post(DRAFTS, &[]);
        assert_eq!(answer.status, 422);
        let text = "You have 50 drafts – discard one to begin another";
        assert_eq!(
            answer.page().errors(),
            [("drafts".to_owned(), text.to_owned())]
        );
        assert!(answer.page().texts("h2").contains(&"Mine (50)".to_owned()));
        assert_eq!(
            portal.sign_in(MEMBER).post(DRAFTS, &[]).status,
            303,
            "colleagues have their own"
        );
    });
}

#[test]
fn a_draft_is_thrown_away_after_asking() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let browser = portal.sign_in(ADMIN);
        let id = trade.keep(&trade.answers("Not needed"));
        let path = format!("{DRAFTS}/{id}/discard");
        let page = browser.get(&path).page();
        insta::allow_duplicates! { insta::assert_snapshot!("discard", page.outline()) };
        assert_eq!(portal.sign_in(STRANGER).get(&path).status, 404);
        assert_eq!(portal.sign_in(STRANGER).post(&path, &[]).status, 404);
        let answer = browser.submit(&path, &page.form("Discard draft"));
        assert_eq!((answer.status, answer.location()), (303, DRAFTS));
        let list = browser.follow(answer).page();
        assert_eq!(
            list.texts("[data-banner]"),
            ["Done: “Not needed” is discarded."]
        );
        assert!(list.rows().is_empty());
        assert_eq!(browser.get(&path).status, 404);
        assert_eq!(
            browser.submit(&path, &page.form("Discard draft")).status,
            404
        );
    });
}

#[test]
fn what_was_typed_for_a_draft_that_a_colleague_discarded_comes_back_and_strangers_are_told_the_same()
 {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let (browser, colleague) = (portal.sign_in(ADMIN), portal.sign_in(MEMBER));
        let [gone, there] = ["Soon gone", "Stays"].map(|name| trade.keep(&trade.answers(name)));
        let at = |id, place| format!("{DRAFTS}/{id}/{place}");
        let details = at(gone, "details");
        let form = browser.get(&details).page().form("Save and continue");
        let form = form.set("description", "Typed for <b>long</b>");
        let discard = at(gone, "discard");
        let asked = colleague.get(&discard).page().form("Discard draft");
        assert_eq!(colleague.submit(&discard, &asked).status, 303);
        let answer = browser.submit(&details, &form);
        assert_eq!(answer.status, 404);
        insta::allow_duplicates! { insta::assert_snapshot!("gone", answer.page().outline()) };
        assert!(
            answer.page().texts("button").is_empty(),
            "it would not be there then either"
        );
        let stranger = portal.sign_in(STRANGER);
        for id in [gone, there] {
            let same = stranger.submit(&at(id, "details"), &form);
            assert_eq!((same.status, same.text()), (404, answer.text()));
        }
    });
}

#[test]
fn ones_own_drafts_and_those_of_others_stand_apart_and_are_counted_as_in_the_header() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        trade.many_drafts(2);
        let member = portal.sign_in(MEMBER);
        member.post(DRAFTS, &[]);
        for (email, mine, others) in [(ADMIN, 2, 1), (MEMBER, 1, 2)] {
            let page = portal.sign_in(email).get(DRAFTS).page();
            let headings = [
                format!("Mine ({mine})"),
                format!("Drafts of colleagues ({others})"),
            ];
            assert_eq!(page.texts("main h2"), headings);
            assert_eq!(page.texts("#drafts tbody tr").len(), mine);
            assert_eq!(page.texts("#others tbody tr").len(), others);
            let header = page.texts("nav[aria-label=Main] a[aria-current]");
            assert!(header[0].contains(&mine.to_string()), "{header:?}");
        }
    });
}

#[test]
fn many_drafts_have_pages_ones_own_and_those_of_others_each() {
    on_each_database(|portal| {
        let mine = Trade::begin(portal);
        let people = portal.db.read_now(|c| users::of(c, mine.scope.isv()));
        let mut people = people.expect("they can be read").into_iter();
        let others = Trade {
            creator: people
                .find(|person| person.email == MEMBER)
                .expect("a member"),
            ..Trade::begin(portal)
        };
        for number in 1..=27 {
            portal.clock.advance(TimeDelta::minutes(1));
            mine.keep(&mine.answers(&format!("Mine {number:02}")));
            others.keep(&others.answers(&format!("Theirs {number:02}")));
        }
        let browser = portal.sign_in(ADMIN);
        let names = |address: &str| -> [Vec<String>; 2] {
            let path = address.split('#').next().unwrap_or_default();
            let page = browser.get(path).page();
            ["#drafts", "#others"].map(|list| page.texts(&format!("{list} tbody th")))
        };
        let named = |who: &str, numbers: &[u32]| -> Vec<String> {
            let numbers = numbers.iter().rev();
            numbers.map(|n| format!("{who} {n:02}")).collect()
        };
        let (last, first): (Vec<u32>, Vec<u32>) = ((1..=2).collect(), (3..=27).collect());
        let page = browser.get(DRAFTS).page();
        assert_eq!(
            page.texts("main h2"),
            ["Mine (27)", "Drafts of colleagues (27)"]
        );
        assert_eq!(
            page.texts(".pages p"),
            ["Rows 1 to 25 of 27", "Rows 1 to 25 of 27"]
        );
        let next = page.attributes("a[rel=next]", "href");
        assert_eq!(
            next,
            [
                format!("{DRAFTS}?page=2&others=1#drafts"),
                format!("{DRAFTS}?page=1&others=2#others"),
            ]
        );
        assert_eq!(
            names(DRAFTS),
            [named("Mine", &first), named("Theirs", &first)]
        );
        assert_eq!(
            names(&next[0]),
            [named("Mine", &last), named("Theirs", &first)]
        );
        assert_eq!(
            names(&next[1]),
            [named("Mine", &first), named("Theirs", &last)]
        );
        assert!(
            page.title()
                .starts_with("Drafts (page 1 of 2), of colleagues page 1 of 2")
        );
        for beyond in ["page=9", "others=4294967295"] {
            let answer = browser.get(&format!("{DRAFTS}?{beyond}"));
            assert_eq!((answer.status, answer.location()), (303, DRAFTS));
        }
        let odd = [named("Mine", &first), named("Theirs", &first)];
        assert_eq!(names(&format!("{DRAFTS}?page=0&others=x")), odd);
    });
}
