//! The dimensions of SaaS contracts: kept, removed, added, and the fees of their use.

use crate::draft::{Draft, field, flexible, percentage, typed, vault_by_row_for_all};
use crate::samples::{amount, key, vault_storage};
use consign::answers::dimensions::{FilledRow, FilledRows, add_row, remove_row, rows};
use consign::answers::{Fields, Step};
use consign::domain::catalog::{MAX_DIMENSIONS, Product, ProductId};
use consign::domain::contract_duration::ContractDuration::Months;
use consign::domain::dimensions::DimensionChoices;
use consign::domain::pricing::Basis;
use consign::domain::schedule::Grant;

fn choices(draft: &Draft) -> DimensionChoices {
    let journey = draft.journey();
    let proven = journey
        .proven()
        .unwrap_or_else(|| panic!("{:?}", journey.all_problems().collect::<Vec<_>>()));
    proven
        .terms()
        .dimensions
        .get(&vault_storage().id)
        .cloned()
        .unwrap_or_default()
}

fn added(pairs: &[(&str, &str)]) -> Draft {
    vault_by_row_for_all().put(Step::Dimensions, pairs)
}

#[test]
fn until_the_section_was_shown_all_dimensions_are_kept() {
    assert!(choices(&percentage()).is_unchanged());
    let saved = percentage().put(Step::Dimensions, &[("keep[VAULT][plain_gb]", "yes")]);
    assert!(choices(&saved).is_unchanged());
}

#[test]
fn once_shown_what_is_not_ticked_is_left_out_and_usage_stays() {
    let id = vault_storage().id;
    let shown = percentage().put(
        Step::Dimensions,
        &[
            ("listed", id.as_str()),
            ("keep[VAULT][enc_gb]", "yes"),
            ("keep[VAULT][plain_over]", "no"),
        ],
    );
    assert_eq!(choices(&shown).removed, [key("plain_gb")].into());
    let journey = shown.journey();
    let covered = journey.proven().unwrap().dimensions(&vault_storage());
    let keys: Vec<_> = covered
        .iter()
        .map(|dimension| dimension.key.as_str())
        .collect();
    assert_eq!(keys, ["enc_gb", "plain_over", "enc_over"]);
}

#[test]
fn all_of_the_products_own_may_go_when_one_is_added() {
    let id = vault_storage().id;
    let draft = added(&[
        ("listed", id.as_str()),
        ("dim_name[VAULT][1]", "Archive"),
        ("dim_price[VAULT][1][P12M]", "5"),
    ]);
    assert_eq!(choices(&draft).removed.len(), 2);
}

#[test]
fn an_added_dimension_is_named_described_counted_and_priced() {
    let draft = added(&[
        ("dim_name[VAULT][1]", " Cold archive "),
        ("dim_key[VAULT][1]", "cold"),
        ("dim_description[VAULT][1]", "Kept on tape\r\nfor years"),
        ("dim_unit[VAULT][1]", "GB"),
        ("dim_price[VAULT][1][P12M]", "$1,200.505"),
        ("dim_price[VAULT][1][P24M]", "not asked for"),
    ]);
    let choices = choices(&draft);
    let archive = &choices.custom[0];
    assert_eq!(archive.key, key("cold"));
    assert_eq!(archive.name, "Cold archive");
    assert_eq!(archive.description, "Kept on tape\nfor years");
    assert_eq!(archive.unit, "GB");
    assert_eq!(archive.prices, [(Months(12), amount("1200.505"))].into());
    assert_eq!(archive.units, None);
}

#[test]
fn key_description_and_unit_follow_from_the_name_when_left_empty() {
    for (name, made) in [
        ("Archive", "archive"),
        ("Cold storage, EU-West", "cold_storage__eu_west"),
        ("(beta) Größe 3", "beta__gr__e_3"),
        ("_x_", "x"),
    ] {
        let draft = added(&[
            ("dim_name[VAULT][1]", name),
            ("dim_price[VAULT][1][P12M]", "1"),
        ]);
        let custom = choices(&draft).custom.remove(0);
        assert_eq!(custom.key, key(made));
        assert_eq!(custom.description, name);
        assert_eq!(custom.unit, "Units");
    }
}

#[test]
fn blank_rows_are_no_dimensions_and_problems_are_at_the_row_that_was_typed() {
    let blank = [
        ("dim_name[VAULT][1]", ""),
        ("dim_key[VAULT][1]", " "),
        ("dim_unit[VAULT][1]", "Units"),
        ("dim_price[VAULT][1][P12M]", ""),
    ];
    assert!(choices(&added(&blank)).is_unchanged());

    let later = added(&blank).put(
        Step::Dimensions,
        &[
            ("dim_name[VAULT][3]", "Archive"),
            ("dim_name[VAULT][7]", "ARCHIVE"),
            ("dim_price[VAULT][7][P12M]", "1"),
        ],
    );
    let twice = "Dimension names of Vault Storage must differ – \"ARCHIVE\" is used twice";
    assert_eq!(
        later.problems(Step::Dimensions),
        [
            (field("dim_name[VAULT][7]"), twice.to_owned()),
            (
                field("dim_price[VAULT][3][P12M]"),
                "Enter a price for Archive".to_owned()
            ),
        ]
    );
    let nameless = added(&blank).put(
        Step::Dimensions,
        &[("dim_name[VAULT][3]", ""), ("dim_key[VAULT][3]", "a")],
    );
    let said = "Enter a name for dimension 2 of Vault Storage".to_owned();
    assert_eq!(
        nameless.problems(Step::Dimensions),
        [(field("dim_name[VAULT][3]"), said)]
    );
}

