//! The buttons of the wizard's pages: what a press asks for besides saving.

use crate::answers::Fields;
use crate::web::paths;

/// What the pressed button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// Save and continue.
    Next,
    /// Review opportunity.
    Review,
    /// Save and exit.
    Exit,
    /// From now on all steps on one page.
    OnePage,
    /// From now on one step at a time.
    StepByStep,
    /// Invite a reseller that is missing, and come back later.
    Invite,
    /// Ask for terms that the form cannot express, and come back later.
    Terms,
    /// Show the page again: a narrower list, new prices, a row more or less.
    Again,
}

impl Go {
    /// Reads the name of the button.
    pub fn read(fields: &Fields) -> Self {
        match fields.get("go") {
            "exit" => Self::Exit,
            "review" => Self::Review,
            "next" | "" | "mine" | "theirs" => Self::Next,
            "one_page" => Self::OnePage,
            "steps" => Self::StepByStep,
            "invite" => Self::Invite,
            "terms" => Self::Terms,
            _ => Self::Again,
        }
    }

    /// Whether the step is left, so that what only helped to fill it in is forgotten.
    pub fn leaves(self) -> bool {
        match self {
            Self::Next | Self::Review => true,
            Self::Exit
            | Self::OnePage
            | Self::StepByStep
            | Self::Invite
            | Self::Terms
            | Self::Again => false,
        }
    }

    /// Which view of drafts the person wants from now on.
    pub fn view(self) -> Option<bool> {
        match self {
            Self::OnePage => Some(true),
            Self::StepByStep => Some(false),
            Self::Next | Self::Review | Self::Exit | Self::Invite | Self::Terms | Self::Again => {
                None
            }
        }
    }

    /// Where outside the wizard it leads from a page of a draft, which is saved whatever is in it.
    pub fn outside(self, page: &str) -> Option<String> {
        match self {
            Self::Exit => Some(paths::isv_drafts()),
            Self::Invite => Some(paths::isv_reseller_invite()),
            Self::Terms => Some(paths::isv_terms_request_from(page)),
            Self::Next | Self::Review | Self::OnePage | Self::StepByStep | Self::Again => None,
        }
    }
}
