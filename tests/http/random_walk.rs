//! Forms filled at random: whatever is sent, every answer is one that a person understands, and nothing breaks.

use crate::portal::{Database, TestPortal};
use crate::trade::{CONTOSO, HARBOR, LOGSTREAM, RELAY, VAULT};
use crate::wizard::Wizard;
use consign::answers::Step;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Walks on SQLite.
const WALKS: u32 = 200;
/// Walks on each other database, where only the storing differs.
const FEW_WALKS: u32 = 25;

const PRODUCTS: [&str; 6] = [
    LOGSTREAM,
    RELAY,
    VAULT,
    "prod-sentinelami01",
    "prod-harbormaster1",
    "prod-tideanalytic1",
];

/// One form: where it is sent, the button, and what is typed.
#[derive(Debug, Clone)]
struct Sent {
    place: &'static str,
    go: String,
    typed: Vec<(String, String)>,
}

fn place() -> impl Strategy<Value = &'static str> {
    let mut places: Vec<&str> = Step::ALL.map(Step::as_str).to_vec();
    places.extend([
        "discount",
        "dimensions",
        "discount",
        "dimensions",
        "review",
        "all",
        "all",
    ]);
    proptest::sample::select(places)
}

fn go() -> impl Strategy<Value = String> {
    let known = [
        "next",
        "review",
        "exit",
        "preview",
        "filter",
        "add",
        "remove:1",
        "remove:99",
        "remove:x",
        "generate",
        "create",
        "mine",
        "theirs",
        "add_dimension:prod-vaultstorage1",
        "remove_dimension:prod-vaultstorage1:1",
        "remove_dimension:x",
        "",
    ];
    prop_oneof![9 => proptest::sample::select(known.map(str::to_owned).to_vec()), 1 => ".{0,12}"]
}

fn value() -> impl Strategy<Value = String> {
    let known = [
        "",
        "0",
        "1",
        "12",
        "100",
        "101",
        "-1",
        "0.5",
        "33.333",
        "1e9",
        "1,200.50",
        "1.200,50",
        "99999999999999999999",
        "100000000",
        "0.000000001",
        "2026",
        "2027",
        "31",
        "yes",
        "custom",
        "P1M",
        "P12M",
        "P365D",
        "percentage",
        "individual",
        "flexible",
        "single_use",
        "specific_time",
        "no_set_time",
        "public",
        "upload",
        "rcmp",
        "theirs",
        "price",
        "percent",
        "JPY",
        "EUR",
        "monthly",
        "custom",
        "\u{0}",
        "\u{202E}x",
        "😀",
        "<b>",
        "Feb",
        "NaN",
        "∞",
        "٣",
        "doc_01h455vb4pex5vsknk084sn02q",
        "111122223333\n1",
    ];
    prop_oneof![4 => proptest::sample::select(known.map(str::to_owned).to_vec()), 1 => ".{0,40}"]
}

fn name() -> impl Strategy<Value = String> {
    let product = proptest::sample::select(PRODUCTS.to_vec());
    let plain = [
        "name",
        "description",
        "discount_type",
        "percent",
        "currency",
        "zero",
        "contract_length",
        "duration",
        "end-day",
        "end-month",
        "end-year",
        "buyers",
        "eula",
        "contract",
        "plan_total",
        "plan_first",
        "plan_frequency",
        "plan_every",
        "plan_count",
        "plan_date-day",
        "plan_date-month",
        "plan_date-year",
        "product_filter",
        "reseller_filter",
        "amount[1]",
        "amount[2]",
        "date[1]-day",
        "date[1]-month",
        "date[1]-year",
        "date[2]-day",
        "amount[4294967295]",
        "amount[x]",
        "amount[",
        "rate[plain_over]",
        "units[plain_gb]",
        "units[team]",
        "pick:name",
        "listed",
        "version",
    ];
    let of_product = proptest::sample::select(vec![
        "term[P]",
        "term_custom[P]",
        "rule[P][*]",
        "value[P][*]",
        "value[P][team:P12M]",
        "value[P][ingest_gb]",
        "keep[P][plain_gb]",
        "dim_name[P][1]",
        "dim_key[P][1]",
        "dim_unit[P][1]",
        "dim_units[P][1]",
        "dim_price[P][1][P12M]",
        "dim_name[P][4294967295]",
        "fee[P][plain_over]",
    ]);
    prop_oneof![
        6 => proptest::sample::select(plain.map(str::to_owned).to_vec()),
        3 => (of_product, product).prop_map(|(name, product)| name.replace('P', "\u{1}").replace("[\u{1}]", &format!("[{product}]")).replace('\u{1}', "P")),
        1 => "[a-z_]{0,8}(\\[.{0,4}\\])?",
    ]
}

