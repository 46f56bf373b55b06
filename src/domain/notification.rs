//! Who is told of what by e-mail (source document, last paragraph; Seller Guide, e-mail notifications).

/// The most addresses an organisation adds to its own (source document: "up to 10 email addresses").
pub const MAX_ADDRESSES: usize = 10;

/// What an address on an organisation's list is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// A partner used a resell authorization: it extended an offer, or a buyer accepted one.
    Offers,
    /// An opportunity was created, used up, expired, revoked or ended.
    Opportunities,
    /// An opportunity ends soon.
    Reminders,
}

impl Topic {
    /// All, as the settings list them.
    pub const ALL: [Self; 3] = [Self::Offers, Self::Opportunities, Self::Reminders];
}

/// What is told of the passing of time, once for each opportunity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// The last day is 30 days away.
    Days30,
    /// The last day is 7 days away.
    Days7,
    /// The last day is tomorrow.
    Days1,
    /// The last day is over.
    Expired,
}

impl NoticeKind {
    /// All, in the order in which they come.
    pub const ALL: [Self; 4] = [Self::Days30, Self::Days7, Self::Days1, Self::Expired];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Days30 => "days_30",
            Self::Days7 => "days_7",
            Self::Days1 => "days_1",
            Self::Expired => "expired",
        }
    }

    /// How many days before the end of the last day it is told; `None` for what is told afterwards.
    pub fn days_before(self) -> Option<u32> {
        match self {
            Self::Days30 => Some(30),
            Self::Days7 => Some(7),
            Self::Days1 => Some(1),
            Self::Expired => None,
        }
    }
}
