//! The status that the database filters and sorts by is the status that the rules say, whatever has happened and whenever
//! one asks.

use crate::made::{Market, market};
use crate::tools::{Store, noon};
use chrono::{DateTime, Days, TimeDelta, Utc};
use consign::domain::account::User;
use consign::domain::duration::DurationKind;
use consign::domain::ids::OpportunityId;
use consign::domain::opportunity::{Facts, Side, Status};
use consign::store::columns::AsText;
use consign::store::opportunities::{
    NewRevocation, RevokeOutcome, SortColumn, TableQuery, end, find, revoke, table,
};
use consign::store::reports;
use consign::store::schema::opportunities;
use consign::store::scope::PartnerScope;
use diesel::prelude::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

on_both_databases!(the_database_and_the_rules_agree);

/// Rounds of random histories on each database.
const CASES: u32 = 24;
/// Opportunities in each round.
const MANY: usize = 12;

/// What happened to an opportunity.
#[derive(Debug, Clone)]
struct History {
    kind: DurationKind,
    /// Days from the day of asking to the last day.
    last_day: Option<i64>,
    uses: i32,
    ended_by: Option<Side>,
}

fn history() -> impl Strategy<Value = History> {
    let kind = prop::sample::select(DurationKind::ALL.to_vec());
    let last_day = prop::option::weighted(0.8, -2..=2_i64);
    let ended_by = prop::option::weighted(0.3, prop::sample::select(Side::ALL.to_vec()));
    (kind, last_day, 0..=3_i32, ended_by).prop_map(|(kind, last_day, uses, ended_by)| History {
        kind,
        last_day: match kind {
            DurationKind::SingleUse => last_day,
            DurationKind::SpecificTime => Some(last_day.unwrap_or(0)),
            DurationKind::NoSetTime => None,
        },
        uses: if kind == DurationKind::SingleUse {
            uses.min(1)
        } else {
            uses
        },
        ended_by,
    })
}

/// A moment of the day: its first and last microsecond come often.
fn time_of_day() -> impl Strategy<Value = TimeDelta> {
    let last = TimeDelta::days(1) - TimeDelta::microseconds(1);
    prop_oneof![
        Just(TimeDelta::zero()),
        Just(TimeDelta::microseconds(1)),
        Just(last),
        (0..86_400_000_000_i64).prop_map(TimeDelta::microseconds),
    ]
}

fn happen(store: &Store, ids: &[OpportunityId], histories: &[History], now: DateTime<Utc>) {
    store.write(|c| {
        for (id, history) in ids.iter().zip(histories) {
            let day = |days: i64| now.date_naive() + TimeDelta::days(days);
            diesel::update(opportunities::table.find(AsText(*id)))
                .set((
                    opportunities::duration_kind.eq(AsText(history.kind)),
                    opportunities::last_day.eq(history.last_day.map(day)),
                    opportunities::uses.eq(history.uses),
                    opportunities::ended_by.eq(history.ended_by.map(AsText)),
                ))
                .execute(c)?;
        }
        Ok(())
    });
}

/// The opportunity's status by the rules. Who ended it stands with it twice; here only the row says so.
fn by_the_rules(
    store: &Store,
    market: &Market,
    id: OpportunityId,
    history: &History,
    now: DateTime<Utc>,
) -> Status {
    let found = store.read(|c| find(c, &market.isv.scope, id)).unwrap();
    let facts = consign::domain::opportunity::Facts {
        duration: found.duration,
        uses: found.uses,
        ended_by: history.ended_by,
    };
    Status::at(facts, now)
}

