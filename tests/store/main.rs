//! What the database layer promises, asked of both databases.
#![cfg(test)]

#[macro_use]
mod tools;
#[path = "../support/sold.rs"]
mod sold;
#[path = "../support/mod.rs"]
mod support;
mod turns;

mod backup;
mod changes;
mod columns;
mod constraints;
mod documents;
mod doors;
mod drafts;
mod frozen;
mod imported;
mod known_browsers;
mod made;
mod offer_drafts;
mod offer_race;
mod offers;
mod opportunities;
mod people;
mod plans;
mod products;
mod reports;
mod revoke;
mod rows;
mod schema;
mod search;
mod second_steps;
mod sessions;
mod status;
mod table;
mod term_requests;
mod throttle;
mod trigrams;
mod unsubscribe_links;
