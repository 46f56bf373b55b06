//! What the portal answers, asked over HTTP.
#![cfg(test)]

#[path = "../support/html.rs"]
mod html;
#[path = "../support/mod.rs"]
mod support;
mod tools;
