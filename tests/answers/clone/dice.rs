//! Random terms: a row of numbers, each of which decides the next thing to be decided.

use crate::draft::{contract_file, many_resellers};
use crate::samples::{
    account, atlas_contract_ami, custom_dimension, fleet_container, harbor_master_services,
    log_stream, percent, sentinel_ami, today, uploaded_eula, vault_storage,
};
use chrono::{Days, NaiveDate};
use consign::answers::individual::lines;
use consign::domain::agreements::{Eula, RCMP_VERSION, ResellerContract, STANDARD_EULA_VERSION};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::{Dimension, Product};
use consign::domain::contract_duration::{ContractDuration, DurationUnit};
use consign::domain::details::Details;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::discount::{Discount, DiscountKind, IndividualPricing, LineRule};
use consign::domain::duration::{Duration, DurationKind};
use consign::domain::money::{Amount, Currency, Percent, PriceKind};
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::pricing_model::PricingModel;
use consign::domain::schedule::{Grant, MAX_QUANTITY, Payment, Schedule};
use consign::domain::terms::Parts;
use rust_decimal::Decimal;
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
        match product.model {
            PricingModel::ProfessionalServices => uploaded_eula(),
            _ => self.pick(&[Eula::Public, standard, uploaded_eula()]),
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

    fn discount(&mut self, product: &Product, kind: DiscountKind, last_day: NaiveDate) -> Discount {
        match kind {
            DiscountKind::Percentage => Discount::Percentage {
                percent: self.percent(),
                durations: match product.model.duration_unit() {
                    Some(_) => {
                        BTreeMap::from([(product.id.clone(), self.public_durations(product))])
                    }
                    None => BTreeMap::new(),
                },
            },
            DiscountKind::Individual => self.individual(product),
            DiscountKind::Flexible => self.flexible(product, last_day),
        }
    }

    fn percent(&mut self) -> Percent {
        match self.below(6) {
            0 => percent("0"),
            1 => percent("100"),
            _ => Percent::from_hundredths(i32::try_from(self.below(10_001)).unwrap()).unwrap(),
        }
    }

    fn public_durations(&mut self, product: &Product) -> Vec<ContractDuration> {
        let public = product.public_durations();
        self.some(&public)
    }

    fn custom_duration(&mut self, unit: DurationUnit) -> ContractDuration {
        let count = 1 + self.below(u32::from(unit.most()));
        unit.duration(u16::try_from(count).unwrap()).unwrap()
    }

    fn amount(&mut self, kind: PriceKind, currency: Currency) -> Amount {
        let value = match self.below(12) {
            0 => Decimal::from(100_000_000),
            1 => Decimal::ZERO,
            _ => Decimal::new(i64::from(1 + self.below(90_000_000)), kind.places(currency)),
        };
        Amount::new(value, kind, currency).unwrap()
    }

    fn individual(&mut self, product: &Product) -> Discount {
        let currency = self.pick(&Currency::ALL);
        let durations = match product.model.duration_unit() {
            None => Vec::new(),
            Some(unit) if self.one_in(2) || product.public_durations().is_empty() => {
                vec![self.custom_duration(unit)]
            }
            Some(_) => self.public_durations(product),
        };
        let mut rules = BTreeMap::new();
        for key in lines(product, &durations) {
            let dimension = product.dimension(&key.dimension).unwrap();
            let rule = if has_list_price(dimension, &key)
                && currency == Currency::LIST
                && self.one_in(2)
            {
                LineRule::Percent(self.percent())
            } else {
                LineRule::Price(self.amount(key.charge.kind(), currency))
            };
            rules.insert(key, rule);
        }
        let pricing = IndividualPricing { durations, rules };
        Discount::Individual {
            currency,
            products: BTreeMap::from([(product.id.clone(), pricing)]),
        }
    }

    fn flexible(&mut self, product: &Product, last_day: NaiveDate) -> Discount {
        let currency = self.pick(&Currency::ALL);
        let contract = match product.model.duration_unit() {
            Some(unit) => self.custom_duration(unit),
            None => ContractDuration::Months(12),
        };
        let own: Vec<Dimension> = product.contract_dimensions().cloned().collect();
        let grants = self.some(&own).into_iter().map(|dimension| Grant {
            dimension: dimension.key,
            quantity: self.pick(&[1, 500, MAX_QUANTITY]),
        });
        let grants = grants.collect();
        let days = contract.end_after(last_day).unwrap() - last_day;
        let days = u32::try_from(days.num_days()).unwrap();
        let mut payments = Vec::new();
        for number in 1..days.min(1 + self.pick(&[1, 2, 60])) {
            payments.push(Payment {
                date: last_day + Days::new(u64::from(number)),
                amount: self.amount(PriceKind::Instalment, currency),
            });
        }
        if self.one_in(2) {
            payments.reverse();
        }
        let mut rates = BTreeMap::new();
        for dimension in product.usage_dimensions() {
            let key = LineKey {
                dimension: dimension.key.clone(),
                charge: Charge::Usage,
            };
            if currency != Currency::LIST || self.one_in(2) {
                rates.insert(key, self.amount(PriceKind::Usage, currency));
            }
        }
        Discount::Flexible {
            currency,
            schedule: Schedule {
                contract,
                grants,
                payments,
            },
            rates,
        }
    }

    fn choices(&mut self, product: &Product, discount: &Discount) -> DimensionChoices {
        let mut choices = DimensionChoices::default();
        for dimension in product.contract_dimensions() {
            let scheduled = discount
                .schedule()
                .and_then(|schedule| schedule.quantity(&dimension.key));
            if scheduled.is_none() && self.one_in(3) {
                choices.removed.insert(dimension.key.clone());
            }
        }
        for (key, name) in [("archive", "Archive, cold"), ("x.y-z_1", "Größe 🙂")] {
            if self.one_in(2) {
                let custom = self.custom(product, discount, key, name);
                choices.custom.push(custom);
            }
        }
        for dimension in product.usage_dimensions() {
            if self.one_in(3) {
                let fee = self.amount(PriceKind::Usage, discount.currency());
                choices.fees.insert(dimension.key.clone(), fee);
            }
        }
        choices
    }

    fn custom(
        &mut self,
        product: &Product,
        discount: &Discount,
        key: &str,
        name: &str,
    ) -> CustomDimension {
        let scheduled = discount.schedule().is_some();
        let durations = if scheduled {
            &[]
        } else {
            discount.durations(&product.id)
        };
        let mut custom = custom_dimension(key, name, &[]);
        custom.description = self.pick(&["Negotiated", "Two\nlines"]).to_owned();
        custom.unit = self.pick(&["Units", "GB"]).to_owned();
        custom.units = scheduled.then(|| self.pick(&[1, 500, MAX_QUANTITY]));
        for duration in durations {
            let price = self.amount(PriceKind::Upfront, discount.currency());
            custom.prices.insert(*duration, price);
        }
        custom
    }
}

fn has_list_price(dimension: &Dimension, key: &LineKey) -> bool {
    match key.charge {
        Charge::Usage => dimension.usage_rate.is_some(),
        Charge::Upfront(duration) => dimension.upfront.contains_key(&duration),
    }
}
