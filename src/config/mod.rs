//! The settings of an installation: each is a flag and a `CONSIGN_…` variable, read once at start and passed on as
//! one value.
//!
//! `consign serve --help` is their reference. What grants access to something else (the database's and the mail
//! server's address hold passwords) is a [`Secret`] and is never printed.

mod check;
mod secret;
#[cfg(test)]
mod tests;
mod typed;

pub use secret::Secret;

use crate::config::typed::{
    host_and_port, rcmp_label, rcmp_version, second_step, secret_in, workers,
};
use crate::domain::agreements::{RCMP_LABEL, RCMP_VERSION, Rcmp};
use crate::seal::{Keys, NoKeys};
use crate::web::origin::Origin;
use crate::web::password::PasswordCost;
use crate::web::second_step::Required;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Worker threads that serve requests. Two keep two cores busy; the database sets the pace, not the number of
/// threads.
const WORKERS: usize = 2;
const MAIL_FROM: &str = "Consign <consign@localhost>";
const CHANNEL_DESK: &str = "channel-desk@localhost";
const LOG: &str = "info";
const KEY_FILE: &str = "key";

/// Settings of one installation.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// Folder for everything that is kept: the embedded database and mails written to files
    #[arg(long, env = "CONSIGN_DATA", default_value = "data", value_name = "DIR")]
    pub data: PathBuf,

    /// Database to use instead of the embedded one in the data folder: sqlite:FILE or postgres://…
    #[arg(
        long,
        env = "CONSIGN_DATABASE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database_url: Option<Secret>,

    /// File with that URL, which holds a password
    #[arg(long, env = "CONSIGN_DATABASE_URL_FILE", value_parser = secret_in, hide_env_values = true, conflicts_with = "database_url", value_name = "FILE")]
    pub database_url_file: Option<Secret>,

    /// Address and port to listen on; port 0 takes a free one
    #[arg(
        long,
        env = "CONSIGN_BIND",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT"
    )]
    pub bind: SocketAddr,

    /// Where people reach the portal. Links in mails begin with it, and requests for another host are refused. Needed
    /// unless the portal is tried out on this machine only
    #[arg(long, env = "CONSIGN_ORIGIN", value_name = "https://HOST")]
    pub origin: Option<Origin>,

    /// Serve over plain HTTP, to this machine only: the session cookie is then sent without encryption
    #[arg(long, env = "CONSIGN_INSECURE_COOKIES")]
    pub insecure_cookies: bool,

    /// How many reverse proxies stand before the portal and append the client's address to X-Forwarded-For
    #[arg(
        long,
        env = "CONSIGN_PROXIES",
        default_value_t = 0,
        value_name = "NUMBER"
    )]
    pub proxies: usize,

    /// Mail server, as in smtps://user:password@mail.example; without one, mails are written to files in the data
    /// folder
    #[arg(
        long,
        env = "CONSIGN_SMTP_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub smtp_url: Option<Secret>,

    /// File with that URL, which holds a password
    #[arg(long, env = "CONSIGN_SMTP_URL_FILE", value_parser = secret_in, hide_env_values = true, conflicts_with = "smtp_url", value_name = "FILE")]
    pub smtp_url_file: Option<Secret>,

    /// Leave sending mails to another process that shares the database
    #[arg(long, env = "CONSIGN_WITHOUT_MAIL")]
    pub without_mail: bool,

    /// Sender of all mails
    #[arg(
        long,
        env = "CONSIGN_MAIL_FROM",
        default_value = MAIL_FROM,
        value_name = "ADDRESS"
    )]
    pub mail_from: String,

    /// Who is told when an ISV needs terms that the form cannot express
    #[arg(
        long,
        env = "CONSIGN_CHANNEL_DESK",
        default_value = CHANNEL_DESK,
        value_name = "ADDRESS"
    )]
    pub channel_desk: String,

    /// The clamd, as in 127.0.0.1:3310, that checks uploaded documents for viruses; without one they are not checked
    #[arg(long, env = "CONSIGN_CLAMD", value_parser = host_and_port, value_name = "HOST:PORT")]
    pub clamd: Option<String>,

    /// Ask the owner of an address before it gets notifications; without it an address is written to as soon as an admin
    /// adds it. For installations that are open to strangers
    #[arg(long, env = "CONSIGN_CONFIRM_ADDRESSES")]
    pub confirm_addresses: bool,

    /// What the Reseller Contract for AWS Marketplace is called
    #[arg(long, env = "CONSIGN_RCMP_LABEL", default_value = RCMP_LABEL, value_parser = rcmp_label, value_name = "NAME")]
    pub rcmp_label: String,

    /// Its version that new opportunities take; those that are there keep theirs
    #[arg(long, env = "CONSIGN_RCMP_VERSION", default_value = RCMP_VERSION, value_parser = rcmp_version, value_name = "VERSION")]
    pub rcmp_version: String,

    /// Threads that serve requests
    #[arg(long, env = "CONSIGN_WORKERS", default_value_t = WORKERS, value_parser = workers, value_name = "NUMBER")]
    pub workers: usize,

    /// Memory that the hash of a password takes
    #[arg(long, env = "CONSIGN_PASSWORD_MEMORY", default_value_t = PasswordCost::default().memory_kib, value_name = "KIBIBYTES")]
    pub password_memory: u32,

    /// Passes over that memory
    #[arg(long, env = "CONSIGN_PASSWORD_PASSES", default_value_t = PasswordCost::default().passes, value_name = "NUMBER")]
    pub password_passes: u32,

    /// Who must sign in in two steps, with an authenticator app: staff (people of ISVs and of whoever runs the portal),
    /// everybody or nobody; others may
    #[arg(long, env = "CONSIGN_SECOND_STEP", default_value = "staff", value_parser = second_step, value_name = "WHO")]
    pub second_step: Required,

    /// File with the keys that seal the secrets of those apps: 64 hexadecimal digits a line, the first seals, all open.
    /// Without it, `key` in the data folder, which is made when it is not there
    #[arg(long, env = "CONSIGN_KEY_FILE", value_name = "FILE")]
    pub key_file: Option<PathBuf>,

    /// How the log is written
    #[arg(long, env = "CONSIGN_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,

    /// What is logged, by part of the program, as in info,consign=debug
    #[arg(
        long,
        env = "CONSIGN_LOG",
        default_value = LOG,
        value_name = "FILTER"
    )]
    pub log: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One line of text, for people
    Text,
    /// One line of JSON, for programs
    Json,
}

