//! A draft that was imported: whether it still is the authorization that stands at AWS.

use crate::answers::{FormStep, Journey, Step};
use crate::domain::agreements::Rcmp;
use crate::domain::authorization::AuthorizationId;
use crate::domain::ids::DraftId;
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error, authorizations, catalogue, imported};
use chrono::{DateTime, Utc};

/// The authorization that a draft was made of.
#[derive(Debug)]
pub struct AtAws {
    id: AuthorizationId,
    /// The steps in which the draft says something else.
    changed: Vec<Step>,
    /// The name of the opportunity that is called so by now.
    taken: Option<String>,
}

impl AtAws {
    /// Looks up of what a draft was made; nothing if of no authorization.
    pub fn of(
        c: &mut Conn,
        scope: &IsvScope,
        draft: DraftId,
        journey: &Journey,
        (rcmp, now): (&Rcmp, DateTime<Utc>),
    ) -> Result<Option<Self>, Error> {
        let Some(imported) = imported::find(c, scope, draft)? else {
            return Ok(None);
        };
        let catalogue = catalogue::of(c, scope, &imported.named(), rcmp)?;
        let changed = imported.changed(journey.parts(), &catalogue, now.date_naive());
        let taken = authorizations::called(c, scope, &imported.id)?.map(|(_, name)| name);
        Ok(Some(Self {
            id: imported.id,
            changed,
            taken,
        }))
    }

    /// What the opportunity that is created is called at AWS; nothing if it is another than what stands there.
    pub fn same(self) -> Option<AuthorizationId> {
        let same = self.changed.is_empty() && self.taken.is_none();
        same.then_some(self.id)
    }

    /// What the review says of it.
    pub fn text(&self) -> String {
        let Self { id, changed, taken } = self;
        if let Some(name) = taken {
            return format!(
                "{id} at AWS is “{name}” here already. This draft creates another opportunity, which AWS does not have yet."
            );
        }
        let labels: Vec<&str> = changed.iter().map(|step| step.label()).collect();
        if labels.is_empty() {
            format!(
                "It stands at AWS as {id}. The opportunity gets that ID, so there is nothing to send to create it there."
            )
        } else {
            format!(
                "It was imported as {id} and says something else now ({}). AWS does not have it like this yet, so the opportunity gets no ID.",
                labels.join(", ")
            )
        }
    }
}
