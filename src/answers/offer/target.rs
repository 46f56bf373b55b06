//! The other way round: somebody knows what one line is to cost or to earn, and wants the markup that does it.

use crate::answers::{Fields, Problems, typed};
use crate::domain::money::{
    Amount, Currency, MAX_AMOUNT, MAX_MARKUP, Markup, PriceKind, group_digits,
};
use crate::domain::offer::adjustment::closest_markup;
use crate::domain::opportunity::Opportunity;
use chrono::NaiveDate;

/// Something with a wholesale price: a line of the price book, or a payment of the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The value that chooses it.
    pub code: String,
    /// Which payment of the schedule it is, counted from 1, and when it falls due.
    pub payment: Option<(usize, NaiveDate)>,
    /// Which price it is, in words.
    pub name: String,
    /// What the partner pays.
    pub wholesale: Amount,
    /// What it is the price of.
    pub kind: PriceKind,
}

/// What was asked, and the markup that does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The line that was chosen, in words.
    pub name: String,
    /// What the buyer is to pay.
    pub price: Amount,
    /// The markup.
    pub markup: Markup,
    /// How many prices there are besides this one, and how many of them the markup rounds.
    pub others: (usize, usize),
}

/// Everything of an opportunity that a price can be wanted for: its lines, then its payments.
pub fn targets(opportunity: &Opportunity) -> Vec<Target> {
    let lines = opportunity.prices.lines.iter().map(|line| Target {
        code: format!("{}:{}", line.key.dimension, line.key.charge.code()),
        payment: None,
        name: format!("{}, {}", line.name, line.key.charge.label()),
        wholesale: line.wholesale,
        kind: line.key.charge.kind(),
    });
    let payments = opportunity.schedule.iter().flat_map(|schedule| {
        (1..)
            .zip(&schedule.payments)
            .map(|(number, payment)| Target {
                code: format!("payment:{number}"),
                payment: Some((number, payment.date)),
                name: format!("Payment {number}"),
                wholesale: payment.amount,
                kind: PriceKind::Instalment,
            })
    });
    lines.chain(payments).collect()
}

/// Whether somebody asked for a markup.
pub fn is_asked(fields: &Fields) -> bool {
    ["target_price", "target_margin"]
        .iter()
        .any(|name| !fields.get(name).trim().is_empty())
}

/// Finds the markup by which the chosen line costs, or earns, what was typed.
///
/// # Errors
/// When the question is not complete, or no markup does it.
pub fn find(fields: &Fields, opportunity: &Opportunity) -> Result<Reached, Problems> {
    let currency = opportunity.prices.currency;
    let target = targets(opportunity)
        .into_iter()
        .find(|target| target.code == fields.get("target_line"))
        .ok_or_else(|| {
            Problems::one("target_line", "Choose the line that you know the price of")
        })?;
    let read = |field: &str, what: &str| {
        typed::amount(fields.get(field), target.kind, currency, field, what)
    };
    let (field, wanted) = match (
        read("target_price", "Buyer’s price")?,
        read("target_margin", "Margin")?,
    ) {
        (None, None) => {
            return Err(Problems::one(
                "target_price",
                "Enter the buyer’s price or the margin you want",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(Problems::one(
                "target_price",
                "Enter either the buyer’s price or the margin, not both",
            ));
        }
        (Some(price), None) => ("target_price", price.value()),
        (None, Some(margin)) => ("target_margin", target.wholesale.value() + margin.value()),
    };
    let price = Amount::new(wanted, target.kind, currency).map_err(|_| {
        let most = group_digits(MAX_AMOUNT);
        Problems::one(field, format!("Your price must be {most} or less"))
    })?;
    let (name, markup) =
        reach(&target, price, currency).map_err(|text| Problems::one(field, text))?;
    let mut others = targets(opportunity);
    others.retain(|other| other.code != target.code);
    let rounded = others
        .iter()
        .filter(|other| rounds(other, markup, currency));
    Ok(Reached {
        name,
        price,
        markup,
        others: (others.len(), rounded.count()),
    })
}

/// Whether a markup makes a price that has to be rounded.
fn rounds(target: &Target, markup: Markup, currency: Currency) -> bool {
    let made = target.wholesale.marked_up(markup, target.kind, currency);
    made.is_ok_and(|made| made.value() != target.wholesale.marked_up_exactly(markup))
}

/// The line's name and the markup that does it, or why none does.
fn reach(target: &Target, price: Amount, currency: Currency) -> Result<(String, Markup), String> {
    let shown = |amount: Amount| amount.with_currency(currency);
    let Target {
        name, wholesale, ..
    } = target;
    if price < *wholesale {
        return Err(format!(
            "Your price must not be under the wholesale price of {}",
            shown(*wholesale)
        ));
    }
    // It is to be the markup that somebody types.
    let closest = closest_markup(*wholesale, target.kind, price, currency)
        .filter(|(markup, _)| markup.value() <= MAX_MARKUP);
    match closest {
        Some((markup, made)) if made == price => Ok((name.clone(), markup)),
        Some((_, made)) => Err(format!(
            "No markup makes {name} cost exactly {} – the nearest price is {}",
            shown(price),
            shown(made)
        )),
        None if wholesale.is_zero() => Err(format!(
            "{name} costs you nothing, so no markup makes it cost {}",
            shown(price)
        )),
        None => Err(format!(
            "No markup makes {name} cost {}: it would be over {}%",
            shown(price),
            group_digits(MAX_MARKUP)
        )),
    }
}