fn sent() -> impl Strategy<Value = Sent> {
    (
        place(),
        go(),
        proptest::collection::vec((name(), value()), 0..14),
        proptest::sample::subsequence(PRODUCTS.to_vec(), 0..3),
    )
        .prop_map(|(place, go, mut typed, products)| {
            let products = products
                .into_iter()
                .map(|product| ("product".to_owned(), product.to_owned()));
            typed.extend(products);
            Sent { place, go, typed }
        })
}

/// Sends a form as the page of that moment would, with what is typed added to it.
fn send(wizard: &Wizard<'_>, sent: &Sent) {
    let path = wizard.at(sent.place);
    let shown = wizard.browser.get(&path);
    assert!(
        [200, 303].contains(&shown.status),
        "{path}: {} {}",
        shown.status,
        shown.text()
    );
    let hidden = |name: &str| match shown.status {
        200 => shown.page().values(name).first().cloned(),
        _ => None,
    };
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("version", hidden("version").as_deref().unwrap_or("1"));
    body.append_pair("seen", &hidden("seen").unwrap_or_default());
    body.extend_pairs(&sent.typed).append_pair("go", &sent.go);
    let answer = wizard
        .browser
        .request("POST", &path)
        .form(body.finish())
        .send();
    assert!(
        [303, 404, 409, 422].contains(&answer.status),
        "{path}: {} {}",
        answer.status,
        answer.text()
    );
    if answer.status == 422 {
        let errors = answer.page().errors();
        assert!(!errors.is_empty(), "{path} says nothing of what is wrong");
        // No page has the button that fills in payments without their boxes.
        if sent.place != "review" && sent.go != "generate" {
            for (field, text) in errors {
                let target = answer.page().attributes(&format!("[id='{field}']"), "id");
                assert!(
                    !target.is_empty(),
                    "{path}: the link of {text:?} to {field:?} leads nowhere"
                );
            }
        }
    }
    for place in ["review", "all"] {
        let page = wizard.browser.get(&wizard.at(place));
        assert!(
            [200, 303].contains(&page.status),
            "{place}: {} {}",
            page.status,
            page.text()
        );
    }
}

fn walk(database: Database, walks: u32) {
    let portal = TestPortal::start(database);
    let wizard = Wizard::of(&portal, &[VAULT, LOGSTREAM]);
    let resellers = [CONTOSO, HARBOR].map(|account| wizard.trade.reseller(account).to_string());
    let config = Config {
        cases: walks,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let walked = runner.run(&proptest::collection::vec(sent(), 1..4), |forms| {
        let start = wizard.trade.answers("A walk");
        let draft = wizard.trade.keep(&start);
        let walking = Wizard {
            trade: routes_trade(&portal),
            browser: portal.anonymous(),
            draft: draft.to_string(),
        };
        walking
            .browser
            .set_cookie("sid", &wizard.browser.cookie("sid").expect("a session"));
        for mut form in forms {
            if form.place == "resellers" || form.place == "all" {
                form.typed.extend(
                    resellers
                        .iter()
                        .map(|id| ("reseller".to_owned(), id.clone())),
                );
            }
            send(&walking, &form);
        }
        let scope = wizard.trade.scope;
        let gone = portal
            .db
            .write_now(|c| consign::store::drafts::discard(c, &scope, draft));
        gone.expect("it can be discarded");
        Ok(())
    });
    walked.unwrap_or_else(|failure| panic!("{failure}"));
}

fn routes_trade(portal: &TestPortal) -> crate::trade::Trade<'_> {
    crate::routes::trade(portal, crate::trade::ADMIN)
}

#[test]
fn no_form_breaks_anything() {
    walk(Database::Sqlite, WALKS);
}

#[test]
fn no_form_breaks_anything_in_another_database() {
    for database in &Database::ALL[1..] {
        walk(*database, FEW_WALKS);
    }
}
