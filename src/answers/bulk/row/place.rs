//! The column at which something that is wrong with the answers is mended.

use super::Column;
use crate::answers::bulk::price_heading;
use crate::answers::schedule::CONTRACT_LENGTH;
use crate::answers::{Step, individual};
use crate::domain::pricing::LineKey;

/// The column at which a problem of a step is mended.
pub(in crate::answers::bulk) fn column_of(step: Step, field: &str) -> String {
    let column = match step {
        Step::Details if field == "description" => Column::Description,
        Step::Details => Column::Name,
        Step::Resellers => Column::Reseller,
        Step::Products | Step::Dimensions => Column::Product,
        Step::Discount => return discount_column(field),
        Step::Duration if field.starts_with("end") => Column::LastDay,
        Step::Duration => Column::Duration,
        Step::Buyers => Column::Buyers,
        Step::Eula => Column::Eula,
        Step::Rcmp => Column::Contract,
    };
    column.heading()
}

fn discount_column(field: &str) -> String {
    let column = match field.split('[').next().unwrap_or_default() {
        "percent" => Column::Percent,
        "zero" => Column::ZeroPrices,
        "currency" => Column::Currency,
        "term" | "term_custom" | CONTRACT_LENGTH => Column::ContractDurations,
        "amount" | "date" => Column::Payments,
        "units" => Column::Units,
        "value" | "rate" => match price_of(field) {
            Some(line) => return price_heading(&line),
            None => Column::Percent,
        },
        _ => Column::DiscountType,
    };
    column.heading()
}

/// The line in `value[prod-x][users:P12M]` or `rate[users]`; none for the row that stands for all.
fn price_of(field: &str) -> Option<LineKey> {
    individual::line_of(field.rsplit_once('[')?.1.strip_suffix(']')?)
}
