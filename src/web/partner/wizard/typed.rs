//! What a form of the offer wizard carries, and what it makes of a draft's answers.

use super::open_draft::OpenDraft;
use super::{documents, overtaken};
use crate::answers::offer::{
    OfferAnswers, OfferStep, dates, documents as amendments, price, schedule, target, terms,
};
use crate::answers::{Fields, Problems};
use crate::domain::account::User;
use crate::domain::offer::adjustment::Adjustment;
use crate::domain::opportunity::Opportunity;
use crate::store::scope::PartnerScope;
use crate::store::{self, Conn};
use crate::web::wizard::uploads::File;
use chrono::{DateTime, Utc};

/// The fields that a step keeps.
pub fn known_fields(step: OfferStep) -> &'static [&'static str] {
    match step {
        OfferStep::Terms => terms::FIELDS,
        OfferStep::Price => price::FIELDS,
        OfferStep::Schedule => schedule::FIELDS,
        OfferStep::Documents => amendments::FIELDS,
        OfferStep::Dates => dates::FIELDS,
    }
}

/// What was typed into a step.
#[derive(Clone)]
pub struct Typed {
    /// Which step.
    pub step: OfferStep,
    /// Which version of the draft the page showed.
    pub version: Option<i32>,
    /// What the pressed button says.
    pub go: String,
    /// Whether the person goes on to another page.
    pub leaving: bool,
    /// Of who was overtaken: for which answers the saved one is taken.
    pub theirs: Vec<String>,
    /// The fields.
    pub fields: Fields,
    /// The files that were chosen.
    pub files: Vec<File>,
}

/// The draft's answers with what was typed, after the pressed button had its way with them.
///
/// # Errors
/// When the database does not answer.
pub fn answered(
    c: &mut Conn,
    scope: &PartnerScope,
    before: &OpenDraft,
    typed: Typed,
    (person, now): (&User, DateTime<Utc>),
) -> Result<(OfferAnswers, Problems), store::Error> {
    let step = typed.step;
    let mut answers = before.draft.answers.clone();
    let mut fields = typed.fields;
    if typed.go == "theirs" {
        fields = answers.get(step).clone();
    } else if typed.go != "mine" {
        overtaken::take(before, step, &mut fields, &typed.theirs);
    }
    let mut refused = press(step, &typed.go, &mut fields, &before.opportunity);
    match step {
        OfferStep::Price if typed.leaving => price::tidy(&mut fields),
        OfferStep::Schedule if schedule::is_own(&fields) => {
            // Own amounts and a markup never go together.
            let none = price::write(&Adjustment::OwnAmounts(Vec::new()));
            answers.set(OfferStep::Price, none);
        }
        OfferStep::Documents => {
            let sent = typed.files.into_iter();
            let mut files = sent
                .filter(|file| file.field == amendments::FILE)
                .peekable();
            if typed.go == "add" && files.peek().is_none() {
                refused.add(amendments::FILE, "Choose a file to upload");
            }
            for file in files {
                let by = (person.id, now);
                refused.append(documents::keep(c, scope, &mut fields, file, by)?);
            }
        }
        OfferStep::Terms | OfferStep::Price | OfferStep::Schedule | OfferStep::Dates => {}
    }
    answers.set(step, fields);
    Ok((answers, refused))
}

/// What the buttons inside a step do to its fields.
fn press(step: OfferStep, go: &str, fields: &mut Fields, opportunity: &Opportunity) -> Problems {
    match (step, go) {
        (OfferStep::Price, "target") => match target::find(fields, opportunity) {
            Ok(reached) => {
                fields.overlay(price::write(&Adjustment::Markup(reached.markup)));
                Problems::none()
            }
            Err(problems) => problems,
        },
        (OfferStep::Documents, go) => {
            documents::press(fields, go);
            Problems::none()
        }
        (OfferStep::Terms | OfferStep::Price | OfferStep::Schedule | OfferStep::Dates, _) => {
            Problems::none()
        }
    }
}
