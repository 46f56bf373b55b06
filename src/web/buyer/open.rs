//! Opening an offer: the account that is asked for, and what there is instead of an offer.

use crate::answers::Problems;
use crate::domain::account::AccountId;
use crate::domain::offer::OfferForBuyer;
use crate::domain::text;
use crate::random;
use crate::store::offers::{find_for_buyer, open_link};
use crate::store::scope::BuyerScope;
use crate::store::throttle::{self, Subject};
use crate::web::auth::Visitor;
use crate::web::error::Error;
use crate::web::page::{self, Page};
use crate::web::{State, network};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Characters of a wrong account ID that are shown again in words.
const QUOTED: usize = 24;

#[derive(Template)]
#[template(path = "buyer/open.html")]
struct Open {
    page: Page,
    account: String,
    /// Whether a link and an account were tried that do not go together.
    missed: bool,
}

/// Reads an account ID.
///
/// # Errors
/// When it is none.
pub fn account(typed: &str) -> Result<AccountId, Problems> {
    let typed = text::clean(typed);
    if typed.is_empty() {
        return Err(Problems::one("account", "Enter your AWS account ID"));
    }
    AccountId::parse(&typed).map_err(|count| {
        let quoted: String = typed.chars().take(QUOTED).collect();
        let digits = typed.chars().filter(char::is_ascii_digit).count();
        let has = if digits == count {
            count.to_string()
        } else {
            "other characters".to_owned()
        };
        let text = format!("Account ID must be 12 digits – \"{quoted}\" has {has}");
        Problems::one("account", text)
    })
}

/// The form that asks for the account.
pub fn ask(visitor: &Visitor, typed: &str, problems: Problems) -> HttpResponse {
    let status = page::status(&problems);
    let mut page = visitor.page("Open your offer", "buyer.open");
    page.problems = problems;
    let account = typed.to_owned();
    page::html(
        status,
        &Open {
            page,
            account,
            missed: false,
        },
    )
}

/// What there is when link and account do not go together. It says nothing about which of the two is wrong, and its form
/// does not repeat the link.
pub fn not_found(visitor: &Visitor, typed: &str) -> HttpResponse {
    let mut page = visitor.page("We cannot find an offer for this account", "buyer.open");
    page.failed = true;
    let account = typed.to_owned();
    page::html(
        StatusCode::NOT_FOUND,
        &Open {
            page,
            account,
            missed: true,
        },
    )
}

/// Opens an offer. Failures are counted by network, so that nobody tries many accounts on a link.
///
/// # Errors
/// When there were too many failures from there, or the database does not answer.
pub async fn open(
    request: &HttpRequest,
    state: &State,
    secret: &str,
    account: AccountId,
) -> Result<Option<(BuyerScope, OfferForBuyer)>, Error> {
    let (client, now) = (network::client(request, state.proxies), state.clock.now());
    let fingerprint = random::fingerprint(secret);
    let reading = state.db.read(move |c| {
        if let Some(wait) = throttle::wait(c, &Subject::Opening(client), now)? {
            return Ok(Err(wait));
        }
        let Some(scope) = open_link(c, &fingerprint, &account)? else {
            return Ok(Ok(None));
        };
        let offer = find_for_buyer(c, &scope)?;
        Ok(Ok(offer.map(|offer| (scope, offer))))
    });
    let found = reading.await?.map_err(Error::TooMany)?;
    if found.is_none() {
        // Of many tries at once, those behind the first few find that they have to wait.
        let counting = state
            .db
            .write(move |c| throttle::begin(c, &Subject::Opening(client), now));
        if let Some(wait) = counting.await? {
            return Err(Error::TooMany(wait));
        }
        let network = throttle::network(client);
        tracing::info!(%network, "an offer was not opened");
    }
    Ok(found)
}
