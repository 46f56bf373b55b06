//! Whom a handler is for: it takes one of these, and nobody else reaches it.

use crate::domain::account::Role;
use crate::store::scope::{IsvScope, OwnScope, PartnerScope, Scope};
use crate::web::auth::{Signed, who_may};
use crate::web::error::Error;
use crate::web::nav::Section;
use crate::web::page::{Page, Theme};
use crate::web::theme;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use std::pin::Pin;

/// Anybody at all; who is signed in sees their links.
pub struct Visitor {
    /// Who is signed in.
    pub signed: Option<Signed>,
    theme: Theme,
}

impl Visitor {
    /// A page that everybody may see.
    pub fn page(&self, title: &'static str, name: &'static str) -> Page {
        match &self.signed {
            Some(signed) => signed.page(title, name, Section::Elsewhere),
            None => Page::new(title, name, self.theme),
        }
    }
}

/// Anybody who is signed in.
pub struct AnySigned(pub Signed);

/// Anybody who is signed in, also who must set up their second step before anything else: to set it up, to stay and to leave.
pub struct Newcomer(pub Signed);

/// Somebody of an ISV, who may look.
pub struct IsvViewer {
    /// The person.
    pub signed: Signed,
    /// Their ISV's rows.
    pub scope: IsvScope,
}

/// Somebody of an ISV who may create, clone and revoke.
pub struct IsvEditor {
    /// The person.
    pub signed: Signed,
    /// Their ISV's rows.
    pub scope: IsvScope,
}

/// Somebody of a partner, who may look.
pub struct PartnerViewer {
    /// The person.
    pub signed: Signed,
    /// What their partner may see.
    pub scope: PartnerScope,
}

/// Somebody of a partner who may accept contracts, extend offers and end opportunities.
pub struct PartnerEditor {
    /// The person.
    pub signed: Signed,
    /// What their partner may see.
    pub scope: PartnerScope,
}

/// Somebody of an ISV or a partner, for what every organisation has of its own; they may look.
pub struct OwnViewer {
    /// The person.
    pub signed: Signed,
    /// What their organisation brought in.
    pub scope: OwnScope,
}

/// An admin of an ISV or a partner, for what every organisation has of its own.
pub struct OwnAdmin {
    /// The person.
    pub signed: Signed,
    /// What their organisation brought in.
    pub scope: OwnScope,
}

/// Somebody of those who run the installation, who may look.
pub struct Operator {
    /// The person.
    pub signed: Signed,
}

/// Somebody of those who run the installation, who may register partners, decide about mails and answer requests.
pub struct OperatorEditor {
    /// The person.
    pub signed: Signed,
}

type Found<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// Makes an extractor of a function that finds it.
macro_rules! found_by {
    ($($extractor:ty: $find:expr;)+) => {$(
        impl FromRequest for $extractor {
            type Error = Error;
            type Future = Found<Self>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move { $find(&request).await })
            }
        }
    )+};
}

found_by! {
    Visitor: visitor;
    AnySigned: async |request: &HttpRequest| Signed::must(request).await.map(AnySigned);
    Newcomer: async |request: &HttpRequest| Signed::must_at_all(request).await.map(Newcomer);
    IsvViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_isv(request, |_| true).await?;
        Ok(IsvViewer { signed, scope })
    };
    IsvEditor: async |request: &HttpRequest| {
        let (signed, scope) = of_isv(request, Role::may_edit).await?;
        Ok(IsvEditor { signed, scope })
    };
    PartnerViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_partner(request, |_| true).await?;
        Ok(PartnerViewer { signed, scope })
    };
    PartnerEditor: async |request: &HttpRequest| {
        let (signed, scope) = of_partner(request, Role::may_edit).await?;
        Ok(PartnerEditor { signed, scope })
    };
    OwnViewer: async |request: &HttpRequest| {
        let (signed, scope) = of_either(request, |_| true).await?;
        Ok(OwnViewer { signed, scope })
    };
    OwnAdmin: async |request: &HttpRequest| {
        let (signed, scope) = of_either(request, |role| role == Role::Admin).await?;
        Ok(OwnAdmin { signed, scope })
    };
    Operator: async |request: &HttpRequest| {
        of_operator(request, |_| true).await.map(|signed| Operator { signed })
    };
    OperatorEditor: async |request: &HttpRequest| {
        of_operator(request, Role::may_edit).await.map(|signed| OperatorEditor { signed })
    };
}

async fn visitor(request: &HttpRequest) -> Result<Visitor, Error> {
    let (signed, theme) = (Signed::find(request).await?, theme::chosen(request));
    Ok(Visitor { signed, theme })
}

async fn of_operator(request: &HttpRequest, may: fn(Role) -> bool) -> Result<Signed, Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Operator if may(signed.user.role) => Ok(signed),
        Scope::Operator => Err(who_may(request, &signed, may).await?),
        Scope::Isv(_) | Scope::Partner(_) => Err(Error::NotFound),
    }
}

async fn of_isv(request: &HttpRequest, may: fn(Role) -> bool) -> Result<(Signed, IsvScope), Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Isv(scope) if may(signed.user.role) => Ok((signed, scope)),
        Scope::Isv(_) => Err(who_may(request, &signed, may).await?),
        Scope::Partner(_) | Scope::Operator => Err(Error::NotFound),
    }
}

async fn of_partner(
    request: &HttpRequest,
    may: fn(Role) -> bool,
) -> Result<(Signed, PartnerScope), Error> {
    let signed = Signed::must(request).await?;
    match signed.scope {
        Scope::Partner(scope) if may(signed.user.role) => Ok((signed, scope)),
        Scope::Partner(_) => Err(who_may(request, &signed, may).await?),
        Scope::Isv(_) | Scope::Operator => Err(Error::NotFound),
    }
}

async fn of_either(
    request: &HttpRequest,
    may: fn(Role) -> bool,
) -> Result<(Signed, OwnScope), Error> {
    let signed = Signed::must(request).await?;
    let scope = match &signed.scope {
        Scope::Isv(scope) => OwnScope::from(scope),
        Scope::Partner(scope) => OwnScope::from(scope),
        Scope::Operator => return Err(Error::NotFound),
    };
    if may(signed.user.role) {
        Ok((signed, scope))
    } else {
        Err(who_may(request, &signed, may).await?)
    }
}
