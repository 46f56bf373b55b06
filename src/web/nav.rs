//! The links in the header: which parts of the portal somebody has.

use crate::domain::account::{OrganisationKind, Role};
use crate::web::page::NavItem;
use crate::web::paths;

/// A part of the portal with a link of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// The table of opportunities and all that hangs on one.
    Opportunities,
    /// Unfinished opportunities; for a partner, unfinished offers.
    Drafts,
    /// The catalogue.
    Products,
    /// Consulting partners.
    Resellers,
    /// Offers extended from opportunities.
    Offers,
    /// Figures.
    Reports,
    /// Who is told by e-mail.
    Notifications,
    /// Mails that could not be sent, for the operator.
    Outbox,
    /// Who takes part, for the operator.
    Organisations,
    /// Requests for terms that the form cannot express, for the operator.
    TermsRequests,
    /// None of these: the account, help.
    Elsewhere,
}

/// The links for somebody; `drafts` is how many unfinished opportunities or offers they have begun.
pub fn links(
    kind: OrganisationKind,
    role: Role,
    here: Section,
    drafts: Option<i64>,
) -> Vec<NavItem> {
    let link = |section, label, href| NavItem {
        label,
        href,
        current: section == here,
        count: None,
    };
    let notifications = || {
        link(
            Section::Notifications,
            "Notifications",
            paths::notifications(),
        )
    };
    let drafts = |href| {
        role.may_edit().then(|| NavItem {
            count: drafts.filter(|count| *count > 0),
            ..link(Section::Drafts, "Drafts", href)
        })
    };
    match kind {
        OrganisationKind::Isv => {
            let opportunities = link(
                Section::Opportunities,
                "Opportunities",
                paths::isv_opportunities(),
            );
            let products = link(Section::Products, "Products", paths::isv_products());
            let resellers = link(Section::Resellers, "Resellers", paths::isv_resellers());
            let offers = link(Section::Offers, "Offers", paths::isv_offers());
            let reports = link(Section::Reports, "Reports", paths::isv_reports());
            std::iter::once(opportunities)
                .chain(drafts(paths::isv_drafts()))
                .chain([products, resellers, offers, reports, notifications()])
                .collect()
        }
        OrganisationKind::Partner => {
            let opportunities = link(
                Section::Opportunities,
                "Opportunities",
                paths::partner_opportunities(),
            );
            let offers = link(Section::Offers, "Offers", paths::partner_offers());
            let reports = link(Section::Reports, "Reports", paths::partner_reports());
            std::iter::once(opportunities)
                .chain(drafts(paths::partner_offer_drafts()))
                .chain([offers, reports, notifications()])
                .collect()
        }
        OrganisationKind::Operator => vec![
            link(Section::Outbox, "Outbox", paths::outbox()),
            link(
                Section::Organisations,
                "Organisations",
                paths::organisations(),
            ),
            link(Section::TermsRequests, "Requests", paths::terms_requests()),
        ],
    }
}
