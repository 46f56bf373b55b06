//! Opportunities that Northwind granted, without a database.

use super::{contoso, northwind, proven, sound};
use chrono::{DateTime, Utc};
use consign::domain::account::Organisation;
use consign::domain::catalog::Product;
use consign::domain::discount::Discount;
use consign::domain::ids::mint;
use consign::domain::opportunity::{Opportunity, Party, ProductSnapshot};
use consign::domain::pricing::PriceBook;
use consign::domain::terms::ProvenTerms;

/// What Contoso is granted of one product under a discount.
pub fn opportunity_of(product: &Product, discount: Discount) -> Opportunity {
    let proven = proven(sound(std::slice::from_ref(product), discount));
    let (_, prices) = proven.products().next().unwrap();
    opportunity_for(&proven, &contoso(), product, prices)
}

/// What is created of proven terms for one reseller and product, as it comes back from the database.
pub fn opportunity_for(
    proven: &ProvenTerms,
    reseller: &Organisation,
    product: &Product,
    prices: &PriceBook,
) -> Opportunity {
    let terms = proven.terms();
    let party = |organisation: &Organisation| Party {
        id: organisation.id,
        account: organisation.account.clone(),
        name: organisation.name.clone(),
    };
    Opportunity {
        id: mint(DateTime::UNIX_EPOCH, [1; 10]),
        batch: mint(DateTime::UNIX_EPOCH, [2; 10]),
        isv: party(&northwind()),
        reseller: party(reseller),
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
