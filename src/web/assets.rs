//! The stylesheet, the script and the icon, carried in the binary. Their addresses hold a fingerprint of their
//! content, so browsers may keep them for ever and still never show an old one. They are packed once, as small as can be;
//! pages, which differ each time, are packed on their way, as fast as can be.

use crate::random;
use crate::web::error::Error;
use crate::web::paths;
use actix_web::http::header::{
    self, AcceptEncoding, ContentEncoding, Encoding, Header, HeaderValue,
};
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::LazyLock;

/// How much of the fingerprint stands in the address: 64 bits, enough to tell versions of three files apart.
const FINGERPRINT_CHARS: usize = 16;

/// One file of the browser's.
pub struct Asset {
    /// Its address.
    pub path: String,
    kind: &'static str,
    etag: String,
    content: &'static [u8],
    packed: web::Bytes,
}

impl Asset {
    fn new(stem: &str, extension: &str, kind: &'static str, content: &'static [u8]) -> Self {
        let fingerprint: String = random::sha256_hex(content)
            .chars()
            .take(FINGERPRINT_CHARS)
            .collect();
        Self {
            path: paths::asset(format!("{stem}-{fingerprint}.{extension}")),
            kind,
            etag: format!("\"{fingerprint}\""),
            content,
            packed: packed(content).into(),
        }
    }

    fn is_packed_for(&self, request: &HttpRequest) -> bool {
        !self.packed.is_empty()
            && AcceptEncoding::parse(request).is_ok_and(|accepts| {
                let offers = [Encoding::gzip(), Encoding::identity()];
                accepts.negotiate(offers.iter()) == Some(Encoding::gzip())
            })
    }
}

/// The content as gzip; nothing if that fails, which leaves the content as it is.
fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let written = encoder.write_all(content);
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}

/// The look of all pages.
pub static CSS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "css",
        "text/css; charset=utf-8",
        include_bytes!("../../static/app.css"),
    )
});
/// Comforts that no page needs.
pub static JS: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "app",
        "js",
        "text/javascript; charset=utf-8",
        include_bytes!("../../static/app.js"),
    )
});
/// The sign in the browser's tab.
pub static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "favicon",
        "svg",
        "image/svg+xml",
        include_bytes!("../../static/favicon.svg"),
    )
});

/// `GET /static/{file}`.
pub async fn serve(request: HttpRequest) -> Result<HttpResponse, Error> {
    let all = [&*CSS, &*JS, &*ICON];
    let asset = all
        .into_iter()
        .find(|asset| asset.path == request.path())
        .ok_or(Error::NotFound)?;
    let known = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .map(HeaderValue::as_bytes);
    let mut response = if known == Some(asset.etag.as_bytes()) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::ETAG, asset.etag.as_str()));
    Ok(if known == Some(asset.etag.as_bytes()) {
        response.finish()
    } else if asset.is_packed_for(&request) {
        response
            .content_type(asset.kind)
            .insert_header(ContentEncoding::Gzip)
            .body(asset.packed.clone())
    } else {
        response
            .content_type(asset.kind)
            .body(web::Bytes::from_static(asset.content))
    })
}
