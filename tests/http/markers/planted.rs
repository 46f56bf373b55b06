//! Northwind's trade with Contoso and Harbor, with a marker in everything that somebody must not see.

use super::Side::{self, Buyer, Isv, Operator, OtherAccount, OtherIsv, OtherPartner, Partner};
use super::texts::*;
use super::{acts, scheduled, strangers};
use crate::client::Response;
use crate::offered::{extend_written, storage};
use crate::portal::TestPortal;
use crate::routes::{self, About, Route};
use crate::trade::{ADMIN, CONTOSO, HARBOR, MEMBER, OTHER_PARTNER, PARTNER, Trade, VAULT};
use consign::domain::ids::OfferId;
use consign::store::outbox::Leased;
use consign::web::paths;

/// Something that addresses are about.
struct Thing {
    about: About,
    id: String,
    /// To whom it is there.
    whose: &'static [Side],
}

/// All such things.
#[derive(Default)]
pub struct Things(Vec<Thing>);

impl Things {
    /// Adds those of a kind that are there to the same sides.
    pub fn add<I: ToString>(
        &mut self,
        about: About,
        whose: &'static [Side],
        ids: impl IntoIterator<Item = I>,
    ) {
        self.0.extend(ids.into_iter().map(|id| Thing {
            about,
            id: id.to_string(),
            whose,
        }));
    }
}

/// What there is to be looked for, and where.
pub struct Planted {
    things: Vec<Thing>,
    /// The secrets of the links to Contoso's offers to this buyer.
    pub secrets: [String; 2],
    /// Of both opportunities that were made together.
    pub batch: String,
    /// Contoso's of them, and Harbor's.
    pub opportunities: [String; 2],
    /// What each made of its own.
    pub offers: [OfferId; 2],
    /// Opportunities that were ended: two of Contoso's around one of Harbor's.
    pub ended: [String; 3],
    /// What the buyer got until it had accepted.
    pub bought: Vec<(String, Response)>,
    /// All mails that came of it.
    pub letters: Vec<Leased>,
}

/// Plants everything, by the pages where they write letters.
pub fn plant(portal: &TestPortal) -> Planted {
    let trade = Trade::begin(portal);
    let mut things = Things::default();
    acts::people(portal, &mut things);
    let [isv, partner, other] = [ADMIN, PARTNER, OTHER_PARTNER].map(|who| portal.sign_in(who));
    let [eula, contract, unused] = acts::documents(&trade);
    let answers = storage(&trade, &[CONTOSO, HARBOR], "12", [eula, contract]);
    let batch = acts::create(&isv, &trade, &answers);
    let opportunities = [&partner, &other].map(|browser| {
        let list = browser.get(&paths::partner_opportunities()).page();
        list.attributes("tr[data-id]", "data-id").remove(0)
    });
    strangers::plant(portal, &mut things);
    let [first, second] = &opportunities;
    let (ours, secret, amendment) = extend_written(portal, first, PARTNER, &acts::written(), true);
    let (theirs, others_secret, others_amendment) =
        extend_written(portal, second, OTHER_PARTNER, &acts::other_written(), true);
    let scheduled = scheduled::plant(portal, &trade, &mut things);
    let buyer = portal.anonymous();
    let mut bought = acts::buy(&buyer, &secret, [COMPANY, PERSON]);
    bought.extend(acts::buy(&buyer, &scheduled, [COMPANY, PERSON]));
    acts::buy(&buyer, &others_secret, [OTHER_COMPANY, OTHER_PERSON]);
    acts::look_after(&portal.sign_in(acts::COLLEAGUE), ours);
    let ended = acts::end_some(&trade, [&isv, &portal.sign_in(MEMBER), &partner]);
    acts::unfinished(&trade, &isv, &mut things);
    acts::offers_in_mind(portal, &opportunities, &mut things);
    let letters = acts::letters(portal, &mut things);

    things.add(About::Batch, &[Isv], [&batch]);
    things.add(About::Product, &[Isv], [VAULT]);
    let [revoked, others_revoked, ended_one] = &ended;
    things.add(
        About::Opportunity,
        &[Isv, Partner],
        [first, revoked, ended_one],
    );
    things.add(
        About::Opportunity,
        &[Isv, OtherPartner],
        [second, others_revoked],
    );
    things.add(About::Offer, &[Isv, Partner], [ours]);
    things.add(About::Offer, &[Isv, OtherPartner], [theirs]);
    let resellers = [CONTOSO, HARBOR].map(|account| trade.reseller(account));
    things.add(About::Reseller, &[Isv, OtherIsv, Operator], resellers);
    things.add(
        About::Document,
        &[Isv, Partner, OtherPartner, Buyer, OtherAccount],
        [eula],
    );
    things.add(About::Document, &[Isv, Partner, OtherPartner], [contract]);
    things.add(About::Document, &[Isv], [unused]);
    things.add(
        About::Document,
        &[Partner, Buyer, OtherAccount],
        [amendment],
    );
    things.add(About::Document, &[OtherPartner], [others_amendment]);
    Planted {
        things: things.0,
        secrets: [secret, scheduled],
        batch,
        opportunities,
        offers: [ours, theirs],
        ended,
        bought,
        letters,
    }
}

