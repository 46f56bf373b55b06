//! A workbook all the way: the template that is downloaded, a workbook that is filled in, and what is created of it.

use super::{HEADINGS, press, taken};
use crate::client::Client;
use crate::portal::on_each_database;
use crate::trade::{ADATUM, ADMIN, CONTOSO, HARBOR, LOGSTREAM, PARTNER, RELAY, STRANGER, VAULT};
use calamine::{Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The registered resellers.
const RESELLERS: [&str; 6] = [
    CONTOSO,
    HARBOR,
    ADATUM,
    "333344445555",
    "555566667777",
    "666677778888",
];
/// Northwind's products that are on sale and can be resold.
const PRODUCTS: [&str; 12] = [
    VAULT,
    LOGSTREAM,
    RELAY,
    "prod-sentinelami01",
    "prod-gatewayami001",
    "prod-mailfilter001",
    "prod-atlasami00001",
    "prod-probecontain1",
    "prod-metercontain1",
    "prod-fleetcontain1",
    "prod-quaycontain01",
    "prod-harbormaster1",
];
/// Fabrikam's.
const ANOTHERS: [&str; 3] = [
    "prod-fabrikamback1",
    "prod-fabrikamqueue",
    "prod-fabrikamedge1",
];
/// A partner that is not registered, the two vendors, what is free, and a draft.
const NOT_LISTED: [&str; 5] = [
    "888899990000",
    "999900001111",
    "111122223333",
    "prod-vaultbrowser1",
    "prod-tideanalytic1",
];

/// Writes a row of text.
fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (at, text) in (0..).zip(cells) {
        sheet.write_string(row, at, *text).expect("a cell");
    }
}

/// A workbook as a person makes one: text, a percentage as a number with and without its sign, and days that are dates.
fn filled_in() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    texts(sheet, 0, &HEADINGS.split(',').collect::<Vec<_>>());
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sign = Format::new().set_num_format("0.00%");
    let first = [CONTOSO, LOGSTREAM, "Written – Zoë", "percentage"];
    let second = [HARBOR, VAULT, "Written twice", "Percentage"];
    for (row, cells, duration, date) in [
        (1, first, "specific time", (2027, 3, 31)),
        (2, second, "single use", (2027, 1, 15)),
    ] {
        texts(sheet, row, &cells);
        sheet.write_string(row, 5, duration).expect("a cell");
        let date = ExcelDateTime::from_ymd(date.0, date.1, date.2).expect("a day");
        sheet
            .write_datetime_with_format(row, 6, &date, &day)
            .expect("a cell");
    }
    sheet.write_number(1, 4, 12.25).expect("a cell");
    sheet
        .write_number_with_format(2, 4, 0.175, &sign)
        .expect("a cell");
    book.save_to_buffer().expect("a workbook")
}

/// Opportunity name, product, reseller, discount and last day of each row of the list of opportunities, sorted.
fn listed(browser: &Client) -> Vec<[String; 5]> {
    let rows = browser.get("/isv/opportunities").page().rows();
    let mut rows: Vec<_> = rows
        .into_iter()
        .map(|cells| [1, 2, 3, 4, 7].map(|at| cells[at].clone()))
        .collect();
    rows.sort();
    rows
}

#[test]
fn a_good_workbook_is_shown_confirmed_and_stands_in_the_table() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let at = taken(&browser, "opportunities.xlsx", &filled_in());
        let shown = browser.get(&at).page();
        let good = browser.get(&format!("{at}?show=good")).page();
        assert_eq!(good.attributes("tr[data-id]", "data-id"), ["2", "3"]);
        assert_eq!(shown.rows(), good.rows(), "all rows are good");
        let row = &shown.rows()[1];
        assert_eq!(row[..3], ["3", "Good", "Written twice"]);
        assert!(row[3].starts_with("Vault Storage"), "{row:?}");
        let price = "Unencrypted data, 12 months13.20 USD, list 16.00 USD";
        assert!(row[3].contains(price), "{row:?}");
        assert_eq!(row[4..6], ["Harbor Channel", "17.5%"]);
        assert!(
            listed(&browser).is_empty(),
            "nothing before it is confirmed"
        );
        let answer = press(&browser, &at);
        assert_eq!((answer.status, answer.location()), (303, at.as_str()));
        let expected = [
            [
                "Written twice",
                "Vault Storage",
                "Harbor Channel",
                "17.5%",
                "15 Jan 2027",
            ],
            [
                "Written – Zoë",
                "LogStream",
                "Contoso Consulting",
                "12.25%",
                "31 Mar 2027",
            ],
        ];
        assert_eq!(listed(&browser), expected);
        let partner = portal.sign_in(PARTNER).get("/partner/opportunities").page();
        assert!(partner.text().contains("Written – Zoë"));
        assert!(!partner.text().contains("Written twice"), "another's");
    });
}

