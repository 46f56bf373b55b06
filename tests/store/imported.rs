//! Drafts made of authorizations at AWS: each of one, each authorization once an ISV, and gone with the draft.

use crate::tools::{Isv, Store, noon};
use consign::answers::imported::Imported;
use consign::answers::{Answers, Fields, Step};
use consign::domain::account::AccountId;
use consign::domain::authorization::AuthorizationId;
use consign::domain::ids::DraftId;
use consign::random;
use consign::store::drafts::{self, NewDraft};
use consign::store::imported;

on_both_databases!(
    of_what_a_draft_was_made_comes_back_exactly,
    an_authorization_makes_one_draft_of_an_isv,
    two_imports_at_once_make_one,
    it_goes_with_the_draft,
);

fn draft(store: &Store, isv: &Isv) -> DraftId {
    let id = random::id(noon());
    let new = NewDraft {
        id,
        answers: &Answers::default(),
        by: isv.user.id,
        cloned_from: None,
    };
    store.write(|c| drafts::create(c, &isv.scope, &new, noon()));
    id
}

fn called(id: &str) -> Imported {
    let mut answers = Answers::default();
    let pairs = [("name".to_owned(), "Zoë 😀".to_owned())];
    answers.set(Step::Details, Fields::from_pairs(pairs));
    Imported {
        id: AuthorizationId::parse(id).unwrap(),
        reseller: AccountId::parse("444455556666").unwrap(),
        answers,
    }
}

fn of_what_a_draft_was_made_comes_back_exactly(store: &Store) {
    let [isv, other] = [("111122223333", "Northwind"), ("999900001111", "Fabrikam")]
        .map(|(account, name)| store.isv(account, name));
    let (made, plain) = (draft(store, &isv), draft(store, &isv));
    let imported = called("resaleauthz-abc123def456g");
    assert!(store.write(|c| imported::keep(c, &isv.scope, made, &imported)));
    let find = |isv: &Isv, id| store.read(|c| imported::find(c, &isv.scope, id));
    assert_eq!(find(&isv, made), Some(imported.clone()));
    assert_eq!(find(&isv, plain), None);
    assert_eq!(find(&other, made), None, "another's is not there");
    let of = |isv: &Isv| store.read(|c| imported::draft_of(c, &isv.scope, &imported.id));
    assert_eq!((of(&isv), of(&other)), (Some(made), None));
    let foreign = store
        .db
        .write_now(|c| imported::keep(c, &other.scope, plain, &imported));
    assert!(foreign.is_err(), "{foreign:?}");
}

fn an_authorization_makes_one_draft_of_an_isv(store: &Store) {
    let [isv, other] = [("111122223333", "Northwind"), ("999900001111", "Fabrikam")]
        .map(|(account, name)| store.isv(account, name));
    let one = called("resaleauthz-abc123def456g");
    let keep = |isv: &Isv, id, imported: &Imported| {
        store.write(|c| imported::keep(c, &isv.scope, id, imported))
    };
    let first = draft(store, &isv);
    assert!(keep(&isv, first, &one));
    assert!(!keep(&isv, draft(store, &isv), &one));
    assert!(!keep(&isv, first, &called("resaleauthz-1")), "one each");
    assert!(
        keep(&other, draft(store, &other), &one),
        "theirs is another"
    );
}

fn two_imports_at_once_make_one(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let one = called("resaleauthz-abc123def456g");
    let ids: Vec<DraftId> = (0..6).map(|_| draft(store, &isv)).collect();
    let kept: Vec<bool> = std::thread::scope(|scope| {
        let work: Vec<_> = ids
            .iter()
            .map(|id| {
                let (isv, one) = (&isv, &one);
                scope.spawn(move || store.write(|c| imported::keep(c, &isv.scope, *id, one)))
            })
            .collect();
        work.into_iter().map(|done| done.join().unwrap()).collect()
    });
    assert_eq!(kept.iter().filter(|kept| **kept).count(), 1);
}

fn it_goes_with_the_draft(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let one = called("resaleauthz-abc123def456g");
    let first = draft(store, &isv);
    store.write(|c| imported::keep(c, &isv.scope, first, &one));
    assert!(store.write(|c| drafts::discard(c, &isv.scope, first)));
    assert_eq!(
        store.read(|c| imported::draft_of(c, &isv.scope, &one.id)),
        None
    );
    let again = draft(store, &isv);
    assert!(store.write(|c| imported::keep(c, &isv.scope, again, &one)));
}
