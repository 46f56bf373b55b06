//! The markup for a price or a margin that somebody has in mind.

use super::{Draft, typed};
use crate::samples::amount;
use consign::answers::offer::target::{find, is_asked, targets};

#[test]
fn lines_and_payments_can_be_chosen() {
    let codes = |draft: &Draft| -> Vec<String> {
        targets(&draft.opportunity)
            .into_iter()
            .map(|t| t.code)
            .collect()
    };
    let lines = codes(&Draft::sound());
    assert_eq!(lines.len(), 8);
    assert_eq!(
        (lines[1].as_str(), lines[6].as_str()),
        ("plain_gb:P12M", "plain_over:usage")
    );
    assert!(codes(&Draft::scheduled()).contains(&"payment:2".to_owned()));
}

#[test]
fn a_price_or_a_margin_has_its_markup() {
    for (draft, line, price, margin, markup) in [
        (Draft::sound(), "plain_gb:P12M", "13.44", "", "5"),
        (Draft::sound(), "plain_gb:P12M", "", "0.64", "5"),
        (Draft::sound(), "plain_gb:P12M", "", "0", "0"),
        (Draft::sound(), "enc_over:usage", "$0.1", "", "13.636363636"),
        (Draft::scheduled(), "payment:1", "210", "", "5"),
    ] {
        let fields = typed(&[
            ("target_line", line),
            ("target_price", price),
            ("target_margin", margin),
        ]);
        assert!(is_asked(&fields));
        let reached = find(&fields, &draft.opportunity).unwrap();
        assert_eq!(
            reached.markup.to_string(),
            markup,
            "{line} {price} {margin}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn what_is_missing_or_cannot_be_is_said() {
    let line = "plain_gb:P12M";
    for (line, price, margin, at, text) in [
        (
            "",
            "1",
            "",
            "target_line",
            "Choose the line that you know the price of",
        ),
        (
            "gone:usage",
            "1",
            "",
            "target_line",
            "Choose the line that you know the price of",
        ),
        (
            line,
            "",
            " ",
            "target_price",
            "Enter the buyer’s price or the margin you want",
        ),
        (
            line,
            "20",
            "1",
            "target_price",
            "Enter either the buyer’s price or the margin, not both",
        ),
        (
            line,
            "x",
            "",
            "target_price",
            "Buyer’s price must be a number, like 1,200.50",
        ),
        (
            line,
            "13.4401",
            "",
            "target_price",
            "Buyer’s price must have three decimals or fewer",
        ),
        (line, "", "-1", "target_margin", "Margin must be 0 or more"),
        (
            line,
            "12.79",
            "",
            "target_price",
            "Your price must not be under the wholesale price of 12.80 USD",
        ),
        (
            line,
            "",
            "100000000",
            "target_margin",
            "Your price must be 100,000,000 or less",
        ),
        (
            line,
            "140.801",
            "",
            "target_price",
            "No markup makes Unencrypted data, 12 months cost 140.801 USD: it would be over 1,000%",
        ),
    ] {
        let fields = typed(&[
            ("target_line", line),
            ("target_price", price),
            ("target_margin", margin),
        ]);
        let problems = find(&fields, &Draft::sound().opportunity).unwrap_err();
        assert_eq!(problems.for_field(at), Some(text), "{problems:?}");
    }
    let asked = typed(&[("target_line", "plain_over:usage"), ("target_price", "0.1")]);
    let mut draft = Draft::sound();
    draft.opportunity.prices.lines[6].wholesale = amount("0");
    let problems = find(&asked, &draft.opportunity).unwrap_err();
    let text = "Unencrypted overage, usage costs you nothing, so no markup makes it cost 0.10 USD";
    assert_eq!(problems.for_field("target_price"), Some(text));
    draft.opportunity.prices.lines[6].wholesale = amount("90000000");
    let asked = typed(&[
        ("target_line", "plain_over:usage"),
        ("target_price", "90000000.0007"),
    ]);
    let problems = find(&asked, &draft.opportunity).unwrap_err();
    let text = "No markup makes Unencrypted overage, usage cost exactly 90,000,000.0007 USD – the nearest price is 90,000,000.0009 USD";
    assert_eq!(problems.for_field("target_price"), Some(text));
}
