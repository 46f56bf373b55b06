//! What the address of a list of offers asks for: search, filters, order, page. All of it stands in the address.

use crate::answers::Fields;
use crate::domain::offer::OfferStatus;
use crate::domain::opportunity::Side;
use crate::domain::text;
use crate::store::offers::table::{OfferQuery, OfferSort};
use crate::store::opportunities::MAX_SEARCH;
use crate::web::paths;
use form_urlencoded::Serializer;

/// How many rows a page can have, the usual number first.
pub const PER_PAGE: [u32; 3] = [25, 50, 100];

/// The columns that sort, each with its word in the address.
const COLUMNS: [(OfferSort, &str); 6] = [
    (OfferSort::Name, "name"),
    (OfferSort::Product, "product"),
    (OfferSort::Counterparty, "counterparty"),
    (OfferSort::Extended, "extended"),
    (OfferSort::Expires, "expires"),
    (OfferSort::Accepted, "accepted"),
];

/// Reads an address. What is unknown is passed over: an old bookmark still shows a list.
pub fn read(fields: &Fields) -> OfferQuery {
    let (sort, descending) = order(fields.get("sort"));
    let statuses = OfferStatus::ALL
        .into_iter()
        .filter(|status| fields.holds("status", status.as_str()));
    let per_page = fields.get("per").parse().ok();
    let page = fields.get("page").parse().ok();
    OfferQuery {
        search: text::clean(fields.get("q"))
            .chars()
            .take(MAX_SEARCH)
            .collect(),
        statuses: statuses.collect(),
        opportunity: fields.get("opportunity").parse().ok(),
        sort,
        descending,
        page: page.filter(|page| *page > 0).unwrap_or(1),
        per_page: per_page
            .filter(|per| PER_PAGE.contains(per))
            .unwrap_or(PER_PAGE[0]),
    }
}

fn order(typed: &str) -> (OfferSort, bool) {
    let (word, descending) = typed
        .strip_prefix('-')
        .map_or((typed, false), |word| (word, true));
    let found = COLUMNS.iter().find(|(_, known)| *known == word);
    found.map_or((OfferSort::Extended, true), |(column, _)| {
        (*column, descending)
    })
}

/// The address of a side's list.
pub fn list(side: Side, query: &OfferQuery) -> String {
    with(&path(side), query)
}

/// Where a side's list is.
pub fn path(side: Side) -> String {
    match side {
        Side::Isv => paths::isv_offers(),
        Side::Partner => paths::partner_offers(),
    }
}

/// An address that carries what `query` asks for, leaving out what is usual.
pub fn with(path: &str, query: &OfferQuery) -> String {
    let mut pairs = filters(query);
    pairs.extend(kept(query));
    if query.page > 1 {
        pairs.push(("page", query.page.to_string()));
    }
    if pairs.is_empty() {
        path.to_owned()
    } else {
        let encoded = Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{path}?{encoded}")
    }
}

/// What stays when somebody searches or filters anew: the order and the number of rows.
pub fn kept(query: &OfferQuery) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if (query.sort, query.descending) != (OfferSort::Extended, true) {
        let found = COLUMNS.iter().find(|(column, _)| *column == query.sort);
        let word = found.map_or("", |(_, word)| word);
        let sign = if query.descending { "-" } else { "" };
        pairs.push(("sort", format!("{sign}{word}")));
    }
    if query.per_page != PER_PAGE[0] {
        pairs.push(("per", query.per_page.to_string()));
    }
    pairs
}

fn filters(query: &OfferQuery) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    if !query.search.is_empty() {
        pairs.push(("q", query.search.clone()));
    }
    let statuses = query.statuses.iter();
    pairs.extend(statuses.map(|status| ("status", status.as_str().to_owned())));
    pairs.extend(query.opportunity.map(|id| ("opportunity", id.to_string())));
    pairs
}

/// Whether anything narrows the list.
pub fn is_filtered(query: &OfferQuery) -> bool {
    !filters(query).is_empty()
}

/// This list in its order and number of rows with nothing narrowed, from the first page.
pub fn unfiltered(query: &OfferQuery) -> OfferQuery {
    OfferQuery {
        sort: query.sort,
        descending: query.descending,
        per_page: query.per_page,
        ..OfferQuery::default()
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
            let again = with("", &asked(address));
            assert_eq!(again.trim_start_matches('?'), address);
        }
    }

    #[test]
    fn what_is_unknown_or_usual_is_left_out() {
        let address = "sort=price&per=7&page=0&status=draft&opportunity=x&q=++";
        assert_eq!(asked(address), OfferQuery::default());
        assert_eq!(with("", &asked("sort=-extended&per=25&page=1")), "");
        let narrowed = asked("q=a&status=active&sort=name&page=4");
        assert!(is_filtered(&narrowed) && !is_filtered(&unfiltered(&narrowed)));
        assert_eq!(with("", &unfiltered(&narrowed)), "?sort=name");
    }
}
