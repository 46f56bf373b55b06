//! Saving: what is typed stays, two people do not overwrite each other, and the contract's acceptance is on record.

use super::extend::led;
use super::{BUYER, COLLEAGUE, Offer, complete, logstream, scheduled, vault};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{Trade, fields};
use consign::answers::offer::OfferStep;
use consign::answers::{Answers, Step};
use consign::domain::agreements::DocumentKind;
use consign::store::events::{self, OpportunityEvent};
use consign::store::offers::contract_acceptance;

fn rcmp(trade: &Trade<'_>) -> Answers {
    let mut answers = vault(trade);
    answers.set(Step::Rcmp, fields(&[("contract", "rcmp")]));
    answers
}

#[test]
fn a_walk_through_all_steps_ends_with_an_offer() {
    on_each_database(|portal| {
        let offer = Offer::empty(portal, scheduled);
        let terms = [("buyers", BUYER)];
        offer.accepts(OfferStep::Terms, &terms, "price");
        offer.accepts(OfferStep::Price, &[("percent", "5")], "schedule");
        offer.accepts(OfferStep::Schedule, &[("payments", "markup")], "documents");
        offer.accepts(OfferStep::Documents, &[], "dates");
        let dates = [
            ("description", "Negotiated by Tom"),
            ("expiry-day", "31"),
            ("expiry-month", "Dec"),
            ("expiry-year", "2026"),
        ];
        offer.accepts(OfferStep::Dates, &dates, "review");
        assert!(offer.page("review").errors().is_empty());
        assert_eq!(offer.extend().status, 303);
    });
}

#[test]
fn save_and_exit_keeps_even_what_is_wrong() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::empty(&portal, logstream);
    let answer = offer.press("price", "Save and exit", &[("percent", "x")]);
    assert_eq!(
        (answer.status, answer.location()),
        (303, "/partner/offer-drafts")
    );
    let page = offer.browser.follow(answer).page();
    let banner = page.texts("[data-banner]");
    assert!(
        banner[0].contains("Draft saved. 0 of 5 steps are done."),
        "{banner:?}"
    );
    assert_eq!(offer.page("price").values("percent"), ["x"]);
}

#[test]
fn who_leaves_the_review_is_told_how_far_the_draft_is_or_led_to_what_became_of_it() {
    on_each_database(|portal| {
        let banner = |offer: &Offer<'_>| {
            let drafts = offer.browser.get("/partner/offer-drafts").page();
            drafts.texts("[data-banner]")
        };
        let offer = Offer::sound(portal, logstream);
        let colleague = portal.sign_in(COLLEAGUE);
        let exit = offer.page("review").form("Save and exit");
        let answer = offer.submit("review", &exit);
        assert_eq!(
            (answer.status, answer.location()),
            (303, "/partner/offer-drafts")
        );
        let told = "Done: Draft saved. 3 of 5 steps are done.";
        assert_eq!(banner(&offer), [told]);

        let extend = offer.page("review").form("Extend Offer");
        let (id, _) = led(colleague.submit(&offer.at("review"), &extend).location());
        let answer = offer.submit("review", &exit);
        assert_eq!((answer.status, led(answer.location())), (303, (id, None)));
        assert_eq!(banner(&offer), [""; 0]);

        let offer = Offer::sound(portal, logstream);
        let exit = offer.page("review").form("Save and exit");
        assert_eq!(colleague.post(&offer.at("discard"), &[]).status, 303);
        assert_eq!(offer.submit("review", &exit).status, 404);
        assert_eq!(banner(&offer), [""; 0]);
    });
}

#[test]
fn who_comes_from_the_review_goes_back_to_it() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::sound(&portal, logstream);
    let change = offer.page("review").link("Revise Price");
    assert_eq!(change, format!("{}?return=review", offer.at("price")));
    let form = offer.browser.get(&change).page().form("Save and continue");
    let answer = offer.browser.submit(&change, &form.set("percent", "7"));
    assert_eq!(answer.location(), format!("{}#price", offer.at("review")));
    let answer = offer.press("terms", "Save and go to review", &[]);
    assert_eq!(answer.location(), offer.at("review"));
}

#[test]
fn accepting_the_contract_is_recorded_with_who_when_and_which() {
    on_each_database(|portal| {
        let text = "Terms".as_bytes();
        let offer = Offer::with(
            portal,
            |trade| {
                let kind = DocumentKind::ResellerContract;
                let id = trade.text_document(kind, "Contract.txt", text);
                let mut answers = vault(trade);
                answers.set(Step::Rcmp, fields(&[("contract", &id.to_string())]));
                answers
            },
            &complete(),
        );
        let id = offer.draft.parse().expect("an id");
        let recorded = || {
            let read = portal.db.read_now(|c| contract_acceptance(c, id));
            read.expect("it can be read")
        };
        let error = [("accept", "Accept the reseller contract to continue")];
        offer.refuses(OfferStep::Terms, &[], &error);
        assert_eq!(recorded(), None);
        assert_eq!(offer.extend().status, 422, "not without accepting");
        offer.accepts(OfferStep::Terms, &[("accept", "yes")], "price");
        let acceptance = recorded().expect("it is recorded");
        assert_eq!(acceptance.person, "Tom Okafor");
        assert_eq!(acceptance.at, portal.clock.now());
        assert_eq!(acceptance.sha256, Some(consign::random::sha256_hex(text)));
        assert_eq!(
            offer.page("terms").texts(".field + .hint")[0],
            "Accepted by Tom Okafor on 22 Nov 2026, 12:00 UTC"
        );
        let opportunity = offer.opportunity.parse().expect("an id");
        let scope = offer.who.1;
        let told = portal
            .db
            .read_now(|c| events::of_partner(c, &scope, opportunity));
        let told = told.expect("they can be read");
        assert!(
            told.iter()
                .any(|event| event.kind == OpportunityEvent::ContractAccepted)
        );
        // Who takes the tick away has not accepted any more.
        let form = offer.page("terms").form("Save and continue");
        let answer = offer.submit("terms", &form.choose("accept", &[]));
        assert_eq!((answer.status, recorded()), (422, None));
        offer.accepts(OfferStep::Terms, &[("accept", "yes")], "price");
        assert_eq!(offer.extend().status, 303);
        assert!(recorded().is_some(), "the offer keeps it");
    });
}

