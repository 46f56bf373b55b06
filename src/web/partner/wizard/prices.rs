//! The buyer's prices beside the partner's: the live table of the price step, and the prices of the review.

use crate::answers::offer::target::targets;
use crate::domain::money::{self, Amount, Currency, MAX_AMOUNT, PriceKind};
use crate::domain::offer::adjustment::{self, Adjustment, PriceRefusal};
use crate::domain::opportunity::Opportunity;
use crate::domain::schedule::Schedule;
use crate::web::view;

/// Instead of a price that is not known.
const UNKNOWN: &str = "–";
/// Instead of a price that is under the wholesale price.
const UNDER_WHOLESALE: &str = "Under wholesale";

/// One price.
#[derive(Debug)]
pub struct PriceRow {
    pub name: String,
    /// A contract duration, usage, or the day of a payment.
    pub charge: String,
    pub unit: String,
    pub list: String,
    pub wholesale: String,
    pub price: String,
    pub margin: String,
    /// What is to be known about the price.
    pub note: Option<String>,
}

/// All prices of an offer.
#[derive(Debug)]
pub struct PriceTable {
    pub rows: Vec<PriceRow>,
    /// The payments of a schedule: they are numbered, and have no list price.
    pub payments: Vec<PriceRow>,
    /// Their sums: wholesale, price and margin.
    pub total: Option<[String; 3]>,
}

impl PriceTable {
    /// The prices that an adjustment makes; of none only the wholesale prices are known.
    pub fn of(opportunity: &Opportunity, adjustment: Option<&Adjustment>) -> Self {
        let currency = opportunity.prices.currency;
        let mut rows = Vec::new();
        for line in &opportunity.prices.lines {
            rows.push(PriceRow {
                name: line.name.clone(),
                charge: line.key.charge.label(),
                unit: line.unit.clone(),
                list: line.list.map_or_else(
                    || UNKNOWN.to_owned(),
                    |list| view::amount(list, Currency::LIST),
                ),
                wholesale: view::amount(line.wholesale, currency),
                price: UNKNOWN.to_owned(),
                margin: UNKNOWN.to_owned(),
                note: None,
            });
        }
        if let Some(adjustment) = adjustment {
            let priced = adjustment::each(&opportunity.prices, adjustment);
            for (row, (line, price)) in rows.iter_mut().zip(priced) {
                let kind = line.key.charge.kind();
                row.fill(line.wholesale, price, currency);
                row.tell_rounding(adjustment, (line.wholesale, kind), currency);
            }
        }
        let mut payments = Vec::new();
        let mut total = None;
        if let Some(schedule) = &opportunity.schedule {
            let paid = amounts(schedule, adjustment, currency);
            payments = payment_rows(schedule, adjustment, &paid, currency);
            total = totals(schedule, &paid, currency);
        }
        Self {
            rows,
            payments,
            total,
        }
    }

    /// How many prices there are, and how many are under wholesale: a sentence for those who hear the page.
    pub fn said(&self) -> String {
        let shown = || self.rows.iter().chain(&self.payments);
        let under = shown().filter(|row| row.price == UNDER_WHOLESALE).count();
        let unknown = shown().filter(|row| row.price == UNKNOWN).count();
        let updated = shown().count() - under - unknown;
        let prices = |count| view::count(count, "price", "prices");
        match (updated, under) {
            (0, 0) => "No price is known yet".to_owned(),
            (updated, 0) => format!("{} updated", prices(updated)),
            (0, under) => format!("{} under wholesale", prices(under)),
            (updated, under) => format!("{} updated, {under} under wholesale", prices(updated)),
        }
    }
}

