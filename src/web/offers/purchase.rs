//! The form in which an offer is accepted, whoever fills it in.

use crate::answers::offer::purchase::{contract, offered, units_field};
use crate::answers::{Fields, Problems};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::offer::{BuyerLine, OfferForBuyer};
use crate::domain::pricing::Charge;
use crate::web::lists::Choice;
use crate::web::view;

/// What it shows.
pub struct Form {
    /// The buyer's company, as typed.
    pub company: String,
    /// Who accepts, as typed.
    pub person: String,
    /// The contract durations; none when there is nothing to choose.
    pub durations: Vec<Choice>,
    /// The only contract duration.
    pub only: Option<String>,
    /// Tiers, of which one is taken.
    pub tiers: Vec<Tier>,
    /// Dimensions, of which so many are taken.
    pub units: Vec<Unit>,
    /// The headings of their prices.
    pub headings: Vec<String>,
    /// Whether nothing at all may be taken.
    pub optional: bool,
}

/// A tier.
pub struct Tier {
    /// Its key.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Its prices.
    pub note: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A dimension.
pub struct Unit {
    /// The field of its quantity.
    pub field: String,
    /// Its name.
    pub name: String,
    /// What is counted of it.
    pub unit: String,
    /// Its price for each contract duration, under the heading of that.
    pub prices: Vec<(String, String)>,
    /// The quantity, as typed.
    pub value: String,
    /// What is wrong with that.
    pub error: Option<String>,
}

impl Form {
    /// The form with what was typed.
    pub fn new(offer: &OfferForBuyer, fields: &Fields, problems: &Problems) -> Self {
        let lines = offered(offer);
        let tiered = offer.product.tiered;
        let chosen = contract(fields, offer);
        let durations = offer.durations.iter().map(|duration| Choice {
            value: duration.code(),
            label: duration.label(),
            chosen: chosen == Some(*duration),
        });
        let unit = |line: &&BuyerLine| unit(offer, line, fields, problems);
        let (one, several) = match offer.durations.as_slice() {
            _ if lines.is_empty() => (None, Vec::new()),
            [only] => (Some(only.label()), Vec::new()),
            _ => (None, durations.collect()),
        };
        Self {
            company: fields.get("company").to_owned(),
            person: fields.get("person").to_owned(),
            only: one,
            durations: several,
            tiers: if tiered {
                lines.iter().map(|line| tier(offer, line, fields)).collect()
            } else {
                Vec::new()
            },
            units: if tiered {
                Vec::new()
            } else {
                lines.iter().map(unit).collect()
            },
            headings: headings(offer),
            optional: !offer.must_take,
        }
    }

    /// Whether anything can be taken up front.
    pub fn asks(&self) -> bool {
        !self.tiers.is_empty() || !self.units.is_empty()
    }
}

/// The heading of the prices for each contract duration.
fn headings(offer: &OfferForBuyer) -> Vec<String> {
    let heading = |duration: &ContractDuration| format!("Price for {}", duration.label());
    offer.durations.iter().map(heading).collect()
}

/// The price of a dimension for each contract duration, in their order.
fn prices(offer: &OfferForBuyer, of: &BuyerLine) -> Vec<String> {
    let price = |charge: Charge| {
        let mut lines = offer.lines.iter();
        let line = lines.find(|l| l.key.dimension == of.key.dimension && l.key.charge == charge);
        line.map_or_else(
            || "Not offered".to_owned(),
            |line| view::amount(line.price, offer.currency),
        )
    };
    let durations = offer.durations.iter();
    durations
        .map(|duration| price(Charge::Upfront(*duration)))
        .collect()
}

fn tier(offer: &OfferForBuyer, line: &BuyerLine, fields: &Fields) -> Tier {
    let value = line.key.dimension.to_string();
    let prices = prices(offer, line).into_iter().zip(&offer.durations);
    let prices: Vec<String> = prices
        .map(|(price, duration)| format!("{price} for {}", duration.label()))
        .collect();
    Tier {
        chosen: fields.get("tier") == value,
        value,
        label: line.name.clone(),
        note: prices.join(" · "),
    }
}

fn unit(offer: &OfferForBuyer, line: &BuyerLine, fields: &Fields, problems: &Problems) -> Unit {
    let field = units_field(line);
    Unit {
        name: line.name.clone(),
        unit: line.unit.clone(),
        prices: headings(offer)
            .into_iter()
            .zip(prices(offer, line))
            .collect(),
        value: fields.get(&field).to_owned(),
        error: problems.for_field(&field).map(str::to_owned),
        field,
    }
}
