//! *Opportunities created*: the table, its filters and buttons, its download.

use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{
    ADMIN, CONTOSO, HARBOR, LOGSTREAM, MEMBER, PARTNER, RELAY, STRANGER, Trade, VIEWER, fields,
};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::store::FILE_READERS;

const LIST: &str = "/isv/opportunities";
const SELECTED: &str = "/isv/opportunities/selected";

/// Four opportunities that differ in everything that is sorted by.
fn four(trade: &Trade<'_>) -> [String; 4] {
    let harbor = trade.reseller(HARBOR).to_string();
    let tick = || trade.portal.clock.advance(TimeDelta::hours(24));
    let beta = trade.named("Beta");
    tick();
    let mut answers = trade.answers("alpha <b>&amp;</b>");
    answers.set(
        Step::Discount,
        fields(&[
            ("discount_type", "percentage"),
            ("percent", "5"),
            ("listed", RELAY),
            ("term[prod-relaydesk0001]", "P12M"),
        ]),
    );
    answers.set(Step::Products, fields(&[("product", RELAY)]));
    answers.set(
        Step::Duration,
        fields(&[
            ("duration", "specific_time"),
            ("end-day", "31"),
            ("end-month", "12"),
            ("end-year", "2026"),
        ]),
    );
    let alpha = trade.give(&answers);
    tick();
    let mut answers = trade.answers("Delta");
    answers.set(Step::Resellers, fields(&[("reseller", &harbor)]));
    answers.set(Step::Duration, fields(&[("duration", "single_use")]));
    let delta = trade.give(&answers);
    trade.used(&delta, 1);
    tick();
    let mut answers = trade.answers("Charlie");
    answers.set(
        Step::Discount,
        fields(&[
            ("discount_type", "individual"),
            ("currency", "USD"),
            ("rule[prod-logstream0001][ingest_gb]", "price"),
            ("value[prod-logstream0001][ingest_gb]", "0.15"),
            ("rule[prod-logstream0001][scan_host]", "percent"),
            ("value[prod-logstream0001][scan_host]", "20"),
        ]),
    );
    let charlie = trade.give(&answers);
    trade.revoke(&charlie);
    [alpha, beta, charlie, delta]
}

#[test]
fn without_opportunities_the_table_invites_to_create_one() {
    on_each_database(|portal| {
        insta::allow_duplicates! {
            insta::assert_snapshot!("empty", portal.sign_in(ADMIN).get(LIST).main());
            insta::assert_snapshot!("empty_for_a_viewer", portal.sign_in(VIEWER).get(LIST).main());
        }
    });
}

#[test]
fn the_table_shows_what_was_created() {
    on_each_database(|portal| {
        four(&Trade::begin(portal));
        insta::allow_duplicates! {
            insta::assert_snapshot!("filled", portal.sign_in(MEMBER).get(LIST).main());
            insta::assert_snapshot!("filled_for_a_viewer", portal.sign_in(VIEWER).get(LIST).main());
        }
        assert!(portal.sign_in(STRANGER).get(LIST).page().rows().is_empty());
    });
}

#[test]
fn every_column_sorts_both_ways() {
    on_each_database(|portal| {
        four(&Trade::begin(portal));
        let browser = portal.sign_in(ADMIN);
        let names = |sort: &str| {
            let rows = browser.get(&format!("{LIST}?sort={sort}")).page().rows();
            rows.into_iter()
                .map(|row| row[1].chars().next().unwrap_or_default())
                .collect::<String>()
        };
        for (sort, order) in [
            ("name", "aBCD"),
            ("-name", "DCBa"),
            ("product", "BDCa"),
            ("-product", "aCDB"),
            ("reseller", "BaCD"),
            ("-reseller", "DCaB"),
            ("discount", "aBDC"),
            ("-discount", "DBaC"),
            ("created", "BaDC"),
            ("-created", "CDaB"),
            ("status", "aBDC"),
            ("-status", "CDBa"),
            ("last_day", "aBDC"),
            ("-last_day", "aCDB"),
            ("nonsense", "CDaB"),
            ("", "CDaB"),
        ] {
            assert_eq!(names(sort), order, "{sort}");
        }
        let page = browser.get(&format!("{LIST}?sort=name")).page();
        assert_eq!(page.texts("th[aria-sort=ascending]"), ["Opportunity name"]);
        assert_eq!(page.link("Opportunity name"), format!("{LIST}?sort=-name"));
        assert_eq!(page.link("Created date"), format!("{LIST}?sort=created"));
    });
}

