//! Which passwords may be chosen.

use zxcvbn::Score;

/// The shortest password: long enough that guessing it takes ages even with the stored hash in hand.
pub const SHORTEST: usize = 12;
/// The longest password: longer ones are no safer and take longer to hash.
pub const LONGEST: usize = 128;

/// The least score of a password: more than 10^8 guesses.
const LEAST: Score = Score::Three;

/// The name of the program, which is among the first guesses.
const PRODUCT: &str = "consign";
/// What separates the words in what others know of a person.
const SEPARATORS: [char; 8] = [' ', '@', '.', '-', '_', '+', ',', '\''];

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is too short or too long.
    #[error("a password has {SHORTEST} to {LONGEST} characters")]
    Length,
    /// It is one of those that are tried first: a common one, a pattern, or what everybody knows of its owner.
    #[error("this password is too easy to guess; choose another")]
    Guessable,
}

/// Whether a password may be chosen by a person of whom others know this: name, e-mail address, organisation. Any
/// characters will do, taken exactly as typed.
///
/// # Errors
/// Why it may not.
pub fn check_new(password: &str, known: &[&str]) -> Result<(), Refused> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(Refused::Length);
    }
    // Names are tried as they are written, word by word, and closed up.
    let closed_up: Vec<String> = known
        .iter()
        .map(|text| text.replace(SEPARATORS, ""))
        .collect();
    let words: Vec<&str> = std::iter::once(PRODUCT)
        .chain(known.iter().copied())
        .chain(closed_up.iter().map(String::as_str))
        .chain(known.iter().flat_map(|text| text.split(SEPARATORS)))
        .filter(|word| !word.is_empty())
        .collect();
    if zxcvbn::zxcvbn(password, &words).score() < LEAST {
        return Err(Refused::Guessable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_not_endless() {
        let text = "Zwölf Äpfel liegen quer im Bücherregal, ".repeat(4);
        for (chars, accepted) in [
            (0, false),
            (11, false),
            (12, true),
            (128, true),
            (129, false),
        ] {
            let password: String = text.chars().take(chars).collect();
            let expected = if accepted {
                Ok(())
            } else {
                Err(Refused::Length)
            };
            assert_eq!(check_new(&password, &[]), expected, "{chars}");
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        let known = ["Dana Li", "dana.li@northwind.example", "Northwind Software"];
        for guessable in [
            "passwordpassword",
            "password1234",
            "1234567890ab",
            "123456789012",
            "qwertyuiopas",
            "qwertyqwerty",
            "iloveyou2024",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "consignconsign",
            "Consign2026!",
            "Northwind2026",
            "northwindsoftware",
            "dana.li@northwind.example",
            "DanaLi1234567",
        ] {
            assert_eq!(
                check_new(guessable, &known),
                Err(Refused::Guessable),
                "{guessable}"
            );
        }
        for good in [
            "correct horse battery",
            "a long enough password",
            "xk7-Qplw-9tzr",
            "4f1c9a07de2b8835a6c0",
        ] {
            assert_eq!(check_new(good, &known), Ok(()), "{good}");
        }
    }

    #[test]
    fn the_most_intricate_password_is_judged_in_no_time() {
        let intricate: String = "aA1!@$0oO".chars().cycle().take(LONGEST).collect();
        let began = std::time::Instant::now();
        let _ = check_new(&intricate, &["Dana Li"]);
        assert!(
            began.elapsed() < std::time::Duration::from_secs(2),
            "{:?}",
            began.elapsed()
        );
    }
}
