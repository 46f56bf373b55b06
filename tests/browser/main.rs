//! What a person does with the portal, in a real browser.
#![cfg(test)]

#[path = "../support/axe.rs"]
mod axe;
#[path = "../support/browser.rs"]
mod browser;
#[path = "../support/mod.rs"]
mod support;
mod tools;
