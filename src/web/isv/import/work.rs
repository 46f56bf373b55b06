//! The work of an import: everything is planned first, and written in one transaction or not at all.

use crate::answers::{Answers, FormStep, Journey, Step, agreements, written};
use crate::catalog_api::import::fit::{Fitted, Gap};
use crate::catalog_api::import::{self, Contents, Faults, Remark};
use crate::domain::account::AccountId;
use crate::domain::agreements::{DocumentKind, Rcmp};
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::Product;
use crate::domain::ids::{DraftId, OpportunityId, UserId};
use crate::random;
use crate::store::drafts::{self, Created, NewDraft};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error as StoreError, authorizations, catalogue, imported, products};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::isv::import::plan::{Plan, Planned};
use crate::web::paths;
use actix_web::web;
use chrono::{DateTime, Utc};

/// Why nothing was imported.
pub enum Refusal {
    /// What is wrong with it.
    Faults(Faults),
    /// There is no room for it: how much there is, in words.
    NoRoom(String),
}

/// What an import made.
#[derive(Default)]
pub struct Done {
    /// The drafts, in the order of the document.
    pub drafts: Vec<Drafted>,
    /// What is an opportunity here already.
    pub here: Vec<Here>,
    /// What is to be revoked, each after asking.
    pub revocable: Vec<Revocable>,
    /// Titles of products that are in the catalogue now, and where each is.
    pub products: Vec<(String, String)>,
}

impl Done {
    /// Where the one opportunity is revoked that is known, if the import was about nothing else.
    pub fn only_revocation(&self) -> Option<&str> {
        let nothing_else =
            self.drafts.is_empty() && self.here.is_empty() && self.products.is_empty();
        match self.revocable.as_slice() {
            [
                Revocable {
                    opportunity: Some((_, href)),
                    ..
                },
            ] if nothing_else => Some(href),
            _ => None,
        }
    }
}

/// A draft that an import made.
pub struct Drafted {
    /// What it is called.
    pub name: String,
    /// Where it is reviewed.
    pub href: String,
    /// Whether it was there before, exactly like this.
    pub already: bool,
    /// What did not fit.
    pub remarks: Vec<Remark>,
    /// What is still to be answered: the step, where it is, and what to do.
    pub open: Vec<(&'static str, String, String)>,
}

/// An authorization of which there is an opportunity already.
pub struct Here {
    /// The ID it has at AWS.
    pub identifier: String,
    /// The opportunity's name.
    pub name: String,
    /// Where it is shown.
    pub href: String,
}

/// An authorization that is ended at AWS, or that a request wants ended.
pub struct Revocable {
    /// The ID it has at AWS.
    pub identifier: String,
    /// The opportunity's name, and where it is revoked; none if no opportunity is known by the ID.
    pub opportunity: Option<(String, String)>,
}

impl Revocable {
    /// An authorization and the opportunity that is called so, if one is.
    pub fn of(id: &AuthorizationId, called: Option<(OpportunityId, String)>) -> Self {
        Self {
            identifier: id.to_string(),
            opportunity: called.map(|(id, name)| (name, paths::isv_opportunity_revoke(id))),
        }
    }
}

/// Who imports, where and when.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) scope: IsvScope,
    pub(super) account: AccountId,
    pub(super) by: UserId,
    /// What they are called.
    pub(super) called: String,
    pub(super) now: DateTime<Utc>,
    pub(super) origin: String,
    pub(super) rcmp: Rcmp,
}

/// Reads a text and imports all of it, or nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn import(
    who: &IsvEditor,
    state: &State,
    text: String,
) -> Result<Result<Done, Refusal>, Error> {
    // A text may be long, and others wait for the threads that serve.
    let reading = web::block(move || {
        let contents = import::read(&text)?;
        let listed = import::listing(&contents)?;
        Ok::<_, Faults>((contents, listed))
    });
    let read = reading.await.map_err(|e| Error::Internal(e.into()))?;
    let (contents, listed) = match read {
        Ok(read) => read,
        Err(faults) => return Ok(Err(Refusal::Faults(faults))),
    };
    let import = Import {
        scope: who.scope,
        account: who.signed.organisation.account.clone(),
        by: who.signed.user.id,
        called: who.signed.user.name.clone(),
        now: state.clock.now(),
        origin: state.origin.as_str().to_owned(),
        rcmp: state.rcmp.clone(),
    };
    let work = move |c: &mut Conn| import.write(c, &contents, &listed);
    Ok(state.db.write(work).await?)
}

