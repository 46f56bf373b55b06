//! From a partner's offer to the request that makes it in AWS, and to everything that this cannot say or AWS may refuse.
//! AWS computes the buyer's prices itself, from one markup on all wholesale prices or from own amounts of a payment
//! schedule.

use crate::catalog_api::details::{
    Charge as ApiPayment, Details, LegalDocument, LegalKind, Targeting, Term,
};
use crate::catalog_api::envelope::{Change, ChangeType, Entity, EntityType, OFFER, StartChangeSet};
use crate::catalog_api::export::{Around, Purpose, Request, legal};
use crate::domain::agreements::{Document, Eula, PublicEula, STANDARD_EULA_VERSION};
use crate::domain::authorization::AuthorizationId;
use crate::domain::calendar;
use crate::domain::ids::DocumentId;
use crate::domain::money::{Amount, Markup};
use crate::domain::offer::adjustment::{Adjustment, equivalent_markup, lines, markup_to_reach};
use crate::domain::offer::{Offer, OfferStatus};
use crate::domain::opportunity::Status;
use chrono::NaiveDate;

/// Everything to be sent for one offer, and what to know before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferExport {
    /// The request; nothing when AWS has no words for the offer, or nobody said what its opportunity is called there.
    pub request: Option<Request>,
    /// What it cannot say, or what AWS may refuse.
    pub remarks: Vec<OfferRemark>,
}

/// One thing to know before sending the request for an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferRemark {
    /// Nobody said what its opportunity is called in AWS; the ISV, by name, can.
    NoAuthorization(String),
    /// Its discount off the list price is no single markup.
    NoSingleMarkup,
    /// Its discount off the list price, in percent, is sent as this markup.
    DiscountAsMarkup(String, String),
    /// With that markup so many prices come out differently.
    PricesDiffer(usize),
    /// Its expiry date is over.
    Expired(NaiveDate),
    /// Its opportunity was ended.
    OpportunityEnded,
    /// Its subscription end, sent as so many days.
    EndAsDays(NaiveDate, i64),
    /// The EULA and so many documents that amend it.
    Amended(usize),
    /// An uploaded file, by its name, and the address that is sent.
    Upload(String, String),
    /// That the reseller contract was accepted is not sent.
    ContractKept,
    /// So many acceptances by buyers are not sent.
    AcceptancesKept(usize),
}

impl OfferRemark {
    /// The remark in words.
    pub fn text(&self) -> String {
        match self {
            Self::NoAuthorization(isv) => format!("Nobody has recorded what the opportunity is called in AWS. Enter its resale authorization ID below; {isv} can record it for good."),
            Self::NoSingleMarkup => "AWS knows one markup for all prices. The discount off the list price would need a different one for some of them, so that AWS has no words for this offer.".to_owned(),
            Self::DiscountAsMarkup(discount, markup) => format!("AWS knows no discount off the list price. The {discount}% is sent as a markup of {markup}% on the wholesale prices."),
            Self::PricesDiffer(1) => "With that markup one price comes out differently by rounding.".to_owned(),
            Self::PricesDiffer(many) => format!("With that markup {many} prices come out differently by rounding."),
            Self::Expired(day) => format!("Its expiry date, {}, is over. AWS takes only days in the future.", calendar::day(*day)),
            Self::OpportunityEnded => "Its opportunity was ended. AWS makes offers only from active ones.".to_owned(),
            Self::EndAsDays(day, days) => format!("AWS takes a length in place of the subscription end, {}: the {days} days that the offer was extended for. They begin when the buyer accepts.", calendar::day(*day)),
            Self::Amended(1) => "The EULA and the document that amends it are sent in that order. AWS may make one document of them.".to_owned(),
            Self::Amended(many) => format!("The EULA and the {many} documents that amend it are sent in that order. AWS may make one document of them."),
            Self::Upload(name, url) => format!("AWS must be able to fetch “{name}” without signing in, and {url} asks who is there. Publish the file elsewhere and put that address in its place."),
            Self::ContractKept => "That the reseller contract was accepted is kept here and not sent. AWS asks for it itself.".to_owned(),
            Self::AcceptancesKept(_) => "Buyers have accepted it here. That is not sent: they accept again in AWS.".to_owned(),
        }
    }
}

