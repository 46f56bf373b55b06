//! Rows of a spreadsheet: how each becomes the answers of a draft, and what is said at which column.

mod flexible;
mod reasons;
mod sheet;

use crate::draft::eula_file;
use crate::samples::{
    contoso, harbor_channel, harbor_master_services, log_stream, northwind, sentinel_ami, today,
    unregistered, vault_storage,
};
use consign::answers::Catalogue;
use consign::answers::bulk::{
    self, Before, Cell, CellFault, Check, Layout, Outcome, Reason, Sheet,
};
use consign::domain::agreements::Rcmp;
use consign::domain::discount::Discount;
use consign::domain::duration::Duration;
use consign::domain::terms::ProvenTerms;

/// The columns that most rows here have, and one that could be created.
const GOOD: [(&str, &str); 6] = [
    ("Reseller account ID", "444455556666"),
    ("Product ID", "prod-vaultstorage1"),
    ("Opportunity name", "Q1 renewals"),
    ("Discount type", "percentage"),
    ("Percent", "20"),
    ("Duration", "no set time"),
];

fn catalogue() -> Catalogue {
    Catalogue {
        isv: northwind(),
        products: vec![
            vault_storage(),
            log_stream(),
            sentinel_ami(),
            harbor_master_services(),
        ],
        resellers: vec![contoso(), harbor_channel(), unregistered()],
        documents: vec![eula_file()],
        rcmp: Rcmp::default(),
    }
}

/// A sheet with these cells below their headings.
fn sheet(cells: &[(&str, &str)]) -> Sheet {
    let (headings, cells): (Vec<String>, Vec<Cell>) = cells
        .iter()
        .map(|(heading, text)| ((*heading).to_owned(), Cell::Text((*text).to_owned())))
        .unzip();
    Sheet::of(headings, vec![(2, cells)])
}

/// The good row with these cells in place of its own, or added.
fn changed(changes: &[(&'static str, &'static str)]) -> Sheet {
    let mut cells = GOOD.to_vec();
    for (heading, text) in changes {
        match cells.iter_mut().find(|(known, _)| known == heading) {
            Some(cell) => cell.1 = text,
            None => cells.push((heading, text)),
        }
    }
    sheet(&cells)
}

fn judged(sheet: &Sheet) -> Vec<Outcome> {
    let layout = Layout::of(sheet).unwrap();
    let verdicts = bulk::judge(sheet, &layout, &catalogue(), &Before::default(), today());
    verdicts
        .into_iter()
        .map(|verdict| verdict.outcome)
        .collect()
}

fn good(changes: &[(&'static str, &'static str)]) -> ProvenTerms {
    match judged(&changed(changes)).remove(0) {
        Outcome::Good(proven) => *proven,
        Outcome::Refused(reasons) => panic!("{changes:?}: {reasons:?}"),
    }
}

/// Column and text of everything that is wrong.
fn reasons(changes: &[(&'static str, &'static str)]) -> Vec<(String, String)> {
    match judged(&changed(changes)).remove(0) {
        Outcome::Good(_) => panic!("{changes:?} is good"),
        Outcome::Refused(reasons) => reasons
            .into_iter()
            .map(|Reason { column, text }| (column, text))
            .collect(),
    }
}

fn refused(changes: &[(&'static str, &'static str)], column: &str, text: &str) {
    assert_eq!(
        reasons(changes),
        [(column.to_owned(), text.to_owned())],
        "{changes:?}"
    );
}

#[test]
fn a_row_says_what_the_form_would() {
    let proven = good(&[
        ("Description", "For renewals"),
        ("Contract durations", "P12M; p24m"),
        ("Duration", "Specific_Time"),
        ("Last day", "2027-03-31"),
        ("Buyers", "111111111111 222222222222; 3333-3333-3333"),
        ("EULA", "standard"),
        ("Reseller contract", "RCMP"),
    ]);
    let terms = proven.terms();
    assert_eq!(terms.details.name(), "Q1 renewals");
    assert_eq!(terms.details.description(), Some("For renewals"));
    assert_eq!(terms.resellers, [contoso()]);
    assert_eq!(terms.buyers.accounts().len(), 3);
    let last_day = "2027-03-31".parse().unwrap();
    assert_eq!(terms.duration, Duration::SpecificTime { last_day });
    let durations = proven.durations(&vault_storage());
    assert_eq!(
        durations.iter().map(|d| d.code()).collect::<Vec<_>>(),
        ["P12M", "P24M"]
    );
}

