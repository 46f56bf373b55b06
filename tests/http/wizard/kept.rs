//! What was typed for products that are not chosen at the moment: out of sight, and there again when they are.

use super::{Wizard, fill};
use crate::portal::{Database, TestPortal, on_each_database};
use crate::trade::{LOGSTREAM, MEMBER, RELAY, VAULT};
use consign::answers::{Fields, Step};

const VALUE: &str = "value[prod-relaydesk0001][team:P12M]";
const RULE: &str = "rule[prod-relaydesk0001][team:P12M]";
const ALL: &str = "value[prod-relaydesk0001][*]";
const OTHER: &str = "value[prod-logstream0001][*]";
const KIND: (&str, &str) = ("discount_type", "individual");
const BOTH: [(&str, &str); 2] = [("product", RELAY), ("product", LOGSTREAM)];

/// A draft in which Relay Service Desk has a price of its own and LogStream 5% off.
fn priced(portal: &TestPortal) -> Wizard<'_> {
    let wizard = Wizard::of(portal, &[RELAY, LOGSTREAM]);
    let typed = [
        KIND,
        ("term[prod-relaydesk0001]", "P12M"),
        (ALL, "25"),
        (RULE, "price"),
        (VALUE, "4,000"),
        (OTHER, "5"),
    ];
    wizard.accepts(Step::Discount, &typed, "duration");
    wizard
}

/// What was answered, whatever the order of the values: products are listed as their pages come.
fn sorted(fields: &Fields) -> Vec<(String, Vec<String>)> {
    let sorted = |(name, values): (&str, &[String])| {
        let mut values = values.to_vec();
        values.sort();
        (name.to_owned(), values)
    };
    fields.iter().map(sorted).collect()
}

fn choose(wizard: &Wizard<'_>, products: &[(&str, &str)]) {
    wizard.accepts(Step::Products, products, "discount");
}

#[test]
fn prices_of_a_product_that_comes_back_are_there_again() {
    on_each_database(|portal| {
        let wizard = priced(portal);
        let prices = |wizard: &Wizard<'_>| wizard.page("discount").texts("#preview td:last-child");
        let before = prices(&wizard);
        choose(&wizard, &BOTH[1..]);
        wizard.accepts(Step::Discount, &[KIND, (OTHER, "6")], "duration");
        let page = wizard.page("discount");
        assert!(page.values(VALUE).is_empty(), "it is out of sight");
        assert!(wizard.page("review").errors().is_empty());
        choose(&wizard, &BOTH);
        let page = wizard.page("discount");
        assert_eq!(page.values(VALUE), ["4,000"]);
        assert_eq!(page.values(RULE), ["price"]);
        assert_eq!(page.values("term[prod-relaydesk0001]"), ["P12M"]);
        assert_eq!(page.values(OTHER), ["6"]);
        let after = prices(&wizard);
        assert_eq!(after.len(), before.len());
        let own = "4,000.00 USD".to_owned();
        assert!(after.contains(&own), "{after:?}");
        wizard.accepts(Step::Discount, &[KIND], "duration");
    });
}

#[test]
fn the_one_page_keeps_them_as_well() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = priced(&portal);
    assert_eq!(wizard.save_all(&BOTH[1..]).status, 303);
    assert_eq!(wizard.save_all(&[(OTHER, "6")]).status, 303);
    assert!(wizard.page("all").values(VALUE).is_empty());
    assert_eq!(wizard.save_all(&BOTH).status, 303);
    assert_eq!(wizard.page("all").values(VALUE), ["4,000"]);
}

