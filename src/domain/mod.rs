//! The business: what a reseller opportunity is and the rules it obeys.
//!
//! Everything here is a value or a rule: no database, no HTTP, no clock and no randomness; "today" and "now" are
//! parameters. A value that exists is valid: fields are private and constructors refuse what the rules refuse.
//!
//! # Glossary
//!
//! | word | meaning |
//! | --- | --- |
//! | ISV | the independent software vendor: owns products, creates opportunities |
//! | reseller, consulting partner | the organisation that may resell: receives opportunities, extends offers to buyers |
//! | opportunity | the right of one reseller to resell one product at fixed wholesale prices, for a time, perhaps only to some buyers |
//! | draft | answers of an unfinished opportunity, kept as typed |
//! | batch | the opportunities made by one press of *Create opportunities*: one per reseller and product |
//! | terms | everything an opportunity says, proved consistent |
//! | price book | list and wholesale price of every dimension, frozen at creation |
//! | list price | the price in the product's public offer |
//! | wholesale price | what the partner pays the ISV |
//! | duration | how long and how often the opportunity can be used |
//! | contract duration | how long the buyer's contract runs (1 month, 365 days) |
//! | dimension | one thing a product charges for |
//! | additional usage fee | the rate of a usage dimension, charged beyond the contract |
//! | private offer | what a partner offers a buyer from an opportunity; extending it publishes it and uses the opportunity |
//! | markup | what the partner adds to the wholesale price, in percent |
//! | buyer | who gets an offer: one customer, by up to 25 account IDs |
//! | agreement | what comes of an offer that a buyer accepts |
//! | EULA | the End User License Agreement the buyer accepts |
//! | RCMP | the Reseller Contract for AWS Marketplace, or a contract of the ISV's own in its place |

pub mod account;
pub mod agreements;
pub mod authorization;
pub mod buyers;
pub mod calendar;
pub mod catalog;
pub mod contract_duration;
pub mod details;
pub mod dimensions;
pub mod discount;
pub mod duration;
pub mod ids;
pub mod listing;
pub mod money;
pub mod notification;
pub mod offer;
pub mod opportunity;
pub mod percent;
pub mod pricing;
pub mod pricing_model;
pub mod schedule;
pub mod terms;
pub mod text;
pub mod theme;
pub mod web_address;
