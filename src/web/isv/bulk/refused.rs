//! The refused rows as a file: as they were, with their reasons in a column more, to be mended and uploaded again.

use super::Bulk;
use super::confirm::refused;
use crate::answers::bulk::{REASON, Sheet, SheetRow};
use crate::store::bulk;
use crate::web::State;
use crate::web::auth::IsvViewer;
use crate::web::csv::{BYTE_ORDER_MARK, harmless};
use crate::web::error::Error;
use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use csv::{Terminator, WriterBuilder};

/// `GET /isv/bulk/{upload}/refused.csv`.
pub async fn download(
    path: Path<String>,
    who: IsvViewer,
    state: Data<State>,
) -> Result<HttpResponse, Error> {
    let (id, scope) = (super::id(&path)?, who.scope);
    let (rcmp, now) = (state.rcmp.clone(), state.clock.now());
    let reading = state.db.read(move |c| {
        let Some(upload) = bulk::find(c, &scope, id)? else {
            return Ok(None);
        };
        if upload.summary.made.is_some() {
            return Ok(Some(upload.sheet));
        }
        let judged = Bulk::of(c, &scope, upload, (&rcmp, now))?;
        Ok(Some(refused(
            &judged.upload.sheet.headings,
            &judged.verdicts(),
        )))
    });
    let sheet = reading.await?.ok_or(Error::NotFound)?;
    let body = file(&sheet).map_err(|error| Error::Internal(error.into()))?;
    let name = "attachment; filename=\"refused-rows.csv\"";
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, name))
        .body(body))
}

fn file(sheet: &Sheet) -> Result<Vec<u8>, csv::Error> {
    // A file that was downloaded here before has the column already; its old reasons go.
    let kept: Vec<bool> = sheet
        .headings
        .iter()
        .map(|heading| !heading.trim().eq_ignore_ascii_case(REASON))
        .collect();
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let headings = sheet.headings.iter().map(String::as_str);
    writer.write_record(line(headings, &kept, REASON))?;
    for row in &sheet.rows {
        let cells = row.cells.iter().map(|cell| cell.shown());
        writer.write_record(line(cells, &kept, &reasons(row)))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, kept: &[bool], last: &str) -> Vec<String> {
    let cells = cells.zip(kept).filter(|(_, kept)| **kept);
    let all = cells.map(|(text, _)| text).chain([last]);
    all.map(|text| harmless(text.to_owned())).collect()
}

fn reasons(row: &SheetRow) -> String {
    let texts = row
        .reasons
        .iter()
        .map(|reason| format!("{}: {}", reason.column, reason.text));
    texts.collect::<Vec<_>>().join("\n")
}