impl Config {
    /// Settings for this machine only: everything in one folder, nothing encrypted, default lengths and costs.
    pub fn local(data: PathBuf, port: u16) -> Self {
        Self {
            data,
            database_url: None,
            database_url_file: None,
            bind: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            origin: None,
            insecure_cookies: true,
            proxies: 0,
            smtp_url: None,
            smtp_url_file: None,
            without_mail: false,
            mail_from: MAIL_FROM.to_owned(),
            channel_desk: CHANNEL_DESK.to_owned(),
            clamd: None,
            confirm_addresses: false,
            rcmp_label: RCMP_LABEL.to_owned(),
            rcmp_version: RCMP_VERSION.to_owned(),
            workers: WORKERS,
            password_memory: PasswordCost::default().memory_kib,
            password_passes: PasswordCost::default().passes,
            second_step: Required::Nobody,
            key_file: None,
            log_format: LogFormat::Text,
            log: LOG.to_owned(),
        }
    }

    /// Where the database is.
    pub fn database_url(&self) -> Secret {
        let named = self
            .database_url
            .as_ref()
            .or(self.database_url_file.as_ref());
        named.cloned().unwrap_or_else(|| {
            let file = self.data.join("consign.sqlite");
            Secret::from(format!("sqlite:{}", file.display()).as_str())
        })
    }

    /// Whether the database is the embedded one in the data folder.
    pub fn has_own_database(&self) -> bool {
        self.database_url.is_none() && self.database_url_file.is_none()
    }

    /// The mail server, if there is one.
    pub fn smtp_url(&self) -> Option<&Secret> {
        self.smtp_url.as_ref().or(self.smtp_url_file.as_ref())
    }

    /// Whether this process sends mails but has no mail server for it, and so writes them to files.
    pub fn writes_mails_to_files(&self) -> bool {
        !self.without_mail && self.smtp_url().is_none()
    }

    /// Where people reach the portal when it listens on `port`.
    pub fn origin(&self, port: u16) -> Origin {
        self.origin
            .clone()
            .unwrap_or_else(|| Origin::plain(SocketAddr::new(self.bind.ip(), port)))
    }

    /// The Reseller Contract for AWS Marketplace as this installation has it.
    pub fn rcmp(&self) -> Rcmp {
        Rcmp {
            label: self.rcmp_label.clone(),
            version: self.rcmp_version.clone(),
        }
    }

    /// The keys that seal the secrets of authenticator apps. Those in the data folder are made unless they are there.
    ///
    /// # Errors
    /// When they cannot be had.
    pub fn keys(&self) -> Result<Keys, NoKeys> {
        match &self.key_file {
            Some(file) => Keys::of_file(file),
            None => Keys::of_file_made_if_needed(&self.data.join(KEY_FILE)),
        }
    }

    /// What a password hash costs.
    pub fn password_cost(&self) -> PasswordCost {
        PasswordCost {
            memory_kib: self.password_memory,
            passes: self.password_passes,
        }
    }
}
