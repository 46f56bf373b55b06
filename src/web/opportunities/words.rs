//! What the table of opportunities says and offers to each side in its own words.

use crate::domain::opportunity::Side;
use crate::web::paths;

/// The words of a side's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The page's stable name.
    pub name: &'static str,
    /// The page's heading.
    pub heading: &'static str,
    /// What a viewer cannot do, and who can.
    pub viewer: String,
    /// What the search looks in.
    pub search: &'static str,
    /// What is told when there is nothing at all.
    pub empty: &'static str,
    /// Where the buttons of the table lead.
    pub selected: String,
    /// Where the table is a file.
    pub csv: String,
}

/// A button that acts on the chosen row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// What it sends.
    pub value: &'static str,
    /// What it says.
    pub label: &'static str,
    /// What it says while it is at it, if that takes long enough to be seen.
    pub busy: &'static str,
    /// The stylesheet's class.
    pub class: &'static str,
}

const VIEW: Act = Act {
    value: "view",
    label: "View details",
    busy: "",
    class: "button-quiet",
};

const FOR_ISV: [Act; 3] = [
    VIEW,
    Act {
        value: "clone",
        label: "Clone",
        busy: "Cloning…",
        class: "button-quiet",
    },
    Act {
        value: "revoke",
        label: "Revoke",
        busy: "",
        class: "button-quiet button-warn",
    },
];

const FOR_PARTNER: [Act; 2] = [
    VIEW,
    Act {
        value: "offer",
        label: "Create offer",
        busy: "",
        class: "button-quiet",
    },
];

/// Other ways to new opportunities, each with its words and its place.
pub fn other_ways(side: Side) -> Vec<(&'static str, String)> {
    match side {
        Side::Isv => vec![
            ("Import", paths::isv_import()),
            ("From a spreadsheet", paths::isv_bulk()),
        ],
        Side::Partner => Vec::new(),
    }
}

/// Where several rows are chosen to be ended at once, for those who can.
pub fn several(side: Side) -> Option<String> {
    match side {
        Side::Isv => Some(paths::isv_opportunities_revoke_several()),
        Side::Partner => None,
    }
}

/// The buttons of a side's table.
pub fn acts(side: Side) -> &'static [Act] {
    match side {
        Side::Isv => &FOR_ISV,
        Side::Partner => &FOR_PARTNER,
    }
}

/// Where a side begins a new opportunity, if it can.
pub fn create(side: Side) -> Option<String> {
    match side {
        Side::Isv => Some(paths::isv_drafts()),
        Side::Partner => None,
    }
}

/// The words of a side's table, for somebody of an organisation.
pub fn of(side: Side, organisation: &str) -> Words {
    match side {
        Side::Isv => Words {
            name: "isv.opportunities",
            heading: "Opportunities created",
            viewer: format!(
                "Your role lets you look at opportunities. To create, clone or revoke one, ask an admin or a member of {organisation}."
            ),
            search: "Search by name, product, reseller or ID",
            empty: "An opportunity lets a partner resell your products at a discount you set.",
            selected: paths::isv_opportunities_selected(),
            csv: paths::isv_opportunities_csv(),
        },
        Side::Partner => Words {
            name: "partner.opportunities",
            heading: "Opportunities",
            viewer: format!(
                "Your role lets you look at opportunities. To create an offer from one or to end one, ask an admin or a member of {organisation}."
            ),
            search: "Search by name, product, vendor or ID",
            empty: "A vendor that lets you resell a product at a discount creates an opportunity for you. It appears here at once.",
            selected: paths::partner_opportunities_selected(),
            csv: paths::partner_opportunities_csv(),
        },
    }
}
