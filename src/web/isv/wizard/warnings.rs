//! What is allowed and may still not be meant, in words.

use super::open_draft::OpenDraft;
use crate::domain::terms::{Warning, warnings};

/// What is said of a name that an active opportunity has already.
pub const NAME_IN_USE: &str =
    "An active opportunity with this name exists. Partners may take one for the other.";

/// What is said of a reseller that has no confirmed e-mail address.
pub fn unconfirmed(name: &str) -> String {
    format!(
        "Nobody at {name} has confirmed an e-mail address. The message is sent to the one that was given for them, and may not be read. Tell them yourself as well."
    )
}

/// What is allowed and may still not be meant.
pub(super) fn all(open: &OpenDraft) -> Vec<String> {
    let name = open.name_in_use.then(|| NAME_IN_USE.to_owned());
    let resellers = open.journey.parts().resellers.iter().flatten();
    let unheard = resellers
        .filter(|reseller| open.unconfirmed.contains(&reseller.id))
        .map(|reseller| unconfirmed(&reseller.name));
    let terms = open.journey.proven().map(warnings).unwrap_or_default();
    let terms = terms.iter().map(warning);
    name.into_iter().chain(unheard).chain(terms).collect()
}

/// Something unusual but allowed, in words.
pub fn warning(warning: &Warning) -> String {
    match warning {
        Warning::AboveList(title) => {
            format!("A wholesale price of {title} is above its list price.")
        }
        Warning::OverHalf(title) => format!("The discount on {title} is over 50%."),
        Warning::UnderOne(title) => format!("A price of {title} is under 1.00."),
        Warning::UnitsDiffer(title) => {
            format!("Dimensions of {title} have different units. AWS may refuse that.")
        }
        Warning::BuyersAndSingleUse => {
            "Buyers are named, and only one offer can be made.".to_owned()
        }
        Warning::InvoiceTerms => {
            "AWS asks that buyers with a payment schedule pay by invoice.".to_owned()
        }
    }
}
