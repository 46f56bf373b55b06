//! What each field of the wizards asks, in a word or two, whatever it is asked about: `end` of `end-day`, `value` of
//! `value[prod-x][users:P12M]`.

use crate::answers::schedule::CONTRACT_LENGTH;

/// What is asked of an opportunity under this name.
pub fn of_opportunity(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "name" => "Opportunity name",
        "description" => "Opportunity description",
        "reseller" => "Resellers",
        "product" => "Products",
        "discount_type" => "Discount type",
        "percent" => "Discount, as a percentage",
        "currency" => "Currency",
        CONTRACT_LENGTH => "Contract duration",
        "zero" => "Prices of zero",
        "plan_total" => "Contract total to fill in",
        "plan_first" => "First payment to fill in",
        "plan_frequency" => "How often payments are filled in",
        "plan_every" => "Months between payments",
        "plan_count" => "Number of payments",
        "plan_date" => "Date of the first payment",
        "duration" => "Duration",
        "end" => "Last day partners can create offers",
        "buyers" => "Buyer account IDs",
        "eula" => "EULA",
        "contract" => "Reseller contract",
        "rule" => "Set as",
        "value" => "Percentage or price",
        "term" => "Contract durations",
        "term_custom" => "Custom contract duration",
        "units" => "Units",
        "rate" => "Usage rate",
        "amount" => "Amount of payment",
        "date" => "Date of payment",
        "keep" => "Dimension kept",
        "fee" => "Additional usage fee",
        "dim_name" => "Name of added dimension",
        "dim_key" => "Key of added dimension",
        "dim_description" => "Description of added dimension",
        "dim_unit" => "Unit of added dimension",
        "dim_units" => "Units included of added dimension",
        "dim_price" => "Price of added dimension",
        _ => return None,
    })
}

/// What is asked of an offer under this name.
pub fn of_offer(stem: &str) -> Option<&'static str> {
    Some(match stem {
        "accept" => "Reseller contract",
        "buyers" => "Buyer account IDs",
        "adjustment" => "How the price comes about",
        "percent" => "Percentage",
        "target_line" => "Line",
        "target_price" => "Buyer’s price",
        "target_margin" => "Or the margin you want",
        "payments" => "How the payments are set",
        "amount" => "Own amount of payment",
        "amendment" => "Documents",
        "name" => "Offer name",
        "description" => "Offer description",
        "expiry" => "Offer expiry date",
        "end" => "Subscription end date",
        _ => return None,
    })
}
