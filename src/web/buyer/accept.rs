//! Accept offer: the buyer says who it is and what it takes, and an agreement comes of it at the total that its page showed.

use crate::answers::offer::purchase::{self, Accepting};
use crate::answers::{Fields, Problems};
use crate::domain::offer::OfferForBuyer;
use crate::store::offers::{Accepted, NewAcceptance, accept_as_buyer};
use crate::web::auth::Visitor;
use crate::web::buyer::offer::Shown;
use crate::web::buyer::open::{self, account, open};
use crate::web::buyer::total;
use crate::web::error::Error;
use crate::web::form::{HtmlForm, Query};
use crate::web::offers::total::{Reader, Total};
use crate::web::{State, letters, page, paths};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// `GET /offers/{secret}/accept`: where somebody ends up who reloads or goes back; on to the offer.
pub async fn back(path: Path<String>, asked: Query) -> HttpResponse {
    let offer = paths::buyer_offer(&*path);
    page::redirect(&match account(asked.0.get("account")) {
        Ok(account) => paths::for_account(&offer, account),
        Err(_) => offer,
    })
}

/// `POST /offers/{secret}/accept`; with `go=total` only the total is worked out. A second press leads to the agreement of
/// the first, and whoever has not seen the total of what they chose sees it first.
pub async fn accept(
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
    let now = state.clock.now();
    let owner = scope.clone();
    let shown = Shown {
        secret: &path,
        account: owner.account(),
        offer: &offer,
        now,
    };
    let back = paths::for_account(&paths::buyer_offer(&*path), owner.account());
    if offer.accepted.is_some() {
        return Ok(page::redirect(&back));
    }
    if !shown.is_open() {
        return Ok(shown.too_late(&visitor));
    }
    let total = total::of(&state, &scope, &offer, &sent.0).await?;
    if sent.0.is("go", "total") {
        let problems = purchase::taken(&sent.0, &offer).err().unwrap_or_default();
        return Ok(shown.page(&visitor, &sent.0, &total, problems));
    }
    let accepting = match read(&sent.0, &offer, &total) {
        Ok(accepting) => accepting,
        Err(problems) => return Ok(shown.page(&visitor, &sent.0, &total, problems)),
    };
    let origin = state.origin.clone();
    let accepted = state.db.write(move |c| {
        let new = NewAcceptance {
            company: &accepting.company,
            person: &accepting.person,
            purchase: accepting.purchase.clone(),
            letters: &|c, offer, made| letters::offer_accepted(c, &origin, offer, made),
        };
        accept_as_buyer(c, &scope, &new, now)
    });
    match accepted.await? {
        Accepted::New(_) | Accepted::Already(_) => Ok(page::redirect(&back)),
        // Cancelled since it was read.
        Accepted::Expired => Ok(shown.too_late(&visitor)),
        Accepted::Refused(error) => {
            let problems = purchase::refusal(&error, &offer);
            Ok(shown.page(&visitor, &sent.0, &total, problems))
        }
        Accepted::NotABuyer | Accepted::Missing => Ok(open::not_found(&visitor, typed)),
    }
}

/// Reads the form: what is taken, if the terms were accepted and the total was seen too.
fn read(fields: &Fields, offer: &OfferForBuyer, total: &Total) -> Result<Accepting, Problems> {
    let parsed = purchase::parse(fields, offer);
    if !fields.is("eula", "accepted") {
        let mut problems = parsed.err().unwrap_or_default();
        problems.add("eula", "Accept the EULA to continue");
        return Err(problems);
    }
    if parsed.is_ok() && !total.was_shown(fields, offer) {
        return Err(total.look(offer, Reader::Buyer));
    }
    parsed
}
