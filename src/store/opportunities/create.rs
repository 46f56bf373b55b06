//! Making the opportunities of a batch: all of them or none.

use crate::domain::account::{AccountId, Organisation, User};
use crate::domain::catalog::Product;
use crate::domain::ids::{BatchId, DraftId, EventId, OpportunityId, OrganisationId};
use crate::domain::opportunity::{Party, Side};
use crate::domain::pricing::PriceBook;
use crate::domain::terms::ProvenTerms;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, Details, EventKind, NewEvent};
use crate::store::insert::insert_all;
use crate::store::opportunities::parts::{BuyerRow, DimensionRow, GrantRow, PaymentRow, PriceRow};
use crate::store::opportunities::snapshot::OpportunityRow;
use crate::store::outbox::{self, Letter};
use crate::store::schema::{
    batches, drafts, opportunities, opportunity_buyers, opportunity_dimensions, opportunity_grants,
    opportunity_payments, opportunity_prices, organisations,
};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// Writes the letters that tell of an opportunity for this reseller and product, whose readers it looks up. It must do
/// nothing else.
pub type Letters<'a> =
    dyn Fn(&mut Conn, OpportunityId, &Organisation, &Product) -> Result<Vec<Letter>, Error> + 'a;

/// What one press of *Create opportunities* makes.
pub struct NewBatch<'a> {
    /// The draft it is made from, which goes.
    pub draft: DraftId,
    /// The version of the draft that was reviewed.
    pub version: i32,
    /// What the draft says, proved.
    pub terms: &'a ProvenTerms,
    /// Who presses.
    pub creator: &'a User,
    /// The opportunity that the draft was cloned from.
    pub cloned_from: Option<OpportunityId>,
    /// The letters that tell of an opportunity, once it has its id.
    pub letters: &'a Letters<'a>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was made.
    New(BatchId),
    /// The same draft has made a batch before: this one.
    Already(BatchId),
    /// Somebody saved the draft since it was reviewed; nothing was made.
    Stale,
    /// There is no such draft (any more); nothing was made.
    Gone,
}

/// Makes one opportunity for each reseller and product of proven terms, and tells whom it concerns. To be called in the
/// write in which the terms were proved.
///
/// # Errors
/// When the database does not do it; then nothing of it is to be kept.
pub fn create_batch(
    c: &mut Conn,
    scope: &IsvScope,
    new: &NewBatch<'_>,
    now: DateTime<Utc>,
) -> Result<Created, Error> {
    // Who takes the draft away makes the batch; a second press finds the draft gone.
    let reviewed = drafts::table
        .filter(drafts::id.eq(AsText(new.draft)))
        .filter(drafts::isv_id.eq(AsText(scope.isv())))
        .filter(drafts::version.eq(new.version));
    if diesel::delete(reviewed).execute(c)? == 0 {
        return without_draft(c, scope, new.draft);
    }
    let batch = random::id(now);
    let (name, account): (String, AsText<AccountId>) = organisations::table
        .find(AsText(scope.isv()))
        .select((organisations::name, organisations::account_id))
        .first(c)?;
    let isv = Party {
        id: scope.isv(),
        account: account.0,
        name,
    };
    let mut rows = Rows::default();
    for (reseller, product, book) in new.terms.grants() {
        rows.add(c, new, (batch, now), &isv, (reseller, product, book))?;
    }
    let size = i32::try_from(rows.opportunities.len()).unwrap_or(i32::MAX);
    diesel::insert_into(batches::table)
        .values((
            batches::id.eq(AsText(batch)),
            batches::isv_id.eq(AsText(scope.isv())),
            batches::draft_id.eq(AsText(new.draft)),
            batches::name.eq(new.terms.terms().details.name()),
            batches::created_by.eq(AsText(new.creator.id)),
            batches::created_by_name.eq(&new.creator.name),
            batches::created_at.eq(Moment::from(now)),
            batches::size.eq(size),
            batches::cloned_from.eq(new.cloned_from.map(AsText)),
        ))
        .execute(c)?;
    rows.insert(c, now)?;
    Ok(Created::New(batch))
}

