//! What the portal answers, asked over HTTP.
#![cfg(test)]

#[path = "../support/client.rs"]
mod client;
#[path = "../support/html.rs"]
mod html;
#[path = "../support/people.rs"]
mod people;
#[path = "../support/portal.rs"]
mod portal;
#[path = "../support/mod.rs"]
mod support;

mod account;
mod batches;
mod clone;
mod detail;
mod drafts;
mod errors;
mod guard;
mod health;
mod opportunities;
mod revoke;
mod sessions;
mod sign_in;
mod terms_request;
mod tools;
mod trade;
