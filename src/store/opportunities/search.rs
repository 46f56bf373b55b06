//! What the search looks in, and what it looks for: text without case and accents, so that `zurich` finds Zürich.

use crate::domain::account::AccountId;
use crate::domain::ids::OpportunityId;
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

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nothing in particular.
    All,
    /// This very opportunity.
    One(OpportunityId),
    /// Opportunities whose text is LIKE this.
    Like(String),
}

/// The character that takes the meaning of the next one in a LIKE pattern away.
pub(in crate::store) const ESCAPE: char = '\\';

/// The part of a text that is looked for: an account ID without its groups, anything else without case and accents.
pub(super) fn part(typed: &str) -> String {
    let typed = clean(typed);
    AccountId::parse(&typed).map_or_else(|_| folded(&typed), |account| account.as_str().to_owned())
}

/// Understands what was typed: an opportunity's id, an account ID in whatever groups, or a part of a text.
pub(super) fn wanted(typed: &str) -> Wanted {
    let typed = clean(typed);
    if typed.is_empty() {
        return Wanted::All;
    }
    if let Ok(id) = typed.parse() {
        return Wanted::One(id);
    }
    Wanted::Like(pattern(&typed))
}

/// What a text that has this somewhere in it is LIKE. An account ID is found in whatever groups it was typed.
pub(in crate::store) fn pattern(typed: &str) -> String {
    let part = part(typed);
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
        assert_eq!(wanted(r"100%_\"), Wanted::Like(r"%100\%\_\\%".to_owned()));
    }

    #[test]
    fn an_account_id_is_found_however_it_is_grouped() {
        assert_eq!(
            wanted(" 4444 5555-6666 "),
            Wanted::Like("%444455556666%".to_owned())
        );
        assert_eq!(wanted("4444 5555"), Wanted::Like("%4444 5555%".to_owned()));
        assert_eq!(wanted("  "), Wanted::All);
    }
}
