//! Step 2: who may resell.

use super::Wizard;
use crate::portal::on_each_database;
use crate::trade::{ADMIN, CONTOSO, HARBOR, STRANGER, Trade};
use chrono::TimeDelta;
use consign::answers::Step;
use consign::demo::accounts::NORTHWIND;
use consign::domain::account::{AccountId, Organisation, OrganisationKind};
use consign::domain::terms::MAX_RESELLERS;
use consign::random;
use consign::store::organisations;

/// A partner of the demo that is not registered.
const TAILSPIN: &str = "888899990000";

fn id(trade: &Trade<'_>, account: &str) -> String {
    trade.reseller(account).to_string()
}

#[test]
fn registered_resellers_are_offered() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let page = wizard.page("resellers");
        insta::allow_duplicates! { insta::assert_snapshot!("fresh", page.outline()) };
        assert!(!page.text().contains("Tailspin"), "it is not registered");
        let (contoso, harbor) = (id(&wizard.trade, CONTOSO), id(&wizard.trade, HARBOR));
        let typed = [("reseller", contoso.as_str()), ("reseller", &harbor)];
        wizard.accepts(Step::Resellers, &typed, "products");
        let mut chosen = wizard.page("resellers").values("reseller");
        chosen.sort();
        let mut expected = [contoso, harbor];
        expected.sort();
        assert_eq!(chosen, expected);
    });
}

#[test]
fn each_reseller_says_when_it_was_last_granted_something_by_this_isv() {
    on_each_database(|portal| {
        portal.clock.advance(TimeDelta::days(-19));
        let trade = Trade::begin(portal);
        trade.named("Autumn");
        portal.clock.advance(TimeDelta::days(19));
        let notes = |email: &str| {
            let browser = portal.sign_in(email);
            let details = browser.post("/isv/drafts", &[]).location().to_owned();
            let page = browser.get(&details.replace("details", "resellers")).page();
            assert_eq!(page.name(), "isv.draft.resellers");
            page.texts(".choices .note")
        };
        let contoso = "4444 5555 6666 · US";
        let only = |last: &str| {
            let notes = notes(ADMIN);
            let said = |note: &&String| note.contains("last opportunity");
            let found: Vec<_> = notes.iter().filter(said).collect();
            assert_eq!(found, [&format!("{contoso} · last opportunity {last}")]);
        };
        only("3 Nov 2026");
        trade.named("Winter");
        only("22 Nov 2026");
        // Nothing of what others grant.
        let of_stranger = notes(STRANGER);
        assert!(of_stranger.contains(&contoso.to_owned()), "{of_stranger:?}");
        assert!(!of_stranger.join("").contains("last opportunity"));
    });
}

#[test]
fn nobody_is_no_answer() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let error = [("reseller", "Select at least one reseller")];
        let page = wizard.refuses(Step::Resellers, &[], &error);
        insta::allow_duplicates! { insta::assert_snapshot!("refused", page.outline()) };
        // Neither is somebody who does not exist, oneself, or another ISV.
        let northwind = wizard.trade.scope.isv().to_string();
        for unknown in ["", "nonsense", "org_01h455vb4pex5vsknk084sn02q", &northwind] {
            let answer = wizard.save(Step::Resellers, &[("reseller", unknown)]);
            assert_eq!(answer.status, 422, "{unknown}");
            super::assert_errors(&answer.page(), &error);
        }
    });
}

#[test]
fn somebody_who_is_not_registered_cannot_be_chosen_by_id() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let tailspin = id(&wizard.trade, TAILSPIN);
        let text =
            "Tailspin Consulting is no longer registered – remove it or choose another reseller";
        wizard.refuses(
            Step::Resellers,
            &[("reseller", &tailspin)],
            &[("reseller", text)],
        );
    });
}

