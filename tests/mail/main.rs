//! How mails travel: to a mail server that behaves as badly as mail servers do.
#![cfg(test)]

#[path = "../support/smtp.rs"]
mod smtp;
mod transport;
