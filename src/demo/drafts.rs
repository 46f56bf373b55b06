//! Unfinished opportunities: one nearly done, one just begun.

use crate::answers::{Answers, Fields, Step};
use crate::demo::accounts::{Accounts, CONTOSO, HARBOR};
use crate::random;
use crate::store::drafts::{self, NewDraft};
use crate::store::scope::IsvScope;
use crate::store::{Conn, Error};
use chrono::{DateTime, TimeDelta, Utc};

/// Who saved it, how many days ago, which resellers it names, and what was typed into the other steps.
struct Saved {
    by: &'static str,
    age: i64,
    resellers: &'static [&'static str],
    typed: &'static [(Step, &'static [(&'static str, &'static str)])],
}

const DRAFTS: [Saved; 2] = [
    Saved {
        by: "member@northwind.example",
        age: 2,
        resellers: &[CONTOSO, HARBOR],
        typed: &[
            (
                Step::Details,
                &[
                    ("name", "Spring renewals, storage and logs"),
                    ("description", "To be checked with Dana before it goes out"),
                ],
            ),
            (
                Step::Products,
                &[
                    ("product", "prod-vaultstorage1"),
                    ("product", "prod-logstream0001"),
                ],
            ),
            (
                Step::Discount,
                &[("discount_type", "percentage"), ("percent", "14")],
            ),
        ],
    },
    Saved {
        by: "admin@northwind.example",
        age: 5,
        resellers: &[],
        typed: &[(
            Step::Details,
            &[
                ("name", "Harbor – fleet and services bundle"),
                ("description", ""),
            ],
        )],
    },
];

/// Adds those of an ISV's people.
///
/// # Errors
/// When the database does not answer.
pub fn add(
    c: &mut Conn,
    scope: &IsvScope,
    accounts: &Accounts,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for Saved {
        by,
        age,
        resellers,
        typed,
    } in DRAFTS
    {
        let Ok(person) = accounts.person(by) else {
            continue;
        };
        if person.organisation != scope.isv() {
            continue;
        }
        let mut answers = Answers::default();
        for (step, pairs) in typed {
            let pairs = pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            answers.set(*step, Fields::from_pairs(pairs));
        }
        let mut chosen = Fields::default();
        for reseller in resellers
            .iter()
            .filter_map(|account| accounts.organisation(account).ok())
        {
            chosen.add("reseller", reseller.id.to_string());
        }
        if !chosen.is_empty() {
            answers.set(Step::Resellers, chosen);
        }
        let at = now - TimeDelta::days(age);
        let draft = NewDraft {
            id: random::id(at),
            answers: &answers,
            by: person.id,
            cloned_from: None,
        };
        drafts::create(c, scope, &draft, at)?;
    }
    Ok(())
}
