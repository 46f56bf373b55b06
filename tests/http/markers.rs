//! A marker is planted in everything that a side must not see, and searched for in all that side gets: every page, every
//! file that a page leads to, every answer to a form that is refused, every mail. Whoever may see a marker has to find it,
//! so the search is not blind.

mod acts;
mod answers;
mod planted;
mod scheduled;
mod search;
mod strangers;
mod table;
mod texts;

use crate::client::{Client, Response};
use crate::offered::{ALPINE, BELLOWS};
use crate::portal::{TestPortal, on_each_database};
use crate::routes::{self, For, Route};
use crate::trade::{ADMIN, OTHER_PARTNER, PARTNER, STRANGER};
use consign::store::outbox::Leased;
use planted::{Planted, by_link, plant};
use search::Search;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{Cursor, Read};

/// A side of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Northwind.
    Isv,
    /// Fabrikam, which has no part in it.
    OtherIsv,
    /// Contoso.
    Partner,
    /// Harbor, which was given the same opportunity.
    OtherPartner,
    /// Who has the links to Contoso's offers, and the account that accepted them.
    Buyer,
    /// Who has the same links and another account of the buyer's.
    OtherAccount,
    Operator,
}

use Side::{Buyer, Isv, Operator, OtherAccount, OtherIsv, OtherPartner, Partner};

impl Side {
    const ALL: [Self; 7] = [
        Isv,
        OtherIsv,
        Partner,
        OtherPartner,
        Buyer,
        OtherAccount,
        Operator,
    ];

    /// An admin of it, who may see the most.
    fn browser(self, portal: &TestPortal) -> Client {
        match self {
            Isv => portal.sign_in(ADMIN),
            OtherIsv => portal.sign_in(STRANGER),
            Partner => portal.sign_in(PARTNER),
            OtherPartner => portal.sign_in(OTHER_PARTNER),
            Buyer | OtherAccount => portal.anonymous(),
            Operator => portal.sign_in("operator@portal.example"),
        }
    }

    /// Whom a letter is to.
    fn of(letter: &Leased) -> Self {
        match letter.recipient.split_once('@').map(|(_, domain)| domain) {
            Some("northwind.example") => Isv,
            Some("fabrikam.example") => OtherIsv,
            Some("contoso.example") => Partner,
            Some("harbor.example") => OtherPartner,
            // The channel desk of a portal that was told no other.
            Some("localhost") => Operator,
            other => panic!("who is {other:?}?"),
        }
    }

    /// The account by which a buyer opens links.
    fn account(self) -> Option<&'static str> {
        match self {
            Buyer => Some(ALPINE),
            OtherAccount => Some(BELLOWS),
            Isv | OtherIsv | Partner | OtherPartner | Operator => None,
        }
    }

    /// The routes it goes by. Who is not signed in gets the same everywhere but by a link, so one walks everywhere for both.
    fn routes(self) -> impl Iterator<Item = Route> {
        let all = routes::all().into_iter();
        all.filter(move |route| self != OtherAccount || by_link(route))
    }

    /// Whether a route is for such a side.
    fn may(self, route: &Route) -> bool {
        match (route.who, self) {
            (For::Anybody, _) => true,
            (_, Buyer | OtherAccount) => false,
            (For::SignedIn, _) => true,
            (For::Operators, _) => self == Operator,
            (For::IsvViewers | For::IsvEditors, _) => matches!(self, Isv | OtherIsv),
            (For::PartnerViewers | For::PartnerEditors, _) => {
                matches!(self, Partner | OtherPartner)
            }
            (For::OwnViewers | For::OwnAdmins, _) => self != Operator,
        }
    }
}

/// Everything of an answer: what it says of itself, and its body, a workbook's files one after the other.
fn all_of(answer: &Response) -> String {
    let mut text = format!("{:?}\n", answer.headers);
    if !answer.body.starts_with(b"PK") {
        return text + &String::from_utf8_lossy(&answer.body);
    }
    let mut files = zip::ZipArchive::new(Cursor::new(&answer.body)).expect("a workbook");
    for number in 0..files.len() {
        let mut file = files.by_index(number).expect("a file of it");
        file.read_to_string(&mut text).expect("it is text");
    }
    text
}

