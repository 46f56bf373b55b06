//! What stands before every page.

use crate::offered::{ALPINE, acceptance, offered};
use crate::portal::{Database, TestPortal, on_each_database};

const ADMIN: &str = "admin@northwind.example";
const PARTNER: &str = "admin@contoso.example";

/// Bytes of the stylesheet and of the script as they travel: with a page, they make one that opens at once on a slow line.
const MAX_STYLESHEET: usize = 8 * 1024;
const MAX_SCRIPT: usize = 4 * 1024;
/// What is left for the page itself of 20 KB in all.
const MAX_PAGE: usize = 8 * 1024;

#[test]
fn only_our_own_pages_change_anything() {
    on_each_database(|portal| {
        let own = portal.url.as_str();
        let local = own.replace("127.0.0.1", "localhost");
        for (site, origin, accepted) in [
            (Some("same-origin"), None, true),
            (None, Some(own), true),
            (None, Some(local.as_str()), true),
            (None, None, false),
            (Some("cross-site"), Some(own), false),
            (Some("same-site"), Some(own), false),
            (Some("none"), None, false),
            (None, Some("null"), false),
            (None, Some("https://evil.example"), false),
        ] {
            let browser = portal.sign_in(ADMIN);
            let request = browser
                .request("POST", "/sign-out")
                .without("Sec-Fetch-Site")
                .form("");
            let request = site.into_iter().fold(request, |request, site| {
                request.header("Sec-Fetch-Site", site)
            });
            let answer = origin
                .into_iter()
                .fold(request, |request, origin| request.header("Origin", origin))
                .send();
            let page = answer.page();
            let expected = if accepted {
                (200, "You are signed out")
            } else {
                (403, "We cannot tell where this came from")
            };
            assert_eq!(
                (answer.status, page.heading().as_str()),
                expected,
                "{site:?} {origin:?}"
            );
            assert_eq!(
                browser.get("/account").status,
                if accepted { 303 } else { 200 },
                "{site:?} {origin:?}"
            );
        }
    });
}

#[test]
fn the_portal_answers_only_to_its_own_name() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let own = portal.url.trim_start_matches("http://");
        let port = own.rsplit(':').next().unwrap_or_default();
        for (host, status) in [
            (own.to_owned(), 200),
            (format!("LOCALHOST:{port}"), 200),
            (format!("[::1]:{port}"), 200),
            ("127.0.0.1".to_owned(), 421),
            ("evil.example".to_owned(), 421),
            (format!("evil.example:{port}"), 421),
            (format!("{own}.evil.example"), 421),
            (format!("{own}@evil.example"), 421),
            (String::new(), 421),
        ] {
            let answer = browser.request("GET", "/help").header("Host", &host).send();
            assert_eq!(answer.status, status, "{host}");
        }
        let forwarded = browser
            .request("GET", "/account")
            .header("X-Forwarded-Host", "evil.example")
            .header("Forwarded", "host=evil.example");
        assert_eq!(forwarded.send().location(), "/sign-in?next=%2Faccount");
        assert_eq!(
            browser
                .request("GET", "http://evil.example/help")
                .send()
                .status,
            421
        );
    });
}

#[test]
fn assets_are_kept_by_browsers_and_never_out_of_date() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let page = browser.get("/help").page();
        for (selector, name, kind) in [
            ("link[rel=stylesheet]", "href", "text/css; charset=utf-8"),
            ("script", "src", "text/javascript; charset=utf-8"),
            ("link[rel=icon]", "href", "image/svg+xml"),
        ] {
            let path = &page.attributes(selector, name)[0];
            let asset = browser.get(path);
            assert_eq!(
                (asset.status, asset.header("content-type")),
                (200, Some(kind)),
                "{path}"
            );
            let etag = asset.header("etag").expect("it has a version");
            let again = browser
                .request("GET", path)
                .header("If-None-Match", etag)
                .send();
            assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
            let other = browser
                .request("GET", path)
                .header("If-None-Match", "\"old\"")
                .send();
            assert_eq!((other.status, &other.body), (200, &asset.body), "{path}");
            assert_eq!(browser.get(&path.replace('-', "-0")).status, 404, "{path}");
        }
    });
}

#[test]
fn assets_are_sent_packed_to_browsers_that_ask_for_it_and_weigh_little() {
    on_each_database(|portal| {
        let browser = portal.anonymous();
        let page = browser.get("/help").page();
        for (selector, name, most) in [
            ("link[rel=stylesheet]", "href", MAX_STYLESHEET),
            ("script", "src", MAX_SCRIPT),
        ] {
            let path = &page.attributes(selector, name)[0];
            let ask = |accepted: &str| {
                let request = browser.request("GET", path);
                request.header("Accept-Encoding", accepted).send()
            };
            let packed = ask("gzip, deflate, br");
            assert_eq!(packed.header("content-encoding"), Some("gzip"));
            assert!(packed.body.len() <= most, "{path}: {}", packed.body.len());
            let plain = ask("gzip;q=0");
            assert_eq!(plain.header("content-encoding"), None);
            assert!(plain.body.len() > packed.body.len());
        }
    });
}

#[test]
fn pages_are_sent_compressed_to_browsers_that_ask_for_it() {
    on_each_database(|portal| {
        let answer = portal
            .anonymous()
            .request("GET", "/help")
            .header("Accept-Encoding", "gzip")
            .send();
        assert_eq!(answer.header("content-encoding"), Some("gzip"));
        assert!(answer.body.starts_with(b"\x1f\x8b"));
    });
}

#[test]
fn pages_weigh_little() {
    on_each_database(|portal| {
        let browser = portal.sign_in(ADMIN);
        let draft = browser.post("/isv/drafts", &[]).location().to_owned();
        let draft = draft.trim_end_matches("details");
        let steps = [
            "details",
            "resellers",
            "products",
            "discount",
            "duration",
            "buyers",
            "eula",
            "rcmp",
            "review",
        ];
        let of_isv = ["/help", "/account", "/isv/bulk", "/isv/import"].map(str::to_owned);
        let mut pages: Vec<_> = of_isv
            .into_iter()
            .chain(steps.map(|step| format!("{draft}{step}")))
            .collect();
        pages.extend(
            browser
                .get("/account")
                .page()
                .attributes("nav[aria-label=Main] a", "href"),
        );
        let partner = portal.sign_in(PARTNER);
        let of_partner = partner
            .get("/account")
            .page()
            .attributes("nav[aria-label=Main] a", "href");
        for (browser, pages) in [(&browser, pages), (&partner, of_partner)] {
            assert!(pages.len() > 4, "{pages:?}");
            for path in pages {
                let answer = browser
                    .request("GET", &path)
                    .header("Accept-Encoding", "gzip")
                    .send();
                assert_eq!(answer.status, 200, "{path}");
                assert!(
                    answer.body.len() <= MAX_PAGE,
                    "{path}: {}",
                    answer.body.len()
                );
            }
        }
    });
}

#[test]
fn nothing_of_an_offer_is_kept_by_browsers_or_accepted_from_other_sites() {
    let portal = TestPortal::start(Database::Sqlite);
    let offer = offered(&portal, "Storage for Alpine");
    let buyer = portal.anonymous();
    let shown = buyer.get(&offer.buyer(ALPINE));
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    assert_eq!(shown.header("referrer-policy"), Some("same-origin"));
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(acceptance(ALPINE))
        .finish();
    let foreign = buyer
        .request("POST", &offer.accept())
        .header("Sec-Fetch-Site", "cross-site")
        .form(body)
        .send();
    assert_eq!(foreign.status, 403);
}
