//! Who reaches what: every route, by everybody, for things of their own, of others, and for what does not exist.

use crate::client::{Client, Response};
use crate::portal::{TestPortal, on_each_database};
use crate::routes::{self, About, For, Route};
use crate::trade::{
    ADMIN, MEMBER, OTHER_PARTNER, PARTNER, PARTNER_VIEWER, STRANGER, VIEWER, add_partner_viewer,
};
use consign::store::{drafts, offers};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asker {
    Nobody,
    Admin,
    Member,
    Viewer,
    /// An admin of another ISV.
    Stranger,
    /// An admin of the partner that has the opportunities.
    Partner,
    PartnerViewer,
    /// An admin of another partner.
    OtherPartner,
    Operator,
}

impl Asker {
    const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Admin,
        Self::Member,
        Self::Viewer,
        Self::Stranger,
        Self::Partner,
        Self::PartnerViewer,
        Self::OtherPartner,
        Self::Operator,
    ];

    fn browser(self, portal: &TestPortal) -> Client {
        match self {
            Self::Nobody => portal.anonymous(),
            Self::Admin => portal.sign_in(ADMIN),
            Self::Member => portal.sign_in(MEMBER),
            Self::Viewer => portal.sign_in(VIEWER),
            Self::Stranger => portal.sign_in(STRANGER),
            Self::Partner => portal.sign_in(PARTNER),
            Self::PartnerViewer => portal.sign_in(PARTNER_VIEWER),
            Self::OtherPartner => portal.sign_in(OTHER_PARTNER),
            Self::Operator => portal.sign_in("operator@portal.example"),
        }
    }

    fn is_admin(self) -> bool {
        matches!(
            self,
            Self::Admin | Self::Stranger | Self::Partner | Self::OtherPartner
        )
    }

    fn is_partner(self) -> bool {
        matches!(
            self,
            Self::Partner | Self::PartnerViewer | Self::OtherPartner
        )
    }

    fn is_isv(self) -> bool {
        matches!(
            self,
            Self::Admin | Self::Member | Self::Viewer | Self::Stranger
        )
    }
}

/// Whose thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Northwinds,
    Fabrikams,
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

/// The table: what somebody gets.
fn expected(route: &Route, asker: Asker, thing: Thing) -> u16 {
    let theirs = match thing {
        _ if route.about == About::Nothing => true,
        Thing::Northwinds if route.about == About::Reseller => true,
        Thing::Fabrikams if route.about == About::Reseller => true,
        Thing::Northwinds => asker != Asker::Stranger,
        Thing::Fabrikams => asker == Asker::Stranger,
        Thing::Missing | Thing::Malformed(_) => false,
    };
    match (route.who, asker) {
        (For::Anybody, _) => route.status,
        // What was typed comes with the way to sign in, save where one could not come back to the address.
        (_, Asker::Nobody) if matches!(thing, Thing::Malformed(id) if id.contains('%')) => 303,
        (_, Asker::Nobody) if route.is_typed() => 401,
        (_, Asker::Nobody) => 303,
        (For::SignedIn, _) => route.status,
        (For::OwnViewers, Asker::Operator) | (For::OwnAdmins, Asker::Operator) => 404,
        (For::OwnViewers, _) => route.status,
        (For::OwnAdmins, _) if !asker.is_admin() => 403,
        // Partners have things of their own, which this walk has not.
        (For::OwnAdmins, Asker::Partner | Asker::OtherPartner) if route.about != About::Nothing => {
            404
        }
        (For::OwnAdmins, _) if theirs => route.status,
        (For::OwnAdmins, _) => 404,
        (For::Operators, Asker::Operator) => match thing {
            Thing::Northwinds | Thing::Fabrikams => route.status,
            Thing::Missing | Thing::Malformed(_) => 404,
        },
        (For::Operators, _) => 404,
        (For::IsvViewers | For::IsvEditors, _) if !asker.is_isv() => 404,
        (For::IsvEditors, Asker::Viewer) => 403,
        (For::IsvViewers | For::IsvEditors, _) if theirs => route.status,
        (For::IsvViewers | For::IsvEditors, _) => 404,
        (For::PartnerViewers | For::PartnerEditors, _) if !asker.is_partner() => 404,
        (For::PartnerEditors, Asker::PartnerViewer) => 403,
        // Both ISVs grant what they grant to the same partner.
        (For::PartnerViewers | For::PartnerEditors, _) => match thing {
            _ if route.about == About::Nothing => route.status,
            Thing::Northwinds | Thing::Fabrikams if asker != Asker::OtherPartner => route.status,
            Thing::Northwinds | Thing::Fabrikams | Thing::Missing | Thing::Malformed(_) => 404,
        },
    }
}