/// The files that a page leads to.
fn files(answer: &Response) -> Vec<String> {
    let kind = answer.header("content-type").unwrap_or_default();
    if answer.status != 200 || !kind.starts_with("text/html") {
        return Vec::new();
    }
    let links = "a[download], a[href*='.csv'], a[href*='.json'], a[href*='/files/'], \
                 a[href*='/documents/']";
    let mut found = answer.page().attributes(links, "href");
    found.retain(|link| link.starts_with('/'));
    found
}

/// All pages of the portal as a side gets them, and the files they lead to.
fn walked(portal: &TestPortal, side: Side, planted: &Planted) -> Vec<(String, String)> {
    let browser = side.browser(portal);
    let mut got: BTreeMap<String, Response> = BTreeMap::new();
    for route in side.routes().filter(Route::is_safe) {
        let addresses = planted.addresses(side, &route);
        let mut waiting = addresses.clone();
        while let Some(path) = waiting.pop() {
            if let Entry::Vacant(place) = got.entry(path) {
                let answer = browser.get(place.key());
                waiting.extend(files(&answer));
                place.insert(answer);
            }
        }
        let is_open = addresses.iter().any(|path| got[path].status == 200);
        let opens = route.status == 200 && side.may(&route);
        assert!(is_open || !opens, "{side:?} {}", route.path);
    }
    got.into_iter()
        .map(|(path, answer)| {
            let text = all_of(&answer);
            // Who is sent to sign in is sent back to what they asked for.
            let told = match answer.status {
                303 => planted.without_ids_of(&path, text),
                _ => text,
            };
            (path, told)
        })
        .collect()
}

/// All that a side gets: where it reads it, and all that is there.
fn got(portal: &TestPortal, side: Side, planted: &Planted) -> Vec<(String, String)> {
    let mut got = walked(portal, side, planted);
    let letters = planted.letters.iter();
    for letter in letters.filter(|letter| Side::of(letter) == side) {
        let place = format!("mail to {}: {}", letter.recipient, letter.subject);
        let text = [&*letter.subject, &letter.text, &letter.html].join("\n");
        got.push((place, text));
    }
    if side == Buyer {
        let bought = planted.bought.iter();
        got.extend(bought.map(|(path, answer)| (path.clone(), all_of(answer))));
    }
    got.extend(answers::to(portal, side, planted));
    got
}

#[test]
fn every_side_finds_what_it_may_see_and_no_marker_of_anything_else() {
    on_each_database(|portal| {
        let planted = plant(portal);
        let table = table::table(&planted);
        let search = Search::new(table.iter().map(|(marker, _)| marker.as_str()));
        let mut wrong = Vec::new();
        for side in Side::ALL {
            let got = got(portal, side, &planted);
            let found = search.places(&got);
            for (marker, may) in &table {
                match (found.get(marker.as_str()), may.contains(&side)) {
                    (Some(place), false) => {
                        wrong.push(format!("{side:?} reads {marker} in {place}"));
                    }
                    (None, true) => wrong.push(format!("{side:?} finds {marker} nowhere")),
                    (Some(_), true) | (None, false) => {}
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn mails_tell_each_side_its_own_figures() {
    on_each_database(|portal| {
        let letters = plant(portal).letters;
        for (side, told, figure) in [
            (Isv, true, "1,280.00"),
            (Isv, false, "217.60"),
            (Isv, true, "3,217.31"),
            (Isv, false, "3,919.53"),
            (Isv, false, "8,647.12"),
            (Partner, true, "217.60"),
            (Partner, true, "1,497.60"),
            (Partner, true, "8,647.12"),
            (Partner, false, "243.20"),
            (OtherPartner, true, "243.20"),
            (OtherPartner, false, "217.60"),
            (OtherPartner, false, "3,217.31"),
        ] {
            let mut theirs = letters.iter().filter(|letter| Side::of(letter) == side);
            let found =
                theirs.any(|letter| letter.text.contains(figure) || letter.html.contains(figure));
            assert_eq!(found, told, "{side:?} {figure}");
        }
    });
}
