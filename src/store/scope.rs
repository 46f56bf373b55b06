//! Whose rows a query may touch. Only this layer makes scopes, when it reads who is signed in or whom the command line
//! names; every query of an organisation's rows takes one, so that forgetting it does not compile.

use crate::domain::ids::OrganisationId;

/// The right to an ISV's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IsvScope {
    isv: OrganisationId,
}

impl IsvScope {
    pub(in crate::store) fn new(isv: OrganisationId) -> Self {
        Self { isv }
    }

    /// The ISV.
    pub fn isv(&self) -> OrganisationId {
        self.isv
    }
}

/// The right to what a consulting partner may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartnerScope {
    partner: OrganisationId,
}

impl PartnerScope {
    pub(in crate::store) fn new(partner: OrganisationId) -> Self {
        Self { partner }
    }

    /// The partner.
    pub fn partner(&self) -> OrganisationId {
        self.partner
    }
}

/// What a person may touch, by the kind of their organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// An ISV's rows.
    Isv(IsvScope),
    /// What a partner may see.
    Partner(PartnerScope),
    /// Organisations and people, but nobody's business.
    Operator,
}
