//! Fills the tables for load tests. Nine of ten opportunities are Northwind's, one is Fabrikam's.

use crate::demo::accounts::{Accounts, FABRIKAM, NORTHWIND};
use crate::demo::deal::{BuyerEula, Contract, Deal, For, Off};
use crate::demo::history::{Isv, Proven, write};
use crate::demo::terms::prove;
use crate::domain::discount::DiscountKind;
use crate::store::{Db, opportunities};
use chrono::{DateTime, TimeDelta, Utc};

/// The most opportunities a demo is filled up to: ten times what one ISV has after years.
pub const MAX_OPPORTUNITIES: u32 = 1_000_000;
/// The days over which they are spread.
const DAYS: u64 = 365;
/// Opportunities of one submission: two resellers, five products; or five resellers, two products.
const PER_BATCH: u64 = 10;
/// Submissions of one transaction: enough that its end costs little, few enough that others can write in between.
const PER_WRITE: usize = 50;
/// Every so many submissions one is Fabrikam's.
const FABRIKAM_EVERY: u64 = 10;
/// Every so many submissions one is revoked.
const REVOKED_EVERY: u64 = 16;

const CUSTOMERS: [&str; 16] = [
    "Alpine Ski House",
    "Bellows College",
    "City Power",
    "Consolidated Messenger",
    "First Up",
    "Fourth Coffee",
    "Humongous Insurance",
    "Lamna Healthcare",
    "Munson's Pickles",
    "Nod Publishers",
    "Relecloud",
    "Southridge Video",
    "Trey Research",
    "VanArsdel",
    "Wide World Importers",
    "Woodgrove Bank",
];
const OCCASIONS: [&str; 11] = [
    "renewal",
    "pilot",
    "data centre exit",
    "expansion",
    "tender",
    "year-end deal",
    "migration",
    "second region",
    "framework",
    "audit follow-up",
    "consolidation",
];
const PERCENTAGES: [&str; 9] = ["5", "7.5", "10", "12.5", "15", "17.25", "20", "25", "33.33"];

/// Adds opportunities until the database has this many.
///
/// # Errors
/// When more than [`MAX_OPPORTUNITIES`] are wanted, or the database does not answer.
pub fn fill_up(
    db: &Db,
    accounts: &Accounts,
    wanted: u32,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    anyhow::ensure!(
        wanted <= MAX_OPPORTUNITIES,
        "a demo takes up to {MAX_OPPORTUNITIES} opportunities"
    );
    let missing = u64::from(wanted).saturating_sub(db.read_now(opportunities::count_all)?);
    if missing == 0 {
        return Ok(());
    }
    let (northwind, fabrikam) = (Isv::load(db, NORTHWIND)?, Isv::load(db, FABRIKAM)?);
    let submissions = missing.div_ceil(PER_BATCH);
    let mut numbers = (0..submissions).peekable();
    while numbers.peek().is_some() {
        let mut some = Vec::new();
        for number in numbers.by_ref().take(PER_WRITE) {
            let isv = if number % FABRIKAM_EVERY == 0 {
                &fabrikam
            } else {
                &northwind
            };
            some.push((isv, submission(isv, accounts, number, submissions, now)?));
        }
        db.write_now(|c| {
            some.iter()
                .try_for_each(|(isv, deal)| write(c, &isv.scope, deal))
        })?;
    }
    Ok(())
}

/// One of so many submissions, the first the oldest.
fn submission(
    isv: &Isv,
    accounts: &Accounts,
    number: u64,
    of: u64,
    now: DateTime<Utc>,
) -> anyhow::Result<Proven> {
    let ours = isv.account == NORTHWIND;
    let by = if ours {
        "member@northwind.example"
    } else {
        "admin@fabrikam.example"
    };
    let sold = isv.products.iter();
    let sold = sold.filter(|p| {
        p.can_be_resold() && p.model.discount_kinds().contains(&DiscountKind::Percentage)
    });
    let sold: Vec<String> = sold.map(|product| product.id.to_string()).collect();
    let partners = accounts.organisations().iter().filter(|o| o.registered);
    let partners: Vec<String> = partners.map(|o| o.account.to_string()).collect();
    let (resellers, products) = if ours { (2, 5) } else { (5, 2) };
    let minutes = DAYS * 24 * 60;
    let age = TimeDelta::minutes(i64::try_from(minutes - minutes * number / of)?);
    let made = now - age;
    let revoked = number % REVOKED_EVERY == 5;
    let days = 20 + number % 400;
    let name = format!(
        "{} {} {}",
        pick(&CUSTOMERS, number)?,
        pick(&OCCASIONS, number)?,
        number + 1
    );
    let deal = Deal {
        age: age.num_days(),
        by: by.to_owned(),
        name,
        about: String::new(),
        resellers: some(&partners, number, resellers).cloned().collect(),
        products: some(&sold, number, products).cloned().collect(),
        off: Off::Percent((*pick(&PERCENTAGES, number)?).to_owned()),
        lasts: match number % 4 {
            0 => For::Ever,
            1 => For::Once,
            2 => For::OnceWithin(days),
            _ => For::Within(days),
        },
        buyers: Vec::new(),
        eula: BuyerEula::Public,
        contract: Contract::None,
        without: Vec::new(),
        extra: Vec::new(),
        fees: Vec::new(),
        revoked: None,
    };
    let terms = prove(&deal, &isv.choices(accounts), made.date_naive())?;
    let creator = accounts.person(by)?.clone();
    let revoked = revoked.then(|| {
        (
            made + TimeDelta::minutes(1),
            "Replaced by a later offer".to_owned(),
        )
    });
    Ok(Proven {
        terms,
        creator,
        made,
        revoked,
    })
}

/// The element that a number stands for.
fn pick<T>(all: &[T], number: u64) -> anyhow::Result<&T> {
    some(all, number, 1)
        .next()
        .ok_or_else(|| anyhow::anyhow!("nothing to pick from"))
}

/// So many elements from the one that a number stands for, round and round.
fn some<T>(all: &[T], number: u64, count: usize) -> impl Iterator<Item = &T> {
    let length = u64::try_from(all.len()).unwrap_or(1).max(1);
    let first = usize::try_from(number % length).unwrap_or(0);
    all.iter().cycle().skip(first).take(count.min(all.len()))
}
