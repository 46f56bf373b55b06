//! The step of a payment schedule: the vendor's dates and amounts, and what the buyer pays on them.

use super::open_draft::OpenDraft;
use super::prices::PriceTable;
use super::step_path;
use crate::answers::offer::{OfferStep, price, schedule};
use crate::domain::offer::adjustment::Adjustment;
use crate::web::view;

/// One payment.
#[derive(Debug)]
pub struct PaymentView {
    pub number: usize,
    pub date: String,
    /// The vendor's amount.
    pub theirs: String,
    /// What the markup makes of it.
    pub marked_up: String,
    pub field: String,
    /// The partner's own amount, as typed.
    pub own: String,
}

/// What the step shows.
#[derive(Debug)]
pub struct ScheduleView {
    /// The value chosen.
    pub choice: String,
    /// The markup of the step before, if there is one.
    pub markup: Option<String>,
    /// Where the markup is set.
    pub price_step: String,
    pub currency: &'static str,
    pub vendor: String,
    /// What is bought: units of each dimension, and for how long.
    pub bought: Vec<(String, String)>,
    pub payments: Vec<PaymentView>,
    /// Wholesale, price and margin of all payments as they are chosen, once they are known.
    pub total: Option<[String; 3]>,
}

impl ScheduleView {
    pub fn of(open: &OpenDraft) -> Self {
        let fields = open.fields(OfferStep::Schedule);
        let opportunity = &open.opportunity;
        let currency = opportunity.prices.currency;
        let markup = match price::parse(open.draft.answers.get(OfferStep::Price)) {
            Ok(Adjustment::Markup(markup)) => Some(markup),
            Ok(Adjustment::Discount(_) | Adjustment::OwnAmounts(_)) | Err(_) => None,
        };
        let by_markup = PriceTable::of(opportunity, markup.map(Adjustment::Markup).as_ref());
        let chosen = open.journey.parts().adjustment.as_ref();
        let payments = opportunity.schedule.iter().flat_map(|plan| &plan.payments);
        let rows = by_markup.payments.into_iter();
        Self {
            choice: fields.get("payments").to_owned(),
            markup: markup.map(|markup| format!("{markup}%")),
            price_step: step_path(&open.draft.id, Some(OfferStep::Price)),
            currency: currency.code(),
            vendor: opportunity.isv.name.clone(),
            bought: bought(open),
            payments: (1..)
                .zip(payments.zip(rows))
                .map(|(number, (payment, row))| {
                    let field = schedule::amount_field(number);
                    PaymentView {
                        number,
                        date: view::day(payment.date),
                        theirs: view::amount(payment.amount, currency),
                        marked_up: row.price,
                        own: fields.get(&field).to_owned(),
                        field,
                    }
                })
                .collect(),
            total: if open.draft.answers.has(OfferStep::Schedule) {
                PriceTable::of(opportunity, chosen).total
            } else {
                None
            },
        }
    }
}

/// What a payment schedule is for: how many units of what, and for how long.
pub fn bought(open: &OpenDraft) -> Vec<(String, String)> {
    let Some(plan) = &open.opportunity.schedule else {
        return Vec::new();
    };
    let units = plan.grants.iter().map(|grant| {
        let count = view::count(grant.quantity, "unit", "units");
        (open.opportunity.dimension_name(&grant.dimension), count)
    });
    let duration = ("Contract duration".to_owned(), plan.contract.label());
    units.chain([duration]).collect()
}