#[test]
fn dimensions_of_a_product_that_comes_back_are_there_again() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT, RELAY]);
    let name = "dim_name[prod-vaultstorage1][1]";
    let add = wizard.page("dimensions");
    wizard.submit(
        "dimensions",
        &add.form("Add another dimension to Vault Storage"),
    );
    let typed = [
        (name, "Archive data"),
        ("dim_price[prod-vaultstorage1][1][P1M]", "1"),
        ("dim_price[prod-vaultstorage1][1][P12M]", "10"),
        ("dim_price[prod-vaultstorage1][1][P24M]", "19"),
        ("fee[prod-vaultstorage1][plain_over]", "0.05"),
    ];
    let form = wizard.page("dimensions").form("Save and continue");
    let form = form.choose("keep[prod-vaultstorage1][enc_gb]", &[]);
    assert_eq!(wizard.submit("dimensions", &fill(form, &typed)).status, 303);
    let before = sorted(&wizard.answered(Step::Dimensions));

    choose(&wizard, &[("product", RELAY)]);
    wizard.accepts(Step::Dimensions, &[], "buyers");
    assert_eq!(sorted(&wizard.answered(Step::Dimensions)), before);
    assert!(wizard.page("dimensions").values(name).is_empty());
    choose(&wizard, &[("product", VAULT), ("product", RELAY)]);
    let page = wizard.page("dimensions");
    assert_eq!(page.values(name), ["Archive data"]);
    assert!(page.values("keep[prod-vaultstorage1][enc_gb]").is_empty());

    // Prices of a contract duration that is unticked for a while stay, too; a row that is removed is gone.
    let percentage = [("discount_type", "percentage"), ("percent", "5")];
    let [kind, percent] = percentage;
    let month = ("term[prod-vaultstorage1]", "P1M");
    wizard.accepts(Step::Discount, &[kind, percent, month], "duration");
    wizard.accepts(Step::Dimensions, &[], "buyers");
    let kept = wizard.answered(Step::Dimensions);
    assert_eq!(kept.get("dim_price[prod-vaultstorage1][1][P24M]"), "19");
    let remove = "Remove added dimension 1 of Vault Storage";
    let form = wizard.page("dimensions").form(remove);
    wizard.submit("dimensions", &form);
    let left = wizard.answered(Step::Dimensions);
    assert!(
        left.iter().all(|(name, _)| !name.starts_with("dim_")),
        "{left:?}"
    );
}

#[test]
fn a_schedule_waits_until_its_product_is_alone_again() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::of(&portal, &[VAULT]);
    let typed = [
        ("discount_type", "flexible"),
        ("contract_length", "12"),
        ("units[plain_gb]", "100"),
        ("amount[1]", "1,000"),
        ("date[1]-day", "1"),
        ("date[1]-month", "2"),
        ("date[1]-year", "2027"),
    ];
    wizard.save(Step::Discount, &typed);
    choose(&wizard, &[("product", VAULT), ("product", LOGSTREAM)]);
    let percentage = [("discount_type", "percentage"), ("percent", "5")];
    wizard.accepts(Step::Discount, &percentage, "duration");
    choose(&wizard, &[("product", VAULT)]);
    let page = wizard.page("discount");
    for (name, value) in &typed[1..] {
        assert_eq!(page.values(name), [*value], "{name}");
    }
    // A payment that is taken away is no answer that the page did not show.
    let remove = wizard.page("discount").form("Remove payment 1");
    wizard.submit("discount", &remove);
    assert!(!wizard.answered(Step::Discount).has("amount[1]"));
}

#[test]
fn a_conflict_asks_nothing_about_what_is_out_of_sight_and_loses_none_of_it() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = priced(&portal);
    choose(&wizard, &BOTH[1..]);
    let old = wizard.page("discount").form("Save and continue");
    let member = portal.sign_in(MEMBER);
    let path = wizard.at("discount");
    let theirs = member.get(&path).page().form("Save and continue");
    assert_eq!(member.submit(&path, &theirs.set(OTHER, "7")).status, 303);
    let answer = wizard.submit("discount", &old.set(OTHER, "8"));
    assert_eq!(answer.status, 409);
    let asked = answer.page().texts("table.conflict th[scope=row]");
    assert_eq!(asked, ["LogStream: price of all dimensions"]);
    let mine = answer.page().form("Keep all mine");
    assert_eq!(wizard.submit("discount", &mine).status, 303);
    let kept = wizard.answered(Step::Discount);
    assert_eq!((kept.get(OTHER), kept.get(VALUE)), ("8", "4,000"));
}

#[test]
fn what_is_kept_out_of_sight_does_not_grow_without_end() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = priced(&portal);
    let most = consign::answers::bounds::MAX_FIELDS;
    let mut form = wizard.page("discount").form("Save and exit");
    for round in 0..3 {
        let sent = form.clone();
        let many = (0..most - 100).map(|n| (format!("value[a{round}][b{n}]"), "1".to_owned()));
        let mut sent = sent;
        sent.fields.extend(many);
        assert_eq!(wizard.submit("discount", &sent).status, 303);
        form = wizard.page("discount").form("Save and exit");
    }
    assert!(wizard.answered(Step::Discount).count() <= most);
}
