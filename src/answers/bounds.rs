//! How much the longest page of the wizard sends: it follows from how large products may be.

use crate::domain::catalog::MAX_DIMENSIONS;
use crate::domain::discount::MAX_DURATIONS;
use crate::domain::schedule::MAX_PAYMENTS;
use crate::domain::terms::{MAX_PRODUCTS, MAX_RESELLERS};

/// Products of the largest size in one draft; of usual products it is far more.
const LARGE_PRODUCTS: usize = 2;

/// Prices of the largest product: contract dimensions for every contract duration, usage dimensions, and the row that
/// stands for all.
const PRICES: usize = MAX_DIMENSIONS * MAX_DURATIONS + MAX_DIMENSIONS + 1;
/// Fields of a price: how it is set, and its value.
const OF_A_PRICE: usize = 2;
/// Fields of a product's contract durations: their boxes, the custom one with its number, and that they were shown.
const OF_DURATIONS: usize = MAX_DURATIONS + 3;
/// Fields of an added dimension: name, key, description, unit, its units in a schedule, and its prices.
const OF_AN_ADDED_DIMENSION: usize = 5 + MAX_DURATIONS;
/// Fields of the dimensions step for the largest product: of every dimension, the fees, and that they were shown.
const OF_DIMENSIONS: usize = MAX_DIMENSIONS * OF_AN_ADDED_DIMENSION + MAX_DIMENSIONS + 1;
/// Fields of a payment: its amount, and the three boxes of its date.
const OF_A_PAYMENT: usize = 4;
/// Fields of a payment schedule: units, rates of use, what they are of, payments, and the generator with the contract
/// duration.
const OF_A_SCHEDULE: usize = 2 * MAX_DIMENSIONS + MAX_PAYMENTS * OF_A_PAYMENT + 10;
/// All other fields of all steps, and what the page itself sends; fewer than this besides the two lists.
const OF_THE_REST: usize = MAX_RESELLERS + MAX_PRODUCTS + 50;

/// Fields of the longest page: all steps at once.
pub const MAX_FIELDS: usize = LARGE_PRODUCTS * (PRICES * OF_A_PRICE + OF_DURATIONS + OF_DIMENSIONS)
    + OF_A_SCHEDULE
    + OF_THE_REST;

/// Bytes of a field as it is sent: a name with a product, a dimension and a contract duration, and a price.
const FIELD_BYTES: usize = 96;

/// Bytes of the longest page.
pub const MAX_BYTES: usize = MAX_FIELDS * FIELD_BYTES;
