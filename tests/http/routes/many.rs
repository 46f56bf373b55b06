//! What is done to many opportunities at once: made from a spreadsheet, revoked together, offered to more resellers.

use super::{About, For, Route};
use consign::web::paths;

#[expect(clippy::too_many_lines, reason = "one table")]
pub fn all() -> Vec<Route> {
    use About::{Nothing, Opportunity, Upload};
    use For::{IsvEditors, IsvViewers};
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
    let mut all = vec![
        route(
            "isv_opportunity_more_resellers",
            "POST",
            paths::isv_opportunity_more_resellers(id),
            IsvEditors,
            Opportunity,
            303,
        ),
        route(
            "isv_opportunities_revoke_several",
            "GET",
            paths::isv_opportunities_revoke_several(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_opportunities_revoke_chosen",
            "GET",
            format!("{}?id={id}", paths::isv_opportunities_revoke_chosen()),
            IsvEditors,
            Opportunity,
            200,
        ),
        route(
            "isv_bulk",
            "GET",
            paths::isv_bulk(),
            IsvEditors,
            Nothing,
            200,
        ),
        // Without a file.
        route(
            "isv_bulk",
            "POST",
            paths::isv_bulk(),
            IsvEditors,
            Nothing,
            422,
        ),
        route(
            "isv_bulk_template_csv",
            "GET",
            paths::isv_bulk_template_csv(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_bulk_template_xlsx",
            "GET",
            paths::isv_bulk_template_xlsx(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_bulk_upload",
            "GET",
            paths::isv_bulk_upload(id),
            IsvViewers,
            Upload,
            200,
        ),
        // What somebody confirms must be what they saw.
        route(
            "isv_bulk_upload",
            "POST",
            paths::isv_bulk_upload(id),
            IsvEditors,
            Upload,
            409,
        ),
        route(
            "isv_bulk_refused",
            "GET",
            paths::isv_bulk_refused(id),
            IsvViewers,
            Upload,
            200,
        ),
        // Nothing was created of the upload yet.
        route(
            "isv_bulk_aws",
            "GET",
            paths::isv_bulk_aws(id),
            IsvViewers,
            Upload,
            404,
        ),
        route(
            "isv_bulk_aws_json",
            "GET",
            paths::isv_bulk_aws_json(id),
            IsvViewers,
            Upload,
            404,
        ),
        route(
            "isv_bulk_discard",
            "POST",
            paths::isv_bulk_discard(id),
            IsvEditors,
            Upload,
            303,
        ),
    ];
    let chosen = route(
        "isv_opportunities_revoke_chosen",
        "POST",
        paths::isv_opportunities_revoke_chosen(),
        IsvEditors,
        Opportunity,
        303,
    );
    all.push(Route {
        body: "id={id}",
        ..chosen
    });
    all
}
