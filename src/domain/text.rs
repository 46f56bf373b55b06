//! What a line or a paragraph of typed text may hold.

/// Removes what no text of ours may carry: control characters and the marks that reorder text on the screen.
/// Line breaks and tabs stay, as [`one_line`] and the fields decide about them. Surrounding white space goes.
pub fn clean(typed: &str) -> String {
    let unified = typed.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unified
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !is_hidden(*c))
        .collect();
    kept.trim().to_owned()
}

/// Cleans what is to stand on one line: line breaks, and a tab, become a space.
pub fn line(typed: &str) -> String {
    let cleaned = clean(&typed.replace('\t', " "));
    let lines = cleaned.split('\n').map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a cleaned text stands on one line.
pub fn one_line(text: &str) -> bool {
    !text.contains('\n')
}

/// A text's length as people count it: characters, not bytes.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Control characters, and the bidirectional marks by which a name could disguise itself as another.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_become_one_space_each_time() {
        assert_eq!(line(" a\r\n\r\n b\rc\td \n"), "a b c d");
        assert_eq!(line("a  b"), "a  b");
        assert_eq!(line("\n\t\r"), "");
    }

    #[test]
    fn control_characters_and_reordering_marks_are_removed_and_the_rest_stays() {
        assert_eq!(clean(" a\u{0}b\u{202E}c\r\nd "), "abc\nd");
        assert_eq!(clean("<b>Zoë</b> 😀 &"), "<b>Zoë</b> 😀 &");
    }
}
