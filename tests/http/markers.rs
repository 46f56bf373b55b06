//! A marker is planted in everything that a side must not see, and searched for in all that side gets: every page, every
//! file that a page leads to, every mail. Whoever may see a marker has to find it, so the search is not blind.

mod planted;

use crate::client::{Client, Response};
use crate::notifications::letters;
use crate::offered::{
    ABOUT, AMENDMENT, CONTRACT, DESCRIPTION, MARKUP, OPPORTUNITY, PRICES, WHOLESALE,
};
use crate::portal::{TestPortal, on_each_database};
use crate::routes::{self, For, Route};
use crate::trade::{ADMIN, OTHER_PARTNER, PARTNER, STRANGER};
use consign::store::outbox::Leased;
use planted::{Planted, plant};
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
    /// Who has the link to Contoso's offer.
    Buyer,
    Operator,
}

use Side::{Buyer, Isv, Operator, OtherIsv, OtherPartner, Partner};

impl Side {
    const ALL: [Self; 6] = [Isv, OtherIsv, Partner, OtherPartner, Buyer, Operator];

    /// An admin of it, who may see the most.
    fn browser(self, portal: &TestPortal) -> Client {
        match self {
            Isv => portal.sign_in(ADMIN),
            OtherIsv => portal.sign_in(STRANGER),
            Partner => portal.sign_in(PARTNER),
            OtherPartner => portal.sign_in(OTHER_PARTNER),
            Buyer => portal.anonymous(),
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

    /// Whether a route is for a side that has a thing of every kind to be shown there.
    fn opens(self, route: &Route) -> bool {
        let who = match self {
            Isv => [For::IsvViewers, For::IsvEditors],
            Partner => [For::PartnerViewers, For::PartnerEditors],
            Operator => [For::Operators, For::SignedIn],
            OtherIsv | OtherPartner | Buyer => return false,
        };
        route.status == 200 && who.contains(&route.who)
    }
}

/// Each marker, and who may see it.
fn table(planted: &Planted) -> Vec<(String, &'static [Side])> {
    use planted::*;
    // What the buyer pays, what of it is the partner's, and what the partner owes.
    let mut all: Vec<(&str, &'static [Side])> = vec![
        ("1,497.60", &[Partner, Buyer]),
        ("1497.60", &[Partner]),
        ("217.60", &[Partner]),
        ("1,280.00", &[Isv, Partner, OtherPartner]),
        (MARKUP, &[Partner]),
        (DESCRIPTION, &[Partner]),
        (AMENDMENT, &[Partner, Buyer]),
        (AMENDMENT_TEXT, &[Partner, Buyer]),
        (OFFER, &[Isv, Partner, Buyer]),
        (OFFER_DRAFT, &[Partner]),
        (OFFER_DRAFT_ABOUT, &[Partner]),
        (PARTNER_LIST, &[Partner]),
        ("member@contoso.example", &[Partner]),
        // What Harbor was given, and makes of it.
        // Every ISV chooses among the partners.
        ("Harbor Channel", &[Isv, OtherIsv, OtherPartner, Operator]),
        (OTHER_REVOKED, &[Isv, OtherPartner]),
        (WHY_OTHER_REVOKED, &[Isv, OtherPartner]),
        (OTHER_OFFER, &[Isv, OtherPartner]),
        (OTHER_DESCRIPTION, &[OtherPartner]),
        (OTHER_MARKUP, &[OtherPartner]),
        ("15.232", &[OtherPartner]),
        ("1,523.20", &[OtherPartner]),
        ("243.20", &[OtherPartner]),
        (OTHER_AMENDMENT, &[OtherPartner]),
        (OTHER_AMENDMENT_TEXT, &[OtherPartner]),
        (OTHER_LIST, &[OtherPartner]),
        // What the ISV gives, and what it keeps to itself.
        (OPPORTUNITY, &[Isv, Partner, OtherPartner]),
        (ABOUT, &[Isv, Partner, OtherPartner]),
        (CONTRACT, &[Isv, Partner, OtherPartner]),
        (CONTRACT_TEXT, &[Isv, Partner, OtherPartner]),
        (EULA_TEXT, &[Isv, Partner, OtherPartner, Buyer]),
        (REVOKED, &[Isv, Partner]),
        (WHY_REVOKED, &[Isv, Partner]),
        (ENDED, &[Isv, Partner]),
        (WHY_ENDED, &[Isv, Partner]),
        (UNUSED, &[Isv]),
        (UNUSED_TEXT, &[Isv]),
        (DRAFT, &[Isv]),
        (UPLOAD, &[Isv]),
        (UPLOADED, &[Isv]),
        (REQUEST, &[Isv, Operator]),
        (NEEDED, &[Isv, Operator]),
        (ISV_LIST, &[Isv]),
        ("member@northwind.example", &[Isv]),
        // The buyer's other account, and what only its link knows.
        ("9500 9500 9500", &[Isv, Partner, OtherPartner]),
        (&planted.secret, &[Buyer]),
        (&planted.batch, &[Isv]),
        (&planted.opportunities[0], &[Isv, Partner]),
        (&planted.opportunities[1], &[Isv, OtherPartner]),
    ];
    all.extend(PRICES.map(|price| (price, [Partner, Buyer].as_slice())));
    all.extend(WHOLESALE.map(|price| (price, [Isv, Partner, OtherPartner].as_slice())));
    let mut table: Vec<_> = all
        .into_iter()
        .map(|(marker, may)| (marker.to_owned(), may))
        .collect();
    let [ours, theirs] = planted.offers.map(|id| id.to_string());
    table.push((ours, &[Isv, Partner, Buyer]));
    table.push((theirs, &[Isv, OtherPartner]));
    table
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
    if !kind.starts_with("text/html") {
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
    for route in routes::all().into_iter().filter(Route::is_safe) {
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
        assert!(is_open || !side.opens(&route), "{side:?} {}", route.path);
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
fn got(
    portal: &TestPortal,
    side: Side,
    planted: &Planted,
    letters: &[Leased],
) -> Vec<(String, String)> {
    let mut got = walked(portal, side, planted);
    for letter in letters.iter().filter(|letter| Side::of(letter) == side) {
        let place = format!("mail to {}: {}", letter.recipient, letter.subject);
        let text = [&*letter.subject, &letter.text, &letter.html].join("\n");
        got.push((place, text));
    }
    if side == Buyer {
        let bought = planted.bought.iter();
        got.extend(bought.map(|(path, answer)| (path.clone(), all_of(answer))));
    }
    got
}

#[test]
fn every_side_finds_what_it_may_see_and_no_marker_of_anything_else() {
    on_each_database(|portal| {
        let planted = plant(portal);
        let letters = letters(portal);
        let table = table(&planted);
        let mut wrong = Vec::new();
        for side in Side::ALL {
            let got = got(portal, side, &planted, &letters);
            for (marker, may) in &table {
                let found = got.iter().find(|(_, text)| text.contains(marker));
                match (found, may.contains(&side)) {
                    (Some((place, _)), false) => {
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
        plant(portal);
        let letters = letters(portal);
        for (side, told, figure) in [
            (Isv, true, "1,280.00"),
            (Isv, false, "217.60"),
            (Partner, true, "217.60"),
            (Partner, true, "1,497.60"),
            (Partner, false, "243.20"),
            (OtherPartner, true, "243.20"),
            (OtherPartner, false, "217.60"),
        ] {
            let mut theirs = letters.iter().filter(|letter| Side::of(letter) == side);
            let found =
                theirs.any(|letter| letter.text.contains(figure) || letter.html.contains(figure));
            assert_eq!(found, told, "{side:?} {figure}");
        }
    });
}
