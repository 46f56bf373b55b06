//! A database of its own for each test, and the few people and products that most tests need.

use crate::support::postgres::PrivateDatabase;
use chrono::{DateTime, TimeZone, Utc};
use consign::domain::account::{AccountId, Organisation, OrganisationKind, Role, User};
use consign::domain::agreements::PublicEula;
use consign::domain::catalog::{
    Dimension, DimensionKey, DimensionKind, Product, ProductId, ProductState,
};
use consign::domain::contract_duration::ContractDuration;
use consign::domain::money::Amount;
use consign::domain::pricing_model::PricingModel;
use consign::random;
use consign::store::scope::{IsvScope, Scope};
use consign::store::{Conn, Db, Error, organisations, users};
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use tempfile::TempDir;

/// Runs each of these tests on both databases.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $test() { super::$test(&crate::tools::Store::sqlite()); })+
        }
        mod on_postgres {
            $(#[test] fn $test() { super::$test(&crate::tools::Store::postgres()); })+
        }
    };
}

/// Connections for reading, more than any test takes at once.
pub const READERS: NonZeroU32 = NonZeroU32::new(4).unwrap();

/// A database that is there for one test.
pub struct Store {
    pub db: Db,
    pub url: String,
    _place: Place,
}

/// Holds what is removed after the test. The database closes first, as the field above is dropped first.
enum Place {
    Sqlite { _folder: TempDir },
    Postgres { _database: PrivateDatabase },
}

impl Store {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self::open(url, Place::Sqlite { _folder: folder })
    }

    pub fn postgres() -> Self {
        let database = PrivateDatabase::new();
        let url = database.url().to_owned();
        Self::open(
            url,
            Place::Postgres {
                _database: database,
            },
        )
    }

    fn open(url: String, place: Place) -> Self {
        let db = connect(&url);
        db.migrate().unwrap();
        Self {
            db,
            url,
            _place: place,
        }
    }

    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T, Error>) -> T {
        self.db.read_now(work).unwrap()
    }

    pub fn write<T>(&self, work: impl FnMut(&mut Conn) -> Result<T, Error>) -> T {
        self.db.write_now(work).unwrap()
    }

    /// An ISV with one member.
    pub fn isv(&self, account: &str, name: &str) -> Isv {
        let organisation = self.organisation(OrganisationKind::Isv, account, name);
        let user = self.user(&organisation, &format!("member@{account}.example"));
        let who = self.read(|c| users::who(c, user.id)).unwrap();
        let Scope::Isv(scope) = who.scope else {
            panic!("{:?} is no ISV's scope", who.scope)
        };
        Isv {
            organisation,
            user,
            scope,
        }
    }

    pub fn organisation(&self, kind: OrganisationKind, account: &str, name: &str) -> Organisation {
        let new = Organisation {
            id: random::id(noon()),
            kind,
            account: AccountId::parse(account).unwrap(),
            name: name.to_owned(),
            country: "DE".to_owned(),
            email: format!("office@{account}.example"),
            registered: true,
        };
        let added = self.write(|c| organisations::add(c, &new, noon()));
        assert_eq!(added, organisations::Added::Done);
        new
    }

    pub fn user(&self, organisation: &Organisation, email: &str) -> User {
        let new = User {
            id: random::id(noon()),
            organisation: organisation.id,
            email: email.to_owned(),
            name: "Maria Muster".to_owned(),
            role: Role::Member,
        };
        let added = self.write(|c| users::add(c, &new, "$argon2id$", noon()));
        assert_eq!(added, organisations::Added::Done);
        new
    }
}

/// An ISV and one of its people.
pub struct Isv {
    pub organisation: Organisation,
    pub user: User,
    pub scope: IsvScope,
}

pub fn connect(url: &str) -> Db {
    Db::connect(url, READERS).unwrap()
}

/// When these tests take place.
pub fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

pub fn amount(text: &str) -> Amount {
    Amount::stored(text.parse().unwrap()).unwrap()
}

/// A SaaS contract with a contract dimension, a usage dimension, and one that is both.
pub fn product(id: &str, title: &str) -> Product {
    let months = ContractDuration::Months;
    let dimension =
        |key: &str, kind, usage_rate: Option<&str>, upfront: &[(u16, &str)]| Dimension {
            key: DimensionKey::parse(key).unwrap(),
            name: format!("Dimension {key}"),
            description: String::new(),
            unit: "Units".to_owned(),
            kind,
            usage_rate: usage_rate.map(amount),
            upfront: upfront
                .iter()
                .map(|(count, price)| (months(*count), amount(price)))
                .collect::<BTreeMap<_, _>>(),
        };
    Product {
        id: ProductId::parse(id).unwrap(),
        title: title.to_owned(),
        model: PricingModel::SaasContractWithConsumption,
        state: ProductState::Public,
        // A schedule agrees on quantities, which tiers do not have.
        tiered: id != "prod-vault",
        // Not in alphabetical order: the order of the listing is to be kept.
        dimensions: vec![
            dimension(
                "storage",
                DimensionKind::Contract,
                None,
                &[(1, "100"), (12, "1200")],
            ),
            dimension("egress", DimensionKind::Usage, Some("0.00000001"), &[]),
            dimension(
                "both",
                DimensionKind::Both,
                Some("0.5"),
                &[(36, "100000000")],
            ),
        ],
        public_eula: PublicEula::Custom {
            url: "https://example.com/eula".to_owned(),
        },
    }
}
