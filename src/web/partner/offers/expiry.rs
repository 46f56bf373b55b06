//! Change expiry date: an offer is open for longer or shorter, and one that has expired is open again.

use crate::answers::duration::write_date;
use crate::answers::typed::{self, DateBoxes};
use crate::answers::{Fields, Problems};
use crate::domain::offer::Offer;
use crate::domain::offer::terms::OfferConflict;
use crate::store::offers::{self, Moved};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::partner::offers::named;
use crate::web::{State, paths, view};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::NaiveDate;

/// What the three boxes have in common.
const STEM: &str = "expiry";
const WHAT: &str = "Offer expiry date";

#[derive(Template)]
#[template(path = "partner/offers/expiry.html")]
struct Expiry {
    page: Page,
    name: String,
    offer: String,
    action: String,
    day: String,
    month: String,
    year: String,
    /// When the subscription ends, if the partner said so.
    subscription_end: Option<String>,
}

/// `GET /partner/offers/{offer}/expiry`.
pub async fn ask(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let mut fields = Fields::default();
    write_date(&mut fields, STEM, offer.expires_on);
    Ok(form(&who, &offer, &fields, Problems::none()))
}

fn form(who: &PartnerEditor, offer: &Offer, fields: &Fields, problems: Problems) -> HttpResponse {
    let status = page::status(&problems);
    let mut page = who.signed.page(
        "Change expiry date",
        "partner.offer.expiry",
        Section::Offers,
    );
    page.problems = problems;
    let boxes = DateBoxes::of(fields, STEM);
    let template = Expiry {
        page,
        name: offer.details.name().to_owned(),
        offer: paths::partner_offer(offer.id),
        action: paths::partner_offer_expiry(offer.id),
        day: boxes.day.to_owned(),
        month: boxes.month.to_owned(),
        year: boxes.year.to_owned(),
        subscription_end: offer.subscription_end.map(view::day),
    };
    page::html(status, &template)
}

/// `POST /partner/offers/{offer}/expiry`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let day = match read(&sent.0) {
        Ok(day) => day,
        Err(problems) => return Ok(form(&who, &offer, &sent.0, problems)),
    };
    let (scope, now, by) = (who.scope, state.clock.now(), who.signed.user.clone());
    let moved = who.write(&state, move |c| {
        offers::move_expiry(c, &scope, (offer.id, day), &by, now)
    });
    match moved.await? {
        Moved::Done => {
            let (name, day) = (offer.details.name(), view::day(day));
            let told = format!("“{name}” can be accepted until {day}, midnight UTC.");
            who.signed.visit.tell(&Banner::success(told))?;
            Ok(page::redirect(&paths::partner_offer(offer.id)))
        }
        Moved::Refused(conflicts) => {
            let mut problems = Problems::none();
            for conflict in &conflicts {
                problems.add(
                    format!("{STEM}-day"),
                    words(conflict, offer.subscription_end),
                );
            }
            Ok(form(&who, &offer, &sent.0, problems))
        }
        Moved::NotActive | Moved::Missing => Err(Error::NotFound),
    }
}

fn read(fields: &Fields) -> Result<NaiveDate, Problems> {
    typed::date(DateBoxes::of(fields, STEM), STEM, WHAT)?
        .ok_or_else(|| Problems::one(format!("{STEM}-day"), "Enter the offer expiry date"))
}

/// Why the offer cannot expire on that day. The subscription end stays as it was agreed, so the day has to go before it.
fn words(conflict: &OfferConflict, subscription_end: Option<NaiveDate>) -> String {
    match conflict {
        OfferConflict::ExpiryTooEarly => format!("{WHAT} must be tomorrow or later"),
        OfferConflict::SubscriptionEndTooEarly => subscription_end.map_or_else(
            || format!("{WHAT} must be before the subscription end date"),
            |end| {
                format!(
                    "{WHAT} must be before the subscription end date, {}",
                    view::day(end)
                )
            },
        ),
        OfferConflict::PaymentsBeforeExpiry(count) => format!(
            "Only one payment may fall due before the offer expires, and {count} do – choose an earlier offer expiry date"
        ),
        OfferConflict::PaymentAfterContract(number) => format!(
            "Payment {number} would fall due after the contract has ended – choose a later offer expiry date"
        ),
        OfferConflict::ContractNotAccepted
        | OfferConflict::NoBuyers
        | OfferConflict::ForeignBuyer(_)
        | OfferConflict::Price(_)
        | OfferConflict::SubscriptionEndMissing
        | OfferConflict::SubscriptionEndTooLate(_) => {
            format!("{WHAT} does not go with what the offer says – clone it instead")
        }
    }
}
