//! Files as people and as attackers make them.

use super::*;
use crate::answers::bulk::{Layout, MAX_COLUMNS};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn text_of(sheet: &Sheet) -> Vec<(u32, Vec<&str>)> {
    let shown = |row: &crate::answers::bulk::SheetRow| row.number;
    let cells = sheet.rows.iter();
    cells
        .map(|row| (shown(row), row.cells.iter().map(Cell::shown).collect()))
        .collect()
}

fn faults_of(sheet: &Sheet) -> Vec<CellFault> {
    let cells = sheet.rows.iter().flat_map(|row| &row.cells);
    cells
        .filter_map(|cell| match cell {
            Cell::Bad { fault, .. } => Some(*fault),
            Cell::Text(_) => None,
        })
        .collect()
}

/// A workbook with these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        file.start_file(*name, options).unwrap();
        file.write_all(bytes).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// A workbook whose first sheet is this XML.
fn workbook_of(sheet: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let top = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", top.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn sheet_of(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

#[test]
fn text_is_read_with_any_separator_mark_and_line_end() {
    for text in [
        "a,b\n1,2\n",
        "a;b\r\n1;2\r\n",
        "a\tb\n1\t2",
        "\u{FEFF}a,b\r\n\"1\",\"2\"\r\n",
    ] {
        let sheet = read(text.as_bytes()).unwrap();
        assert_eq!(sheet.headings, ["a", "b"], "{text:?}");
        assert_eq!(text_of(&sheet), [(2, vec!["1", "2"])], "{text:?}");
    }
    let quoted = read("name;x\n\"a;b\"\"c\nd\";Zoë\n\n;\nlast;1".as_bytes()).unwrap();
    assert_eq!(
        text_of(&quoted),
        [(2, vec!["a;b\"c\nd", "Zoë"]), (5, vec!["last", "1"])]
    );
}

#[test]
fn what_our_downloads_made_harmless_reads_back_and_formulas_do_not() {
    let sheet = read(b"a,b,c,d\n'-20% deal,'@home,'quoted,-5\n".as_slice()).unwrap();
    assert_eq!(
        text_of(&sheet)[0].1,
        ["-20% deal", "@home", "'quoted", "-5"]
    );
    let sheet = read(b"a,b\n=1+1, =HYPERLINK(1)\n'=2,x\n".as_slice()).unwrap();
    assert_eq!(faults_of(&sheet), [CellFault::Formula; 3]);
}

#[test]
fn cells_have_no_control_characters_and_an_end() {
    let long = "x".repeat(MAX_CELL);
    let text = format!("a,b,c\n\u{7},{long},{long}y\n");
    let sheet = read(text.as_bytes()).unwrap();
    assert_eq!(faults_of(&sheet), [CellFault::Control, CellFault::Long]);
    assert_eq!(sheet.rows[0].cells[1], Cell::Text(long));
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let mut book = Workbook::new();
    let (percent, day) = (
        Format::new().set_num_format("0.00%"),
        Format::new().set_num_format("yyyy-mm-dd"),
    );
    let date = ExcelDateTime::from_ymd(2027, 3, 31).unwrap();
    let sheet = book.add_worksheet();
    for (at, heading) in (0..).zip(["id", "percent", "day", "price", "sum", "yes", "text"]) {
        sheet.write_string(0, at, heading).unwrap();
    }
    sheet.write_number(1, 0, 444_455_556_666.0).unwrap();
    sheet
        .write_number_with_format(1, 1, 0.125, &percent)
        .unwrap();
    sheet.write_datetime_with_format(1, 2, &date, &day).unwrap();
    sheet.write_number(1, 3, 1_200.5).unwrap();
    sheet.write_number(1, 4, 0.1 + 0.2).unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    sheet.write_string(1, 6, "=no formula, Zoë").unwrap();
    sheet.write_string(4, 6, "below a gap").unwrap();
    let read = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        text_of(&read)[0],
        (
            2,
            vec![
                "444455556666",
                "12.5%",
                "2027-03-31",
                "1200.5",
                "0.3",
                "yes",
                "=no formula, Zoë"
            ]
        )
    );
    assert_eq!(text_of(&read)[1].0, 5);
}

