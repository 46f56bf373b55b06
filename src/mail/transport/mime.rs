//! A mail as it goes over the wire.
//!
//! Bodies are always encoded as quoted-printable: never does a byte of ours reach a mail server as it is, since some servers
//! take a bare line feed for the end of a line and so a dot for the end of the mail.

use crate::domain::ids::MessageId;
use crate::mail::address;
use crate::mail::transport::Failure;
use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};

const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
const LIST_UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const LIST_UNSUBSCRIBE_POST: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");

/// A mail to one address.
#[derive(Debug, Clone, Copy)]
pub struct Mail<'a> {
    /// Its id, from which its Message-ID is made: a mail that is sent twice can be recognised.
    pub id: MessageId,
    /// The address.
    pub recipient: &'a str,
    /// Its subject.
    pub subject: &'a str,
    /// Its plain text.
    pub text: &'a str,
    /// Its text as HTML.
    pub html: &'a str,
    /// Where its reader stops such mails, for those one can stop.
    pub unsubscribe: Option<&'a str>,
}

/// Writes the message. The same mail at the same time gives the same bytes.
///
/// # Errors
/// When it cannot be sent to anybody, however often it is tried.
pub(super) fn write(
    mail: &Mail<'_>,
    from: &Mailbox,
    host: &str,
    now: DateTime<Utc>,
) -> Result<Message, Failure> {
    let no_reader = |reason: &str| Failure::NoSuchReader(reason.to_owned());
    let recipient = address::parse(mail.recipient)
        .ok_or_else(|| no_reader("the recipient is no address that mails can be sent to"))?;
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, recipient))
        .subject(one_line(mail.subject))
        .date(now.into())
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .raw_header(HeaderValue::new(
            AUTO_SUBMITTED,
            "auto-generated".to_owned(),
        ));
    if let Some(url) = mail.unsubscribe {
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        builder = builder
            .raw_header(HeaderValue::new(
                LIST_UNSUBSCRIBE,
                format!("<{}>", one_line(url)),
            ))
            .raw_header(HeaderValue::new(LIST_UNSUBSCRIBE_POST, one_click));
    }
    // Quoted-printable text never has "=_", so no text can end its part.
    let parts = MultiPart::alternative()
        .boundary(format!("=_{}", mail.id))
        .singlepart(part(ContentType::TEXT_PLAIN, mail.text)?)
        .singlepart(part(ContentType::TEXT_HTML, mail.html)?);
    builder
        .multipart(parts)
        .map_err(|error| Failure::Never(error.to_string()))
}

fn part(kind: ContentType, text: &str) -> Result<SinglePart, Failure> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let body = Body::new_with_encoding(unified, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| Failure::Never("the text cannot be encoded".to_owned()))?;
    Ok(SinglePart::builder().content_type(kind).body(body))
}

/// The text without anything that could begin another header.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
