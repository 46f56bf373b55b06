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

/// A new secret as it stands in links and cookies.
pub fn secret() -> String {
    hex(&token())
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let mut written = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xf] {
            written.extend(char::from_digit(digit.into(), 16));
        }
    }
    written
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
        assert_ne!(secret(), secret());
    }

    #[test]
    fn a_secret_is_two_digits_for_each_byte() {
        assert_eq!(hex(&[0x00, 0x0f, 0xa0, 0xff]), "000fa0ff");
        assert_eq!(secret().len(), 2 * TOKEN_BYTES);
    }
}
