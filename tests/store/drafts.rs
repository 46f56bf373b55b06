//! Drafts keep what was typed, belong to one ISV, and are never overwritten unseen.

use crate::tools::{Isv, Store, noon};
use chrono::TimeDelta;
use consign::answers::{Answers, Fields, Step};
use consign::domain::ids::DraftId;
use consign::random;
use consign::store::PageOf;
use consign::store::drafts::{self, Created, KEPT, MAX_PER_PERSON, NewDraft, Saved, Whose};

on_both_databases!(
    what_was_typed_comes_back_exactly,
    a_stale_save_is_refused_and_shows_the_other,
    of_many_saves_of_one_version_one_wins,
    another_isvs_draft_is_not_found,
    a_person_has_fifty_drafts,
    old_drafts_are_removed,
    an_untouched_draft_is_found_until_it_is_saved,
);

fn typed(name: &str) -> Answers {
    let mut answers = Answers::default();
    let fields = [
        ("name", name),
        ("description", "<b>\0 “x”\r\n"),
        ("products", "a"),
        ("products", "b"),
    ];
    let pairs = fields.map(|(field, value)| (field.to_owned(), value.to_owned()));
    answers.set(Step::Details, Fields::from_pairs(pairs));
    answers
}

fn begin(store: &Store, isv: &Isv, answers: &Answers) -> DraftId {
    let id = random::id(noon());
    let new = NewDraft {
        id,
        answers,
        by: isv.user.id,
        cloned_from: None,
    };
    assert_eq!(
        store.write(|c| drafts::create(c, &isv.scope, &new, noon())),
        Created::Done
    );
    id
}

fn what_was_typed_comes_back_exactly(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let answers = typed("Zoë 😀");
    let id = begin(store, &isv, &answers);
    let draft = store.read(|c| drafts::find(c, &isv.scope, id)).unwrap();
    assert_eq!(
        (draft.id, draft.version, draft.answers.clone()),
        (id, 1, answers)
    );
    assert_eq!(
        (draft.created_by, draft.saved_by.as_str()),
        (isv.user.id, "Maria Muster")
    );
    assert_eq!(
        (draft.created_at, draft.saved_at, draft.cloned_from),
        (noon(), noon(), None)
    );
    let whose = |whose| store.read(|c| drafts::page(c, &isv.scope, whose, PageOf::first(25)));
    assert_eq!(whose(Whose::Of(isv.user.id)), [draft]);
    assert_eq!(whose(Whose::NotOf(isv.user.id)), []);
    assert!(store.write(|c| drafts::discard(c, &isv.scope, id)));
    assert!(!store.write(|c| drafts::discard(c, &isv.scope, id)));
    assert_eq!(store.read(|c| drafts::find(c, &isv.scope, id)), None);
}

fn a_stale_save_is_refused_and_shows_the_other(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let colleague = store.user(&isv.organisation, "colleague@northwind.example");
    let id = begin(store, &isv, &typed("first"));
    let later = noon() + TimeDelta::seconds(1);
    let save = |version, name, by| {
        store.write(|c| drafts::save(c, &isv.scope, (id, version), &typed(name), by, later))
    };
    assert_eq!(save(1, "second", colleague.id), Saved::Done(2));
    let Saved::Stale(other) = save(1, "third", isv.user.id) else {
        panic!("an old version overwrote a newer one")
    };
    assert_eq!(
        (other.version, other.answers, other.saved_at),
        (2, typed("second"), later)
    );
    assert_eq!(
        store
            .read(|c| drafts::find(c, &isv.scope, id))
            .unwrap()
            .version,
        2
    );
    assert_eq!(save(2, "third", isv.user.id), Saved::Done(3));
    store.write(|c| drafts::discard(c, &isv.scope, id));
    assert_eq!(save(3, "fourth", isv.user.id), Saved::Gone);
}