/// Why the draft, as it was reviewed, is not there.
fn without_draft(c: &mut Conn, scope: &IsvScope, draft: DraftId) -> Result<Created, Error> {
    if let Some(batch) = crate::store::batches::of_draft(c, scope, draft)? {
        return Ok(Created::Already(batch));
    }
    let draft = drafts::table
        .filter(drafts::id.eq(AsText(draft)))
        .filter(drafts::isv_id.eq(AsText(scope.isv())));
    let there: i64 = draft.count().get_result(c)?;
    Ok(if there > 0 {
        Created::Stale
    } else {
        Created::Gone
    })
}

/// All rows of a batch, so that each table takes them at once.
#[derive(Default)]
struct Rows {
    opportunities: Vec<OpportunityRow>,
    dimensions: Vec<DimensionRow>,
    prices: Vec<PriceRow>,
    grants: Vec<GrantRow>,
    payments: Vec<PaymentRow>,
    buyers: Vec<BuyerRow>,
    events: Vec<NewEvent>,
    letters: Vec<(EventId, Letter)>,
}

impl Rows {
    fn add(
        &mut self,
        c: &mut Conn,
        new: &NewBatch<'_>,
        (batch, now): (BatchId, DateTime<Utc>),
        isv: &Party,
        (reseller, product, book): (&Organisation, &Product, &PriceBook),
    ) -> Result<(), Error> {
        let id: OpportunityId = random::id(now);
        let terms = new.terms.terms();
        self.opportunities.push(OpportunityRow::new(
            (id, batch, now),
            isv,
            reseller,
            product,
            terms,
        ));
        let dimensions = new.terms.dimensions(product);
        self.dimensions.extend(
            dimensions
                .iter()
                .enumerate()
                .map(|(i, d)| DimensionRow::new(id, i, d)),
        );
        self.prices.extend(
            book.lines
                .iter()
                .enumerate()
                .map(|(i, line)| PriceRow::new(id, i, line)),
        );
        if let Some(schedule) = new.terms.schedule(product) {
            self.grants.extend(
                schedule
                    .grants
                    .iter()
                    .enumerate()
                    .map(|(i, g)| GrantRow::new(id, i, g)),
            );
            self.payments.extend(
                schedule
                    .payments
                    .iter()
                    .enumerate()
                    .map(|(i, p)| PaymentRow::new(id, i, p)),
            );
        }
        let buyers = terms.buyers.accounts().iter().enumerate();
        self.buyers
            .extend(buyers.map(|(i, account)| BuyerRow::new(id, i, account)));
        let cloned_from = new
            .cloned_from
            .map(|from| ("cloned_from".to_owned(), from.to_string()));
        let isv_event = event(
            isv.id,
            id,
            &new.creator.name,
            cloned_from.into_iter().collect(),
            now,
        );
        let partner_event = event(reseller.id, id, &isv.name, Details::new(), now);
        for letter in (new.letters)(c, id, reseller, product)? {
            let told = match letter.side {
                Side::Isv => &isv_event,
                Side::Partner => &partner_event,
            };
            self.letters.push((told.id.0, letter));
        }
        self.events.extend([isv_event, partner_event]);
        Ok(())
    }

    fn insert(&self, c: &mut Conn, now: DateTime<Utc>) -> Result<(), Error> {
        insert_all!(c, opportunities::table, &self.opportunities);
        insert_all!(c, opportunity_dimensions::table, &self.dimensions);
        insert_all!(c, opportunity_prices::table, &self.prices);
        insert_all!(c, opportunity_grants::table, &self.grants);
        insert_all!(c, opportunity_payments::table, &self.payments);
        insert_all!(c, opportunity_buyers::table, &self.buyers);
        events::record(c, &self.events)?;
        outbox::enqueue(c, &self.letters, now)
    }
}

fn event(
    whose: OrganisationId,
    opportunity: OpportunityId,
    actor: &str,
    details: Details,
    now: DateTime<Utc>,
) -> NewEvent {
    NewEvent {
        id: AsText(random::id(now)),
        organisation_id: AsText(whose),
        opportunity_id: Some(AsText(opportunity)),
        offer_id: None,
        kind: AsText(EventKind::OpportunityCreated),
        actor: actor.to_owned(),
        at: now.into(),
        details: AsText(details),
    }
}
