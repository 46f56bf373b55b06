//! The plan of an import: what each authorization of a document becomes, before anything is written.

use crate::answers::Answers;
use crate::answers::imported::Imported;
use crate::catalog_api::import::fit::Known;
use crate::catalog_api::import::{self, Asked, Contents, Faults, Remark, Source};
use crate::domain::agreements::{Document, DocumentKind};
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::Product;
use crate::domain::ids::DraftId;
use crate::domain::opportunity::Status;
use crate::store::drafts::{self, MAX_PER_PERSON};
use crate::store::{
    Conn, Error as StoreError, authorizations, documents, imported, opportunities, products,
    resellers,
};
use crate::web::isv::import::work::{Here, Import, Revocable, answers};
use crate::web::paths;
use crate::web::view;

/// What is to become of an authorization.
pub enum Plan {
    /// A draft.
    Draft(Box<Planned>),
    /// Nothing: it is an opportunity already.
    Here(Here),
    /// It was ended at AWS, and its opportunity is to be revoked.
    End(Revocable),
}

impl Plan {
    /// Whether it makes a draft that is not there yet.
    fn is_new(&self) -> bool {
        match self {
            Self::Draft(draft) => draft.existing.is_none(),
            Self::Here(_) | Self::End(_) => false,
        }
    }
}

/// A draft about to be written.
pub struct Planned {
    /// What it says.
    pub answers: Answers,
    /// The authorization that it is, if it stands at AWS.
    pub imported: Option<Imported>,
    /// What did not fit.
    pub remarks: Vec<Remark>,
    /// What it is called.
    pub name: String,
    /// The draft that is there already.
    pub existing: Option<DraftId>,
}

/// What a draft is made of, if that stands at AWS.
fn imported(asked: &Asked, answers: &Answers) -> Option<Imported> {
    Some(Imported {
        id: asked.standing()?.clone(),
        reseller: asked.reseller.as_ref()?.value.clone(),
        answers: answers.clone(),
    })
}

impl Import {
    /// Holds every authorization against the catalogue, with the products of the same document in it.
    pub(super) fn plan(
        &self,
        c: &mut Conn,
        contents: &Contents,
        listed: &[Product],
    ) -> Result<Result<Vec<Plan>, Faults>, StoreError> {
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
            if let Some(plan) = self.known(c, asked)? {
                planned.push(plan);
                continue;
            }
            match self.fitted(c, asked, &known)? {
                Ok(draft) => planned.push(Plan::Draft(Box::new(draft))),
                Err(found) => faults.append(found),
            }
        }
        Ok(if faults.is_empty() {
            Ok(planned)
        } else {
            Err(faults)
        })
    }

    /// What becomes of an authorization that is an opportunity here already; nothing if it is none, or if it is asked
    /// for once more.
    fn known(&self, c: &mut Conn, asked: &Asked) -> Result<Option<Plan>, StoreError> {
        let described = |_: &&AuthorizationId| asked.source == Source::Entity;
        let Some(id) = asked.identifier.as_ref().filter(described) else {
            return Ok(None);
        };
        let Some((opportunity, name)) = authorizations::called(c, &self.scope, id)? else {
            return Ok(None);
        };
        let found = opportunities::find(c, &self.scope, opportunity)?;
        let active = found.is_some_and(|found| found.status(self.now) == Status::Active);
        Ok(Some(if asked.restricted && active {
            Plan::End(Revocable::of(id, Some((opportunity, name))))
        } else {
            Plan::Here(Here {
                identifier: id.to_string(),
                name,
                href: paths::isv_opportunity(opportunity),
            })
        }))
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
        let imported = imported(asked, &answers);
        let existing = self.existing(c, imported.as_ref(), &answers)?;
        let name = fitted
            .parts
            .details
            .as_ref()
            .map(|details| details.name().to_owned());
        Ok(Ok(Planned {
            answers,
            imported,
            remarks,
            name: name.unwrap_or_else(|| "Untitled draft".to_owned()),
            existing,
        }))
    }

    /// The draft that there is already: of the same authorization, or a draft of the person's with the same answers that
    /// was not made of another.
    pub(super) fn existing(
        &self,
        c: &mut Conn,
        imported: Option<&Imported>,
        answers: &Answers,
    ) -> Result<Option<DraftId>, StoreError> {
        if let Some(imported) = imported
            && let Some(draft) = imported::draft_of(c, &self.scope, &imported.id)?
        {
            return Ok(Some(draft));
        }
        let Some(draft) = drafts::same(c, &self.scope, self.by, answers)? else {
            return Ok(None);
        };
        let other = imported.is_some() && imported::find(c, &self.scope, draft)?.is_some();
        Ok((!other).then_some(draft))
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
    pub(super) fn no_room(
        &self,
        c: &mut Conn,
        planned: &[Plan],
    ) -> Result<Option<String>, StoreError> {
        let new = planned.iter().filter(|plan| plan.is_new()).count();
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
}
