//! Random discounts and dimensions.

use super::Dice;
use crate::samples::{custom_dimension, percent};
use chrono::{Days, NaiveDate};
use consign::answers::individual::lines;
use consign::domain::catalog::{Dimension, Product};
use consign::domain::contract_duration::{ContractDuration, DurationUnit};
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::discount::{Discount, DiscountKind, IndividualPricing, LineRule};
use consign::domain::money::{Amount, Currency, Percent, PriceKind};
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::schedule::{Grant, MAX_QUANTITY, Payment, Schedule};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

impl Dice {
    pub fn discount(
        &mut self,
        product: &Product,
        kind: DiscountKind,
        last_day: NaiveDate,
    ) -> Discount {
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
            DiscountKind::Individual => {
                let currency = self.pick(&Currency::ALL);
                self.individual(product, currency)
            }
            DiscountKind::Flexible => self.flexible(product, last_day),
        }
    }

    /// One percentage for all of these products, or prices for each.
    pub fn discount_of_several(&mut self, products: &[Product], kind: DiscountKind) -> Discount {
        let currency = self.pick(&Currency::ALL);
        let own = self.percent();
        let mut all = BTreeMap::new();
        let mut prices = BTreeMap::new();
        for product in products {
            if product.model.duration_unit().is_some() {
                all.insert(product.id.clone(), self.public_durations(product));
            }
            if let Discount::Individual { products, .. } = self.individual(product, currency) {
                prices.extend(products);
            }
        }
        match kind {
            DiscountKind::Percentage => Discount::Percentage {
                percent: own,
                durations: all,
            },
            DiscountKind::Individual => Discount::Individual {
                currency,
                products: prices,
            },
            DiscountKind::Flexible => panic!("a schedule is for one product"),
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

    fn individual(&mut self, product: &Product, currency: Currency) -> Discount {
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

    pub fn choices(&mut self, product: &Product, discount: &Discount) -> DimensionChoices {
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
