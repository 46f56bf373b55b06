//! What is sent to fill the memory does not: the portal, in a process of its own, is watched while it refuses.

use super::{HEADINGS, upload};
use crate::client::{Client, Response};
use crate::command_line::{ORGANISATION, Serving, USER, done};
use crate::dump;
use consign::catalog_api::import;
use consign::spreadsheet::MAX_FILE_BYTES;
use consign::store::Db;
use flate2::{Compress, Compression, FlushCompress};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::num::NonZeroU32;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How much more than at rest the portal may take for one request, in KiB: the file itself, what is unpacked of it at once,
/// and what its cells become within their own bounds. The largest of the files here unpacks to fifty times as much.
const MOST: u64 = 32 * 1024;

/// A file to be sent, and what is said of it.
struct Hostile {
    what: &'static str,
    send: Box<dyn Fn(&Client) -> Response>,
    status: u16,
    field: &'static str,
    text: String,
}

const BOMB: &str =
    "The file would unpack to far more than a spreadsheet of 1,000 rows has – save it anew";
const ROWS: &str = "The file has more than 1,000 rows – split it into several files";

fn sheet(what: &'static str, bytes: Vec<u8>, text: &str) -> Hostile {
    assert!(bytes.len() <= MAX_FILE_BYTES, "{what}: {}", bytes.len());
    Hostile {
        what,
        send: Box::new(move |browser| upload(browser, "rows.xlsx", &bytes)),
        status: 422,
        field: "file",
        text: text.to_owned(),
    }
}

fn json(what: &'static str, text: String, status: u16, said: String) -> Hostile {
    let send = move |browser: &Client| {
        let fields = [("json".to_owned(), text.clone())];
        crate::wizard::uploads::send(browser, "/isv/import", &fields, &[])
    };
    Hostile {
        what,
        send: Box::new(send),
        status,
        field: "json",
        text: said,
    }
}

/// A ZIP file with one part, so many MiB of zeros: one packed piece again and again, as nobody could wait for all to be
/// packed.
fn bomb(name: &str, mebibytes: u32) -> Vec<u8> {
    let mut packer = Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(8 * 1024);
    packer
        .compress_vec(&vec![0; 1 << 20], &mut piece, FlushCompress::Full)
        .expect("it can be packed");
    assert_eq!(packer.total_in(), 1 << 20, "all of it");
    let times = usize::try_from(mebibytes).expect("a number");
    // And an empty last piece.
    let packed = [piece.repeat(times), vec![0x03, 0x00]].concat();
    let four = |number: usize| u32::try_from(number).expect("small").to_le_bytes();
    // Version, flags, method (deflate), time, date, checksum, sizes, length of the name, nothing more.
    let head = [
        &[20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0, 0, 0, 0, 0][..],
        &four(packed.len()),
        &(mebibytes << 20).to_le_bytes(),
        &four(name.len()),
    ]
    .concat();
    let part = [b"PK\x03\x04", &head[..], name.as_bytes(), &packed].concat();
    let index = [b"PK\x01\x02\x14\x00", &head[..], &[0; 14], name.as_bytes()].concat();
    let end = [
        &b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..],
        &four(index.len()),
        &four(part.len()),
        &[0; 2],
    ]
    .concat();
    [part, index, end].concat()
}

/// A workbook with these parts, besides those that every workbook has.
fn workbook(parts: &[(&str, String)]) -> Vec<u8> {
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let rels = |links: &[(&str, &str)]| {
        let mut text = format!("<Relationships xmlns=\"{package}\">");
        for (number, (kind, target)) in links.iter().enumerate() {
            let link = format!("Id=\"r{number}\" Type=\"{of}/{kind}\" Target=\"{target}\"");
            write!(text, "<Relationship {link}/>").expect("text");
        }
        text + "</Relationships>"
    };
    let book = format!(
        "<workbook {MAIN} xmlns:r=\"{of}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r0\"/></sheets></workbook>"
    );
    let links = [
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "styles.xml"),
    ];
    let frame = [
        (
            "_rels/.rels",
            rels(&[("officeDocument", "xl/workbook.xml")]),
        ),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", rels(&links)),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let own = |name: &str| parts.iter().any(|(own, _)| *own == name);
    let frame = frame.iter().filter(|(name, _)| !own(name));
    for (name, text) in frame.chain(parts) {
        file.start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        file.write_all(text.as_bytes()).expect("it can be packed");
    }
    file.finish().expect("a file").into_inner()
}

