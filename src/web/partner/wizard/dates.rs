//! The last step: name, description, expiry date and subscription end.

use super::open_draft::OpenDraft;
use crate::answers::offer::OfferStep;
use crate::domain::offer::terms::SubscriptionEnd;
use crate::web::view;

/// The three boxes of a date, as typed.
#[derive(Debug)]
pub struct DateView {
    pub day: String,
    pub month: String,
    pub year: String,
}

/// When the subscription ends.
#[derive(Debug)]
pub enum EndView {
    /// The contract durations say it.
    Fixed(String),
    /// The partner says it, up to and including this day.
    Chosen(DateView, String),
}

/// What the step shows.
#[derive(Debug)]
pub struct DatesView {
    pub name: String,
    pub description: String,
    pub expiry: DateView,
    pub end: EndView,
    /// The last day on which the offer can still be extended.
    pub last_day: Option<String>,
}

impl DatesView {
    pub fn of(open: &OpenDraft) -> Self {
        let fields = open.fields(OfferStep::Dates);
        let typed = |name: &str| fields.get(name).to_owned();
        let date = |stem: &str| DateView {
            day: typed(&format!("{stem}-day")),
            month: typed(&format!("{stem}-month")),
            year: typed(&format!("{stem}-year")),
        };
        Self {
            name: typed("name"),
            description: typed("description"),
            expiry: date("expiry"),
            end: match open.ends() {
                SubscriptionEnd::Chosen { latest } => {
                    EndView::Chosen(date("end"), view::day(latest))
                }
                fixed @ SubscriptionEnd::Fixed(_) => EndView::Fixed(contract_words(&fixed)),
            },
            last_day: open.opportunity.last_day().map(view::day),
        }
    }
}

/// How long the buyer's contract runs, in words.
pub fn contract_words(ends: &SubscriptionEnd) -> String {
    match ends {
        SubscriptionEnd::Chosen { .. } => String::new(),
        SubscriptionEnd::Fixed(durations) => {
            let labels: Vec<String> = durations.iter().map(|each| each.label()).collect();
            match labels.split_last() {
                Some((last, [])) => format!("{last} from the day the buyer accepts"),
                Some((last, others)) => format!(
                    "{} or {last} from the day the buyer accepts, as the buyer chooses",
                    others.join(", ")
                ),
                None => "As the contract says".to_owned(),
            }
        }
    }
}
