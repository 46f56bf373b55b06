//! Random terms: a row of numbers, each of which decides the next thing to be decided.

mod created;
mod discount;

pub use created::created;

use crate::samples::{
    account, atlas_contract_ami, contoso, desk_share, fleet_container, harbor_master_services,
    log_stream, sentinel_ami, today, uploaded_eula, vault_storage,
};
use chrono::{Days, NaiveDate};
use consign::domain::account::Organisation;
use consign::domain::agreements::{
    Document, DocumentKind, Eula, RCMP_VERSION, ResellerContract, STANDARD_EULA_VERSION,
};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::{Product, ProductId};
use consign::domain::details::Details;
use consign::domain::dimensions::DimensionChoices;
use consign::domain::discount::DiscountKind;
use consign::domain::duration::{Duration, DurationKind};
use consign::domain::ids::mint;
use consign::domain::pricing_model::PricingModel;
use consign::domain::terms::Parts;
use std::collections::BTreeMap;

/// The numbers that are left; once all are used, every decision is the first choice.
pub struct Dice(std::vec::IntoIter<u32>);

impl Dice {
    pub fn new(throws: Vec<u32>) -> Self {
        Self(throws.into_iter())
    }

    /// A number from 0 to less than `sides`.
    fn below(&mut self, sides: u32) -> u32 {
        self.0.next().unwrap_or_default() % sides
    }

    fn one_in(&mut self, sides: u32) -> bool {
        self.below(sides) == 1
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        let sides = u32::try_from(from.len()).unwrap();
        from[usize::try_from(self.below(sides)).unwrap()].clone()
    }

    /// Some of these, in their order; at least one if there is any.
    fn some<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let kept: Vec<T> = from.iter().filter(|_| !self.one_in(3)).cloned().collect();
        if kept.is_empty() {
            from.iter().take(1).cloned().collect()
        } else {
            kept
        }
    }

    /// Mostly parts that go together.
    pub fn parts(&mut self) -> Parts {
        let product = self.pick(&[
            vault_storage(),
            desk_share(),
            log_stream(),
            sentinel_ami(),
            atlas_contract_ami(),
            fleet_container(),
            harbor_master_services(),
        ]);
        let kind = self.pick(product.model.discount_kinds());
        let last_day = today() + Days::new(u64::from(1 + self.below(400)));
        let discount = self.discount(&product, kind, last_day);
        let choices = if product.model.is_saas_contract() && self.one_in(2) {
            self.choices(&product, &discount)
        } else {
            DimensionChoices::default()
        };
        Parts {
            details: Some(self.details()),
            resellers: Some(many_resellers(self.pick(&[1, 2]))),
            duration: Some(self.duration(kind, last_day)),
            dimensions: Some(if choices.is_unchanged() {
                BTreeMap::new()
            } else {
                BTreeMap::from([(product.id.clone(), choices)])
            }),
            buyers: Some(self.buyers()),
            eula: Some(self.eula(&product)),
            contract: Some(self.contract()),
            products: Some(vec![product]),
            discount: Some(discount),
            zero_prices_confirmed: true,
        }
    }

    /// Mostly parts that go together, of several products.
    pub fn parts_of_several(&mut self) -> Parts {
        let kind = self.pick(&[DiscountKind::Percentage, DiscountKind::Individual]);
        let other_vault = Product {
            id: ProductId::parse("prod-vaultstorage2").unwrap(),
            title: "Vault Storage for two".to_owned(),
            ..vault_storage()
        };
        let all = [
            vault_storage(),
            other_vault,
            desk_share(),
            log_stream(),
            atlas_contract_ami(),
            fleet_container(),
        ];
        let products = self.some(&all);
        let discount = self.discount_of_several(&products, kind);
        let mut dimensions = BTreeMap::new();
        for product in products.iter().filter(|p| p.model.is_saas_contract()) {
            let choices = self.choices(product, &discount);
            if self.one_in(2) && !choices.is_unchanged() {
                dimensions.insert(product.id.clone(), choices);
            }
        }
        Parts {
            products: Some(products),
            discount: Some(discount),
            dimensions: Some(dimensions),
            duration: Some(Duration::NoSetTime),
            eula: Some(Eula::Public),
            ..self.parts()
        }
    }

    fn details(&mut self) -> Details {
        let name = self.pick(&["Q1 renewals", "A \"quoted\" <name>, 🙂", "[x][1]=&;"]);
        let description = self.pick(&["", "One line", "Two\n\nlines, né\n 3"]);
        Details::new(name, description).unwrap()
    }

    fn duration(&mut self, discount: DiscountKind, last_day: NaiveDate) -> Duration {
        let kinds = match discount {
            DiscountKind::Flexible => &[DurationKind::SingleUse][..],
            DiscountKind::Percentage | DiscountKind::Individual => &DurationKind::ALL,
        };
        match self.pick(kinds) {
            DurationKind::SingleUse if discount != DiscountKind::Flexible && self.one_in(2) => {
                Duration::SingleUse { last_day: None }
            }
            DurationKind::SingleUse => Duration::SingleUse {
                last_day: Some(last_day),
            },
            DurationKind::SpecificTime => Duration::SpecificTime { last_day },
            DurationKind::NoSetTime => Duration::NoSetTime,
        }
    }

    fn buyers(&mut self) -> Buyers {
        let count = self.pick(&[0, 1, 25]);
        let first = self.below(1000);
        let accounts = (first..first + count).map(|number| account(&format!("{number:012}")));
        Buyers::new(accounts.rev().collect()).unwrap()
    }

    fn eula(&mut self, product: &Product) -> Eula {
        let standard = Eula::Standard {
            version: STANDARD_EULA_VERSION.to_owned(),
        };
        if product.model == PricingModel::ProfessionalServices {
            uploaded_eula()
        } else {
            self.pick(&[Eula::Public, standard, uploaded_eula()])
        }
    }

    fn contract(&mut self) -> ResellerContract {
        let rcmp = ResellerContract::Rcmp {
            version: RCMP_VERSION.to_owned(),
        };
        self.pick(&[
            ResellerContract::None,
            rcmp,
            ResellerContract::Custom(contract_file()),
        ])
    }
}

/// Registered resellers, this many.
pub fn many_resellers(count: u8) -> Vec<Organisation> {
    let numbered = |number: u8| Organisation {
        id: mint(chrono::DateTime::UNIX_EPOCH, [number; 10]),
        account: account(&format!("{number:012}")),
        ..contoso()
    };
    (10..10 + count).map(numbered).collect()
}

/// Northwind's uploaded EULA.
pub fn eula_file() -> Document {
    match uploaded_eula() {
        Eula::Custom(document) => document,
        other @ (Eula::Public | Eula::Standard { .. }) => panic!("{other:?} is no upload"),
    }
}

/// Northwind's uploaded reseller contract.
pub fn contract_file() -> Document {
    Document {
        id: mint(chrono::DateTime::UNIX_EPOCH, [8; 10]),
        kind: DocumentKind::ResellerContract,
        name: "partner-terms.pdf".to_owned(),
        ..eula_file()
    }
}
