//! How our values are stored: words as text, moments as UTC. Money has a file of its own.

use crate::answers::bulk::Sheet;
use crate::answers::offer::OfferAnswers;
use crate::answers::{Answers, Fields};
use crate::domain::account::{AccountId, OrganisationKind, Role};
use crate::domain::agreements::{DocumentFormat, DocumentKind};
use crate::domain::authorization::AuthorizationId;
use crate::domain::catalog::{DimensionKey, DimensionKind, ProductId, ProductState};
use crate::domain::contract_duration::ContractDuration;
use crate::domain::discount::DiscountKind;
use crate::domain::duration::DurationKind;
use crate::domain::money::Currency;
use crate::domain::notification::{AddressState, NoticeKind};
use crate::domain::offer::adjustment::AdjustmentKind;
use crate::domain::opportunity::Side;
use crate::domain::pricing::Charge;
use crate::domain::pricing_model::PricingModel;
use crate::domain::theme::Theme;
use crate::store::conn::MultiBackend;
use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Text, Timestamp};
use diesel::sqlite::Sqlite;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use type_safe_id::{StaticType, TypeSafeId};

diesel::define_sql_function! {
    /// A text in lower case, as far as ASCII goes: what lists sort names by, and what their indexes hold.
    fn lower(text: Text) -> Text;
}

/// Digits of a second that are kept: PostgreSQL has no more.
const SECOND_PLACES: u16 = 6;

/// What goes wrong between a value and its column.
type Fault = Box<dyn std::error::Error + Send + Sync>;

/// A value that is stored as a text.
pub trait TextValue: Sized {
    /// The text it is stored as.
    ///
    /// # Errors
    /// When it cannot be written.
    fn to_text(&self) -> Result<Cow<'_, str>, Fault>;

    /// Reads that text.
    ///
    /// # Errors
    /// When the text is no such value: somebody else wrote it, or a newer version of the program.
    fn from_text(text: &str) -> Result<Self, Fault>;
}

fn unknown<T>(text: &str) -> Fault {
    // A few characters are enough to find the row by; the rest might be secret.
    let start: String = text.chars().take(40).collect();
    format!("“{start}” is no {}", std::any::type_name::<T>()).into()
}

/// Enums are stored under their words; a word that none of them has is an error.
macro_rules! stored_as_word {
    ($($enum:ty),+ $(,)?) => {$(
        impl TextValue for $enum {
            fn to_text(&self) -> Result<Cow<'_, str>, Fault> {
                Ok(Cow::Borrowed(self.as_str()))
            }

            fn from_text(text: &str) -> Result<Self, Fault> {
                let found = Self::ALL.into_iter().find(|value| value.as_str() == text);
                found.ok_or_else(|| unknown::<Self>(text))
            }
        }
    )+};
}

stored_as_word!(
    OrganisationKind,
    Role,
    DocumentKind,
    DocumentFormat,
    DimensionKind,
    ProductState,
    PricingModel,
    DiscountKind,
    DurationKind,
    Side,
    AdjustmentKind,
    NoticeKind,
    AddressState,
    Theme,
    crate::store::outbox::MessageKind,
    crate::store::outbox::MessageState,
    crate::store::term_requests::TermRequestStatus,
);

/// Values with a code of their own.
macro_rules! stored_as_code {
    ($($value:ty: $write:expr, $read:expr;)+) => {$(
        impl TextValue for $value {
            fn to_text(&self) -> Result<Cow<'_, str>, Fault> {
                let write: fn(&Self) -> Cow<'_, str> = $write;
                Ok(write(self))
            }

            fn from_text(text: &str) -> Result<Self, Fault> {
                let read: fn(&str) -> Option<Self> = $read;
                read(text).ok_or_else(|| unknown::<Self>(text))
            }
        }
    )+};
}

stored_as_code! {
    AccountId: |id| id.as_str().into(), |text| Self::parse(text).ok();
    ProductId: |id| id.as_str().into(), Self::parse;
    AuthorizationId: |id| id.as_str().into(), Self::parse;
    DimensionKey: |key| key.as_str().into(), Self::parse;
    Currency: |currency| currency.code().into(), Self::parse;
    Decimal: |number| number.to_string().into(), |text| text.parse().ok();
    Charge: |charge| charge.code().into(), Self::parse;
    ContractDuration: |duration| duration.code().into(), Self::parse;
}

impl<T: StaticType> TextValue for TypeSafeId<T> {
    fn to_text(&self) -> Result<Cow<'_, str>, Fault> {
        Ok(self.to_string().into())
    }

    fn from_text(text: &str) -> Result<Self, Fault> {
        text.parse().map_err(|_| unknown::<Self>(text))
    }
}

/// What has no shape of its own in the database is stored as JSON.
macro_rules! stored_as_json {
    ($($value:ty),+ $(,)?) => {$(
        impl TextValue for $value {
            fn to_text(&self) -> Result<Cow<'_, str>, Fault> {
                Ok(serde_json::to_string(self)?.into())
            }

            fn from_text(text: &str) -> Result<Self, Fault> {
                Ok(serde_json::from_str(text)?)
            }
        }
    )+};
}

stored_as_json!(Answers, OfferAnswers, Fields, Sheet, BTreeMap<String, String>);

/// A value in a text column.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct AsText<T: fmt::Debug + TextValue>(pub T);

impl<T: fmt::Debug + TextValue> ToSql<Text, Sqlite> for AsText<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        match self.0.to_text()? {
            Cow::Borrowed(text) => out.set_value(text),
            Cow::Owned(text) => out.set_value(text),
        }
        Ok(IsNull::No)
    }
}

#[cfg(feature = "postgres")]
impl<T: fmt::Debug + TextValue> ToSql<Text, diesel::pg::Pg> for AsText<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.0.to_text()?.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl<T> ToSql<Text, MultiBackend> for AsText<T>
where
    T: fmt::Debug + TextValue + Send + Sync + 'static,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((Text, self));
        Ok(IsNull::No)
    }
}

impl<T, DB> FromSql<Text, DB> for AsText<T>
where
    T: fmt::Debug + TextValue,
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        T::from_text(&String::from_sql(value)?).map(Self)
    }
}

/// A moment in UTC, to the microsecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Timestamp)]
pub struct Moment(NaiveDateTime);

impl From<DateTime<Utc>> for Moment {
    fn from(moment: DateTime<Utc>) -> Self {
        Self(moment.naive_utc().trunc_subsecs(SECOND_PLACES))
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(moment: Moment) -> Self {
        moment.0.and_utc()
    }
}

impl<DB> ToSql<Timestamp, DB> for Moment
where
    DB: Backend,
    NaiveDateTime: ToSql<Timestamp, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.0.to_sql(out)
    }
}

impl<DB> FromSql<Timestamp, DB> for Moment
where
    DB: Backend,
    NaiveDateTime: FromSql<Timestamp, DB>,
{
    fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
        NaiveDateTime::from_sql(value).map(Self)
    }
}
