//! The one request that need not come from a page of ours: a mail program stops messages in its reader's name, because the
//! mail said that it may (RFC 8058). It knows the secret in the address, sends nothing but what the RFC says, and has no
//! session.

use crate::web::paths;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, ORIGIN};
use actix_web::web;
use actix_web::web::Bytes;

/// All that it sends.
const NAME: &str = "List-Unsubscribe";
const VALUE: &str = "One-Click";
/// More than any mail program needs to say so, as a form of either kind.
const MOST_BYTES: usize = 1024;
/// Characters of a secret.
const SECRET: usize = 64;

/// Whether a request is such a one. Its body is read for that, and put back.
pub async fn is_meant(request: &mut ServiceRequest) -> bool {
    if !has_form(request) {
        return false;
    }
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let body = match request.extract::<web::Payload>().await {
        Ok(payload) => payload.to_bytes_limited(MOST_BYTES).await,
        Err(_) => return false,
    };
    let Ok(Ok(body)) = body else {
        return false;
    };
    let meant = says_so(&kind, &body);
    request.set_payload(Payload::from(body));
    meant
}

/// Whether it goes to the right place and does not come from a browser.
fn has_form(request: &ServiceRequest) -> bool {
    let from_browser = [ORIGIN, HeaderName::from_static("sec-fetch-site")]
        .iter()
        .any(|name| request.headers().contains_key(name));
    let secret = request
        .path()
        .strip_prefix(&paths::notification_unsubscribe(""))
        .unwrap_or_default();
    let is_secret = secret.len() == SECRET && secret.bytes().all(|b| b.is_ascii_hexdigit());
    request.method() == Method::POST && !from_browser && is_secret
}

/// Whether a body is the one field that the RFC names, as either kind of form.
fn says_so(kind: &str, body: &Bytes) -> bool {
    let (media, parameters) = kind.split_once(';').unwrap_or((kind, ""));
    let Ok(text) = std::str::from_utf8(body) else {
        return false;
    };
    match media.trim().to_ascii_lowercase().as_str() {
        "application/x-www-form-urlencoded" => {
            text.trim_end_matches(['\r', '\n']) == format!("{NAME}={VALUE}")
        }
        "multipart/form-data" => boundary(parameters).is_some_and(|mark| is_one_part(text, mark)),
        _ => false,
    }
}

/// What stands between the parts of a form.
fn boundary(parameters: &str) -> Option<&str> {
    let mut all = parameters.split(';').map(str::trim);
    let mark = all.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    })?;
    let mark = mark.trim_matches('"');
    (!mark.is_empty()).then_some(mark)
}

/// Whether a form has this one part and no other.
fn is_one_part(text: &str, mark: &str) -> bool {
    let text = text.replace("\r\n", "\n");
    let part = text
        .strip_prefix(&format!("--{mark}\n"))
        .and_then(|text| text.trim_end().strip_suffix(&format!("\n--{mark}--")));
    let Some((head, value)) = part.and_then(|part| part.split_once("\n\n")) else {
        return false;
    };
    let named = format!("form-data; name=\"{NAME}\"");
    let is_named = head.lines().any(|line| {
        line.split_once(':').is_some_and(|(header, words)| {
            header.eq_ignore_ascii_case("content-disposition") && words.trim() == named
        })
    });
    is_named && value == VALUE
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "application/x-www-form-urlencoded";
    const PARTS: &str = "multipart/form-data; boundary=\"b1\"";

    fn part(name: &str, value: &str) -> String {
        format!(
            "--b1\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n--b1--\r\n"
        )
    }

    #[test]
    fn one_body_is_meant_and_no_other() {
        let right = part(NAME, VALUE);
        let twice = right.replace(
            "--b1--",
            "--b1\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n--b1--",
        );
        for (kind, body, meant) in [
            (FORM, "List-Unsubscribe=One-Click", true),
            (
                "application/x-www-form-urlencoded; charset=utf-8",
                "List-Unsubscribe=One-Click\r\n",
                true,
            ),
            (PARTS, right.as_str(), true),
            (FORM, "", false),
            (FORM, "List-Unsubscribe=One-Click&go=create", false),
            (FORM, "list-unsubscribe=one-click", false),
            ("text/plain", "List-Unsubscribe=One-Click", false),
            ("", "List-Unsubscribe=One-Click", false),
            ("multipart/form-data", right.as_str(), false),
            ("multipart/form-data; boundary=", right.as_str(), false),
            (PARTS, &part(NAME, "No"), false),
            (PARTS, &part("other", VALUE), false),
            (PARTS, &twice, false),
        ] {
            let body = Bytes::copy_from_slice(body.as_bytes());
            assert_eq!(says_so(kind, &body), meant, "{kind} {body:?}");
        }
    }
}
