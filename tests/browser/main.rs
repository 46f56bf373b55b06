//! What a person does with the portal, in a real browser.
#![cfg(test)]

#[path = "../support/axe.rs"]
mod axe;
#[path = "../support/browser.rs"]
mod browser;
mod files;
#[path = "../support/held.rs"]
#[expect(dead_code, reason = "the tests over HTTP use more of it")]
mod held;
mod people;
#[path = "../support/portal.rs"]
#[expect(dead_code, reason = "the tests over HTTP use more of it")]
mod portal;
#[path = "../support/mod.rs"]
mod support;
mod walk;

mod again;
mod bulk;
mod catalogue;
mod comforts;
mod create;
mod drafts;
mod import;
mod joining;
mod keys;
mod looks;
mod mending;
mod notifications;
mod offers;
mod one_page;
mod partner;
mod payments;
mod reports;
mod roles;
mod second_step;
mod several;
mod shortest;
mod table;
mod terms;
mod tools;
