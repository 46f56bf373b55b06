//! What is said of a row, each at its column.

use super::refused;

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn what_is_wrong_is_said_at_its_column() {
    for (change, column, text) in [
        (
            ("Reseller account ID", ""),
            "Reseller account ID",
            "Enter the reseller’s account ID",
        ),
        (
            ("Reseller account ID", "4444"),
            "Reseller account ID",
            "Account ID must be 12 digits – this one has 4",
        ),
        (
            ("Reseller account ID", "123456789012"),
            "Reseller account ID",
            "No reseller has the account ID 123456789012",
        ),
        (
            ("Reseller account ID", "999900001111"),
            "Reseller account ID",
            "Late Registration Ltd is no longer registered – remove it or choose another reseller",
        ),
        (("Product ID", ""), "Product ID", "Enter the product’s ID"),
        (
            ("Product ID", "prod-other"),
            "Product ID",
            "Your catalogue has no product with this ID",
        ),
        (
            ("Opportunity name", " "),
            "Opportunity name",
            "Enter an opportunity name",
        ),
        (
            ("Discount type", ""),
            "Discount type",
            "Select the kind of discount",
        ),
        (
            ("Discount type", "gift"),
            "Discount type",
            "Discount type must be percentage, individual or flexible",
        ),
        (
            ("Percent", ""),
            "Percent",
            "Enter the discount, as a percentage",
        ),
        (
            ("Percent", "101"),
            "Percent",
            "Discount must be 100 or less",
        ),
        (
            ("Percent", "100"),
            "Zero prices",
            "Confirm that the wholesale price is zero",
        ),
        (
            ("Zero prices", "maybe"),
            "Zero prices",
            "Write yes or leave it empty",
        ),
        (
            ("Currency", "CHF"),
            "Currency",
            "Currency must be USD, EUR, GBP, AUD or JPY",
        ),
        (
            ("Currency", "EUR"),
            "Currency",
            "List prices are in USD – clear the currency or use individual prices",
        ),
        (
            ("Contract durations", "1 year"),
            "Contract durations",
            "Contract durations must be like P12M for months or P365D for days",
        ),
        (
            ("Contract durations", "P365D"),
            "Contract durations",
            "Vault Storage has durations in months",
        ),
        (
            ("Contract durations", "P6M P7M"),
            "Contract durations",
            "Select either public contract durations or one custom duration of Vault Storage, not both",
        ),
        (
            ("Duration", ""),
            "Duration",
            "Select how long it can be used",
        ),
        (
            ("Duration", "forever"),
            "Duration",
            "Duration must be single use, specific time or no set time",
        ),
        (
            ("Duration", "specific time"),
            "Last day",
            "Enter the last day",
        ),
        (
            ("Last day", "2027-03-31"),
            "Last day",
            "No set time has no last day – clear it or choose another duration",
        ),
        (
            ("Buyers", "111111111111;1234"),
            "Buyers",
            "Buyer 2: account ID must be 12 digits – \"1234\" has 4",
        ),
        (
            ("EULA", "mine"),
            "EULA",
            "EULA must be public, standard or the ID of an uploaded file",
        ),
        (
            ("EULA", "doc_01h455vb4pex5vsknk084sn02q"),
            "EULA",
            "Select a EULA or choose to use each product's own",
        ),
        (
            ("Reseller contract", "x"),
            "Reseller contract",
            "Reseller contract must be none, rcmp or the ID of an uploaded file",
        ),
        (
            ("price:plain_gb:P12M", "1"),
            "price:plain_gb:P12M",
            "A price needs the discount type individual – clear it or change the type",
        ),
    ] {
        refused(&[change], column, text);
    }
    for (day, text) in [
        (
            "03/04/2027",
            "Last day must be a real date, like 2027-03-31",
        ),
        ("2027-02-30", "Last day must be a real date"),
        ("2026-11-22", "Last day must be tomorrow or later"),
    ] {
        refused(
            &[("Duration", "specific time"), ("Last day", day)],
            "Last day",
            text,
        );
    }
}
