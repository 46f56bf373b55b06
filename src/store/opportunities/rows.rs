//! The rows of new opportunities, collected first, so that each table takes all of them at once.

use crate::domain::account::{AccountId, Organisation};
use crate::domain::catalog::Product;
use crate::domain::ids::{BatchId, DraftId, EventId, OpportunityId, OrganisationId, UserId};
use crate::domain::opportunity::{Party, Side};
use crate::domain::pricing::PriceBook;
use crate::random;
use crate::store::columns::{AsText, Moment};
use crate::store::events::{self, EventKind, NewEvent, OpportunityEvent};
use crate::store::insert::insert_all;
use crate::store::opportunities::changes::Parties;
use crate::store::opportunities::create::NewBatch;
use crate::store::opportunities::parts::{BuyerRow, DimensionRow, GrantRow, PaymentRow, PriceRow};
use crate::store::opportunities::snapshot::OpportunityRow;
use crate::store::opportunities::trigrams;
use crate::store::outbox::{self, Letter};
use crate::store::schema::{
    batches, opportunities, opportunity_buyers, opportunity_dimensions, opportunity_grants,
    opportunity_payments, opportunity_prices, organisations,
};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

#[derive(Insertable)]
#[diesel(table_name = batches, treat_none_as_default_value = false)]
struct BatchRow {
    id: AsText<BatchId>,
    isv_id: AsText<OrganisationId>,
    draft_id: AsText<DraftId>,
    name: String,
    created_by: AsText<UserId>,
    created_by_name: String,
    created_at: Moment,
    size: i32,
    cloned_from: Option<AsText<OpportunityId>>,
}

/// All rows of one batch or of many.
pub(in crate::store) struct Rows {
    isv: Party,
    batches: Vec<BatchRow>,
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
    /// No rows yet, of an ISV as it is called now.
    pub(in crate::store) fn of(c: &mut Conn, scope: &IsvScope) -> Result<Self, Error> {
        let (name, account): (String, AsText<AccountId>) = organisations::table
            .find(AsText(scope.isv()))
            .select((organisations::name, organisations::account_id))
            .get_result(c)?;
        Ok(Self {
            isv: Party {
                id: scope.isv(),
                account: account.0,
                name,
            },
            batches: Vec::new(),
            opportunities: Vec::new(),
            dimensions: Vec::new(),
            prices: Vec::new(),
            grants: Vec::new(),
            payments: Vec::new(),
            buyers: Vec::new(),
            events: Vec::new(),
            letters: Vec::new(),
        })
    }

    /// Adds a batch with one opportunity for each reseller and product.
    pub(in crate::store) fn add(
        &mut self,
        c: &mut Conn,
        new: &NewBatch<'_>,
        now: DateTime<Utc>,
    ) -> Result<BatchId, Error> {
        let batch = random::id(now);
        let before = self.opportunities.len();
        for (reseller, product, book) in new.terms.grants() {
            self.add_one(c, new, (batch, now), (reseller, product, book))?;
        }
        let size = self.opportunities.len() - before;
        self.batches.push(BatchRow {
            id: AsText(batch),
            isv_id: AsText(self.isv.id),
            draft_id: AsText(new.draft),
            name: new.terms.terms().details.name().to_owned(),
            created_by: AsText(new.creator.id),
            created_by_name: new.creator.name.clone(),
            created_at: now.into(),
            size: i32::try_from(size).unwrap_or(i32::MAX),
            cloned_from: new.cloned_from.map(AsText),
        });
        Ok(batch)
    }

    /// The opportunity that was added last.
    pub(in crate::store) fn last(&self) -> Option<OpportunityId> {
        self.opportunities.last().map(|row| row.id.0)
    }

    fn add_one(
        &mut self,
        c: &mut Conn,
        new: &NewBatch<'_>,
        (batch, now): (BatchId, DateTime<Utc>),
        (reseller, product, book): (&Organisation, &Product, &PriceBook),
    ) -> Result<(), Error> {
        let id: OpportunityId = random::id(now);
        let terms = new.terms.terms();
        self.opportunities.push(OpportunityRow::new(
            (id, batch, now),
            &self.isv,
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
        self.tell(c, new, id, (reseller, product), now)
    }

    /// The events of both sides and the letters.
    fn tell(
        &mut self,
        c: &mut Conn,
        new: &NewBatch<'_>,
        id: OpportunityId,
        (reseller, product): (&Organisation, &Product),
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let created = EventKind::Opportunity(id, OpportunityEvent::Created);
        let from = new.cloned_from.map(|from| from.to_string());
        let from = from.as_deref().map(|from| ("cloned_from", from));
        let creator = &new.creator.name;
        let isv_event = NewEvent::new(self.isv.id, &created, creator, from.as_slice(), now);
        let partner_event = NewEvent::new(reseller.id, &created, &self.isv.name, &[], now);
        for letter in (new.letters)(c, id, reseller, product)? {
            let told = match letter.side {
                Side::Isv => &isv_event,
                Side::Partner => &partner_event,
            };
            self.letters.push((told.id(), letter));
        }
        self.events.extend([isv_event, partner_event]);
        Ok(())
    }

    /// Writes all of them. Their parties are to be given to [`changes::note`] at the end of the transaction.
    ///
    /// [`changes::note`]: crate::store::opportunities::changes::note
    #[must_use = "what they see has changed"]
    pub(in crate::store) fn insert(
        &self,
        c: &mut Conn,
        now: DateTime<Utc>,
    ) -> Result<Parties, Error> {
        insert_all!(c, batches::table, &self.batches);
        insert_all!(c, opportunities::table, &self.opportunities);
        for batch in &self.batches {
            trigrams::add(c, batch.id.0)?;
        }
        insert_all!(c, opportunity_dimensions::table, &self.dimensions);
        insert_all!(c, opportunity_prices::table, &self.prices);
        insert_all!(c, opportunity_grants::table, &self.grants);
        insert_all!(c, opportunity_payments::table, &self.payments);
        insert_all!(c, opportunity_buyers::table, &self.buyers);
        events::record(c, &self.events)?;
        outbox::enqueue(c, &self.letters, now)?;
        Ok(self
            .opportunities
            .iter()
            .flat_map(|row| [row.isv_id.0, row.reseller_id.0])
            .collect())
    }
}