#[test]
fn an_isv_that_is_a_partner_as_well_is_not_its_own_reseller() {
    on_each_database(|portal| {
        let wizard = Wizard::complete(portal);
        let now = portal.clock.now();
        let partner = Organisation {
            id: random::id(now),
            kind: OrganisationKind::Partner,
            account: AccountId::parse(NORTHWIND).expect("twelve digits"),
            name: "Northwind Resale".to_owned(),
            country: "US".to_owned(),
            email: "resale@northwind.example".to_owned(),
            registered: true,
        };
        let added = portal
            .db
            .write_now(|c| organisations::add(c, &partner, now));
        added.expect("it can be added");
        let page = wizard.page("resellers");
        assert!(!page.text().contains("Northwind Resale"), "not to choose");
        let own = partner.id.to_string();
        let answer = wizard.save(Step::Resellers, &[("reseller", &own)]);
        assert_eq!(answer.status, 422);
        let text = "Northwind Resale is your own account – choose another reseller";
        super::assert_errors(&answer.page(), &[("reseller", text)]);
        assert_eq!(wizard.cannot_be_created(), [text]);
        // It is there to be cleared, and says why.
        let page = wizard.page("resellers");
        assert_eq!(page.values("reseller"), [own.as_str()]);
        assert_eq!(page.texts(".choices label")[0], "Northwind Resale");
        let why = "Your own account, which cannot be chosen";
        assert!(page.text().contains(why), "{}", page.text());
        let contoso = id(&wizard.trade, CONTOSO);
        wizard.accepts(Step::Resellers, &[("reseller", &contoso)], "products");
        let page = wizard.page("resellers");
        assert!(!page.text().contains("Northwind Resale"), "it is cleared");
    });
}

#[test]
fn there_is_a_limit_to_how_many_are_chosen() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let now = portal.clock.now();
        let partners: Vec<Organisation> = (0..=MAX_RESELLERS)
            .map(|number| Organisation {
                id: random::id(now),
                kind: OrganisationKind::Partner,
                account: AccountId::parse(&format!("7000000{number:05}")).expect("twelve digits"),
                name: format!("Partner {number}"),
                country: "DE".to_owned(),
                email: format!("office@partner{number}.example"),
                registered: true,
            })
            .collect();
        let added = portal.db.write_now(|c| {
            for partner in &partners {
                organisations::add(c, partner, now)?;
            }
            Ok(())
        });
        added.expect("they can be added");
        let ids: Vec<String> = partners.iter().map(|p| p.id.to_string()).collect();
        let all: Vec<_> = ids.iter().map(|id| ("reseller", id.as_str())).collect();
        wizard.accepts(Step::Resellers, &all[..MAX_RESELLERS], "products");
        let error = [("reseller", "You can select up to 100 resellers")];
        wizard.refuses(Step::Resellers, &all, &error);
    });
}

#[test]
fn the_list_is_narrowed_by_name_or_account_and_keeps_what_is_chosen() {
    on_each_database(|portal| {
        let wizard = Wizard::empty(portal);
        let contoso = id(&wizard.trade, CONTOSO);
        for filter in ["harbor ch", "7777 8888 9", "7777-8888-9999", "HARBOR"] {
            let typed = [("reseller", contoso.as_str()), ("reseller_filter", filter)];
            let answer = wizard.press("resellers", "Filter list", &typed);
            assert_eq!(
                (answer.status, answer.location()),
                (303, wizard.at("resellers#reseller-filter").as_str())
            );
            let page = wizard.page("resellers");
            let shown = page.texts(".choices label");
            assert_eq!(shown.len(), 2, "{filter}: {shown:?}");
            assert!(page.text().contains("Harbor Channel"), "{filter}");
            assert_eq!(page.values("reseller"), [contoso.as_str()]);
            assert_eq!(page.values("reseller_filter"), [filter]);
        }
        insta::allow_duplicates! { insta::assert_snapshot!("filtered", wizard.page("resellers").outline()) };
        wizard.press("resellers", "Filter list", &[("reseller_filter", "nobody")]);
        assert!(!wizard.page("resellers").text().contains("Harbor"));
        wizard.accepts(Step::Resellers, &[], "products");
        assert!(
            wizard.page("resellers").text().contains("Harbor"),
            "the filter is forgotten when the step is left"
        );
    });
}
