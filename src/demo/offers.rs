//! Writes the private offers that the demo's partners have extended, each at its moment in the past, by the same steps as
//! the portal: terms are proved, the opportunity is used, and buyers accept.

use crate::answers::offer::OfferAnswers;
use crate::demo::accounts::{Accounts, account_id};
use crate::domain::account::{AccountId, User};
use crate::domain::buyers::Buyers;
use crate::domain::catalog::DimensionKey;
use crate::domain::contract_duration::ContractDuration;
use crate::domain::ids::OfferId;
use crate::domain::money::{Markup, Percent};
use crate::domain::offer::acceptance::Purchase;
use crate::domain::offer::adjustment::Adjustment;
use crate::domain::offer::terms::{OfferDetails, OfferParts, OfferTerms};
use crate::domain::opportunity::{Obstacle, Opportunity, Status};
use crate::domain::schedule::Grant;
use crate::random;
use crate::store::drafts::Created;
use crate::store::offers::drafts::NewOfferDraft;
use crate::store::offers::table::{OfferQuery, page_for_partner};
use crate::store::offers::{self, Accepted, Extended, NewAcceptance, NewOffer};
use crate::store::opportunities::{self, TableQuery};
use crate::store::scope::{PartnerScope, Scope};
use crate::store::{Conn, Db, Error, users};
use anyhow::Context;
use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::Deserialize;

const FILE: &str = include_str!("offers.json");

/// How the buyer's prices come about.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Asks {
    /// So many percent on the wholesale price.
    Markup(String),
    /// So many percent off the list price.
    Discount(String),
}

/// That a buyer accepted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Acceptance {
    /// Days ago.
    age: i64,
    account: String,
    company: String,
    person: String,
    /// The contract duration, by its code.
    #[serde(default)]
    contract: String,
    /// What is taken up front: dimension, quantity.
    #[serde(default)]
    units: Vec<(String, u32)>,
    /// Whether the partner noted it.
    #[serde(default)]
    noted: bool,
}

/// One offer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// How many days ago it was extended.
    age: i64,
    /// The e-mail address of who extended it.
    by: String,
    /// The opportunity, by its name, and the product's title.
    opportunity: String,
    product: String,
    name: String,
    about: String,
    buyers: Vec<String>,
    asks: Asks,
    /// After how many days it expires.
    open_for: u64,
    /// After how many days the subscription ends, where the contract does not say it.
    ends_after: Option<u64>,
    #[serde(default)]
    accepted: Vec<Acceptance>,
    /// How many days ago it was cancelled.
    cancelled: Option<i64>,
}

/// Writes the offers of every partner that has none yet.
///
/// # Errors
/// When the demo contradicts itself or the database does not answer.
pub fn add(db: &Db, accounts: &Accounts, now: DateTime<Utc>) -> anyhow::Result<()> {
    let entries: Vec<Entry> = serde_json::from_str(FILE)?;
    let mut partners: Vec<(User, PartnerScope)> = Vec::new();
    for entry in &entries {
        let user = accounts.person(&entry.by)?.clone();
        let known = |(other, _): &(User, _)| other.email == user.email;
        if !partners.iter().any(known) {
            let scope = db.read_now(|c| partner(c, &user))?;
            partners.push((user, scope));
        }
    }
    let none = OfferQuery::default();
    for (_, scope) in &partners {
        if db
            .read_now(|c| page_for_partner(c, scope, &none, now))?
            .total
            > 0
        {
            return Ok(());
        }
    }
    for entry in &entries {
        let mut all = partners.iter();
        let (user, scope) = all
            .find(|(user, _)| user.email == entry.by)
            .with_context(|| format!("nobody extends “{}”", entry.name))?;
        let opportunity = db.read_now(|c| source(c, scope, entry, now))?;
        let terms = terms(entry, &opportunity, now)?;
        let made = Made {
            entry,
            opportunity: &opportunity,
            terms: &terms,
            user,
            scope,
        };
        db.write_now(|c| made.write(c, now))
            .with_context(|| format!("“{}” cannot be extended", entry.name))?;
    }
    Ok(())
}

fn partner(c: &mut Conn, user: &User) -> Result<PartnerScope, Error> {
    match users::who(c, user.id)?.map(|who| who.scope) {
        Some(Scope::Partner(scope)) => Ok(scope),
        Some(Scope::Isv(_) | Scope::Operator) | None => {
            Err(Error::Failed(format!("{} is of no partner", user.email)))
        }
    }
}

/// The opportunity that an offer is made from.
fn source(
    c: &mut Conn,
    scope: &PartnerScope,
    entry: &Entry,
    now: DateTime<Utc>,
) -> Result<Opportunity, Error> {
    let named = TableQuery {
        search: entry.opportunity.clone(),
        per_page: 100,
        ..TableQuery::default()
    };
    let found = opportunities::table::page(c, scope, &named, now)?.rows;
    let row = found
        .iter()
        .find(|row| row.name == entry.opportunity && row.product_title == entry.product);
    let opportunity = match row {
        Some(row) => opportunities::find_for_partner(c, scope, row.id)?,
        None => None,
    };
    opportunity.ok_or_else(|| Error::Failed(format!("no opportunity for “{}”", entry.name)))
}

