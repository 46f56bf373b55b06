//! The table of who gets what: who asks, whose thing is asked for, and what comes of it.

use crate::client::{Client, Response};
use crate::offered::ALPINE;
use crate::portal::TestPortal;
use crate::routes::{self, About, For, Route, SECRET};
use crate::trade::{
    ADMIN, CONTOSO, HARBOR, MEMBER, OTHER_PARTNER, PARTNER, PARTNER_VIEWER, STRANGER, Trade, VIEWER,
};
use consign::web::paths;

const PARTNER_MEMBER: &str = "member@contoso.example";

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    Nobody,
    Admin,
    Member,
    Viewer,
    /// An admin of another ISV.
    Stranger,
    /// An admin of the partner that has the opportunities.
    Partner,
    PartnerMember,
    PartnerViewer,
    /// An admin of another partner.
    OtherPartner,
    Operator,
    /// Who has no account, but the link to an offer of Contoso's and an account it is for.
    Holder,
}

impl Asker {
    pub const ALL: [Self; 11] = [
        Self::Nobody,
        Self::Holder,
        Self::Admin,
        Self::Member,
        Self::Viewer,
        Self::Stranger,
        Self::Partner,
        Self::PartnerMember,
        Self::PartnerViewer,
        Self::OtherPartner,
        Self::Operator,
    ];

    pub fn browser(self, portal: &TestPortal) -> Client {
        match self {
            Self::Nobody | Self::Holder => portal.anonymous(),
            Self::Admin => portal.sign_in(ADMIN),
            Self::Member => portal.sign_in(MEMBER),
            Self::Viewer => portal.sign_in(VIEWER),
            Self::Stranger => portal.sign_in(STRANGER),
            Self::Partner => portal.sign_in(PARTNER),
            Self::PartnerMember => portal.sign_in(PARTNER_MEMBER),
            Self::PartnerViewer => portal.sign_in(PARTNER_VIEWER),
            Self::OtherPartner => portal.sign_in(OTHER_PARTNER),
            Self::Operator => portal.sign_in("operator@portal.example"),
        }
    }

    /// All that can be asked. Who has a link may ask for any document by it, and what its offer comes to is worked out.
    pub fn routes(self) -> Vec<Route> {
        let mut all = routes::all();
        if self != Self::Holder {
            return all;
        }
        for route in &mut all {
            match route.name {
                "buyer_document" => {
                    route.path = paths::buyer_document(SECRET, "{id}");
                    route.about = About::Document;
                }
                "buyer_total" => route.status = 200,
                _ => {}
            }
        }
        all
    }

    /// Asks about a thing. Who has a link asks by its secret where there is one, and says the account everywhere.
    pub fn ask(self, browser: &Client, route: &Route, id: &str, secret: &str) -> Response {
        let mut path = route.path.replace("{id}", id);
        let mut body = route.body.replace("{id}", id);
        if self == Self::Holder {
            if !route.is_safe() && path.contains(SECRET) {
                body = format!("account={ALPINE}");
            }
            let more = if path.contains('?') { '&' } else { '?' };
            path = format!("{}{more}account={ALPINE}", path.replace(SECRET, secret));
        }
        match route.method {
            "GET" => browser.get(&path),
            method => browser.request(method, &path).form(body).send(),
        }
    }

    /// Whether it has an account of the portal.
    pub fn is_signed_in(self) -> bool {
        !matches!(self, Self::Nobody | Self::Holder)
    }

    fn is_admin(self) -> bool {
        matches!(
            self,
            Self::Admin | Self::Stranger | Self::Partner | Self::OtherPartner
        )
    }

    fn is_northwinds(self) -> bool {
        matches!(self, Self::Admin | Self::Member | Self::Viewer)
    }

    fn is_isv(self) -> bool {
        self.is_northwinds() || self == Self::Stranger
    }

    fn is_contosos(self) -> bool {
        matches!(
            self,
            Self::Partner | Self::PartnerMember | Self::PartnerViewer
        )
    }

    fn is_partner(self) -> bool {
        self.is_contosos() || self == Self::OtherPartner
    }
}

/// Whose thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Northwinds,
    Fabrikams,
    /// What Contoso brought in itself.
    Contosos,
    /// What Harbor brought in itself, and what Northwind gave to Harbor alone.
    Harbors,
    Missing,
    Malformed(&'static str),
}

const THINGS: [Thing; 7] = [
    Thing::Northwinds,
    Thing::Fabrikams,
    Thing::Missing,
    Thing::Malformed("x"),
    Thing::Malformed("%00"),
    Thing::Malformed("usr_01h455vb4pex5vsknk084sn02q"),
    Thing::Malformed("%F0%9F%98%80'--"),
];

