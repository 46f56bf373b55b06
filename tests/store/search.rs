//! The filters of the table and its search leave what fits, and nothing else.

use crate::made::{market, today};
use crate::rows::{all, fill, rows, rows_at};
use crate::tools::{Store, noon};
use chrono::{NaiveDate, TimeDelta};
use consign::domain::discount::DiscountKind;
use consign::store::opportunities::{TableQuery, TableRow};

on_both_databases!(
    filters_leave_what_fits,
    the_search_looks_for_what_was_typed,
    days_are_whole_utc_days,
);

fn filters_leave_what_fits(store: &Store) {
    let market = fill(store);
    let later = noon() + TimeDelta::days(20);
    let whole = rows_at(store, &market, &all(), later);
    let reseller = market.resellers[1].id;
    let product = market.products[2].id.clone();
    type Fits<'a> = &'a dyn Fn(&TableRow) -> bool;
    let expired = consign::domain::opportunity::Status::Expired;
    let cases: [(TableQuery, Fits); 4] = [
        (
            TableQuery {
                reseller: Some(reseller),
                ..all()
            },
            &|row| row.reseller_id == reseller,
        ),
        (
            TableQuery {
                product: Some(product.clone()),
                ..all()
            },
            &|row| row.product_id == product,
        ),
        (
            TableQuery {
                statuses: vec![expired],
                ..all()
            },
            &|row| row.status == expired,
        ),
        (
            TableQuery {
                reseller: Some(reseller),
                product: Some(product.clone()),
                statuses: vec![expired],
                search: "offxSEASON".to_owned(),
                ..all()
            },
            &|row| {
                row.reseller_id == reseller
                    && row.product_id == product
                    && row.status == expired
                    && row.name == "100x offXseason"
            },
        ),
    ];
    for (wants, fits) in cases {
        let expected: Vec<_> = whole.iter().filter(|row| fits(row)).cloned().collect();
        assert!(
            !expected.is_empty() && expected.len() < whole.len(),
            "{wants:?}"
        );
        assert_eq!(
            rows_at(store, &market, &wants, later),
            expected,
            "{wants:?}"
        );
    }
    let kinds = whole
        .iter()
        .filter(|row| row.discount == DiscountKind::Individual);
    assert_eq!(kinds.count(), 6);
}

fn the_search_looks_for_what_was_typed(store: &Store) {
    let market = fill(store);
    let found = |search: &str| {
        let wants = TableQuery {
            search: search.to_owned(),
            ..all()
        };
        let mut names: Vec<String> = rows(store, &market, &wants)
            .into_iter()
            .map(|row| row.name)
            .collect();
        names.sort();
        names.dedup();
        names
    };
    let all_names = found("");
    assert_eq!(all_names.len(), 5);
    assert_eq!(
        found("100%"),
        ["100% off_season", "100x offXseason", "back\\slash"],
        "in a product's name as well"
    );
    assert_eq!(found("100% o"), ["100% off_season"]);
    assert_eq!(found("off_s"), ["100% off_season"]);
    assert_eq!(found("back\\s"), ["back\\slash"]);
    assert_eq!(found("OKONOMIE"), ["okonomie", "Ökonomie für Zürich"]);
    assert_eq!(found("ökonomie für zurich"), ["Ökonomie für Zürich"]);
    assert_eq!(found("UBERSEE"), all_names, "a reseller's name");
    assert_eq!(found("prod-vault"), ["okonomie", "Ökonomie für Zürich"]);
    assert_eq!(found("0123 4567 8901").len(), 4, "an account ID in groups");
    assert_eq!(found("7788889"), all_names, "a part of one");
    assert_eq!(found("slash atlas"), [""; 0], "nothing spans two fields");
    assert_eq!(found("%"), found("100%"));
    assert_eq!(found("100_"), [""; 0]);
    assert_eq!(found("\\").len(), 3, "a product's name has one as well");
    assert_eq!(found("' OR 1=1 --"), [""; 0]);
    assert_eq!(
        found("\0\u{202e}"),
        all_names,
        "what nobody can see is not looked for"
    );
    let one = rows(store, &market, &all()).remove(3);
    for search in [one.id.to_string(), format!(" {} ", one.id)] {
        let wants = TableQuery { search, ..all() };
        assert_eq!(rows(store, &market, &wants), std::slice::from_ref(&one));
    }
    let part = one.id.to_string()[..29].to_owned();
    assert!(!found(&part).is_empty(), "a part of an id");
}

fn days_are_whole_utc_days(store: &Store) {
    let market = market(store);
    let day = |offset: i64| -> NaiveDate { today() + TimeDelta::days(offset) };
    let midnight = |offset| day(offset).and_hms_opt(0, 0, 0).unwrap().and_utc();
    let micro = TimeDelta::microseconds(1);
    let moments = [
        midnight(1) - micro,
        midnight(1),
        midnight(2) - micro,
        midnight(2),
    ];
    for moment in moments {
        market.make(store, market.parts("Spring", &[0], &[1]), moment);
    }
    let between = |created_from, created_to| {
        let wants = TableQuery {
            created_from,
            created_to,
            descending: false,
            ..all()
        };
        rows(store, &market, &wants)
            .into_iter()
            .map(|row| row.created_at)
            .collect::<Vec<_>>()
    };
    assert_eq!(between(Some(day(1)), Some(day(1))), moments[1..3]);
    assert_eq!(between(Some(day(1)), None), moments[1..]);
    assert_eq!(between(None, Some(day(1))), moments[..3]);
    assert!(between(Some(day(2)), Some(day(1))).is_empty());
    assert_eq!(between(None, Some(NaiveDate::MAX)), moments);
}
