use crate::draft::{field, typed};
use consign::answers::{Answers, Fields, Step, buyers, details, discount, duration};

#[test]
fn only_the_fields_of_a_page_are_kept() {
    let sent = typed(&[
        ("name", "Q1"),
        ("description", ""),
        ("version", "3"),
        ("go", "next"),
        ("named", "x"),
        ("name[1]", "kept by its stem"),
        ("end-day", "1"),
    ]);
    let kept = sent.only(details::FIELDS);
    let names: Vec<_> = kept.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["description", "name", "name[1]"]);
    assert!(sent.only(&[]).is_empty());
    assert!(sent.only(duration::FIELDS).has("end-day"));
    assert!(sent.only(buyers::FIELDS).is_empty());
}

#[test]
fn every_field_of_the_discount_step_is_known_to_it() {
    for name in [
        "discount_type",
        "term[VAULT]",
        "term_custom[VAULT]",
        "rule[VAULT][plain_gb:P12M]",
        "value[VAULT][*]",
        "units[plain_gb]",
        "rate[plain-over]",
        "amount[1]",
        "date[1]-day",
        "plan_date-year",
        "zero",
    ] {
        let sent = typed(&[(name, "x")]);
        assert_eq!(sent.only(discount::FIELDS), sent, "{name}");
    }
}

#[test]
fn a_field_has_its_values_in_the_order_sent() {
    let mut fields = typed(&[("product", "b"), ("product", "a"), ("name", "")]);
    assert_eq!(fields.all("product"), ["b", "a"]);
    assert_eq!(fields.get("product"), "b");
    assert!(fields.holds("product", "a") && !fields.holds("product", "c"));
    assert!(fields.is("product", "b") && !fields.is("product", "a"));
    assert!(!fields.is("nothing", "") && fields.is("name", ""));
    assert!(fields.has("name") && !fields.has("nam"));
    assert_eq!(fields.get("nothing"), "");
    assert!(fields.all("nothing").is_empty());
    fields.set("product", "c");
    assert_eq!(fields.all("product"), ["c"]);
    fields.overlay(typed(&[("product", "d"), ("product", "e")]));
    assert_eq!(fields.all("product"), ["d", "e"]);
    fields.remove("product");
    assert!(!fields.has("product"));
}

#[test]
fn answers_come_back_from_the_database_as_they_were_typed() {
    let mut answers = Answers::default();
    let strange = "\"\\\u{0}\u{202e}🙂<script>\r\n";
    answers.set(
        Step::Details,
        typed(&[("name", strange), ("name", "two"), ("", "")]),
    );
    answers.set(Step::Rcmp, Fields::default());
    let stored = serde_json::to_string(&answers).unwrap();
    let read: Answers = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, answers);
    assert!(read.has(Step::Rcmp) && !read.has(Step::Eula));
    assert_eq!(stored.matches("\"details\"").count(), 1, "{stored}");
    assert_eq!(
        serde_json::from_str::<Answers>("{}").unwrap(),
        Answers::default()
    );
    assert!(serde_json::from_str::<Answers>("{\"nowhere\":{}}").is_err());
}

#[test]
fn steps_have_words_that_read_back() {
    for step in Step::ALL {
        assert_eq!(Step::parse(step.as_str()), Some(step));
    }
    assert_eq!(Step::parse("review"), None);
    assert_eq!(field("keep[VAULT][x]"), "keep[prod-vaultstorage1][x]");
}
