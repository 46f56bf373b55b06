//! What was reviewed is what the partner and the buyer read afterwards and what an acceptance records, to the last digit.

use super::{BUYER, Offer, scheduled, vault};
use crate::html::Page;
use crate::offered::{accept, acceptance};
use crate::portal::on_each_database;
use crate::trade::{ADMIN, Trade};
use crate::wizard::{Typed, fill};
use consign::answers::offer::OfferStep;
use consign::answers::{Answers, Step};

/// Goes through the pages of a draft and extends the offer: where it is, and where its buyer opens it.
fn extend(offer: &Offer<'_>, price: Typed<'_>, payments: Option<Typed<'_>>) -> (String, String) {
    offer.accepts(OfferStep::Terms, &[("buyers", BUYER)], "price");
    match payments {
        None => offer.accepts(OfferStep::Price, price, "documents"),
        Some(payments) => {
            offer.accepts(OfferStep::Price, price, "schedule");
            offer.accepts(OfferStep::Schedule, payments, "documents");
        }
    }
    offer.accepts(OfferStep::Documents, &[], "dates");
    let dates = [
        ("name", "Storage for Alpine"),
        ("description", "Negotiated by Tom"),
        ("expiry-day", "31"),
        ("expiry-month", "12"),
        ("expiry-year", "2026"),
    ];
    offer.accepts(OfferStep::Dates, &dates, "review");
    let made = offer.extend();
    assert_eq!(made.status, 303, "{}", made.text());
    let (path, secret) = made.location().split_once("?link=").expect("its link");
    (path.to_owned(), format!("/offers/{secret}"))
}

/// The cells that stand under this heading.
fn under(page: &Page, heading: &str) -> Vec<String> {
    page.texts(&format!("td[data-heading=\"{heading}\"]"))
}

/// The cells of the table of payments, in its body or its foot.
fn payments(page: &Page, part: &str) -> Vec<String> {
    page.texts(&format!("div[aria-label=Payments] {part} td"))
}

/// That the partner reads these at the end of the only agreement: purchase, wholesale and margin.
fn agreed(offer: &Offer<'_>, path: &str, totals: [&str; 3]) {
    let made = offer.browser.get(path).page().texts(".agreement dd");
    assert_eq!(made.len(), 9, "{made:?}");
    assert_eq!(made[6..], totals);
}

/// Vault Storage at this discount for its partner.
fn at_discount(trade: &Trade<'_>, percent: &str) -> Answers {
    let mut answers = vault(trade);
    let mut discount = answers.get(Step::Discount).clone();
    discount.set("percent", percent);
    answers.set(Step::Discount, discount);
    answers
}

