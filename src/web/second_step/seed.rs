//! The secret that a person's authenticator app and the portal share, and the codes that follow from it and the time
//! (RFC 6238).

use crate::domain::ids::UserId;
use crate::random;
use crate::seal::{Broken, Keys};
use chrono::{DateTime, TimeDelta, Utc};
use totp_rs::{Builder, Secret};

/// Bytes of the secret: 160 bits, as RFC 4226 (4, R6) recommends.
const SEED_BYTES: usize = 20;
/// How long a code lasts in the app.
pub const SPAN: TimeDelta = TimeDelta::seconds(30);

/// The shared secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; SEED_BYTES]);

impl Seed {
    /// A secret that nobody can guess.
    pub fn new() -> Self {
        Self(random::bytes())
    }

    /// The secret in the letters and digits that apps take, whoever typed it how; none when it is not one of ours.
    pub fn parse(typed: &str) -> Option<Self> {
        let letters: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let secret = Secret::try_from_base32(letters.to_uppercase()).ok()?;
        secret.as_bytes().try_into().ok().map(Self)
    }

    /// The secret in the letters and digits that apps take.
    pub fn letters(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// The address by which an app takes it in, for somebody's account with a portal; none when one of those has a name that
    /// such an address cannot hold.
    pub fn address(&self, portal: &str, email: &str) -> Option<String> {
        let named = self
            .builder()
            .with_account_name(email)
            .with_issuer(Some(portal));
        named.build().ok()?.to_url().ok()
    }

    /// The secret, sealed for its person.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn sealed(&self, keys: &Keys, user: UserId) -> Result<Vec<u8>, Broken> {
        keys.seal(&self.0, &user.to_string())
    }

    /// A person's secret that was sealed.
    ///
    /// # Errors
    /// When it cannot be opened by these keys, or is another's.
    pub fn unsealed(keys: &Keys, sealed: &[u8], user: UserId) -> Result<Self, Broken> {
        let bytes = keys.open(sealed, &user.to_string())?;
        bytes.try_into().map(Self).map_err(|_| Broken::Changed)
    }

    /// The code that the app shows at a moment.
    pub fn code(&self, at: DateTime<Utc>) -> String {
        self.builder()
            .build_noncompliant()
            .generate(seconds(at))
            .to_string()
    }

    /// Of which span of time, counted from 1970, this is the code: the present one, or the one before for those who type
    /// slowly. None when it is of another time, or no code at all.
    pub fn span_of(&self, typed: &str, now: DateTime<Utc>) -> Option<i64> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let totp = self.builder().build_noncompliant();
        let span = [now, now - SPAN]
            .into_iter()
            .find_map(|at| totp.check(&code, seconds(at)))?;
        i64::try_from(span).ok()
    }

    /// What all apps understand: SHA-1, six digits, half a minute.
    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.0).with_skew(0)
    }
}

impl Default for Seed {
    fn default() -> Self {
        Self::new()
    }
}

fn seconds(at: DateTime<Utc>) -> u64 {
    u64::try_from(at.timestamp()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: &[u8; SEED_BYTES] = b"12345678901234567890";

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // The last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(Seed(*RFC).code(at(seconds)), code);
            let span = Some(seconds / 30);
            assert_eq!(Seed(*RFC).span_of(code, at(seconds)), span);
            let typed = format!(" {} {} ", &code[..3], &code[3..]);
            assert_eq!(Seed(*RFC).span_of(&typed, at(seconds)), span);
        }
    }

    #[test]
    fn a_code_lasts_for_its_span_and_the_next() {
        let (seed, begins) = (Seed(*RFC), 1_800_000_000);
        let code = seed.code(at(begins));
        for (seconds, taken) in [
            (-1, false),
            (0, true),
            (29, true),
            (30, true),
            (59, true),
            (60, false),
        ] {
            let span = seed.span_of(&code, at(begins + seconds));
            assert_eq!(span, taken.then_some(begins / 30), "{seconds}");
        }
        for wrong in ["", "12345", "1234567", "abcdef", "000000", "２８７０８２"] {
            assert_eq!(seed.span_of(wrong, at(begins)), None, "{wrong}");
        }
    }

    #[test]
    fn the_letters_that_are_shown_are_the_secret() {
        let seed = Seed::new();
        let letters = seed.letters();
        assert_eq!(letters.len(), 32);
        let spaced = format!("{} {}", &letters[..4], letters[4..].to_lowercase());
        assert!(Seed::parse(&spaced) == Some(seed));
        for wrong in [
            "",
            "ABC",
            "1".repeat(32).as_str(),
            "A".repeat(40).as_str(),
            "é",
        ] {
            assert!(Seed::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn apps_are_told_whose_secret_it_is_and_of_which_portal() {
        let address = Seed(*RFC).address("Consign portal.example", "dana@northwind.example");
        let expected = "otpauth://totp/Consign%20portal.example:dana%40northwind.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Consign%20portal.example";
        assert_eq!(address.as_deref(), Some(expected));
        assert_eq!(Seed(*RFC).address("a:b", "dana@northwind.example"), None);
    }
}
