//! Many people press *Extend Offer* at the same moment.

use super::{complete, keep, person};
use crate::client::{Client, Response};
use crate::portal::{TestPortal, on_each_database};
use crate::trade::{PARTNER, Trade, fields};
use consign::answers::Step;
use consign::domain::account::User;
use consign::domain::ids::{OfferDraftId, OpportunityId};
use consign::random;
use consign::store::offers::drafts;
use consign::store::opportunities::{self, NewRevocation, RevokeOutcome};
use consign::store::organisations::Added;
use consign::store::users;
use std::sync::Barrier;

/// Sessions at once, each with a draft of its own.
const SESSIONS: usize = 64;

/// Sessions of one person: fewer than one may have.
const EACH: usize = 8;

/// A session with the draft that it presses *Extend Offer* on.
struct Racer {
    browser: Client,
    draft: OfferDraftId,
}

/// Gives Contoso one more member.
fn add(portal: &TestPortal, email: &str) {
    let now = portal.clock.now();
    let colleague = User {
        id: random::id(now),
        email: email.to_owned(),
        ..person(portal, PARTNER).0
    };
    let added = portal.db.write_now(|c| {
        let (_, hash) = users::credentials(c, PARTNER)?.expect("a password");
        users::add(c, &colleague, &hash, now)
    });
    assert_eq!(added.expect("it can be written"), Added::Done);
}

/// Everybody is signed in and has reviewed a draft of this opportunity.
fn racers(portal: &TestPortal, opportunity: &str, count: usize) -> Vec<Racer> {
    let people = count.div_ceil(EACH);
    (0..people)
        .flat_map(|number| {
            let email = format!("racer{number}-{opportunity}@contoso.example");
            add(portal, &email);
            std::iter::repeat_n(email, EACH)
        })
        .take(count)
        .map(|email| Racer {
            browser: portal.sign_in(&email),
            draft: keep(portal, &person(portal, &email), opportunity, &complete()),
        })
        .collect()
}

impl Racer {
    fn press(&self) -> Response {
        let path = format!("/partner/offer-drafts/{}/review", self.draft);
        let form = [("version", "1"), ("go", "extend")];
        self.browser.post(&path, &form)
    }
}

/// All press at once; something else happens at the same moment.
fn press_all<T: Send>(
    racers: &[Racer],
    meanwhile: impl FnOnce() -> T + Send,
) -> (Vec<Response>, T) {
    let start = Barrier::new(racers.len() + 1);
    std::thread::scope(|scope| {
        let presses: Vec<_> = racers
            .iter()
            .map(|racer| {
                scope.spawn(|| {
                    start.wait();
                    racer.press()
                })
            })
            .collect();
        let other = scope.spawn(|| {
            start.wait();
            meanwhile()
        });
        let answers = presses
            .into_iter()
            .map(|press| press.join().expect("an answer"));
        (answers.collect(), other.join().expect("it is done"))
    })
}

fn statuses(answers: &[Response]) -> (usize, usize) {
    let of = |status| {
        answers
            .iter()
            .filter(|answer| answer.status == status)
            .count()
    };
    let (won, lost) = (of(303), of(409));
    let others: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status)
        .filter(|status| ![303, 409].contains(status))
        .collect();
    assert!(others.is_empty(), "{others:?}");
    (won, lost)
}

fn uses(trade: &Trade<'_>, opportunity: &str) -> usize {
    let id: OpportunityId = opportunity.parse().expect("an id");
    let found = trade
        .portal
        .db
        .read_now(|c| opportunities::find(c, &trade.scope, id));
    let uses = found.expect("it can be read").expect("it is there").uses;
    usize::try_from(uses).expect("a count")
}

fn revoke(trade: &Trade<'_>, opportunity: &str) -> RevokeOutcome {
    let new = NewRevocation {
        opportunity: opportunity.parse().expect("an id"),
        by: &trade.creator,
        reason: None,
        letters: Vec::new(),
    };
    let now = trade.portal.clock.now();
    let work = |c: &mut _| opportunities::revoke(c, &trade.scope, &new, now);
    trade.portal.db.write_now(work).expect("it can be written")
}

fn given(trade: &Trade<'_>, duration: &str) -> String {
    let mut answers = trade.answers("Q1 renewals");
    answers.set(Step::Duration, fields(&[("duration", duration)]));
    trade.give(&answers)
}

#[test]
fn of_sixty_four_sessions_one_extends_and_the_others_keep_their_drafts() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = given(&trade, "single_use");
        let racers = racers(portal, &opportunity, SESSIONS);
        let (answers, ()) = press_all(&racers, || ());
        assert_eq!(statuses(&answers), (1, SESSIONS - 1));
        assert_eq!(uses(&trade, &opportunity), 1);
        let (_, scope) = person(portal, PARTNER);
        for (racer, answer) in racers.iter().zip(&answers) {
            let kept = portal.db.read_now(|c| drafts::find(c, &scope, racer.draft));
            let kept = kept.expect("it can be read").is_some();
            assert_eq!(kept, answer.status == 409);
            if kept {
                let page = answer.page();
                assert_eq!(page.heading(), "Someone has already used this opportunity");
                assert!(page.text().contains("Your draft is kept."));
            }
        }
    });
}

#[test]
fn a_single_use_is_either_used_or_revoked() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        for _ in 0..4 {
            let opportunity = given(&trade, "single_use");
            let racers = racers(portal, &opportunity, 8);
            let (answers, outcome) = press_all(&racers, || revoke(&trade, &opportunity));
            let (won, lost) = statuses(&answers);
            match outcome {
                RevokeOutcome::Done => assert_eq!((won, lost), (0, 8)),
                RevokeOutcome::Not(_) => assert_eq!((won, lost), (1, 7)),
                RevokeOutcome::NotTheirs | RevokeOutcome::Missing => panic!("it is theirs"),
            }
            assert_eq!(uses(&trade, &opportunity), won);
            discard(portal, &racers);
        }
    });
}

#[test]
fn no_offer_is_extended_after_the_revocation() {
    on_each_database(|portal| {
        let trade = Trade::begin(portal);
        let opportunity = given(&trade, "no_set_time");
        let racers = racers(portal, &opportunity, 24);
        let (early, late) = racers.split_at(16);
        let (answers, before) = press_all(early, || {
            let outcome = revoke(&trade, &opportunity);
            assert_eq!(outcome, RevokeOutcome::Done);
            // Whoever presses now presses after it.
            late.iter().map(Racer::press).collect::<Vec<_>>()
        });
        let (won, _) = statuses(&answers);
        assert_eq!(statuses(&before), (0, late.len()));
        assert_eq!(uses(&trade, &opportunity), won);
    });
}

fn discard(portal: &TestPortal, racers: &[Racer]) {
    let (_, scope) = person(portal, PARTNER);
    for racer in racers {
        let gone = portal
            .db
            .write_now(|c| drafts::discard(c, &scope, racer.draft));
        gone.expect("it can be written");
    }
}
