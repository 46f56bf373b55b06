//! The offer wizard: five pages that ask for a private offer, and the review that extends it.
//!
//! Works as the ISV's wizard does (`crate::web::isv::wizard`): what was typed is kept in the draft whatever it is, and
//! what it means is computed by [`crate::answers::offer::OfferJourney`].

mod begin;
mod closed;
mod dates;
mod documents;
mod drafts;
mod extend;
mod frame;
mod open_draft;
mod overtaken;
mod price;
mod prices;
mod review;
mod save;
mod schedule;
mod step_page;
mod target;
mod terms;
mod typed;

use crate::answers::Problems;
use crate::answers::offer::OfferStep;
use crate::domain::ids::OfferDraftId;
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::page::{Banner, redirect};
use crate::web::paths;
use crate::web::typed_form::TypedForm;
use crate::web::upload::AnyForm;
use crate::web::wizard::ways;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, ServiceConfig, resource};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
pub use closed::Closed;
use open_draft::OpenDraft;

/// The pages of the wizard, and the list of what was begun with it.
pub fn routes(routes: &mut ServiceConfig) {
    routes
        .service(
            resource(paths::partner_new_offer("{opportunity}"))
                .get(begin::ask)
                .post(begin::start),
        )
        .service(resource(paths::partner_offer_drafts()).get(drafts::list))
        .service(
            resource(paths::partner_offer_draft_discard("{draft}"))
                .get(drafts::ask)
                .post(drafts::discard),
        )
        .service(resource(paths::partner_offer_draft_preview("{draft}")).post(price::preview))
        .service(
            resource(paths::partner_offer_draft("{draft}", "{place}"))
                .get(show)
                .post(post),
        );
}

/// The word in the address after the draft: a step, or the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Step(OfferStep),
    Review,
}

impl Place {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "review" => Some(Self::Review),
            word => OfferStep::parse(word).map(Self::Step),
        }
    }
}

/// `GET /partner/offer-drafts/{draft}/{place}`: a step or the review.
async fn show(
    path: Path<(String, String)>,
    editor: PartnerEditor,
    query: Query,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (draft, place) = ways::located(&path, Place::parse)?;
    let Some(open) = OpenDraft::load(&state, &editor, draft, place).await? else {
        return extend::already_extended(&state, &editor, draft).await;
    };
    match place {
        Place::Step(step) if !open.journey.applies(step) => {
            let words =
                "This opportunity has no payment schedule, so there are no payments to set.";
            editor.signed.visit.tell(&Banner::notice(words))?;
            Ok(redirect(&step_path(&draft, open.journey.after(step))))
        }
        Place::Step(step) => step_page::shown(&editor, &open, step, &query.0),
        Place::Review => review::shown(&editor, &open),
    }
}

/// `POST /partner/offer-drafts/{draft}/{place}`: keeps what was typed and goes on, or says what is wrong.
async fn post(
    path: Path<(String, String)>,
    editor: PartnerEditor,
    query: Query,
    state: Data<State>,
    form: AnyForm,
) -> Result<HttpResponse, Error> {
    let (draft, place) = ways::located(&path, Place::parse)?;
    match place {
        Place::Step(step) => save::step(&state, &editor, (draft, step), &query.0, form).await,
        Place::Review => extend::extend(&state, &editor, draft, form.fields).await,
    }
}

/// What somebody typed into a step while their session ended, shown on its page and not saved. Nothing when it was typed
/// elsewhere.
///
/// # Errors
/// When the draft is not theirs or they may not edit it.
pub async fn resumed(
    request: &HttpRequest,
    state: &State,
    form: &TypedForm,
) -> Result<Option<HttpResponse>, Error> {
    let typed_into = ways::typed_into(form, paths::offer_draft_and_place, Place::parse);
    let Some((draft, place, returning)) = typed_into else {
        return Ok(None);
    };
    let editor = PartnerEditor::extract(request).await?;
    let Some(open) = OpenDraft::load(state, &editor, draft, place).await? else {
        return extend::already_extended(state, &editor, draft)
            .await
            .map(Some);
    };
    Ok(Some(match place {
        Place::Step(step) if open.journey.applies(step) => {
            editor.signed.visit.tell(&ways::nothing_lost(form))?;
            let version = form.fields.get("version").parse().ok();
            let open = open.typed(step, &form.fields, version);
            let (none, ok) = (Problems::none(), StatusCode::OK);
            step_page::render(&editor, &open, step, returning, none, ok)?
        }
        // Nothing is typed there.
        Place::Step(_) | Place::Review => redirect(&form.path),
    }))
}

/// Where a step of a draft is, or its review.
fn step_path(draft: &OfferDraftId, step: Option<OfferStep>) -> String {
    paths::partner_offer_draft(draft, step.map_or("review", OfferStep::as_str))
}
