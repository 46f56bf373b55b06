//! *Reports*: what came of the opportunities that an ISV created, in figures, charts and files. Of the money it shows what
//! partners owe, never what buyers pay.

mod tables;

use crate::domain::money::{Currency, group_digits};
use crate::store::reports::{self, Days, Discounts, Figures, IsvReport, Month};
use crate::web::State;
use crate::web::auth::{IsvViewer, Signed};
use crate::web::chart::{self, CLASSES, Chart, Series};
use crate::web::days;
use crate::web::error::Error;
use crate::web::form::Query;
use crate::web::isv::report_files;
use crate::web::nav::Section;
use crate::web::page::{self, Page};
use crate::web::paths;
use crate::web::view;
use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use form_urlencoded::Serializer;
use tables::{FiguresTable, tables};

/// Bars of a chart of resellers; the table and the file have more.
const MAX_BARS: usize = 10;

#[derive(Template)]
#[template(path = "isv/reports.html")]
struct Reports {
    page: Page,
    action: String,
    from: String,
    to: String,
    /// The report without days.
    all: String,
    is_filtered: bool,
    is_empty: bool,
    totals: Vec<(&'static str, Vec<String>)>,
    over_time: Chart,
    months: Vec<(String, String, String)>,
    /// Wholesale value by reseller, a chart for each currency.
    values: Vec<Chart>,
    /// By reseller, by product, by opportunity: title, first heading, rows, how many are left out.
    tables: [FiguresTable; 3],
    spread: Chart,
    discounts: Vec<(String, String)>,
    files: Vec<File>,
}

/// A file to download.
struct File {
    label: &'static str,
    note: &'static str,
    href: String,
}

/// `GET /isv/reports`.
pub async fn show(who: IsvViewer, state: Data<State>, asked: Query) -> Result<HttpResponse, Error> {
    let days::Asked { days, problems } = days::read(&asked.0);
    let (scope, now) = (who.scope, state.clock.now());
    // It adds up every opportunity there is; other pages must not wait for that.
    let reading = state
        .db
        .read_slow(move |c| reports::isv(c, &scope, days, now));
    let report = reading.await?;
    let status = page::status(&problems);
    let mut page = page(&who.signed);
    page.problems = problems;
    let typed = (asked.0.get("from"), asked.0.get("to"));
    Ok(page::html(status, &reports_of(page, typed, days, report)))
}

fn page(who: &Signed) -> Page {
    who.page("Reports", "isv.reports", Section::Reports)
}

fn reports_of(page: Page, (from, to): (&str, &str), days: Days, report: IsvReport) -> Reports {
    let months: Vec<_> = report.months.iter().map(month).collect();
    let discounts = discounts(&report.discounts);
    let shown = |figures: &[(String, u64)]| -> Vec<(String, String)> {
        let shown = figures.iter();
        shown
            .map(|(label, number)| (label.clone(), group_digits(*number)))
            .collect()
    };
    Reports {
        page,
        action: paths::isv_reports(),
        from: from.to_owned(),
        to: to.to_owned(),
        all: paths::isv_reports(),
        is_filtered: !from.is_empty() || !to.is_empty(),
        is_empty: report.total.created == 0,
        totals: totals(&report.total),
        over_time: over_time(&report.months),
        months,
        values: values(&report),
        spread: spread(&discounts),
        discounts: shown(&discounts),
        files: report_files::ALL.map(|file| file_of(file, days)).into(),
        tables: tables(report),
    }
}

fn file_of(file: report_files::File, days: Days) -> File {
    let query = Serializer::new(String::new())
        .append_pair("report", file.as_str())
        .extend_pairs(days.from.map(|day| ("from", day.to_string())))
        .extend_pairs(days.to.map(|day| ("to", day.to_string())))
        .finish();
    File {
        label: file.label(),
        note: file.note(),
        href: format!("{}?{query}", paths::isv_reports_csv()),
    }
}

fn totals(total: &Figures) -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("Opportunities created", vec![group_digits(total.created)]),
        ("Active now", vec![group_digits(total.active)]),
        ("Uses", vec![group_digits(total.uses)]),
        ("Offers extended", vec![group_digits(total.offers)]),
        ("Offers accepted", vec![group_digits(total.accepted)]),
        ("Wholesale value", view::totals(&total.wholesale)),
    ]
}

fn month(month: &Month) -> (String, String, String) {
    let name = month.first.format("%b %Y").to_string();
    (name, group_digits(month.created), group_digits(month.used))
}

fn over_time(months: &[Month]) -> Chart {
    let series = [("Created", CLASSES[0]), ("Used", CLASSES[1])];
    let series = series.map(|(label, class)| Series { label, class });
    let groups: Vec<_> = months
        .iter()
        .map(|month| {
            let name = month.first.format("%b %y").to_string();
            (name, vec![month.created, month.used])
        })
        .collect();
    let sum = |of: fn(&Month) -> u64| group_digits(months.iter().map(of).sum::<u64>());
    let description = format!(
        "{} created and {} used in {}. The table has the numbers of each month.",
        sum(|month| month.created),
        sum(|month| month.used),
        view::count(months.len(), "month", "months"),
    );
    let title = "Opportunities created and used, by month";
    chart::columns("over-time", (title, description), &series, &groups)
}

/// A chart for each currency, as sums of different currencies cannot be compared.
fn values(report: &IsvReport) -> Vec<Chart> {
    let chart = |currency: &Currency| {
        let mut amounts: Vec<_> = report
            .resellers
            .iter()
            .filter_map(|reseller| {
                let sum = *reseller.figures.wholesale.get(currency)?;
                Some((reseller.name.clone(), sum, view::total(sum, *currency)))
            })
            .collect();
        amounts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        amounts.truncate(MAX_BARS);
        let most = amounts.first();
        let most = most.map(|(name, _, words)| format!("The most is {name} with {words}. "));
        let description = format!(
            "{}The table by reseller has the numbers.",
            most.unwrap_or_default()
        );
        let title = format!("Wholesale value by reseller, in {currency}");
        let id = format!("value-{}", currency.code().to_lowercase());
        chart::bars(&id, (&title, description), &amounts)
    };
    report.total.wholesale.keys().map(chart).collect()
}

/// How many opportunities have which discount.
fn discounts(spread: &Discounts) -> Vec<(String, u64)> {
    let step = |(at, count): (usize, &u64)| (format!("{}–{}%", at * 10, at * 10 + 10), *count);
    let mut all: Vec<_> = spread.percentages.iter().enumerate().map(step).collect();
    all.push(("Individual".to_owned(), spread.individual));
    all.push(("Schedule".to_owned(), spread.flexible));
    all
}

fn spread(discounts: &[(String, u64)]) -> Chart {
    let series = [Series {
        label: "Opportunities",
        class: CLASSES[0],
    }];
    let groups: Vec<_> = discounts
        .iter()
        .map(|(label, number)| (label.clone(), vec![*number]))
        .collect();
    let most = discounts.iter().rev().max_by_key(|(_, number)| *number);
    let most = most.filter(|(_, number)| *number > 0);
    let most =
        most.map(|(label, number)| format!("Most, {}, have {label}. ", group_digits(*number)));
    let description = format!("{}The table has the numbers.", most.unwrap_or_default());
    let title = "Opportunities by discount";
    chart::columns("spread", (title, description), &series, &groups)
}