impl Thing {
    /// Whose things there are of a kind. What an ISV gives, it gives to Contoso unless it is Harbor's.
    pub fn all(about: About) -> Vec<Self> {
        let more: &[Self] = match about {
            About::Nothing => return vec![Self::Northwinds],
            About::Opportunity | About::Offer | About::OfferDraft => &[Self::Harbors],
            About::Document | About::Address | About::Person => &[Self::Contosos, Self::Harbors],
            About::Batch
            | About::Draft
            | About::Product
            | About::Reseller
            | About::Letter
            | About::TermsRequest
            | About::Upload => &[],
        };
        [&THINGS, more].concat()
    }

    /// A new one.
    fn new_id(self, [northwind, fabrikam]: &[Trade<'_>; 2], about: About) -> String {
        match self {
            Self::Northwinds => routes::new(northwind, about),
            Self::Fabrikams => routes::new(fabrikam, about),
            Self::Contosos => routes::of_partner(northwind, (PARTNER, CONTOSO), about),
            Self::Harbors => routes::of_partner(northwind, (OTHER_PARTNER, HARBOR), about),
            Self::Missing => routes::missing(about).to_owned(),
            Self::Malformed(id) => id.to_owned(),
        }
    }

    /// Whether it is of the organisation of who asks.
    fn is_own(self, asker: Asker) -> bool {
        match self {
            Self::Northwinds => asker.is_northwinds(),
            Self::Fabrikams => asker == Asker::Stranger,
            Self::Contosos => asker.is_contosos(),
            Self::Harbors => asker == Asker::OtherPartner,
            Self::Missing | Self::Malformed(_) => false,
        }
    }

    /// Whether who asks, of an ISV, gave it or may choose it.
    fn is_of_isv(self, asker: Asker, about: About) -> bool {
        match self {
            // Partners are there for every ISV.
            Self::Northwinds | Self::Fabrikams if about == About::Reseller => true,
            Self::Harbors => asker.is_northwinds(),
            Self::Northwinds
            | Self::Fabrikams
            | Self::Contosos
            | Self::Missing
            | Self::Malformed(_) => self.is_own(asker),
        }
    }

    /// Whether who asks, of a partner, was given it or made it of that.
    fn is_of_partner(self, asker: Asker) -> bool {
        match self {
            // Both ISVs grant what they grant to the same partner.
            Self::Northwinds | Self::Fabrikams => asker.is_contosos(),
            Self::Contosos | Self::Harbors | Self::Missing | Self::Malformed(_) => {
                self.is_own(asker)
            }
        }
    }

    fn is_there(self) -> bool {
        !matches!(self, Self::Missing | Self::Malformed(_))
    }
}

/// The things that were made for the walk, which goes on with them until a request may have changed them.
#[derive(Default)]
pub struct Made(Vec<(Thing, About, String)>);

impl Made {
    /// A thing that nobody has changed yet.
    pub fn id(&mut self, thing: Thing, trades: &[Trade<'_>; 2], about: About) -> String {
        let known = |(whose, kind, _): &&(Thing, About, String)| (*whose, *kind) == (thing, about);
        if let Some((.., id)) = self.0.iter().find(known) {
            return id.clone();
        }
        let id = thing.new_id(trades, about);
        self.0.push((thing, about, id.clone()));
        id
    }

    /// Those of a kind may have been changed.
    pub fn forget(&mut self, about: About) {
        self.0.retain(|(_, kind, _)| *kind != about);
    }
}

/// The table: what somebody gets.
pub fn expected(route: &Route, asker: Asker, thing: Thing) -> u16 {
    let of_nothing = route.about == About::Nothing;
    let may = match (route.who, asker) {
        (For::Anybody, _) => true,
        // What was typed comes with the way to sign in, save where one could not come back to the address.
        (_, Asker::Nobody | Asker::Holder) if matches!(thing, Thing::Malformed(id) if id.contains('%')) =>
        {
            return 303;
        }
        (_, Asker::Nobody | Asker::Holder) if route.is_typed() => return 401,
        (_, Asker::Nobody | Asker::Holder) => return 303,
        (For::SignedIn, _) => true,
        (For::OwnViewers | For::OwnAdmins, Asker::Operator) => false,
        (For::OwnAdmins, _) if !asker.is_admin() => return 403,
        (For::OwnViewers | For::OwnAdmins, _) => of_nothing || thing.is_own(asker),
        (For::Operators, _) => asker == Asker::Operator && thing.is_there(),
        (For::IsvEditors, Asker::Viewer) => return 403,
        (For::IsvViewers | For::IsvEditors, _) => {
            asker.is_isv() && (of_nothing || thing.is_of_isv(asker, route.about))
        }
        (For::PartnerEditors, Asker::PartnerViewer) => return 403,
        (For::PartnerViewers | For::PartnerEditors, _) => {
            asker.is_partner() && (of_nothing || thing.is_of_partner(asker))
        }
    };
    if may { route.status } else { 404 }
}
