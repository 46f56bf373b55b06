//! Files that are wrong, broken or meant to do harm: each gets a clear answer, and nothing is written.

use super::{HEADINGS, file, good, taken, upload};
use crate::portal::{Database, TestPortal};
use crate::trade::{ADMIN, CONTOSO};
use rust_xlsxwriter::{Formula, Workbook};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A ZIP file in which so many spaces are packed.
fn bomb(name: &str, bytes: usize) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    file.start_file(name, SimpleFileOptions::default())
        .expect("a part");
    let piece = vec![b' '; 1 << 20];
    for _ in 0..bytes >> 20 {
        file.write_all(&piece).expect("it can be packed");
    }
    file.finish().expect("a file").into_inner()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn files_that_cannot_be_taken_are_refused_in_words_and_nothing_is_kept() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let before = crate::dump::of(&portal);
    let with = |headings: &str| format!("{headings}\n{}\n", good("Q1", CONTOSO)).into_bytes();
    let hundred_thousand = file(&vec!["x".to_owned(); 100_000]);
    let too_large = vec![b'x'; 2 * 1024 * 1024 + 1];
    let broken = "The file is damaged or no spreadsheet – save it as .xlsx or CSV";
    let bomb_text =
        "The file would unpack to far more than a spreadsheet of 1,000 rows has – save it anew";
    for (bytes, status, text) in [
        (Vec::new(), 422, "The file has no rows below its headings"),
        (
            b"\n".to_vec(),
            422,
            "The file has no rows below its headings",
        ),
        (
            HEADINGS.into(),
            422,
            "The file has no rows below its headings",
        ),
        (b"PK\x03\x04broken".to_vec(), 422, broken),
        (b"a\0b\n1\n".to_vec(), 422, broken),
        (
            b"\xFF\xFEa\0".to_vec(),
            422,
            "The file is not UTF-8 – save it as “CSV UTF-8” or as .xlsx",
        ),
        (bomb("xl/worksheets/sheet1.xml", 32 << 20), 422, bomb_text),
        (bomb("xl/sharedStrings.xml", 64 << 20), 422, bomb_text),
        (
            hundred_thousand,
            422,
            "The file has more than 1,000 rows – split it into several files",
        ),
        (too_large, 413, "The file must be smaller than 2 MB"),
        (
            vec![b'x'; 11 * 1024 * 1024],
            413,
            "The file must be smaller than 2 MB",
        ),
        (
            vec![b'x'; 21 * 1024 * 1024],
            413,
            "The file must be smaller than 2 MB",
        ),
        (
            with(&HEADINGS.replace("Duration", "Colour")),
            422,
            "The column “Duration” is missing – its heading must stand in the first row",
        ),
        (
            with(&HEADINGS.replace("Last day", "Percent")),
            422,
            "The column “Percent” is there twice – keep one",
        ),
        (
            with(&HEADINGS.replace("Last day", "<b>x</b>")),
            422,
            "The column “<b>x</b>” is not known – use the headings of the template, or price:dimension:P12M for a price",
        ),
    ] {
        let answer = upload(&browser, "f.xlsx", &bytes);
        let page = answer.page();
        let sent = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]);
        assert_eq!(answer.status, status, "{sent}");
        let said = page.error_for("file").unwrap_or_default();
        assert!(said.starts_with(text), "{sent}: {said}");
        assert!(
            page.errors()
                .contains(&("file".to_owned(), text.to_owned()))
        );
        assert!(page.title().starts_with("Error: "));
    }
    assert_eq!(crate::dump::of(&portal), before);
}

#[test]
fn nothing_sent_at_all_asks_for_a_file() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    for answer in [
        browser.post("/isv/bulk", &[("file", "text")]),
        crate::wizard::uploads::send(&browser, "/isv/bulk", &[], &[]),
        crate::wizard::uploads::send(&browser, "/isv/bulk", &[], &[("other", "x.csv", b"a")]),
    ] {
        assert_eq!(
            (answer.status, answer.page().error_for("file").as_deref()),
            (422, Some("Choose a file to upload"))
        );
    }
}

#[test]
fn a_formula_is_refused_by_name_and_never_run_by_what_we_send() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in (0..).zip(HEADINGS.split(',')) {
        sheet.write_string(0, at, heading).expect("a heading");
    }
    for (at, text) in (0..).zip(good("Q1", CONTOSO).split(',')) {
        sheet.write_string(1, at, text).expect("a cell");
    }
    let formula = Formula::new("=HYPERLINK(\"http://evil.example\",\"Q1\")").set_result("Q1");
    sheet.write_formula(1, 2, formula).expect("a formula");
    let bytes = book.save_to_buffer().expect("a workbook");
    let at = taken(&browser, "q1.xlsx", &bytes);
    let page = browser.get(&at).page();
    assert!(
        page.text()
            .contains("Opportunity name: The cell holds a formula – write the value itself"),
        "{}",
        page.text()
    );
    let text = file(&[format!("=cmd|' /C calc'!A0,{}", &good("Q2", CONTOSO)[13..])]);
    let at = taken(&browser, "q2.csv", &text);
    let csv = browser.get(&format!("{at}/refused.csv"));
    assert!(csv.text().contains("\r\n'=cmd|"), "{}", csv.text());
}

#[test]
fn names_that_are_markup_stay_text() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let row = good("<script>alert(1)</script>", CONTOSO);
    let at = taken(&browser, "<img src=x onerror=1>.csv", &file(&[row]));
    let answer = browser.get(&at);
    assert!(!answer.text().contains("<script>alert"));
    assert!(!answer.text().contains("<img src"));
    assert!(answer.page().text().contains("<script>alert(1)</script>"));
}
