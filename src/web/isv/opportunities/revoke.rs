//! Revoke: what follows from it in numbers, and the one step that cannot be taken back.

use crate::answers::Problems;
use crate::domain::opportunity::{Opportunity, Side};
use crate::store::Conn;
use crate::store::drafts::{self, Created, MAX_PER_PERSON};
use crate::store::opportunities::{self, NewRevocation, RevokeOutcome};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::isv::opportunities::clone::{self, NewClone};
use crate::web::isv::opportunities::ended;
use crate::web::letters::{self, Revoked};
use crate::web::nav::Section;
use crate::web::opportunities::end::{self, Question};
use crate::web::opportunities::named;
use crate::web::page::{self, Banner, BannerAction};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

/// What the second button sends.
const AND_CLONE: &str = "revoke_clone";

/// What became of it.
enum Done {
    Revoked,
    RevokedAndCloned,
    /// It was not active any more, or went away.
    NotActive,
    /// There is no room for the clone's draft; nothing was revoked.
    TooManyDrafts,
}

/// `GET /isv/opportunities/{opportunity}/revoke`.
pub async fn ask(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    Ok(match ended::words(&opportunity, state.clock.now()) {
        Some(words) => ended::page(&who.signed, &opportunity, words),
        None => form(&who, &opportunity, "", Problems::none()),
    })
}

fn form(
    who: &IsvEditor,
    opportunity: &Opportunity,
    reason: &str,
    problems: Problems,
) -> HttpResponse {
    let name = opportunity.details.name();
    let reseller = &opportunity.reseller.name;
    let mut page = who.signed.page(
        format!("Revoke “{name}”?"),
        "isv.opportunity.revoke",
        Section::Opportunities,
    );
    page.problems = problems;
    let question = Question {
        page,
        detail: paths::isv_opportunity(opportunity.id),
        action: paths::isv_opportunity_revoke(opportunity.id),
        about: end::about(opportunity, Side::Isv),
        consequences: vec![
            "New offers can no longer use this discount".to_owned(),
            end::offers_keep(opportunity),
            format!("{reseller} is told by e-mail"),
            "This cannot be undone, but you can clone it".to_owned(),
        ],
        reason: reason.to_owned(),
        hint: format!("{reseller} sees this"),
        buttons: vec![
            ["Revoke opportunity", "revoke", "danger", "Revoking…"],
            ["Revoke and clone", AND_CLONE, "quiet", "Revoking…"],
        ],
    };
    question.answer()
}

/// `POST /isv/opportunities/{opportunity}/revoke`: `go=revoke_clone` clones it as well, or does neither.
pub async fn post(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    let typed = sent.0.get("reason");
    let reason = match end::reason(typed) {
        Ok(reason) => reason,
        Err(problems) => return Ok(form(&who, &opportunity, typed, problems)),
    };
    let new = NewClone::of(&who, state.clock.now());
    let clone = sent.0.is("go", AND_CLONE).then_some(new);
    let (id, called) = (opportunity.id, end::called(&opportunity));
    match revoke(&who, &state, opportunity.clone(), reason, clone).await? {
        Done::Revoked => {
            who.signed
                .visit
                .tell(&done(&called, Some(paths::isv_opportunity_clone(id))))?;
            Ok(page::redirect(&paths::isv_opportunity(id)))
        }
        Done::RevokedAndCloned => {
            who.signed.visit.tell(&done(&called, None))?;
            Ok(page::redirect(&new.review()))
        }
        Done::TooManyDrafts => {
            let problems = Problems::one(
                "reason",
                format!("You have {MAX_PER_PERSON} drafts – discard one to clone it"),
            );
            Ok(form(&who, &opportunity, typed, problems))
        }
        Done::NotActive => {
            let now_there = named(&state, who.scope, &path).await?;
            let words = ended::words(&now_there, state.clock.now()).unwrap_or_default();
            Ok(ended::page(&who.signed, &now_there, words))
        }
    }
}

/// Revokes, and clones if wanted: both or neither.
async fn revoke(
    who: &IsvEditor,
    state: &State,
    opportunity: Opportunity,
    reason: Option<String>,
    clone: Option<NewClone>,
) -> Result<Done, Error> {
    let (scope, person, now) = (who.scope, who.signed.user.clone(), state.clock.now());
    let origin = state.origin.clone();
    let work = move |c: &mut Conn| {
        if let Some(new) = clone
            && clone::write(c, &scope, &opportunity, new)? == Created::TooMany
        {
            return Ok(Done::TooManyDrafts);
        }
        let revocation = NewRevocation {
            opportunity: opportunity.id,
            by: &person,
            reason: reason.clone(),
            letters: letters::of_revocation(
                c,
                &origin,
                &told(&opportunity, &person.name, reason.as_deref()),
                now,
            )?,
        };
        match (opportunities::revoke(c, &scope, &revocation, now)?, clone) {
            (RevokeOutcome::Done, None) => Ok(Done::Revoked),
            (RevokeOutcome::Done, Some(_)) => Ok(Done::RevokedAndCloned),
            (RevokeOutcome::Not(_) | RevokeOutcome::NotTheirs | RevokeOutcome::Missing, new) => {
                if let Some(new) = new {
                    drafts::discard(c, &scope, new.id)?;
                }
                Ok(Done::NotActive)
            }
        }
    };
    who.write(state, work).await
}

/// What letters tell of it.
fn told<'a>(opportunity: &'a Opportunity, by: &'a str, reason: Option<&'a str>) -> Revoked<'a> {
    Revoked {
        id: opportunity.id,
        name: opportunity.details.name(),
        isv: (opportunity.isv.id, &opportunity.isv.name),
        partner: (opportunity.reseller.id, &opportunity.reseller.name),
        product: (&opportunity.product.id, &opportunity.product.title),
        offers: opportunity.uses,
        by,
        reason,
    }
}

fn done(called: &str, clone: Option<String>) -> Banner {
    let Some(href) = clone else {
        return Banner::success(format!("{called} is revoked. This is its clone."));
    };
    Banner {
        action: Some(BannerAction {
            label: "Clone".to_owned(),
            href,
            post: true,
        }),
        ..Banner::success(format!("{called} is revoked. Clone it to create it again."))
    }
}
