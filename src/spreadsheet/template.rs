//! The template: headings to fill in, and what can be chosen.

use crate::answers::bulk::{Column, MAX_ROWS, price_heading};
use crate::answers::individual;
use crate::domain::account::Organisation;
use crate::domain::agreements::Document;
use crate::domain::catalog::Product;
use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{DataValidation, Format, Formula, Workbook, Worksheet, XlsxError};

/// The sheet that is filled in.
const TO_FILL_IN: &str = "Opportunities";
/// The sheet that lists what can be chosen.
const TO_CHOOSE_FROM: &str = "What can be chosen";
/// The price headings that are listed of one product; whoever sells more dimensions finds their keys in the catalogue.
const MAX_PRICES: usize = 50;

/// What can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Registered resellers.
    pub resellers: Vec<Organisation>,
    /// Products on sale that can be resold.
    pub products: Vec<Product>,
    /// Uploaded EULAs and contracts.
    pub documents: Vec<Document>,
}

/// Where a list stands on its sheet: its first row, counted from 0, and how many rows it has.
#[derive(Debug, Clone, Copy)]
struct Listed {
    first: u32,
    count: u32,
}

fn headings() -> Vec<String> {
    Column::PLAIN.iter().map(Column::heading).collect()
}

/// The template as text. Its first two columns list the resellers and products that can be chosen; rows that are not
/// filled in further are refused, so nothing comes of leaving them there.
///
/// # Errors
/// When it cannot be written.
pub fn template_csv(lists: &Lists) -> Result<Vec<u8>, String> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer("\u{FEFF}".as_bytes().to_vec());
    let failed = |error: csv::Error| error.to_string();
    writer.write_record(headings()).map_err(failed)?;
    let rows = lists.resellers.len().max(lists.products.len());
    for at in 0..rows.min(MAX_ROWS) {
        let reseller = lists.resellers.get(at).map(|each| each.account.as_str());
        let product = lists.products.get(at).map(|each| each.id.as_str());
        let cells = [reseller.unwrap_or_default(), product.unwrap_or_default()];
        let blank = Column::PLAIN.len() - cells.len();
        let row = cells.into_iter().chain(std::iter::repeat_n("", blank));
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// The template as a workbook: a sheet to fill in, with lists to choose from, and a sheet that says what there is.
///
/// # Errors
/// When it cannot be written.
pub fn template_xlsx(lists: &Lists) -> Result<Vec<u8>, String> {
    workbook(lists).map_err(|error| error.to_string())
}

fn workbook(lists: &Lists) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut choices = Worksheet::new();
    choices.set_name(TO_CHOOSE_FROM)?;
    let [resellers, products] = choices_of(&mut choices, lists, &bold)?;
    let sheet = book.add_worksheet();
    sheet.set_name(TO_FILL_IN)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0..).zip(Column::PLAIN) {
        // As text, so that account IDs keep their zeros and 12.5% stays what was typed.
        sheet.set_column_format(at, &text)?;
        sheet.set_column_width(at, 20)?;
        sheet.write_string_with_format(0, at, column.heading(), &bold)?;
        if let Some(rule) = rule(&column, resellers, products)? {
            let rule = rule
                .set_input_message(column.hint())?
                .show_error_message(false);
            sheet.add_data_validation(1, at, last_row(), at, &rule)?;
        }
    }
    book.push_worksheet(choices);
    book.save_to_buffer()
}

fn last_row() -> u32 {
    u32::try_from(MAX_ROWS).unwrap_or(u32::MAX)
}

/// What a column offers to choose from: the first row of the other sheet that lists it, and how many there are.
fn rule(
    column: &Column,
    resellers: Listed,
    products: Listed,
) -> Result<Option<DataValidation>, XlsxError> {
    let listed = |Listed { first, count }: Listed| {
        let range = format!(
            "='{TO_CHOOSE_FROM}'!$A${}:$A${}",
            first + 1,
            first + count.max(1)
        );
        DataValidation::new().allow_list_formula(Formula::new(range))
    };
    let words = |words: &[&str]| DataValidation::new().allow_list_strings(words);
    Ok(Some(match column {
        Column::Reseller => listed(resellers),
        Column::Product => listed(products),
        Column::DiscountType => words(&["percentage", "individual", "flexible"])?,
        Column::Currency => words(&["USD", "EUR", "GBP", "AUD", "JPY"])?,
        Column::ZeroPrices => words(&["yes", "no"])?,
        Column::Duration => words(&["single use", "specific time", "no set time"])?,
        Column::Eula => words(&["public", "standard"])?,
        Column::Contract => words(&["none", "rcmp"])?,
        Column::Percent
        | Column::Description
        | Column::Name
        | Column::ContractDurations
        | Column::Payments
        | Column::Units
        | Column::LastDay
        | Column::Buyers
        | Column::Price(_) => DataValidation::new().allow_any_value(),
    }))
}

/// Writes what can be chosen; where the resellers and the products begin, and how many there are of each.
fn choices_of(
    sheet: &mut Worksheet,
    lists: &Lists,
    bold: &Format,
) -> Result<[Listed; 2], XlsxError> {
    let mut at = 0;
    for column in [0, 1, 2] {
        sheet.set_column_width(column, 32)?;
    }
    let columns = Column::PLAIN
        .iter()
        .map(|column| [column.heading(), column.hint(), String::new()]);
    section(
        sheet,
        &mut at,
        ["Column", "What to write", ""],
        columns,
        bold,
    )?;
    let partners = lists.resellers.iter().map(|each| {
        [
            each.account.to_string(),
            each.name.clone(),
            each.country.clone(),
        ]
    });
    let heading = ["Reseller account ID", "Reseller", "Country"];
    let resellers = section(sheet, &mut at, heading, partners, bold)?;
    let listed = lists.products.iter().map(|each| {
        [
            each.id.to_string(),
            each.title.clone(),
            each.model.label().to_owned(),
        ]
    });
    let heading = ["Product ID", "Product", "Pricing model"];
    let products = section(sheet, &mut at, heading, listed, bold)?;
    let files = lists
        .documents
        .iter()
        .map(|each| [each.id.to_string(), each.name.clone(), String::new()]);
    section(
        sheet,
        &mut at,
        ["File ID", "Uploaded file", ""],
        files,
        bold,
    )?;
    let prices = lists.products.iter().flat_map(prices);
    let heading = ["Price column", "Dimension", "Product"];
    section(sheet, &mut at, heading, prices, bold)?;
    Ok([resellers, products])
}

/// The columns by which the prices of a product are given one by one.
fn prices(product: &Product) -> Vec<[String; 3]> {
    let lines = individual::lines(product, &product.public_durations());
    let row = |line: &crate::domain::pricing::LineKey| {
        let name = product
            .dimension(&line.dimension)
            .map_or("", |dimension| dimension.name.as_str());
        [price_heading(line), name.to_owned(), product.title.clone()]
    };
    lines.iter().take(MAX_PRICES).map(row).collect()
}

/// Writes a list under its headings; the row in which it begins, and how many rows it has.
fn section(
    sheet: &mut Worksheet,
    at: &mut u32,
    headings: [&str; 3],
    rows: impl Iterator<Item = [String; 3]>,
    bold: &Format,
) -> Result<Listed, XlsxError> {
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(*at, column, heading, bold)?;
    }
    *at += 1;
    let first = *at;
    for cells in rows {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(*at, column, text)?;
        }
        *at += 1;
    }
    let count = *at - first;
    *at += 1;
    Ok(Listed { first, count })
}
