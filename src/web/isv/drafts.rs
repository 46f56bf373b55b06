//! Drafts: the list of what was begun, where one is begun, and where one is thrown away.

use crate::answers::{Answers, Journey, Named, State as StepState, Step};
use crate::domain::ids::DraftId;
use crate::random;
use crate::store::catalogue;
use crate::store::drafts::{self, Created, Draft, KEPT, MAX_PER_PERSON, NewDraft};
use crate::web::State;
use crate::web::auth::{IsvEditor, Signed};
use crate::web::error::Error;
use crate::web::isv::wizard::opening;
use crate::web::nav::Section;
use crate::web::page::{self, Banner, Page};
use crate::web::paths;
use crate::web::view::{self, Moment};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

/// Somebody who presses *Create opportunity* twice within this time means one draft.
const SAME_PRESS: TimeDelta = TimeDelta::seconds(5);

/// Things of a kind that are looked up for the list at the most: more than any ISV has, and fewer than a query can name.
const MOST_NAMED: usize = 10_000;

/// What a draft is called before it has a name.
const UNTITLED: &str = "Untitled draft";

#[derive(Template)]
#[template(path = "isv/drafts/list.html")]
struct List {
    page: Page,
    organisation: String,
    start: String,
    import: String,
    kept_days: i64,
    /// Begun by whoever reads this, and by colleagues.
    lists: [DraftList; 2],
}

impl List {
    fn is_empty(&self) -> bool {
        self.lists.iter().all(|list| list.rows.is_empty())
    }
}

/// Drafts under a heading of their own.
struct DraftList {
    id: &'static str,
    title: &'static str,
    /// What is said when there is none.
    none: &'static str,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    name: String,
    done: usize,
    steps: usize,
    saved_at: Moment,
    saved_by: String,
    open: String,
    discard: String,
}

#[derive(Template)]
#[template(path = "isv/drafts/discard.html")]
struct Discard {
    page: Page,
    organisation: String,
    drafts: String,
    open: String,
    action: String,
}

/// `GET /isv/drafts`.
pub async fn list(who: IsvEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    let page = who.signed.page("Drafts", "isv.drafts", Section::Drafts);
    render(&who, &state, page, StatusCode::OK).await
}

