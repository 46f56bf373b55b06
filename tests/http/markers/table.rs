//! Who may see which marker.

use super::Side::{self, Buyer, Isv, Operator, OtherAccount, OtherIsv, OtherPartner, Partner};
use super::planted::Planted;
use super::texts::*;
use crate::offered::{
    ABOUT, AMENDMENT, CONTRACT, DESCRIPTION, MARKUP, OPPORTUNITY, PRICES, WHOLESALE,
};

type Row<'a> = (&'a str, &'static [Side]);

/// Each marker, and who may see it.
pub fn table(planted: &Planted) -> Vec<(String, &'static [Side])> {
    let rows = [
        &offered(planted)[..],
        &given(planted),
        &accepted(),
        &scheduled(),
        &PEOPLE,
        &FABRIKAM,
    ];
    let mut table: Vec<_> = rows
        .concat()
        .into_iter()
        .map(|(marker, may)| (marker.to_owned(), may))
        .collect();
    let [ours, theirs] = planted.offers.map(|id| id.to_string());
    table.push((ours, &[Isv, Partner, Buyer, OtherAccount]));
    table.push((theirs, &[Isv, OtherPartner]));
    table
}

/// What the partners make of what they were given.
fn offered(planted: &Planted) -> Vec<Row<'_>> {
    let mut all: Vec<Row<'_>> = vec![
        (MARKUP, &[Partner]),
        (DESCRIPTION, &[Partner]),
        (AMENDMENT, &[Partner, Buyer, OtherAccount]),
        (AMENDMENT_TEXT, &[Partner, Buyer, OtherAccount]),
        (OFFER, &[Isv, Partner, Buyer, OtherAccount]),
        (OFFER_DRAFT, &[Partner]),
        (OFFER_DRAFT_ABOUT, &[Partner]),
        (PARTNER_LIST, &[Partner]),
        ("member@contoso.example", &[Partner]),
        // Only who has a link knows its secret.
        (&planted.secrets[0], &[Buyer, OtherAccount]),
        (&planted.secrets[1], &[Buyer, OtherAccount]),
        // What Harbor was given, and makes of it.
        (OTHER_REVOKED, &[Isv, OtherPartner]),
        (WHY_OTHER_REVOKED, &[Isv, OtherPartner]),
        (OTHER_OFFER, &[Isv, OtherPartner]),
        (OTHER_DESCRIPTION, &[OtherPartner]),
        (OTHER_MARKUP, &[OtherPartner]),
        ("15.232", &[OtherPartner]),
        (OTHER_AMENDMENT, &[OtherPartner]),
        (OTHER_AMENDMENT_TEXT, &[OtherPartner]),
        (OTHER_OFFER_DRAFT, &[OtherPartner]),
        (OTHER_OFFER_DRAFT_ABOUT, &[OtherPartner]),
        (OTHER_LIST, &[OtherPartner]),
    ];
    all.extend(PRICES.map(|price| (price, [Partner, Buyer, OtherAccount].as_slice())));
    all
}

/// What the ISV gives, and what it keeps to itself.
fn given(planted: &Planted) -> Vec<Row<'_>> {
    let mut all: Vec<Row<'_>> = vec![
        // The subject of a mail that was given up, and whom it was for.
        (OPPORTUNITY, &[Isv, Partner, OtherPartner, Operator]),
        (ISV_LIST, &[Isv, Operator]),
        (ABOUT, &[Isv, Partner, OtherPartner]),
        (CONTRACT, &[Isv, Partner, OtherPartner]),
        (CONTRACT_TEXT, &[Isv, Partner, OtherPartner]),
        (
            EULA_TEXT,
            &[Isv, Partner, OtherPartner, Buyer, OtherAccount],
        ),
        (REVOKED, &[Isv, Partner]),
        (WHY_REVOKED, &[Isv, Partner]),
        (ENDED, &[Isv, Partner]),
        (WHY_ENDED, &[Isv, Partner]),
        (UNUSED, &[Isv]),
        (UNUSED_TEXT, &[Isv]),
        (DRAFT, &[Isv]),
        (UPLOAD, &[Isv]),
        (UPLOADED, &[Isv]),
        (REQUEST, &[Isv, Operator]),
        (NEEDED, &[Isv, Operator]),
        ("member@northwind.example", &[Isv]),
        (&planted.batch, &[Isv]),
        (&planted.opportunities[0], &[Isv, Partner]),
        (&planted.opportunities[1], &[Isv, OtherPartner]),
    ];
    all.extend(WHOLESALE.map(|price| (price, [Isv, Partner, OtherPartner].as_slice())));
    all
}

