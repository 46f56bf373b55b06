//! The rows of an offer, and how they become values of the business.

use crate::domain::account::{AccountId, User};
use crate::domain::catalog::DimensionKey;
use crate::domain::duration::DurationKind;
use crate::domain::ids::{
    AgreementId, DocumentId, OfferDraftId, OfferId, OpportunityId, OrganisationId, UserId,
};
use crate::domain::money::{Amount, Markup, Percent};
use crate::domain::offer::adjustment::{Adjustment, AdjustmentKind};
use crate::domain::offer::terms::{OfferDetails, OfferTerms};
use crate::domain::offer::{acceptance::Acceptance, adjustment::OfferLine};
use crate::domain::opportunity::Opportunity;
use crate::domain::pricing::Charge;
use crate::domain::schedule::{Grant, Payment};
use crate::store::Error;
use crate::store::columns::{AsText, Moment};
use crate::store::money::Exact;
use crate::store::opportunities::folded;
use crate::store::schema::{
    offer_acceptance_units, offer_acceptances, offer_amendments, offer_buyers, offer_payments,
    offer_prices, offers,
};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use rust_decimal::Decimal;

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offers, treat_none_as_default_value = false)]
pub(super) struct OfferRow {
    pub(super) id: AsText<OfferId>,
    pub(super) opportunity_id: AsText<OpportunityId>,
    isv_id: AsText<OrganisationId>,
    pub(super) partner_id: AsText<OrganisationId>,
    pub(super) draft_id: AsText<OfferDraftId>,
    single_use: bool,
    name: String,
    description: String,
    adjustment: AsText<AdjustmentKind>,
    percent: Option<AsText<Decimal>>,
    pub(super) expires_on: NaiveDate,
    pub(super) subscription_end: Option<NaiveDate>,
    search: String,
    extended_by: AsText<UserId>,
    pub(super) extended_by_name: String,
    pub(super) extended_at: Moment,
}

impl OfferRow {
    pub(super) fn new(
        id: OfferId,
        draft: OfferDraftId,
        opportunity: &Opportunity,
        terms: &OfferTerms,
        by: &User,
        now: DateTime<Utc>,
    ) -> Self {
        let percent = match &terms.adjustment {
            Adjustment::Markup(markup) => Some(AsText(markup.value())),
            Adjustment::Discount(percent) => Some(AsText(percent.value())),
            Adjustment::OwnAmounts(_) => None,
        };
        Self {
            id: AsText(id),
            opportunity_id: AsText(opportunity.id),
            isv_id: AsText(opportunity.isv.id),
            partner_id: AsText(opportunity.reseller.id),
            draft_id: AsText(draft),
            single_use: opportunity.duration.kind() == DurationKind::SingleUse,
            name: terms.details.name().to_owned(),
            description: terms.details.description().to_owned(),
            adjustment: AsText(terms.adjustment.kind()),
            percent,
            expires_on: terms.expires_on,
            subscription_end: terms.subscription_end,
            search: search(id, opportunity, terms),
            extended_by: AsText(by.id),
            extended_by_name: by.name.clone(),
            extended_at: now.into(),
        }
    }

    pub(super) fn details(&self) -> Result<OfferDetails, Error> {
        OfferDetails::new(&self.name, &self.description)
            .map_err(|errors| Error::broken(format!("an offer's name: {errors:?}")))
    }

    /// How the prices came about; own amounts stand with the payments.
    pub(super) fn adjustment(&self, payments: Option<&[Payment]>) -> Result<Adjustment, Error> {
        let number = self.percent.as_ref().map(|percent| percent.0);
        match (self.adjustment.0, number, payments) {
            (AdjustmentKind::Markup, Some(number), _) => Markup::new(number)
                .map(Adjustment::Markup)
                .map_err(|_| Error::broken(format!("{number} is no markup"))),
            (AdjustmentKind::Discount, Some(number), _) => Percent::new(number)
                .map(Adjustment::Discount)
                .map_err(|_| Error::broken(format!("{number} is no discount"))),
            (AdjustmentKind::OwnAmounts, None, Some(payments)) => {
                let amounts = payments.iter().map(|payment| payment.amount);
                Ok(Adjustment::OwnAmounts(amounts.collect()))
            }
            (kind, ..) => Err(Error::broken(format!("an offer adjusted by {kind:?}"))),
        }
    }
}

/// What the search looks in: both parties find the offer by names, IDs and the buyer's accounts; a partner finds what a
/// vendor's is by the vendor.
fn search(id: OfferId, opportunity: &Opportunity, terms: &OfferTerms) -> String {
    let accounts = terms.buyers.accounts().iter().map(AccountId::as_str);
    let (id, buyers) = (id.to_string(), accounts.collect::<Vec<_>>().join("\n"));
    let fields = [
        terms.details.name(),
        &opportunity.product.title,
        opportunity.product.id.as_str(),
        &opportunity.reseller.name,
        opportunity.reseller.account.as_str(),
        &buyers,
        &id,
    ];
    // Line breaks keep a search from spanning two fields.
    folded(&fields.join("\n"))
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offer_prices)]
pub(super) struct PriceRow {
    offer_id: AsText<OfferId>,
    pub(super) dimension_key: AsText<DimensionKey>,
    pub(super) charge: AsText<Charge>,
    position: i32,
    pub(super) price: Exact,
}

