//! The part of the price step that finds the markup for a price or a margin that somebody has in mind.

use super::prices::choices;
use crate::answers::Fields;
use crate::answers::offer::target::{find, is_asked};
use crate::domain::opportunity::Opportunity;
use crate::web::view;

/// What it shows.
#[derive(Debug)]
pub struct TargetView {
    /// Value, words, and whether it is chosen.
    pub lines: Vec<(String, String, bool)>,
    pub price: String,
    pub margin: String,
    /// Whether something was typed into it.
    pub asked: bool,
    /// The markup that was found and what it does elsewhere, or why there is none.
    pub answer: Option<String>,
}

impl TargetView {
    pub fn of(opportunity: &Opportunity, fields: &Fields) -> Self {
        let chosen = fields.get("target_line");
        let lines = choices(opportunity).into_iter();
        let asked = is_asked(fields);
        Self {
            lines: lines
                .map(|(code, words)| {
                    let chosen = code == chosen;
                    (code, words, chosen)
                })
                .collect(),
            price: fields.get("target_price").to_owned(),
            margin: fields.get("target_margin").to_owned(),
            asked,
            answer: asked.then(|| answer(opportunity, fields)),
        }
    }
}

fn answer(opportunity: &Opportunity, fields: &Fields) -> String {
    match find(fields, opportunity) {
        Ok(reached) => {
            let sentence = format!(
                "{} costs {} with a markup of {}%.",
                reached.name,
                view::amount(reached.price, opportunity.prices.currency),
                reached.markup
            );
            format!("{sentence} {}", rounding(reached.others))
                .trim()
                .to_owned()
        }
        Err(problems) => problems
            .iter()
            .next()
            .map(|problem| format!("{}.", problem.text))
            .unwrap_or_default(),
    }
}

/// How the other prices fare under a markup that was made for one of them.
fn rounding((others, rounded): (usize, usize)) -> String {
    match (others, rounded) {
        (0, _) => String::new(),
        (_, 0) => "No other price is rounded.".to_owned(),
        (others, rounded) => format!(
            "It rounds {rounded} of the other {}, as the table says.",
            view::count(others, "price", "prices")
        ),
    }
}