fn the_database_and_the_rules_agree(store: &Store) {
    let market = market(store);
    let mut ids = Vec::new();
    while ids.len() < MANY {
        ids.extend(
            market
                .make(store, market.parts("Spring", &[0, 1, 2], &[1, 2]), noon())
                .opportunities,
        );
    }
    ids.sort();
    let partners: Vec<_> = (0..3).map(|index| market.partner(store, index)).collect();
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let midnight = (noon().date_naive() + Days::new(60))
        .and_hms_opt(0, 0, 0)
        .unwrap()
        .and_utc();
    let strategy = (vec(history(), MANY), time_of_day());
    let checked = TestRunner::new(config).run(&strategy, |(histories, time)| {
        let now = midnight + time;
        happen(store, &ids, &histories, now);
        let mut statuses: Vec<(Status, OpportunityId)> = Vec::new();
        for (id, history) in ids.iter().zip(&histories) {
            statuses.push((by_the_rules(store, &market, *id, history, now), *id));
        }
        filters_agree(store, &market, &statuses, now)?;
        order_agrees(store, &market, &histories, &statuses, now)?;
        reports_agree(store, &market, &statuses, now)?;
        for (person, scope) in &partners {
            ending_agrees(store, (person, scope), &histories, &statuses, now)?;
        }
        revoking_agrees(store, &market, &statuses, now)
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

fn rows(
    store: &Store,
    market: &Market,
    wants: &TableQuery,
    now: DateTime<Utc>,
) -> Vec<(Status, OpportunityId)> {
    let page = store.read(|c| table::page(c, market.isv.scope, wants, now));
    page.rows.iter().map(|row| (row.status, row.id)).collect()
}

/// Every set of statuses leaves exactly the opportunities that have one of them.
fn filters_agree(
    store: &Store,
    market: &Market,
    statuses: &[(Status, OpportunityId)],
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    for set in 0..32_u8 {
        let wanted: Vec<Status> = (0..5)
            .filter(|bit| set & (1 << bit) != 0)
            .map(|bit| Status::ALL[bit])
            .collect();
        let wants = TableQuery {
            statuses: wanted.clone(),
            ..TableQuery::default()
        };
        let mut found = rows(store, market, &wants, now);
        found.sort_by_key(|(_, id)| *id);
        // Of the rows only their own columns are known, not the revocation: the ids decide.
        let found: Vec<OpportunityId> = found.into_iter().map(|(_, id)| id).collect();
        let expected: Vec<OpportunityId> = statuses
            .iter()
            .filter(|(status, _)| wanted.is_empty() || wanted.contains(status))
            .map(|(_, id)| *id)
            .collect();
        prop_assert_eq!(found, expected, "{:?} at {}", wanted, now);
    }
    Ok(())
}

/// Sorted by status, they stand in the order in which statuses are listed.
fn order_agrees(
    store: &Store,
    market: &Market,
    histories: &[History],
    statuses: &[(Status, OpportunityId)],
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    let place = |status: Status| Status::ALL.iter().position(|s| *s == status);
    // What has no last day outlasts all that have one.
    let until = |history: &History| history.last_day.unwrap_or(i64::MAX);
    let mut ordered: Vec<_> = statuses.iter().zip(histories).collect();
    ordered.sort_by_key(|((status, id), history)| (place(*status), until(history), *id));
    let mut expected: Vec<_> = ordered.into_iter().map(|(row, _)| *row).collect();
    let mut wants = TableQuery {
        sort: SortColumn::Status,
        descending: false,
        ..TableQuery::default()
    };
    prop_assert_eq!(rows(store, market, &wants, now), expected.clone());
    wants.descending = true;
    expected.reverse();
    prop_assert_eq!(rows(store, market, &wants, now), expected);
    Ok(())
}

/// What is active can be revoked, and nothing else.
fn revoking_agrees(
    store: &Store,
    market: &Market,
    statuses: &[(Status, OpportunityId)],
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    for (status, id) in statuses {
        let new = NewRevocation {
            opportunity: *id,
            by: &market.isv.user,
            reason: None,
            letters: Vec::new(),
        };
        let expected = if *status == Status::Active {
            RevokeOutcome::Done
        } else {
            RevokeOutcome::Not(*status)
        };
        // Undone at once, for the next round.
        let mut outcome = None;
        let undone = store.db.write_now(|c| {
            outcome = Some(revoke(c, &market.isv.scope, &new, now)?);
            Err::<(), _>(consign::store::Error::Busy)
        });
        prop_assert!(
            matches!(undone, Err(consign::store::Error::Busy)),
            "{:?}",
            undone
        );
        prop_assert_eq!(outcome, Some(expected));
    }
    Ok(())
}

/// A report counts as active what is active.
fn reports_agree(
    store: &Store,
    market: &Market,
    statuses: &[(Status, OpportunityId)],
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    let report = store.read(|c| reports::isv(c, &market.isv.scope, reports::Days::default(), now));
    let active = statuses.iter().filter(|(status, _)| status.is_open());
    prop_assert_eq!(report.total.active, u64::try_from(active.count()).unwrap());
    prop_assert_eq!(report.total.created, u64::try_from(MANY).unwrap());
    Ok(())
}

/// A partner can end what the rules let it end, and nothing else; and sees the status that the ISV sees.
fn ending_agrees(
    store: &Store,
    (person, scope): (&User, &PartnerScope),
    histories: &[History],
    statuses: &[(Status, OpportunityId)],
    now: DateTime<Utc>,
) -> Result<(), TestCaseError> {
    let wants = TableQuery::default();
    let page = store.read(|c| table::page(c, scope, &wants, now));
    prop_assert_eq!(page.rows.len(), MANY / 3);
    for row in page.rows {
        let at = statuses.iter().position(|(_, id)| *id == row.id).unwrap();
        let (status, history) = (statuses[at].0, &histories[at]);
        prop_assert_eq!(row.status, status);
        let facts = Facts {
            duration: row.duration,
            uses: row.uses,
            ended_by: history.ended_by,
        };
        let new = NewRevocation {
            opportunity: row.id,
            by: person,
            reason: None,
            letters: Vec::new(),
        };
        let expected = match (facts.can_be_ended_by(Side::Partner, now), status.is_open()) {
            (true, _) => RevokeOutcome::Done,
            (false, true) => RevokeOutcome::NotTheirs,
            (false, false) => RevokeOutcome::Not(status),
        };
        let mut outcome = None;
        let undone = store.db.write_now(|c| {
            outcome = Some(end(c, scope, &new, now)?);
            Err::<(), _>(consign::store::Error::Busy)
        });
        prop_assert!(matches!(undone, Err(consign::store::Error::Busy)));
        prop_assert_eq!(outcome, Some(expected));
    }
    Ok(())
}