#[test]
fn searches_and_filters_stand_in_the_address_and_can_be_taken_away() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        four(&trade);
        let (browser, contoso) = (portal.sign_in(ADMIN), trade.reseller(CONTOSO));
        let names = |query: &str| {
            let rows = browser.get(&format!("{LIST}?{query}")).page().rows();
            rows.into_iter()
                .map(|row| row[1].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("q=bet"), ["Beta"]);
        assert_eq!(names("q=HARBOR"), ["Delta"]);
        assert_eq!(names("status=used&status=revoked"), ["Charlie", "Delta"]);
        assert_eq!(
            names(&format!("reseller={contoso}&product={LOGSTREAM}")),
            ["Charlie", "Beta"]
        );
        assert_eq!(
            names("from=2026-11-23&to=2026-11-24"),
            ["Delta", "alpha <b>&amp;</b>"]
        );
        let query = format!(
            "q=e&status=active&reseller={contoso}&product={LOGSTREAM}&from=2026-11-22&to=2026-11-30"
        );
        let page = browser.get(&format!("{LIST}?{query}")).page();
        assert_eq!(page.rows().len(), 1);
        let chips = page.texts(".chip");
        let told = [
            "Search: e",
            "Status: Active",
            "Reseller: Contoso Consulting",
            "Product: LogStream",
            "Created from 22 Nov 2026",
            "Created to 30 Nov 2026",
        ];
        assert_eq!(chips, told.map(|filter| format!("Remove filter {filter}")));
        assert_eq!(
            page.link("Remove filter Search: e"),
            format!("{LIST}?{}", query.trim_start_matches("q=e&"))
        );
        assert_eq!(page.link("Clear all"), LIST);
        insta::allow_duplicates! { insta::assert_snapshot!("no_match", browser.get(&format!("{LIST}?q=nothing&per=50")).main()) };
        let form = page
            .form("Apply")
            .set("q", "beta")
            .set("from", "")
            .set("to", "");
        assert_eq!(browser.submit(LIST, &form).page().rows().len(), 1);
    });
}

#[test]
fn a_day_that_is_none_is_told_beside_its_box() {
    let portal = TestPortal::start(Database::Sqlite);
    four(&Trade::begin(&portal));
    let answer = portal
        .sign_in(ADMIN)
        .get("/isv/opportunities?from=soon&to=2026-11-30");
    assert_eq!(answer.status, 422);
    let text = "Created from must be a real date, like 2026-11-22";
    assert_eq!(
        answer.page().errors(),
        [("from".to_owned(), text.to_owned())]
    );
    assert_eq!(answer.page().error_for("from").as_deref(), Some(text));
    assert_eq!(answer.page().values("from"), ["soon"]);
    assert!(answer.page().title().starts_with("Error: "));
}

#[test]
fn who_comes_back_to_where_the_buttons_lead_finds_the_list() {
    on_each_database(|portal| {
        for (email, side) in [(VIEWER, "isv"), (PARTNER, "partner")] {
            let answer = portal
                .sign_in(email)
                .get(&format!("/{side}/opportunities/selected?q=beta"));
            let list = format!("/{side}/opportunities?q=beta");
            assert_eq!((answer.status, answer.location()), (303, list.as_str()));
        }
    });
}

