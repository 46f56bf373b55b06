//! A row with a flexible payment schedule: what its cells say, and what is said at which of them.

use super::{catalogue, changed, good, reasons};
use crate::samples::{today, vault_storage};
use consign::answers::bulk::{self, Before, Layout, Outcome, Reason};
use consign::domain::duration::Duration;
use consign::domain::terms::ProvenTerms;

type Cells = Vec<(&'static str, &'static str)>;

/// A row that could be created, with these cells in place of its own.
fn with(changes: &[(&'static str, &'static str)]) -> Cells {
    let mut cells: Cells = vec![
        ("Discount type", "flexible"),
        ("Percent", ""),
        ("Contract durations", "P12M"),
        ("Payments", "2027-01-31 4000.00; 2027-04-30 4000.00"),
        ("Units", "plain_gb 25; enc_gb 100"),
        ("Duration", ""),
        ("Last day", "2026-12-31"),
        ("price:plain_over:usage", "0.07"),
        ("price:enc_over:usage", "0.08"),
    ];
    for (heading, text) in changes {
        match cells.iter_mut().find(|(known, _)| known == heading) {
            Some(cell) => cell.1 = text,
            None => cells.push((heading, text)),
        }
    }
    cells
}

/// The days and amounts of a row's payments, the units it buys and how long for, as text.
fn said(proven: &ProvenTerms) -> (String, String, String) {
    let schedule = proven.schedule(&vault_storage()).expect("a schedule");
    let currency = proven.terms().discount.currency();
    let payments = schedule.payments.iter();
    let payments: Vec<String> = payments
        .map(|payment| format!("{} {}", payment.date, payment.amount.plain(currency)))
        .collect();
    let grants = schedule.grants.iter();
    let grants: Vec<String> = grants
        .map(|grant| format!("{} {}", grant.dimension, grant.quantity))
        .collect();
    (
        payments.join("; "),
        grants.join("; "),
        schedule.contract.code(),
    )
}

#[test]
fn a_row_says_a_schedule_as_the_form_would() {
    let proven = good(&with(&[]));
    let last_day = Some("2026-12-31".parse().unwrap());
    assert_eq!(proven.terms().duration, Duration::SingleUse { last_day });
    let whole = (
        "2027-01-31 4000.00; 2027-04-30 4000.00".to_owned(),
        "plain_gb 25; enc_gb 100".to_owned(),
        "P12M".to_owned(),
    );
    assert_eq!(said(&proven), whole);
    let (_, _, book) = proven.grants().next().unwrap();
    let rate = |dimension: &str| {
        let mut lines = book.lines.iter();
        let line = lines.find(|line| line.key.dimension.as_str() == dimension);
        line.unwrap().wholesale.value().to_string()
    };
    assert_eq!([rate("plain_over"), rate("enc_over")], ["0.07", "0.08"]);
    // However people write it, and in whatever order the payments stand.
    for changes in [
        [
            ("Payments", "30 Apr 2027 USD 4,000.00\n31-01-2027   4000\n"),
            ("Units", "plain_gb 25\r\nenc_gb 100;"),
            ("Duration", "Single Use"),
        ],
        [
            ("Discount type", "Flexible payment schedule"),
            ("Contract durations", "p12m"),
            ("Units", "enc_gb 100; plain_gb  25"),
        ],
    ] {
        assert_eq!(said(&good(&with(&changes))), whole, "{changes:?}");
    }
}

