//! The catalogue of an ISV, and the resellers it may choose.

use crate::tools::{Store, noon, product};
use consign::answers::Named;
use consign::domain::account::{AccountId, Organisation, OrganisationKind};
use consign::domain::agreements::{PublicEula, Rcmp};
use consign::domain::notification::{AddressState, Topic};
use consign::domain::opportunity::Side;
use consign::domain::pricing_model::PricingModel;
use consign::random;
use consign::store::columns::AsText;
use consign::store::notifications::{self, Added, Admitted, NewAddress};
use consign::store::outbox::{Letter, MessageKind};
use consign::store::schema::{events, notification_addresses};
use consign::store::scope::OwnScope;
use consign::store::{catalogue, organisations, products, resellers, users};
use diesel::prelude::*;

on_both_databases!(
    a_product_comes_back_as_it_was,
    every_pricing_model_can_be_stored,
    an_import_takes_the_place_of_all,
    another_isvs_product_is_not_found,
    an_import_is_on_record,
    a_partner_of_which_nobody_is_there_has_no_confirmed_address,
    registered_partners_can_be_chosen_save_oneself,
    a_catalogue_holds_what_the_answers_name_and_the_isv_may_see,
);

fn a_product_comes_back_as_it_was(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let (vault, mut logs) = (product("prod-vault", "Vault"), product("prod-logs", "Logs"));
    logs.public_eula = PublicEula::Standard;
    logs.dimensions.pop();
    for new in [&vault, &logs] {
        store.write(|c| products::put(c, &scope, new));
    }
    assert_eq!(
        store.read(|c| products::list(c, &scope)),
        [vault.clone(), logs.clone()]
    );
    let mut changed = vault.clone();
    changed.title = "Vault 2".to_owned();
    changed.dimensions.reverse();
    store.write(|c| products::put(c, &scope, &changed));
    assert_eq!(
        store.read(|c| products::list(c, &scope)),
        [changed, logs.clone()]
    );
    assert_eq!(
        store.read(|c| products::find(c, &scope, &logs.id)),
        Some(logs.clone())
    );
    let named = [logs.id.clone(), product("prod-none", "None").id];
    assert_eq!(store.read(|c| products::some(c, &scope, &named)), [logs]);
    assert_eq!(store.read(|c| products::some(c, &scope, &[])), []);
}

fn every_pricing_model_can_be_stored(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let all = PricingModel::ALL.map(|model| {
        let mut new = product(&format!("prod-{}", model.as_str()), model.label());
        new.model = model;
        new
    });
    store.write(|c| products::replace_all(c, &scope, &all));
    assert_eq!(store.read(|c| products::list(c, &scope)), all);
}

fn an_import_takes_the_place_of_all(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let (old, new) = (
        product("prod-old", "Old"),
        [product("prod-b", "B"), product("prod-a", "A")],
    );
    store.write(|c| products::put(c, &isv.scope, &old));
    store.write(|c| products::put(c, &other.scope, &old));
    store.write(|c| products::replace_all(c, &isv.scope, &new));
    assert_eq!(store.read(|c| products::list(c, &isv.scope)), new);
    assert_eq!(store.read(|c| products::list(c, &other.scope)), [old]);
}

fn another_isvs_product_is_not_found(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let vault = product("prod-vault", "Vault");
    store.write(|c| products::put(c, &isv.scope, &vault));
    assert_eq!(
        store.read(|c| products::find(c, &other.scope, &vault.id)),
        None
    );
    assert_eq!(
        store.read(|c| products::some(c, &other.scope, std::slice::from_ref(&vault.id))),
        []
    );
    assert_eq!(store.read(|c| products::list(c, &other.scope)), []);
}

