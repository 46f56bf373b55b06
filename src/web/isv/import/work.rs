//! The work of an import: everything is held against the catalogue first, and written in one transaction or not at all.

use crate::answers::{Answers, Journey, Step, agreements, written};
use crate::catalog_api::import::fit::{Fitted, Gap, Known};
use crate::catalog_api::import::{self, Asked, Contents, Faults, Remark};
use crate::domain::account::AccountId;
use crate::domain::agreements::{Document, DocumentKind};
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::Product;
use crate::domain::ids::{DraftId, UserId};
use crate::random;
use crate::store::drafts::{self, Created, MAX_PER_PERSON, NewDraft};
use crate::store::scope::IsvScope;
use crate::store::{
    Conn, Error as StoreError, authorizations, catalogue, documents, products, resellers,
};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::paths;
use crate::web::view;
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
    /// What is to be revoked, each after asking.
    pub revocable: Vec<Revocable>,
    /// Titles of products that are in the catalogue now, and where each is.
    pub products: Vec<(String, String)>,
}

impl Done {
    /// Where the one opportunity is revoked that is known, if the import was about nothing else.
    pub fn only_revocation(&self) -> Option<&str> {
        let nothing_else = self.drafts.is_empty() && self.products.is_empty();
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

/// An authorization that a request wants ended.
pub struct Revocable {
    /// The ID it has at AWS.
    pub identifier: String,
    /// The opportunity's name, and where it is revoked; none if no opportunity is known by the ID.
    pub opportunity: Option<(String, String)>,
}

/// Who imports, where and when.
#[derive(Clone)]
struct Import {
    scope: IsvScope,
    account: AccountId,
    by: UserId,
    /// What they are called.
    called: String,
    now: DateTime<Utc>,
    origin: String,
}

/// A draft about to be written.
struct Planned {
    answers: Answers,
    remarks: Vec<Remark>,
    name: String,
    existing: Option<DraftId>,
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
    let contents = match import::read(&text) {
        Ok(contents) => contents,
        Err(faults) => return Ok(Err(Refusal::Faults(faults))),
    };
    let listed = match import::listing(&contents) {
        Ok(listed) => listed,
        Err(faults) => return Ok(Err(Refusal::Faults(faults))),
    };
    let import = Import {
        scope: who.scope,
        account: who.signed.organisation.account.clone(),
        by: who.signed.user.id,
        called: who.signed.user.name.clone(),
        now: state.clock.now(),
        origin: state.origin.as_str().to_owned(),
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
        for draft in planned {
            done.drafts.push(self.keep(c, draft)?);
        }
        for restriction in &contents.restrictions {
            done.revocable
                .push(self.revocable(c, &restriction.identifier)?);
        }
        let link = |product: &Product| (product.title.clone(), paths::isv_product(&product.id));
        done.products = listed.iter().map(link).collect();
        Ok(Ok(done))
    }

    /// Holds every authorization against the catalogue, with the products of the same document in it.
    fn plan(
        &self,
        c: &mut Conn,
        contents: &Contents,
        listed: &[Product],
    ) -> Result<Result<Vec<Planned>, Faults>, StoreError> {
        let mut products = products::some(c, &self.scope, &contents.product_ids())?;
        products.retain(|product| listed.iter().all(|new| new.id != product.id));
        products.extend(listed.iter().cloned());
        let partners = resellers::with_accounts(c, &self.scope, &contents.accounts())?;
        let documents = self.documents(c)?;
        let known = Known {
            isv: &self.account,
            products: &products,
            partners: &partners,
            dimensions: &contents.dimensions,
            documents: &documents,
            today: self.now.date_naive(),
        };
        let mut faults = Faults::default();
        let mut planned = Vec::new();
        for asked in &contents.asked {
            match self.fitted(c, asked, &known)? {
                Ok(draft) => planned.push(draft),
                Err(found) => faults.append(found),
            }
        }
        Ok(if faults.is_empty() {
            Ok(planned)
        } else {
            Err(faults)
        })
    }

    fn fitted(
        &self,
        c: &mut Conn,
        asked: &Asked,
        known: &Known<'_>,
    ) -> Result<Result<Planned, Faults>, StoreError> {
        let fitted = match import::fit(asked, known) {
            Ok(fitted) => fitted,
            Err(faults) => return Ok(Err(faults)),
        };
        let answers = answers(&fitted);
        let mut remarks = fitted.remarks;
        if let Some(id) = &asked.identifier
            && let Some((_, name)) = authorizations::called(c, &self.scope, id)?
        {
            let text =
                format!("{id} is “{name}” here, which never changes; this draft makes another");
            remarks.push(Remark::new(&asked.path, text));
        }
        let existing = drafts::same(c, &self.scope, self.by, &answers)?;
        let name = fitted
            .parts
            .details
            .as_ref()
            .map(|details| details.name().to_owned());
        Ok(Ok(Planned {
            answers,
            remarks,
            name: name.unwrap_or_else(|| "Untitled draft".to_owned()),
            existing,
        }))
    }

    /// The ISV's uploaded documents, each with the address by which an export names it.
    fn documents(&self, c: &mut Conn) -> Result<Vec<(String, Document)>, StoreError> {
        let mut all = Vec::new();
        for kind in DocumentKind::ALL {
            let found = documents::list(c, &self.scope, kind)?;
            let address = |id| format!("{}{}", self.origin, paths::document(id));
            all.extend(
                found
                    .into_iter()
                    .map(|document| (address(document.id), document)),
            );
        }
        Ok(all)
    }

    /// What to say if the person has too many drafts for these.
    fn no_room(&self, c: &mut Conn, planned: &[Planned]) -> Result<Option<String>, StoreError> {
        let new = planned
            .iter()
            .filter(|draft| draft.existing.is_none())
            .count();
        let new = i64::try_from(new).unwrap_or(i64::MAX);
        let there = drafts::count(c, &self.scope, self.by)?;
        let over = there.saturating_add(new).saturating_sub(MAX_PER_PERSON);
        Ok((new > 0 && over > 0).then(|| {
            let makes = view::count(new, "new draft", "new drafts");
            if new > MAX_PER_PERSON {
                format!("This makes {makes}, and you can have {MAX_PER_PERSON} – split it into several files")
            } else {
                let has = view::count(there, "draft", "drafts");
                format!("You have {has} and this makes {makes} – discard {over} to import it")
            }
        }))
    }

    fn keep(&self, c: &mut Conn, draft: Planned) -> Result<Drafted, StoreError> {
        // Of two that are alike in one document, the second finds the first.
        let existing = match draft.existing {
            Some(id) => Some(id),
            None => drafts::same(c, &self.scope, self.by, &draft.answers)?,
        };
        let id = match existing {
            Some(id) => id,
            None => self.begin(c, &draft.answers)?,
        };
        let catalogue = catalogue::of(c, &self.scope, &draft.answers.named())?;
        let journey = Journey::of(&draft.answers, &catalogue, self.now.date_naive());
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
        Ok(Revocable {
            identifier: id.to_string(),
            opportunity: called.map(|(id, name)| (name, paths::isv_opportunity_revoke(id))),
        })
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
