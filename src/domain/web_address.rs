//! Addresses on the web that others name: where a listing's EULA or a document can be read.

use crate::domain::text;
use std::fmt;

/// Characters of an address: what browsers and proxies take.
pub const MAX_WEB_ADDRESS: usize = 2_000;

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebAddressError {
    /// It does not begin with a scheme that is taken and a host, or has spaces or hidden characters in it.
    Malformed,
    /// It is longer than [`MAX_WEB_ADDRESS`].
    TooLong,
}

/// An address on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

impl WebAddress {
    /// Reads an address that people may be led to: nobody on the way can read or change what is there.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, WebAddressError> {
        Self::after(&["https://"], text)
    }

    /// Reads an address that is only compared with those of our own documents, which a portal on one machine gives without
    /// encryption.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse_of_document(text: &str) -> Result<Self, WebAddressError> {
        Self::after(&["https://", "http://"], text)
    }

    fn after(schemes: &[&str], text: &str) -> Result<Self, WebAddressError> {
        let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
        let no_host = rest.is_none_or(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
        if no_host || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            Err(WebAddressError::Malformed)
        } else if text::length(text) > MAX_WEB_ADDRESS {
            Err(WebAddressError::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
