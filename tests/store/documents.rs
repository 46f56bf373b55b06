//! Documents come back byte for byte, are kept once, and belong to one ISV.

use crate::tools::{Isv, Store, noon};
use chrono::TimeDelta;
use consign::domain::agreements::{Document, DocumentFormat, DocumentKind};
use consign::random;
use consign::store::documents;
use consign::store::schema::document_contents;
use diesel::prelude::*;

on_both_databases!(
    bytes_come_back_as_they_were,
    the_same_bytes_are_kept_once,
    another_isvs_document_is_not_found,
);

fn upload(store: &Store, isv: &Isv, kind: DocumentKind, bytes: &[u8], seconds: i64) -> Document {
    let now = noon() + TimeDelta::seconds(seconds);
    let document = Document {
        id: random::id(now),
        kind,
        name: "Vertrag (Entwurf).pdf".to_owned(),
        format: DocumentFormat::Pdf,
        size: bytes.len(),
        sha256: random::sha256_hex(bytes),
    };
    store.write(|c| documents::add(c, &isv.scope, &document, bytes, isv.user.id, now));
    document
}

fn bytes_come_back_as_they_were(store: &Store) {
    let isv = store.isv("111122223333", "Northwind");
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let document = upload(store, &isv, DocumentKind::Eula, &bytes, 0);
    let found = store.read(|c| documents::bytes(c, &isv.scope, document.id));
    assert_eq!(found, Some((document.clone(), bytes)));
    let newer = upload(store, &isv, DocumentKind::Eula, b"%PDF-", 1);
    let contract = upload(store, &isv, DocumentKind::ResellerContract, b"%PDF-", 2);
    let list = |kind| store.read(|c| documents::list(c, &isv.scope, kind));
    assert_eq!(list(DocumentKind::Eula), [newer, document.clone()]);
    assert_eq!(
        list(DocumentKind::ResellerContract),
        std::slice::from_ref(&contract)
    );
    let named = [contract.id, random::id(noon()), document.id];
    let some = store.read(|c| documents::some(c, &isv.scope, &named));
    assert_eq!(some, [document, contract]);
}

fn the_same_bytes_are_kept_once(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    upload(store, &isv, DocumentKind::Eula, b"%PDF-", 0);
    upload(store, &isv, DocumentKind::ResellerContract, b"%PDF-", 0);
    let theirs = upload(store, &other, DocumentKind::Eula, b"%PDF-", 0);
    let kept: i64 = store.read(|c| Ok(document_contents::table.count().get_result(c)?));
    assert_eq!(kept, 1);
    let found = store.read(|c| documents::bytes(c, &other.scope, theirs.id));
    assert_eq!(found, Some((theirs, b"%PDF-".to_vec())));
}

fn another_isvs_document_is_not_found(store: &Store) {
    let (isv, other) = (
        store.isv("111122223333", "Northwind"),
        store.isv("999900001111", "Fabrikam"),
    );
    let document = upload(store, &isv, DocumentKind::Eula, b"%PDF-secret", 0);
    assert_eq!(
        store.read(|c| documents::bytes(c, &other.scope, document.id)),
        None
    );
    assert_eq!(
        store.read(|c| documents::some(c, &other.scope, &[document.id])),
        []
    );
    assert_eq!(
        store.read(|c| documents::list(c, &other.scope, DocumentKind::Eula)),
        []
    );
}
