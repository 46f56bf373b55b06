//! Recovery codes: for those who have lost their app. Each works once.

use crate::random;
use crate::web::second_step::in_groups;

/// How many somebody gets at a time.
pub const CODES: usize = 10;
/// Random bytes of a code: 112 bits, so that a plain fingerprint of it is safe to keep (ASVS 6.5.2).
const CODE_BYTES: usize = 14;

/// New codes, as they are shown.
pub fn new_codes() -> Vec<String> {
    (0..CODES).map(|_| shown(&random::bytes())).collect()
}

fn shown(bytes: &[u8; CODE_BYTES]) -> String {
    in_groups(&random::hex(bytes), "-")
}

/// The fingerprint of a code, however it was typed: in capitals, without hyphens, with spaces.
pub(super) fn fingerprint(typed: &str) -> String {
    let digits: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    random::fingerprint(&digits.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_easy_to_write_down_and_hard_to_guess() {
        let codes = new_codes();
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), CODES);
        for code in codes {
            let groups: Vec<&str> = code.split('-').collect();
            assert_eq!(groups.len(), 7, "{code}");
            let digits = groups.iter().flat_map(|group| group.chars());
            assert!(groups.iter().all(|group| group.len() == 4), "{code}");
            assert!(
                digits.into_iter().all(|digit| digit.is_ascii_hexdigit()),
                "{code}"
            );
        }
    }

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = shown(&[0xA1; CODE_BYTES]);
        assert_eq!(code, "a1a1-a1a1-a1a1-a1a1-a1a1-a1a1-a1a1");
        let known = fingerprint(&code);
        for typed in [
            code.to_uppercase(),
            code.replace('-', ""),
            format!(" {} ", code.replace('-', " ")),
        ] {
            assert_eq!(fingerprint(&typed), known, "{typed}");
        }
        assert_ne!(fingerprint("a1a1"), known);
    }
}
