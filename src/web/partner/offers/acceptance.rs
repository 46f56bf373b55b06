//! Record acceptance: a buyer accepted by other ways than the link, and the partner notes it.

use crate::answers::offer::purchase::{self, Accepting};
use crate::answers::{Fields, Problems};
use crate::domain::account::AccountId;
use crate::domain::offer::{Offer, OfferForBuyer, OfferStatus};
use crate::store::offers::{Accepted, NewAcceptance, accept_as_partner};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::isv::opportunities::filters::Choice;
use crate::web::nav::Section;
use crate::web::offers::purchase::Form;
use crate::web::page::{self, Banner, Page};
use crate::web::partner::offers::{closed, named};
use crate::web::{State, letters, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

#[derive(Template)]
#[template(path = "partner/offers/acceptance.html")]
struct Acceptance {
    page: Page,
    name: String,
    offer: String,
    action: String,
    /// The buyer's accounts that have not accepted yet.
    accounts: Vec<Choice>,
    form: Form,
}

/// `GET /partner/offers/{offer}/acceptance`.
pub async fn ask(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    Ok(match refusal(&offer, &state) {
        Some(words) => closed(&who.signed, &offer, words),
        None => form(&who, &offer, &Fields::default(), Problems::none()),
    })
}

/// Why nobody can accept the offer.
fn refusal(offer: &Offer, state: &State) -> Option<String> {
    let name = offer.details.name();
    match offer.status(state.clock.now()) {
        OfferStatus::Expired => Some(format!("“{name}” has expired")),
        OfferStatus::Active if left(offer).is_empty() => {
            Some(format!("All accounts of “{name}” have accepted it"))
        }
        OfferStatus::Active => None,
    }
}

/// The accounts that have not accepted yet.
fn left(offer: &Offer) -> Vec<&AccountId> {
    let accepted = |account: &AccountId| offer.acceptances.iter().any(|a| a.account == *account);
    let accounts = offer.buyers.accounts().iter();
    accounts.filter(|account| !accepted(account)).collect()
}

/// The offer as the buyer reads it, which says what can be taken.
fn as_buyer(offer: &Offer) -> Option<OfferForBuyer> {
    let account = offer.buyers.accounts().first()?;
    Some(offer.clone().for_buyer(account))
}

fn form(who: &PartnerEditor, offer: &Offer, fields: &Fields, problems: Problems) -> HttpResponse {
    let Some(bought) = as_buyer(offer) else {
        return HttpResponse::from_error(Error::NotFound);
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let accounts = left(offer);
    let only = accounts.len() == 1;
    let choice = |account: &&AccountId| Choice {
        value: account.to_string(),
        label: account.grouped(),
        chosen: only || fields.get("account") == account.as_str(),
    };
    let form = Form::new(&bought, fields, &problems);
    let mut page = who.signed.page(
        "Record acceptance",
        "partner.offer.acceptance",
        Section::Offers,
    );
    page.problems = problems;
    let template = Acceptance {
        page,
        name: offer.details.name().to_owned(),
        offer: paths::partner_offer(offer.id),
        action: paths::partner_offer_acceptance(offer.id),
        accounts: accounts.iter().map(choice).collect(),
        form,
    };
    page::html(status, &template)
}

/// `POST /partner/offers/{offer}/acceptance`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    if let Some(words) = refusal(&offer, &state) {
        return Ok(closed(&who.signed, &offer, words));
    }
    let (account, accepting) = match read(&sent.0, &offer) {
        Ok(read) => read,
        Err(problems) => return Ok(form(&who, &offer, &sent.0, problems)),
    };
    let (scope, now, by, id) = (
        who.scope,
        state.clock.now(),
        who.signed.user.name.clone(),
        offer.id,
    );
    let origin = state.origin.clone();
    let accepted = state.db.write(move |c| {
        let new = NewAcceptance {
            company: &accepting.company,
            person: &accepting.person,
            purchase: accepting.purchase.clone(),
            letters: &|c, offer, made| letters::offer_accepted(c, &origin, offer, made),
        };
        accept_as_partner(c, &scope, (id, &account), &by, &new, now)
    });
    let told = match accepted.await? {
        Accepted::New(agreement) => {
            Banner::success(format!("The acceptance is recorded as {agreement}."))
        }
        Accepted::Already(agreement) => Banner::notice(format!(
            "This account has accepted before. Its agreement is {agreement}."
        )),
        Accepted::Expired => {
            let words = format!("“{}” has expired", offer.details.name());
            return Ok(closed(&who.signed, &offer, words));
        }
        Accepted::Refused(error) => {
            let problems = as_buyer(&offer).map(|bought| purchase::refusal(&error, &bought));
            return Ok(form(&who, &offer, &sent.0, problems.unwrap_or_default()));
        }
        Accepted::NotABuyer | Accepted::Missing => return Err(Error::NotFound),
    };
    who.signed.visit.tell(&told)?;
    Ok(page::redirect(&paths::partner_offer(id)))
}

/// Reads the form.
fn read(fields: &Fields, offer: &Offer) -> Result<(AccountId, Accepting), Problems> {
    let mut problems = Problems::none();
    let typed = fields.get("account");
    let account = offer.buyers.accounts().iter().find(|a| a.as_str() == typed);
    if account.is_none() {
        problems.add("account", "Select the account that accepted");
    }
    let accepting = as_buyer(offer).map(|bought| purchase::parse(fields, &bought));
    match (account, accepting) {
        (Some(account), Some(Ok(accepting))) => Ok((account.clone(), accepting)),
        (_, Some(Err(found))) => {
            problems.append(found);
            Err(problems)
        }
        (_, Some(Ok(_)) | None) => Err(problems),
    }
}
