//! The ways to the pages of a draft, from them back to its review, and out of the wizard.

use crate::answers::{Fields, FormStep, Understood};
use crate::web::auth::Signed;
use crate::web::error::Error;
use crate::web::page::{self, Banner};
use crate::web::typed_form::TypedForm;
use actix_web::HttpResponse;
use std::str::FromStr;

/// Reads draft and place from the address; what is no such address does not exist.
///
/// # Errors
/// When it is no such address.
pub fn located<D: FromStr, P>(
    (draft, word): &(String, String),
    place: impl Fn(&str) -> Option<P>,
) -> Result<(D, P), Error> {
    let draft = draft.parse().map_err(|_| Error::NotFound)?;
    Ok((draft, place(word).ok_or(Error::NotFound)?))
}

/// The draft and the place into which somebody typed, and whether they came from the review; none when it was typed
/// elsewhere. `named` takes both from a path.
pub fn typed_into<D: FromStr, P>(
    form: &TypedForm,
    named: impl Fn(&str) -> Option<(&str, &str)>,
    place: impl Fn(&str) -> Option<P>,
) -> Option<(D, P, bool)> {
    let (path, query) = form.path.split_once('?').unwrap_or((&form.path, ""));
    let (draft, word) = named(path)?;
    let query = form_urlencoded::parse(query.as_bytes()).into_owned();
    let returning = returning(&Fields::from_pairs(query));
    Some((draft.parse().ok()?, place(word)?, returning))
}

/// What is told whoever typed while their session ended.
pub fn nothing_lost(form: &TypedForm) -> Banner {
    let words = format!(
        "You were signed out. Nothing you typed was lost – check and save. {}",
        form.files_words()
    );
    Banner::notice(words.trim_end())
}

/// Whether the person came from the review and goes back to it.
pub fn returning(query: &Fields) -> bool {
    query.is("return", "review")
}

/// A page of a draft, for somebody who came from the review and goes back to it.
pub fn returning_path(path: &str) -> String {
    format!("{path}?return=review")
}

/// A page of a draft, for somebody who came from the review or not.
pub fn path_for(returning: bool, path: String) -> String {
    if returning {
        returning_path(&path)
    } else {
        path
    }
}

/// A step's section of the review.
pub fn section(review: &str, step: &str) -> String {
    format!("{review}#{step}")
}

/// Out of the wizard with everything saved: says how far the draft is.
///
/// # Errors
/// When it cannot be told.
pub fn left<S: FormStep, P, T>(
    signed: &Signed,
    journey: &Understood<S, P, T>,
    outside: &str,
) -> Result<HttpResponse, Error> {
    let (done, all) = (journey.done(), journey.count());
    let words = format!("Draft saved. {done} of {all} steps are done.");
    signed.visit.tell(&Banner::success(words))?;
    Ok(page::redirect(outside))
}
