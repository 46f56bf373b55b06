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
mod stopping;
mod interrupted;
mod command_line;
mod access;
mod errors;
mod guard;
mod health;
mod sessions;
mod sign_in;
mod tools;