impl PriceRow {
    pub(super) fn new(id: OfferId, position: i32, line: &OfferLine) -> Self {
        Self {
            offer_id: AsText(id),
            dimension_key: AsText(line.key.dimension.clone()),
            charge: AsText(line.key.charge),
            position,
            price: line.price.into(),
        }
    }

    /// The line of the offer, with what the opportunity says of it.
    pub(super) fn line(self, opportunity: &Opportunity) -> Result<OfferLine, Error> {
        let price = Amount::try_from(self.price)?;
        let (dimension, charge) = (self.dimension_key.0, self.charge.0);
        let lines = &opportunity.prices.lines;
        let of = lines
            .iter()
            .find(|line| line.key.dimension == dimension && line.key.charge == charge)
            .ok_or_else(|| Error::broken(format!("an offer's price of {dimension}")))?;
        Ok(OfferLine {
            key: of.key.clone(),
            name: of.name.clone(),
            unit: of.unit.clone(),
            list: of.list,
            wholesale: of.wholesale,
            price,
        })
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offer_payments)]
pub(super) struct PaymentRow {
    offer_id: AsText<OfferId>,
    position: i32,
    due: NaiveDate,
    amount: Exact,
}

impl PaymentRow {
    pub(super) fn new(id: OfferId, position: i32, payment: &Payment) -> Self {
        Self {
            offer_id: AsText(id),
            position,
            due: payment.date,
            amount: payment.amount.into(),
        }
    }

    pub(super) fn payment(self) -> Result<Payment, Error> {
        Ok(Payment {
            date: self.due,
            amount: self.amount.try_into()?,
        })
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offer_buyers)]
pub(super) struct BuyerRow {
    offer_id: AsText<OfferId>,
    position: i32,
    pub(super) account_id: AsText<AccountId>,
}

impl BuyerRow {
    pub(super) fn new(id: OfferId, position: i32, account: &AccountId) -> Self {
        Self {
            offer_id: AsText(id),
            position,
            account_id: AsText(account.clone()),
        }
    }
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = offer_amendments)]
pub(super) struct AmendmentRow {
    offer_id: AsText<OfferId>,
    partner_id: AsText<OrganisationId>,
    position: i32,
    document_id: AsText<DocumentId>,
}

impl AmendmentRow {
    pub(super) fn new(
        (id, partner): (OfferId, OrganisationId),
        position: i32,
        document: DocumentId,
    ) -> Self {
        Self {
            offer_id: AsText(id),
            partner_id: AsText(partner),
            position,
            document_id: AsText(document),
        }
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offer_acceptances, treat_none_as_default_value = false)]
pub(super) struct AcceptanceRow {
    offer_id: AsText<OfferId>,
    pub(super) account_id: AsText<AccountId>,
    pub(super) id: AsText<AgreementId>,
    pub(super) by_buyer: bool,
    pub(super) company: String,
    pub(super) person: String,
    pub(super) at: Moment,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) contract_duration:
        Option<AsText<crate::domain::contract_duration::ContractDuration>>,
    pub(super) wholesale_total: Option<AsText<Decimal>>,
    pub(super) purchase_total: Option<AsText<Decimal>>,
}

impl AcceptanceRow {
    pub(super) fn new(offer: OfferId, acceptance: &Acceptance) -> Self {
        let totals = acceptance.totals;
        Self {
            offer_id: AsText(offer),
            account_id: AsText(acceptance.account.clone()),
            id: AsText(acceptance.id),
            by_buyer: acceptance.by_buyer,
            company: acceptance.company.clone(),
            person: acceptance.person.clone(),
            at: acceptance.at.into(),
            starts_on: acceptance.starts_on,
            ends_on: acceptance.ends_on,
            contract_duration: acceptance.purchase.contract.map(AsText),
            wholesale_total: totals.map(|totals| AsText(totals.wholesale)),
            purchase_total: totals.map(|totals| AsText(totals.purchase)),
        }
    }
}

#[derive(Debug, Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = offer_acceptance_units)]
pub(super) struct UnitsRow {
    offer_id: AsText<OfferId>,
    pub(super) account_id: AsText<AccountId>,
    dimension_key: AsText<DimensionKey>,
    quantity: i32,
}

impl UnitsRow {
    pub(super) fn new(offer: OfferId, account: &AccountId, grant: &Grant) -> Self {
        Self {
            offer_id: AsText(offer),
            account_id: AsText(account.clone()),
            dimension_key: AsText(grant.dimension.clone()),
            // The largest quantity fits.
            quantity: i32::try_from(grant.quantity).unwrap_or(i32::MAX),
        }
    }

    pub(super) fn grant(self) -> Result<Grant, Error> {
        Ok(Grant {
            dimension: self.dimension_key.0,
            quantity: u32::try_from(self.quantity)
                .map_err(|_| Error::broken("a negative quantity"))?,
        })
    }
}
