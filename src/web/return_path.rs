//! Where somebody goes after signing in: the page they asked for, and never another site.

/// The longest path that is carried through sign-in.
const PATH_CHARS: usize = 2000;

/// A path of this portal that is safe to redirect to.
///
/// Browsers read `//host` and `/\host` as addresses of other sites and drop tabs and line breaks inside an address,
/// so only characters are allowed that none of our own paths needs more of.
pub fn safe(next: &str) -> Option<&str> {
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '/' | '_' | '?' | '=' | '&' | '.' | '-' | '%' | '+')
    };
    let path = next.split('?').next().unwrap_or_default();
    let ours = next.starts_with('/') && next.chars().all(allowed) && next.len() <= PATH_CHARS;
    // Percent signs and plus signs belong to searches; in a path they could hide a slash.
    (ours
        && !next.contains("//")
        && !path.contains(['%', '+'])
        && !path.split('/').any(|part| part == ".." || part == "."))
    .then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_paths_are_returned_to() {
        for path in [
            "/",
            "/isv/opportunities",
            "/isv/opportunities?q=a+b%20c&status=active&page=2",
            "/isv/drafts/drf_01h455vb4pex5vsknk084sn02q/discount",
            "/isv/opportunities.csv?sort=-created",
        ] {
            assert_eq!(safe(path), Some(path));
        }
    }

    #[test]
    fn nothing_leads_to_another_site() {
        const PAYLOADS: [&str; 42] = [
            "",
            " ",
            "evil.example",
            "//evil.example",
            "///evil.example",
            "////evil.example/",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/ /evil.example",
            "https://evil.example",
            "http:evil.example",
            "https:/evil.example",
            "HTTPS://EVIL.EXAMPLE",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "mailto:a@evil.example",
            "/%2F/evil.example",
            "/%2f%2fevil.example",
            "/%5Cevil.example",
            "/%09/evil.example",
            "/.//evil.example",
            "/..//evil.example",
            "/../evil.example",
            "/./evil.example",
            "/@evil.example",
            "/:80",
            "/;//evil.example",
            "/x#//evil.example",
            "/x?next=//evil.example",
            "/x\u{0}",
            "/\u{202E}x",
            "/é",
            "/<script>",
        ];
        for payload in PAYLOADS {
            assert_eq!(safe(payload), None, "{payload:?}");
        }
        assert_eq!(safe(&format!("/{}", "a".repeat(PATH_CHARS))), None);
    }
}