#[test]
fn two_people_choose_between_their_answers() {
    on_each_database(|portal| {
        let offer = Offer::with(portal, logstream, &complete());
        let mine = offer.page("dates").form("Save and continue");
        let colleague = portal.sign_in(COLLEAGUE);
        let path = offer.at("dates");
        let theirs = colleague.get(&path).page().form("Save and continue");
        let theirs = theirs.set("name", "Theirs").set("expiry-day", "30");
        assert_eq!(colleague.submit(&path, &theirs).status, 303);
        let before = offer.kept();
        let mine = mine.set("name", "Mine").set("description", "Mine as well");
        let answer = offer.submit("dates", &mine);
        assert_eq!(answer.status, 409);
        assert_eq!(offer.kept(), before, "nothing is overwritten");
        let page = answer.page();
        assert_eq!(page.heading(), "Lena Vogt saved this step at 12:00 UTC");
        insta::assert_snapshot!("conflict", page.outline());
        let form = page.form("Save these answers");
        let form = form.set("pick:name", "theirs").set("pick:expiry", "theirs");
        let answer = offer.browser.submit(&path, &form);
        assert_eq!(
            (answer.status, answer.location()),
            (303, offer.at("review").as_str())
        );
        let kept = offer.kept();
        let dates = kept.answers.get(OfferStep::Dates);
        assert_eq!(dates.get("name"), "Theirs");
        assert_eq!(dates.get("expiry-day"), "30");
        assert_eq!(dates.get("description"), "Mine as well");
    });
}

#[test]
fn a_contract_accepted_on_a_page_out_of_date_is_not_accepted_yet() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = Offer::with(&portal, rcmp, &complete());
    let mine = offer.page("terms").form("Save and continue");
    let path = offer.at("terms");
    let colleague = portal.sign_in(COLLEAGUE);
    let theirs = colleague.get(&path).page().form("Save and exit");
    let theirs = theirs.set("buyers", "123456789012");
    assert_eq!(colleague.submit(&path, &theirs).status, 303);
    let answer = offer.submit("terms", &mine.choose("accept", &["yes"]));
    assert_eq!(answer.status, 409);
    let id = offer.draft.parse().expect("an id");
    let recorded = || {
        let read = portal.db.read_now(|c| contract_acceptance(c, id));
        read.expect("it can be read").is_some()
    };
    assert!(!recorded());
    let page = answer.page();
    assert_eq!(
        page.texts(".conflict tbody th"),
        ["Reseller contract", "Buyer account IDs"]
    );
    let answer = offer.browser.submit(&path, &page.form("Keep all mine"));
    assert_eq!(answer.status, 303);
    assert!(recorded());
}

#[test]
fn garbage_is_never_a_failure_of_ours() {
    let portal = TestPortal::start(Database::Sqlite);
    for give in [logstream, scheduled] {
        let offer = Offer::sound(&portal, give);
        for step in ["terms", "price", "documents", "dates"] {
            for value in ["", "\u{0}", "💥", "-1", "9999999999999999999999"] {
                for go in [
                    "", "next", "up:9", "down:x", "remove:", "target", "mine", "x:y",
                ] {
                    let version = offer.kept().version.to_string();
                    let names = [
                        "accept",
                        "buyers",
                        "adjustment",
                        "percent",
                        "payments",
                        "amount[1]",
                        "amendment",
                        "target_line",
                        "target_price",
                        "name",
                        "expiry-day",
                        "end-year",
                        "pick:name",
                        "zzz",
                    ];
                    let mut pairs: Vec<_> = names.iter().map(|name| (*name, value)).collect();
                    pairs.extend([("version", version.as_str()), ("go", go)]);
                    let answer = offer.browser.post(&offer.at(step), &pairs);
                    assert!(
                        [303, 409, 422].contains(&answer.status),
                        "{step} {value:?} {go}: {}",
                        answer.status
                    );
                }
            }
        }
        assert_eq!(offer.browser.get(&offer.at("review")).status, 200);
    }
}

#[test]
fn what_was_typed_while_the_session_ended_is_shown_again_and_not_saved() {
    on_each_database(|portal| {
        let offer = Offer::sound(portal, logstream);
        let form = offer.page("price").form("Save and continue");
        let before = offer.kept();
        let late = portal.anonymous();
        let answer = late.submit(&offer.at("price"), &form.set("percent", "7.5"));
        let sign_in = answer.page().form("Sign in");
        let sign_in = sign_in
            .set("email", crate::trade::PARTNER)
            .set("password", crate::people::PASSWORD);
        let answer = late.submit("/sign-in", &sign_in);
        let page = late.follow(answer).page();
        assert_eq!(page.name(), "partner.offer_draft.price");
        assert_eq!(page.values("percent"), ["7.5"]);
        let words = "You were signed out. Nothing you typed was lost – check and save.";
        assert!(page.text().contains(words));
        assert_eq!(offer.kept(), before);
        let saved = late.submit(&offer.at("price"), &page.form("Save and continue"));
        assert_eq!(saved.status, 303);
        assert_eq!(offer.page("price").values("percent"), ["7.5"]);
    });
}