fn a_partner_of_which_nobody_is_there_has_no_confirmed_address(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let account = AccountId::parse("444455556666").unwrap();
    let empty = store.organisation(OrganisationKind::Partner, account.as_str(), "Alpha");
    let full = store.organisation(OrganisationKind::Partner, "777788889999", "Beta");
    store.user(&full, "admin@beta.example");
    let asked = [empty.id, full.id, scope.isv(), random::id(noon())];
    let unconfirmed = || store.read(|c| resellers::unconfirmed(c, &scope, &asked));
    assert_eq!(unconfirmed(), [empty.id].into());
    assert_eq!(
        store.read(|c| resellers::unconfirmed(c, &scope, &[])),
        [].into()
    );
    let person = store.user(&empty, "admin@alpha.example");
    assert_eq!(unconfirmed(), [].into());
    store.write(|c| users::set_disabled(c, person.id, true));
    assert_eq!(unconfirmed(), [empty.id].into());
    // An address on the list is one, while it is written to.
    let own = store.read(|c| organisations::partner_scope(c, &account));
    let own = OwnScope::from(&own.expect("a partner"));
    let letter = Letter {
        side: Side::Partner,
        recipient: "deals@alpha.example".to_owned(),
        kind: MessageKind::AddressWelcome,
        subject: "Welcome".to_owned(),
        text: "Text".to_owned(),
        html: "<p>Text</p>".to_owned(),
        unsubscribe: None,
    };
    let new = NewAddress {
        id: random::id(noon()),
        email: "deals@alpha.example",
        topics: &Topic::ALL,
        by: "Noor Haddad",
        admitted: Admitted::AtOnce,
        letter: &|_, _| Ok(letter.clone()),
    };
    let added = store.write(|c| notifications::add(c, &own, &new, noon()));
    assert_eq!(added, Added::Done);
    assert_eq!(unconfirmed(), [].into());
    store.write(|c| {
        let all = diesel::update(notification_addresses::table);
        let refused = AsText(AddressState::Undeliverable);
        Ok(all
            .set(notification_addresses::state.eq(refused))
            .execute(c)?)
    });
    assert_eq!(unconfirmed(), [empty.id].into());
}

fn registered_partners_can_be_chosen_save_oneself(store: &Store) {
    let scope = store.isv("111122223333", "Northwind").scope;
    let partner = |account, name| store.organisation(OrganisationKind::Partner, account, name);
    partner("111122223333", "Northwind as a partner");
    let late = partner("444455556666", "Zebra");
    let early = partner("777788889999", "alpha");
    let gone = partner("222233334444", "Beta");
    store.write(|c| organisations::set_registered(c, gone.id, false));
    let names = |all: Vec<resellers::Reseller>| {
        all.into_iter()
            .map(|r| r.organisation.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(store.read(|c| resellers::registered(c, &scope))),
        ["alpha", "Zebra"]
    );
    let all = ["alpha", "Beta", "Northwind as a partner", "Zebra"];
    assert_eq!(names(store.read(|c| resellers::list(c, &scope))), all);
    // However many there are that are not registered, they take nobody's room.
    for number in 0..organisations::MAX_LISTED {
        let account = format!("6{number:011}");
        let unregistered = Organisation {
            id: random::id(noon()),
            account: AccountId::parse(&account).unwrap(),
            name: format!("Aa {number}"),
            registered: false,
            ..late.clone()
        };
        store.write(|c| organisations::add(c, &unregistered, noon()));
    }
    assert_eq!(
        names(store.read(|c| resellers::registered(c, &scope))),
        ["alpha", "Zebra"]
    );
    let named = [late.id, scope.isv(), early.id, random::id(noon())];
    assert_eq!(
        store.read(|c| resellers::some(c, &scope, &named)),
        [early, late]
    );
}

fn a_catalogue_holds_what_the_answers_name_and_the_isv_may_see(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let partner = store.organisation(OrganisationKind::Partner, "444455556666", "Contoso");
    let (mine, theirs) = (
        product("prod-mine", "Mine"),
        product("prod-theirs", "Theirs"),
    );
    store.write(|c| products::put(c, &isv.scope, &mine));
    store.write(|c| products::put(c, &other.scope, &theirs));
    let named = Named {
        products: vec![theirs.id, mine.id.clone()],
        resellers: vec![partner.id, other.organisation.id],
        documents: vec![random::id(noon())],
    };
    let found = store.read(|c| catalogue::of(c, &isv.scope, &named, &Rcmp::default()));
    assert_eq!(found.isv, isv.organisation);
    assert_eq!(
        (found.products, found.resellers),
        (vec![mine], vec![partner])
    );
    assert_eq!(found.documents, []);
}

fn an_import_is_on_record(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let catalogue = [product("prod-vault", "Vault"), product("prod-logs", "Logs")];
    assert!(store.write(|c| products::put_all(c, &isv.scope, &catalogue, "Maria", noon())));
    let told: Vec<(String, String, String)> = store.read(|c| {
        Ok(events::table
            .select((events::kind, events::actor, events::details))
            .load(c)?)
    });
    let expected = ("catalogue.imported", "Maria", r#"{"products":"2"}"#);
    let [(kind, actor, details)] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert_eq!((kind.as_str(), actor.as_str(), details.as_str()), expected);
}
