//! What the search looks in, and what it looks for: text without case and accents, so that `zurich` finds Zürich.

use crate::domain::account::AccountId;
use crate::domain::text::clean;

/// Text as the search compares it: in lower case, European letters without their accents.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match base(c) {
            Some(base) => folded.push_str(base),
            None => folded.push(c),
        }
    }
    folded
}

/// The letters a letter is typed as on a keyboard that lacks it. Accents that stand alone go.
fn base(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

/// The text of an opportunity that the search looks in. Line breaks keep a search from spanning two fields.
pub(super) fn text(fields: [&str; 6]) -> String {
    folded(&fields.join("\n"))
}

/// The character that takes the meaning of the next one in a LIKE pattern away.
const ESCAPE: char = '\\';

/// The part of a text that is looked for: an account ID without its groups, anything else without case and accents.
pub(super) fn part(typed: &str) -> String {
    let typed = clean(typed);
    AccountId::parse(&typed).map_or_else(|_| folded(&typed), |account| account.as_str().to_owned())
}

/// The digits of a part of an account ID that was typed in groups, as the pages show account IDs: `4444 5555`.
pub(in crate::store) fn ungrouped(typed: &str) -> Option<String> {
    let typed = clean(typed);
    let is_gap = |c: char| matches!(c, ' ' | '-');
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_part = typed.contains(is_gap)
        && !digits.is_empty()
        && typed.chars().all(|c| c.is_ascii_digit() || is_gap(c))
        // A whole one is nothing else.
        && AccountId::parse(&typed).is_err();
    is_part.then_some(digits)
}

/// What a text that has this part somewhere in it is LIKE.
pub(super) fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in part.chars() {
        if matches!(c, '%' | '_' | ESCAPE) {
            pattern.push(ESCAPE);
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// Characters as they stand in a query of a text index, which takes everything between two quotation marks for itself.
pub(super) fn quoted<'a>(characters: impl Iterator<Item = &'a char>) -> String {
    let text: String = characters.collect();
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(
            folded("Zürich ÉCOLE Łódź İzmir Straße Smørrebrød"),
            "zurich ecole lodz izmir strasse smorrebrod"
        );
        assert_eq!(
            folded("e\u{301}cole"),
            folded("École"),
            "an accent of its own"
        );
        assert_eq!(folded("東京 😀"), "東京 😀");
    }

    #[test]
    fn wildcards_are_looked_for_as_they_are() {
        assert_eq!(pattern(&part(r"100%_\")), r"%100\%\_\\%");
    }

    #[test]
    fn an_account_id_is_found_however_it_is_grouped() {
        assert_eq!(part(" 4444 5555-6666 "), "444455556666");
        assert_eq!(ungrouped(" 4444 5555-6666 "), None, "it is one already");
        assert_eq!(ungrouped(" 4444 5555").as_deref(), Some("44445555"));
        assert_eq!(part(" 4444 5555"), "4444 5555");
        for other in ["44445555", "- -", "Q1-2027", "  "] {
            assert_eq!(ungrouped(other), None, "{other}");
        }
    }
}