/// What is to be sent for an offer.
pub fn offer(offer: &Offer, around: Around<'_>) -> OfferExport {
    let (price, mut remarks) = price(offer);
    let request = match (around.authorization, price) {
        (Some(authorization), Some(price)) => {
            Some(create(offer, authorization, price, around.address))
        }
        (None, _) => {
            let isv = offer.opportunity.isv.name.clone();
            remarks.insert(0, OfferRemark::NoAuthorization(isv));
            None
        }
        (Some(_), None) => None,
    };
    remarks.extend(standing(offer, around));
    remarks.extend(documents(offer, around.address));
    OfferExport { request, remarks }
}

/// How the buyer's prices are told, if AWS has words for it.
fn price(offer: &Offer) -> (Option<(ChangeType, Details)>, Vec<OfferRemark>) {
    let markup = |markup| {
        let percentage = percentage(markup);
        Some((ChangeType::UpdateMarkup, Details::Markup { percentage }))
    };
    match &offer.adjustment {
        Adjustment::Markup(given) => (markup(*given), Vec::new()),
        Adjustment::OwnAmounts(_) => (payments(offer), Vec::new()),
        Adjustment::Discount(discount) => {
            let Some((found, differ)) = single_markup(offer) else {
                return (None, vec![OfferRemark::NoSingleMarkup]);
            };
            let told = OfferRemark::DiscountAsMarkup(discount.to_string(), percentage(found));
            let differ = (differ > 0).then_some(OfferRemark::PricesDiffer(differ));
            (markup(found), std::iter::once(told).chain(differ).collect())
        }
    }
}

/// With at least one decimal, as AWS writes it: `5.0`.
fn percentage(markup: Markup) -> String {
    let mut value = markup.value().normalize();
    if value.scale() == 0 {
        value.rescale(1);
    }
    value.to_string()
}

/// The one markup that makes an offer's prices, and how many come out differently by rounding: one that makes all of them
/// exactly, or else the one that the discount is worth.
fn single_markup(offer: &Offer) -> Option<(Markup, usize)> {
    let book = &offer.opportunity.prices;
    let Adjustment::Discount(discount) = &offer.adjustment else {
        return None;
    };
    let worth = equivalent_markup(book, *discount);
    // The dearest line leaves the fewest markups to choose from.
    let mut by_price: Vec<_> = book.lines.iter().zip(&offer.lines).collect();
    by_price.sort_by_key(|(line, _)| std::cmp::Reverse(line.wholesale));
    let reached = by_price.first().and_then(|(line, told)| {
        let kind = line.key.charge.kind();
        markup_to_reach(line.wholesale, kind, told.price, book.currency)
    });
    let differ = |markup: Markup| {
        let made = lines(book, &Adjustment::Markup(markup)).ok()?;
        let pairs = made.iter().zip(&offer.lines);
        Some((
            markup,
            pairs
                .filter(|(made, told)| made.price != told.price)
                .count(),
        ))
    };
    let exact = |markup: Option<Markup>| differ(markup?).filter(|(_, count)| *count == 0);
    exact(worth)
        .or_else(|| exact(reached))
        .or_else(|| differ(worth?))
}

/// Own amounts on the dates of the payment schedule.
fn payments(offer: &Offer) -> Option<(ChangeType, Details)> {
    let currency = offer.opportunity.prices.currency;
    let charge = |(date, amount): (NaiveDate, Amount)| ApiPayment {
        charge_date: date.to_string(),
        charge_amount: amount.plain(currency),
    };
    let payments = offer.payments.as_ref()?.iter();
    let term = Term::PaymentScheduleTerm {
        currency_code: currency.code(),
        schedule: payments.map(|p| charge((p.date, p.amount))).collect(),
    };
    let details = Details::Terms { terms: vec![term] };
    Some((ChangeType::UpdatePaymentScheduleTerms, details))
}

