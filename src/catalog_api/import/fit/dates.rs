//! The days of an authorization held against today.

use super::Known;
use crate::catalog_api::import::asked::Asked;
use crate::catalog_api::import::node::{At, Source};
use crate::catalog_api::import::remark::{Faults, Remark};
use crate::domain::catalog::Product;
use crate::domain::duration::earliest_last_day;
use crate::domain::pricing_model::ProductType;
use crate::domain::schedule::Payment;
use chrono::{Months, NaiveDate};

/// How far ahead a buyer's contract may begin at the latest (Catalog API, UpdateBuyerValidityTerms).
const MAX_START: Months = Months::new(36);

/// Days that are over keep a request from being accepted; of an entity they are what they are.
pub(super) fn dates(
    asked: &Asked,
    known: &Known<'_>,
    faults: &mut Faults,
    remarks: &mut Vec<Remark>,
) {
    let mut late = |path: &str, code: &str, text: String| match asked.source {
        Source::Request => faults.rule(path, code, text),
        Source::Entity => remarks.push(Remark::new(path, format!("{text}; choose another"))),
    };
    let last_day = asked
        .availability
        .as_ref()
        .and_then(|limits| limits.last_day.as_ref());
    if let Some(day) = last_day.filter(|day| day.value < earliest_last_day(known.today)) {
        let text = format!(
            "the last day must be later than today, {}, and is {}",
            known.today, day.value
        );
        late(&day.path, "INVALID_AVAILABILITY_END_DATE", text);
    }
    let contract = asked
        .pricing
        .as_ref()
        .and_then(|pricing| pricing.fixed.as_ref());
    let end = contract
        .zip(last_day)
        .and_then(|(fixed, day)| fixed.contract.value.end_after(day.value));
    for At {
        path,
        value: Payment { date, .. },
    } in asked.schedule.iter().flat_map(|s| &s.payments)
    {
        if *date <= known.today {
            let text = format!(
                "a charge date must be later than today, {}, and is {date}",
                known.today
            );
            late(path, "INVALID_CHARGE_DATES", text);
        } else if let Some(day) = last_day.filter(|day| *date <= day.value) {
            let text = format!(
                "the last day must be before every charge date, and there is one on {date} at {path}"
            );
            late(&day.path, "INVALID_AVAILABILITY_END_DATE", text);
        } else if let Some(end) = end.filter(|end| date >= end) {
            let text = format!(
                "a charge date must be before {end}, when the contract ends, and is {date}"
            );
            late(path, "INVALID_CHARGE_DATES", text);
        }
    }
}

/// Of which products a request may say when buyers' contracts begin at the latest, and how far ahead that may be.
pub(super) fn latest_start(
    asked: &Asked,
    product: Option<&Product>,
    known: &Known<'_>,
    faults: &mut Faults,
) {
    let request = |_: &&At<NaiveDate>| asked.source == Source::Request;
    let Some(At { path, value: date }) = asked.latest_start.as_ref().filter(request) else {
        return;
    };
    if let Some(product) =
        product.filter(|product| product.model.product_type() != ProductType::Saas)
    {
        let text = format!(
            "{} is no SaaS product, and only contracts of those have a latest start",
            product.title
        );
        faults.rule(path, "INCOMPATIBLE_PRODUCT", text);
    }
    let most = known.today.checked_add_months(MAX_START);
    if *date <= known.today || most.is_some_and(|most| *date > most) {
        let text = format!(
            "a latest start must be later than today, {}, and at most three years ahead, and is {date}",
            known.today
        );
        faults.rule(path, "INVALID_MAXIMUM_AGREEMENT_START_DATE", text);
    }
}