impl Planted {
    /// The ids of the things of a kind that are there to a side.
    pub fn own(&self, side: Side, about: About) -> impl Iterator<Item = &str> {
        let things = self.things.iter().filter(move |thing| thing.about == about);
        let own = things.filter(move |thing| thing.whose.contains(&side));
        own.map(|thing| thing.id.as_str())
    }

    /// What a side asks about by a route, and whether it is there to it: all that is, and of what is others' one of each.
    /// Where it has no business at all, one thing is enough.
    pub fn asked(&self, side: Side, route: &Route) -> Vec<(&str, bool)> {
        let about = match route.name {
            "buyer_document" if side.account().is_some() => About::Document,
            _ => route.about,
        };
        if about == About::Nothing {
            return vec![("", true)];
        }
        let mut asked: Vec<_> = self.own(side, about).map(|id| (id, true)).collect();
        let mut seen = Vec::new();
        for thing in self.things.iter().filter(|thing| thing.about == about) {
            if !thing.whose.contains(&side) && !seen.contains(&thing.whose) {
                seen.push(thing.whose);
                asked.push((&thing.id, false));
            }
        }
        if !side.may(route) {
            asked.truncate(1);
        }
        asked
    }

    /// Whether nothing can be done with an opportunity any more, because it was ended.
    pub fn is_over(&self, opportunity: &str) -> bool {
        self.ended.iter().any(|ended| ended == opportunity)
    }

    /// The addresses of a route: with each thing that is asked about; for a buyer with its links.
    pub fn addresses(&self, side: Side, route: &Route) -> Vec<String> {
        let asked = self.asked(side, route);
        assert!(!asked.is_empty(), "no {:?}", route.about);
        let ids = asked.into_iter().map(|(id, _)| id);
        let Some(account) = side.account().filter(|_| by_link(route)) else {
            return ids.map(|id| route.path.replace("{id}", id)).collect();
        };
        let with_each = |(id, secret): (&str, &String)| {
            let path = match route.name {
                "buyer_document" => paths::buyer_document(secret, id),
                _ => route.path.replace(routes::SECRET, secret),
            };
            paths::for_account(&path, account)
        };
        ids.flat_map(|id| self.secrets.iter().map(move |secret| (id, secret)))
            .map(with_each)
            .collect()
    }

    /// A text without the ids that were in the address it came from.
    pub fn without_ids_of(&self, path: &str, text: String) -> String {
        let asked = self.things.iter().filter(|thing| path.contains(&thing.id));
        asked.fold(text, |text, thing| text.replace(&thing.id, ""))
    }
}

/// Whether a route leads through the secret of a link.
pub fn by_link(route: &Route) -> bool {
    route.path.contains(routes::SECRET)
}

/// The last part of an address.
pub fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}