/// An offer by a discount off the list prices, which are 16.00 and 16.60 for a year, 0.10 and 0.11 beyond.
struct Discounted {
    /// What Northwind takes off for Contoso, and Contoso for the buyer.
    percents: [&'static str; 2],
    /// The markup that it is worth.
    worth: &'static str,
    prices: [&'static str; 4],
    margins: [&'static str; 4],
    /// Purchase, wholesale and margin of 100 of the first and 3 of the second.
    totals: [&'static str; 3],
}

const DISCOUNTED: [Discounted; 4] = [
    Discounted {
        percents: ["20", "12"],
        worth: "10",
        prices: ["14.08 USD", "14.608 USD", "0.088 USD", "0.0968 USD"],
        margins: ["1.28 USD", "1.328 USD", "0.008 USD", "0.0088 USD"],
        totals: ["1,451.824 USD", "1,319.84 USD", "131.984 USD"],
    },
    Discounted {
        percents: ["17.5", "10"],
        worth: "9.090909091",
        prices: ["14.40 USD", "14.94 USD", "0.09 USD", "0.099 USD"],
        margins: ["1.20 USD", "1.245 USD", "0.0075 USD", "0.00825 USD"],
        totals: ["1,484.82 USD", "1,361.085 USD", "123.735 USD"],
    },
    // 16.60 less 12.35% is 14.5499, and the wholesale prices are rounded as well.
    Discounted {
        percents: ["33.33", "12.35"],
        worth: "31.468426579",
        prices: ["14.024 USD", "14.55 USD", "0.08765 USD", "0.096415 USD"],
        margins: ["3.357 USD", "3.483 USD", "0.02098 USD", "0.023078 USD"],
        totals: ["1,446.05 USD", "1,099.901 USD", "346.149 USD"],
    },
    Discounted {
        percents: ["20", "20"],
        worth: "0",
        prices: ["12.80 USD", "13.28 USD", "0.08 USD", "0.088 USD"],
        margins: ["0.00 USD"; 4],
        totals: ["1,319.84 USD", "1,319.84 USD", "0.00 USD"],
    },
];

#[test]
fn a_discount_off_the_list_price_gives_exactly_the_prices_that_were_reviewed() {
    on_each_database(|portal| {
        for case in &DISCOUNTED {
            let [theirs, ours] = case.percents;
            let offer = Offer::empty(portal, |trade| at_discount(trade, theirs));
            let price = [("adjustment", "discount"), ("percent", ours)];
            offer.accepts(OfferStep::Price, &price, "documents");
            let review = offer.page("review");
            assert_eq!(under(&review, "Your price"), case.prices);
            let worth = format!(
                "A discount of {ours}% is worth a markup of {}%.",
                case.worth
            );
            assert!(review.text().contains(&worth), "{}", review.text());
            let (path, link) = extend(&offer, &price, None);
            let read = offer.browser.get(&path).page();
            assert_eq!(under(&read, "Buyer’s price"), case.prices);
            assert_eq!(under(&read, "Margin"), case.margins);
            let said = format!("Discount of {ours}% off the list price");
            assert!(read.texts("#details dd").contains(&said));
            let (buyer, open) = (portal.anonymous(), format!("{link}?account={BUYER}"));
            let shown = buyer.get(&open).page();
            assert_eq!(under(&shown, "Price"), case.prices);
            assert!(!shown.text().contains("iscount"), "{}", shown.text());
            let mut taken = acceptance(BUYER);
            taken.push(("units[enc_gb]", "3"));
            let done = accept(&buyer, &format!("{link}/accept"), &taken);
            assert_eq!(done.status, 303, "{}", done.text());
            let mine = buyer.get(&open).page().texts("#agreement dd");
            assert_eq!(mine.last().map(String::as_str), Some(case.totals[0]));
            agreed(&offer, &path, case.totals);
        }
    });
}

/// An offer with a payment schedule, of which Northwind gets 200.00 and 250.00.
struct Scheduled {
    payments: &'static [(&'static str, &'static str)],
    /// How the partner's page says it.
    said: &'static str,
    /// What the buyer pays for what is used beyond.
    usage: [&'static str; 2],
    /// What the buyer pays on the two days, and what the partner keeps of it.
    paid: [[&'static str; 2]; 2],
    /// Purchase, wholesale and margin.
    totals: [&'static str; 3],
}

const SCHEDULED: [Scheduled; 3] = [
    Scheduled {
        payments: &[
            ("payments", "own"),
            ("amount[1]", "220"),
            ("amount[2]", "250"),
        ],
        said: "Own amounts for each payment",
        usage: ["0.10 USD", "0.11 USD"],
        paid: [["220.00 USD", "20.00 USD"], ["250.00 USD", "0.00 USD"]],
        totals: ["470.00 USD", "450.00 USD", "20.00 USD"],
    },
    Scheduled {
        payments: &[
            ("payments", "own"),
            ("amount[1]", "200.01"),
            ("amount[2]", "1,250.10"),
        ],
        said: "Own amounts for each payment",
        usage: ["0.10 USD", "0.11 USD"],
        paid: [["200.01 USD", "0.01 USD"], ["1,250.10 USD", "1,000.10 USD"]],
        totals: ["1,450.11 USD", "450.00 USD", "1,000.11 USD"],
    },
    Scheduled {
        payments: &[("payments", "markup")],
        said: "Markup of 5% on the wholesale price",
        usage: ["0.105 USD", "0.1155 USD"],
        paid: [["210.00 USD", "10.00 USD"], ["262.50 USD", "12.50 USD"]],
        totals: ["472.50 USD", "450.00 USD", "22.50 USD"],
    },
];

#[test]
fn a_payment_schedule_is_read_as_it_was_written_and_its_sum_is_what_is_agreed() {
    on_each_database(|portal| {
        for case in &SCHEDULED {
            let offer = Offer::empty(portal, scheduled);
            let price = [("adjustment", "markup"), ("percent", "5")];
            let (path, link) = extend(&offer, &price, Some(case.payments));
            let read = offer.browser.get(&path).page();
            assert!(read.texts("#details dd").contains(&case.said.to_owned()));
            assert_eq!(under(&read, "Buyer’s price"), case.usage);
            let [[first, kept_of_first], [second, kept_of_second]] = case.paid;
            let [purchase, wholesale, margin] = case.totals;
            let rows = [
                ["1 Apr 2027", "200.00 USD", first, kept_of_first],
                ["1 Oct 2027", "250.00 USD", second, kept_of_second],
            ];
            assert_eq!(payments(&read, "tbody"), rows.concat());
            assert_eq!(payments(&read, "tfoot"), [wholesale, purchase, margin]);
            let (buyer, open) = (portal.anonymous(), format!("{link}?account={BUYER}"));
            let shown = buyer.get(&open).page();
            let rows = ["1 Apr 2027", first, "1 Oct 2027", second];
            assert_eq!(payments(&shown, "tbody"), rows);
            assert_eq!(payments(&shown, "tfoot"), [purchase]);
            assert_eq!(under(&shown, "Price"), case.usage);
            assert!(!shown.text().contains(wholesale), "{}", shown.text());
            let said = shown.attributes("#preview", "data-said");
            assert_eq!(said, [format!("To pay: {purchase}")]);
            let typed = [
                ("company", "Alpine Ski House"),
                ("person", "Greta Wolff"),
                ("eula", "accepted"),
            ];
            let done = buyer.submit(&open, &fill(shown.form("Accept offer"), &typed));
            let answer = (done.status, done.location());
            assert_eq!(answer, (303, open.as_str()), "{}", done.text());
            let mine = buyer.get(&open).page().texts("#agreement dd");
            let taken = "500 × Unencrypted data for 12 months";
            assert_eq!(mine[mine.len() - 2..], [taken, purchase]);
            agreed(&offer, &path, case.totals);
            vendor_sees_its_own(&offer, &path, wholesale, purchase);
        }
    });
}

/// That the vendor reads what it gets of an offer, and not what the buyer pays.
fn vendor_sees_its_own(offer: &Offer<'_>, path: &str, theirs: &str, paid: &str) {
    let vendor = offer.trade.portal.sign_in(ADMIN);
    let page = vendor.get(&path.replace("/partner/", "/isv/")).page();
    let text = page.text();
    assert!(text.contains("Alpine Ski House"), "{text}");
    assert!(text.contains(theirs) && !text.contains(paid), "{text}");
}