const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

fn sheet_of(rows: &str) -> (&'static str, String) {
    let text = format!("<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>");
    ("xl/worksheets/sheet1.xml", text)
}

const HEADING: &str = "<row r=\"1\"><c t=\"str\"><v>a</v></c></row>";

/// The part that names these many styles, all of one format and one font.
fn styles_of(format: &str, font: &str, count: usize) -> (&'static str, String) {
    let formats = format!("<numFmts><numFmt numFmtId=\"170\" formatCode=\"{format}\"/></numFmts>");
    let fonts = format!("<fonts><font><name val=\"{font}\"/></font></fonts>");
    let each = "<xf numFmtId=\"170\" fontId=\"0\"/>".repeat(count);
    let text = format!("<styleSheet {MAIN}>{formats}{fonts}<cellXfs>{each}</cellXfs></styleSheet>");
    ("xl/styles.xml", text)
}

/// Workbooks whose parts are as large as they may be, of what takes the most memory for its length.
fn full_workbooks() -> [Hostile; 6] {
    const PART: usize = 4_000_000;
    const SHEET: usize = 8_000_000;
    let filled = |each: &str, most: usize| each.repeat(most / each.len());
    let texts = format!("<sst {MAIN}>{}</sst>", filled("<si><t>x</t></si>", PART));
    let long = "x".repeat(200_000);
    let row = format!("<row>{}</row>", "<c s=\"1\"/>".repeat(200));
    let percentages = format!("{HEADING}{}", filled(&row, SHEET));
    let sheets = format!(
        "<workbook {MAIN}><sheets>{}</sheets></workbook>",
        filled("<sheet name=\"\"/>", PART)
    );
    let empty = "The file has no rows below its headings";
    let styled = |styles| workbook(&[sheet_of(HEADING), styles]);
    [
        sheet(
            "texts that cells share",
            workbook(&[sheet_of(HEADING), ("xl/sharedStrings.xml", texts)]),
            empty,
        ),
        sheet(
            "many styles",
            styled(styles_of("0%", "Sans", 15_000)),
            empty,
        ),
        sheet(
            "many styles of a long format",
            styled(styles_of(&long, "Sans", 9_000)),
            BOMB,
        ),
        sheet(
            "many styles of a long font",
            styled(styles_of("0%", &long, 9_000)),
            BOMB,
        ),
        sheet(
            "cells shown as percentages",
            workbook(&[sheet_of(&percentages), styles_of("0%", "Sans", 2)]),
            empty,
        ),
        sheet(
            "many sheets",
            workbook(&[sheet_of(HEADING), ("xl/workbook.xml", sheets)]),
            "The file is damaged or no spreadsheet – save it as .xlsx or CSV",
        ),
    ]
}

