//! What the address of a list of offers asks for.

use crate::answers::Fields;
use crate::domain::offer::OfferStatus;
use crate::domain::opportunity::Side;
use crate::store::PageOf;
use crate::store::offers::table::{OfferQuery, OfferSort};
use crate::web::lists::{Column, Listed, Pairs, Shown, search};
use crate::web::paths;

/// The columns that sort, in their order; the status, which follows from the expiry date, stands after them.
pub fn columns(side: Side) -> [Column<OfferSort>; 6] {
    [
        (OfferSort::Name, "name", "Offer name"),
        (OfferSort::Product, "product", "Product name"),
        (OfferSort::Counterparty, "counterparty", counterparty(side)),
        (OfferSort::Extended, "extended", "Extended"),
        (OfferSort::Expires, "expires", "Expires"),
        (OfferSort::Accepted, "accepted", "Accepted by"),
    ]
}

/// What the column of the other side is called.
pub fn counterparty(side: Side) -> &'static str {
    match side {
        Side::Isv => "Partner",
        Side::Partner => "Vendor",
    }
}

/// Reads an address.
pub fn read(fields: &Fields) -> OfferQuery {
    let statuses = OfferStatus::ALL
        .into_iter()
        .filter(|status| fields.holds("status", status.as_str()));
    let query = OfferQuery {
        search: search(fields),
        statuses: statuses.collect(),
        opportunity: fields.get("opportunity").parse().ok(),
        ..OfferQuery::default()
    };
    query.shown_by(fields, OfferQuery::columns())
}

/// The address of a side's list.
pub fn list(side: Side, query: &OfferQuery) -> String {
    query.address(&path(side))
}

/// Where a side's list is.
pub fn path(side: Side) -> String {
    match side {
        Side::Isv => paths::isv_offers(),
        Side::Partner => paths::partner_offers(),
    }
}

impl Listed for OfferQuery {
    type Sort = OfferSort;

    fn columns() -> impl Iterator<Item = Column<OfferSort>> {
        columns(Side::Isv).into_iter()
    }

    fn filters(&self) -> Pairs {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        let statuses = self.statuses.iter();
        pairs.extend(statuses.map(|status| ("status", status.as_str().to_owned())));
        pairs.extend(self.opportunity.map(|id| ("opportunity", id.to_string())));
        pairs
    }

    fn shown(&self) -> Shown<OfferSort> {
        Shown {
            sort: self.sort,
            descending: self.descending,
            page: PageOf {
                number: self.page,
                size: self.per_page,
            },
        }
    }

    fn showing(self, shown: Shown<OfferSort>) -> Self {
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

    fn asked(address: &str) -> OfferQuery {
        read(&Fields::from_pairs(
            form_urlencoded::parse(address.as_bytes()).into_owned(),
        ))
    }

    #[test]
    fn an_address_says_again_what_it_asked_for() {
        let id = "opp_01h455vb4pex5vsknk084sn02q";
        let whole = format!(
            "q=caf%C3%A9&status=active&status=expired&opportunity={id}&sort=-accepted&per=50&page=3"
        );
        for address in ["", "sort=name", "page=2", whole.as_str()] {
            let again = asked(address).address("");
            assert_eq!(again.trim_start_matches('?'), address);
        }
    }

    #[test]
    fn what_is_unknown_or_usual_is_left_out() {
        let address = "sort=price&per=7&page=0&status=draft&opportunity=x&q=++";
        assert_eq!(asked(address), OfferQuery::default());
        assert_eq!(asked("sort=-extended&per=25&page=1").address(""), "");
        let narrowed = asked("q=a&status=active&sort=name&page=4");
        assert!(narrowed.is_filtered() && !narrowed.unfiltered().is_filtered());
        assert_eq!(narrowed.unfiltered().address(""), "?sort=name");
    }
}