impl Import {
    fn write(
        &self,
        c: &mut Conn,
        contents: &Contents,
        listed: &[Product],
    ) -> Result<Result<Done, Refusal>, StoreError> {
        let planned = match self.plan(c, contents, listed)? {
            Ok(planned) => planned,
            Err(faults) => return Ok(Err(Refusal::Faults(faults))),
        };
        if let Some(text) = self.no_room(c, &planned)? {
            return Ok(Err(Refusal::NoRoom(text)));
        }
        let (scope, by, now) = (&self.scope, self.called.as_str(), self.now);
        if !listed.is_empty() && !products::put_all(c, scope, listed, by, now)? {
            let text = format!(
                "An ISV can have {} products, and these would be more",
                products::MAX_PER_ISV
            );
            return Ok(Err(Refusal::NoRoom(text)));
        }
        let mut done = Done::default();
        for plan in planned {
            match plan {
                Plan::Draft(draft) => done.drafts.push(self.keep(c, *draft)?),
                Plan::Here(here) => done.here.push(here),
                Plan::End(revocable) => done.revocable.push(revocable),
            }
        }
        for restriction in &contents.restrictions {
            done.revocable
                .push(self.revocable(c, &restriction.identifier)?);
        }
        let link = |product: &Product| (product.title.clone(), paths::isv_product(&product.id));
        done.products = listed.iter().map(link).collect();
        Ok(Ok(done))
    }

    fn keep(&self, c: &mut Conn, draft: Planned) -> Result<Drafted, StoreError> {
        // Of two that are alike in one document, the second finds the first.
        let existing = match draft.existing {
            Some(id) => Some(id),
            None => self.existing(c, draft.imported.as_ref(), &draft.answers)?,
        };
        let id = match existing {
            Some(id) => id,
            None => self.begin(c, &draft.answers)?,
        };
        if let Some(imported) = &draft.imported {
            imported::keep(c, &self.scope, id, imported)?;
        }
        // Somebody may have gone on with a draft that was there.
        let found = drafts::find(c, &self.scope, id)?;
        let answers = found.map_or(draft.answers, |draft| draft.answers);
        let catalogue = catalogue::of(c, &self.scope, &answers.named(), &self.rcmp)?;
        let journey = Journey::of(&answers, &catalogue, self.now.date_naive());
        Ok(Drafted {
            name: draft.name,
            href: paths::isv_draft(id, "review"),
            already: existing.is_some(),
            remarks: draft.remarks,
            open: open(&journey, id),
        })
    }

    fn begin(&self, c: &mut Conn, answers: &Answers) -> Result<DraftId, StoreError> {
        let id = random::id(self.now);
        let new = NewDraft {
            id,
            answers,
            by: self.by,
            cloned_from: None,
        };
        match drafts::create(c, &self.scope, &new, self.now)? {
            Created::Done => Ok(id),
            // There was room a moment ago; somebody took it in between.
            Created::TooMany => Err(StoreError::Busy),
        }
    }

    fn revocable(&self, c: &mut Conn, id: &AuthorizationId) -> Result<Revocable, StoreError> {
        let called = authorizations::called(c, &self.scope, id)?;
        Ok(Revocable::of(id, called))
    }
}

/// The answers that say what an authorization says, with steps left open where somebody has to decide.
pub fn answers(fitted: &Fitted) -> Answers {
    let mut answers = written::answers(&fitted.parts);
    for (step, kind, gap) in [
        (Step::Eula, DocumentKind::Eula, fitted.eula),
        (Step::Rcmp, DocumentKind::ResellerContract, fitted.contract),
    ] {
        match gap {
            Gap::Closed => {}
            Gap::Choose => answers.set(step, agreements::write_undecided(kind, false)),
            Gap::Upload => answers.set(step, agreements::write_undecided(kind, true)),
        }
    }
    answers
}

/// What is still to be answered, each thing with its step.
fn open(journey: &Journey, draft: DraftId) -> Vec<(&'static str, String, String)> {
    let all = journey.all_problems();
    let listed = all.flat_map(|(step, problems)| {
        problems.iter().map(move |problem| {
            let href = paths::isv_draft(draft, step.as_str());
            (step.label(), href, problem.text.clone())
        })
    });
    listed.take(import::MAX_REMARKS).collect()
}