/// What the offer says, proved on the day it was extended.
fn terms(
    entry: &Entry,
    opportunity: &Opportunity,
    now: DateTime<Utc>,
) -> anyhow::Result<OfferTerms> {
    let today = (now - TimeDelta::days(entry.age)).date_naive();
    let wrong = |what: &str| anyhow::anyhow!("{what} of “{}” is wrong", entry.name);
    let adjustment = match &entry.asks {
        Asks::Markup(percent) => {
            Adjustment::Markup(Markup::new(percent.parse()?).map_err(|_| wrong("the markup"))?)
        }
        Asks::Discount(percent) => {
            Adjustment::Discount(Percent::new(percent.parse()?).map_err(|_| wrong("the discount"))?)
        }
    };
    let accounts: Result<Vec<AccountId>, _> =
        entry.buyers.iter().map(|text| account_id(text)).collect();
    let after = |days: u64| today.checked_add_days(Days::new(days));
    let parts = OfferParts {
        contract_accepted: true,
        buyers: Some(Buyers::new(accounts?).map_err(|_| wrong("the number of buyers"))?),
        adjustment: Some(adjustment),
        amendments: Some(Vec::new()),
        details: Some(OfferDetails::new(&entry.name, &entry.about).map_err(|_| wrong("the name"))?),
        expires_on: after(entry.open_for),
        subscription_end: entry.ends_after.and_then(after),
    };
    let conflicts = crate::domain::offer::terms::conflicts(opportunity, &parts, today);
    OfferTerms::prove(opportunity, parts, today)
        .with_context(|| format!("“{}” breaks the rules: {conflicts:?}", entry.name))
}

/// An offer about to be written.
struct Made<'a> {
    entry: &'a Entry,
    opportunity: &'a Opportunity,
    terms: &'a OfferTerms,
    user: &'a User,
    scope: &'a PartnerScope,
}

impl Made<'_> {
    fn write(&self, c: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
        let (entry, at) = (self.entry, now - TimeDelta::days(self.entry.age));
        let refused = |what: String| Error::Failed(format!("“{}”: {what}", entry.name));
        // Nobody has the secret of this link; another is made on the offer's page.
        let link = random::fingerprint(&random::secret());
        let new = NewOfferDraft {
            id: random::id(at),
            opportunity: self.opportunity.id,
            answers: &OfferAnswers::default(),
            by: self.user.id,
        };
        match offers::drafts::create(c, self.scope, &new, at)? {
            Created::Done => {}
            Created::TooMany => return Err(refused("too many drafts".to_owned())),
        }
        offers::accept_contract(c, self.scope, new.id, self.opportunity, self.user, at)?;
        let offer = NewOffer {
            draft: new.id,
            version: 1,
            opportunity: self.opportunity,
            terms: self.terms,
            by: self.user,
            link_hash: link.clone(),
            letters: &|_, _| Ok(Vec::new()),
        };
        let id = match offers::extend(c, self.scope, &offer, at)? {
            Extended::New(id) => id,
            other @ (Extended::Already(_)
            | Extended::Stale
            | Extended::Gone
            | Extended::Not(
                Obstacle::Status(
                    Status::Active
                    | Status::Used
                    | Status::Expired
                    | Status::Revoked
                    | Status::EndedByPartner,
                )
                | Obstacle::NotOnSale
                | Obstacle::NotRegistered,
            )) => return Err(refused(format!("{other:?}"))),
        };
        for acceptance in &entry.accepted {
            self.accept(c, (id, &link), acceptance, now)?;
        }
        if let Some(age) = entry.cancelled {
            offers::cancel(c, self.scope, id, self.user, now - TimeDelta::days(age))?;
        }
        Ok(())
    }

    fn accept(
        &self,
        c: &mut Conn,
        (id, link): (OfferId, &str),
        made: &Acceptance,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let refused = |what: String| Error::Failed(format!("{}: {what}", made.company));
        let wrong = |text: &str| refused(format!("“{text}” is wrong"));
        let account = account_id(&made.account).map_err(|_| wrong(&made.account))?;
        let mut units = Vec::new();
        for (key, quantity) in &made.units {
            units.push(Grant {
                dimension: DimensionKey::parse(key).ok_or_else(|| wrong(key))?,
                quantity: *quantity,
            });
        }
        let new = NewAcceptance {
            company: &made.company,
            person: &made.person,
            purchase: Purchase {
                contract: ContractDuration::parse(&made.contract),
                units,
            },
            letters: &|_, _, _| Ok(Vec::new()),
        };
        let at = now - TimeDelta::days(made.age);
        let accepted = if made.noted {
            let by = &self.user.name;
            offers::accept_as_partner(c, self.scope, (id, &account), by, &new, at)?
        } else {
            let buyer = offers::open_link(c, link, &account)?;
            let buyer = buyer.ok_or_else(|| refused("the offer is for others".to_owned()))?;
            offers::accept_as_buyer(c, &buyer, &new, at)?
        };
        match accepted {
            Accepted::New(_) => Ok(()),
            other @ (Accepted::Already(_)
            | Accepted::Expired
            | Accepted::NotABuyer
            | Accepted::Refused(_)
            | Accepted::Missing) => Err(refused(format!("{other:?}"))),
        }
    }
}
