//! Whatever is typed or sent: nothing panics, and what is proven holds to every rule.

use crate::clone::comes_back;
use crate::draft::{
    Draft, eula_file, field, flexible, individual, percentage, vault_by_row_for_all,
};
use crate::samples::{
    contoso, harbor_channel, harbor_master_services, log_stream, sentinel_ami, today, unregistered,
    vault_storage,
};
use consign::answers::{Fields, Step, buyers, dimensions, schedule};
use consign::domain::discount::Discount;
use consign::domain::duration::{Duration, DurationKind};
use consign::domain::terms::{ProvenTerms, Terms};
use proptest::prelude::*;

const NAMES: &[(Step, &[&str])] = &[
    (Step::Details, &["name", "description"]),
    (Step::Resellers, &["reseller"]),
    (Step::Products, &["product"]),
    (
        Step::Discount,
        &[
            "discount_type",
            "percent",
            "currency",
            "zero",
            "listed",
            "term[VAULT]",
            "term_custom[VAULT]",
            "term[AMI]",
            "term_custom[AMI]",
            "term_custom[SERVICES]",
            "rule[VAULT][*]",
            "value[VAULT][*]",
            "rule[VAULT][plain_gb:P12M]",
            "value[VAULT][plain_gb:P12M]",
            "value[LOG][*]",
            "value[AMI][t3.medium]",
            "rule[SERVICES][*]",
            "value[SERVICES][*]",
            "contract_length",
            "units[plain_gb]",
            "units[enc_gb]",
            "rate[plain_over]",
            "amount[1]",
            "amount[2]",
            "amount[61]",
            "amount[+1]",
            "amount[4294967295]",
            "amount[",
            "date[1]-day",
            "date[2]-month",
            "date[2]-year",
            "date[",
            "plan_total",
            "plan_first",
            "plan_count",
            "plan_frequency",
            "plan_every",
            "plan_date-day",
            "plan_date-month",
            "plan_date-year",
        ],
    ),
    (
        Step::Duration,
        &["duration", "end-day", "end-month", "end-year"],
    ),
    (
        Step::Dimensions,
        &[
            "listed",
            "keep[VAULT][plain_gb]",
            "keep[VAULT][enc_gb]",
            "dim_name[VAULT][1]",
            "dim_name[VAULT][2]",
            "dim_name[VAULT][+1]",
            "dim_name[VAULT][4294967295]",
            "dim_name[VAULT][",
            "dim_key[VAULT][1]",
            "dim_description[VAULT][1]",
            "dim_unit[VAULT][1]",
            "dim_units[VAULT][1]",
            "dim_price[VAULT][1][P12M]",
            "fee[VAULT][plain_over]",
        ],
    ),
    (Step::Buyers, &["buyers"]),
    (Step::Eula, &["eula"]),
    (Step::Rcmp, &["contract"]),
];

const VALUES: &[&str] = &[
    "",
    " ",
    "0",
    "1",
    "2",
    "12",
    "60",
    "61",
    "144",
    "145",
    "365",
    "2027",
    "2028",
    "9999",
    "0.01",
    "0.005",
    "0.000000001",
    "1,200.50",
    "1.200,50",
    "-1",
    "100",
    "100.01",
    "100000000",
    "100000000.01",
    "999999999999",
    "79228162514264337593543950335",
    "2147483647",
    "4294967296",
    "yes",
    "on",
    "custom",
    "P12M",
    "P1M",
    "P365D",
    "percent",
    "price",
    "percentage",
    "individual",
    "flexible",
    "single_use",
    "specific_time",
    "no_set_time",
    "USD",
    "EUR",
    "JPY",
    "monthly",
    "quarterly",
    "annually",
    "every",
    "public",
    "standard",
    "none",
    "rcmp",
    "upload",
    "prod-vaultstorage1",
    "prod-logstream0001",
    "prod-sentinelami01",
    "prod-harbormaster1",
    "123456789012",
    "Archive",
    "Encrypted data",
    "enc_gb",
    "may",
    "31",
    "\u{202e}\u{0}",
    "🙂",
    "<script>",
    "½",
];

/// A field of a step with a value that fits somewhere, or with anything at all.
fn any_field() -> impl Strategy<Value = (Step, String, String)> {
    let all: Vec<(Step, String)> = NAMES
        .iter()
        .flat_map(|(step, names)| names.iter().map(|name| (*step, field(name))))
        .collect();
    let organisations = [contoso(), harbor_channel(), unregistered()];
    let ids = organisations
        .iter()
        .map(|organisation| organisation.id.to_string());
    let known: Vec<String> = VALUES
        .iter()
        .map(|value| (*value).to_owned())
        .chain(ids)
        .chain([eula_file().id.to_string()])
        .collect();
    let value =
        prop_oneof![8 => proptest::sample::select(known), 1 => ".*", 1 => "[-+0-9,. %$]{0,12}"];
    (proptest::sample::select(all), value).prop_map(|((step, name), value)| (step, name, value))
}

