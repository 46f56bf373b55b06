//! Argon2 with memory that goes back to the system after each hash.

use super::PasswordCost;
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::password_hash::{self, CustomizedPasswordHasher, PasswordHasher};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// How much is reserved for a hash at least, in blocks of a KiB. What is not touched takes no memory; but what is larger than
/// 32 MiB glibc maps for itself and gives back as a whole, while it keeps smaller memory for each thread that ever had some.
const RESERVED: usize = 33 * 1024;

/// Makes hashes, and by what the library builds on that compares them.
pub(super) struct Hasher(Params);

impl Hasher {
    /// A hasher whose new hashes cost so much.
    ///
    /// # Errors
    /// When the cost is out of Argon2's bounds.
    pub(super) fn new(cost: PasswordCost) -> argon2::Result<Self> {
        Params::new(cost.memory_kib, cost.passes, 1, None).map(Self)
    }

    /// What a new hash costs.
    pub(super) fn params(&self) -> &Params {
        &self.0
    }
}

impl PasswordHasher<PasswordHash> for Hasher {
    fn hash_password_with_salt(
        &self,
        password: &[u8],
        salt: &[u8],
    ) -> password_hash::Result<PasswordHash> {
        self.hash_password_with_params(password, salt, self.0.clone())
    }
}

impl CustomizedPasswordHasher<PasswordHash> for Hasher {
    type Params = Params;

    /// Without an algorithm and version it is Argon2id in its newest version, which the library has as its defaults.
    fn hash_password_customized(
        &self,
        password: &[u8],
        salt: &[u8],
        algorithm: Option<&str>,
        version: Option<password_hash::Version>,
        params: Params,
    ) -> password_hash::Result<PasswordHash> {
        let algorithm = algorithm.map(Algorithm::try_from).transpose()?;
        let algorithm = algorithm.unwrap_or_default();
        let version = version.map(Version::try_from).transpose()?;
        let version = version.unwrap_or_default();
        let length = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
        let mut buffer = [0; Output::MAX_LENGTH];
        let output = buffer
            .get_mut(..length)
            .ok_or(password_hash::Error::OutputSize)?;
        let salt = Salt::new(salt)?;
        let mut memory = Vec::with_capacity(params.block_count().max(RESERVED));
        memory.resize(params.block_count(), Block::default());
        Argon2::new(algorithm, version, params.clone()).hash_password_into_with_memory(
            password,
            &salt,
            output,
            &mut memory,
        )?;
        Ok(PasswordHash {
            algorithm: algorithm.ident(),
            version: Some(version.into()),
            params: ParamsString::try_from(&params)?,
            salt: Some(salt),
            hash: Some(Output::new(output)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::PasswordVerifier;

    const COST: PasswordCost = PasswordCost {
        memory_kib: 64,
        passes: 2,
    };

    #[test]
    fn hashes_are_those_of_the_library() {
        let ours = Hasher::new(COST).unwrap();
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, ours.params().clone());
        for password in ["correct horse battery", "Zoë 😀", ""] {
            let salt = b"sixteen bytes...";
            let made = ours.hash_password_with_salt(password.as_bytes(), salt);
            let expected = library.hash_password_with_salt(password.as_bytes(), salt);
            assert_eq!(made, expected);
            let hash = library.hash_password(password.as_bytes()).unwrap();
            assert_eq!(ours.verify_password(password.as_bytes(), &hash), Ok(()));
            assert!(ours.verify_password(b"another password", &hash).is_err());
        }
    }

    #[test]
    fn hashes_of_another_kind_are_compared_as_they_were_made() {
        let ours = Hasher::new(COST).unwrap();
        for (algorithm, version, length) in [
            (Algorithm::Argon2i, Version::V0x13, None),
            (Algorithm::Argon2id, Version::V0x10, Some(16)),
        ] {
            let params = Params::new(128, 1, 2, length).unwrap();
            let library = Argon2::new(algorithm, version, params);
            let hash = library.hash_password(b"correct horse battery").unwrap();
            assert_eq!(
                ours.verify_password(b"correct horse battery", &hash),
                Ok(())
            );
            assert!(
                ours.verify_password(b"correct horse batter", &hash)
                    .is_err()
            );
        }
    }
}