#[test]
fn a_currency_that_stands_beside_a_number_is_read_with_it() {
    let formats = [
        ("#,##0.00 [$€-407]", "€90.5"),
        ("[$EUR] #,##0.00", "€90.5"),
        ("[$£-809]#,##0.00", "£90.5"),
        ("[$¥-411]#,##0", "¥90.5"),
        ("[$-409]#,##0.00", "90.5"),
        ("\"$\"#,##0.00", "90.5"),
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (format, _)) in (0..).zip(formats) {
        sheet.write_string(0, column, "price").unwrap();
        let format = Format::new().set_num_format(format);
        let written = sheet.write_number_with_format(1, column, 90.5, &format);
        written.unwrap();
    }
    let read = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(text_of(&read)[0].1, formats.map(|(_, shown)| shown));
}

#[test]
fn formulas_and_errors_in_a_workbook_are_marked() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "a").unwrap();
    let formula = Formula::new("=HYPERLINK(\"http://evil.example\")").set_result("12");
    sheet.write_formula(1, 0, formula).unwrap();
    let read_book = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(faults_of(&read_book), [CellFault::Formula]);
    let rows = r#"<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2" t="e"><v>#N/A</v></c><c r="B2"><f t="shared" si="4000000000" ref="B2:B3">1</f><v>1</v></c></row>"#;
    let read_book = read(&workbook_of(&sheet_of(rows))).unwrap();
    assert_eq!(
        faults_of(&read_book),
        [CellFault::Error, CellFault::Formula]
    );
}