#[test]
fn words_are_read_as_people_write_them() {
    for (column, words) in [
        (
            "Discount type",
            ["Percentage", "percentage discount", " PERCENT "].as_slice(),
        ),
        (
            "Duration",
            &[
                "No Set Time",
                "no_set_time",
                "No Set Time Duration",
                "single-use",
            ],
        ),
        ("EULA", &["", "PUBLIC", "Standard"]),
        ("Reseller contract", &["", "None", "rcmp"]),
        ("Zero prices", &["", "No", "YES"]),
        ("Currency", &["", "usd"]),
        ("Percent", &["20", "20%", "20.00"]),
        (
            "Reseller account ID",
            &["444455556666", "4444 5555 6666", "4444-5555-6666"],
        ),
    ] {
        for word in words {
            good(&[(column, word)]);
        }
    }
    for day in ["2027-03-31", "31 Mar 2027", "31-03-2027"] {
        good(&[("Duration", "specific time"), ("Last day", day)]);
    }
}

#[test]
fn individual_prices_stand_in_columns_of_their_own() {
    let proven = good(&[
        ("Discount type", "individual"),
        ("Percent", "10"),
        ("Contract durations", "P12M"),
        ("price:plain_gb:P12M", "12.345"),
        ("PRICE:plain_over:Usage", "0.07"),
    ]);
    let Discount::Individual { products, .. } = &proven.terms().discount else {
        panic!("no individual pricing")
    };
    assert_eq!(products.len(), 1);
    let (_, _, book) = proven.grants().next().unwrap();
    let price = |dimension: &str, charge: &str| {
        let found = book.lines.iter().find(|line| {
            line.key.dimension.as_str() == dimension && line.key.charge.code() == charge
        });
        found.unwrap().wholesale.value().to_string()
    };
    assert_eq!(price("plain_gb", "P12M"), "12.345");
    assert_eq!(price("enc_gb", "P12M"), "14.94");
    assert_eq!(price("plain_over", "usage"), "0.07");
}

#[test]
fn a_price_that_nothing_asks_for_is_told_and_not_dropped() {
    let individual = ("Discount type", "individual");
    for (heading, text) in [
        (
            "price:unknown:P12M",
            "Vault Storage has no price for 12 months of unknown in this row – clear it",
        ),
        (
            "price:plain_gb:P36M",
            "Vault Storage has no price for 36 months of plain_gb in this row – clear it",
        ),
        (
            "price:plain_gb:usage",
            "Vault Storage has no price for usage of plain_gb in this row – clear it",
        ),
    ] {
        refused(&[individual, (heading, "1")], heading, text);
    }
}

#[test]
fn a_missing_price_names_the_column_to_add() {
    let found = reasons(&[
        ("Product ID", "prod-logstream0001"),
        ("Discount type", "individual"),
        ("Percent", ""),
        ("Currency", "EUR"),
        ("price:ingest_gb:usage", "0.1"),
    ]);
    let text = "Enter a discount or price for Scanned host of LogStream";
    assert_eq!(
        found,
        [("price:scan_host:usage".to_owned(), text.to_owned())]
    );
}

#[test]
fn services_can_have_an_uploaded_eula_and_a_custom_duration() {
    let mut cells = GOOD.to_vec();
    let id: &'static str = eula_file().id.to_string().leak();
    cells.extend([
        ("Contract durations", "P6M"),
        ("price:migration:P6M", "5000"),
        ("EULA", id),
    ]);
    let mut sheet = sheet(&cells);
    for (at, text) in [(1, "prod-harbormaster1"), (3, "individual"), (4, "")] {
        sheet.rows[0].cells[at] = Cell::Text(text.to_owned());
    }
    assert!(
        matches!(judged(&sheet)[0], Outcome::Good(_)),
        "{:?}",
        judged(&sheet)
    );
    sheet.rows[0].cells[8] = Cell::empty();
    let Outcome::Refused(reasons) = judged(&sheet).remove(0) else {
        panic!("services have a EULA of their own")
    };
    assert_eq!(reasons[0].column, "EULA");
}

#[test]
fn a_cell_that_cannot_be_used_is_named() {
    for (fault, text) in [
        (
            CellFault::Formula,
            "The cell holds a formula – write the value itself",
        ),
        (CellFault::Error, "The cell shows an error – write a value"),
        (
            CellFault::Control,
            "The cell has control characters – type it again",
        ),
        (
            CellFault::Long,
            "The cell is longer than 2,000 characters – shorten it",
        ),
    ] {
        let mut sheet = changed(&[]);
        sheet.rows[0].cells[2] = Cell::Bad {
            fault,
            text: "=1".to_owned(),
        };
        let Outcome::Refused(reasons) = judged(&sheet).remove(0) else {
            panic!("{fault:?} is good")
        };
        assert_eq!(reasons.len(), 1, "{reasons:?}");
        assert_eq!(
            (reasons[0].column.as_str(), reasons[0].text.as_str()),
            ("Opportunity name", text)
        );
    }
}

