//! Inviting a consulting partner that is not here yet: it is known from then on, and can be chosen once the operator has
//! registered it.

use crate::answers::{Fields, Problems};
use crate::domain::account::{ACCOUNT_ID_DIGITS, AccountId, Organisation, OrganisationKind, Role};
use crate::domain::opportunity::Side;
use crate::domain::text;
use crate::mail::address;
use crate::mail::messages::{self, Link};
use crate::random;
use crate::store::invitations::{self, PartnerInvited, VALID};
use crate::store::{Conn, Error as StoreError};
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

/// Characters of an organisation's name.
const MAX_NAME: usize = 255;
/// Letters of a country's code.
const COUNTRY_LETTERS: usize = 2;

#[derive(Template)]
#[template(path = "isv/reseller_invite.html")]
struct Invite {
    page: Page,
    action: String,
    list: String,
    /// The legal name as typed.
    called: String,
    account: String,
    country: String,
    email: String,
}

fn form(who: &IsvEditor, typed: &Fields, problems: Problems) -> HttpResponse {
    let mut page = who.signed.page(
        "Invite a reseller",
        "isv.resellers.invite",
        Section::Resellers,
    );
    let status = page::status(&problems);
    page.problems = problems;
    let template = Invite {
        page,
        action: paths::isv_reseller_invite(),
        list: paths::isv_resellers(),
        called: typed.get("name").to_owned(),
        account: typed.get("account").to_owned(),
        country: typed.get("country").to_owned(),
        email: typed.get("email").to_owned(),
    };
    page::html(status, &template)
}

/// `GET /isv/resellers/invite`.
pub async fn show(who: IsvEditor) -> HttpResponse {
    form(&who, &Fields::default(), Problems::none())
}

/// The partner that was typed.
fn parse(typed: &Fields, state: &State, own: &AccountId) -> Result<Organisation, Problems> {
    let mut problems = Problems::none();
    let name = text::clean(typed.get("name"));
    if name.is_empty() {
        problems.add("name", "Enter the reseller's legal name");
    } else if !text::one_line(&name) || text::length(&name) > MAX_NAME {
        problems.add(
            "name",
            format!("Legal name must be {MAX_NAME} characters or less, on one line"),
        );
    }
    let account = AccountId::parse(typed.get("account"));
    match &account {
        Err(0) => problems.add("account", "Enter the reseller's account ID"),
        Err(count) => problems.add(
            "account",
            format!("Account ID must be {ACCOUNT_ID_DIGITS} digits – this has {count} characters"),
        ),
        Ok(account) if account == own => {
            problems.add("account", "This is your own account ID");
        }
        Ok(_) => {}
    }
    let country = typed.get("country").trim().to_uppercase();
    if country.len() != COUNTRY_LETTERS || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        problems.add("country", "Enter the two letters of the country, like US");
    }
    let email = typed.get("email").trim().to_owned();
    if email.is_empty() {
        problems.add("email", "Enter an e-mail address");
    } else if address::given(&email).is_none() {
        problems.add(
            "email",
            "Enter an e-mail address in the right format, like name@example.com",
        );
    }
    match account {
        Ok(account) if problems.is_empty() => Ok(Organisation {
            id: random::id(state.clock.now()),
            kind: OrganisationKind::Partner,
            account,
            name,
            country,
            email,
            registered: false,
        }),
        Ok(_) | Err(_) => Err(problems),
    }
}

/// `POST /isv/resellers/invite`.
pub async fn invite(
    who: IsvEditor,
    state: Data<State>,
    sent: HtmlForm,
) -> Result<HttpResponse, Error> {
    let typed = sent.0;
    let partner = match parse(&typed, &state, &who.signed.organisation.account) {
        Ok(partner) => partner,
        Err(problems) => return Ok(form(&who, &typed, problems)),
    };
    let (scope, now, secret) = (who.scope, state.clock.now(), random::secret());
    let (name, by, isv) = (
        partner.name.clone(),
        who.signed.user.clone(),
        who.signed.organisation.name.clone(),
    );
    let origin = state.origin.clone();
    let work = move |c: &mut Conn| {
        let letter = |partner: &Organisation| {
            let told = messages::Invitation {
                by: (&by.name, &isv),
                organisation: &partner.name,
                role: Role::Admin,
                until: now + VALID,
                link: Link::to(origin.as_str(), &paths::invitation(&secret)),
            };
            let message = told
                .message()
                .map_err(|error| StoreError::Broken(error.to_string()))?;
            Ok(message.to(&partner.email, Side::Partner))
        };
        let hash = random::fingerprint(&secret);
        invitations::invite_partner(c, &scope, &partner, (&by, &hash, &letter), now)
    };
    let told = "You are told by e-mail when it is registered and can be chosen.";
    let words = match who.write(&state, work).await? {
        PartnerInvited::Done => format!("{name} is invited. {told}"),
        PartnerInvited::ToItsOwnAddress(name) => format!(
            "{name} is here already, so the invitation goes to its own e-mail address. {told}"
        ),
        PartnerInvited::Registered(called) => {
            let text = format!("{called} is registered – you can choose it");
            return Ok(form(&who, &typed, Problems::one("account", text)));
        }
        PartnerInvited::Wait(wait) => return Err(Error::TooMany(wait)),
    };
    who.signed.visit.tell(&Banner::success(words))?;
    Ok(page::redirect(&paths::isv_resellers()))
}
