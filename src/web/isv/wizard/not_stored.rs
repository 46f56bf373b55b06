//! Files that the database did not take: the page comes back with all that was typed into it, to be sent again.

use super::open_draft::OpenDraft;
use super::typed::document_kind;
use super::{Place, agreements, all, step_page};
use crate::answers::agreements::{NOT_STORED, choice_field, file_field};
use crate::answers::{Fields, Problems};
use crate::domain::ids::DraftId;
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::upload::AnyForm;
use crate::web::wizard::uploads;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;

/// What was typed into a page, and the files that came with it.
pub struct Unsaved {
    place: Place,
    fields: Fields,
    problems: Problems,
}

impl Unsaved {
    /// What to show again should the files of a form not be stored; nothing when it has none.
    pub fn of(form: &AnyForm, place: Place) -> Option<Self> {
        let mut fields = form.fields.clone();
        let mut problems = Problems::none();
        for kind in place.steps().iter().filter_map(|step| document_kind(*step)) {
            let control = file_field(kind);
            let sent = form.files.iter().any(|file| file.field == control);
            if sent && agreements::is_wanted(&form.fields, form.fields.get("go"), kind) {
                // The file cannot be sent back, but where to choose it again is there to see.
                fields.set(choice_field(kind), "upload");
                problems.add(control, NOT_STORED);
            }
        }
        (!problems.is_empty()).then_some(Self {
            place,
            fields,
            problems,
        })
    }

    /// The page once more. Nothing is wrong with what was typed, so this is no 422.
    ///
    /// # Errors
    /// When the database cannot be read either.
    pub async fn shown(
        self,
        state: &State,
        editor: &IsvEditor,
        id: DraftId,
        returning: bool,
    ) -> Result<HttpResponse, Error> {
        let place = self.place;
        let open = OpenDraft::load_typed(state, editor, id, place, &self.fields).await?;
        let (open, status) = (open.ok_or(Error::Busy)?, StatusCode::SERVICE_UNAVAILABLE);
        let page = match place {
            Place::Step(step) => {
                step_page::render(editor, &open, step, returning, self.problems, status)
            }
            Place::All | Place::Review => all::render(editor, &open, self.problems, status),
        };
        page.map(uploads::not_stored)
    }
}
