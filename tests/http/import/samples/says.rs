//! What the drafts say that requests with everything in them become.

use super::{
    DRAFT, NAME, RENEWAL, RESTRICT, SEAGLASS, UPDATE, USAGE, by_contract, by_use, create, drafts,
    go_back, imported, january, sample,
};
use crate::html::Page;
use crate::import::pasted;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, PARTNER};
use serde_json::Value;

/// A request, and what its draft says.
struct Sample {
    text: &'static str,
    duration: &'static [&'static str],
    buyers: &'static [&'static str],
    contract: bool,
}

impl Sample {
    const fn of(text: &'static str, duration: &'static [&'static str]) -> Self {
        Self {
            text,
            duration,
            buyers: &[],
            contract: false,
        }
    }

    const fn for_a_buyer(self) -> Self {
        Self {
            buyers: &["2222 3333 4444"],
            ..self
        }
    }

    const fn with_contract(self) -> Self {
        Self {
            contract: true,
            ..self
        }
    }
}

const UNTIL_MAY: &[&str] = &["Specific Time Duration", "31 May 2023, until midnight UTC"];
const ALWAYS: &[&str] = &["No Set Time Duration"];
const ONCE: &[&str] = &["Single Use"];

/// The requests for a price by the year.
const CONTRACTS: [Sample; 11] = [
    Sample::of(sample!("until_a_day"), UNTIL_MAY),
    Sample::of(sample!("until_a_day_released_second"), UNTIL_MAY),
    Sample::of(sample!("until_a_day_for_a_buyer"), UNTIL_MAY).for_a_buyer(),
    Sample::of(sample!("no_set_time"), ALWAYS),
    Sample::of(sample!("no_set_time_with_eula"), ALWAYS),
    Sample::of(sample!("no_set_time_with_contract"), ALWAYS).with_contract(),
    Sample::of(sample!("no_set_time_for_a_buyer"), ALWAYS).for_a_buyer(),
    Sample::of(sample!("single_use_with_eula"), ONCE),
    Sample::of(sample!("single_use_with_contract"), ONCE).with_contract(),
    Sample::of(sample!("single_use_limited_last"), ONCE),
    Sample::of(sample!("single_use_for_a_buyer"), ONCE).for_a_buyer(),
];
const FLEXIBLE: Sample = Sample::of(
    sample!("flexible"),
    &["Single Use", "30 Jun 2023, until midnight UTC"],
);

/// Every sample that is about an authorization.
fn all() -> Vec<&'static str> {
    let contracts = CONTRACTS.iter().map(|sample| sample.text);
    let others = [FLEXIBLE.text, USAGE, RENEWAL, DRAFT, UPDATE, RESTRICT];
    contracts.chain(others).collect()
}

/// The position of the first change of this kind.
fn position(request: &Value, kind: &str) -> Option<usize> {
    let changes = request["ChangeSet"].as_array().expect("changes");
    changes
        .iter()
        .position(|change| change["ChangeType"] == kind)
}

/// A request with its release at the end, if that comes before the prices.
fn released_last(text: &str) -> Option<String> {
    let mut request: Value = serde_json::from_str(text).expect("JSON");
    let release = position(&request, "ReleaseResaleAuthorization")?;
    if release > position(&request, "UpdatePricingTerms")? {
        return None;
    }
    let changes = request["ChangeSet"].as_array_mut().expect("changes");
    let change = changes.remove(release);
    changes.push(change);
    Some(request.to_string())
}

/// What is the same in all of them.
fn says_what_all_say(review: &Page, model: &str) {
    let described = [NAME, "Terms for everything that Contoso sells"];
    assert_eq!(review.texts("#details dd"), described);
    assert_eq!(review.texts("#resellers dt"), ["Contoso Consulting"]);
    assert_eq!(review.texts("#resellers dd"), ["4444 5555 6666 · US"]);
    let product = format!("{model} · {SEAGLASS}");
    assert_eq!(review.texts("#products dd"), [product]);
    let own = "https://files.example.com/seaglass/eula.pdf";
    let eula = ["Each product's own EULA", own];
    assert_eq!(review.texts("#eula dd"), eula);
}

fn errors(page: &Page) -> Vec<String> {
    page.errors().into_iter().map(|(_, text)| text).collect()
}