/// Who accepted, what that costs, and what each partner owes and keeps of it.
fn accepted() -> [Row<'static>; 18] {
    [
        (COMPANY, &[Isv, Partner, Buyer]),
        (PERSON, &[Partner, Buyer]),
        ("1,497.60", &[Partner, Buyer]),
        // Both acceptances together, and as a file has that.
        ("2,246.40", &[Partner]),
        ("2246.40", &[Partner]),
        ("217.60", &[Partner]),
        ("1,280.00", &[Isv, Partner, OtherPartner]),
        // Of one link, each account reads of its own acceptance alone. Fabrikam's offer is for both.
        (
            "1200 1200 1200",
            &[Isv, OtherIsv, Partner, OtherPartner, Buyer],
        ),
        (
            "9500 9500 9500",
            &[Isv, OtherIsv, Partner, OtherPartner, OtherAccount],
        ),
        (NOTED_COMPANY, &[Isv, Partner, OtherAccount]),
        (NOTED_PERSON, &[Partner, OtherAccount]),
        ("748.80", &[Partner, OtherAccount]),
        ("640.00", &[Isv, Partner]),
        ("108.80", &[Partner]),
        (OTHER_COMPANY, &[Isv, OtherPartner]),
        (OTHER_PERSON, &[OtherPartner]),
        ("1,523.20", &[OtherPartner]),
        ("243.20", &[OtherPartner]),
    ]
}

/// A payment schedule, and the partner's own amounts on its days.
fn scheduled() -> Vec<Row<'static>> {
    let mut all: Vec<Row<'static>> = vec![
        (SCHEDULED, &[Isv, Partner]),
        (SCHEDULED_OFFER, &[Isv, Partner, Buyer, OtherAccount]),
        (SCHEDULED_ABOUT, &[Partner]),
        // As a file for a program has them.
        ("3217.31", &[Isv]),
        ("3919.53", &[Partner]),
    ];
    all.extend(INSTALMENTS.map(|amount| (amount, [Isv, Partner].as_slice())));
    all.extend(OWN_AMOUNTS.map(|amount| (amount, [Partner, Buyer, OtherAccount].as_slice())));
    all.extend(MARGINS.map(|amount| (amount, [Partner].as_slice())));
    all
}

/// The organisations and their people. Each side knows its own people by name, and the other by its name alone.
const PEOPLE: [Row<'static>; 12] = [
    (
        "Northwind Software",
        &[Isv, Partner, OtherPartner, Buyer, OtherAccount, Operator],
    ),
    ("Fabrikam Cloud", &[OtherIsv, Partner, Operator]),
    // Every ISV chooses among the partners.
    (
        "Contoso Consulting",
        &[Isv, OtherIsv, Partner, Buyer, OtherAccount, Operator],
    ),
    ("Harbor Channel", &[Isv, OtherIsv, OtherPartner, Operator]),
    // Who asks the channel desk is known there.
    ("Dana Li", &[Isv, Operator]),
    ("Marek Nowak", &[Isv]),
    ("Ines Duarte", &[Isv]),
    ("Priya Raman", &[OtherIsv, Operator]),
    ("Tom Okafor", &[Partner]),
    ("Lena Vogt", &[Partner]),
    ("Sam Whitfield", &[OtherPartner]),
    ("Robin Hale", &[Operator]),
];

/// What Fabrikam has that has nothing to do with it all.
const FABRIKAM: [Row<'static>; 19] = [
    (FABRIKAMS, &[OtherIsv]),
    (FABRIKAMS_ABOUT, &[OtherIsv]),
    (FABRIKAMS_EULA, &[OtherIsv]),
    (FABRIKAMS_EULA_TEXT, &[OtherIsv]),
    (FABRIKAMS_UNUSED, &[OtherIsv]),
    (FABRIKAMS_UNUSED_TEXT, &[OtherIsv]),
    (FABRIKAMS_DRAFT, &[OtherIsv]),
    (FABRIKAMS_UPLOAD, &[OtherIsv]),
    (FABRIKAMS_UPLOADED, &[OtherIsv]),
    (FABRIKAMS_REQUEST, &[OtherIsv, Operator]),
    (FABRIKAMS_NEEDED, &[OtherIsv, Operator]),
    (FABRIKAMS_LIST, &[OtherIsv]),
    ("Fabrikam Backup", &[OtherIsv]),
    // 33% and 12.5% off 0.45.
    ("0.3015", &[OtherIsv]),
    ("0.39375", &[OtherIsv, Partner]),
    ("Fabrikam Queue", &[OtherIsv, Partner]),
    (FABRIKAMS_GIVEN, &[OtherIsv, Partner]),
    (FABRIKAMS_OFFER, &[OtherIsv, Partner]),
    ("Adatum Resale", &[Isv, OtherIsv, Operator]),
];
