//! What an offer comes to: shown before its acceptance is recorded, whoever does that, and the press records that alone.

use crate::answers::offer::purchase;
use crate::answers::{Fields, Problems};
use crate::domain::offer::OfferForBuyer;
use crate::domain::offer::acceptance::{PurchaseError, Quote};
use crate::web::offers::sheet::taken;
use crate::web::{page, view};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use rust_decimal::Decimal;

/// The field by which a page says which total it showed.
pub const SHOWN: &str = "shown";

/// Who reads a total before it is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The buyer, on the page that shows the offer.
    Buyer,
    /// The partner, who notes what a buyer took.
    Partner,
}

impl Reader {
    /// The button that records.
    fn button(self) -> &'static str {
        match self {
            Self::Buyer => "Accept offer",
            Self::Partner => "Record acceptance",
        }
    }

    /// What to do while nothing is chosen.
    fn choose(self) -> &'static str {
        match self {
            Self::Buyer => "Choose what you take to see what it comes to.",
            Self::Partner => "Choose what was taken to see what it comes to.",
        }
    }

    /// Where the prices are.
    fn prices(self) -> &'static str {
        match self {
            Self::Buyer => "the prices above",
            Self::Partner => "the prices of the offer",
        }
    }

    /// Where the payments are.
    fn payments(self) -> &'static str {
        match self {
            Self::Buyer => "the payments above",
            Self::Partner => "the payments of the offer",
        }
    }
}

/// The total of what is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// What is chosen makes no purchase yet.
    Unknown,
    /// This comes of it.
    Known(Quote),
}

impl Total {
    /// The total that a quote gives. What is wrong with a purchase is told when it is accepted.
    pub fn of(quote: Result<Quote, PurchaseError>) -> Self {
        quote.map_or(Self::Unknown, Self::Known)
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

    /// That the total is to be looked at before the acceptance is recorded.
    pub fn look(&self, offer: &OfferForBuyer, reader: Reader) -> Problems {
        let amount = self.amount().unwrap_or_default();
        let total = view::total(amount, offer.currency);
        let text = format!(
            "Check the total of {total}, then choose {} again",
            reader.button()
        );
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
    pub fn new(total: &Total, offer: &OfferForBuyer, reader: Reader) -> Self {
        let choose = !purchase::offered(offer).is_empty();
        let words = match total {
            Total::Unknown => reader.choose().to_owned(),
            Total::Known(quote) if quote.total.is_none() => {
                let prices = reader.prices();
                format!("Nothing is paid up front. What is used is billed at {prices}.")
            }
            Total::Known(_) if !choose => format!("This is the sum of {}.", reader.payments()),
            Total::Known(_) if offer.bills_usage() => {
                format!("What is used besides is billed at {}.", reader.prices())
            }
            Total::Known(_) => String::new(),
        };
        let lines = match total {
            Total::Known(quote) if quote.total.is_some() => {
                let taken = taken(&quote.purchase, |key| offer.dimension_name(key));
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
#[template(path = "offers/total.html")]
struct TotalPage {
    total: TotalView,
}

/// The total alone, for the script of the page on which it is worked out.
pub fn alone(total: TotalView) -> HttpResponse {
    page::html(StatusCode::OK, &TotalPage { total })
}
