//! Opportunities that Northwind gave Contoso.

use super::{contoso, northwind, proven, sound};
use chrono::{DateTime, Utc};
use consign::domain::account::Organisation;
use consign::domain::catalog::Product;
use consign::domain::discount::Discount;
use consign::domain::ids::mint;
use consign::domain::opportunity::{Opportunity, Party, ProductSnapshot};

/// What comes of one product under a discount, as the partner sees it.
pub fn opportunity_of(product: &Product, discount: Discount) -> Opportunity {
    let proven = proven(sound(std::slice::from_ref(product), discount));
    let (_, prices) = proven.products().next().unwrap();
    let terms = proven.terms();
    let party = |organisation: Organisation| Party {
        id: organisation.id,
        account: organisation.account,
        name: organisation.name,
    };
    Opportunity {
        id: mint(DateTime::UNIX_EPOCH, [1; 10]),
        batch: mint(DateTime::UNIX_EPOCH, [2; 10]),
        isv: party(northwind()),
        reseller: party(contoso()),
        product: ProductSnapshot {
            id: product.id.clone(),
            title: product.title.clone(),
            model: product.model,
            tiered: product.tiered,
            public_eula: product.public_eula.clone(),
        },
        details: terms.details.clone(),
        discount: terms.discount.kind(),
        percent: match &terms.discount {
            Discount::Percentage { percent, .. } => Some(*percent),
            Discount::Individual { .. } | Discount::Flexible { .. } => None,
        },
        duration: terms.duration,
        dimensions: proven.dimensions(product),
        prices: prices.clone(),
        schedule: proven.schedule(product),
        buyers: terms.buyers.clone(),
        eula: terms.eula.clone(),
        contract: terms.contract.clone(),
        created_at: DateTime::<Utc>::UNIX_EPOCH,
        created_by: "Dana Li".to_owned(),
        cloned_from: None,
        uses: 0,
        revocation: None,
    }
}
