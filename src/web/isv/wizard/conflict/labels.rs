//! What each field of the wizard asks, in a word or two.

use crate::answers::schedule::CONTRACT_LENGTH;

/// What is asked under this name, whatever it is asked about.
pub fn plain_label(stem: &str) -> &str {
    match stem {
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
        other => other,
    }
}
