//! Seals secrets that the program must be able to read again, so that nobody reads them who has the database alone.
//!
//! The keys stand in a file, one a line. The first seals and all open: whoever wants to change the key puts a new one above
//! it and keeps the old one below.

use crate::{private, random};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

/// Bytes of a key, of AES with 256 bits.
const KEY_BYTES: usize = 32;
/// Bytes of what a sealed secret begins with: which key opens it.
const ID_BYTES: usize = 4;
/// Bytes of what makes two seals of the same secret differ. They are random, which is safe for billions of secrets.
const NONCE_BYTES: usize = 12;

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum NoKeys {
    /// The file cannot be read or made.
    #[error("the file with the keys cannot be had: {0}")]
    File(#[from] io::Error),
    /// The file holds something else.
    #[error(
        "the file with the keys has one key a line, each of 64 hexadecimal digits; this is none: line {0}"
    )]
    Line(usize),
    /// The file is empty.
    #[error("the file with the keys is empty")]
    Empty,
}

/// A secret that cannot be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The key that sealed it is not among the keys.
    #[error("the key that sealed it is not in the file with the keys")]
    OtherKey,
    /// It is not what was sealed, or it was sealed for somebody else.
    #[error("it is not as it was sealed")]
    Changed,
}

/// The keys of an installation.
#[derive(Clone)]
pub struct Keys(Arc<[Key]>);

struct Key {
    id: [u8; ID_BYTES],
    cipher: Aes256Gcm,
}

impl Key {
    fn new(bytes: &[u8; KEY_BYTES]) -> Self {
        let hash = random::sha256(bytes);
        let [a, b, c, d, ..] = hash;
        Self {
            id: [a, b, c, d],
            cipher: Aes256Gcm::new(bytes.into()),
        }
    }
}

impl Keys {
    /// The keys of a file.
    ///
    /// # Errors
    /// When it cannot be read, or holds no key or something else.
    pub fn of_file(path: &Path) -> Result<Self, NoKeys> {
        Self::parse(&std::fs::read_to_string(path)?)
    }

    /// The keys of a file, which is made with a new one, in a folder that is made as well, unless it is there.
    ///
    /// # Errors
    /// As [`Keys::of_file`], and when it cannot be made.
    pub fn of_file_made_if_needed(path: &Path) -> Result<Self, NoKeys> {
        // With its database on a server, the portal keeps nothing else there.
        if let Some(folder) = path.parent() {
            private::make_folder(folder)?;
        }
        match private::make_file(path) {
            Ok(mut file) => writeln!(file, "{}", random::hex(&random::bytes::<KEY_BYTES>()))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error.into()),
        }
        Self::of_file(path)
    }

    fn parse(text: &str) -> Result<Self, NoKeys> {
        let lines = text.lines().map(str::trim).enumerate();
        let keys = lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(index, line)| {
                let bytes = bytes_of(line).ok_or(NoKeys::Line(index + 1))?;
                Ok(Key::new(&bytes))
            })
            .collect::<Result<Arc<[Key]>, NoKeys>>()?;
        if keys.is_empty() {
            return Err(NoKeys::Empty);
        }
        Ok(Self(keys))
    }

    /// Seals a secret for somebody; for nobody else can it be opened again.
    ///
    /// # Errors
    /// When the secret is longer than any memory.
    pub fn seal(&self, secret: &[u8], whose: &str) -> Result<Vec<u8>, Broken> {
        let key = self.0.first().ok_or(Broken::OtherKey)?;
        let nonce = random::bytes::<NONCE_BYTES>();
        let payload = Payload {
            msg: secret,
            aad: whose.as_bytes(),
        };
        let sealed = key.cipher.encrypt(Nonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|_| Broken::Changed)?;
        Ok([&key.id[..], &nonce, &sealed].concat())
    }

    /// Opens what was sealed for somebody.
    ///
    /// # Errors
    /// When its key is not here, or it was changed or sealed for somebody else.
    pub fn open(&self, sealed: &[u8], whose: &str) -> Result<Vec<u8>, Broken> {
        let (id, rest) = sealed.split_at_checked(ID_BYTES).ok_or(Broken::Changed)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES).ok_or(Broken::Changed)?;
        let key = self.0.iter().find(|key| key.id == id);
        let payload = Payload {
            msg: sealed,
            aad: whose.as_bytes(),
        };
        let opened = key
            .ok_or(Broken::OtherKey)?
            .cipher
            .decrypt(Nonce::from_slice(nonce), payload);
        opened.map_err(|_| Broken::Changed)
    }
}

/// The bytes that a line of hexadecimal digits stands for.
fn bytes_of(line: &str) -> Option<[u8; KEY_BYTES]> {
    let digits: Option<Vec<u8>> = line
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let pairs = digits?;
    let bytes: Vec<u8> = pairs
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit))
        .collect();
    (pairs.len() == 2 * KEY_BYTES)
        .then(|| bytes.try_into().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
    const OTHER: &str = "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

    fn keys(text: &str) -> Keys {
        Keys::parse(text).unwrap()
    }

    #[test]
    fn what_is_sealed_for_somebody_is_opened_for_them_alone() {
        let keys = keys(ONE);
        let sealed = keys.seal(b"a secret", "dana").unwrap();
        assert!(!sealed.windows(8).any(|bytes| bytes == b"a secret"));
        assert_ne!(keys.seal(b"a secret", "dana").unwrap(), sealed);
        assert_eq!(keys.open(&sealed, "dana"), Ok(b"a secret".to_vec()));
        assert_eq!(keys.open(&sealed, "lee"), Err(Broken::Changed));
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(keys.open(&changed, "dana").is_err(), "byte {index}");
            assert!(
                keys.open(&sealed[..index], "dana").is_err(),
                "{index} bytes"
            );
        }
    }

    #[test]
    fn a_new_key_seals_while_the_old_one_still_opens() {
        let old = keys(ONE).seal(b"a secret", "dana").unwrap();
        let both = keys(&format!("{OTHER}\n{ONE}\n"));
        assert_eq!(both.open(&old, "dana"), Ok(b"a secret".to_vec()));
        let new = both.seal(b"a secret", "dana").unwrap();
        assert_eq!(keys(OTHER).open(&new, "dana"), Ok(b"a secret".to_vec()));
        assert_eq!(keys(ONE).open(&new, "dana"), Err(Broken::OtherKey));
    }

    #[test]
    fn a_file_without_good_keys_is_refused() {
        for (text, words) in [
            ("", "is empty"),
            ("\n \n", "is empty"),
            (&ONE[1..], "line 1"),
            (&format!("{ONE}0"), "line 1"),
            (&format!("{ONE}\n\nsecret"), "line 3"),
            (&format!("é{}", &ONE[2..]), "line 1"),
        ] {
            let refused = Keys::parse(text).err().map(|error| error.to_string());
            assert!(refused.is_some_and(|error| error.contains(words)), "{text}");
        }
        assert!(Keys::of_file(Path::new("/nowhere/key")).is_err());
    }

    #[test]
    fn the_file_is_made_once_and_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let sealed = Keys::of_file_made_if_needed(&path)
            .unwrap()
            .seal(b"a secret", "dana")
            .unwrap();
        let again = Keys::of_file_made_if_needed(&path).unwrap();
        assert_eq!(again.open(&sealed, "dana"), Ok(b"a secret".to_vec()));
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
