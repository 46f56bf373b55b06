//! What a person does with the portal, in a real browser.
#![cfg(test)]

#[path = "../support/axe.rs"]
mod axe;
#[path = "../support/browser.rs"]
mod browser;
mod people;
#[path = "../support/portal.rs"]
#[expect(dead_code, reason = "the tests over HTTP use more of it")]
mod portal;
#[path = "../support/mod.rs"]
mod support;
mod walk;

mod again;
mod catalogue;
mod create;
mod drafts;
mod keys;
mod mending;
mod notifications;
mod one_page;
mod roles;
mod shortest;
mod table;
mod terms;
mod tools;
