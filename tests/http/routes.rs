//! Every address of the portal once more, with what may be expected there: what the walks of other tests go through.

mod made;
mod many;
mod partner;
mod settings;

pub use made::{missing, new, trade, trades};

use consign::answers::Step;
use consign::web::paths;
use consign::web::typed_form::NOT_TYPED;
use std::collections::BTreeSet;

/// For whom an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Anybody,
    SignedIn,
    IsvViewers,
    IsvEditors,
    /// Everybody of an ISV or a partner.
    OwnViewers,
    /// Admins of an ISV or a partner.
    OwnAdmins,
    Operators,
    PartnerViewers,
    PartnerEditors,
}

/// What an address is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Nothing,
    Opportunity,
    Batch,
    Draft,
    Product,
    /// Partners are there for every ISV.
    Reseller,
    Document,
    /// An address on a list of notifications.
    Address,
    /// A mail that was given up: whoever's it is, the operator's business.
    Letter,
    /// An offer made from an ISV's opportunity.
    Offer,
    /// A spreadsheet that waits for its confirmation.
    Upload,
}

/// One method of one address.
#[derive(Debug, Clone)]
pub struct Route {
    /// The function of [`paths`] that makes the address.
    pub name: &'static str,
    pub method: &'static str,
    /// The address, with `{id}` in the place of an id.
    pub path: String,
    /// What is sent, likewise.
    pub body: &'static str,
    pub who: For,
    pub about: About,
    /// What somebody gets who may.
    pub status: u16,
}

impl Route {
    pub fn is_safe(&self) -> bool {
        self.method == "GET"
    }

    /// Whether somebody typed something of what is sent.
    pub fn is_typed(&self) -> bool {
        let mut fields = form_urlencoded::parse(self.body.as_bytes());
        fields.any(|(name, _)| !NOT_TYPED.contains(&name.as_ref()))
    }

    /// Whether it ends the session it is asked with.
    pub fn signs_out(&self) -> bool {
        ["sign_out", "sign_out_everywhere"].contains(&self.name)
    }
}

