//! What the portal answers, asked over HTTP.
#![cfg(test)]

#[path = "../support/clamd.rs"]
mod clamd;
#[path = "../support/client.rs"]
mod client;
#[path = "../support/held.rs"]
mod held;
#[path = "../support/html.rs"]
mod html;
#[path = "../support/people.rs"]
mod people;
#[path = "../support/portal.rs"]
mod portal;
#[expect(dead_code, reason = "these tests need a part of it")]
#[path = "../support/smtp.rs"]
mod smtp;
#[path = "../support/sold.rs"]
mod sold;
#[path = "../support/mod.rs"]
mod support;

mod access;
mod account;
mod at_once;
mod aws;
mod bad_input;
mod batches;
mod beside;
mod bulk;
mod buyer;
mod catalog_import;
mod change_address;
mod changed_meanwhile;
mod clone;
mod command_line;
mod confirm;
mod demo;
mod detail;
mod drafts;
mod dump;
mod errors;
mod export_command;
mod forgotten;
mod guard;
mod headers;
mod health;
mod import;
mod interrupted;
mod invitations;
mod isolation;
mod isv_offers;
mod known_browser;
mod looked_after;
mod mail_faults;
mod markers;
mod more_resellers;
mod narrowed;
mod no_room;
mod notices;
mod notifications;
mod offer_aws;
mod offer_letters;
mod offered;
mod one_click;
mod opportunities;
mod organisation;
mod outbox;
#[cfg(feature = "postgres")]
mod overtaken;
mod partner;
mod partner_offers;
mod password_cost;
mod people_pages;
mod products;
mod radar;
mod random_walk;
mod reports;
mod resellers;
mod restored;
mod revoke;
mod revoke_several;
mod routes;
mod searched;
mod second_step;
mod secrets_in_letters;
mod sessions;
mod sign_in;
mod stopping;
mod taken;
mod terms_request;
mod timeline;
mod told;
mod told_alike;
mod tools;
mod trade;
mod wizard;