fn ask(browser: &Client, route: &Route, id: &str) -> Response {
    let path = route.path.replace("{id}", id);
    match route.method {
        "GET" => browser.get(&path),
        method => browser
            .request(method, &path)
            .form(route.body.replace("{id}", id))
            .send(),
    }
}

#[test]
fn everybody_reaches_what_is_theirs_and_nothing_else() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        add_partner_viewer(portal);
        let mut cells = 0;
        for asker in Asker::ALL {
            let mut browser = asker.browser(portal);
            let nowhere = browser.get("/nowhere");
            for route in routes::all() {
                let things = if route.about == About::Nothing {
                    &THINGS[..1]
                } else {
                    &THINGS
                };
                for thing in things {
                    let id = match thing {
                        Thing::Northwinds => routes::new(&northwind, route.about),
                        Thing::Fabrikams => routes::new(&fabrikam, route.about),
                        Thing::Missing => routes::missing(route.about).to_owned(),
                        Thing::Malformed(id) => (*id).to_owned(),
                    };
                    let answer = ask(&browser, &route, &id);
                    if route.signs_out() {
                        browser = asker.browser(portal);
                    }
                    let cell = format!(
                        "{asker:?} {} {} {} {thing:?}",
                        route.method, route.path, route.body
                    );
                    assert_eq!(
                        answer.status,
                        expected(&route, asker, *thing),
                        "{cell}: {}",
                        answer.text()
                    );
                    if answer.status == 404 {
                        assert_eq!(answer.body, nowhere.body, "{cell}");
                    }
                    if asker == Asker::Nobody && route.who != For::Anybody && answer.status == 303 {
                        assert!(answer.location().starts_with("/sign-in?next="), "{cell}");
                    }
                    cells += 1;
                }
                discard_drafts(portal);
            }
        }
        assert!(cells > 1000, "{cells}");
    });
}

/// Everybody may have fifty drafts, which this walk would soon exceed.
fn discard_drafts(portal: &TestPortal) {
    for trade in routes::trades(portal) {
        let discarded = portal.db.write_now(|c| {
            for draft in drafts::list(c, &trade.scope)? {
                drafts::discard(c, &trade.scope, draft.id)?;
            }
            Ok(())
        });
        discarded.expect("they can be discarded");
    }
    for email in [PARTNER, OTHER_PARTNER] {
        let (_, scope) = crate::offered::partner(portal, email);
        let discarded = portal.db.write_now(|c| {
            for draft in offers::drafts::list(c, &scope, None)? {
                offers::drafts::discard(c, &scope, draft.id)?;
            }
            Ok(())
        });
        discarded.expect("they can be discarded");
    }
}

#[test]
fn what_is_anothers_is_not_on_any_list() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        for about in [About::Opportunity, About::Draft, About::Document] {
            routes::new(&northwind, about);
        }
        let id = routes::new(&fabrikam, About::Opportunity);
        let stranger = portal.sign_in(STRANGER);
        for path in [
            "/isv/opportunities",
            "/isv/opportunities.csv",
            "/isv/drafts",
            "/isv/products",
        ] {
            let text = stranger.get(path).text().to_owned();
            assert!(
                !text.contains("LogStream") && !text.contains("Northwind"),
                "{path}: {text}"
            );
        }
        let rows = stranger
            .get("/isv/opportunities")
            .page()
            .attributes("tr[data-id]", "data-id");
        assert_eq!(rows, [id]);
        let eula = stranger
            .post("/isv/drafts", &[])
            .location()
            .replace("details", "eula");
        assert!(!stranger.get(&eula).text().contains("Reuse"));
    });
}

#[test]
fn a_role_that_is_taken_away_is_gone_at_the_next_click() {
    on_each_database(|portal| {
        let member = portal.sign_in(MEMBER);
        assert_eq!(member.get("/isv/drafts").status, 200);
        let disabled = portal.db.write_now(|c| {
            let user = consign::store::users::by_email(c, MEMBER)?.expect("somebody");
            consign::store::users::set_disabled(c, user.id, true)
        });
        assert!(disabled.expect("it can be changed"));
        assert_eq!(member.get("/isv/drafts").status, 303);
        assert_eq!(member.post("/isv/drafts", &[]).status, 303);
    });
}