#[test]
fn drafts_in_january_2023_say_what_their_requests_say_and_are_created_so() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        let (mut created, mut early) = (0, 0);
        for sample in CONTRACTS.iter().chain([&FLEXIBLE]) {
            let (page, at) = imported(&browser, sample.text);
            assert_eq!(page.heading(), "Draft made", "{}", page.outline());
            assert!(!page.text().contains("You have this draft already"));
            let review = browser.get(&at).page();
            says_what_all_say(&review, "SaaS contract");
            assert_eq!(review.texts("#duration dd"), sample.duration);
            assert_eq!(review.texts("#buyers dd"), sample.buyers);
            if let Some(last) = released_last(sample.text) {
                let (page, same) = imported(&browser, &last);
                assert_eq!(same, at, "where the release stands says nothing");
                assert!(page.text().contains("You have this draft already"));
                early += 1;
            }
            let answer = create(&browser, &at);
            if sample.contract {
                assert!(page.text().contains("upload it"), "{}", page.outline());
                assert_eq!(answer.status, 422);
                assert_eq!(errors(&answer.page()), ["Choose a file to upload"]);
            } else {
                assert!(page.text().contains("Everything is filled in."));
                assert_eq!(answer.status, 200, "{}", answer.main());
                created += 1;
            }
        }
        assert_eq!((created, early, drafts(&browser)), (10, 11, 2));
        let partner = portal.sign_in(PARTNER);
        let given = partner.get("/partner/opportunities").page().rows();
        assert_eq!(given.len(), created);
    });
}

#[test]
fn prices_payments_and_dimensions_in_january_2023_are_those_of_the_request() {
    on_each_database(|portal| {
        let browser = january(portal, &by_contract());
        for sample in &CONTRACTS {
            let review = browser.get(&imported(&browser, sample.text).1).page();
            assert_eq!(review.texts(".prices tbody th"), ["Small"]);
            assert_eq!(review.texts(".prices td:last-child"), ["150.00 USD"]);
            assert_eq!(review.texts("#dimensions dd"), ["without Users"]);
        }
        // Of the eleven, three pairs say the same.
        assert_eq!(drafts(&browser), 8);
        let review = browser.get(&imported(&browser, FLEXIBLE.text).1).page();
        let discount = ["Flexible payment schedule", "USD", "10 units", "12 months"];
        assert_eq!(review.texts("#discount dd"), discount);
        let payments = review.texts("[aria-label=Payments] td");
        assert_eq!(
            payments,
            [
                "1 Sep 2023",
                "200.00 USD",
                "1 Dec 2023",
                "250.00 USD",
                "450.00 USD"
            ]
        );
    });
}

#[test]
fn a_request_for_usage_rates_in_january_2023_waits_for_its_contract() {
    on_each_database(|portal| {
        let browser = january(portal, &by_use());
        let (page, at) = imported(&browser, USAGE);
        let told = page.text();
        assert!(
            told.contains("It says Contract; Seaglass is a product of Usage prices"),
            "{told}"
        );
        let review = browser.get(&at).page();
        says_what_all_say(&review, "SaaS subscription");
        let until = ["Specific Time Duration", "31 Dec 2023, until midnight UTC"];
        assert_eq!(review.texts("#duration dd"), until);
        assert_eq!(review.texts(".prices td:last-child"), ["150.00 USD"]);
        assert_eq!(errors(&review), ["Choose a file to upload"]);
        let last = released_last(USAGE).expect("it is released early");
        assert_eq!(imported(&browser, &last).1, at);
        assert_eq!(create(&browser, &at).status, 422);
    });
}

#[test]
fn twelve_of_the_seventeen_samples_release_before_their_prices() {
    let all = all();
    let early = all.iter().filter(|text| released_last(text).is_some());
    assert_eq!((early.count(), all.len()), (12, 17));
}

#[test]
fn samples_of_a_product_that_is_not_there_are_refused_with_its_id() {
    on_each_database(|portal| {
        go_back(portal);
        let browser = portal.sign_in(ADMIN);
        let of_a_product = all().into_iter().filter(|text| text.contains(SEAGLASS));
        let mut refused = 0;
        for text in of_a_product {
            let answer = pasted(&browser, text);
            assert_eq!(answer.status, 422, "{}", answer.main());
            let told = answer.page().errors().remove(0).1;
            let expected =
                format!("{SEAGLASS} is not in your catalogue – import the product first");
            assert!(told.contains(&expected), "{told}");
            refused += 1;
        }
        assert_eq!((refused, drafts(&browser)), (15, 0));
    });
}
