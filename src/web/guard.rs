//! What stands before every page: the headers that tell browsers what is allowed, and the checks that a request was
//! meant for this portal and, when it changes something, was sent from one of its own pages.

use crate::web::State;
use crate::web::error::Error;
use crate::web::one_click;
use crate::web::origin::Doors;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName,
    HeaderValue, ORIGIN, STRICT_TRANSPORT_SECURITY,
};
use actix_web::http::{ConnectionType, Method};
use actix_web::middleware::Next;
use actix_web::web;
use std::sync::atomic::Ordering;

/// The longest address that is read; the longest of ours, a table with every filter, stays under 2,000 characters.
const ADDRESS_CHARS: usize = 8 * 1024;

/// Everything is forbidden to a page but what ours do: their own stylesheet, script and icon, and forms to ourselves.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types 'none'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
     geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
     publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

/// Browsers save a download and never open it. Should one do it all the same, then without scripts and apart from everything
/// of ours.
const DOWNLOAD_POLICY: &str = "sandbox; default-src 'none'";

/// Headers of every answer. A handler that set one of them itself (an asset's caching) keeps its own.
const HEADERS: [(HeaderName, &str); 10] = [
    (CONTENT_SECURITY_POLICY, PAGE_POLICY),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    // Not no-referrer: browsers would then send `Origin: null` with our own forms.
    (HeaderName::from_static("referrer-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS_POLICY,
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (CACHE_CONTROL, "no-store"),
];

/// Two years, as the lists that browsers ship ask for.
const STRICT_TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// Middleware around everything: gives every answer its headers, whatever the answer is, and answers HEAD as GET.
pub async fn headers<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let state = request.app_data::<web::Data<State>>().cloned();
    let https = state.as_ref().is_some_and(|state| state.origin.is_https());
    if request.method() == Method::HEAD {
        // The server leaves the body out by itself: it remembers what was asked.
        request.head_mut().method = Method::GET;
    }
    match next.call(request).await {
        Ok(mut response) => {
            add_headers(response.headers_mut(), https);
            // A connection kept open would hold up the end of a portal that is stopping.
            if state.is_some_and(|state| state.stopping.load(Ordering::Relaxed)) {
                response
                    .response_mut()
                    .head_mut()
                    .set_connection_type(ConnectionType::Close);
            }
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            add_headers(response.headers_mut(), https);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

fn add_headers(headers: &mut HeaderMap, https: bool) {
    if headers.contains_key(CONTENT_DISPOSITION) {
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(DOWNLOAD_POLICY),
        );
    }
    let transport = https.then_some((STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT));
    for (name, value) in HEADERS.into_iter().chain(transport) {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

/// Middleware before every page: lets in what was meant for this portal and, if it changes something, sent from its
/// own pages.
pub async fn only_our_own<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let refusal = match request.app_data::<web::Data<State>>() {
        Some(state) => refusal(&request, &state.doors),
        None => Some(Error::Internal(anyhow::anyhow!(
            "the application has no state"
        ))),
    };
    let refusal = match refusal {
        Some(Error::CrossSite) if one_click::is_meant(&mut request).await => None,
        other => other,
    };
    match refusal {
        Some(error) => Ok(request.error_response(error).map_into_right_body()),
        None => Ok(next.call(request).await?.map_into_left_body()),
    }
}

fn refusal(request: &ServiceRequest, doors: &Doors) -> Option<Error> {
    // A request may name its host twice: in its first line and in a header.
    let named = request.uri().authority().map(|host| host.as_str());
    let host = header(request, &HOST).unwrap_or_default();
    if !doors.knows_host(host) || named.is_some_and(|host| !doors.knows_host(host)) {
        return Some(Error::UnknownHost);
    }
    if request
        .uri()
        .path_and_query()
        .is_some_and(|address| address.as_str().len() > ADDRESS_CHARS)
    {
        return Some(Error::AddressTooLong);
    }
    (!request.method().is_safe() && !is_same_origin(request, doors)).then_some(Error::CrossSite)
}

/// Whether the browser says that one of our own pages sent this. Browsers send `Sec-Fetch-Site` over TLS and to
/// their own machine, and `Origin` with every form; a client that sends neither is refused.
fn is_same_origin(request: &ServiceRequest, doors: &Doors) -> bool {
    match header(request, &HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin",
        None => header(request, &ORIGIN).is_some_and(|origin| doors.knows_origin(origin)),
    }
}

/// The value of a header that is sent once and can be read; sent twice it is as good as not sent.
fn header<'a>(request: &'a ServiceRequest, name: &HeaderName) -> Option<&'a str> {
    let mut values = request.headers().get_all(name);
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn doors() -> Doors {
        Doors::new(&"https://portal.example".parse().unwrap(), None)
    }

    fn post(headers: &[(&'static str, &'static str)]) -> ServiceRequest {
        let request = TestRequest::post()
            .uri("/sign-in")
            .insert_header((HOST, "portal.example"));
        headers
            .iter()
            .fold(request, |request, header| request.append_header(*header))
            .to_srv_request()
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        let site = "sec-fetch-site";
        let ours = ("origin", "https://portal.example");
        for (headers, accepted) in [
            (&[(site, "same-origin")][..], true),
            (&[ours], true),
            (&[(site, "same-origin"), ("origin", "null")], true),
            (&[], false),
            (&[(site, "cross-site"), ours], false),
            (&[(site, "same-site"), ours], false),
            (&[(site, "none"), ours], false),
            (&[(site, "same-origin"), (site, "cross-site")], false),
            (&[("origin", "null")], false),
            (&[("origin", "http://portal.example")], false),
            (&[("origin", "https://portal.example.evil.example")], false),
            (&[("origin", "https://portal.example:8443")], false),
            (&[ours, ("origin", "https://evil.example")], false),
        ] {
            let refused = refusal(&post(headers), &doors());
            assert_eq!(refused.is_none(), accepted, "{headers:?}: {refused:?}");
        }
    }

    #[test]
    fn reading_needs_no_proof_of_where_it_comes_from() {
        let request = TestRequest::get()
            .insert_header((HOST, "PORTAL.example"))
            .to_srv_request();
        assert!(refusal(&request, &doors()).is_none());
    }

    #[test]
    fn the_portal_answers_only_to_its_own_name() {
        let local = Doors::new(&"http://127.0.0.1:8080".parse().unwrap(), Some(8080));
        for (doors, host, known) in [
            (doors(), "portal.example", true),
            (doors(), "portal.example:443", false),
            (doors(), "evil.example", false),
            (doors(), "portal.example.evil.example", false),
            (doors(), "localhost:8080", false),
            (doors(), "", false),
            (local.clone(), "127.0.0.1:8080", true),
            (local.clone(), "localhost:8080", true),
            (local.clone(), "[::1]:8080", true),
            (local.clone(), "localhost", false),
            (local, "localhost:9090", false),
        ] {
            let request = TestRequest::get()
                .insert_header((HOST, host))
                .to_srv_request();
            assert_eq!(refusal(&request, &doors).is_none(), known, "{host}");
        }
        let twice = TestRequest::get()
            .uri("http://evil.example/")
            .insert_header((HOST, "portal.example"));
        assert!(matches!(
            refusal(&twice.to_srv_request(), &doors()),
            Some(Error::UnknownHost)
        ));
        assert!(matches!(
            refusal(&TestRequest::get().to_srv_request(), &doors()),
            Some(Error::UnknownHost)
        ));
    }

    #[test]
    fn an_address_is_read_up_to_its_limit() {
        for (length, accepted) in [(ADDRESS_CHARS, true), (ADDRESS_CHARS + 1, false)] {
            let address = format!("/{}", "a".repeat(length - 1));
            let request = TestRequest::get()
                .uri(&address)
                .insert_header((HOST, "portal.example"));
            assert_eq!(
                refusal(&request.to_srv_request(), &doors()).is_none(),
                accepted,
                "{length}"
            );
        }
    }
}
