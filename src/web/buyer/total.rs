//! What an offer comes to: shown before it is accepted, and worked out by what records the acceptance.

use crate::answers::offer::purchase;
use crate::answers::{Fields, Problems};
use crate::domain::offer::OfferForBuyer;
use crate::store::offers::{Quote, quote};
use crate::store::scope::BuyerScope;
use crate::web::State;
use crate::web::auth::Visitor;
use crate::web::buyer::offer::name_of;
use crate::web::buyer::open::{self, account, open};
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::offers::sheet::taken;
use crate::web::{page, view};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use rust_decimal::Decimal;

/// The field by which a page says which total it showed.
pub const SHOWN: &str = "shown";

/// The total of what is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// What is chosen makes no purchase yet.
    Unknown,
    /// This comes of it.
    Known(Quote),
}

impl Total {
    /// The total of what is typed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(
        state: &State,
        scope: &BuyerScope,
        offer: &OfferForBuyer,
        typed: &Fields,
    ) -> Result<Self, Error> {
        let Ok(purchase) = purchase::taken(typed, offer) else {
            return Ok(Self::Unknown);
        };
        let (scope, today) = (scope.clone(), state.clock.now().date_naive());
        let reading = state
            .db
            .read(move |c| quote(c, &scope, purchase.clone(), today));
        Ok(match reading.await? {
            Some(Ok(quote)) => Self::Known(quote),
            // What is wrong with it is told when it is accepted.
            Some(Err(_)) | None => Self::Unknown,
        })
    }

    /// What is paid up front, if something is.
    fn amount(&self) -> Option<Decimal> {
        match self {
            Self::Known(quote) => quote.total,
            Self::Unknown => None,
        }
    }

    /// Whether the page from which this was sent showed this total. Where nothing can be chosen, every page did.
    pub fn was_shown(&self, typed: &Fields, offer: &OfferForBuyer) -> bool {
        let Some(amount) = self.amount() else {
            return true;
        };
        let shown: Option<Decimal> = typed.get(SHOWN).parse().ok();
        purchase::offered(offer).is_empty() || shown == Some(amount)
    }

    /// That the total is to be looked at before the offer is accepted.
    pub fn look(&self, offer: &OfferForBuyer) -> Problems {
        let amount = self.amount().unwrap_or_default();
        let total = view::total(amount, offer.currency);
        let text = format!("Check the total of {total}, then choose Accept offer again");
        Problems::one("total", text)
    }
}

/// A total in words.
pub struct TotalView {
    /// What is paid up front, and the same as the field that says it was shown.
    pub amount: Option<(String, String)>,
    /// What is taken for that, and from when to when.
    pub lines: Vec<(&'static str, String)>,
    /// What to do or to know about it.
    pub words: String,
}

impl TotalView {
    /// The words for a total.
    pub fn new(total: &Total, offer: &OfferForBuyer) -> Self {
        let choose = !purchase::offered(offer).is_empty();
        let words = match total {
            Total::Unknown => "Choose what you take to see what it comes to.".to_owned(),
            Total::Known(quote) if quote.total.is_none() => {
                "Nothing is paid up front. What is used is billed at the prices above.".to_owned()
            }
            Total::Known(_) if !choose => "This is the sum of the payments above.".to_owned(),
            Total::Known(_) if offer.bills_usage() => {
                "What is used besides is billed at the prices above.".to_owned()
            }
            Total::Known(_) => String::new(),
        };
        let lines = match total {
            Total::Known(quote) if quote.total.is_some() => {
                let taken = taken(&quote.purchase, |key| name_of(offer, key));
                let taken = taken.map(|taken| ("Taken up front", taken));
                let last = ("Last day", view::day(quote.ends_on));
                taken.into_iter().chain([last]).collect()
            }
            Total::Known(_) | Total::Unknown => Vec::new(),
        };
        let amount = total.amount().map(|amount| {
            let shown = amount.normalize().to_string();
            (view::total(amount, offer.currency), shown)
        });
        Self {
            amount,
            lines,
            words,
        }
    }

    /// What is read aloud when it has changed.
    pub fn said(&self) -> String {
        match &self.amount {
            Some((amount, _)) => format!("To pay: {amount}"),
            None => self.words.clone(),
        }
    }
}

#[derive(Template)]
#[template(path = "buyer/total.html")]
struct TotalPage {
    total: TotalView,
}

/// `POST /offers/{secret}/total`: the total of what is being typed, for the script of the page.
pub async fn show(
    request: HttpRequest,
    path: Path<String>,
    visitor: Visitor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let typed = sent.0.get("account");
    let account = match account(typed) {
        Ok(account) => account,
        Err(problems) => return Ok(open::ask(&visitor, typed, problems)),
    };
    let Some((scope, offer)) = open(&request, &state, &path, account).await? else {
        return Ok(open::not_found(&visitor, typed));
    };
    let total = Total::of(&state, &scope, &offer, &sent.0).await?;
    let total = TotalView::new(&total, &offer);
    Ok(page::html(StatusCode::OK, &TotalPage { total }))
}
