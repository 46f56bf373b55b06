//! The mails that tell how an opportunity ended, each way to each side that is told of it.

use super::told::{ORIGIN, STOP, both, deal, last_day, link, noon, offer};
use super::*;
use crate::domain::opportunity::Side;

/// The mail to an organisation's own address.
fn ended(name: &str, end: End<'_>, side: Side) -> Message {
    written(name, (end, 2), side, &Reader::Itself)
}

/// The mail to somebody on its list.
fn ended_for_listed(name: &str, end: End<'_>, offers: u32, side: Side) -> Message {
    let (address, organisation) = match side {
        Side::Isv => ("billing@northwind.example", "Northwind Software"),
        Side::Partner => ("desk@contoso.example", "Contoso Consulting"),
    };
    let reader = Reader::Listed {
        address,
        organisation,
        stop: Link::to(ORIGIN, STOP),
    };
    written(name, (end, offers), side, &reader)
}

fn written(name: &str, (end, offers): (End<'_>, u32), side: Side, reader: &Reader<'_>) -> Message {
    let product = product();
    let told = OpportunityEnded {
        deal: deal(name, "Contoso Consulting", &product),
        end,
        offers,
    };
    told.message(side, reader, &link(side)).unwrap()
}

fn by_partner(reason: Option<&str>) -> End<'_> {
    End::ByPartner { at: noon(), reason }
}

fn revoked<'a>(by: &'a str, reason: Option<&'a str>) -> End<'a> {
    End::Revoked {
        by,
        at: noon(),
        reason,
    }
}

#[test]
fn both_sides_are_told_that_an_opportunity_expired() {
    let expired = |side| ended("Q1 renewals", End::Expired(last_day()), side);
    insta::assert_snapshot!("expired.isv", both(&expired(Side::Isv)));
    insta::assert_snapshot!("expired.partner", both(&expired(Side::Partner)));
}

#[test]
fn those_who_only_want_to_know_of_opportunities_are_told_that_one_was_used() {
    let offer = offer().to_string();
    let used = |side| ended_for_listed("Q1 renewals", End::Used(&offer), 1, side);
    insta::assert_snapshot!("used.isv", both(&used(Side::Isv)));
    insta::assert_snapshot!("used.partner", both(&used(Side::Partner)));
}

#[test]
fn the_isv_is_told_that_the_partner_ended_an_opportunity_and_why_if_said() {
    let reason = Some("No more capacity.\n\nAsk again in May.");
    let by_partner = |reason| ended("Q1 renewals", by_partner(reason), Side::Isv);
    insta::assert_snapshot!("by_partner.isv", both(&by_partner(reason)));
    let without = by_partner(None);
    for part in [&without.text, &without.html] {
        assert!(!part.contains("Reason"), "{part}");
    }
}

#[test]
fn those_on_the_isvs_list_are_told_who_revoked_an_opportunity_and_why_if_said() {
    let revoked = |reason| {
        let end = revoked("Dana Li", reason);
        ended_for_listed("Q1 renewals", end, 0, Side::Isv)
    };
    insta::assert_snapshot!(
        "revoked.isv",
        both(&revoked(Some(
            "We end this line.\n\nThe next one starts in May."
        )))
    );
    let without = revoked(None);
    for part in [&without.text, &without.html] {
        assert!(!part.contains("Reason"), "{part}");
    }
}

/// Every end as each side is told of it, with this name in all places.
pub(super) fn all(name: &str) -> Vec<Message> {
    let mut all = Vec::new();
    for side in Side::ALL {
        all.push(ended(name, End::Expired(last_day()), side));
        all.push(ended_for_listed(name, End::Used("off_1"), 1, side));
    }
    all.push(ended(name, by_partner(Some(name)), Side::Isv));
    all.push(ended(name, by_partner(None), Side::Isv));
    all.push(ended_for_listed(
        name,
        revoked(name, Some(name)),
        2,
        Side::Isv,
    ));
    all.push(ended_for_listed(name, revoked(name, None), 0, Side::Isv));
    all
}
