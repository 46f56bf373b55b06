//! What a browser is called, so that people know their own among several.

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;

/// Browsers, each by a part of how it calls itself. Most call themselves by several names, so the rarer ones come first.
const PROGRAMS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Safari/", "Safari"),
];

/// Systems, likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The browser of a request, as it calls itself.
pub fn as_named(request: &HttpRequest) -> String {
    let named = request.headers().get(USER_AGENT);
    named
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default()
        .to_owned()
}

/// The browser of a request in words, as in `Firefox on Windows`; none for one that nobody would know.
pub fn in_words(request: &HttpRequest) -> Option<String> {
    words(&as_named(request))
}

fn words(named: &str) -> Option<String> {
    let known = |names: &[(&str, &'static str)]| {
        let known = names.iter().find(|(part, _)| named.contains(part));
        known.map(|(_, name)| *name)
    };
    let program = known(&PROGRAMS)?;
    Some(match known(&SYSTEMS) {
        Some(system) => format!("{program} on {system}"),
        None => program.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_browsers_are_known() {
        let apple = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (named, said) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
                Some("Firefox on Linux"),
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {apple} Chrome/142.0.0.0 Safari/537.36"),
                Some("Chrome on Windows"),
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0) {apple} Chrome/142.0.0.0 Safari/537.36 Edg/142.0"),
                Some("Edge on Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1".to_owned(),
                Some("Safari on iPhone"),
            ),
            ("Firefox/1".to_owned(), Some("Firefox")),
            ("curl/8.0 (Windows)".to_owned(), None),
            (String::new(), None),
        ] {
            assert_eq!(words(&named).as_deref(), said, "{named}");
        }
    }
}