/// JSON of as many values as have place: too many to be read, and as many as are.
fn full_json() -> [Hostile; 3] {
    const TOO_MANY: &str = "It has more than 100,000 values – split it into several";
    /// Objects inside each other, with a number in the innermost.
    const DEPTH: usize = 126;
    let wide = |each: &str| {
        let text = format!("[{}0]", each.repeat((import::MAX_BYTES - 3) / each.len()));
        assert!((import::MAX_BYTES - each.len()..=import::MAX_BYTES).contains(&text.len()));
        text
    };
    let chain = format!("{}0{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
    let count = (import::MAX_VALUES - 1) / (DEPTH + 1);
    let deep = format!("[{}]", vec![chain; count].join(","));
    assert!(deep.len() <= import::MAX_BYTES, "{}", deep.len());
    let told = format!(
        "Nothing was imported, because {count} things are wrong with it – these are the first {}",
        import::MAX_REMARKS
    );
    [
        json("wide lists", wide("[0],"), 422, TOO_MANY.to_owned()),
        json("wide objects", wide("{\"\":0},"), 422, TOO_MANY.to_owned()),
        json("objects inside each other", deep, 422, told),
    ]
}

fn hostile() -> Vec<Hostile> {
    let (mut rows, mut text) = (String::new(), format!("{HEADINGS}\n"));
    for number in 1..=100_000 {
        write!(
            rows,
            "<row r=\"{number}\"><c r=\"A{number}\"><v>1</v></c></row>"
        )
        .expect("text");
        text.push_str("x\n");
    }
    let (deep, long) = (
        "[".repeat(import::MAX_BYTES),
        "[".repeat(20 * import::MAX_BYTES),
    );
    let told = "Line 1, column 128: more than 127 lists and objects stand inside each other";
    let mut all = vec![
        sheet(
            "a gigabyte of one sheet",
            bomb("xl/worksheets/sheet1.xml", 1024),
            BOMB,
        ),
        sheet(
            "a gigabyte of texts",
            bomb("xl/sharedStrings.xml", 1024),
            BOMB,
        ),
        sheet("100,000 rows of text", text.into_bytes(), ROWS),
        sheet(
            "100,000 rows of a workbook",
            workbook(&[sheet_of(&rows)]),
            ROWS,
        ),
        json("deep JSON", deep, 422, told.to_owned()),
        json("long JSON", long, 413, import::too_large()),
    ];
    all.extend(full_json());
    all.extend(full_workbooks());
    all
}

/// The most memory that the portal has had since [`peak_since_now`], in KiB.
fn peak(portal: &Serving) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", portal.id())).expect("it runs");
    let mut lines = status.lines();
    let line = lines.find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    number.expect("the peak of its memory")
}

/// Lets the peak begin anew with what the portal has now; how much that is.
fn peak_since_now(portal: &Serving) -> u64 {
    fs::write(format!("/proc/{}/clear_refs", portal.id()), "5").expect("it can be reset");
    peak(portal)
}

#[test]
fn what_is_sent_to_fill_the_memory_is_refused_in_words_and_does_not() {
    const PASSWORD: &str = "a long enough password";
    let data = tempfile::tempdir().expect("a folder");
    done(data.path(), &ORGANISATION, "");
    let password = [&USER[..], &["--password-from-input"]].concat();
    done(data.path(), &password, &format!("{PASSWORD}\n"));
    let serving = Serving::start(data.path());
    let browser = Client::new(&serving.host);
    let sign_in = [("email", "dana@northwind.example"), ("password", PASSWORD)];
    assert_eq!(browser.post("/sign-in", &sign_in).status, 303);
    // What the program needs once, its own code above all, is there before anything is measured.
    let small = workbook(&[sheet_of(HEADING), styles_of("0%", "Sans", 2)]);
    let [zeros, text] = [bomb("xl/styles.xml", 1), b"a\n1\n".to_vec()];
    for bytes in [small, zeros, text, vec![b'x'; 2 * MAX_FILE_BYTES]] {
        assert!([413, 422].contains(&upload(&browser, "rows.xlsx", &bytes).status));
    }
    for text in ["[".repeat(1000), " ".repeat(2 * import::MAX_BYTES)] {
        let answer = (json("", text, 422, String::new()).send)(&browser);
        assert!([413, 422].contains(&answer.status));
    }
    let url = format!("sqlite:{}", data.path().join("consign.sqlite").display());
    let db = Db::connect(&url, NonZeroU32::MIN).expect("it opens");
    let before = db.read_now(dump::read).expect("it can be read");
    let (mut peaks, mut rest) = (Vec::new(), u64::MAX);
    for each in hostile() {
        // What one request leaves behind another may use, so all are compared with the least.
        rest = rest.min(peak_since_now(&serving));
        let answer = (each.send)(&browser);
        peaks.push((peak(&serving), each.what));
        let page = answer.page();
        let said = page.error_for(each.field).unwrap_or_default();
        assert_eq!(
            (answer.status, said),
            (each.status, each.text),
            "{}",
            each.what
        );
    }
    // Shown when asked for.
    println!("{rest} KiB at rest, at most: {peaks:?}");
    let (most, what) = peaks.iter().max().expect("some");
    assert!(most - rest < MOST, "{what}: {} KiB more", most - rest);
    assert_eq!(db.read_now(dump::read).expect("it can be read"), before);
}
