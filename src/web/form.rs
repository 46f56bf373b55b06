//! What a browser sends of a form: the fields of its body, or of an address that carries a search.
//!
//! Read as it was typed: repeated names keep all their values, and nothing is trimmed or understood here.

use crate::answers::{Fields, bounds};
use crate::web::error::Error;
use crate::web::paths;
use crate::web::typed_form::Aside;
use crate::web::visit::Visit;
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use std::future::{Ready, ready};
use std::pin::Pin;

/// Bytes of a form's body: ten times what people type into a page, and little enough that a thousand at once fit in
/// memory.
pub const FORM_BYTES: usize = 64 * 1024;

/// Fields of a form: more than any page has but those with the prices of whole products.
pub const FORM_FIELDS: usize = 1000;

/// How much of a form is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Bytes of all that was typed.
    pub bytes: usize,
    /// How many fields.
    pub fields: usize,
    /// Whether it holds the prices of whole products.
    prices: bool,
}

impl Size {
    /// How much is read of a form that a request sends. Prices come from people who are signed in; a stranger is to hold
    /// no more memory with their address than with any other.
    pub fn of(request: &HttpRequest) -> Self {
        if paths::takes_prices(request.path()) && Visit::of(request).user().is_some() {
            Self {
                bytes: bounds::MAX_BYTES,
                fields: bounds::MAX_FIELDS,
                prices: true,
            }
        } else {
            Self {
                bytes: FORM_BYTES,
                fields: FORM_FIELDS,
                prices: false,
            }
        }
    }

    /// What is said of a form with more text.
    pub fn too_large(self) -> Error {
        let advice = if self.prices {
            " What you saved before is safe. Give the prices of some products or contract durations in a draft of their own."
        } else {
            ""
        };
        Error::TooLarge(format!(
            "A form may have {} KB, and this one has more. Nothing of it was saved.{advice}",
            self.bytes / 1024
        ))
    }

    /// What is said of a form with more fields. No page of ours sends so many, save one with the prices of too much.
    pub fn too_many(self) -> Error {
        if self.prices {
            Error::TooLarge(format!(
                "A page may have {} fields, and this one has more. Nothing of it was saved. What you saved before is safe. Give the prices of some products or contract durations in a draft of their own.",
                self.fields
            ))
        } else {
            Error::BadRequest
        }
    }
}

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
            let size = Size::of(&request);
            if !kind.starts_with(b"application/x-www-form-urlencoded") {
                return Err(Error::BadRequest);
            }
            let body = body
                .map_err(|_| Error::BadRequest)?
                .to_bytes_limited(size.bytes)
                .await
                .map_err(|_| size.too_large())?;
            let fields = parse(&body.map_err(|_| Error::BadRequest)?)?;
            let error = size.too_many();
            let fits = fields.count() <= size.fields;
            // Of a page of prices with too many, what was typed is worth keeping.
            if fits || matches!(error, Error::TooLarge(_)) {
                keep(&request, &fields, Vec::new());
            }
            if fits { Ok(Self(fields)) } else { Err(error) }
        })
    }
}

impl FromRequest for Query {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match parse(request.query_string().as_bytes()) {
            Ok(fields) if fields.count() > FORM_FIELDS => Err(Error::BadRequest),
            read => read.map(Self),
        })
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

fn parse(encoded: &[u8]) -> Result<Fields, Error> {
    let pairs = form_urlencoded::parse(encoded);
    // The parser replaces what it cannot read, and one must not save what nobody typed.
    if !is_readable(encoded) {
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
    use crate::store::users::PasswordMark;
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
    async fn strangers_send_no_more_where_prices_are_sent() {
        let request = TestRequest::post()
            .uri("/isv/drafts/none/discount")
            .to_http_request();
        let size = Size::of(&request);
        assert_eq!((size.bytes, size.fields), (FORM_BYTES, FORM_FIELDS));
        let person = crate::random::id(chrono::Utc::now());
        Visit::of(&request)
            .sign_in(person, &PasswordMark::of("a hash"))
            .unwrap();
        let size = Size::of(&request);
        let most = (bounds::MAX_BYTES, bounds::MAX_FIELDS);
        assert_eq!((size.bytes, size.fields), most);
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