fn any_start() -> impl Strategy<Value = Draft> {
    proptest::sample::select(vec![
        percentage(),
        vault_by_row_for_all(),
        flexible(),
        percentage().choosing(&[log_stream()]),
        individual(&[harbor_master_services()]),
        percentage().choosing(&[sentinel_ami()]),
    ])
    .prop_map(|mut draft| {
        draft.catalogue.products = vec![
            vault_storage(),
            log_stream(),
            sentinel_ami(),
            harbor_master_services(),
        ];
        draft.catalogue.resellers = vec![contoso(), harbor_channel(), unregistered()];
        draft
    })
}

/// The rules of an opportunity, told again in a line each.
fn holds(terms: &Terms, proven: &ProvenTerms, confirmed: bool) {
    let count = terms.resellers.len() * terms.products.len();
    assert!((1..=100).contains(&count));
    assert!(terms.resellers.iter().all(|reseller| reseller.registered));
    let kind = terms.discount.kind();
    for (product, book) in proven.products() {
        assert!(product.can_be_resold() && product.model.discount_kinds().contains(&kind));
        assert!(confirmed || book.lines.iter().all(|line| !line.wholesale.is_zero()));
        let mut keys: Vec<_> = proven
            .dimensions(product)
            .into_iter()
            .map(|d| d.key)
            .collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert!(!keys.is_empty() && keys.len() == all);
    }
    assert!(terms.duration.last_day().is_none_or(|day| day > today()));
    assert!(terms.buyers.accounts().len() <= 25);
    if let Discount::Flexible { schedule, .. } = &terms.discount {
        assert_eq!(terms.products.len(), 1);
        assert_eq!(terms.duration.kind(), DurationKind::SingleUse);
        let last_day = Duration::last_day(terms.duration).unwrap();
        let end = schedule.contract.end_after(last_day).unwrap();
        assert!((1..=60).contains(&schedule.payments.len()));
        assert!(
            schedule
                .payments
                .iter()
                .all(|payment| payment.date > last_day && payment.date < end)
        );
    }
}

/// Reads everything that a page shows of a draft.
fn looked_at(draft: &Draft) -> Result<(), TestCaseError> {
    let journey = draft.journey();
    let problems = journey.all_problems().count();
    prop_assert!(journey.done() <= journey.steps().len());
    prop_assert_eq!(
        journey.prices().is_empty(),
        journey.parts().discount.is_none() || journey.parts().products.is_none()
    );
    buyers::repeated(draft.answers.get(Step::Buyers));
    schedule::total(draft.answers.get(Step::Discount));
    match journey.proven() {
        Some(proven) => {
            prop_assert_eq!(problems, 0);
            let confirmed = draft.answers.get(Step::Discount).is("zero", "yes");
            holds(proven.terms(), proven, confirmed);
            let back = comes_back(proven);
            prop_assert!(back.is_ok(), "{}", back.unwrap_err());
        }
        None => prop_assert!(problems > 0, "no proof, and nobody is told why"),
    }
    Ok(())
}

/// Presses the buttons that change rows.
fn pressed(draft: &Draft, row: u32) -> Draft {
    let mut draft = draft.clone();
    let mut fields: Fields = draft.answers.get(Step::Discount).clone();
    schedule::add_row(&mut fields);
    schedule::remove_row(&mut fields, row);
    let _ = schedule::generate(&mut fields);
    schedule::tidy(&mut fields);
    draft.answers.set(Step::Discount, fields);
    let mut fields = draft.answers.get(Step::Dimensions).clone();
    dimensions::add_row(&mut fields, &vault_storage().id);
    dimensions::remove_row(&mut fields, &vault_storage().id, row);
    draft.answers.set(Step::Dimensions, fields);
    draft
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_is_typed_nothing_panics_and_what_is_proven_holds(
        start in any_start(),
        typed in proptest::collection::vec(any_field(), 0..12),
        row in prop_oneof![0..5_u32, Just(u32::MAX)],
    ) {
        let mut draft = start;
        for (step, name, value) in typed {
            draft = draft.put(step, &[(&name, &value)]);
        }
        looked_at(&draft)?;
        looked_at(&pressed(&draft, row))?;
    }

    #[test]
    fn whatever_is_sent_alone_proves_nothing(typed in proptest::collection::vec(any_field(), 0..40)) {
        let mut draft = percentage();
        draft.answers = consign::answers::Answers::default();
        for (step, name, value) in typed {
            draft = draft.put(step, &[(&name, &value)]);
        }
        looked_at(&draft)?;
    }

    #[test]
    fn a_draft_with_one_thing_typed_over_is_read_as_it_stands(start in any_start(), (step, name, value) in any_field()) {
        looked_at(&start.put(step, &[(&name, &value)]))?;
    }
}
