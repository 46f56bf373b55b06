//! What is wrong between steps, where no single answer is to blame.

use super::{Case, case, said, taken};
use crate::draft::{Draft, eula_file, individual};
use crate::samples::harbor_master_services;
use consign::answers::Step;

const OWN_EULA: &str =
    "Harbor Master Services is a professional service and needs a EULA of its own – upload one";

fn services() -> Draft {
    individual(&[harbor_master_services()]).put(
        Step::Discount,
        &[
            ("listed", harbor_master_services().id.as_str()),
            ("term_custom[SERVICES]", "6"),
            ("rule[SERVICES][*]", "price"),
            ("value[SERVICES][*]", "9,000"),
        ],
    )
}

pub fn cases() -> Vec<Case> {
    let with = |eula| services().put(Step::Eula, &[("eula", eula)]);
    vec![
        case(services(), Step::Eula, "eula", OWN_EULA),
        case(with("public"), Step::Eula, "eula", OWN_EULA),
        case(with("standard"), Step::Eula, "eula", OWN_EULA),
    ]
}

#[test]
fn professional_services_ask_for_a_eula_of_their_own() {
    said(&cases());
    taken(&services().put(Step::Eula, &[("eula", &eula_file().id.to_string())]));
}
