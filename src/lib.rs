//! Consign.

pub mod answers;
pub mod app;
pub mod catalog_file;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod mail;
pub mod random;
pub mod store;
pub mod telemetry;
pub mod web;
