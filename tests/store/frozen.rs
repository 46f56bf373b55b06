//! Whatever terms are proved, what is read back later is exactly what they said.

use crate::made::{Market, market, months, percent};
use crate::tools::{Store, amount, noon};
use chrono::{Days, NaiveDate};
use consign::domain::account::{AccountId, Organisation};
use consign::domain::agreements::{
    Document, DocumentFormat, DocumentKind, Eula, RCMP_VERSION, ResellerContract,
    STANDARD_EULA_VERSION,
};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::{DimensionKey, Product};
use consign::domain::details::Details;
use consign::domain::dimensions::{CustomDimension, DimensionChoices};
use consign::domain::discount::{Discount, IndividualPricing, LineRule};
use consign::domain::duration::Duration;
use consign::domain::money::{Amount, Currency};
use consign::domain::opportunity::{Opportunity, Party, ProductSnapshot};
use consign::domain::pricing::{Charge, LineKey};
use consign::domain::schedule::{Grant, Payment, Schedule};
use consign::domain::terms::{Parts, ProvenTerms};
use consign::random;
use consign::store::documents;
use consign::store::opportunities::find;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rust_decimal::Decimal;

on_both_databases!(what_is_read_back_is_what_was_proved);

/// Batches of random terms on each database: each kind of discount comes several times.
const CASES: u32 = 40;

/// Numbers from which terms are chosen.
#[derive(Debug, Clone)]
struct Dice {
    kind: u8,
    resellers: Vec<bool>,
    products: Vec<bool>,
    currency: usize,
    prices: Vec<u64>,
    percents: Vec<i32>,
    duration: u8,
    days: u64,
    buyers: usize,
    agreements: (u8, u8),
    name: String,
    custom: bool,
    payments: usize,
}

fn dice() -> impl Strategy<Value = Dice> {
    let who = (
        0..3_u8,
        vec(any::<bool>(), 3),
        vec(any::<bool>(), 3),
        0..5_usize,
    );
    // In hundred-millionths; the largest amount and the smallest are among them.
    let price = prop_oneof![
        Just(0),
        Just(1),
        Just(10_000_000_000_000_000),
        0..10_000_000_000_u64
    ];
    let what = (
        vec(price, 16),
        vec(0..=10_000_i32, 16),
        0..4_u8,
        1..4000_u64,
    );
    let rest = (
        0..=25_usize,
        (0..3_u8, 0..3_u8),
        "[a-zA-Z%_<>äß😀' ]{0,20}",
        any::<bool>(),
        1..=60_usize,
    );
    (who, what, rest).prop_map(|(who, what, rest)| Dice {
        kind: who.0,
        resellers: who.1,
        products: who.2,
        currency: who.3,
        prices: what.0,
        percents: what.1,
        duration: what.2,
        days: what.3,
        buyers: rest.0,
        agreements: rest.1,
        name: format!("n{}", rest.2),
        custom: rest.3,
        payments: rest.4,
    })
}

fn chosen(flags: &[bool]) -> Vec<usize> {
    let picked: Vec<usize> = flags
        .iter()
        .enumerate()
        .filter(|(_, on)| **on)
        .map(|(i, _)| i)
        .collect();
    if picked.is_empty() { vec![0] } else { picked }
}

impl Dice {
    /// A price that fits all kinds of price in all currencies, unless `fine`: then one of usage.
    fn price(&self, index: usize, fine: bool) -> Amount {
        let number = Decimal::new(i64::try_from(self.prices[index % 16]).unwrap(), 8);
        let places = if fine { 8 } else { 0 };
        Amount::stored(number.trunc_with_scale(places)).unwrap()
    }

    fn last_day(&self) -> NaiveDate {
        noon().date_naive() + Days::new(self.days)
    }

    fn parts(&self, market: &Market, documents: &[Document; 2]) -> Parts {
        let products = if self.kind == 2 {
            vec![0]
        } else {
            chosen(&self.products)
        };
        let mut parts = market.parts(&self.name, &chosen(&self.resellers), &products);
        parts.details =
            Some(Details::new(&self.name, &self.name.repeat(self.duration.into())).unwrap());
        parts.duration = Some(match self.duration {
            _ if self.kind == 2 => Duration::SingleUse {
                last_day: Some(self.last_day()),
            },
            0 => Duration::SingleUse { last_day: None },
            1 => Duration::SingleUse {
                last_day: Some(self.last_day()),
            },
            2 => Duration::SpecificTime {
                last_day: self.last_day(),
            },
            _ => Duration::NoSetTime,
        });
        let buyer = |i| AccountId::parse(&format!("{i:012}")).unwrap();
        parts.buyers = Some(Buyers::new((0..self.buyers).map(buyer).collect()).unwrap());
        parts.eula = Some(match self.agreements.0 {
            0 => Eula::Public,
            1 => Eula::Standard {
                version: STANDARD_EULA_VERSION.to_owned(),
            },
            _ => Eula::Custom(documents[0].clone()),
        });
        parts.contract = Some(match self.agreements.1 {
            0 => ResellerContract::None,
            1 => ResellerContract::Rcmp {
                version: RCMP_VERSION.to_owned(),
            },
            _ => ResellerContract::Custom(documents[1].clone()),
        });
        let chosen = parts.products.clone().unwrap();
        self.shape(&chosen, &mut parts);
        match self.kind {
            0 => self.percentage(&mut parts),
            1 => self.individual(&chosen, &mut parts),
            _ => self.flexible(&mut parts),
        }
        parts
    }

