//! The columns of a file: their headings, and which of them must be there.

use super::{MAX_COLUMNS, Sheet};
use crate::domain::catalog::DimensionKey;
use crate::domain::details;
use crate::domain::pricing::{Charge, LineKey};
use crate::domain::schedule::MAX_PAYMENTS;

/// The heading of the column in which refused rows say why. A file that has it is read without it.
pub const REASON: &str = "Reason";
/// How the heading of a price begins.
const PRICE: &str = "price:";

/// What a column is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The reseller's account ID.
    Reseller,
    /// The product's ID.
    Product,
    /// What the opportunity is called.
    Name,
    /// What it is about.
    Description,
    /// Percentage Discount, Individual Pricing or Flexible payment schedule.
    DiscountType,
    /// The percentage.
    Percent,
    /// The contract durations; empty for those of the public offer. The one of a flexible payment schedule.
    ContractDurations,
    /// What is paid when, of a flexible payment schedule.
    Payments,
    /// How many units of each dimension it includes.
    Units,
    /// The currency of the prices.
    Currency,
    /// Whether prices of zero are meant.
    ZeroPrices,
    /// How long it can be used.
    Duration,
    /// Until when.
    LastDay,
    /// For which buyers.
    Buyers,
    /// What buyers accept.
    Eula,
    /// What the partner accepts.
    Contract,
    /// The wholesale price of one line of the product.
    Price(LineKey),
}

impl Column {
    /// The columns that every file may have, in the order of the template.
    pub const PLAIN: [Self; 16] = [
        Self::Reseller,
        Self::Product,
        Self::Name,
        Self::Description,
        Self::DiscountType,
        Self::Percent,
        Self::ContractDurations,
        Self::Payments,
        Self::Units,
        Self::Currency,
        Self::ZeroPrices,
        Self::Duration,
        Self::LastDay,
        Self::Buyers,
        Self::Eula,
        Self::Contract,
    ];

    /// Its heading.
    pub fn heading(&self) -> String {
        match self {
            Self::Reseller => "Reseller account ID",
            Self::Product => "Product ID",
            Self::Name => "Opportunity name",
            Self::Description => "Description",
            Self::DiscountType => "Discount type",
            Self::Percent => "Percent",
            Self::ContractDurations => "Contract durations",
            Self::Payments => "Payments",
            Self::Units => "Units",
            Self::Currency => "Currency",
            Self::ZeroPrices => "Zero prices",
            Self::Duration => "Duration",
            Self::LastDay => "Last day",
            Self::Buyers => "Buyers",
            Self::Eula => "EULA",
            Self::Contract => "Reseller contract",
            Self::Price(line) => return price_heading(line),
        }
        .to_owned()
    }

    /// What to write into it, for the person who fills it in.
    pub fn hint(&self) -> String {
        match self {
            Self::Reseller => "12 digits",
            Self::Product => "As in your catalogue",
            Self::Name => return up_to(details::MAX_NAME),
            Self::Description => return up_to(details::MAX_DESCRIPTION),
            Self::DiscountType => "percentage, individual or flexible",
            Self::Percent => {
                "Like 12.5. With individual it stands for all prices that are left empty"
            }
            Self::ContractDurations => {
                "Like P12M P24M or P365D. Empty: those of your public offer. Flexible needs exactly one"
            }
            Self::Payments => {
                return format!(
                    "For flexible: up to {MAX_PAYMENTS} days with an amount each, like 2027-01-31 4000.00; 2027-04-30 4000.00"
                );
            }
            Self::Units => {
                "For flexible: keys of dimensions with their units, like users 25; storage 100"
            }
            Self::Currency => "USD, EUR, GBP, AUD or JPY. Empty: USD",
            Self::ZeroPrices => "yes, when a wholesale price of zero is meant",
            Self::Duration => {
                "single use, specific time or no set time. With flexible it is always single use"
            }
            Self::LastDay => "Like 2027-03-31. Needed for specific time and for flexible",
            Self::Buyers => "Account IDs, separated by spaces or semicolons. Empty: any buyer",
            Self::Eula => "public, standard, or the ID of an uploaded EULA. Empty: public",
            Self::Contract => "none, rcmp, or the ID of an uploaded contract. Empty: none",
            Self::Price(_) => "A wholesale price, for individual; of usage also for flexible",
        }
        .to_owned()
    }

    /// Whether a file without it cannot be understood.
    pub fn needed(&self) -> bool {
        match self {
            Self::Reseller | Self::Product | Self::Name | Self::DiscountType | Self::Duration => {
                true
            }
            Self::Description
            | Self::Percent
            | Self::ContractDurations
            | Self::Payments
            | Self::Units
            | Self::Currency
            | Self::ZeroPrices
            | Self::LastDay
            | Self::Buyers
            | Self::Eula
            | Self::Contract
            | Self::Price(_) => false,
        }
    }

