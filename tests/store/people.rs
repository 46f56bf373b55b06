//! Organisations and the people in them.

use crate::tools::{Store, noon};
use consign::domain::account::OrganisationKind;
use consign::domain::ids::OrganisationTag;
use consign::domain::theme::Theme;
use consign::random;
use consign::store::organisations::{self, Added};
use consign::store::scope::Scope;
use consign::store::sessions;
use consign::store::users;

on_both_databases!(
    an_account_has_one_organisation_of_a_kind,
    signing_in_finds_people_however_they_write_their_address,
    a_disabled_person_is_nobody_and_signed_out,
    scopes_follow_the_kind_of_organisation,
    preferences_are_remembered,
    registering_is_for_those_who_are_there,
);

fn an_account_has_one_organisation_of_a_kind(store: &Store) {
    let isv = store.organisation(OrganisationKind::Isv, "111122223333", "Northwind");
    let mut second = isv.clone();
    second.id = random::id(noon());
    second.name = "Another".to_owned();
    let added = store.write(|c| organisations::add(c, &second, noon()));
    assert_eq!(added, Added::Taken);
    assert_eq!(store.read(organisations::list), std::slice::from_ref(&isv));
    // A company that is both has two organisations.
    let partner = store.organisation(OrganisationKind::Partner, "111122223333", "Northwind");
    let found =
        store.read(|c| organisations::by_account(c, &isv.account, OrganisationKind::Partner));
    assert_eq!(found, Some(partner));
    assert_eq!(store.read(|c| organisations::find(c, isv.id)), Some(isv));
}

fn signing_in_finds_people_however_they_write_their_address(store: &Store) {
    let isv = store.organisation(OrganisationKind::Isv, "111122223333", "Northwind");
    let user = store.user(&isv, "Zoë.Ärmel@Northwind.example");
    let typed = "zoë.ÄRMEL@NORTHWIND.EXAMPLE";
    let found = store.read(|c| users::credentials(c, typed));
    assert_eq!(found, Some((user.id, "$argon2id$".to_owned())));
    let mut second = user.clone();
    second.id = random::id(noon());
    second.email = typed.to_owned();
    let added = store.write(|c| users::add(c, &second, "other", noon()));
    assert_eq!(added, Added::Taken);
    store.write(|c| users::set_password_hash(c, user.id, "new"));
    let found = store.read(|c| users::credentials(c, typed));
    assert_eq!(found, Some((user.id, "new".to_owned())));
    assert_eq!(
        store.read(|c| users::credentials(c, "nobody@x.example")),
        None
    );
    assert_eq!(store.read(|c| users::credentials(c, "\0")), None);
    assert_eq!(store.read(|c| users::of(c, isv.id)), [user]);
}

fn a_disabled_person_is_nobody_and_signed_out(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let (id, email) = (isv.user.id, isv.user.email.as_str());
    let state = sessions::SessionState::new();
    store.write(|c| sessions::insert(c, "key", Some(id), &state, noon()));
    assert!(store.write(|c| users::set_disabled(c, id, true)));
    assert_eq!(store.read(|c| users::who(c, id)), None);
    assert_eq!(store.read(|c| users::credentials(c, email)), None);
    assert_eq!(store.read(|c| users::of(c, isv.organisation.id)), []);
    assert_eq!(store.read(|c| sessions::load(c, "key", noon())), None);
    assert_eq!(
        store.read(|c| users::by_email(c, email)),
        Some(isv.user.clone())
    );
    assert!(store.write(|c| users::set_disabled(c, id, false)));
    let who = store.read(|c| users::who(c, id)).unwrap();
    assert_eq!((who.user, who.organisation), (isv.user, isv.organisation));
    assert!(!store.write(|c| users::set_disabled(c, random::id(noon()), true)));
}

fn scopes_follow_the_kind_of_organisation(store: &Store) {
    for (kind, account) in [
        (OrganisationKind::Isv, "111122223333"),
        (OrganisationKind::Partner, "444455556666"),
        (OrganisationKind::Operator, "000000000000"),
    ] {
        let organisation = store.organisation(kind, account, "Somebody");
        let user = store.user(&organisation, &format!("x@{account}.example"));
        let scope = store.read(|c| users::who(c, user.id)).unwrap().scope;
        match (kind, scope) {
            (OrganisationKind::Isv, Scope::Isv(scope)) => assert_eq!(scope.isv(), organisation.id),
            (OrganisationKind::Partner, Scope::Partner(scope)) => {
                assert_eq!(scope.partner(), organisation.id);
            }
            (OrganisationKind::Operator, Scope::Operator) => {}
            (kind, scope) => panic!("{scope:?} for {kind:?}"),
        }
        // What the command line names is found by kind as well.
        let isv = store.read(|c| organisations::isv_scope(c, &organisation.account));
        assert_eq!(isv.is_some(), kind == OrganisationKind::Isv);
        let partner = store.read(|c| organisations::partner_scope(c, &organisation.account));
        assert_eq!(partner.is_some(), kind == OrganisationKind::Partner);
    }
}

fn preferences_are_remembered(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let preferences = || {
        let who = store.read(|c| users::who(c, isv.user.id)).unwrap();
        (who.one_page, who.theme)
    };
    assert_eq!(preferences(), (false, Theme::System));
    store.write(|c| users::set_one_page(c, isv.user.id, true));
    for theme in [Theme::Dark, Theme::Light, Theme::System] {
        store.write(|c| users::set_theme(c, isv.user.id, theme));
        assert_eq!(preferences(), (true, theme));
    }
}

fn registering_is_for_those_who_are_there(store: &Store) {
    let partner = store.organisation(OrganisationKind::Partner, "444455556666", "Contoso");
    assert!(store.write(|c| organisations::set_registered(c, partner.id, false)));
    let found = store.read(|c| organisations::find(c, partner.id)).unwrap();
    assert!(!found.registered);
    let nobody = random::id::<OrganisationTag>(noon());
    assert!(!store.write(|c| organisations::set_registered(c, nobody, true)));
}
