//! Randomness of the operating system, and what is made of it.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use type_safe_id::{StaticType, TypeSafeId};

/// Bytes of a secret that grants something by itself: nobody guesses 256 bits.
pub const TOKEN_BYTES: usize = 32;

/// Bytes that nobody can foresee.
///
/// # Panics
/// When the operating system has none to give: then nobody could sign in safely, and there is nothing to do instead.
#[expect(
    clippy::panic,
    reason = "no caller could do anything about it, and going on without would be worse"
)]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    match getrandom::fill(&mut bytes) {
        Ok(()) => bytes,
        Err(error) => panic!("the operating system gives no randomness: {error}"),
    }
}

/// A new id that sorts by its moment.
pub fn id<T: StaticType>(now: DateTime<Utc>) -> TypeSafeId<T> {
    crate::domain::ids::mint(now, bytes())
}

/// A new secret.
pub fn token() -> [u8; TOKEN_BYTES] {
    bytes()
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The fingerprint of a secret, by which the database knows it: who reads the database cannot use it.
pub fn fingerprint(secret: &str) -> String {
    sha256_hex(secret.as_bytes())
}

/// The SHA-256 of bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of bytes, in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_sha_256() {
        let of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), of_abc);
    }

    #[test]
    fn no_two_secrets_are_alike() {
        assert_ne!(token(), token());
    }
}
