//! What Fabrikam has: much of its own, and one thing that it gave Contoso, which made an offer of it.

use super::Side::{Isv, Operator, OtherIsv, Partner};
use super::planted::Things;
use super::texts::*;
use crate::bulk;
use crate::offered::extend;
use crate::portal::TestPortal;
use crate::routes::{self, About};
use crate::trade::{ADATUM, CONTOSO, PARTNER, STRANGER, Trade, fields};
use consign::answers::{Answers, Step};
use consign::domain::agreements::DocumentKind;

/// What Fabrikam sells as it is used.
const QUEUE: &str = "prod-fabrikamqueue";

/// Plants it all.
pub fn plant(portal: &TestPortal, things: &mut Things) {
    let trade = routes::trade(portal, STRANGER);
    let [eula, unused] = [
        (FABRIKAMS_EULA, FABRIKAMS_EULA_TEXT),
        (FABRIKAMS_UNUSED, FABRIKAMS_UNUSED_TEXT),
    ]
    .map(|(name, text)| trade.document(DocumentKind::Eula, name, text.as_bytes()));
    let mut own = answers(&trade, FABRIKAMS, ADATUM, "33");
    let about = [("name", FABRIKAMS), ("description", FABRIKAMS_ABOUT)];
    own.set(Step::Details, fields(&about));
    own.set(Step::Eula, fields(&[("eula", &eula.to_string())]));
    let batch = trade.create(&own);
    let given = trade.give(&answers(&trade, FABRIKAMS_GIVEN, CONTOSO, "12.5"));
    let (offer, _, amendment) = extend(portal, &given, FABRIKAMS_OFFER, PARTNER, "2026-12-31");
    let draft = trade.keep(&answers(&trade, FABRIKAMS_DRAFT, ADATUM, "12.5"));
    let browser = portal.sign_in(STRANGER);
    let row = format!("{ADATUM},{QUEUE},{FABRIKAMS_UPLOADED},percentage,5,no set time,");
    let upload = bulk::taken(&browser, FABRIKAMS_UPLOAD, &bulk::file(&[row]));
    let request = super::acts::ask(&browser, FABRIKAMS_REQUEST, FABRIKAMS_NEEDED);

    let theirs: &[_] = &[OtherIsv];
    things.add(About::Document, theirs, [eula, unused]);
    things.add(About::Opportunity, theirs, trade.of_batch(batch));
    things.add(About::Batch, theirs, [batch]);
    things.add(About::Draft, theirs, [draft]);
    things.add(About::Product, theirs, [QUEUE]);
    things.add(About::Upload, theirs, [super::planted::last(&upload)]);
    things.add(About::TermsRequest, super::acts::DESK, [request]);
    let listed = routes::listed(portal, STRANGER, FABRIKAMS_LIST);
    things.add(About::Address, theirs, [listed]);
    things.add(About::Opportunity, &[OtherIsv, Partner], [given]);
    things.add(About::Offer, &[OtherIsv, Partner], [offer]);
    things.add(About::Document, &[Partner], [amendment]);
    // Every ISV chooses among the partners.
    let adatum = trade.reseller(ADATUM);
    things.add(About::Reseller, &[Isv, OtherIsv, Operator], [adatum]);
}

/// The answers that give so much off what is paid as used to a partner.
fn answers(trade: &Trade<'_>, name: &str, account: &str, percent: &str) -> Answers {
    let mut answers = trade.answers(name);
    let reseller = trade.reseller(account).to_string();
    answers.set(Step::Resellers, fields(&[("reseller", &reseller)]));
    answers.set(Step::Products, fields(&[("product", QUEUE)]));
    let discount = [("discount_type", "percentage"), ("percent", percent)];
    answers.set(Step::Discount, fields(&discount));
    answers
}
