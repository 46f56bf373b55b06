//! Under which addresses people reach the portal.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// Scheme and host (and port) of the portal, as browsers write it in the `Origin` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin of plain HTTP at this address.
    pub fn plain(address: SocketAddr) -> Self {
        Self(format!("http://{address}"))
    }

    /// The whole origin, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and port, as the `Host` header carries them.
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }

    /// Whether it is reached over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let origin = typed.trim_end_matches('/').to_ascii_lowercase();
        let host = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"));
        let allowed =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        match host {
            Some(host) if !host.is_empty() && host.chars().all(allowed) => Ok(Self(origin)),
            _ => Err("write it like https://portal.example, without a path".to_owned()),
        }
    }
}

/// Under which names the portal is reached.
#[derive(Debug, Clone)]
pub struct Doors {
    scheme: &'static str,
    hosts: Vec<String>,
}

impl Doors {
    /// The public origin; and for a portal that only this machine can reach, the machine's names for itself.
    pub fn new(origin: &Origin, local_port: Option<u16>) -> Self {
        let mut hosts = vec![origin.host().to_owned()];
        if let Some(port) = local_port {
            hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")));
        }
        Self {
            scheme: if origin.is_https() { "https" } else { "http" },
            hosts,
        }
    }

    /// Whether a `Host` header names the portal.
    pub fn knows_host(&self, host: &str) -> bool {
        self.hosts
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether an `Origin` header names the portal.
    pub fn knows_origin(&self, origin: &str) -> bool {
        origin
            .split_once("://")
            .is_some_and(|(scheme, host)| scheme == self.scheme && self.knows_host(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let origin: Origin = "https://Portal.example:8443/".parse().expect("an origin");
        assert_eq!(origin.as_str(), "https://portal.example:8443");
        assert_eq!(origin.host(), "portal.example:8443");
        for wrong in [
            "portal.example",
            "https://",
            "https://a/b",
            "ftp://a",
            "https://u@a",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
