//! How money is stored: exactly, and so that both databases add it up, sort and compare it.

use crate::domain::money::{Amount, AmountError, MAX_PLACES};
use crate::store::conn::MultiBackend;
use crate::store::error::Error;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Foldable, HasSqlType, Nullable, SqlType};
use diesel::sqlite::Sqlite;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The SQL type of money: NUMERIC on PostgreSQL, a 64-bit count of 10^-8 units on SQLite. It adds up, sorts and compares
/// exactly on both.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(sqlite_type(name = "Long"))]
#[diesel(postgres_type(oid = 1700, array_oid = 1231))]
pub struct ExactMoney;

impl HasSqlType<ExactMoney> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<ExactMoney>(lookup)
    }
}

impl Foldable for ExactMoney {
    type Sum = Nullable<Self>;
    type Avg = Nullable<Self>;
}

/// A number in a money column, or a sum of such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = ExactMoney)]
pub struct Exact(pub Decimal);

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self(amount.value())
    }
}

impl TryFrom<Exact> for Amount {
    type Error = Error;

    fn try_from(number: Exact) -> Result<Self, Error> {
        Self::stored(number.0).map_err(|error: AmountError| {
            Error::broken(format!("{} is no amount: {error:?}", number.0))
        })
    }
}

impl ToSql<ExactMoney, Sqlite> for Exact {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        let scale = Decimal::from(10_u64.pow(MAX_PLACES));
        let units = self.0.checked_mul(scale).filter(|units| units.is_integer());
        let units = units.and_then(|units| units.to_i64());
        out.set_value(units.ok_or_else(|| format!("{} does not fit a money column", self.0))?);
        Ok(IsNull::No)
    }
}

impl FromSql<ExactMoney, Sqlite> for Exact {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let units = <i64 as FromSql<diesel::sql_types::BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self(Decimal::new(units, MAX_PLACES).normalize()))
    }
}

#[cfg(feature = "postgres")]
impl ToSql<ExactMoney, diesel::pg::Pg> for Exact {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        ToSql::<diesel::sql_types::Numeric, diesel::pg::Pg>::to_sql(&self.0, out)
    }
}

#[cfg(feature = "postgres")]
impl FromSql<ExactMoney, diesel::pg::Pg> for Exact {
    fn from_sql(value: diesel::pg::PgValue<'_>) -> deserialize::Result<Self> {
        let number: Decimal =
            FromSql::<diesel::sql_types::Numeric, diesel::pg::Pg>::from_sql(value)?;
        Ok(Self(number.normalize()))
    }
}

impl ToSql<ExactMoney, MultiBackend> for Exact {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((ExactMoney, self));
        Ok(IsNull::No)
    }
}

impl FromSql<ExactMoney, MultiBackend> for Exact {
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, ExactMoney>()
    }
}
