//! What the tests of the portal through HTTP and those in a browser have in common.

#[cfg(feature = "postgres")]
pub mod postgres;
pub mod services;