#[test]
fn files_that_are_no_spreadsheet_are_refused() {
    let cfb = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 600],
    ]
    .concat();
    let whole = workbook_of(&sheet_of("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"));
    for (bytes, fault) in [
        (&b""[..], Fault::Empty),
        (b"a,b\n", Fault::Empty),
        (b"a,b\n , \n\n", Fault::Empty),
        (b"\n\n\n", Fault::Empty),
        (b"a\n\xE4\n", Fault::NotUtf8),
        (&[0xFF, 0xFE, b'a', 0], Fault::NotUtf8),
        (b"a\n\0\n", Fault::Unreadable),
        (b"PK\x03\x04 and nothing else", Fault::Unreadable),
        (&whole[..whole.len() / 2], Fault::Unreadable),
        (&whole, Fault::Empty),
        (&cfb, Fault::Protected),
        (&zipped(&[("a.txt", b"x")]), Fault::Unreadable),
        (&workbook_of("<worksheet"), Fault::Unreadable),
        (
            &workbook_of("<worksheet><sheetData><row><c><v>1"),
            Fault::Unreadable,
        ),
    ] {
        assert_eq!(
            read(bytes),
            Err(fault),
            "{}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
}

#[test]
fn a_file_has_a_length() {
    let row = "xxxxxxxx\n";
    let body = row.repeat(MAX_FILE_BYTES / row.len() + 1);
    assert_eq!(
        read(&body.as_bytes()[..MAX_FILE_BYTES]),
        Err(Fault::TooManyRows)
    );
    assert_eq!(
        read(&body.as_bytes()[..=MAX_FILE_BYTES]),
        Err(Fault::TooLarge)
    );
}

#[test]
fn a_thousand_rows_are_taken_and_one_more_is_not() {
    let text = |rows: usize| format!("a\n{}", "x\n".repeat(rows));
    assert_eq!(
        read(text(MAX_ROWS).as_bytes()).unwrap().rows.len(),
        MAX_ROWS
    );
    assert_eq!(read(text(MAX_ROWS + 1).as_bytes()), Err(Fault::TooManyRows));
    let book = |rows: usize| {
        let row = |at: usize| format!("<row r=\"{at}\"><c r=\"A{at}\"><v>1</v></c></row>");
        workbook_of(&sheet_of(&(1..=rows + 1).map(row).collect::<String>()))
    };
    assert_eq!(read(&book(MAX_ROWS)).unwrap().rows.len(), MAX_ROWS);
    assert_eq!(read(&book(MAX_ROWS + 1)), Err(Fault::TooManyRows));
    assert_eq!(read(&book(100_000)), Err(Fault::TooManyRows));
    let far = sheet_of(
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    );
    assert_eq!(read(&workbook_of(&far)), Err(Fault::TooManyRows));
}

#[test]
fn rows_are_as_wide_as_columns_may_be_and_what_is_more_is_told() {
    let wide = |columns: usize| {
        let line = vec!["x"; columns].join(",");
        Layout::of(&read(format!("{line}\n{line}\n").as_bytes()).unwrap())
    };
    let too_many = Err(vec![crate::answers::bulk::LayoutFault::TooMany]);
    assert_ne!(wide(MAX_COLUMNS), too_many);
    assert_eq!(wide(MAX_COLUMNS + 1), too_many);
    assert_eq!(wide(100_000), too_many);
    let far =
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>";
    assert_eq!(
        Layout::of(&read(&workbook_of(&sheet_of(far))).unwrap()),
        too_many
    );
}

#[test]
fn what_would_unpack_to_far_too_much_is_not_unpacked() {
    let blank = |bytes: usize| vec![b' '; bytes];
    let parts = |name: &str, bytes: usize| zipped(&[(name, &blank(bytes))]);
    for (name, most) in [
        ("xl/worksheets/sheet1.xml", 16 << 20),
        ("xl/sharedStrings.xml", 4 << 20),
        ("xl/styles.xml", 512 << 10),
        ("docProps/app.xml", 4 << 20),
    ] {
        assert_eq!(archive::check(&parts(name, most)), Ok(()), "{name}");
        assert_eq!(read(&parts(name, most + 1)), Err(Fault::Bomb), "{name}");
    }
    let many: Vec<String> = (0..257).map(|number| format!("{number}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(read(&zipped(&many)), Err(Fault::Bomb));
    let sheet = blank(13 << 20);
    let two = [("worksheets/1", &sheet[..]), ("worksheets/2", &sheet[..])];
    assert_eq!(read(&zipped(&two)), Err(Fault::Bomb), "together");
    // A file that says it is small when it is not.
    let mut lying = parts("xl/worksheets/sheet1.xml", 20 << 20);
    let size = u32::to_le_bytes(20 << 20);
    while let Some(at) = lying.windows(4).position(|four| four == size) {
        lying[at..at + 4].copy_from_slice(&u32::to_le_bytes(100));
    }
    assert!(
        matches!(read(&lying), Err(Fault::Bomb | Fault::Unreadable)),
        "{:?}",
        read(&lying)
    );
}

#[test]
fn one_text_that_every_cell_shows_does_not_fill_the_memory() {
    let shared = format!(
        r#"<row r="1"><c r="A1" t="str"><v>a</v></c></row>{}"#,
        (2..=1001)
            .map(|row| {
                let cells = (0..20).map(|_| format!("<c t=\"str\"><v>{}</v></c>", "x".repeat(900)));
                format!("<row r=\"{row}\">{}</row>", cells.collect::<String>())
            })
            .collect::<String>()
    );
    let bytes = workbook_of(&sheet_of(&shared));
    assert!(bytes.len() < MAX_FILE_BYTES, "{}", bytes.len());
    assert!(matches!(
        read(&bytes),
        Err(Fault::TooMuchText | Fault::Bomb)
    ));
}

#[test]
fn the_templates_read_back_with_the_headings_they_should_have() {
    let empty = Lists::default();
    let text = template_csv(&empty).unwrap();
    assert_eq!(read(&text), Err(Fault::Empty));
    let with_row = [text, b"1,2,3\r\n".to_vec()].concat();
    assert!(Layout::of(&read(&with_row).unwrap()).is_ok());
    assert_eq!(read(&template_xlsx(&empty).unwrap()), Err(Fault::Empty));
}
