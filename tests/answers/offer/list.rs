//! The list of documents: added, taken away, moved.

use super::typed;
use consign::answers::offer::documents::{FILE, add, move_up, remove};

#[test]
fn documents_move_and_go() {
    let list = || typed(&[("amendment", "a"), ("amendment", "b"), ("amendment", "c")]);
    for (place, expected) in [
        (0, ["a", "b", "c"]),
        (1, ["a", "b", "c"]),
        (2, ["b", "a", "c"]),
        (3, ["a", "c", "b"]),
        (4, ["a", "b", "c"]),
        (usize::MAX, ["a", "b", "c"]),
    ] {
        let mut fields = list();
        move_up(&mut fields, place);
        assert_eq!(fields.all("amendment"), expected, "{place}");
    }
    for (place, expected) in [
        (0, vec!["a", "b", "c"]),
        (1, vec!["b", "c"]),
        (3, vec!["a", "b"]),
        (4, vec!["a", "b", "c"]),
    ] {
        let mut fields = list();
        remove(&mut fields, place);
        assert_eq!(fields.all("amendment"), expected, "{place}");
    }
}

#[test]
fn a_sixth_document_is_refused() {
    let id = super::amendment().id;
    let mut fields = typed(&[]);
    for _ in 0..5 {
        assert_eq!(add(&mut fields, id), Ok(()));
    }
    let refused = add(&mut fields, id).unwrap_err();
    let text = "You can add up to 5 documents – remove one first";
    assert_eq!(refused.for_field(FILE), Some(text));
    assert_eq!(fields.all("amendment").len(), 5);
}
