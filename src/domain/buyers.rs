//! For which buyers an opportunity is (source document, step 9).

use crate::domain::account::AccountId;

/// The most buyer accounts an opportunity may name (Catalog API, BuyerTargetingTerm).
pub const MAX_BUYERS: usize = 25;

/// The buyer accounts an opportunity is limited to; none means any buyer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Buyers(Vec<AccountId>);

impl Buyers {
    /// Takes a list of accounts; repeated ones count once.
    ///
    /// # Errors
    /// When more than [`MAX_BUYERS`] remain; their number is returned.
    pub fn new(accounts: Vec<AccountId>) -> Result<Self, usize> {
        let mut distinct: Vec<AccountId> = Vec::with_capacity(accounts.len());
        for account in accounts {
            if !distinct.contains(&account) {
                distinct.push(account);
            }
        }
        if distinct.len() > MAX_BUYERS {
            Err(distinct.len())
        } else {
            Ok(Self(distinct))
        }
    }

    /// The accounts, in the order given.
    pub fn accounts(&self) -> &[AccountId] {
        &self.0
    }

    /// Whether any buyer may be offered to.
    pub fn is_anyone(&self) -> bool {
        self.0.is_empty()
    }
}
