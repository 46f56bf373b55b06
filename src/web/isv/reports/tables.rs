//! The tables of the report: by reseller, by product and by opportunity.

use crate::domain::money::group_digits;
use crate::store::reports::{Figures, IsvReport, MAX_SHOWN, OpportunityFigures};
use crate::web::{paths, view};

/// Figures, a row for each of something.
pub(super) struct FiguresTable {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) of: &'static str,
    pub(super) rows: Vec<Row>,
    /// How many there are, if not all are shown.
    pub(super) cut: Option<String>,
}

pub(super) struct Row {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) note: String,
    pub(super) numbers: [String; 5],
    pub(super) wholesale: Vec<String>,
    pub(super) uses: [Option<String>; 2],
}

pub(super) fn tables(report: IsvReport) -> [FiguresTable; 3] {
    let most = usize::try_from(MAX_SHOWN).unwrap_or(usize::MAX);
    let cut = |all: usize| (all > most).then(|| group_digits(all));
    let (resellers, products) = (report.resellers.len(), report.products.len());
    let by_reseller = report.resellers.iter().take(most);
    let by_product = report.products.iter().take(most);
    let all = report.total.created > u64::from(MAX_SHOWN);
    [
        FiguresTable {
            id: "resellers",
            title: "By reseller",
            of: "Reseller",
            rows: by_reseller
                .map(|r| {
                    let (href, account) = (paths::isv_reseller(r.id), r.account.grouped());
                    row(href, r.name.clone(), account, &r.figures)
                })
                .collect(),
            cut: cut(resellers),
        },
        FiguresTable {
            id: "products",
            title: "By product",
            of: "Product",
            rows: by_product
                .map(|p| {
                    let (href, id) = (paths::isv_product(&p.id), p.id.to_string());
                    row(href, p.title.clone(), id, &p.figures)
                })
                .collect(),
            cut: cut(products),
        },
        FiguresTable {
            id: "opportunities",
            title: "By opportunity, the most used first",
            of: "Opportunity",
            rows: report.opportunities.iter().map(of_one).collect(),
            cut: all.then(|| group_digits(report.total.created)),
        },
    ]
}

fn of_one(one: &OpportunityFigures) -> Row {
    let mut figures = Figures {
        created: 1,
        active: one.row.status.is_open().into(),
        uses: one.row.uses.into(),
        offers: one.offers,
        accepted: one.accepted,
        first_use: one.first_use,
        last_use: one.last_use,
        ..Figures::default()
    };
    if one.accepted > 0 {
        figures.wholesale.insert(one.row.currency, one.wholesale);
    }
    let note = format!("{}, {}", one.row.product_title, one.row.reseller_name);
    let href = paths::isv_opportunity(one.row.id);
    row(href, one.row.name.clone(), note, &figures)
}

fn row(href: String, name: String, note: String, figures: &Figures) -> Row {
    let numbers = [
        figures.created,
        figures.active,
        figures.uses,
        figures.offers,
        figures.accepted,
    ];
    let used = [figures.first_use, figures.last_use];
    Row {
        href,
        name,
        note,
        numbers: numbers.map(group_digits),
        wholesale: view::totals(&figures.wholesale),
        uses: used.map(|at| at.map(|at| view::day(at.date_naive()))),
    }
}
