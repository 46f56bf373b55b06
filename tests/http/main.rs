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
#[path = "../support/sold.rs"]
mod sold;
#[path = "../support/mod.rs"]
mod support;

mod access;
mod account;
mod bad_input;
mod batches;
mod catalog_import;
mod clone;
mod command_line;
mod demo;
mod detail;
mod drafts;
mod dump;
mod errors;
mod guard;
mod health;
mod interrupted;
mod isolation;
mod opportunities;
mod partner;
mod products;
mod radar;
mod random_walk;
mod reports;
mod resellers;
mod revoke;
mod routes;
mod sessions;
mod sign_in;
mod stopping;
mod terms_request;
mod tools;
mod trade;
mod wizard;
