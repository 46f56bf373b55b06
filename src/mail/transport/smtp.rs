//! The conversation with a mail server, one for each mail.
//!
//! It is led step by step because it matters where it fails: until the server has accepted us as the sender, the fault is the
//! server's or the settings', and all mails wait; after that it is this mail's.

use crate::mail::transport::{BadSetting, Failure};
use lettre::Message;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use std::time::Duration;
use tokio::time::timeout;
use url::{Host, Url};

/// How long a mail may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Until the line stands.
    pub connect: Duration,
    /// Until the server has taken the mail, all steps together.
    pub send: Duration,
    /// For taking leave after that.
    pub quit: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            send: Duration::from_secs(60),
            quit: Duration::from_secs(2),
        }
    }
}

/// A mail server.
#[derive(Clone)]
pub(super) struct Smtp {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    pub(super) limits: Limits,
}

#[derive(Clone)]
enum Encryption {
    FromTheStart(TlsParameters),
    BeforeAnythingIsSaid(TlsParameters),
    /// The server is this machine, so nobody can listen.
    None,
}

impl std::fmt::Debug for Smtp {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Smtp {
    /// Reads `smtps://user:password@host:port`; everything but the host may be missing.
    pub(super) fn parse(text: &str) -> Result<Self, BadSetting> {
        // The URL holds a password and so is not repeated.
        let bad = |why: &str| {
            BadSetting(format!(
                "the mail server's URL {why}; write it like smtps://user:password@mail.example"
            ))
        };
        let url = Url::parse(text).map_err(|error| bad(&format!("cannot be read ({error})")))?;
        let host = match url.host_str().map(Host::parse) {
            Some(Ok(Host::Domain(name))) => name,
            Some(Ok(Host::Ipv4(ip))) => ip.to_string(),
            Some(Ok(Host::Ipv6(ip))) => ip.to_string(),
            Some(Err(_)) | None => return Err(bad("names no host")),
        };
        let tls = || {
            TlsParameters::new(host.clone())
                .map_err(|error| bad(&format!("cannot be used ({error})")))
        };
        let (encryption, usual_port) = match url.scheme() {
            "smtps" => (Encryption::FromTheStart(tls()?), 465),
            "smtp" if is_this_machine(&host) => (Encryption::None, 25),
            "smtp" => (Encryption::BeforeAnythingIsSaid(tls()?), 587),
            _ => return Err(bad("begins neither with smtps:// nor with smtp://")),
        };
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials = url
            .password()
            .map(|password| Credentials::new(decoded(url.username()), decoded(password)));
        Ok(Self {
            port: url.port().unwrap_or(usual_port),
            host,
            encryption,
            credentials,
            limits: Limits::default(),
        })
    }

    /// Sends one mail.
    pub(super) async fn send(&self, message: &Message) -> Result<(), Failure> {
        let mut accepted = None;
        let conversation = self.converse(message, &mut accepted);
        let outcome = timeout(self.limits.send, conversation).await;
        let silent = || "the mail server took too long".to_owned();
        match outcome {
            Ok(result) => result?,
            Err(_) if accepted.is_some() => return Err(Failure::NotNow(silent())),
            Err(_) => return Err(Failure::Unavailable(silent())),
        }
        if let Some(mut connection) = accepted {
            // The server has the mail; how it takes leave changes nothing.
            let _ = timeout(self.limits.quit, connection.quit()).await;
        }
        Ok(())
    }

    /// Says what is to be said. The connection is put into `accepted` as soon as the server has accepted us as the sender.
    async fn converse(
        &self,
        message: &Message,
        accepted: &mut Option<AsyncSmtpConnection>,
    ) -> Result<(), Failure> {
        let mut connection = self
            .connect()
            .await
            .map_err(|error| Failure::unavailable(&error))?;
        let sender = message.envelope().from().cloned();
        connection
            .command(Mail::new(sender, Vec::new()))
            .await
            .map_err(|error| Failure::unavailable(&error))?;
        let connection = accepted.insert(connection);
        for recipient in message.envelope().to() {
            let recipient = Rcpt::new(recipient.clone(), Vec::new());
            connection
                .command(recipient)
                .await
                .map_err(|error| Failure::answered_to_reader(&error))?;
        }
        connection
            .command(Data)
            .await
            .map_err(|error| Failure::answered(&error))?;
        connection
            .message(&message.formatted())
            .await
            .map_err(|error| Failure::answered(&error))?;
        Ok(())
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let name = ClientId::default();
        let from_the_start = match &self.encryption {
            Encryption::FromTheStart(tls) => Some(tls.clone()),
            Encryption::BeforeAnythingIsSaid(_) | Encryption::None => None,
        };
        let server = (self.host.as_str(), self.port);
        let limit = Some(self.limits.connect);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, limit, &name, from_the_start, None).await?;
        match &self.encryption {
            Encryption::BeforeAnythingIsSaid(tls) => {
                connection.starttls(tls.clone(), &name).await?
            }
            Encryption::FromTheStart(_) | Encryption::None => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests;
