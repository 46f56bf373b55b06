//! What the address of a list of opportunities asks for.

use crate::answers::{Fields, Problems};
use crate::domain::catalog::ProductId;
use crate::domain::opportunity::{Side, Status};
use crate::store::PageOf;
use crate::store::opportunities::{SortColumn, TableQuery};
use crate::web::lists::{Column, Listed, Pairs, Shown, search};
use crate::web::{days, paths};

/// The fields with the first and the last of the last days.
const ENDS: [&str; 2] = ["ends-from", "ends-to"];

/// The fields with days.
pub const DAYS: [&str; 4] = ["from", "to", ENDS[0], ENDS[1]];

/// The columns of an ISV's table.
const FOR_ISV: [Column<SortColumn>; 7] = [
    (SortColumn::Name, "name", "Opportunity name"),
    (SortColumn::Product, "product", "Product name"),
    (SortColumn::Reseller, "reseller", "Reseller name"),
    (SortColumn::Discount, "discount", "Discount"),
    (SortColumn::Created, "created", "Created date"),
    (SortColumn::Status, "status", "Status"),
    (SortColumn::LastDay, "last_day", "Last day"),
];

/// The columns of a partner's table.
const FOR_PARTNER: [Column<SortColumn>; 7] = [
    (SortColumn::Name, "name", "Opportunity name"),
    (SortColumn::Product, "product", "Product name"),
    (SortColumn::Vendor, "vendor", "Vendor"),
    (SortColumn::Discount, "discount", "Discount"),
    (SortColumn::Created, "created", "Created date"),
    (SortColumn::LastDay, "last_day", "Last day"),
    (SortColumn::Status, "status", "Status"),
];

/// The columns of a side's table.
pub fn columns(side: Side) -> &'static [Column<SortColumn>] {
    match side {
        Side::Isv => &FOR_ISV,
        Side::Partner => &FOR_PARTNER,
    }
}

/// What an address asks for, and what of it cannot be read.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The list.
    pub table: TableQuery,
    /// The first day of creation, as typed.
    pub from: String,
    /// The last day of creation, as typed.
    pub to: String,
    /// The first of the last days, as typed.
    pub ends_from: String,
    /// The last of the last days, as typed.
    pub ends_to: String,
    /// Days that are none. Everything else that is unknown is passed over: an old bookmark still shows a list.
    pub problems: Problems,
}

/// Reads an address of a side's table. A side is the other party of all its own opportunities, so it filters by the other.
pub fn read(side: Side, fields: &Fields) -> Asked {
    let days::Asked { days, mut problems } = days::read(fields);
    let ends = days::range(fields, ENDS, "Last day", &mut problems);
    let typed = |field: &str| fields.get(field).to_owned();
    let statuses = Status::ALL
        .into_iter()
        .filter(|status| fields.holds("status", status.as_str()));
    let table = TableQuery {
        search: search(fields),
        statuses: statuses.collect(),
        reseller: match side {
            Side::Isv => fields.get("reseller").parse().ok(),
            Side::Partner => None,
        },
        vendor: match side {
            Side::Isv => None,
            Side::Partner => fields.get("vendor").parse().ok(),
        },
        product: ProductId::parse(fields.get("product")),
        created_from: days.from,
        created_to: days.to,
        ends_from: ends.from,
        ends_to: ends.to,
        ..TableQuery::default()
    };
    Asked {
        table: table.shown_by(fields, columns(side).iter().copied()),
        from: typed("from"),
        to: typed("to"),
        ends_from: typed(ENDS[0]),
        ends_to: typed(ENDS[1]),
        problems,
    }
}

/// Where a side's list is.
pub fn place(side: Side) -> String {
    match side {
        Side::Isv => paths::isv_opportunities(),
        Side::Partner => paths::partner_opportunities(),
    }
}

/// The address of a side's list.
pub fn list(side: Side, query: &TableQuery) -> String {
    query.address(&place(side))
}

