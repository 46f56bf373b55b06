//! What the last action did, at the head of the next page.

use serde::{Deserialize, Serialize};

/// What the last action did, shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// Whether something was done or is only worth knowing.
    pub kind: BannerKind,
    /// What happened, in one or two sentences.
    pub text: String,
    /// What the person may want to do next.
    pub action: Option<BannerAction>,
}

impl Banner {
    /// That something was done.
    pub fn success(text: impl Into<String>) -> Self {
        Self {
            kind: BannerKind::Success,
            text: text.into(),
            action: None,
        }
    }

    /// That something is worth knowing.
    pub fn notice(text: impl Into<String>) -> Self {
        Self {
            kind: BannerKind::Notice,
            text: text.into(),
            action: None,
        }
    }
}

/// The two kinds of banner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BannerKind {
    /// What the person asked for is done.
    Success,
    /// Something the person should know before going on.
    Notice,
}

impl BannerKind {
    /// The word that opens the banner, so that its meaning does not hang on colour.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Success => "Done",
            Self::Notice => "Note",
        }
    }

    /// The stylesheet's class for this kind.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Success => "banner-success",
            Self::Notice => "banner-notice",
        }
    }
}

/// What a banner offers to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BannerAction {
    /// The words of the link or button.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it changes something, and so must be a button in a form rather than a link.
    pub post: bool,
}
