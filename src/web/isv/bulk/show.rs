//! An uploaded spreadsheet at its one address: what would become of its rows. Once they are created, the page tells what
//! became of them.

use super::result::result;
use super::rows::{Row, row, warned};
use super::{Bulk, seen};
use crate::answers::bulk::{Outcome, Verdict};
use crate::answers::fields::Fields;
use crate::domain::money;
use crate::store::{PageOf, bulk};
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::nav::Section;
use crate::web::page::{self, Page, Pagination};
use crate::web::paths;
use crate::web::view::{self, Moment};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path};
use askama::Template;

/// Rows of a page.
pub(super) const PER_PAGE: u32 = 50;

/// What is told when the rows fare otherwise than somebody saw who confirmed them.
pub(super) const CHANGED: &str = "Products, prices, resellers or opportunities changed since you looked. Nothing was created. Check the rows again.";

/// The rows that a dry run can be narrowed to, each with its word in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Good,
    Warned,
    Refused,
}

impl Shown {
    const ALL: [Self; 4] = [Self::All, Self::Good, Self::Warned, Self::Refused];

    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Good => "good",
            Self::Warned => "warned",
            Self::Refused => "refused",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::All => "All rows",
            Self::Good => "Good",
            Self::Warned => "With a warning",
            Self::Refused => "Refused",
        }
    }
}

#[derive(Template)]
#[template(path = "isv/bulk/dry_run.html")]
struct DryRun {
    page: Page,
    heading: String,
    back: String,
    action: String,
    discard: String,
    by: String,
    at: Moment,
    may_edit: bool,
    /// The fingerprint of what is shown.
    seen: String,
    rows_in_file: String,
    /// How many opportunities would be created; nothing when there is no good row.
    good: Option<String>,
    /// The words of the button.
    create: String,
    refused: Option<String>,
    refused_csv: String,
    narrow: Vec<Narrow>,
    rows: Vec<Row>,
    pages: Pagination,
}

/// A link that narrows the rows.
struct Narrow {
    label: &'static str,
    count: String,
    /// Whether these are the rows below.
    shown: bool,
    /// Nothing for what is shown, and where there is no row.
    href: Option<String>,
}

/// `GET /isv/bulk/{upload}`.
pub async fn show(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
    asked: Query,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (super::id(&path)?, who.scope);
    let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
    let found = state.db.read(move |c| bulk::find(c, &scope, id)).await?;
    let upload = found.ok_or(Error::NotFound)?;
    if let Some(made) = upload.summary.made.clone() {
        return result(&who.signed, &state, scope, upload, &made, &asked.0).await;
    }
    let reading = state
        .db
        .read(move |c| Bulk::of(c, &scope, upload, (&rcmp, now)));
    dry_run(&who.signed, reading.await?, asked.0, StatusCode::OK).await
}

/// The dry run, with a status: 409 when it is not any more what somebody confirmed.
pub(super) async fn dry_run(
    who: &Signed,
    bulk: Bulk,
    asked: Fields,
    status: StatusCode,
) -> Result<HttpResponse, Error> {
    let mut page = who.page(
        format!("Check “{}”", bulk.upload.summary.file_name),
        "isv.bulk.dry_run",
        Section::Opportunities,
    );
    if status == StatusCode::CONFLICT {
        page.failed = true;
        page.banner = Some(page::Banner::notice(CHANGED));
    } else if status == StatusCode::UNPROCESSABLE_ENTITY {
        page.problems.add("rows", "No row of this file is good");
    }
    let may_edit = who.user.role.may_edit();
    // There may be many rows to judge, and others wait for the threads that serve.
    let judging = web::block(move || judged(page, may_edit, &bulk, &asked));
    match judging.await.map_err(|e| Error::Internal(e.into()))? {
        Ok(template) => Ok(page::html(status, &template)),
        Err(first) => Ok(page::redirect(&first)),
    }
}

/// The page, or where the first one is when there are not as many as were asked for.
fn judged(mut page: Page, may_edit: bool, bulk: &Bulk, asked: &Fields) -> Result<DryRun, String> {
    let verdicts = bulk.verdicts();
    let upload = &bulk.upload.summary;
    let of = |shown: Shown| {
        let kept = verdicts.iter().filter(move |verdict| is(verdict, shown));
        kept.collect::<Vec<_>>()
    };
    let (refused, all) = (of(Shown::Refused).len(), verdicts.len());
    let good = all - refused;
    let shown = Shown::ALL
        .into_iter()
        .find(|shown| asked.get("show") == shown.word())
        .unwrap_or(Shown::All);
    let at = |shown: Shown, page: u32| {
        let path = format!(
            "{}?show={}",
            paths::isv_bulk_upload(upload.id),
            shown.word()
        );
        if page > 1 {
            format!("{path}&page={page}")
        } else {
            path
        }
    };
    let rows = of(shown);
    let heading = page.title.clone();
    let (title, here, pages) = paging(asked, &heading, rows.len(), |page| at(shown, page))?;
    page.title = title;
    let narrow = |each: Shown| {
        let count = of(each).len();
        Narrow {
            label: each.label(),
            count: money::group_digits(count),
            shown: each == shown,
            href: (each != shown && count > 0).then(|| at(each, 1)),
        }
    };
    Ok(DryRun {
        page,
        heading,
        back: paths::isv_bulk(),
        action: paths::isv_bulk_upload(upload.id),
        discard: paths::isv_bulk_discard(upload.id),
        by: upload.by.clone(),
        at: view::moment(upload.at),
        may_edit,
        seen: seen(&verdicts),
        rows_in_file: view::count(all, "row", "rows"),
        good: (good > 0).then(|| view::count(good, "opportunity", "opportunities")),
        create: format!(
            "Create {}",
            view::count(good, "opportunity", "opportunities")
        ),
        refused: (refused > 0).then(|| view::count(refused, "refused row", "refused rows")),
        refused_csv: paths::isv_bulk_refused(upload.id),
        narrow: Shown::ALL.map(narrow).into(),
        rows: rows
            .into_iter()
            .skip(usize::try_from(here.offset()).unwrap_or(usize::MAX))
            .take(usize::try_from(PER_PAGE).unwrap_or(usize::MAX))
            .map(|verdict| row(verdict, bulk))
            .collect(),
        pages,
    })
}

/// The title of the page asked for, which rows it has, and the links to the others; where the first is when there are not so
/// many.
pub(super) fn paging(
    asked: &Fields,
    heading: &str,
    total: usize,
    at: impl Fn(u32) -> String,
) -> Result<(String, PageOf, Pagination), String> {
    let total = i64::try_from(total).unwrap_or(i64::MAX);
    let last = Pagination::last_page(PER_PAGE, total);
    let here = page::asked(asked.get("page"), PER_PAGE);
    if here.number > last {
        return Err(at(1));
    }
    let title = page::numbered(heading, here.number, last);
    Ok((title, here, Pagination::new(here, total, at)))
}

fn is(verdict: &Verdict<'_>, shown: Shown) -> bool {
    match (&verdict.outcome, shown) {
        (_, Shown::All) => true,
        (Outcome::Refused(_), shown) => shown == Shown::Refused,
        (Outcome::Good(proven), Shown::Warned) => warned(verdict, proven),
        (Outcome::Good(proven), Shown::Good) => !warned(verdict, proven),
        (Outcome::Good(_), Shown::Refused) => false,
    }
}