fn create(
    offer: &Offer,
    authorization: &AuthorizationId,
    price: (ChangeType, Details),
    address: &dyn Fn(DocumentId) -> String,
) -> Request {
    let first = Change {
        change_type: ChangeType::CreateOfferUsingResaleAuthorization,
        change_name: Some(OFFER),
        entity: Entity::new(EntityType::Offer),
        details_document: Details::Offer {
            resale_authorization_id: authorization.to_string(),
            name: offer.details.name().to_owned(),
            description: offer.details.description().to_owned(),
        },
    };
    let accounts = offer.buyers.accounts().iter().map(ToString::to_string);
    let targeting = Details::OfferTargeting {
        positive_targeting: Targeting {
            buyer_accounts: accounts.collect(),
        },
    };
    let expiry = Details::Availability {
        availability_end_date: Some(offer.expires_on.to_string()),
        offers_max_quantity: None,
    };
    let then = [
        Some(price),
        Some((ChangeType::UpdateTargeting, targeting)),
        amended(offer, address).map(|details| (ChangeType::UpdateLegalTerms, details)),
        Some((ChangeType::UpdateAvailability, expiry)),
        validity(offer).map(|details| (ChangeType::UpdateValidityTerms, details)),
        Some((ChangeType::ReleaseOffer, Details::Nothing {})),
    ];
    let later = |(change_type, details_document)| Change {
        change_type,
        change_name: None,
        entity: Entity::created_by(EntityType::Offer, OFFER),
        details_document,
    };
    let changes = std::iter::once(first).chain(then.into_iter().flatten().map(later));
    Request {
        purpose: Purpose::CreateOffer,
        body: StartChangeSet::of(changes.collect()),
    }
}

/// The EULA with what amends it; left out when nothing does, as AWS takes the ISV's EULA from the authorization.
fn amended(offer: &Offer, address: &dyn Fn(DocumentId) -> String) -> Option<Details> {
    if offer.amendments.is_empty() {
        return None;
    }
    let mut eula = legal::eula(&offer.opportunity, address);
    if eula.kind == LegalKind::StandardEula {
        let version = match &offer.opportunity.eula {
            Eula::Standard { version } => version.clone(),
            Eula::Public | Eula::Custom(_) => STANDARD_EULA_VERSION.to_owned(),
        };
        eula.version = Some(version);
    }
    let amendments = offer.amendments.iter();
    let amendments = amendments.map(|d| LegalDocument::own(LegalKind::CustomEula, address(d.id)));
    Some(Details::Terms {
        terms: vec![Term::LegalTerm {
            documents: std::iter::once(eula).chain(amendments).collect(),
        }],
    })
}

/// The whole days from the day on which it was extended to the end of the subscription, where the partner says it.
fn days(offer: &Offer) -> Option<i64> {
    let end = offer.subscription_end?;
    Some((end - offer.extended_at.date_naive()).num_days())
}

fn validity(offer: &Offer) -> Option<Details> {
    let term = Term::ValidityTerm {
        agreement_duration: format!("P{}D", days(offer)?),
    };
    Some(Details::Terms { terms: vec![term] })
}

/// Where it stands, and what is kept here.
fn standing(offer: &Offer, around: Around<'_>) -> Vec<OfferRemark> {
    let mut found = Vec::new();
    if offer.status(around.now) == OfferStatus::Expired {
        found.push(OfferRemark::Expired(offer.expires_on));
    }
    match offer.opportunity.status(around.now) {
        Status::Revoked | Status::EndedByPartner => found.push(OfferRemark::OpportunityEnded),
        Status::Active | Status::Used | Status::Expired => {}
    }
    if let (Some(end), Some(days)) = (offer.subscription_end, days(offer)) {
        found.push(OfferRemark::EndAsDays(end, days));
    }
    if offer.contract.is_some() {
        found.push(OfferRemark::ContractKept);
    }
    if !offer.acceptances.is_empty() {
        found.push(OfferRemark::AcceptancesKept(offer.acceptances.len()));
    }
    found
}

fn documents(offer: &Offer, address: &dyn Fn(DocumentId) -> String) -> Vec<OfferRemark> {
    if offer.amendments.is_empty() {
        return Vec::new();
    }
    let isvs = match (
        &offer.opportunity.eula,
        &offer.opportunity.product.public_eula,
    ) {
        (Eula::Custom(file), _) => Some(file),
        (Eula::Standard { .. }, _)
        | (Eula::Public, PublicEula::Standard | PublicEula::Custom { .. }) => None,
    };
    let files = isvs.into_iter().chain(&offer.amendments);
    let upload = |file: &Document| OfferRemark::Upload(file.name.clone(), address(file.id));
    std::iter::once(OfferRemark::Amended(offer.amendments.len()))
        .chain(files.map(upload))
        .collect()
}
