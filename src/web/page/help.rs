//! Which section of the help fits a page, so that the link in the footer leads there.

/// The anchor of the section of `templates/help.html` that fits the page of this name; none where the whole of it does.
#[must_use]
pub fn section(page: &str) -> Option<&'static str> {
    let parts: Vec<&str> = page.split('.').collect();
    Some(match parts.as_slice() {
        ["sign-in" | "signed-out", ..] | ["account", "password" | "second-step", ..] => "sign-in",
        ["account"] | ["settings", "people" | "organisation", ..] => "roles",
        ["settings", "notification" | "notifications", ..] => "emails",
        ["isv", "import", ..] | [_, _, "aws"] => "aws",
        ["isv", "bulk", ..] => "spreadsheet",
        ["isv", "drafts"] | ["isv", "draft", "conflict" | "discard" | "made"] => "drafts",
        ["isv", "draft", "discount" | "dimensions"] | ["isv", "product" | "products"] => "prices",
        [
            "isv",
            "draft" | "reseller" | "resellers" | "terms_request" | "terms_requests",
            ..,
        ] => "create",
        [_, "opportunity" | "opportunities" | "batch", ..] => "created",
        ["partner", "offer_new" | "offer_draft" | "offer_drafts", ..] => "offer",
        [_, "offer" | "offers", ..] => "extended",
        [_, "reports"] => "reports",
        ["error"] => "trouble",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_leads_to_a_section_that_is_there() {
        let help = include_str!("../../../templates/help.html");
        assert_eq!(
            help.matches("<h2").count(),
            help.matches("<h2 id=\"").count()
        );
        for (page, anchor) in [
            ("sign-in.code", "sign-in"),
            ("account.second-step.new", "sign-in"),
            ("settings.people.invite", "roles"),
            ("settings.notifications", "emails"),
            ("isv.import.done", "aws"),
            ("isv.opportunity.aws", "aws"),
            ("isv.bulk.dry_run", "spreadsheet"),
            ("isv.bulk.aws", "aws"),
            ("isv.drafts", "drafts"),
            ("isv.draft.conflict", "drafts"),
            ("isv.draft.discount", "prices"),
            ("isv.draft.review", "create"),
            ("isv.opportunities", "created"),
            ("partner.opportunity.end", "created"),
            ("partner.offer_draft.price", "offer"),
            ("isv.offer", "extended"),
            ("partner.offers", "extended"),
            ("partner.reports", "reports"),
            ("error", "trouble"),
        ] {
            assert_eq!(section(page), Some(anchor), "{page}");
            assert!(help.contains(&format!("<h2 id=\"{anchor}\">")), "{anchor}");
        }
        assert_eq!(section("help"), None);
    }
}