fn of_many_saves_of_one_version_one_wins(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let id = begin(store, &isv, &typed("first"));
    let savers: Vec<_> = (0..8)
        .map(|number: i32| {
            let (db, scope, by) = (store.db.clone(), isv.scope, isv.user.id);
            std::thread::spawn(move || {
                let answers = typed(&number.to_string());
                db.write_now(|c| drafts::save(c, &scope, (id, 1), &answers, by, noon()))
                    .unwrap()
            })
        })
        .collect();
    let outcomes: Vec<_> = savers
        .into_iter()
        .map(|saver| saver.join().unwrap())
        .collect();
    let done = outcomes
        .iter()
        .filter(|outcome| **outcome == Saved::Done(2))
        .count();
    let stale = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Saved::Stale(_)))
        .count();
    assert_eq!((done, stale), (1, 7));
}

fn another_isvs_draft_is_not_found(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let id = begin(store, &isv, &typed("secret"));
    assert_eq!(store.read(|c| drafts::find(c, &other.scope, id)), None);
    for whose in [Whose::Of(isv.user.id), Whose::NotOf(other.user.id)] {
        let page = store.read(|c| drafts::page(c, &other.scope, whose, PageOf::first(25)));
        assert_eq!(page, [], "{whose:?}");
    }
    assert_eq!(
        store.read(|c| drafts::count_others(c, &other.scope, other.user.id)),
        0
    );
    assert_eq!(
        store.read(|c| drafts::count(c, &other.scope, isv.user.id)),
        0
    );
    let saved = store.write(|c| {
        drafts::save(
            c,
            &other.scope,
            (id, 1),
            &typed("mine"),
            other.user.id,
            noon(),
        )
    });
    assert_eq!(saved, Saved::Gone);
    assert!(!store.write(|c| drafts::discard(c, &other.scope, id)));
    let draft = store.read(|c| drafts::find(c, &isv.scope, id)).unwrap();
    assert_eq!(draft.answers, typed("secret"));
}

fn a_person_has_fifty_drafts(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let answers = Answers::default();
    for _ in 0..MAX_PER_PERSON {
        begin(store, &isv, &answers);
    }
    let create = |by| {
        let new = NewDraft {
            id: random::id(noon()),
            answers: &answers,
            by,
            cloned_from: None,
        };
        store.write(|c| drafts::create(c, &isv.scope, &new, noon()))
    };
    assert_eq!(create(isv.user.id), Created::TooMany);
    assert_eq!(
        store.read(|c| drafts::count(c, &isv.scope, isv.user.id)),
        MAX_PER_PERSON
    );
    let colleague = store.user(&isv.organisation, "colleague@northwind.example");
    assert_eq!(create(colleague.id), Created::Done);
}

fn old_drafts_are_removed(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    begin(store, &isv, &Answers::default());
    let moment = TimeDelta::microseconds(1);
    assert_eq!(
        store.write(|c| drafts::delete_old(c, noon() + KEPT - moment)),
        0
    );
    assert_eq!(store.write(|c| drafts::delete_old(c, noon() + KEPT)), 1);
}

fn an_untouched_draft_is_found_until_it_is_saved(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let id = begin(store, &isv, &Answers::default());
    let begun = Answers::default();
    let untouched =
        |since| store.read(|c| drafts::untouched(c, &isv.scope, isv.user.id, &begun, since));
    assert_eq!(untouched(noon()), Some(id));
    assert_eq!(untouched(noon() + TimeDelta::microseconds(1)), None);
    let colleague = store.user(&isv.organisation, "colleague@northwind.example");
    let theirs = store.read(|c| drafts::untouched(c, &isv.scope, colleague.id, &begun, noon()));
    assert_eq!(theirs, None);
    let other =
        store.read(|c| drafts::untouched(c, &isv.scope, isv.user.id, &typed("chosen"), noon()));
    assert_eq!(other, None);
    let save =
        |c: &mut _| drafts::save(c, &isv.scope, (id, 1), &typed("first"), isv.user.id, noon());
    assert_eq!(store.write(save), Saved::Done(2));
    assert_eq!(untouched(noon()), None);
}
