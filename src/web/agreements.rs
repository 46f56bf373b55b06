//! Agreements that stand outside the portal: AWS's own, whose words it does not have, and a vendor's EULA at an address. Who
//! accepts one is told which version it is, and where to read it.

use crate::domain::agreements::{PublicEula, Rcmp, STANDARD_EULA_VERSION};
use crate::web::facts::Value;

/// What the Standard Contract for AWS Marketplace is called.
pub const STANDARD: &str = "Standard Contract for AWS Marketplace";
/// Where AWS publishes it.
pub const STANDARD_AT: &str = "https://aws.amazon.com/marketplace/features/standardized-contracts/";
/// Where AWS tells of the Reseller Contract for AWS Marketplace.
pub const RCMP_AT: &str =
    "https://docs.aws.amazon.com/marketplace/latest/userguide/channel-partner-offers.html";

/// The standard contract in a version.
pub fn standard(version: &str) -> Value {
    Value::Outside {
        label: format!("{STANDARD}, version {version}"),
        href: STANDARD_AT.to_owned(),
    }
}

/// The reseller contract of AWS in a version, as the installation calls it.
pub fn rcmp(rcmp: &Rcmp, version: &str) -> Value {
    Value::Outside {
        label: rcmp.in_version(version),
        href: RCMP_AT.to_owned(),
    }
}

/// A product's public EULA.
pub fn public(eula: &PublicEula) -> Value {
    match eula {
        PublicEula::Standard => standard(STANDARD_EULA_VERSION),
        PublicEula::Custom { url } => match web_address(url) {
            Some(href) => Value::Outside {
                label: url.clone(),
                href,
            },
            None => Value::Text(url.clone()),
        },
    }
}

/// An address if it can be opened: the vendor wrote it, and what is no web address stays text.
pub fn web_address(url: &str) -> Option<String> {
    url.starts_with("https://").then(|| url.to_owned())
}
