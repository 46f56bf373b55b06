//! What every answer tells browsers that they may do with it.

use crate::client::Response;
use crate::portal::{Database, TestPortal};
use crate::trade::{ADMIN, Trade};
use consign::domain::agreements::DocumentKind;

const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                    base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const DOWNLOAD: &str = "sandbox; default-src 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
                           geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
                           publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

const NOT_KEPT: &str = "no-store";
const KEPT: &str = "public, max-age=31536000, immutable";

/// Headers that say what an answer is and no more.
const PLAIN: [&str; 11] = [
    "allow",
    "connection",
    "content-disposition",
    "content-length",
    "content-type",
    "date",
    "etag",
    "location",
    "set-cookie",
    "transfer-encoding",
    "vary",
];

/// Holds an answer to exactly these headers besides the plain ones: so none is missing, none is there twice, and nothing
/// tells what runs here or lets other sites in.
fn assert_guarded(what: &str, answer: &Response, policy: &str, caching: &str) {
    let expected = [
        ("cache-control", caching),
        ("content-security-policy", policy),
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", PERMISSIONS),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-robots-tag", "noindex, nofollow"),
    ];
    let mut found: Vec<(&str, &str)> = answer
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !PLAIN.contains(name))
        .collect();
    found.sort_unstable();
    assert_eq!(found, expected, "{what}");
}

#[test]
fn every_answer_says_what_browsers_may_do_with_it() {
    let portal = TestPortal::start(Database::Sqlite);
    let browser = portal.sign_in(ADMIN);
    let eula = Trade::begin(&portal).document(DocumentKind::Eula, "Terms.pdf", b"%PDF-1.7 words");
    let home = browser.get("/account");
    let css = home.page().attributes("link[rel=stylesheet]", "href");
    let sent = |header: (&str, &str)| {
        let request = browser.request("POST", "/sign-in").form("%");
        request.header(header.0, header.1).send()
    };
    for (what, status, answer) in [
        ("a page", 200, home),
        ("a redirect", 303, browser.get("/")),
        ("what is not there", 404, browser.get("/nowhere")),
        ("a wrong method", 405, browser.post("/help", &[])),
        ("a form left empty", 422, browser.post("/sign-in", &[])),
        ("a bad form", 400, sent(("Accept", "*/*"))),
        ("another host", 421, sent(("Host", "evil.example"))),
        ("another site", 403, sent(("Sec-Fetch-Site", "cross-site"))),
        ("whether it lives", 200, browser.get("/healthz")),
        ("whether it is ready", 200, browser.get("/readyz")),
        ("an old asset", 404, browser.get("/static/app-0.css")),
    ] {
        assert_eq!(answer.status, status, "{what}");
        assert_guarded(what, &answer, PAGE, NOT_KEPT);
    }
    for file in ["/isv/opportunities.csv", &format!("/files/{eula}")] {
        let answer = browser.get(file);
        assert_eq!(answer.status, 200, "{file}");
        assert!(answer.header("content-disposition").is_some(), "{file}");
        assert_guarded(file, &answer, DOWNLOAD, NOT_KEPT);
    }
    let stylesheet = browser.get(&css[0]);
    assert_eq!(stylesheet.status, 200);
    assert_guarded("the stylesheet", &stylesheet, PAGE, KEPT);
}
