//! What AWS is told: every complete example word for word, every cell of the tables, and what holds for any opportunity.
#![cfg(test)]

#[expect(dead_code, reason = "the tests of the answers use the rest")]
#[path = "../support/dice/mod.rs"]
mod dice;
#[expect(dead_code, reason = "the tests of the business rules use the rest")]
#[path = "../support/samples/mod.rs"]
mod samples;

mod examples;
mod export;
mod import;
mod offers;
mod random;
mod remarks;
mod series;
mod table;