#[test]
fn sixty_payments_of_the_largest_amount_fit_a_cell() {
    let day = |number: u64| {
        let first: chrono::NaiveDate = "2027-01-01".parse().unwrap();
        first + chrono::Days::new(number)
    };
    let payments = |count| -> &'static str {
        let each = (0..count).map(|number| format!("{} 100,000,000.00", day(number)));
        each.collect::<Vec<_>>().join("; ").leak()
    };
    assert!(payments(60).len() < consign::answers::bulk::MAX_CELL);
    good(&with(&[("Payments", payments(60))]));
    assert_eq!(
        reasons(&with(&[("Payments", payments(61))]))[0],
        (
            "Payments".to_owned(),
            "You can add up to 60 payments – this row has 61".to_owned()
        )
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn what_is_wrong_with_a_schedule_is_said_at_its_column() {
    let pair = "Payment 2 must be a day and an amount, like 2027-01-31 4000.00";
    let each = "Units must be a dimension’s key and a number each, like users 25; storage 100";
    for (change, column, text) in [
        (("Payments", ""), "Payments", "Add at least one payment"),
        (("Payments", "2027-01-31 1; 2027-04-30"), "Payments", pair),
        (("Payments", "2027-01-31 1; 4000"), "Payments", pair),
        (("Payments", "2027-01-31 1\n03/04/2027 1"), "Payments", pair),
        (
            ("Payments", "2027-01-31 1; 2027-02-30 1"),
            "Payments",
            "Date of payment 2 must be a real date",
        ),
        (
            ("Payments", "2027-01-31 1.005"),
            "Payments",
            "Amount of payment 1 must have two decimals or fewer",
        ),
        (
            ("Payments", "2027-01-31 much"),
            "Payments",
            "Amount of payment 1 must be a number, like 1,200.50",
        ),
        (
            ("Payments", "2027-01-31 1; 2027-01-31 2"),
            "Payments",
            "Payments 1 and 2 have the same date",
        ),
        (
            ("Payments", "2027-01-31 1; 2028-12-31 2"),
            "Payments",
            "Date of payment 2 must be before the contract ends, 31 Dec 2027",
        ),
        (
            ("Payments", "2027-01-31 0"),
            "Zero prices",
            "Confirm that the wholesale price is zero",
        ),
        (
            ("Units", ""),
            "Units",
            "Enter the units of at least one dimension",
        ),
        (("Units", "plain_gb"), "Units", each),
        (
            ("Units", "plain_gb 1.5"),
            "Units",
            "Units of Unencrypted data must be a whole number from 1 to 2,147,483,646",
        ),
        (
            ("Units", "users 25"),
            "Units",
            "Vault Storage has no contract dimension with the key users – write it as in your catalogue",
        ),
        (
            ("Units", "plain_gb 1; plain_gb 2"),
            "Units",
            "The units of plain_gb are there twice – keep one",
        ),
        (
            ("Contract durations", ""),
            "Contract durations",
            "Enter the contract duration in months",
        ),
        (
            ("Contract durations", "P12M P24M"),
            "Contract durations",
            "A flexible payment schedule has one contract duration – keep one",
        ),
        (
            ("Contract durations", "P365D"),
            "Contract durations",
            "Vault Storage has durations in months",
        ),
        (
            ("Percent", "20"),
            "Percent",
            "A flexible payment schedule has payments and no percentage – clear it",
        ),
        (
            ("Duration", "no set time"),
            "Duration",
            "A flexible payment schedule needs single use – write that or leave it empty",
        ),
        (("Last day", ""), "Last day", "Enter the last day"),
        (
            ("Last day", "2027-02-01"),
            "Last day",
            "Last day must be before payment 1 falls due",
        ),
        (
            ("price:plain_gb:P12M", "10"),
            "price:plain_gb:P12M",
            "Vault Storage has no price for 12 months of plain_gb in this row – clear it",
        ),
        (
            ("Product ID", "prod-harbormaster1"),
            "Units",
            "Harbor Master Services has no contract dimension with the key plain_gb – write it as in your catalogue",
        ),
        (
            ("Product ID", "prod-logstream0001"),
            "Discount type",
            "LogStream has no contract prices – choose another kind of discount",
        ),
        // What belongs to a schedule, in a row that has none.
        (
            ("Discount type", "individual"),
            "Payments",
            "Payments need the discount type flexible – clear them or change the type",
        ),
        (
            ("Discount type", "percentage"),
            "Units",
            "Units need the discount type flexible – clear them or change the type",
        ),
    ] {
        let found = reasons(&with(&[change]));
        let expected = (column.to_owned(), text.to_owned());
        assert!(found.contains(&expected), "{change:?}: {found:?}");
    } // Without a rate of its own further use costs what the list says, if that is in the same currency.
    good(&with(&[("price:enc_over:usage", "")]));
    assert_eq!(
        reasons(&with(&[("price:enc_over:usage", ""), ("Currency", "EUR")])),
        [(
            "price:enc_over:usage".to_owned(),
            "List prices are in USD – enter a wholesale price for Encrypted overage of Vault Storage"
                .to_owned()
        )]
    );
}

#[test]
fn of_a_product_of_tiers_a_row_buys_one_unit_of_one() {
    let mut catalogue = catalogue();
    catalogue.products[0].tiered = true;
    let outcome = |units| {
        let sheet = changed(&with(&[("Units", units)]));
        let layout = Layout::of(&sheet).unwrap();
        let verdicts = bulk::judge(&sheet, &layout, &catalogue, &Before::default(), today());
        let outcome = verdicts.into_iter().next().unwrap().outcome;
        match outcome {
            Outcome::Good(_) => Vec::new(),
            Outcome::Refused(reasons) => reasons,
        }
    };
    assert_eq!(outcome("enc_gb 1"), []);
    for (units, text) in [
        (
            "plain_gb 1; enc_gb 1",
            "A buyer of Vault Storage picks one dimension – you entered units for 2",
        ),
        (
            "enc_gb 100",
            "Units of Encrypted data must be 1 – it is bought as a tier, without a quantity",
        ),
    ] {
        let said = Reason {
            column: "Units".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(outcome(units), [said]);
    }
}
