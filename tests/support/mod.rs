//! What the tests of the portal through HTTP and those in a browser have in common.

pub mod fingerprint;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod services;
