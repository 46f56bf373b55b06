//! Every address of the portal once more, with what may be expected there: what the walks of other tests go through.

mod everybody;
mod isv;
mod made;
mod partner;

pub use everybody::SECRET;
pub use made::{begun, listed, missing, new, of_partner, trade, trades};

use consign::web::typed_form::is_typed;
use std::collections::BTreeSet;

/// For whom an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Anybody,
    SignedIn,
    IsvViewers,
    IsvEditors,
    /// Everybody of the ISV or the partner that has it.
    OwnViewers,
    /// Its admins.
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
    /// What an ISV or a partner uploaded.
    Document,
    /// An address on a list of notifications.
    Address,
    /// A mail that was given up: whoever's it is, the operator's business.
    Letter,
    /// An offer made from an ISV's opportunity.
    Offer,
    /// A partner's draft of an offer from an ISV's opportunity.
    OfferDraft,
    /// What an ISV asked of the channel desk.
    TermsRequest,
    /// Somebody of an ISV or a partner.
    Person,
    /// A spreadsheet that waits for its confirmation.
    Upload,
}

impl About {
    pub const ALL: [Self; 14] = [
        Self::Nothing,
        Self::Opportunity,
        Self::Batch,
        Self::Draft,
        Self::Product,
        Self::Reseller,
        Self::Document,
        Self::Address,
        Self::Letter,
        Self::Offer,
        Self::OfferDraft,
        Self::TermsRequest,
        Self::Person,
        Self::Upload,
    ];
}

/// One method of one address.
#[derive(Debug, Clone)]
pub struct Route {
    /// The function of [`consign::web::paths`] that makes the address.
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
        fields.any(|(name, _)| is_typed(&name))
    }

    /// Whether it ends the session it is asked with.
    pub fn signs_out(&self) -> bool {
        ["sign_out", "sign_out_everywhere"].contains(&self.name)
    }
}

/// A table of routes, a line each: method, the function that makes the address, `? query` and `+ body` where there are any,
/// for whom it is, what it is about, and what somebody gets who may.
macro_rules! table {
    ($($method:ident $name:ident($($part:expr),*) $(? $query:literal)? $(+ $body:literal)? $who:ident $about:ident $status:literal;)*) => {
        vec![$($crate::routes::Route {
            name: stringify!($name),
            method: stringify!($method),
            path: consign::web::paths::$name($($part),*) $(+ "?" + $query)?,
            body: concat!($($body)?),
            who: $crate::routes::For::$who,
            about: $crate::routes::About::$about,
            status: $status,
        },)*]
    };
}
use table;

/// All pages: everything but the probes and the assets, which need no session and know no one.
pub fn all() -> Vec<Route> {
    [everybody::all(), isv::all(), partner::all()].concat()
}

/// The methods and addresses in the source of the route tables.
fn in_source() -> BTreeSet<(String, String)> {
    let source = concat!(
        include_str!("../../src/web/routes.rs"),
        include_str!("../../src/web/people/mod.rs"),
        include_str!("../../src/web/isv/mod.rs"),
        include_str!("../../src/web/settings/mod.rs"),
        include_str!("../../src/web/operator/mod.rs"),
        include_str!("../../src/web/partner/mod.rs"),
        include_str!("../../src/web/partner/offers/mod.rs"),
        include_str!("../../src/web/partner/wizard/mod.rs")
    );
    let closed_up: String = source.split_whitespace().collect();
    let mut found = BTreeSet::new();
    for entry in closed_up.split("resource(paths::").skip(1) {
        let entry = entry.split(';').next().unwrap_or_default();
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

/// What is tried again and again waits ever longer, so no walk can pass it; it needs no session and has tests of its own.
const SLOWED_DOWN: [(&str, &str); 6] = [
    ("GET", "sign_in"),
    ("POST", "sign_in"),
    ("GET", "password_reset"),
    ("POST", "password_reset"),
    ("GET", "invitation"),
    ("POST", "invitation"),
];

#[test]
fn every_route_of_the_portal_is_walked() {
    let mut walked: BTreeSet<_> = all()
        .into_iter()
        .map(|route| (route.method.to_owned(), route.name.to_owned()))
        .collect();
    for (method, name) in SLOWED_DOWN {
        walked.insert((method.to_owned(), name.to_owned()));
    }
    assert_eq!(walked, in_source());
}
