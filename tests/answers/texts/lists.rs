use super::{Case, case, said, several, taken};
use crate::draft::{Draft, many_products, many_resellers, percentage};
use crate::samples::{contoso, northwind, unregistered, vault_storage};
use consign::answers::{Fields, Step};
use consign::domain::catalog::{Product, ProductState};
use consign::domain::pricing_model::PricingModel;

fn without_any(step: Step) -> Draft {
    let mut draft = percentage();
    draft.answers.set(step, Fields::default());
    draft
}

fn vault_in(state: ProductState) -> Draft {
    percentage().choosing(&[Product {
        state,
        ..vault_storage()
    }])
}

fn count(resellers: u8, products: usize) -> Draft {
    percentage()
        .granting(&many_resellers(resellers))
        .choosing(&many_products(products))
}

pub fn cases() -> Vec<Case> {
    let reseller = |draft, text| case(draft, Step::Resellers, "reseller", text);
    let product = |draft, text| case(draft, Step::Products, "product", text);
    let gone = "Vault Storage is not on sale any more – clear it to continue";
    let free = Product {
        model: PricingModel::Free,
        ..vault_storage()
    };
    vec![
        reseller(without_any(Step::Resellers), "Select at least one reseller"),
        reseller(count(101, 1), "You can select up to 100 resellers"),
        reseller(
            percentage().granting(&[contoso(), unregistered()]),
            "Late Registration Ltd is no longer registered – remove it or choose another reseller",
        ),
        reseller(
            percentage().granting(&[northwind()]),
            "Northwind Software is your own account – choose another reseller",
        ),
        product(without_any(Step::Products), "Select at least one product"),
        product(count(1, 101), "You can select up to 100 products"),
        product(vault_in(ProductState::Withdrawn), gone),
        product(vault_in(ProductState::Draft), gone),
        product(percentage().choosing(&[free]), gone),
        product(
            count(3, 34),
            "This would create 102 opportunities. The most at once is 100 – choose fewer resellers or products",
        ),
        several(
            percentage().choosing(&[
                Product {
                    state: ProductState::Withdrawn,
                    ..vault_storage()
                },
                Product {
                    state: ProductState::Withdrawn,
                    ..crate::samples::log_stream()
                },
            ]),
            Step::Products,
            &[
                ("product", gone),
                (
                    "product",
                    "LogStream is not on sale any more – clear it to continue",
                ),
            ],
        ),
    ]
}

#[test]
fn what_is_wrong_with_the_choice_is_said_beside_the_list() {
    said(&cases());
}

#[test]
fn a_hundred_resellers_or_products_and_a_hundred_opportunities_are_taken() {
    for draft in [
        count(100, 1),
        count(1, 100),
        count(50, 2),
        count(10, 10),
        vault_in(ProductState::Limited),
    ] {
        taken(&draft);
    }
}
