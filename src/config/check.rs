//! Whether settings can stand together, and what whoever runs the installation should know of them.

use crate::config::Config;
use crate::web::origin::Origin;
use crate::web::password::PasswordCost;
use std::net::IpAddr;

impl Config {
    /// Whether only this machine can reach the portal.
    pub fn is_local(&self) -> bool {
        match self.bind.ip() {
            IpAddr::V4(ip) => ip.is_loopback(),
            IpAddr::V6(ip) => ip.is_loopback(),
        }
    }

    /// Whether everybody would seem to come from the address of the proxy that ends TLS, since none is named; then one who
    /// guesses passwords makes all others wait.
    pub fn names_no_proxy(&self) -> bool {
        self.proxies == 0 && self.origin.as_ref().is_some_and(Origin::is_https)
    }

    /// Refuses settings that contradict each other.
    ///
    /// # Errors
    /// A sentence for whoever runs the installation.
    pub fn check(&self) -> Result<(), String> {
        let encrypted = self.origin.as_ref().is_some_and(Origin::is_https);
        if encrypted || (self.insecure_cookies && self.is_local()) {
            return Ok(());
        }
        Err(if self.is_local() {
            "Say where people reach the portal by --origin https://…, or try it on this machine only with --insecure-cookies."
        } else {
            "Say where people reach the portal by --origin https://…; a session must not travel unencrypted."
        }
        .to_owned())
    }

    /// Refuses what only a demo or a test may do.
    ///
    /// # Errors
    /// A sentence for whoever runs the installation.
    pub fn check_to_serve(&self) -> Result<(), String> {
        self.check()?;
        let least = PasswordCost::default();
        if self.password_memory < least.memory_kib || self.password_passes < least.passes {
            return Err(format!(
                "Passwords would be guessed too quickly: give --password-memory {} or more and --password-passes {} or more.",
                least.memory_kib, least.passes
            ));
        }
        Ok(())
    }
}
