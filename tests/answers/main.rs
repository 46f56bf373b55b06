//! What people type into the steps of a form: every text about what is wrong, at its control and at the bounds; where
//! a draft stands; and the way from an opportunity back to its answers.
#![cfg(test)]

mod bulk;
mod clone;
#[path = "../support/dice/mod.rs"]
mod dice;
mod dimensions;
mod draft;
mod fields;
mod garbage;
mod gone;
mod gone_durations;
mod individual;
mod journey;
mod offer;
#[expect(dead_code, reason = "the tests of the business rules use the rest")]
#[path = "../support/samples/mod.rs"]
mod samples;
mod schedule;
mod stale;
mod texts;
mod typed;
