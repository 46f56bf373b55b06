//! An ISV, three resellers and three products, and opportunities made of them.

use crate::tools::{Isv, Store, noon, product};
use chrono::{DateTime, NaiveDate, Utc};
use consign::answers::Answers;
use consign::domain::account::{Organisation, OrganisationKind, User};
use consign::domain::agreements::{Eula, ResellerContract};
use consign::domain::buyers::Buyers;
use consign::domain::catalog::{DimensionKind, Product};
use consign::domain::contract_duration::ContractDuration;
use consign::domain::details::Details;
use consign::domain::discount::Discount;
use consign::domain::duration::Duration;
use consign::domain::ids::{BatchId, DraftId, OpportunityId};
use consign::domain::money::Percent;
use consign::domain::opportunity::Side;
use consign::domain::pricing_model::PricingModel;
use consign::domain::terms::{Parts, ProvenTerms};
use consign::random;
use consign::store::drafts::{self, NewDraft};
use consign::store::opportunities::{Created, NewBatch, create_batch};
use consign::store::outbox::{Letter, MessageKind};
use consign::store::scope::{PartnerScope, Scope};
use consign::store::{Error, batches, products, users};
use std::collections::BTreeMap;

/// Who and what there is.
pub struct Market {
    pub isv: Isv,
    pub resellers: Vec<Organisation>,
    pub products: Vec<Product>,
}

pub fn market(store: &Store) -> Market {
    let isv = store.isv("111122223333", "Northwind Software");
    let resellers = [
        ("444455556666", "Contoso Consulting"),
        ("777788889999", "Übersee Händler"),
        ("012345678901", "contoso, the other"),
    ];
    let resellers = resellers
        .map(|(account, name)| store.organisation(OrganisationKind::Partner, account, name));
    let contract = product("prod-vault", "Vault Storage");
    let mut usage = product("prod-log.stream_1", "LogStream 100%");
    usage.model = PricingModel::SaasSubscription;
    usage.dimensions.retain(|d| d.kind == DimensionKind::Usage);
    let mut ami = product("prod-ami", "atlas \\ contract");
    ami.model = PricingModel::AmiContract;
    ami.dimensions.retain(|d| d.kind == DimensionKind::Contract);
    let products = vec![contract, usage, ami];
    let listed = store.write(|c| products::put_all(c, &isv.scope, &products, "Maria", noon()));
    assert!(listed, "they are on sale");
    Market {
        isv,
        resellers: resellers.into(),
        products,
    }
}

/// The day on which terms are proved, long before any last day.
pub fn today() -> NaiveDate {
    noon().date_naive()
}

pub fn months(count: u16) -> ContractDuration {
    ContractDuration::Months(count)
}

pub fn percent(hundredths: i32) -> Percent {
    Percent::from_hundredths(hundredths).unwrap()
}

impl Market {
    /// Parts that go together: a percentage off for every product.
    pub fn parts(&self, name: &str, resellers: &[usize], products: &[usize]) -> Parts {
        let products: Vec<Product> = products.iter().map(|i| self.products[*i].clone()).collect();
        let contracts = products
            .iter()
            .filter(|p| p.model.duration_unit().is_some());
        let durations = contracts.map(|p| (p.id.clone(), vec![p.public_durations()[0]]));
        let mut parts = Parts {
            details: Some(Details::new(name, "").unwrap()),
            resellers: Some(
                resellers
                    .iter()
                    .map(|i| self.resellers[*i].clone())
                    .collect(),
            ),
            discount: Some(Discount::Percentage {
                percent: percent(1250),
                durations: durations.collect(),
            }),
            duration: Some(Duration::NoSetTime),
            dimensions: Some(BTreeMap::new()),
            buyers: Some(Buyers::default()),
            eula: Some(Eula::Public),
            contract: Some(ResellerContract::None),
            zero_prices_confirmed: true,
            products: None,
        };
        self.price_all(&mut parts, &products);
        parts.products = Some(products);
        parts
    }

    /// Leaves out of the vault what has no price for its shortest duration.
    fn price_all(&self, parts: &mut Parts, products: &[Product]) {
        let mut choices = BTreeMap::new();
        for product in products.iter().filter(|p| p.model.is_saas_contract()) {
            let first = product.public_durations()[0];
            let unpriced = product
                .contract_dimensions()
                .filter(|d| !d.upfront.contains_key(&first));
            let removed = unpriced.map(|d| d.key.clone()).collect();
            choices.insert(
                product.id.clone(),
                consign::domain::dimensions::DimensionChoices {
                    removed,
                    ..Default::default()
                },
            );
        }
        parts.dimensions = Some(choices);
    }

    pub fn prove(&self, parts: Parts) -> ProvenTerms {
        let shown = format!("{parts:?}");
        ProvenTerms::prove(parts, &self.isv.organisation.account, today())
            .unwrap_or_else(|| panic!("no proof of {shown}"))
    }

    /// A batch made at a moment, and its opportunities.
    pub fn make(&self, store: &Store, parts: Parts, now: DateTime<Utc>) -> Made {
        let terms = self.prove(parts);
        let draft = begin(store, &self.isv);
        let created = create(store, &self.isv, (draft, 1), &terms, now).unwrap();
        let Created::New(batch) = created else {
            panic!("{created:?}")
        };
        let found = store.read(|c| batches::find(c, &self.isv.scope, batch, now));
        let opportunities = found.unwrap().rows.iter().map(|row| row.id).collect();
        Made {
            batch,
            opportunities,
        }
    }

    /// The scope of a reseller, who gets a person to sign in with.
    pub fn partner(&self, store: &Store, index: usize) -> (User, PartnerScope) {
        let partner = &self.resellers[index];
        let user = store.user(partner, &format!("admin@{}.example", partner.account));
        match store.read(|c| users::who(c, user.id)).unwrap().scope {
            Scope::Partner(scope) => (user, scope),
            other @ (Scope::Isv(_) | Scope::Operator) => {
                panic!("{other:?} is no partner's scope")
            }
        }
    }
}

/// What was made.
pub struct Made {
    pub batch: BatchId,
    pub opportunities: Vec<OpportunityId>,
}

pub fn begin(store: &Store, isv: &Isv) -> DraftId {
    let id = random::id(noon());
    let answers = Answers::default();
    let new = NewDraft {
        id,
        answers: &answers,
        by: isv.user.id,
        cloned_from: None,
    };
    let created = store.write(|c| drafts::create(c, &isv.scope, &new, noon()));
    assert_eq!(created, drafts::Created::Done);
    id
}

/// A letter to each side.
pub fn letters(id: OpportunityId, reseller: &Organisation) -> Vec<Letter> {
    let letter = |side, recipient: &str| Letter {
        side,
        recipient: recipient.to_owned(),
        kind: MessageKind::OpportunityCreated,
        subject: format!("New opportunity {id}"),
        text: "Text".to_owned(),
        html: "<p>Text</p>".to_owned(),
        unsubscribe: None,
    };
    vec![
        letter(Side::Partner, &reseller.email),
        letter(Side::Isv, "desk@northwind.example"),
    ]
}

pub fn create(
    store: &Store,
    isv: &Isv,
    (draft, version): (DraftId, i32),
    terms: &ProvenTerms,
    now: DateTime<Utc>,
) -> Result<Created, Error> {
    let new = NewBatch {
        draft,
        version,
        terms,
        creator: &isv.user,
        cloned_from: None,
        letters: &|_, id, reseller, _| Ok(letters(id, reseller)),
    };
    store
        .db
        .write_now(|c| create_batch(c, &isv.scope, &new, now))
}