impl Listed for TableQuery {
    type Sort = SortColumn;

    fn columns() -> impl Iterator<Item = Column<SortColumn>> {
        let sides = [Side::Isv, Side::Partner];
        sides.into_iter().flat_map(columns).copied()
    }

    fn filters(&self) -> Pairs {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        let statuses = self.statuses.iter();
        pairs.extend(statuses.map(|status| ("status", status.as_str().to_owned())));
        pairs.extend(self.reseller.map(|id| ("reseller", id.to_string())));
        pairs.extend(self.vendor.map(|id| ("vendor", id.to_string())));
        pairs.extend(self.product.iter().map(|id| ("product", id.to_string())));
        pairs.extend(self.created_from.map(|day| ("from", day.to_string())));
        pairs.extend(self.created_to.map(|day| ("to", day.to_string())));
        pairs.extend(self.ends_from.map(|day| (ENDS[0], day.to_string())));
        pairs.extend(self.ends_to.map(|day| (ENDS[1], day.to_string())));
        pairs
    }

    fn shown(&self) -> Shown<SortColumn> {
        Shown {
            sort: self.sort,
            descending: self.descending,
            page: PageOf {
                number: self.page,
                size: self.per_page,
            },
        }
    }

    fn showing(self, shown: Shown<SortColumn>) -> Self {
        Self {
            sort: shown.sort,
            descending: shown.descending,
            page: shown.page.number,
            per_page: shown.page.size,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::opportunities::MAX_SEARCH;

    fn asked(address: &str) -> Asked {
        asked_by(Side::Isv, address)
    }

    fn asked_by(side: Side, address: &str) -> Asked {
        let pairs = form_urlencoded::parse(address.as_bytes()).into_owned();
        read(side, &Fields::from_pairs(pairs))
    }

    #[test]
    fn each_side_filters_and_sorts_by_the_other() {
        let id = "org_01h455vb4pex5vsknk084sn02q";
        let address = format!("vendor={id}&sort=vendor");
        let (ours, theirs) = (Side::Partner, Side::Isv);
        assert_eq!(
            list(ours, &asked_by(ours, &address).table),
            format!("{}?{address}", paths::partner_opportunities())
        );
        assert_eq!(
            list(theirs, &asked_by(theirs, &address).table),
            paths::isv_opportunities()
        );
        let address = format!("reseller={id}&sort=reseller");
        assert_eq!(
            list(ours, &asked_by(ours, &address).table),
            paths::partner_opportunities()
        );
    }

    #[test]
    fn what_is_usual_is_left_out_of_an_address() {
        assert_eq!(
            list(Side::Isv, &asked("").table),
            paths::isv_opportunities()
        );
        assert_eq!(
            list(
                Side::Isv,
                &asked("q=&status=&reseller=&from=&ends-to=&sort=-created&per=25&page=1").table
            ),
            paths::isv_opportunities()
        );
    }

    #[test]
    fn an_address_reads_back_as_it_was_written() {
        let address = "q=Q1+%26+Zo%C3%AB&status=active&status=ended&reseller=org_01h455vb4pex5vsknk084sn02q&product=prod-1&from=2026-11-01&to=2026-11-30&ends-from=2026-12-01&ends-to=2027-01-31&sort=-last_day&per=50&page=3";
        assert_eq!(
            list(Side::Isv, &asked(address).table),
            format!("{}?{address}", paths::isv_opportunities())
        );
    }

    #[test]
    fn what_is_unknown_is_passed_over() {
        let unknown = asked("sort=secret&per=7&page=-1&status=gone&reseller=opp_1&product=%2F&x=y");
        assert_eq!(list(Side::Isv, &unknown.table), paths::isv_opportunities());
        assert!(unknown.problems.is_empty());
    }

    #[test]
    fn a_search_is_cut_and_not_refused() {
        let found = asked(&format!("q={}", "x".repeat(MAX_SEARCH + 1)));
        assert_eq!(found.table.search.len(), MAX_SEARCH);
    }
}