impl PriceRow {
    fn fill(&mut self, wholesale: Amount, price: Result<Amount, PriceRefusal>, currency: Currency) {
        match price {
            Ok(price) => {
                let margin = price.value() - wholesale.value();
                self.price = view::amount(price, currency);
                self.margin = view::total(margin, currency);
            }
            Err(PriceRefusal::BelowWholesale(..)) => self.price = UNDER_WHOLESALE.to_owned(),
            Err(PriceRefusal::TooLarge(_)) => {
                self.price = format!("Above {}", money::group_digits(MAX_AMOUNT))
            }
            Err(
                PriceRefusal::NoListPrice(_)
                | PriceRefusal::ForeignCurrency
                | PriceRefusal::DiscountOfSchedule
                | PriceRefusal::AmountsWithoutSchedule
                | PriceRefusal::AmountCount(_)
                | PriceRefusal::PaymentTooSmall(..)
                | PriceRefusal::PaymentTooLarge(_),
            ) => {}
        }
    }

    /// Says what a marked-up price was before it was rounded, if that made a difference.
    fn tell_rounding(
        &mut self,
        adjustment: &Adjustment,
        (wholesale, kind): (Amount, PriceKind),
        currency: Currency,
    ) {
        let Adjustment::Markup(markup) = adjustment else {
            return;
        };
        let exact = wholesale.marked_up_exactly(*markup);
        let rounded = wholesale.marked_up(*markup, kind, currency);
        if rounded.is_ok_and(|rounded| rounded.value() != exact) {
            self.note = Some(format!("rounded from {}", money::grouped(exact, currency)));
        }
    }
}

/// What the buyer pays on each date, as far as that is known.
fn amounts(
    schedule: &Schedule,
    adjustment: Option<&Adjustment>,
    currency: Currency,
) -> Vec<Option<Amount>> {
    let kind = PriceKind::Instalment;
    match adjustment {
        Some(Adjustment::Markup(markup)) => schedule
            .payments
            .iter()
            .map(|payment| payment.amount.marked_up(*markup, kind, currency).ok())
            .collect(),
        Some(Adjustment::OwnAmounts(own)) => own.iter().copied().map(Some).collect(),
        Some(Adjustment::Discount(_)) | None => Vec::new(),
    }
}

fn payment_rows(
    schedule: &Schedule,
    adjustment: Option<&Adjustment>,
    paid: &[Option<Amount>],
    currency: Currency,
) -> Vec<PriceRow> {
    let mut rows = Vec::new();
    for (number, payment) in (1..).zip(&schedule.payments) {
        let mut row = PriceRow {
            name: format!("Payment {number}"),
            charge: view::day(payment.date),
            unit: String::new(),
            list: UNKNOWN.to_owned(),
            wholesale: view::amount(payment.amount, currency),
            price: UNKNOWN.to_owned(),
            margin: UNKNOWN.to_owned(),
            note: None,
        };
        if let Some(Some(amount)) = paid.get(number - 1) {
            row.fill(payment.amount, Ok(*amount), currency);
        }
        if let Some(adjustment) = adjustment {
            let of = (payment.amount, PriceKind::Instalment);
            row.tell_rounding(adjustment, of, currency);
        }
        rows.push(row);
    }
    rows
}

/// The sums of all payments; none while one is not known.
fn totals(schedule: &Schedule, paid: &[Option<Amount>], currency: Currency) -> Option<[String; 3]> {
    let paid: Vec<Amount> = paid.iter().copied().collect::<Option<_>>()?;
    if paid.len() != schedule.payments.len() {
        return None;
    }
    let (wholesale, price) = (schedule.total(), money::total(paid));
    let shown = |value| view::total(value, currency);
    Some([shown(wholesale), shown(price), shown(price - wholesale)])
}

/// The lines and payments to choose one from, each with its code and words.
pub fn choices(opportunity: &Opportunity) -> Vec<(String, String)> {
    let choice = |target: crate::answers::offer::target::Target| {
        let words = match target.payment {
            Some((_, date)) => format!("{}, {}", target.name, view::day(date)),
            None => target.name,
        };
        (target.code, words)
    };
    targets(opportunity).into_iter().map(choice).collect()
}