/// The sheets of a workbook, each as rows of text.
fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let read = names.into_iter().map(|name| {
        let range = book.worksheet_range(&name).expect("a sheet");
        let rows = range
            .rows()
            .map(|row| row.iter().map(ToString::to_string).collect());
        (name, rows.collect())
    });
    read.collect()
}

/// What the list below this heading names, as far as the next empty row; other lists may name the heading before.
fn below(rows: &[Vec<String>], heading: &str) -> Vec<String> {
    let at = rows.iter().rposition(|row| row[0] == heading);
    let listed = &rows[at.expect("its list") + 1..];
    let listed = listed.iter().take_while(|row| !row[0].is_empty());
    listed.map(|row| row[0].clone()).collect()
}

/// A downloaded workbook with a row more on its first sheet: cells of text in the order of the columns.
fn with_row(bytes: &[u8], cells: &[&str]) -> Vec<u8> {
    let cells: String = ('A'..)
        .zip(cells)
        .filter(|(_, text)| !text.is_empty())
        .map(|(at, text)| format!("<c r=\"{at}2\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let row = format!("<row r=\"2\">{cells}</row></sheetData>");
    let mut template = ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut filled = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = 0;
    for at in 0..template.len() {
        let mut part = template.by_index(at).expect("a part");
        let name = part.name().expect("its name").to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        if name == "xl/worksheets/sheet1.xml" {
            changed += text.matches("</sheetData>").count();
            text = text.replace("</sheetData>", &row);
        }
        filled
            .start_file(name, SimpleFileOptions::default())
            .expect("a part");
        filled.write_all(text.as_bytes()).expect("it can be packed");
    }
    assert_eq!(changed, 1, "the sheet that is filled in");
    filled.finish().expect("a file").into_inner()
}

fn set<'a>(all: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    all.into_iter().map(str::to_owned).collect()
}

#[test]
fn the_workbook_template_lists_what_its_vendor_can_choose_and_nothing_else() {
    on_each_database(|portal| {
        for (email, own, others) in [
            (ADMIN, &PRODUCTS[..], &ANOTHERS[..]),
            (STRANGER, &ANOTHERS, &PRODUCTS),
        ] {
            let answer = portal.sign_in(email).get("/isv/bulk/template.xlsx");
            let book = sheets(&answer.body);
            let [_, (_, choices)] = &book[..] else {
                panic!("{book:?}");
            };
            let products = below(choices, "Product ID");
            let resellers = below(choices, "Reseller account ID");
            assert_eq!(
                (products.len(), resellers.len()),
                (own.len(), 6),
                "each once"
            );
            assert_eq!(set(products.iter().map(String::as_str)), set(own.to_vec()));
            assert_eq!(
                set(resellers.iter().map(String::as_str)),
                set(RESELLERS.to_vec())
            );
            let mut cells = book.iter().flat_map(|(_, rows)| rows.iter().flatten());
            let foreign = cells.find(|cell| {
                let mut ids = others.iter().chain(&NOT_LISTED);
                ids.any(|id| cell.contains(id))
            });
            assert_eq!(foreign, None, "{email}");
        }
    });
}

#[test]
fn a_row_filled_into_the_workbook_template_becomes_an_opportunity() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let template = browser.get("/isv/bulk/template.xlsx").body;
        let book = sheets(&template);
        let headings = &book[0].1[0];
        let row: Vec<&str> = headings
            .iter()
            .map(|heading| match heading.as_str() {
                "Reseller account ID" => HARBOR,
                "Product ID" => RELAY,
                "Opportunity name" => "Filled in",
                "Discount type" => "percentage",
                "Percent" => "7.5",
                "Duration" => "specific time",
                "Last day" => "2027-02-28",
                _ => "",
            })
            .collect();
        let at = taken(&browser, "template.xlsx", &with_row(&template, &row));
        let shown = browser.get(&at).page().rows();
        assert_eq!((shown.len(), shown[0][1].as_str()), (1, "Good"));
        press(&browser, &at);
        assert_eq!(
            listed(&browser),
            [[
                "Filled in",
                "Relay Service Desk",
                "Harbor Channel",
                "7.5%",
                "28 Feb 2027"
            ]]
        );
    });
}