#[test]
fn rows_are_added_after_the_last_and_removed_by_their_number() {
    let id = vault_storage().id;
    let mut fields = typed(&[
        ("dim_name[VAULT][2]", "A"),
        ("dim_unit[VAULT][2]", "GB"),
        ("dim_name[LOG][9]", "B"),
    ]);
    add_row(&mut fields, &id);
    assert_eq!(rows(&fields, &id), [2, 3]);
    let filled = FilledRow {
        row: 2,
        position: 1,
    };
    assert_eq!(FilledRows::of(&fields).of_product(&id), [filled]);
    fields.set(field("dim_price[VAULT][2][P12M]"), "1");
    fields.set(field("dim_name[VAULT][22]"), "C");
    remove_row(&mut fields, &id, 2);
    let left: Vec<_> = fields.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(
        left,
        [
            "dim_name[LOG][9]",
            "dim_name[VAULT][22]",
            "dim_name[VAULT][3]"
        ]
        .map(field)
    );
    let mut none = Fields::default();
    add_row(&mut none, &id);
    assert_eq!(rows(&none, &id), [1]);
}

#[test]
fn two_hundred_rows_are_enough() {
    let id = vault_storage().id;
    let mut fields = Fields::default();
    for _ in 0..201 {
        add_row(&mut fields, &id);
    }
    assert_eq!(rows(&fields, &id).len(), 200);
}

#[test]
fn rows_beyond_what_a_product_can_have_are_not_judged() {
    let id = vault_storage().id;
    let mut fields = Fields::default();
    for row in 1..=1000 {
        fields.set(field(&format!("dim_name[VAULT][{row}]")), "Archive");
        fields.set(field(&format!("dim_price[VAULT][{row}][P12M]")), "1");
    }
    assert_eq!(rows(&fields, &id).len(), 1000);
    let filled = FilledRows::of(&fields);
    assert_eq!(filled.of_product(&id).len(), MAX_DIMENSIONS + 1);
    let mut draft = vault_by_row_for_all();
    draft.answers.set(Step::Dimensions, fields);
    let text = "Vault Storage can have up to 200 contract dimensions".to_owned();
    assert_eq!(
        draft.problems(Step::Dimensions),
        [(field("dim_name[VAULT][1]"), text)]
    );
}

#[test]
fn of_many_products_every_row_is_found_that_has_anothers_name() {
    let numbered = |number: u32| Product {
        id: ProductId::parse(&format!("prod-{number:013}")).unwrap(),
        title: format!("Vault {number}"),
        ..vault_storage()
    };
    let products: Vec<Product> = (1..=50).map(numbered).collect();
    let mut draft = Draft::of(&products).put(
        Step::Discount,
        &[("discount_type", "percentage"), ("percent", "20")],
    );
    let mut fields = Fields::default();
    let mut expected = Vec::new();
    for Product { id, title, .. } in &products {
        for row in 1..=40 {
            let name = format!("dim_name[{id}][{row}]");
            fields.set(&name, "Archive");
            for months in [1, 12, 24] {
                fields.set(format!("dim_price[{id}][{row}][P{months}M]"), "1");
            }
            if row > 1 {
                let told = format!("names of {title} must differ – \"Archive\" is used twice");
                expected.push((name, format!("Dimension {told}")));
            }
        }
    }
    draft.answers.set(Step::Dimensions, fields);
    assert_eq!(draft.problems(Step::Dimensions), expected);
}

#[test]
fn a_fee_takes_the_place_of_the_computed_rate() {
    let draft = percentage().put(
        Step::Dimensions,
        &[
            ("fee[VAULT][plain_over]", "0.05"),
            ("fee[VAULT][enc_over]", ""),
        ],
    );
    assert_eq!(
        choices(&draft).fees,
        [(key("plain_over"), amount("0.05"))].into()
    );
    let journey = draft.journey();
    let (_, book) = journey.proven().unwrap().products().next().unwrap();
    let usage: Vec<_> = book
        .lines
        .iter()
        .filter(|line| line.key.dimension.as_str().ends_with("_over"))
        .map(|line| (line.wholesale, line.basis == Basis::Fee))
        .collect();
    assert_eq!(usage, [(amount("0.05"), true), (amount("0.088"), false)]);
}

#[test]
fn under_a_schedule_an_added_dimension_has_units_and_no_price() {
    let draft = flexible().put(
        Step::Dimensions,
        &[
            ("dim_name[VAULT][1]", "Archive"),
            ("dim_units[VAULT][1]", "40"),
            ("dim_price[VAULT][1][P12M]", "x"),
        ],
    );
    let custom = choices(&draft).custom.remove(0);
    assert_eq!((custom.units, custom.prices.len()), (Some(40), 0));
    let journey = draft.journey();
    let schedule = journey
        .proven()
        .unwrap()
        .schedule(&vault_storage())
        .unwrap();
    let archive = Grant {
        dimension: key("archive"),
        quantity: 40,
    };
    assert_eq!(schedule.grants.last(), Some(&archive));
}

#[test]
fn units_of_an_added_dimension_alone_make_a_schedule() {
    let draft = flexible()
        .without(Step::Discount, &["units[plain_gb]"])
        .put(
            Step::Dimensions,
            &[
                ("dim_name[VAULT][1]", "Archive"),
                ("dim_units[VAULT][1]", "40"),
            ],
        );
    assert_eq!(choices(&draft).custom.len(), 1);
}