#[test]
fn a_long_table_has_pages() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for number in 1..=27 {
            trade.named(&format!("Number {number:02}"));
        }
        let browser = portal.sign_in(ADMIN);
        let page = browser.get(&format!("{LIST}?sort=name&page=2")).page();
        assert_eq!(
            page.title(),
            "Opportunities created (page 2 of 2) – Consign"
        );
        assert_eq!(page.heading(), "Opportunities created (27)");
        assert_eq!(
            page.rows()
                .iter()
                .map(|row| row[1].as_str())
                .collect::<Vec<_>>(),
            ["Number 26", "Number 27"]
        );
        assert_eq!(page.link("Previous"), format!("{LIST}?sort=name"));
        assert_eq!(page.link("50"), format!("{LIST}?sort=name&per=50"));
        assert_eq!(
            page.texts("button[name=do]").len(),
            3,
            "a short page has its buttons once"
        );
        assert_eq!(
            browser.get(LIST).page().texts("button[name=do]").len(),
            6,
            "a long page has them above and below"
        );
        assert_eq!(
            browser.get(&format!("{LIST}?per=50")).page().rows().len(),
            27
        );
        assert_eq!(
            browser.get(&format!("{LIST}?per=1000")).page().rows().len(),
            25
        );
        for beyond in ["3", "99", "4294967295"] {
            let answer = browser.get(&format!("{LIST}?sort=name&page={beyond}"));
            assert_eq!(
                (answer.status, answer.location()),
                (303, format!("{LIST}?sort=name").as_str())
            );
        }
    });
}

#[test]
fn the_buttons_lead_on_with_the_chosen_row() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let [alpha, _, charlie, delta] = four(&trade);
        let browser = portal.sign_in(MEMBER);
        let press = |act: &str, id: &str| {
            browser.post(&format!("{SELECTED}?sort=name"), &[("do", act), ("id", id)])
        };
        assert_eq!(press("view", &alpha).location(), format!("{LIST}/{alpha}"));
        assert_eq!(
            press("revoke", &alpha).location(),
            format!("{LIST}/{alpha}/revoke")
        );
        assert!(press("clone", &alpha).location().ends_with("/review"));
        let page = browser.get(&format!("{LIST}?sort=name")).page();
        assert_eq!(
            page.form("Revoke").action,
            format!("{SELECTED}?sort=name#id")
        );
        for (id, text) in [
            (&charlie, "\"Charlie\" is already revoked"),
            (&delta, "\"Delta\" is already used"),
        ] {
            let answer = press("revoke", id);
            assert_eq!(answer.status, 422);
            assert_eq!(answer.page().errors(), [("id".to_owned(), text.to_owned())]);
            assert_eq!(
                answer.page().values("id"),
                [id.as_str()],
                "the row stays chosen"
            );
        }
        assert_eq!(press("burn", &alpha).status, 400);
        assert_eq!(press("view", "opp_1").status, 404);
        let stranger = portal
            .sign_in(STRANGER)
            .post(SELECTED, &[("do", "revoke"), ("id", &alpha)]);
        assert_eq!(stranger.status, 404);
        assert_eq!(
            portal
                .sign_in(VIEWER)
                .post(SELECTED, &[("do", "revoke"), ("id", &alpha)])
                .status,
            403
        );
        assert_eq!(
            portal
                .sign_in(PARTNER)
                .post(SELECTED, &[("do", "view"), ("id", &alpha)])
                .status,
            404
        );
    });
}

#[test]
fn a_button_pressed_without_a_row_says_what_to_do() {
    on_each_database(|portal| {
        four(&Trade::begin(portal));
        let browser = portal.sign_in(ADMIN);
        for act in ["view", "clone", "revoke"] {
            let answer = browser.post(&format!("{SELECTED}?sort=name&q=a"), &[("do", act)]);
            assert_eq!(answer.status, 422);
            assert_eq!(
                answer.page().errors(),
                [("id".to_owned(), "Select an opportunity first".to_owned())]
            );
            assert_eq!(
                answer.page().texts("th[aria-sort=ascending]"),
                ["Opportunity name"],
                "it is the same list"
            );
            if act == "view" {
                insta::allow_duplicates! { insta::assert_snapshot!("none_chosen", answer.main()) };
            }
        }
    });
}

