//! The flexible payment schedule of a row: how long the contract runs, how many units it includes, what is paid when, and the
//! rates of further use, which stand in the columns of prices.

use super::{Column, Reading, day_month_year};
use crate::answers::bulk::columns::shortened;
use crate::answers::typed::DateBoxes;
use crate::answers::{Fields, schedule};
use crate::domain::catalog::Product;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::pricing::Charge;
use crate::domain::schedule::MAX_PAYMENTS;

/// What stands between the payments, or the units, of one cell.
const BETWEEN: [char; 3] = [';', '\n', '\r'];

impl Reading<'_> {
    pub(super) fn schedule(&mut self, product: Option<&Product>, fields: &mut Fields) {
        if !self.text(&Column::Percent).is_empty() {
            self.refuse(
                &Column::Percent,
                "A flexible payment schedule has payments and no percentage – clear it",
            );
        }
        self.payments(fields);
        let Some(product) = product else { return };
        match self.contract_durations(product).as_deref() {
            Some([]) | None => {}
            Some([ContractDuration::Months(count) | ContractDuration::Days(count)]) => {
                fields.set(schedule::CONTRACT_LENGTH, count.to_string());
            }
            Some(_) => self.refuse(
                &Column::ContractDurations,
                "A flexible payment schedule has one contract duration – keep one",
            ),
        }
        self.units(product, fields);
        self.rates(product, fields);
    }

    /// Says that there is no schedule to which payments or units would belong.
    pub(super) fn no_schedule(&mut self) {
        for (column, what) in [
            (Column::Payments, "Payments need"),
            (Column::Units, "Units need"),
        ] {
            if !self.text(&column).is_empty() {
                let text =
                    format!("{what} the discount type flexible – clear them or change the type");
                self.refuse(&column, text);
            }
        }
    }

    fn payments(&mut self, fields: &mut Fields) {
        let payments = entries(self.text(&Column::Payments));
        if payments.len() > MAX_PAYMENTS {
            let text = format!("{} – this row has {}", schedule::too_many(), payments.len());
            return self.refuse(&Column::Payments, text);
        }
        for (number, payment) in (1..).zip(payments) {
            let Some(([day, month, year], amount)) = day_and_amount(payment) else {
                let text = format!(
                    "Payment {number} must be a day and an amount, like 2027-01-31 4000.00"
                );
                return self.refuse(&Column::Payments, text);
            };
            fields.set(schedule::amount_field(number), amount);
            DateBoxes { day, month, year }.write(fields, &schedule::date_field(number));
        }
    }

    fn units(&mut self, product: &Product, fields: &mut Fields) {
        for entry in entries(self.text(&Column::Units)) {
            let Some((key, quantity)) = entry.rsplit_once(char::is_whitespace) else {
                return self.refuse(
                    &Column::Units,
                    "Units must be a dimension’s key and a number each, like users 25; storage 100",
                );
            };
            let key = key.trim();
            let mut dimensions = product.contract_dimensions();
            let Some(dimension) = dimensions.find(|dimension| dimension.key.as_str() == key) else {
                let text = format!(
                    "{} has no contract dimension with the key {} – write it as in your catalogue",
                    product.title,
                    shortened(key)
                );
                return self.refuse(&Column::Units, text);
            };
            let field = schedule::units_field(&dimension.key);
            if !fields.get(&field).is_empty() {
                let text = format!("The units of {key} are there twice – keep one");
                return self.refuse(&Column::Units, text);
            }
            fields.set(field, quantity);
        }
    }

    fn rates(&mut self, product: &Product, fields: &mut Fields) {
        for (line, typed) in self.filled_prices() {
            let mut used = product.usage_dimensions();
            let rated = line.charge == Charge::Usage;
            if rated && used.any(|dimension| dimension.key == line.dimension) {
                fields.set(schedule::rate_field(&line.dimension), typed);
            } else {
                self.no_such_price(product, line);
            }
        }
    }
}

/// The payments, or the units, of a cell.
fn entries(cell: &str) -> Vec<&str> {
    let all = cell.split(BETWEEN).map(str::trim);
    all.filter(|entry| !entry.is_empty()).collect()
}

/// The three parts of the day, and the amount, of `2027-01-31 4,000.00` or `31 Jan 2027 4,000.00`.
fn day_and_amount(payment: &str) -> Option<([&str; 3], String)> {
    let words: Vec<&str> = payment.split_whitespace().collect();
    let (day, amount) = match words.as_slice() {
        [day, amount @ ..] if day.contains('-') => (day_month_year(day)?, amount),
        [day, month, year, amount @ ..] => ([*day, *month, *year], amount),
        [..] => return None,
    };
    (!amount.is_empty()).then(|| (day, amount.join(" ")))
}
