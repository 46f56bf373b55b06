//! The list of drafts, one's own and those of others, each with where it stands.

use super::name;
use crate::answers::{Journey, Named, Problems, Step};
use crate::domain::agreements::Rcmp;
use crate::store::drafts::{self, Draft, KEPT, MAX_PER_PERSON, Whose};
use crate::store::scope::IsvScope;
use crate::store::{self, Conn, PageOf, catalogue};
use crate::web::State;
use crate::web::auth::{IsvEditor, Signed};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::isv::wizard::opening;
use crate::web::nav::Section;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Moment};
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use chrono::NaiveDate;

/// Drafts of a page, of one's own and of others each.
const PER_PAGE: u32 = PageOf::USUAL;

/// Things of a kind that are looked up for the list at the most: more than any ISV has, and fewer than a query can name.
const MOST_NAMED: usize = 10_000;

#[derive(Template)]
#[template(path = "isv/drafts/list.html")]
struct List {
    page: Page,
    organisation: String,
    start: String,
    import: String,
    /// Where requests for terms that the form cannot express are found again.
    requests: String,
    kept_days: i64,
    /// Begun by whoever reads this, and by colleagues.
    lists: [DraftList; 2],
}

impl List {
    fn is_empty(&self) -> bool {
        self.lists.iter().all(|list| list.pages.total == 0)
    }
}

/// Drafts under a heading of their own.
struct DraftList {
    id: &'static str,
    title: &'static str,
    /// What is said when there is none.
    none: &'static str,
    rows: Vec<Row>,
    pages: Pagination,
    /// What the links to its other pages are called.
    pages_title: &'static str,
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

/// `GET /isv/drafts`.
pub async fn list(who: IsvEditor, state: Data<State>, query: Query) -> Result<HttpResponse, Error> {
    let asked = Numbers {
        mine: page::number(query.0.get("page")),
        others: page::number(query.0.get("others")),
    };
    render(&who, &state, asked, Problems::none()).await
}

/// The list for somebody who has too many to begin another.
pub async fn too_many(who: &IsvEditor, state: &State) -> Result<HttpResponse, Error> {
    let text = format!("You have {MAX_PER_PERSON} drafts – discard one to begin another");
    let first = Numbers { mine: 1, others: 1 };
    render(who, state, first, Problems::one("drafts", text)).await
}

/// The page of one's own drafts and that of the others', each by its number.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    mine: u32,
    others: u32,
}

impl Numbers {
    /// Where these pages are.
    fn href(self, list: &str) -> String {
        let Self { mine, others } = self;
        format!("{}?page={mine}&others={others}#{list}", paths::isv_drafts())
    }
}

fn page_of(number: u32) -> PageOf {
    PageOf {
        number,
        size: PER_PAGE,
    }
}

/// Drafts of a page and how many there are on all pages.
struct Part {
    drafts: Vec<Standing>,
    total: i64,
}

/// A draft and where it stands.
struct Standing {
    draft: Draft,
    done: usize,
    steps: usize,
    /// The first step of which something is to be done.
    next: Option<Step>,
}

impl Part {
    /// One page of somebody's drafts.
    fn of(
        c: &mut Conn,
        scope: &IsvScope,
        whose: Whose,
        number: u32,
        (rcmp, today): (&Rcmp, NaiveDate),
    ) -> Result<Self, store::Error> {
        let total = match whose {
            Whose::Of(by) => drafts::count(c, scope, by)?,
            Whose::NotOf(by) => drafts::count_others(c, scope, by)?,
        };
        let drafts = drafts::page(c, scope, whose, page_of(number))?;
        // What all of them name is looked up at once.
        let catalogue = catalogue::of(c, scope, &named(&drafts), rcmp)?;
        let standing = |draft: Draft| {
            let journey = Journey::of(&draft.answers, &catalogue, today);
            Standing {
                done: journey.done(),
                steps: journey.count(),
                next: journey.open(),
                draft,
            }
        };
        Ok(Self {
            drafts: drafts.into_iter().map(standing).collect(),
            total,
        })
    }

    fn last_page(&self) -> u32 {
        Pagination::last_page(PER_PAGE, self.total)
    }
}

/// The title: which page of either list it is, where there are several.
fn title(shown: Numbers, mine: &Part, others: &Part) -> String {
    let title = page::numbered("Drafts", shown.mine, mine.last_page());
    match others.last_page() {
        1 => title,
        last => format!("{title}, of colleagues page {} of {last}", shown.others),
    }
}

async fn render(
    who: &IsvEditor,
    state: &State,
    shown: Numbers,
    problems: Problems,
) -> Result<HttpResponse, Error> {
    let (scope, today, rcmp) = (who.scope, state.clock.today(), state.rcmp.clone());
    let reader = who.signed.user.id;
    let reading = state.db.read(move |c| {
        let present = (&rcmp, today);
        let mine = Part::of(c, &scope, Whose::Of(reader), shown.mine, present)?;
        let others = Part::of(c, &scope, Whose::NotOf(reader), shown.others, present)?;
        Ok((mine, others))
    });
    let (mine, others) = reading.await?;
    if shown.mine > mine.last_page() || shown.others > others.last_page() {
        return Ok(page::redirect(&paths::isv_drafts()));
    }
    let title = title(shown, &mine, &others);
    let mut page = who.signed.page(title, "isv.drafts", Section::Drafts);
    page.problems = problems;
    let status = page::status(&page.problems);
    let rows = |part: &Part| {
        part.drafts
            .iter()
            .map(|each| row(each, &who.signed))
            .collect()
    };
    let pages = |number: u32, part: &Part, at: &dyn Fn(u32) -> String| {
        Pagination::new(page_of(number), part.total, at)
    };
    let list = List {
        page,
        organisation: who.signed.organisation.name.clone(),
        start: paths::isv_drafts(),
        import: paths::isv_import(),
        requests: paths::isv_terms_requests(),
        kept_days: KEPT.num_days(),
        lists: [
            DraftList {
                id: "drafts",
                title: "Mine",
                none: "You have no drafts.",
                rows: rows(&mine),
                pages: pages(shown.mine, &mine, &|mine| {
                    Numbers { mine, ..shown }.href("drafts")
                }),
                pages_title: "Pages of your drafts",
            },
            DraftList {
                id: "others",
                title: "Drafts of colleagues",
                none: "Nobody else has drafts.",
                rows: rows(&others),
                pages: pages(shown.others, &others, &|others| {
                    Numbers { others, ..shown }.href("others")
                }),
                pages_title: "Pages of drafts of colleagues",
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

fn row(standing: &Standing, reader: &Signed) -> Row {
    let draft = &standing.draft;
    Row {
        id: draft.id.to_string(),
        name: name(&draft.answers),
        done: standing.done,
        steps: standing.steps,
        saved_at: view::moment(draft.saved_at),
        saved_by: draft.saved_by.clone(),
        open: opening(reader, &draft.id, standing.next),
        discard: paths::isv_draft_discard(draft.id),
    }
}
