//! Downloads of uploaded documents. A browser saves them and never opens them as pages of ours.

use crate::domain::agreements::Document;
use crate::store::documents;
use crate::store::scope::Scope;
use crate::web::State;
use crate::web::auth::AnySigned;
use crate::web::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header::{
    CONTENT_TYPE, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    X_CONTENT_TYPE_OPTIONS,
};
use actix_web::web::{Data, Path};

/// `GET /files/{document}`: a document of one's own organisation, or one that came with an opportunity.
pub async fn download(
    path: Path<String>,
    AnySigned(signed): AnySigned,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let id = path.parse().map_err(|_| Error::NotFound)?;
    let scope = signed.scope();
    let found = state.db.read(move |c| match &scope {
        Scope::Isv(scope) => documents::bytes(c, scope, id),
        Scope::Partner(scope) => documents::bytes_for_partner(c, scope, id),
        Scope::Operator => Ok(None),
    });
    let (document, bytes) = found.await?.ok_or(Error::NotFound)?;
    Ok(attachment(&document, bytes))
}

/// Sends a document to be saved.
pub fn attachment(document: &Document, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, document.format.media_type()))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(disposition(document))
        .body(bytes)
}

/// To be saved under its name: once as every browser understands it, once with all its letters (RFC 6266).
fn disposition(document: &Document) -> ContentDisposition {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ' ') {
            c
        } else {
            '_'
        }
    };
    let exact = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: document.name.clone().into_bytes(),
    };
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![
            DispositionParam::Filename(document.name.chars().map(plain).collect()),
            DispositionParam::FilenameExt(exact),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::agreements::{DocumentFormat, DocumentKind};

    fn named(name: &str) -> String {
        let document = Document {
            id: "doc_01h455vb4pex5vsknk084sn02q".parse().unwrap(),
            kind: DocumentKind::Eula,
            name: name.to_owned(),
            format: DocumentFormat::Pdf,
            size: 1,
            sha256: String::new(),
        };
        disposition(&document).to_string()
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        assert_eq!(
            named("a\"b;c\\d.pdf"),
            "attachment; filename=\"a_b_c_d.pdf\"; filename*=UTF-8''a%22b%3Bc%5Cd.pdf"
        );
    }

    #[test]
    fn a_name_keeps_all_its_letters() {
        assert_eq!(
            named("Übereinkunft 1.pdf"),
            "attachment; filename=\"_bereinkunft 1.pdf\"; filename*=UTF-8''%C3%9Cbereinkunft%201.pdf"
        );
    }
}
