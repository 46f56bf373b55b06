//! *End opportunity*: what follows from it, and the one step that cannot be taken back.

use crate::answers::Problems;
use crate::domain::opportunity::{Opportunity, Side, Status};
use crate::store::opportunities::{self, NewRevocation, RevokeOutcome};
use crate::web::State;
use crate::web::auth::PartnerEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::letters;
use crate::web::nav::Section;
use crate::web::opportunities::end::{self, Over, Question};
use crate::web::opportunities::named;
use crate::web::page::{self, Banner};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};

/// `GET /partner/opportunities/{opportunity}/end`.
pub async fn ask(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    Ok(match over(&opportunity, state.clock.now()) {
        Some(words) => refusal(&who, &opportunity, words),
        None => form(&who, &opportunity, "", Problems::none()),
    })
}

/// Why the partner cannot end an opportunity; nothing when it can.
fn over(opportunity: &Opportunity, now: DateTime<Utc>) -> Option<String> {
    if opportunity.facts().can_be_ended_by(Side::Partner, now) {
        return None;
    }
    let became = match opportunity.status(now) {
        Status::Active => "is for a single use and ends with the offer made from it",
        Status::Used => "is already used",
        Status::Expired => "has already expired",
        Status::Revoked => "was already revoked by the vendor",
        Status::EndedByPartner => "is already ended",
    };
    Some(format!("\"{}\" {became}", opportunity.details.name()))
}

fn refusal(who: &PartnerEditor, opportunity: &Opportunity, words: String) -> HttpResponse {
    let name = "partner.opportunity.ended";
    // What was never theirs to end did not change either.
    let title = if opportunity.revocation.is_none() && opportunity.uses == 0 {
        "You cannot end this opportunity"
    } else {
        page::CHANGED_MEANWHILE
    };
    let over = Over {
        page: who.signed.page(title, name, Section::Opportunities),
        words,
        detail: paths::partner_opportunity(opportunity.id),
        clone: None,
    };
    over.answer()
}

fn form(
    who: &PartnerEditor,
    opportunity: &Opportunity,
    reason: &str,
    problems: Problems,
) -> HttpResponse {
    let (name, vendor) = (opportunity.details.name(), &opportunity.isv.name);
    let mut page = who.signed.page(
        format!("End “{name}”?"),
        "partner.opportunity.end",
        Section::Opportunities,
    );
    page.problems = problems;
    let question = Question {
        page,
        detail: paths::partner_opportunity(opportunity.id),
        action: paths::partner_opportunity_end(opportunity.id),
        about: end::about(opportunity, Side::Partner),
        consequences: vec![
            "You can no longer create offers from it, and drafts of offers can no longer be extended"
                .to_owned(),
            end::offers_keep(opportunity),
            format!("{vendor} is told"),
            format!("This cannot be undone: only {vendor} can give you another one"),
        ],
        reason: reason.to_owned(),
        hint: format!("{vendor} sees this"),
        buttons: vec![["End opportunity", "end", "danger", "Ending…"]],
    };
    question.answer()
}

/// `POST /partner/opportunities/{opportunity}/end`.
pub async fn post(
    path: Path<String>,
    who: PartnerEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let opportunity = named(&state, who.scope, &path).await?;
    let typed = sent.0.get("reason");
    let reason = match end::reason(typed) {
        Ok(reason) => reason,
        Err(problems) => return Ok(form(&who, &opportunity, typed, problems)),
    };
    let (id, scope, now) = (opportunity.id, who.scope, state.clock.now());
    let (person, origin, about) = (
        who.signed.user.clone(),
        state.origin.clone(),
        opportunity.clone(),
    );
    let ending = who.write(&state, move |c| {
        let new = NewRevocation {
            opportunity: id,
            by: &person,
            reason: reason.clone(),
            letters: letters::opportunity_ended(c, &origin, &about, reason.as_deref(), now)?,
        };
        opportunities::end(c, &scope, &new, now)
    });
    match ending.await? {
        RevokeOutcome::Done => {
            let words = format!(
                "{} is ended. Offers already made from it keep its terms.",
                end::called(&opportunity)
            );
            who.signed.visit.tell(&Banner::success(words))?;
            Ok(page::redirect(&paths::partner_opportunity(id)))
        }
        RevokeOutcome::Not(_) | RevokeOutcome::NotTheirs | RevokeOutcome::Missing => {
            let now_there = named(&state, who.scope, &path).await?;
            let words = over(&now_there, state.clock.now()).unwrap_or_default();
            Ok(refusal(&who, &now_there, words))
        }
    }
}
