//! What a browser sends of a form: the fields of its body, or of an address that carries a search.
//!
//! Read as it was typed: repeated names keep all their values, and nothing is trimmed or understood here.

use crate::answers::Fields;
use crate::web::error::Error;
use crate::web::typed_form::Aside;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::future::{Ready, ready};
use std::pin::Pin;

/// Bytes of a form's body: ten times the longest page of prices, and little enough that a thousand at once fit in
/// memory.
pub const FORM_BYTES: usize = 64 * 1024;

/// Fields of a form: twice the largest table of prices that a page shows.
pub const FORM_FIELDS: usize = 1000;

/// The fields of a posted form.
#[derive(Debug)]
pub struct HtmlForm(pub Fields);

/// The fields after the `?` of an address.
#[derive(Debug)]
pub struct Query(pub Fields);

impl FromRequest for HtmlForm {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Payload::from_request(&request, payload).into_inner();
        Box::pin(async move {
            let kind = request
                .headers()
                .get(CONTENT_TYPE)
                .map_or(&b""[..], HeaderValue::as_bytes);
            if !kind.starts_with(b"application/x-www-form-urlencoded") {
                return Err(Error::BadRequest);
            }
            let body = body
                .map_err(|_| Error::BadRequest)?
                .to_bytes_limited(FORM_BYTES)
                .await
                .map_err(|_| too_large())?;
            let fields = parse(&body.map_err(|_| Error::BadRequest)?)?;
            keep(&request, &fields, Vec::new());
            Ok(Self(fields))
        })
    }
}

impl FromRequest for Query {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string().as_bytes()).map(Self))
    }
}

/// Keeps what was typed aside, and the names of files, for the page that tells that it could not be saved.
pub fn keep(request: &HttpRequest, fields: &Fields, files: Vec<String>) {
    if let Some(aside) = request.extensions().get::<Aside>() {
        let path = request
            .uri()
            .path_and_query()
            .map_or("", |path| path.as_str());
        aside.keep(path, fields, files);
    }
}

/// What is said of a form with more text than [`FORM_BYTES`].
pub fn too_large() -> Error {
    Error::TooLarge(format!(
        "A form may have {} KB, and this one has more. Nothing of it was saved.",
        FORM_BYTES / 1024
    ))
}

fn parse(encoded: &[u8]) -> Result<Fields, Error> {
    let pairs = form_urlencoded::parse(encoded);
    // The parser replaces what it cannot read, and one must not save what nobody typed.
    if pairs.count() > FORM_FIELDS || !is_readable(encoded) {
        return Err(Error::BadRequest);
    }
    Ok(Fields::from_pairs(pairs.into_owned()))
}

/// Whether every `%` begins two hexadecimal digits, and all of it is UTF-8 once they are replaced.
fn is_readable(encoded: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut bytes = encoded.iter().copied();
    while let Some(byte) = bytes.next() {
        let replaced = if byte == b'%' {
            hexadecimal(bytes.next())
                .zip(hexadecimal(bytes.next()))
                .map(|(high, low)| high << 4 | low)
        } else {
            Some(byte)
        };
        match replaced {
            Some(byte) => decoded.push(byte),
            None => return false,
        }
    }
    String::from_utf8(decoded).is_ok()
}

fn hexadecimal(digit: Option<u8>) -> Option<u8> {
    let value = char::from(digit?).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    async fn form(kind: &'static str, body: Vec<u8>) -> Result<Fields, Error> {
        let (request, mut payload) = TestRequest::post()
            .insert_header((CONTENT_TYPE, kind))
            .set_payload(body)
            .to_http_parts();
        HtmlForm::from_request(&request, &mut payload)
            .await
            .map(|form| form.0)
    }

    async fn encoded(body: impl Into<Vec<u8>>) -> Result<Fields, Error> {
        form("application/x-www-form-urlencoded", body.into()).await
    }

    #[actix_web::test]
    async fn a_form_is_read_as_it_was_typed() {
        let fields =
            encoded("product=b&product=a&name=+Zo%C3%AB+%26+%F0%9F%98%80%0D%0A&empty=&alone")
                .await
                .unwrap();
        assert_eq!(fields.all("product"), ["b", "a"]);
        assert_eq!(fields.get("name"), " Zoë & 😀\r\n");
        assert!(fields.has("empty") && fields.has("alone"));
        assert!(encoded("").await.unwrap().is_empty());
    }

    #[actix_web::test]
    async fn a_body_is_read_up_to_its_limit() {
        let body = |bytes: usize| [b"a=".to_vec(), vec![b'x'; bytes - 2]].concat();
        assert!(encoded(body(FORM_BYTES)).await.is_ok());
        assert!(matches!(
            encoded(body(FORM_BYTES + 1)).await,
            Err(Error::TooLarge(_))
        ));
    }

    #[actix_web::test]
    async fn fields_are_counted() {
        assert!(encoded(vec!["a=1"; FORM_FIELDS].join("&")).await.is_ok());
        assert!(matches!(
            encoded(vec!["a=1"; FORM_FIELDS + 1].join("&")).await,
            Err(Error::BadRequest)
        ));
    }

    #[actix_web::test]
    async fn what_cannot_be_read_is_refused_and_not_guessed() {
        for body in [
            "a=%",
            "a=%4",
            "a=%zz",
            "%=a",
            "a=%C3",
            "a=%C3=%AB",
            "a=%FF",
            "a=%+1",
        ] {
            assert!(
                matches!(encoded(body).await, Err(Error::BadRequest)),
                "{body}"
            );
        }
        assert!(matches!(
            encoded(vec![b'a', b'=', 0xFF]).await,
            Err(Error::BadRequest)
        ));
        for kind in [
            "",
            "text/plain",
            "application/json",
            "multipart/form-data; boundary=x",
        ] {
            assert!(
                matches!(form(kind, b"a=1".to_vec()).await, Err(Error::BadRequest)),
                "{kind}"
            );
        }
    }

    #[actix_web::test]
    async fn a_search_is_read_like_a_form() {
        let query = |address: &str| {
            let request = TestRequest::get().uri(address).to_http_request();
            Query::from_request(&request, &mut Payload::None)
                .into_inner()
                .map(|query| query.0)
        };
        assert_eq!(
            query("/x?q=a+b&status=active&status=used")
                .unwrap()
                .all("status"),
            ["active", "used"]
        );
        assert!(query("/x").unwrap().is_empty());
        assert!(matches!(query("/x?q=%FF"), Err(Error::BadRequest)));
    }
}
