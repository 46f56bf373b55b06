//! Who takes part: organisations, their twelve-digit account IDs, and what their people may do.

use crate::domain::ids::{OrganisationId, UserId};
use std::fmt;

/// Digits of an account ID (Catalog API: `^\d{12}$`).
pub const ACCOUNT_ID_DIGITS: usize = 12;

/// A twelve-digit account number, kept as text because leading zeros matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(String);

impl AccountId {
    /// Reads an account ID as people paste it: spaces and dashes inside are ignored.
    ///
    /// # Errors
    /// When twelve digits do not remain; the number of characters that do is returned.
    pub fn parse(typed: &str) -> Result<Self, usize> {
        let kept: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let count = kept.chars().count();
        if count == ACCOUNT_ID_DIGITS && kept.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(kept))
        } else {
            Err(count)
        }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read it: `1234 5678 9012`.
    pub fn grouped(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        digits
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an organisation is in this portal. A company that is both ISV and partner has two organisations here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationKind {
    /// Owns products and creates opportunities.
    Isv,
    /// Receives opportunities and resells.
    Partner,
    /// Runs the installation; sees no prices.
    Operator,
}

impl OrganisationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Isv, Self::Partner, Self::Operator];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Isv => "isv",
            Self::Partner => "partner",
            Self::Operator => "operator",
        }
    }
}

/// A company: one account ID, one legal name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id here.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// Its account ID.
    pub account: AccountId,
    /// Its legal name.
    pub name: String,
    /// Two-letter code of the country it is in.
    pub country: String,
    /// Its own e-mail address, told of everything that concerns it.
    pub email: String,
    /// Whether the operator has registered it. Only registered partners can be chosen as resellers
    /// (source document, step 4).
    pub registered: bool,
}

/// What somebody may do in their organisation (after the AWS managed policies for Marketplace sellers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything, people and settings included.
    Admin,
    /// Create, clone and revoke, but no people and no settings.
    Member,
    /// Look.
    Viewer,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Admin, Self::Member, Self::Viewer];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }

    /// The word it is shown as.
    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Member => "Member",
            Self::Viewer => "Viewer",
        }
    }

    /// Whether this role may create, clone and revoke opportunities.
    pub fn may_edit(self) -> bool {
        match self {
            Self::Admin | Self::Member => true,
            Self::Viewer => false,
        }
    }
}

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their organisation.
    pub organisation: OrganisationId,
    /// The address they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What they may do.
    pub role: Role,
}
