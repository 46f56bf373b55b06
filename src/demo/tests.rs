//! The demo's promises.

use super::*;
use crate::domain::account::{Organisation, OrganisationKind};
use crate::domain::catalog::ProductId;
use crate::domain::opportunity::Status;
use crate::domain::pricing_model::PricingModel;
use crate::store::drafts;
use crate::store::opportunities::{self, TableQuery};
use chrono::TimeZone;
use std::num::NonZeroU32;

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).unwrap()
}

/// A database of its own, in a folder that goes with it.
fn database() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("demo.sqlite").display());
    let db = Db::connect(&url, NonZeroU32::MIN).unwrap();
    db.migrate().unwrap();
    (folder, db)
}

fn hash() -> anyhow::Result<String> {
    Ok("hash".to_owned())
}

#[test]
fn everybody_is_told_how_to_sign_in() {
    let lines = sign_in_lines().unwrap();
    assert_eq!(lines.len(), 8);
    for line in [
        "ISV admin\tNorthwind Software\tadmin@northwind.example\tdemo-portal-2026!",
        "ISV viewer\tNorthwind Software\tviewer@northwind.example\tdemo-portal-2026!",
        "Partner member\tContoso Consulting\tmember@contoso.example\tdemo-portal-2026!",
        "Operator admin\tPortal Operations\toperator@portal.example\tdemo-portal-2026!",
    ] {
        assert!(lines.iter().any(|told| told == line), "{line}");
    }
}

#[test]
fn accounts_and_products_are_added_once() {
    let (_folder, db) = database();
    add_accounts(&db, hash, noon()).unwrap();
    add_accounts(&db, || panic!("it takes its time"), noon()).unwrap();
    let accounts = db.read_now(Accounts::load).unwrap();
    let partners = |registered| {
        let kind = OrganisationKind::Partner;
        let partners = accounts.organisations().iter().filter(|o| o.kind == kind);
        partners.filter(|o| o.registered == registered).count()
    };
    assert_eq!((partners(true), partners(false)), (6, 1));
    let hash = db.read_now(|c| crate::store::users::credentials(c, "admin@northwind.example"));
    assert_eq!(hash.unwrap().map(|(_, hash)| hash).as_deref(), Some("hash"));
}

#[test]
fn a_database_that_others_use_is_left_alone() {
    let (_folder, db) = database();
    let other = Organisation {
        id: crate::random::id(noon()),
        kind: OrganisationKind::Isv,
        account: account_id("123412341234").unwrap(),
        name: "Somebody Else".to_owned(),
        country: "NO".to_owned(),
        email: "post@else.example".to_owned(),
        registered: false,
    };
    db.write_now(|c| organisations::add(c, &other, noon()))
        .unwrap();
    assert!(fill(&db, hash, noon()).is_err());
    let there = db.read_now(organisations::list).unwrap();
    assert_eq!(there, [other]);
}

#[test]
fn northwind_sells_something_of_every_model_that_can_be_resold() {
    let (_folder, db) = database();
    add_accounts(&db, hash, noon()).unwrap();
    let account = account_id(NORTHWIND).unwrap();
    let catalogue = db
        .read_now(|c| {
            let scope = organisations::isv_scope(c, &account)?.unwrap();
            products::list(c, &scope)
        })
        .unwrap();
    for model in PricingModel::ALL
        .into_iter()
        .filter(|model| model.resellable())
    {
        let sold = catalogue
            .iter()
            .any(|product| product.model == model && product.can_be_resold());
        assert!(sold, "{}", model.label());
    }
    let unsold: Vec<&str> = catalogue
        .iter()
        .filter(|p| !p.can_be_resold())
        .map(|p| p.title.as_str())
        .collect();
    assert_eq!(unsold, ["Vault Browser", "Tide Analytics"]);
    for (id, title) in [
        ("prod-vaultstorage1", "Vault Storage"),
        ("prod-logstream0001", "LogStream"),
    ] {
        let id = ProductId::parse(id).unwrap();
        assert_eq!(
            catalogue
                .iter()
                .find(|p| p.id == id)
                .map(|p| p.title.as_str()),
            Some(title)
        );
    }
}

#[test]
fn every_deal_keeps_the_rules_on_the_day_it_was_made() {
    let (_folder, db) = database();
    add_accounts(&db, hash, noon()).unwrap();
    let accounts = db.read_now(Accounts::load).unwrap();
    let document = |kind| crate::domain::agreements::Document {
        id: crate::random::id(noon()),
        kind,
        name: "a.txt".to_owned(),
        format: crate::domain::agreements::DocumentFormat::Text,
        size: 1,
        sha256: "0".repeat(64),
    };
    let eula = document(crate::domain::agreements::DocumentKind::Eula);
    let contract = document(crate::domain::agreements::DocumentKind::ResellerContract);
    let mut count = 0;
    for (isv, file, deals) in [
        (
            NORTHWIND,
            CATALOGUES[0].1,
            include_str!("northwind_opportunities.json"),
        ),
        (
            FABRIKAM,
            CATALOGUES[1].1,
            include_str!("fabrikam_opportunities.json"),
        ),
    ] {
        let products = catalog_file::parse(file).unwrap();
        let choices = terms::Choices {
            accounts: &accounts,
            isv,
            products: &products,
            eula: Some(&eula),
            contract: Some(&contract),
        };
        for deal in &serde_json::from_str::<Vec<deal::Deal>>(deals).unwrap() {
            let day = (noon() - TimeDelta::days(deal.age)).date_naive();
            count += terms::prove(deal, &choices, day).unwrap().grants().count();
        }
    }
    assert_eq!(count, 94);
}

/// The statuses of an ISV's opportunities and how many drafts it has.
fn standing(db: &Db, account: &str) -> (Vec<Status>, i64) {
    let account = account_id(account).unwrap();
    let all = TableQuery {
        per_page: 200,
        ..TableQuery::default()
    };
    db.read_now(|c| {
        let scope = organisations::isv_scope(c, &account)?.unwrap();
        let rows = opportunities::table::page(c, scope, &all, noon())?.rows;
        Ok((
            rows.iter().map(|row| row.status).collect(),
            // Everybody's: they are others than this one.
            drafts::count_others(c, &scope, crate::random::id(noon()))?,
        ))
    })
    .unwrap()
}

#[test]
fn the_history_has_opportunities_of_every_kind_and_is_written_once() {
    let (_folder, db) = database();
    fill(&db, hash, noon()).unwrap();
    let (statuses, drafts) = standing(&db, NORTHWIND);
    assert_eq!((statuses.len(), drafts), (90, 2));
    for status in [Status::Active, Status::Expired, Status::Revoked] {
        let count = statuses.iter().filter(|s| **s == status).count();
        assert!(count >= 5, "{}: {count}", status.label());
    }
    fill(&db, hash, noon() + TimeDelta::days(1)).unwrap();
    assert_eq!(standing(&db, NORTHWIND), (statuses, drafts));
    assert_eq!(standing(&db, FABRIKAM).0.len(), 4);
}

#[test]
fn the_tables_are_filled_up_and_not_twice() {
    let (_folder, db) = database();
    fill(&db, hash, noon()).unwrap();
    for _ in 0..2 {
        fill_up(&db, 300, noon()).unwrap();
        let count = db.read_now(opportunities::count_all).unwrap();
        assert!((300..310).contains(&count), "{count}");
    }
    fill_up(&db, 100, noon()).unwrap();
    assert!(fill_up(&db, load::MAX_OPPORTUNITIES + 1, noon()).is_err());
}