#[test]
fn of_many_reasons_some_are_told_and_the_rest_is_counted() {
    let found = reasons(&[
        ("Reseller account ID", "1"),
        ("Product ID", "x y"),
        ("Opportunity name", ""),
        ("Discount type", "?"),
        ("Duration", "?"),
        ("Zero prices", "?"),
        ("Currency", "?"),
        ("EULA", "?"),
    ]);
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found[4].1.ends_with("(and 3 more)"), "{found:?}");
}

#[test]
fn a_row_that_says_the_same_as_another_is_refused_whatever_the_order_of_columns() {
    let mut sheet = changed(&[("Description", "x")]);
    let mut again = sheet.rows[0].clone();
    again.number = 3;
    let mut other = again.clone();
    other.number = 4;
    other.cells[2] = Cell::Text("Another".to_owned());
    sheet.rows.extend([again, other]);
    let outcomes = judged(&sheet);
    assert!(matches!(outcomes[0], Outcome::Good(_)) && matches!(outcomes[2], Outcome::Good(_)));
    let Outcome::Refused(reasons) = &outcomes[1] else {
        panic!("the same twice")
    };
    assert_eq!(
        reasons[0].text,
        "This row says the same as row 2 – clear one of them"
    );
    let mut turned = GOOD.to_vec();
    turned.push(("Description", "x"));
    turned.reverse();
    let turned = self::sheet(&turned);
    let key = |sheet: &Sheet| bulk::keys(sheet, &Layout::of(sheet).unwrap())[0].1.clone();
    assert_eq!(key(&turned), key(&changed(&[("Description", "x")])));
}

#[test]
fn a_row_of_which_something_was_made_before_makes_nothing() {
    let sheet = changed(&[]);
    let layout = Layout::of(&sheet).unwrap();
    let before = Before {
        repeated: [2].into(),
        ..Before::default()
    };
    let verdicts = bulk::judge(&sheet, &layout, &catalogue(), &before, today());
    let Outcome::Refused(reasons) = &verdicts[0].outcome else {
        panic!("made twice")
    };
    assert!(reasons[0].text.contains("from the same row before"));
}

#[test]
fn a_name_that_is_taken_for_another_is_to_be_checked_and_not_refused() {
    let mut sheet = changed(&[]);
    let mut add = |number, changes: &[(&'static str, &'static str)]| {
        let mut row = changed(changes).rows.remove(0);
        row.number = number;
        sheet.rows.push(row);
    };
    // To whom else it is given, and what else they get, is what one name is for.
    add(3, &[("Reseller account ID", "777788889999")]);
    add(4, &[("Product ID", "prod-logstream0001")]);
    add(5, &[("Percent", "21"), ("Opportunity name", "q1 Renewals")]);
    add(6, &[("Percent", "22"), ("Opportunity name", "Q2 renewals")]);
    add(7, &[("Percent", "101")]);
    let layout = Layout::of(&sheet).unwrap();
    assert_eq!(
        bulk::names(&sheet, &layout),
        ["q1 renewals".to_owned(), "q2 renewals".to_owned()].into()
    );
    let before = Before {
        names: ["q2 renewals".to_owned()].into(),
        ..Before::default()
    };
    let verdicts = bulk::judge(&sheet, &layout, &catalogue(), &before, today());
    let checks: Vec<_> = verdicts.iter().map(|verdict| &verdict.checks[..]).collect();
    let expected: [&[Check]; 6] = [&[], &[], &[], &[Check::Like(2)], &[Check::NameInUse], &[]];
    assert_eq!(checks, expected);
    assert!(matches!(verdicts[3].outcome, Outcome::Good(_)));
}

#[test]
fn a_reseller_that_may_not_hear_of_it_is_to_be_told_and_nothing_is_refused() {
    let mut sheet = changed(&[]);
    let mut other = changed(&[("Reseller account ID", "777788889999")])
        .rows
        .remove(0);
    other.number = 3;
    sheet.rows.push(other);
    let layout = Layout::of(&sheet).unwrap();
    let catalogue = catalogue();
    let account = "777788889999";
    let harbor = catalogue.resellers.iter();
    let harbor = harbor.filter(|reseller| reseller.account.as_str() == account);
    let harbor = harbor.collect::<Vec<_>>().remove(0);
    let before = Before {
        unconfirmed: [harbor.id].into(),
        ..Before::default()
    };
    let verdicts = bulk::judge(&sheet, &layout, &catalogue, &before, today());
    assert_eq!(verdicts[0].checks, []);
    assert_eq!(
        verdicts[1].checks,
        [Check::Unconfirmed(harbor.name.clone())]
    );
    assert!(matches!(verdicts[1].outcome, Outcome::Good(_)));
}
