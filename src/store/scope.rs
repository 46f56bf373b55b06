//! Whose rows a query may touch. Only this layer makes scopes, when it reads who is signed in or whom the command line
//! names; every query of an organisation's rows takes one, so that forgetting it does not compile.

use crate::domain::account::AccountId;
use crate::domain::ids::{OfferId, OrganisationId};
use crate::domain::opportunity::Side;

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

/// The right of either party to the opportunities between them and to what came of these: an ISV's to those that it granted,
/// a partner's to those that it was granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// An ISV's.
    Isv(IsvScope),
    /// A partner's.
    Partner(PartnerScope),
}

impl Whose {
    /// Which of the two parties that is.
    pub fn side(self) -> Side {
        match self {
            Self::Isv(_) => Side::Isv,
            Self::Partner(_) => Side::Partner,
        }
    }
}

impl From<IsvScope> for Whose {
    fn from(scope: IsvScope) -> Self {
        Self::Isv(scope)
    }
}

impl From<&IsvScope> for Whose {
    fn from(scope: &IsvScope) -> Self {
        Self::Isv(*scope)
    }
}

impl From<PartnerScope> for Whose {
    fn from(scope: PartnerScope) -> Self {
        Self::Partner(scope)
    }
}

impl From<&PartnerScope> for Whose {
    fn from(scope: &PartnerScope) -> Self {
        Self::Partner(*scope)
    }
}

/// The right to what an organisation itself brought in: its documents, its list of notifications, its people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnScope {
    organisation: OrganisationId,
    side: Side,
}

impl OwnScope {
    /// The organisation.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// Which side it is on.
    pub fn side(&self) -> Side {
        self.side
    }
}

impl From<&IsvScope> for OwnScope {
    fn from(scope: &IsvScope) -> Self {
        Self {
            organisation: scope.isv,
            side: Side::Isv,
        }
    }
}

impl From<&PartnerScope> for OwnScope {
    fn from(scope: &PartnerScope) -> Self {
        Self {
            organisation: scope.partner,
            side: Side::Partner,
        }
    }
}

/// The right of one of a buyer's accounts to the offer whose link was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuyerScope {
    offer: OfferId,
    account: AccountId,
}

impl BuyerScope {
    pub(in crate::store) fn new(offer: OfferId, account: AccountId) -> Self {
        Self { offer, account }
    }

    /// The offer.
    pub fn offer(&self) -> OfferId {
        self.offer
    }

    /// The account.
    pub fn account(&self) -> &AccountId {
        &self.account
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
