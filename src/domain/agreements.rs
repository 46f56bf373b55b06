//! The contracts that come with an opportunity: the EULA for the buyer, the reseller contract for the partner
//! (source document, steps 10 and 11).

use crate::domain::ids::DocumentId;

/// The version of the Standard Contract for AWS Marketplace that new offers take.
pub const STANDARD_EULA_VERSION: &str = "2022-07-14";
/// What the Reseller Contract for AWS Marketplace is called, unless the installation says otherwise.
pub const RCMP_LABEL: &str = "Reseller Contract for AWS Marketplace (RCMP)";
/// The version of it that new opportunities take, unless the installation says otherwise.
pub const RCMP_VERSION: &str = "2021-12-01";
/// Characters of what an installation calls it: as many as an opportunity's name, which has to fit beside it.
pub const MAX_RCMP_LABEL: usize = 100;
/// Characters of its version: what the database keeps with an opportunity.
pub const MAX_RCMP_VERSION: usize = 50;
/// Megabytes of an uploaded document: so few keep database rows and downloads small.
pub const MAX_DOCUMENT_MB: usize = 10;
/// The same in bytes.
pub const MAX_DOCUMENT_BYTES: usize = MAX_DOCUMENT_MB * 1024 * 1024;
/// Characters of a document's file name; longer ones are cut.
pub const MAX_DOCUMENT_NAME: usize = 120;

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentKind {
    /// For buyers to accept.
    Eula,
    /// For the partner to accept; never shown to buyers.
    ResellerContract,
}

impl DocumentKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Eula, Self::ResellerContract];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eula => "eula",
            Self::ResellerContract => "reseller_contract",
        }
    }
}

/// An uploaded file: who wants its bytes asks the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// What it is for.
    pub kind: DocumentKind,
    /// Its file name, cleaned.
    pub name: String,
    /// PDF or text.
    pub format: DocumentFormat,
    /// Its length in bytes.
    pub size: usize,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// The kinds of file that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentFormat {
    /// A PDF that opens without a password.
    Pdf,
    /// Plain text in UTF-8.
    Text,
}

impl DocumentFormat {
    /// Both formats.
    pub const ALL: [Self; 2] = [Self::Pdf, Self::Text];

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// Whether a file of this name can be of this format: an ending that promises something else would make computers
    /// do something else with the file.
    pub fn fits(self, name: &str) -> bool {
        name.rsplit_once('.')
            .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case(self.as_str()))
    }

    /// The word it is stored under, and the ending of such files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "txt",
        }
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentError {
    /// No byte in it.
    Empty,
    /// Larger than [`MAX_DOCUMENT_BYTES`].
    TooLarge,
    /// Neither PDF nor plain text in UTF-8.
    WrongFormat,
    /// A PDF that wants a password.
    Protected,
    /// The virus check found something in it.
    Infected,
    /// There is a virus check, and it could not be made.
    NotChecked,
}

/// Tells a file's format by its content, never by its name.
///
/// # Errors
/// When it is empty, too large, of another kind, or a protected PDF.
pub fn examine(bytes: &[u8]) -> Result<DocumentFormat, DocumentError> {
    if bytes.is_empty() {
        Err(DocumentError::Empty)
    } else if bytes.len() > MAX_DOCUMENT_BYTES {
        Err(DocumentError::TooLarge)
    } else if bytes.starts_with(b"%PDF-") {
        // The trailer of an encrypted PDF names its encryption dictionary; in a file that is not encrypted the word
        // has no reason to stand outside a compressed stream.
        let encrypted = bytes
            .windows(b"/Encrypt".len())
            .any(|window| window == b"/Encrypt");
        if encrypted {
            Err(DocumentError::Protected)
        } else {
            Ok(DocumentFormat::Pdf)
        }
    } else {
        let text = std::str::from_utf8(bytes).map_err(|_| DocumentError::WrongFormat)?;
        let binary = text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
        if binary {
            Err(DocumentError::WrongFormat)
        } else {
            Ok(DocumentFormat::Text)
        }
    }
}

/// A product's public EULA, as its listing has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicEula {
    /// The Standard Contract for AWS Marketplace.
    Standard,
    /// The ISV's own, at this address.
    Custom {
        /// Where it is published.
        url: String,
    },
}

/// Which EULA buyers accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Eula {
    /// Each product's own public EULA: the default, so that there always is one.
    Public,
    /// The Standard Contract for AWS Marketplace, in this version.
    Standard {
        /// A date, like 2022-07-14.
        version: String,
    },
    /// An uploaded file.
    Custom(Document),
}

/// Which contract the partner accepts before creating an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResellerContract {
    /// None.
    None,
    /// The Reseller Contract for AWS Marketplace, in this version.
    Rcmp {
        /// A date, like 2021-12-01.
        version: String,
    },
    /// An uploaded file.
    Custom(Document),
}

/// The Reseller Contract for AWS Marketplace as an installation has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rcmp {
    /// What it is called wherever it is named.
    pub label: String,
    /// The version that opportunities created now take; each keeps the one that it was created with.
    pub version: String,
}

impl Default for Rcmp {
    fn default() -> Self {
        Self {
            label: RCMP_LABEL.to_owned(),
            version: RCMP_VERSION.to_owned(),
        }
    }
}

impl Rcmp {
    /// What it is called in a version.
    pub fn in_version(&self, version: &str) -> String {
        format!("{}, version {version}", self.label)
    }

    /// What a reseller contract is called, if there is one.
    pub fn name_of(&self, contract: &ResellerContract) -> Option<String> {
        match contract {
            ResellerContract::None => None,
            ResellerContract::Rcmp { version } => Some(self.in_version(version)),
            ResellerContract::Custom(document) => Some(document.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_content() {
        assert_eq!(examine(b"%PDF-1.7 ..."), Ok(DocumentFormat::Pdf));
        assert_eq!(
            examine("Vereinbarung über …\r\n".as_bytes()),
            Ok(DocumentFormat::Text)
        );
        assert_eq!(examine(b""), Err(DocumentError::Empty));
        assert_eq!(
            examine(b"%PDF-1.7 trailer << /Encrypt 5 0 R >>"),
            Err(DocumentError::Protected)
        );
        assert_eq!(
            examine(&[0x50, 0x4b, 3, 4, 0]),
            Err(DocumentError::WrongFormat)
        );
        assert_eq!(
            examine(&[0xff, 0xfe, 0x41]),
            Err(DocumentError::WrongFormat)
        );
        assert_eq!(
            examine(b"text with a \0 in it"),
            Err(DocumentError::WrongFormat)
        );
    }

    #[test]
    fn ten_mebibytes_are_taken_and_one_byte_more_is_not() {
        assert_eq!(
            examine(&vec![b'a'; MAX_DOCUMENT_BYTES]),
            Ok(DocumentFormat::Text)
        );
        assert_eq!(
            examine(&vec![b'a'; MAX_DOCUMENT_BYTES + 1]),
            Err(DocumentError::TooLarge)
        );
    }
}
