//! One's own password, changed by who knows the present one.

use crate::answers::Problems;
use crate::store::users::PasswordMark;
use crate::store::{Conn, passwords};
use crate::web::State;
use crate::web::auth::{AnySigned, Signed};
use crate::web::browser;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::people::{changed_letter, new_password};
use crate::web::sign_in::{Attempt, check};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

#[derive(Template)]
#[template(path = "people/change.html")]
struct Change {
    page: Page,
    action: String,
    account: String,
}

fn form(signed: &Signed, problems: Problems) -> HttpResponse {
    let mut page = signed.page(
        "Change your password",
        "account.password",
        Section::Elsewhere,
    );
    let status = page::status(&problems);
    page.problems = problems;
    let template = Change {
        page,
        action: paths::password(),
        account: paths::account(),
    };
    page::html(status, &template)
}

/// `GET /account/password`.
pub async fn show(AnySigned(signed): AnySigned) -> HttpResponse {
    form(&signed, Problems::none())
}

/// `POST /account/password`: every session ends, and this browser gets a new one.
pub async fn change(
    request: HttpRequest,
    AnySigned(signed): AnySigned,
    state: web::Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let current = sent.0.get("current");
    let mut problems = Problems::none();
    if current.is_empty() {
        problems.add("current", "Enter your current password");
    }
    let known = [
        &signed.user.name,
        &signed.user.email,
        &signed.organisation.name,
    ];
    let password = new_password(&sent.0, "password", &known.map(String::as_str));
    if let Err(wrong) = &password {
        problems.append(wrong.clone());
    }
    let Ok(password) = password else {
        return Ok(form(&signed, problems));
    };
    if !problems.is_empty() {
        return Ok(form(&signed, problems));
    }
    let attempt = Attempt::new(&request, &state, &signed.user.email);
    let Some(half) = check(&state, &attempt, current).await? else {
        let problem = Problems::one("current", "Current password is not right");
        return Ok(form(&signed, problem));
    };
    attempt.take_back(&state).await;
    let hash = state.passwords.hash(password).await?;
    let mark = PasswordMark::of(&hash);
    let (user, now) = (signed.user.clone(), state.clock.now());
    let letter = changed_letter(
        &state,
        &browser::as_named(&request),
        &user,
        "Your password",
        now,
    )?;
    let work = move |c: &mut Conn| {
        passwords::change(c, &user, (&half.password, &hash), letter.clone(), now)
    };
    if !state.db.write(work).await? {
        return Err(Error::SignInFirst(paths::account()));
    }
    signed.visit.sign_in(signed.user.id, &mark)?;
    signed.visit.tell(&Banner::success(
        "Your password is changed. You are signed out everywhere else.",
    ))?;
    Ok(page::redirect(&paths::account()))
}
