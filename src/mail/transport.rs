//! How a mail travels: as a MIME message to a mail server, or into a folder when there is none.

mod failure;
mod mime;
mod smtp;

pub use failure::Failure;
pub use mime::Mail;
pub use smtp::Limits;

use crate::mail::transport::smtp::Smtp;
use crate::private;
use chrono::{DateTime, Utc};
use lettre::message::Mailbox;
use std::path::PathBuf;

/// A setting by which no mail can be sent, in words for whoever runs the installation.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadSetting(String);

/// Sends mails in the name of this installation.
#[derive(Debug, Clone)]
pub struct Transport {
    from: Mailbox,
    /// The right side of every Message-ID.
    host: String,
    to: Destination,
}

#[derive(Debug, Clone)]
enum Destination {
    Server(Box<Smtp>),
    Folder(PathBuf),
}

impl Transport {
    /// Sends through the mail server at `smtps://…` (encrypted from the start) or `smtp://…` (encrypted before anything is
    /// said, unless the server is this machine).
    ///
    /// # Errors
    /// When the URL names no mail server or `from` is no address.
    pub fn smtp(url: &str, from: &str, origin: &str) -> Result<Self, BadSetting> {
        let server = Smtp::parse(url)?;
        Self::new(from, origin, Destination::Server(Box::new(server)))
    }

    /// Writes each mail into a file of its own.
    ///
    /// # Errors
    /// When `from` is no address.
    pub fn folder(folder: PathBuf, from: &str, origin: &str) -> Result<Self, BadSetting> {
        Self::new(from, origin, Destination::Folder(folder))
    }

    fn new(from: &str, origin: &str, to: Destination) -> Result<Self, BadSetting> {
        let from = from.parse().map_err(|error| {
            BadSetting(format!("{from} cannot be the sender of mails: {error}"))
        })?;
        let host = host(origin).to_owned();
        Ok(Self { from, host, to })
    }

    /// With other time limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        if let Destination::Server(server) = &mut self.to {
            server.limits = limits;
        }
        self
    }

    /// Sends a mail: when this returns without an error, somebody else is answerable for it.
    ///
    /// # Errors
    /// When it was not sent, or it is not known whether it was.
    pub async fn send(&self, mail: &Mail<'_>, now: DateTime<Utc>) -> Result<(), Failure> {
        let letter = mime::write(mail, &self.from, &self.host, now)?;
        match &self.to {
            Destination::Server(server) => server.send(&letter).await,
            Destination::Folder(folder) => {
                write_file(folder.clone(), mail.id.to_string(), letter.formatted()).await
            }
        }
    }
}

/// The host of an origin, without its port.
fn host(origin: &str) -> &str {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    }
}

/// Writes a file as a whole or not at all. The same mail written again replaces itself.
async fn write_file(folder: PathBuf, id: String, bytes: Vec<u8>) -> Result<(), Failure> {
    let write = move || {
        private::make_folder(&folder)?;
        let unfinished = folder.join(format!("{id}.part"));
        private::write(&unfinished, &bytes)?;
        std::fs::rename(&unfinished, folder.join(format!("{id}.eml")))
    };
    match tokio::task::spawn_blocking(write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Failure::unavailable(&error)),
        Err(error) => Err(Failure::unavailable(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_of_an_origin_has_no_port() {
        for (origin, expected) in [
            ("https://portal.example", "portal.example"),
            ("https://portal.example:8443", "portal.example"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("http://[::1]:8080", "[::1]"),
            ("http://[::1]", "[::1]"),
        ] {
            assert_eq!(host(origin), expected);
        }
    }
}