    /// Adds a dimension to the vault, or a fee.
    fn shape(&self, products: &[Product], parts: &mut Parts) {
        let Some(vault) = products.iter().find(|p| p.model.is_saas_contract()) else {
            return;
        };
        let choices: &mut DimensionChoices = parts
            .dimensions
            .as_mut()
            .unwrap()
            .get_mut(&vault.id)
            .unwrap();
        if self.custom {
            choices.custom.push(CustomDimension {
                key: DimensionKey::parse("our.own").unwrap(),
                name: "Our own".to_owned(),
                description: "Only here".to_owned(),
                unit: "Seats".to_owned(),
                prices: [(vault.public_durations()[0], self.price(0, false))].into(),
                units: (self.kind == 2).then_some(2_147_483_646),
            });
        } else {
            choices
                .fees
                .insert(DimensionKey::parse("egress").unwrap(), self.price(1, true));
        }
    }

    fn percentage(&self, parts: &mut Parts) {
        if let Some(Discount::Percentage { percent: off, .. }) = &mut parts.discount {
            *off = percent(self.percents[0]);
        }
    }

    fn individual(&self, products: &[Product], parts: &mut Parts) {
        let currency = Currency::ALL[self.currency];
        let mut index = 0;
        let mut rule = |key: LineKey, list: Option<Amount>| {
            index += 1;
            let off = currency == Currency::LIST && list.is_some() && index % 2 == 0;
            let price = self.price(index, key.charge == Charge::Usage);
            let rule = if off {
                LineRule::Percent(percent(self.percents[index % 16]))
            } else {
                LineRule::Price(price)
            };
            (key, rule)
        };
        let pricing = products.iter().map(|product| {
            let durations: Vec<_> = product.public_durations().into_iter().take(1).collect();
            let mut rules = Vec::new();
            for dimension in &product.dimensions {
                let key = |charge| LineKey {
                    dimension: dimension.key.clone(),
                    charge,
                };
                for duration in durations.iter().filter(|_| dimension.is_contract()) {
                    let list = dimension.upfront.get(duration).copied();
                    rules.push(rule(key(Charge::Upfront(*duration)), list));
                }
                if dimension.is_usage() {
                    rules.push(rule(key(Charge::Usage), dimension.usage_rate));
                }
            }
            (
                product.id.clone(),
                IndividualPricing {
                    durations,
                    rules: rules.into_iter().collect(),
                },
            )
        });
        parts.discount = Some(Discount::Individual {
            currency,
            products: pricing.collect(),
        });
    }

    fn flexible(&self, parts: &mut Parts) {
        let payment = |i: usize| Payment {
            date: self.last_day() + Days::new(1 + u64::try_from(i).unwrap()),
            amount: self.price(i, false),
        };
        let key = |text| DimensionKey::parse(text).unwrap();
        let rate = |text| LineKey {
            dimension: key(text),
            charge: Charge::Usage,
        };
        parts.discount = Some(Discount::Flexible {
            currency: Currency::ALL[self.currency],
            schedule: Schedule {
                contract: months(12),
                grants: vec![Grant {
                    dimension: key("storage"),
                    quantity: 1,
                }],
                payments: (0..self.payments).map(payment).collect(),
            },
            rates: [
                (rate("egress"), self.price(3, true)),
                (rate("both"), amount("0.00000001")),
            ]
            .into(),
        });
    }
}

fn add_document(store: &Store, market: &Market, kind: DocumentKind) -> Document {
    let new = Document {
        id: random::id(noon()),
        kind,
        name: "Zusätze.pdf".to_owned(),
        format: DocumentFormat::Pdf,
        size: 5,
        sha256: random::sha256_hex(b"%PDF-"),
    };
    let (isv, user) = (&market.isv.scope, market.isv.user.id);
    store.write(|c| documents::add(c, isv, &new, b"%PDF-", user, noon()));
    new
}

fn party(organisation: &Organisation) -> Party {
    Party {
        id: organisation.id,
        account: organisation.account.clone(),
        name: organisation.name.clone(),
    }
}

/// What an opportunity must say, by the terms it was made of.
fn expected(market: &Market, terms: &ProvenTerms, found: &Opportunity) -> Opportunity {
    let grant = terms.grants().find(|(reseller, product, _)| {
        reseller.id == found.reseller.id && product.id == found.product.id
    });
    let (reseller, product, book) = grant.unwrap();
    let said = terms.terms();
    Opportunity {
        id: found.id,
        batch: found.batch,
        isv: party(&market.isv.organisation),
        reseller: party(reseller),
        product: ProductSnapshot {
            id: product.id.clone(),
            title: product.title.clone(),
            model: product.model,
            tiered: product.tiered,
            public_eula: product.public_eula.clone(),
        },
        details: said.details.clone(),
        discount: said.discount.kind(),
        percent: match &said.discount {
            Discount::Percentage { percent, .. } => Some(*percent),
            Discount::Individual { .. } | Discount::Flexible { .. } => None,
        },
        duration: said.duration,
        dimensions: terms.dimensions(product),
        prices: book.clone(),
        schedule: terms.schedule(product),
        buyers: said.buyers.clone(),
        eula: said.eula.clone(),
        contract: said.contract.clone(),
        created_at: noon(),
        created_by: market.isv.user.name.clone(),
        cloned_from: None,
        uses: 0,
        revocation: None,
    }
}

fn what_is_read_back_is_what_was_proved(store: &Store) {
    let market = market(store);
    let documents = [DocumentKind::Eula, DocumentKind::ResellerContract]
        .map(|kind| add_document(store, &market, kind));
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&dice(), |dice| {
        let parts = dice.parts(&market, &documents);
        let terms = market.prove(parts.clone());
        let made = market.make(store, parts, noon());
        prop_assert_eq!(made.opportunities.len(), terms.grants().count());
        for id in made.opportunities {
            let found = store.read(|c| find(c, &market.isv.scope, id)).unwrap();
            prop_assert_eq!(&found, &expected(&market, &terms, &found));
        }
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}