#[test]
fn the_list_downloads_as_it_is_filtered_and_sorted() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        four(&trade);
        let mut answers = trade.answers("=HYPERLINK(\"x\")");
        answers.set(
            Step::Buyers,
            fields(&[("buyers", "123412341234\n567856785678")]),
        );
        trade.give(&answers);
        let browser = portal.sign_in(VIEWER);
        let answer = browser.get("/isv/opportunities.csv?sort=name&status=active&page=7&per=50");
        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
        assert_eq!(
            answer.header("content-disposition"),
            Some("attachment; filename=\"opportunities-2026-11-25.csv\"")
        );
        let file = answer
            .text()
            .strip_prefix('\u{feff}')
            .expect("a mark of the encoding");
        assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
        insta::allow_duplicates! { insta::assert_snapshot!("csv", crate::html::number_ids(&file.replace('\r', ""))) };
        assert_eq!(
            portal
                .sign_in(STRANGER)
                .get("/isv/opportunities.csv")
                .text()
                .lines()
                .count(),
            1
        );
        assert_eq!(portal.anonymous().get("/isv/opportunities.csv").status, 303);
    });
}

/// Does something while so many files are under way, and then ends them.
fn while_fetched(portal: &TestPortal, files: u32, act: impl FnOnce(&dyn Fn())) {
    let (held, all_held) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let wait = std::sync::Arc::new(std::sync::Mutex::new(wait));
        for _ in 0..files {
            let (db, held, wait) = (portal.db.clone(), held.clone(), wait.clone());
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_time()
                    .build()
                    .expect("a runtime");
                let hold = db.read_file(move |_| {
                    held.send(()).expect("the test listens");
                    // Until the test lets go.
                    let _ = wait.lock().map(|wait| wait.recv());
                    Ok(())
                });
                runtime.block_on(hold).expect("a connection");
            });
        }
        for _ in 0..files {
            all_held.recv().expect("it is under way");
        }
        act(&|| (0..files).for_each(|_| release.send(()).expect("it waits")));
    });
}

#[test]
fn where_many_files_are_under_way_another_is_asked_to_come_again_and_pages_are_shown() {
    let portal = TestPortal::start(Database::Sqlite);
    Trade::begin(&portal);
    let browser = portal.sign_in(ADMIN);
    while_fetched(&portal, FILE_READERS.get(), |let_go| {
        let answer = browser.get("/isv/opportunities.csv");
        assert_eq!(
            (answer.status, answer.header("retry-after")),
            (503, Some("5"))
        );
        let partner = portal.sign_in(PARTNER);
        for (browser, page) in [
            (&browser, "/isv/reports"),
            (&partner, "/partner/reports"),
            (&browser, LIST),
        ] {
            assert_eq!(browser.get(page).status, 200, "{page}");
        }
        let_go();
    });
    assert_eq!(browser.get("/isv/opportunities.csv").status, 200);
}

#[test]
fn somebody_who_fetches_slowly_has_one_file_at_a_time_and_others_have_theirs() {
    on_each_database(|portal| {
        let file = "/isv/opportunities.csv";
        let browsers = [(); 2].map(|()| portal.sign_in(ADMIN));
        let colleague = portal.sign_in(MEMBER);
        while_fetched(portal, FILE_READERS.get(), |let_go| {
            std::thread::scope(|threads| {
                // It waits for a connection, as it would for a slow line.
                let first = threads.spawn(|| browsers[0].get(file));
                std::thread::sleep(std::time::Duration::from_millis(500));
                for path in [file, "/isv/reports.csv?report=opportunity-figures"] {
                    let second = browsers[1].get(path);
                    assert_eq!(
                        (second.status, second.header("retry-after")),
                        (429, Some("5")),
                        "{path}"
                    );
                    assert_eq!(second.page().heading(), "One download at a time");
                }
                let others = threads.spawn(|| colleague.get(file));
                let_go();
                for answer in [first, others] {
                    assert_eq!(answer.join().expect("an answer").status, 200);
                }
            });
        });
        assert_eq!(browsers[1].get(file).status, 200);
    });
}
