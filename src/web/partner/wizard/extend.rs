//! *Extend Offer*: the whole draft proved again, the opportunity used and the offer made, in one transaction.

use super::closed::Closed;
use super::open_draft::OpenDraft;
use super::save::left;
use super::{Place, overtaken, review, step_path};
use crate::answers::Fields;
use crate::answers::offer::OfferStep;
use crate::domain::agreements::Rcmp;
use crate::domain::ids::{OfferDraftId, OfferId};
use crate::random;
use crate::store::offers::{self, Extended, NewOffer};
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page, redirect};
use crate::web::wizard::made::MadePage;
use crate::web::{letters, paths};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::{DateTime, Utc};

/// What became of a press.
enum Outcome {
    /// The offer was made by this press, which alone knows the secret of its link.
    New(OfferId),
    /// An earlier press made it.
    Already(OfferId),
    /// Something is wrong or missing.
    Incomplete(Box<OpenDraft>),
    /// Somebody saved the draft since the page was shown.
    Changed(Box<OpenDraft>),
    /// The opportunity cannot be used; the draft is kept.
    Lost(Closed),
    /// There is no such draft.
    Gone,
}

/// `POST /partner/offer-drafts/{draft}/review`.
pub async fn extend(
    state: &State,
    editor: &PartnerEditor,
    id: OfferDraftId,
    fields: Fields,
) -> Result<HttpResponse, Error> {
    if fields.is("go", "exit") {
        return match OpenDraft::load(state, editor, id, Place::Review).await? {
            Some(open) => left(editor, &open),
            None => already_extended(state, editor, id).await,
        };
    }
    let version: Option<i32> = fields.get("version").parse().ok();
    // Who has the secret and one of the accounts opens the offer; we keep only a fingerprint.
    let secret = random::secret();
    let link_hash = random::fingerprint(&secret);
    let (scope, person, now) = (editor.scope, editor.signed.user.clone(), state.clock.now());
    let (origin, rcmp) = (state.origin.clone(), state.rcmp.clone());
    let work = move |c: &mut Conn| {
        let open = match reviewed(c, &scope, (id, version), (&rcmp, now))? {
            Ok(open) => open,
            Err(outcome) => return Ok(outcome),
        };
        let Some(terms) = open.journey.proven() else {
            return Ok(Outcome::Incomplete(Box::new(open)));
        };
        let new = NewOffer {
            draft: id,
            version: open.draft.version,
            opportunity: &open.opportunity,
            terms,
            by: &person,
            link_hash: link_hash.clone(),
            letters: &|c, offer| {
                letters::offer_extended(c, &origin, &open.opportunity, terms, offer, now)
            },
        };
        match offers::extend(c, &scope, &new, now)? {
            Extended::New(offer) => Ok(Outcome::New(offer)),
            Extended::Already(offer) => Ok(Outcome::Already(offer)),
            Extended::Gone => Ok(Outcome::Gone),
            Extended::Stale => changed(c, &scope, id, (&rcmp, now)),
            Extended::Not(obstacle) => {
                let opportunity = open.opportunity.id;
                let found = store::opportunities::find_for_partner(c, &scope, opportunity)?;
                let now_stands = found.as_ref().unwrap_or(&open.opportunity);
                match Closed::by(c, &scope, now_stands, obstacle)? {
                    Some(closed) => Ok(Outcome::Lost(closed)),
                    None => changed(c, &scope, id, (&rcmp, now)),
                }
            }
        }
    };
    match editor.write(state, work).await? {
        Outcome::New(offer) => {
            let told = "The offer is extended. Send its URL to the buyer.";
            editor.signed.visit.tell(&Banner::success(told))?;
            Ok(redirect(&paths::partner_offer_with_link(offer, secret)))
        }
        Outcome::Already(offer) => Ok(redirect(&paths::partner_offer(offer))),
        Outcome::Incomplete(open) => {
            review::render(editor, &open, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Outcome::Changed(open) => review::render(editor, &open, StatusCode::CONFLICT),
        Outcome::Lost(closed) => Ok(lost(editor, closed, Some(&id))),
        Outcome::Gone => Err(Error::NotFound),
    }
}

/// The draft as it was reviewed, from an opportunity that can still be used as far as one can tell by reading; or what
/// is to be answered instead.
fn reviewed(
    c: &mut Conn,
    scope: &PartnerScope,
    (id, version): (OfferDraftId, Option<i32>),
    present: (&Rcmp, DateTime<Utc>),
) -> Result<Result<OpenDraft, Outcome>, store::Error> {
    let Some(draft) = offers::drafts::find(c, scope, id)? else {
        let made = offers::of_draft(c, scope, id)?;
        return Ok(Err(made.map_or(Outcome::Gone, Outcome::Already)));
    };
    let open = OpenDraft::of(c, scope, draft, Place::Review, present)?;
    Ok(if let Some(closed) = open.closed {
        Err(Outcome::Lost(closed))
    } else if version != Some(open.draft.version) {
        Err(Outcome::Changed(Box::new(open)))
    } else {
        Ok(open)
    })
}

/// The draft as somebody else saved it meanwhile.
fn changed(
    c: &mut Conn,
    scope: &PartnerScope,
    id: OfferDraftId,
    present: (&Rcmp, DateTime<Utc>),
) -> Result<Outcome, store::Error> {
    Ok(match offers::drafts::find(c, scope, id)? {
        Some(draft) => {
            let open = OpenDraft::of(c, scope, draft, Place::Review, present)?;
            Outcome::Changed(Box::new(open))
        }
        None => Outcome::Gone,
    })
}

#[derive(Template)]
#[template(path = "partner/wizard/lost.html")]
struct LostPage {
    page: Page,
    closed: Closed,
    /// Where the draft can be read and printed, if there is one.
    draft: Option<String>,
    opportunities: String,
}

/// The page for those who come too late.
pub fn lost(editor: &PartnerEditor, closed: Closed, draft: Option<&OfferDraftId>) -> HttpResponse {
    let template = LostPage {
        page: editor.signed.page(
            closed.title.clone(),
            "partner.offer_draft.lost",
            Section::Drafts,
        ),
        closed,
        draft: draft.map(|draft| step_path(draft, None)),
        opportunities: paths::partner_opportunities(),
    };
    page::html(StatusCode::CONFLICT, &template)
}

/// Where the pages of a draft lead that became an offer: to that.
pub async fn already_extended(
    state: &State,
    editor: &PartnerEditor,
    id: OfferDraftId,
) -> Result<HttpResponse, Error> {
    let scope = editor.scope;
    let offer = state.db.read(move |c| offers::of_draft(c, &scope, id));
    match offer.await? {
        Some(offer) => Ok(redirect(&paths::partner_offer(offer))),
        None => Err(Error::NotFound),
    }
}

/// What somebody is told who saves a step of such a draft: the offer, and what they typed, which is not in it.
pub async fn too_late(
    state: &State,
    editor: &PartnerEditor,
    id: OfferDraftId,
    (step, typed): (OfferStep, Fields),
) -> Result<HttpResponse, Error> {
    let (scope, by) = (editor.scope, editor.signed.user.id);
    let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
    let reading = state.db.read(move |c| {
        let Some(made) = offers::of_draft(c, &scope, id)? else {
            return Ok(None);
        };
        let Some(offer) = offers::find(c, &scope, made)? else {
            return Ok(None);
        };
        let (whose, typed) = ((id, offer.opportunity.id, by), (step, typed));
        let open = OpenDraft::of_typed(c, &scope, whose, typed, (&rcmp, now))?;
        Ok(Some((made, overtaken::told(&open, step))))
    });
    let (offer, typed) = reading.await?.ok_or(Error::NotFound)?;
    let page = editor.signed.page(
        page::CHANGED_MEANWHILE,
        "partner.offer_draft.made",
        Section::Drafts,
    );
    let words = "A private offer was extended from this draft.".to_owned();
    let link = ("See the offer", paths::partner_offer(offer));
    Ok(MadePage::of(page, words, link, typed).respond())
}
