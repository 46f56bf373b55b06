//! Which fields make one answer. The three boxes of a date do, a price and how it is meant, the boxes of one list: it
//! makes no sense to keep one's own day and somebody else's month.
//!
//! A question is called by one of its fields: `end`, `value[prod-x][users:P12M]`, `keep[prod-x]`.

use crate::answers::fields::{LISTED, only_helps, split};
use crate::answers::{Fields, Step};
use crate::web::isv::wizard::typed::known_fields;
use std::collections::BTreeSet;

/// The three boxes of a date.
const BOXES: [&str; 3] = ["-day", "-month", "-year"];

/// The question that a field belongs to; none for what only helps to fill in a page.
pub fn of(field: &str) -> Option<String> {
    let whole = BOXES
        .iter()
        .find_map(|end| field.strip_suffix(end))
        .unwrap_or(field);
    let (stem, place) = split(whole);
    let called = |stem: &str, place: &[&str]| {
        let place: String = place.iter().map(|part| format!("[{part}]")).collect();
        Some(format!("{stem}{place}"))
    };
    match (stem, place.as_slice()) {
        (stem, _) if only_helps(stem) => None,
        ("rule", place) => called("value", place),
        ("term_custom", place) => called("term", place),
        ("keep", [product, ..]) => called("keep", &[product]),
        (row, [product, number, ..]) if row.starts_with("dim_") => {
            called("dim_name", &[product, number])
        }
        (stem, place) => called(stem, place),
    }
}

/// All questions that somebody answered, in the order of the page.
pub fn asked(answers: [&Fields; 2]) -> Vec<String> {
    let fields = answers.iter().flat_map(|fields| fields.iter());
    let found: BTreeSet<(usize, u32, String)> = fields
        .filter_map(|(field, _)| {
            let question = of(field)?;
            let (stem, place) = split(&question);
            // Rows of a number come by number, not by letters.
            let row = place.iter().find_map(|part| part.parse().ok());
            Some((position(stem), row.unwrap_or_default(), question.clone()))
        })
        .collect();
    found.into_iter().map(|(.., question)| question).collect()
}

/// Where on the pages a question stands.
fn position(stem: &str) -> usize {
    let mut all = Step::ALL.into_iter().flat_map(known_fields);
    all.position(|known| *known == stem).unwrap_or(usize::MAX)
}

/// Answers a question of a step as it was answered in what is saved.
pub fn take(step: Step, fields: &mut Fields, saved: &Fields, question: &str) {
    let asks = |field: &&str| of(field).as_deref() == Some(question);
    let mine: Vec<String> = fields
        .iter()
        .map(|(field, _)| field)
        .filter(asks)
        .map(str::to_owned)
        .collect();
    for field in mine {
        fields.remove(&field);
    }
    for (field, values) in saved.iter().filter(|(field, _)| asks(field)) {
        for value in values {
            fields.add(field, value);
        }
    }
    // Boxes of a product that was never shown stand for all of them, so that has to be taken over, too.
    if let (stem @ ("term" | "keep"), [product]) = (split(question).0, split(question).1.as_slice())
        && known_fields(step).contains(&stem)
    {
        list(fields, product, saved.holds(LISTED, product));
    }
}

/// Says whether a product's boxes were shown.
fn list(fields: &mut Fields, product: &str, listed: bool) {
    let mut shown: Vec<String> = fields.all(LISTED).to_vec();
    shown.retain(|other| other != product);
    if listed {
        shown.push(product.to_owned());
    }
    fields.remove(LISTED);
    for product in shown {
        fields.add(LISTED, product);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_make_one_answer_are_one_question() {
        for (field, question) in [
            ("name", Some("name")),
            ("end-day", Some("end")),
            ("date[12]-year", Some("date[12]")),
            (
                "rule[prod-x][users:P12M]",
                Some("value[prod-x][users:P12M]"),
            ),
            ("value[prod-x][*]", Some("value[prod-x][*]")),
            ("term_custom[prod-x]", Some("term[prod-x]")),
            ("keep[prod-x][users]", Some("keep[prod-x]")),
            ("dim_price[prod-x][2][P12M]", Some("dim_name[prod-x][2]")),
            ("listed", None),
            ("product_filter", None),
        ] {
            assert_eq!(of(field).as_deref(), question, "{field}");
        }
    }

    #[test]
    fn questions_come_in_the_order_of_the_pages() {
        let fields = |names: &[&str]| {
            let pair = |name: &&str| ((*name).to_owned(), "x".to_owned());
            Fields::from_pairs(names.iter().map(pair))
        };
        let mine = fields(&["eula", "amount[10]", "amount[2]", "product", "listed"]);
        let saved = fields(&["name", "date[2]-day", "amount[2]"]);
        assert_eq!(
            asked([&mine, &saved]),
            [
                "name",
                "product",
                "amount[2]",
                "amount[10]",
                "date[2]",
                "eula"
            ]
        );
    }
}
