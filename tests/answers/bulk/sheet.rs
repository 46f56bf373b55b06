//! What a file is made of before anything is understood: headings, and rows as wide as they.

use super::{GOOD, sheet};
use consign::answers::bulk::{Cell, Layout, LayoutFault, MAX_COLUMNS, Sheet};

#[test]
fn headings_are_known_or_told() {
    let faults = |headings: &[&str]| {
        let cells = headings.iter().map(|heading| (*heading, "x"));
        Layout::of(&sheet(&cells.collect::<Vec<_>>()))
            .err()
            .unwrap_or_default()
    };
    let needed = GOOD.map(|(heading, _)| heading);
    assert_eq!(faults(&needed), []);
    let shouted = needed.map(|heading| -> &str { format!(" {} ", heading.to_uppercase()).leak() });
    assert_eq!(faults(&shouted), []);
    let with = |more: &[&'static str]| faults(&[&needed[..], more].concat());
    assert_eq!(with(&["Reason"]), []);
    assert_eq!(with(&["Colour"]), [LayoutFault::Unknown("Colour".into())]);
    assert_eq!(
        with(&["price:users"]),
        [LayoutFault::Unknown("price:users".into())]
    );
    assert_eq!(
        with(&["price:users:P0M"]),
        [LayoutFault::Unknown("price:users:P0M".into())]
    );
    assert_eq!(with(&["percent"]), [LayoutFault::Twice("percent".into())]);
    assert_eq!(
        with(&["price:a:P12M", "Price:a:p12m"]),
        [LayoutFault::Twice("Price:a:p12m".into())]
    );
    assert_eq!(with(&[""]), [LayoutFault::Unnamed(7)]);
    assert_eq!(
        faults(&needed[1..]),
        [LayoutFault::Missing("Reseller account ID".into())]
    );
    assert_eq!(faults(&["x"; MAX_COLUMNS + 1]), [LayoutFault::TooMany]);
    let prices: Vec<&str> = (0..MAX_COLUMNS - needed.len())
        .map(|number| -> &str { format!("price:d{number}:usage").leak() })
        .collect();
    assert_eq!(faults(&[&needed[..], &prices].concat()), []);
}

#[test]
fn rows_are_as_wide_as_their_headings_and_blank_ones_are_left_out() {
    let text = |text: &str| Cell::Text(text.to_owned());
    let headings = vec!["a".to_owned(), "b".to_owned(), String::new()];
    let rows = vec![
        (2, vec![text("1")]),
        (3, vec![text(" "), Cell::empty()]),
        (5, vec![text("1"), text("2"), text(" ")]),
    ];
    let read = Sheet::of(headings, rows);
    assert_eq!(read.headings, ["a", "b"]);
    let numbers: Vec<u32> = read.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 5]);
    assert!(read.rows.iter().all(|row| row.cells.len() == 2));
    let stored: Sheet = serde_json::from_str(&serde_json::to_string(&read).unwrap()).unwrap();
    assert_eq!(stored, read);
}
