//! What the tests share that need services: where these are, and a database of its own for each test.

pub mod fingerprint;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod services;
