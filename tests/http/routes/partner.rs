//! The partner's opportunities, what AWS is told of its offers, and the reports of both sides.

use super::{About, For, Route};
use consign::web::paths;

#[expect(clippy::too_many_lines, reason = "one table")]
pub fn all() -> Vec<Route> {
    use About::{Nothing, Offer, Opportunity};
    use For::{IsvViewers, PartnerEditors, PartnerViewers};
    let id = "{id}";
    let route = |name, method, path: String, who, about, status| Route {
        name,
        method,
        path,
        body: "",
        who,
        about,
        status,
    };
    let mut all = Vec::new();
    for (name, path, who) in [
        ("isv_reports", paths::isv_reports(), IsvViewers),
        ("isv_reports_csv", paths::isv_reports_csv(), IsvViewers),
        (
            "partner_opportunities",
            paths::partner_opportunities(),
            PartnerViewers,
        ),
        (
            "partner_opportunities_csv",
            paths::partner_opportunities_csv(),
            PartnerViewers,
        ),
        ("partner_reports", paths::partner_reports(), PartnerViewers),
        (
            "partner_reports_csv",
            paths::partner_reports_csv(),
            PartnerViewers,
        ),
    ] {
        all.push(route(name, "GET", path, who, Nothing, 200));
    }
    for (name, path) in [
        ("partner_offer_aws", paths::partner_offer_aws(id)),
        (
            "partner_offer_aws_json",
            format!(
                "{}?authorization=resaleauthz-abc123def456g",
                paths::partner_offer_aws_json(id)
            ),
        ),
    ] {
        all.push(route(name, "GET", path, PartnerViewers, Offer, 200));
    }
    let end = paths::partner_opportunity_end(id);
    for (name, method, path, who, status) in [
        (
            "partner_opportunity",
            "GET",
            paths::partner_opportunity(id),
            PartnerViewers,
            200,
        ),
        (
            "partner_opportunity_end",
            "GET",
            end.clone(),
            PartnerEditors,
            200,
        ),
        ("partner_opportunity_end", "POST", end, PartnerEditors, 303),
    ] {
        all.push(route(name, method, path, who, Opportunity, status));
    }
    for act in ["id={id}&do=view", "id={id}&do=offer"] {
        let selected = route(
            "partner_opportunities_selected",
            "POST",
            paths::partner_opportunities_selected(),
            PartnerEditors,
            Opportunity,
            303,
        );
        all.push(Route {
            body: act,
            ..selected
        });
    }
    all
}
