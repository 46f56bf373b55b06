//! How mails travel: out of the outbox, to a mail server that behaves as badly as mail servers do.
#![cfg(test)]

mod outbox;
#[expect(dead_code, reason = "the tests over HTTP use more of it")]
#[path = "../support/smtp.rs"]
mod smtp;
#[path = "../support/mod.rs"]
mod support;
mod transport;
mod worker;
