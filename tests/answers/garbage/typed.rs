//! What may be typed or sent, and into what.

use crate::draft::{
    Draft, eula_file, field, flexible, individual, percentage, vault_by_row_for_all,
};
use crate::samples::{
    contoso, harbor_channel, harbor_master_services, log_stream, sentinel_ami, unregistered,
    vault_storage,
};
use consign::answers::Step;
use proptest::prelude::*;

/// The fields of every step, and some that only a crafted request has.
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

/// Values that fit into one field or another, and some that fit nowhere.
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
pub fn any_field() -> impl Strategy<Value = (Step, String, String)> {
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

/// A draft with nothing wrong, whatever may be ticked besides.
pub fn any_start() -> impl Strategy<Value = Draft> {
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