    /// Reads a heading, however it is capitalised.
    fn parse(heading: &str) -> Option<Self> {
        let typed = squeezed(heading);
        let plain = Self::PLAIN
            .into_iter()
            .find(|column| column.heading().eq_ignore_ascii_case(&typed));
        plain.or_else(|| price_line(heading.trim()).map(Self::Price))
    }
}

/// The heading of a price: `price:users:P12M`, `price:api_calls:usage`.
pub fn price_heading(line: &LineKey) -> String {
    format!("{PRICE}{}:{}", line.dimension, line.charge.code())
}

fn price_line(heading: &str) -> Option<LineKey> {
    let (begin, rest) = heading.split_at_checked(PRICE.len())?;
    let (dimension, charge) = rest.rsplit_once(':')?;
    let is_price = begin.eq_ignore_ascii_case(PRICE);
    let line = LineKey {
        dimension: DimensionKey::parse(dimension.trim())?,
        charge: charge_of(charge.trim())?,
    };
    is_price.then_some(line)
}

fn charge_of(typed: &str) -> Option<Charge> {
    Charge::parse(&typed.to_ascii_uppercase())
        .or_else(|| Charge::parse(&typed.to_ascii_lowercase()))
}

/// Single spaces, and none at the ends.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with the headings of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutFault {
    /// A column that must be there is not.
    Missing(String),
    /// A column is there twice.
    Twice(String),
    /// No such column.
    Unknown(String),
    /// This column, counted from 1, has cells but no heading.
    Unnamed(usize),
    /// More than [`MAX_COLUMNS`].
    TooMany,
}

impl LayoutFault {
    /// What to do about it.
    pub fn text(&self) -> String {
        match self {
            Self::Missing(heading) => {
                format!(
                    "The column “{heading}” is missing – its heading must stand in the first row"
                )
            }
            Self::Twice(heading) => format!("The column “{heading}” is there twice – keep one"),
            Self::Unknown(heading) => format!(
                "The column “{heading}” is not known – use the headings of the template, or price:dimension:P12M for a price"
            ),
            Self::Unnamed(number) => {
                format!("Column {number} has cells but no heading – give it one or clear it")
            }
            Self::TooMany => format!("The file has more than {MAX_COLUMNS} columns"),
        }
    }
}

/// Which column stands where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(Vec<Option<Column>>);

impl Layout {
    /// Reads the headings of a file.
    ///
    /// # Errors
    /// All that is wrong with them.
    pub fn of(sheet: &Sheet) -> Result<Self, Vec<LayoutFault>> {
        let (mut columns, mut faults) = (Vec::new(), Vec::new());
        if sheet.headings.len() > MAX_COLUMNS {
            return Err(vec![LayoutFault::TooMany]);
        }
        for (number, heading) in (1..).zip(&sheet.headings) {
            let column = Column::parse(heading);
            if heading.trim().is_empty() {
                faults.extend(holds_cells(sheet, number).then_some(LayoutFault::Unnamed(number)));
            } else if column.is_some() && columns.contains(&column) {
                faults.push(LayoutFault::Twice(squeezed(heading)));
            } else if column.is_none() && !squeezed(heading).eq_ignore_ascii_case(REASON) {
                faults.push(LayoutFault::Unknown(shortened(&squeezed(heading))));
            }
            columns.push(column);
        }
        let there = |column: &Column| columns.iter().flatten().any(|each| each == column);
        let missing = Column::PLAIN
            .iter()
            .filter(|column| column.needed() && !there(column))
            .map(|column| LayoutFault::Missing(column.heading()));
        faults.splice(0..0, missing);
        if faults.is_empty() {
            Ok(Self(columns))
        } else {
            Err(faults)
        }
    }

    /// The columns, in the order of the file; nothing for what is not read.
    pub fn columns(&self) -> &[Option<Column>] {
        &self.0
    }
}

fn holds_cells(sheet: &Sheet, number: usize) -> bool {
    let mut cells = sheet
        .rows
        .iter()
        .filter_map(|row| row.cells.get(number - 1));
    cells.any(|cell| !cell.is_empty())
}

/// A heading, or a key, as it is quoted: a whole paragraph would hide the message.
pub(super) fn shortened(heading: &str) -> String {
    const MOST: usize = 40;
    if heading.chars().count() > MOST {
        heading.chars().take(MOST).chain(['…']).collect()
    } else {
        heading.to_owned()
    }
}

fn up_to(most: usize) -> String {
    format!("Up to {most} characters")
}
