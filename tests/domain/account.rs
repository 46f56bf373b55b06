use consign::domain::account::AccountId;
use proptest::prelude::*;

#[test]
fn an_account_id_may_be_pasted_with_spaces_and_dashes() {
    for typed in [
        "123456789012",
        "1234 5678 9012",
        "1234-5678-9012",
        " 1234\u{a0}56789012\n",
    ] {
        assert_eq!(
            AccountId::parse(typed).unwrap().as_str(),
            "123456789012",
            "{typed:?}"
        );
    }
}

#[test]
fn leading_zeros_are_kept() {
    assert_eq!(
        AccountId::parse("000000000001").unwrap().grouped(),
        "0000 0000 0001"
    );
}

#[test]
fn an_account_id_has_twelve_digits_and_says_how_many_were_typed() {
    for (typed, count) in [
        ("", 0),
        ("12345678", 8),
        ("12345678901", 11),
        ("1234567890123", 13),
        ("12345678901x", 12),
        ("١٢٣٤٥٦٧٨٩٠١٢", 12),
    ] {
        assert_eq!(AccountId::parse(typed), Err(count), "{typed:?}");
    }
}

proptest! {
    #[test]
    fn an_account_id_reads_back_as_printed_and_as_grouped(digits in "[0-9]{12}") {
        let id = AccountId::parse(&digits).unwrap();
        prop_assert_eq!(id.to_string(), digits);
        prop_assert_eq!(AccountId::parse(&id.grouped()), Ok(id));
    }
}
