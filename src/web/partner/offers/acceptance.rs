//! Record acceptance: a buyer accepted by other ways than the link, and the partner notes it.

use crate::answers::offer::purchase::{self, Accepting};
use crate::answers::{Fields, Problems};
use crate::domain::account::AccountId;
use crate::domain::offer::acceptance::Quote;
use crate::domain::offer::{Offer, OfferForBuyer, OfferStatus};
use crate::store::offers::{Accepted, NewAcceptance, accept_as_partner};
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::lists::Choice;
use crate::web::nav::Section;
use crate::web::offers::purchase::Form;
use crate::web::offers::total::{self, Reader, Total, TotalView};
use crate::web::page::{self, Banner, Page};
use crate::web::partner::offers::{closed, named};
use crate::web::{State, letters, paths};
use actix_web::HttpResponse;
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
    total: TotalView,
    /// Where the total of what is being typed is worked out.
    preview: String,
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
        None => {
            let nothing = Fields::default();
            let recorded = Recorded::of(&offer, &nothing, &state)?;
            form(&who, &recorded, Problems::none())
        }
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

/// An acceptance that is being typed.
struct Recorded<'a> {
    offer: &'a Offer,
    /// The offer as the buyer reads it, which says what can be taken.
    bought: OfferForBuyer,
    typed: &'a Fields,
    /// What is typed comes to.
    total: Total,
}

impl<'a> Recorded<'a> {
    fn of(offer: &'a Offer, typed: &'a Fields, state: &State) -> Result<Self, Error> {
        let account = offer.buyers.accounts().first().ok_or(Error::NotFound)?;
        let bought = offer.clone().for_buyer(account);
        let today = state.clock.now().date_naive();
        let total = purchase::taken(typed, &bought).map_or(Total::Unknown, |purchase| {
            Total::of(Quote::of(offer, purchase, today))
        });
        Ok(Self {
            offer,
            bought,
            typed,
            total,
        })
    }

    fn total(&self) -> TotalView {
        TotalView::new(&self.total, &self.bought, Reader::Partner)
    }
}

fn form(who: &PartnerEditor, recorded: &Recorded<'_>, problems: Problems) -> HttpResponse {
    let (offer, fields) = (recorded.offer, recorded.typed);
    let status = page::status(&problems);
    let accounts = left(offer);
    let only = accounts.len() == 1;
    let choice = |account: &&AccountId| Choice {
        value: account.to_string(),
        label: account.grouped(),
        chosen: only || fields.get("account") == account.as_str(),
    };
    let form = Form::new(&recorded.bought, fields, &problems);
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
        total: recorded.total(),
        preview: paths::partner_offer_total(offer.id),
    };
    page::html(status, &template)
}

/// `POST /partner/offers/{offer}/acceptance/total`: the total of what is being typed, for the script of the page.
pub async fn total(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let offer = named(&state, who.scope, &path).await?;
    let recorded = Recorded::of(&offer, &sent.0, &state)?;
    Ok(total::alone(recorded.total()))
}

/// `POST /partner/offers/{offer}/acceptance`; with `go=total` only the total is worked out. Whoever has not seen the total
/// of what they chose sees it first.
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
    let recorded = Recorded::of(&offer, &sent.0, &state)?;
    if sent.0.is("go", "total") {
        let taken = purchase::taken(&sent.0, &recorded.bought);
        return Ok(form(&who, &recorded, taken.err().unwrap_or_default()));
    }
    let (account, accepting) = match read(&recorded) {
        Ok(read) => read,
        Err(problems) => return Ok(form(&who, &recorded, problems)),
    };
    let (scope, now, by, id) = (
        who.scope,
        state.clock.now(),
        who.signed.user.name.clone(),
        offer.id,
    );
    let origin = state.origin.clone();
    let accepted = who.write(&state, move |c| {
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
            let problems = purchase::refusal(&error, &recorded.bought);
            return Ok(form(&who, &recorded, problems));
        }
        Accepted::NotABuyer | Accepted::Missing => return Err(Error::NotFound),
    };
    who.signed.visit.tell(&told)?;
    Ok(page::redirect(&paths::partner_offer(id)))
}

/// Reads the form: who took what, if the total of it was seen too.
fn read(recorded: &Recorded<'_>) -> Result<(AccountId, Accepting), Problems> {
    let (fields, offer) = (recorded.typed, recorded.offer);
    let mut problems = Problems::none();
    let typed = fields.get("account");
    let account = offer.buyers.accounts().iter().find(|a| a.as_str() == typed);
    if account.is_none() {
        problems.add("account", "Select the account that accepted");
    }
    match (account, purchase::parse(fields, &recorded.bought)) {
        (Some(account), Ok(accepting)) => {
            if recorded.total.was_shown(fields, &recorded.bought) {
                Ok((account.clone(), accepting))
            } else {
                Err(recorded.total.look(&recorded.bought, Reader::Partner))
            }
        }
        (None, Ok(_)) => Err(problems),
        (_, Err(found)) => {
            problems.append(found);
            Err(problems)
        }
    }
}