/// All pages: everything but the probes and the assets, which need no session and know no one.
#[expect(clippy::too_many_lines, reason = "one table")]
pub fn all() -> Vec<Route> {
    use About::{Batch, Document, Draft, Nothing, Offer, Opportunity, Product, Reseller};
    use For::{Anybody, IsvEditors, IsvViewers, SignedIn};
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
        // Without an account nothing is opened.
        route(
            "buyer_offer",
            "GET",
            paths::buyer_offer("secret"),
            Anybody,
            Nothing,
            200,
        ),
        route(
            "buyer_accept",
            "GET",
            paths::buyer_accept("secret"),
            Anybody,
            Nothing,
            303,
        ),
        route(
            "buyer_accept",
            "POST",
            paths::buyer_accept("secret"),
            Anybody,
            Nothing,
            422,
        ),
        route(
            "buyer_total",
            "POST",
            paths::buyer_total("secret"),
            Anybody,
            Nothing,
            422,
        ),
        route(
            "buyer_document",
            "GET",
            paths::buyer_document("secret", "document"),
            Anybody,
            Nothing,
            404,
        ),
        route("help", "GET", paths::help(), Anybody, Nothing, 200),
        route(
            "accessibility",
            "GET",
            paths::accessibility(),
            Anybody,
            Nothing,
            200,
        ),
        route("theme", "POST", paths::theme(), Anybody, Nothing, 303),
        route("sign_out", "POST", paths::sign_out(), Anybody, Nothing, 200),
        route("home", "GET", paths::home(), SignedIn, Nothing, 303),
        route("account", "GET", paths::account(), SignedIn, Nothing, 200),
        route("stay", "POST", paths::stay(), SignedIn, Nothing, 204),
        route(
            "sign_out_everywhere",
            "POST",
            paths::sign_out_everywhere(),
            SignedIn,
            Nothing,
            200,
        ),
        route(
            "document",
            "GET",
            paths::document(id),
            IsvViewers,
            Document,
            200,
        ),
        route(
            "isv_opportunities",
            "GET",
            paths::isv_opportunities(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_opportunities_csv",
            "GET",
            paths::isv_opportunities_csv(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_opportunity",
            "GET",
            paths::isv_opportunity(id),
            IsvViewers,
            Opportunity,
            200,
        ),
        route(
            "isv_opportunity_revoke",
            "GET",
            paths::isv_opportunity_revoke(id),
            IsvEditors,
            Opportunity,
            200,
        ),
        route(
            "isv_opportunity_revoke",
            "POST",
            paths::isv_opportunity_revoke(id),
            IsvEditors,
            Opportunity,
            303,
        ),
        route(
            "isv_opportunity_clone",
            "POST",
            paths::isv_opportunity_clone(id),
            IsvEditors,
            Opportunity,
            303,
        ),
        route(
            "isv_opportunity_aws",
            "GET",
            paths::isv_opportunity_aws(id),
            IsvViewers,
            Opportunity,
            200,
        ),
        route(
            "isv_opportunity_aws",
            "POST",
            paths::isv_opportunity_aws(id),
            IsvEditors,
            Opportunity,
            422,
        ),
        route(
            "isv_opportunity_aws_json",
            "GET",
            paths::isv_opportunity_aws_json(id),
            IsvViewers,
            Opportunity,
            200,
        ),
        // LogStream has no dimensions of its own to be added.
        route(
            "isv_opportunity_dimensions_json",
            "GET",
            paths::isv_opportunity_dimensions_json(id),
            IsvViewers,
            Opportunity,
            404,
        ),
        route(
            "isv_batch_aws",
            "GET",
            paths::isv_batch_aws(id),
            IsvViewers,
            Batch,
            200,
        ),
        route(
            "isv_batch_aws_json",
            "GET",
            paths::isv_batch_aws_json(id),
            IsvViewers,
            Batch,
            200,
        ),
        route(
            "isv_batch",
            "GET",
            paths::isv_batch(id),
            IsvViewers,
            Batch,
            200,
        ),
        route(
            "isv_batch_clone",
            "POST",
            paths::isv_batch_clone(id),
            IsvEditors,
            Batch,
            303,
        ),
        route(
            "isv_drafts",
            "GET",
            paths::isv_drafts(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_drafts",
            "POST",
            paths::isv_drafts(),
            IsvEditors,
            Nothing,
            303,
        ),
        route(
            "isv_draft_discard",
            "GET",
            paths::isv_draft_discard(id),
            IsvEditors,
            Draft,
            200,
        ),
        route(
            "isv_draft_discard",
            "POST",
            paths::isv_draft_discard(id),
            IsvEditors,
            Draft,
            303,
        ),
        route(
            "isv_draft_preview",
            "POST",
            paths::isv_draft_preview(id),
            IsvEditors,
            Draft,
            200,
        ),
        route(
            "isv_import",
            "GET",
            paths::isv_import(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_import",
            "POST",
            paths::isv_import(),
            IsvEditors,
            Nothing,
            422,
        ),
        route(
            "isv_terms_request",
            "GET",
            paths::isv_terms_request(),
            IsvEditors,
            Nothing,
            200,
        ),
        route(
            "isv_terms_request",
            "POST",
            paths::isv_terms_request(),
            IsvEditors,
            Nothing,
            422,
        ),
        route(
            "isv_terms_requests",
            "GET",
            paths::isv_terms_requests(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_offers",
            "GET",
            paths::isv_offers(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_offers_csv",
            "GET",
            paths::isv_offers_csv(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_offer",
            "GET",
            paths::isv_offer(id),
            IsvViewers,
            Offer,
            200,
        ),
        route(
            "isv_products",
            "GET",
            paths::isv_products(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_product",
            "GET",
            paths::isv_product(id),
            IsvViewers,
            Product,
            200,
        ),
        route(
            "isv_resellers",
            "GET",
            paths::isv_resellers(),
            IsvViewers,
            Nothing,
            200,
        ),
        route(
            "isv_reseller",
            "GET",
            paths::isv_reseller(id),
            IsvViewers,
            Reseller,
            200,
        ),
    ];
    all.extend(many::all());
    all.extend(partner::all());
    for (act, status) in [
        ("id={id}&do=view", 303),
        ("id={id}&do=clone", 303),
        ("id={id}&do=revoke", 303),
    ] {
        let path = paths::isv_opportunities_selected();
        let selected = route(
            "isv_opportunities_selected",
            "POST",
            path,
            IsvEditors,
            Opportunity,
            status,
        );
        all.push(Route {
            body: act,
            ..selected
        });
    }
    all.extend(settings::all());
    let steps = Step::ALL.map(Step::as_str);
    for place in steps.into_iter().chain(["review", "all"]) {
        let path = paths::isv_draft(id, place);
        // LogStream is no SaaS contract, so its dimensions lead on.
        let shown = if place == "dimensions" { 303 } else { 200 };
        all.push(route(
            "isv_draft",
            "GET",
            path.clone(),
            IsvEditors,
            Draft,
            shown,
        ));
        // Without a version nothing is saved.
        all.push(route("isv_draft", "POST", path, IsvEditors, Draft, 409));
    }
    all
}

/// The methods and addresses in the source of the route tables.
fn in_source() -> BTreeSet<(String, String)> {
    let source = concat!(
        include_str!("../../src/web/routes.rs"),
        include_str!("../../src/web/isv/mod.rs"),
        include_str!("../../src/web/settings/mod.rs"),
        include_str!("../../src/web/operator/mod.rs"),
        include_str!("../../src/web/partner/mod.rs")
    );
    let closed_up: String = source.split_whitespace().collect();
    let mut found = BTreeSet::new();
    for entry in closed_up.split("resource(paths::").skip(1) {
        let entry = entry.split(".service(").next().unwrap_or_default();
        let (name, handlers) = entry.split_once('(').expect("a function");
        for (call, method) in [(".get(", "GET"), (".post(", "POST")] {
            if handlers.contains(call) {
                found.insert((method.to_owned(), name.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_route_of_the_portal_is_walked() {
    let walked: BTreeSet<_> = all()
        .into_iter()
        .map(|route| (route.method.to_owned(), route.name.to_owned()))
        .collect();
    let mut there = in_source();
    assert!(there.len() > 20, "{there:?}");
    // Signing in has tests of its own and needs no session.
    for method in ["GET", "POST"] {
        there.remove(&(method.to_owned(), "sign_in".to_owned()));
    }
    assert_eq!(walked, there);
}