/// The list for somebody who has too many to begin another.
pub async fn too_many(who: &IsvEditor, state: &State) -> Result<HttpResponse, Error> {
    let mut page = who.signed.page("Drafts", "isv.drafts", Section::Drafts);
    let text = format!("You have {MAX_PER_PERSON} drafts – discard one to begin another");
    page.problems.add("drafts", text);
    render(who, state, page, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn render(
    who: &IsvEditor,
    state: &State,
    page: Page,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let (scope, today, rcmp) = (who.scope, state.clock.today(), state.rcmp.clone());
    let reading = state.db.read(move |c| {
        let drafts = drafts::list(c, &scope)?;
        // What all of them name is looked up at once.
        let catalogue = catalogue::of(c, &scope, &named(&drafts), &rcmp)?;
        Ok((drafts, catalogue))
    });
    let (drafts, catalogue) = reading.await?;
    let row = |draft: &Draft| {
        let journey = Journey::of(&draft.answers, &catalogue, today);
        row(draft, &journey, &who.signed)
    };
    let reader = who.signed.user.id;
    let (mine, others): (Vec<&Draft>, Vec<&Draft>) =
        drafts.iter().partition(|draft| draft.created_by == reader);
    let list = List {
        page,
        organisation: who.signed.organisation.name.clone(),
        start: paths::isv_drafts(),
        import: paths::isv_import(),
        kept_days: KEPT.num_days(),
        lists: [
            DraftList {
                id: "drafts",
                title: "Mine",
                none: "You have no drafts.",
                rows: mine.into_iter().map(row).collect(),
            },
            DraftList {
                id: "others",
                title: "Others’",
                none: "Nobody else has drafts.",
                rows: others.into_iter().map(row).collect(),
            },
        ],
    };
    Ok(page::html(status, &list))
}

/// All that drafts name, each thing once.
fn named(drafts: &[Draft]) -> Named {
    let mut all = Named::default();
    for draft in drafts {
        let own = draft.answers.named();
        all.products.extend(own.products);
        all.resellers.extend(own.resellers);
        all.documents.extend(own.documents);
    }
    few(&mut all.products);
    few(&mut all.resellers);
    few(&mut all.documents);
    all
}

fn few<T: Ord>(ids: &mut Vec<T>) {
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(MOST_NAMED);
}

fn row(draft: &Draft, journey: &Journey, reader: &Signed) -> Row {
    let next = journey
        .steps()
        .iter()
        .find(|(_, state)| matches!(state, StepState::NotStarted | StepState::NeedsAttention));
    Row {
        id: draft.id.to_string(),
        name: name(&draft.answers),
        done: journey.done(),
        steps: journey.count(),
        saved_at: view::moment(draft.saved_at),
        saved_by: draft.saved_by.clone(),
        open: opening(reader, &draft.id, next.map(|(step, _)| *step)),
        discard: paths::isv_draft_discard(draft.id),
    }
}

fn name(answers: &Answers) -> String {
    let typed = crate::domain::text::clean(answers.get(Step::Details).get("name"));
    if typed.is_empty() {
        UNTITLED.to_owned()
    } else {
        typed
    }
}

/// `POST /isv/drafts`: begins a draft.
pub async fn start(who: IsvEditor, state: Data<State>) -> Result<HttpResponse, Error> {
    let (scope, by, now) = (who.scope, who.signed.user.id, state.clock.now());
    let id = random::id(now);
    let writing = state.db.write(move |c| {
        if let Some(same) = drafts::untouched(c, &scope, by, now - SAME_PRESS)? {
            return Ok(Some(same));
        }
        let new = NewDraft {
            id,
            answers: &Answers::default(),
            by,
            cloned_from: None,
        };
        Ok(match drafts::create(c, &scope, &new, now)? {
            Created::Done => Some(id),
            Created::TooMany => None,
        })
    });
    match writing.await? {
        Some(draft) => Ok(page::redirect(&opening(
            &who.signed,
            &draft,
            Some(Step::Details),
        ))),
        None => too_many(&who, &state).await,
    }
}

/// `GET /isv/drafts/{draft}/discard`: asks once more.
pub async fn ask(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let draft = find(&path, &who, &state).await?;
    let title = format!("Discard “{}”?", name(&draft.answers));
    let template = Discard {
        page: who.signed.page(title, "isv.draft.discard", Section::Drafts),
        organisation: who.signed.organisation.name.clone(),
        drafts: paths::isv_drafts(),
        open: opening(&who.signed, &draft.id, Some(Step::Details)),
        action: paths::isv_draft_discard(draft.id),
    };
    Ok(page::html(StatusCode::OK, &template))
}

/// `POST /isv/drafts/{draft}/discard`.
pub async fn discard(
    path: Path<String>,
    who: IsvEditor,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let draft = find(&path, &who, &state).await?;
    let (scope, id) = (who.scope, draft.id);
    if !state
        .db
        .write(move |c| drafts::discard(c, &scope, id))
        .await?
    {
        return Err(Error::NotFound);
    }
    let told = Banner::success(format!("“{}” is discarded.", name(&draft.answers)));
    who.signed.visit.tell(&told)?;
    Ok(page::redirect(&paths::isv_drafts()))
}

async fn find(typed: &str, who: &IsvEditor, state: &State) -> Result<Draft, Error> {
    let (scope, id) = (
        who.scope,
        typed.parse::<DraftId>().map_err(|_| Error::NotFound)?,
    );
    let found = state.db.read(move |c| drafts::find(c, &scope, id)).await?;
    found.ok_or(Error::NotFound)
}
