//! The rules of the business: tables of examples, every bound at its last good and first bad value, and properties.
#![cfg(test)]

mod account;
mod buyers;
mod calendar;
mod catalog;
mod contract_duration;
mod details;
mod dimensions;
mod discount;
mod money;
mod offer;
mod opportunity;
mod percent;
mod pricing;
#[path = "../support/samples/mod.rs"]
mod samples;
mod schedule;
mod terms;
mod warnings;
mod web_address;
