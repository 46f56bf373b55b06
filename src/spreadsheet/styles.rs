//! The part of a workbook that names styles is short and may still become gigabytes: a reader writes the format and the font
//! of every style out, however many styles share them. So it is known beforehand how much that could be.

use super::Fault;

/// Bytes that the styles may become when each is written out: 4,000 of them, each as long as a format may be.
const MAX_WRITTEN_OUT: usize = 4 * 1024 * 1024;

/// Makes sure that the styles do not become larger than styles are.
pub(super) fn check(part: &[u8]) -> Result<(), Fault> {
    // Marks of encodings in which other bytes would mean what is looked for here.
    if part
        .iter()
        .any(|byte| *byte < b' ' && !byte.is_ascii_whitespace())
    {
        return Err(Fault::Unreadable);
    }
    let (mut styles, mut longest, mut rest) = (0_usize, 0, part);
    while let Some(begin) = rest.iter().position(|byte| *byte == b'<') {
        let (_, tag) = rest.split_at(begin + 1);
        let (length, value) = match tag.first() {
            // Comments and the like, in which a quote means nothing. No program writes them there.
            Some(b'!') => return Err(Fault::Unreadable),
            Some(b'?') => (end_of_instruction(tag), 0),
            Some(_) | None => end_of_tag(tag),
        };
        let (tag, after) = tag.split_at(length);
        styles += usize::from(is_style(tag));
        longest = longest.max(value);
        rest = after;
    }
    if styles.saturating_mul(longest) > MAX_WRITTEN_OUT {
        Err(Fault::Bomb)
    } else {
        Ok(())
    }
}

/// Where `?xml …?>` ends.
fn end_of_instruction(tag: &[u8]) -> usize {
    let end = tag.windows(2).position(|two| two == b"?>");
    end.map_or(tag.len(), |end| end + 2)
}

/// Where a tag ends, and how long the longest of what stands between its quotes is.
fn end_of_tag(tag: &[u8]) -> (usize, usize) {
    let (mut quote, mut run, mut longest) = (None, 0, 0);
    for (at, byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return (at, longest.max(run)),
            (None, b'"' | b'\'') => (quote, run) = (Some(byte), 0),
            (Some(open), close) if open == close => (quote, run) = (None, 0),
            (Some(_) | None, _) => run += 1,
        }
        longest = longest.max(run);
    }
    (tag.len(), longest)
}

/// Whether a tag begins a style, whatever prefix its name has.
fn is_style(tag: &[u8]) -> bool {
    let mut ends = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/');
    ends.next().is_some_and(|name| name.ends_with(b"xf"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(format: &str, styles: usize) -> String {
        let styles = "<xf numFmtId='170'/>".repeat(styles);
        format!(
            "<?xml version=\"1.0\"?><styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode={format}/></numFmts>\
             <cellXfs>{styles}</cellXfs></styleSheet>"
        )
    }

    #[test]
    fn styles_as_programs_write_them_are_read() {
        for text in [
            with("\"0%\"", 20_000),
            with(&format!("\"{}\"", "#".repeat(1000)), 4_000),
            with("'[>=100]\"1 < 2\"0'", 10),
        ] {
            assert_eq!(check(text.as_bytes()), Ok(()), "{}", &text[..150]);
        }
    }

    #[test]
    fn what_many_styles_would_write_out_is_known_beforehand() {
        let long = "x".repeat(200_000);
        for format in [
            format!("\"{long}\""),
            format!("'{long}'"),
            format!("\"{}\"", "'".repeat(200_000)),
            format!("\"{}\"", "<".repeat(200_000)),
            format!("\"{}\"", ">".repeat(200_000)),
        ] {
            assert_eq!(check(with(&format, 100).as_bytes()), Err(Fault::Bomb));
        }
        for hidden in ["<!-- \" -->", "\u{1B}$B", "\0"] {
            let text = format!("{hidden}{}", with("\"0%\"", 1));
            assert_eq!(check(text.as_bytes()), Err(Fault::Unreadable), "{hidden:?}");
        }
    }
}
