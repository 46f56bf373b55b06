//! The price step: its view, and the table that the page refreshes while somebody types.

use super::Place;
use super::open_draft::OpenDraft;
use super::prices::PriceTable;
use super::target::TargetView;
use crate::answers::offer::{OfferStep, price, schedule};
use crate::domain::offer::adjustment::{Adjustment, AdjustmentKind, equivalent_markup};
use crate::domain::opportunity::Opportunity;
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::page;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

/// One of the two ways.
#[derive(Debug)]
pub struct KindOption {
    pub value: &'static str,
    pub label: &'static str,
    pub note: &'static str,
    pub chosen: bool,
    /// Why offers from this opportunity cannot have it.
    pub refusal: Option<String>,
}

/// What the step shows.
#[derive(Debug)]
pub struct PriceView {
    pub kinds: Vec<KindOption>,
    pub percent: String,
    pub currency: &'static str,
    /// Whether the payments are the partner's own amounts, so that there is no markup.
    pub own_amounts: bool,
    pub table: PriceTable,
    /// What a discount is worth as a markup, where it is worth the same everywhere.
    pub equivalent: Option<String>,
    pub target: TargetView,
}

impl PriceView {
    pub fn of(open: &OpenDraft) -> Self {
        let fields = open.fields(OfferStep::Price);
        let opportunity = &open.opportunity;
        let own = opportunity.schedule.is_some()
            && schedule::is_own(open.draft.answers.get(OfferStep::Schedule));
        // Own amounts are known only together with the step after this one.
        let adjustment = match &open.journey.parts().adjustment {
            Some(adjustment) => Some(adjustment.clone()),
            None => price::parse(&fields).ok(),
        };
        let kind = price::kind(&fields);
        Self {
            kinds: price::KINDS
                .into_iter()
                .map(|option| kind_option(option, kind == Some(option), opportunity))
                .collect(),
            percent: fields.get("percent").to_owned(),
            currency: opportunity.prices.currency.code(),
            own_amounts: own,
            table: PriceTable::of(opportunity, adjustment.as_ref()),
            equivalent: adjustment
                .as_ref()
                .and_then(|adjustment| equivalent(opportunity, adjustment)),
            target: TargetView::of(opportunity, &fields),
        }
    }
}

fn kind_option(kind: AdjustmentKind, chosen: bool, opportunity: &Opportunity) -> KindOption {
    let (label, note, refusal) = match kind {
        AdjustmentKind::Markup | AdjustmentKind::OwnAmounts => (
            "Markup on the wholesale price",
            "Added to every wholesale price. Up to nine decimals, for example 12.5",
            None,
        ),
        AdjustmentKind::Discount => (
            "Discount off the list price",
            "Taken off every list price, never below wholesale. Up to two decimals",
            price::discount_refusal(opportunity),
        ),
    };
    KindOption {
        value: kind.as_str(),
        label,
        note,
        chosen,
        refusal,
    }
}

/// What a discount off the list price is worth as a markup, in words.
pub fn equivalent(opportunity: &Opportunity, adjustment: &Adjustment) -> Option<String> {
    let Adjustment::Discount(percent) = adjustment else {
        return None;
    };
    let markup = equivalent_markup(&opportunity.prices, *percent)?;
    Some(format!(
        "A discount of {percent}% is worth a markup of {markup}%."
    ))
}

#[derive(Template)]
#[template(path = "partner/wizard/preview.html")]
struct Preview {
    price: PriceView,
}

/// `POST /partner/offer-drafts/{draft}/price/preview`: the prices that what was typed comes to. Nothing is kept.
pub async fn preview(
    path: Path<String>,
    editor: PartnerEditor,
    state: Data<State>,
    form: HtmlForm,
) -> Result<HttpResponse, Error> {
    let draft = path.parse().map_err(|_| Error::NotFound)?;
    let place = Place::Step(OfferStep::Price);
    let open = OpenDraft::load(&state, &editor, draft, place)
        .await?
        .ok_or(Error::NotFound)?
        .with(OfferStep::Price, form.0.only(price::FIELDS));
    let price = PriceView::of(&open);
    Ok(page::html(StatusCode::OK, &Preview { price }))
}
