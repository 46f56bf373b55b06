//! Price tables: the preview of the discount step and the prices of the review.

use crate::domain::catalog::Product;
use crate::domain::money::Currency;
use crate::domain::pricing::{Basis, PriceBook, PriceFault, PriceLine};
use crate::web::view;

/// One price.
#[derive(Debug)]
pub struct PriceRow {
    pub dimension: String,
    pub charge: String,
    pub unit: String,
    pub list: String,
    pub discount: String,
    pub wholesale: String,
    pub above_list: bool,
}

/// The prices of one product; none while one of them is missing.
#[derive(Debug)]
pub struct PriceTable {
    pub title: String,
    pub rows: Vec<PriceRow>,
    /// How many prices are missing.
    pub missing: usize,
}

impl PriceTable {
    /// Why there are no rows.
    pub fn no_rows(&self) -> String {
        match self.missing {
            0 => "The payments are the price.".to_owned(),
            1 => "1 price is still missing.".to_owned(),
            many => format!("{many} prices are still missing."),
        }
    }
}

/// The table of a product.
pub fn table(product: &Product, prices: &Result<PriceBook, Vec<PriceFault>>) -> PriceTable {
    let (rows, missing) = match prices {
        Ok(book) => (
            book.lines
                .iter()
                .map(|line| row(line, book.currency))
                .collect(),
            0,
        ),
        Err(faults) => (Vec::new(), faults.len()),
    };
    PriceTable {
        title: product.title.clone(),
        rows,
        missing,
    }
}

fn row(line: &PriceLine, currency: Currency) -> PriceRow {
    PriceRow {
        dimension: line.name.clone(),
        charge: line.key.charge.label(),
        unit: line.unit.clone(),
        list: line
            .list
            .map_or_else(|| "–".to_owned(), |list| view::amount(list, Currency::LIST)),
        discount: basis(line.basis),
        wholesale: view::amount(line.wholesale, currency),
        above_list: line.above_list(currency),
    }
}

/// How a wholesale price came about, in the Discount column.
fn basis(basis: Basis) -> String {
    match basis {
        Basis::Percent(percent) => format!("{percent}%"),
        Basis::Price => "Own price".to_owned(),
        Basis::Fee => "Usage fee".to_owned(),
        Basis::Custom => "Added".to_owned(),
    }
}
