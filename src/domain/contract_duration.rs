//! How long a buyer's contract runs: whole months or whole days.

use chrono::Datelike;

/// The longest custom contract in months (Seller Guide, SaaS contracts).
pub const MAX_MONTHS: u16 = 144;
/// The longest custom contract in days (Seller Guide, supported product types).
pub const MAX_DAYS: u16 = 1095;

/// The unit in which a product's contract durations are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    /// Whole months.
    Months,
    /// Whole days.
    Days,
}

impl DurationUnit {
    /// The largest custom duration in this unit.
    pub fn most(self) -> u16 {
        match self {
            Self::Months => MAX_MONTHS,
            Self::Days => MAX_DAYS,
        }
    }

    /// Its name, in the plural.
    pub fn label(self) -> &'static str {
        match self {
            Self::Months => "months",
            Self::Days => "days",
        }
    }

    /// A contract duration of so many of this unit; `None` when out of range.
    pub fn duration(self, count: u16) -> Option<ContractDuration> {
        (1..=self.most()).contains(&count).then_some(match self {
            Self::Months => ContractDuration::Months(count),
            Self::Days => ContractDuration::Days(count),
        })
    }
}

/// How long a buyer's contract runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContractDuration {
    /// Whole months, 1 to 144.
    Months(u16),
    /// Whole days, 1 to 1095.
    Days(u16),
}

impl ContractDuration {
    /// The unit it is counted in.
    pub fn unit(self) -> DurationUnit {
        match self {
            Self::Months(_) => DurationUnit::Months,
            Self::Days(_) => DurationUnit::Days,
        }
    }

    /// The Catalog API's form, `P12M` or `P365D`; also used as a key.
    pub fn code(self) -> String {
        match self {
            Self::Months(n) => format!("P{n}M"),
            Self::Days(n) => format!("P{n}D"),
        }
    }

    /// Reads [`ContractDuration::code`].
    pub fn parse(code: &str) -> Option<Self> {
        let body = code.strip_prefix('P')?;
        let (digits, unit) = match body.strip_suffix('M') {
            Some(digits) => (digits, DurationUnit::Months),
            None => (body.strip_suffix('D')?, DurationUnit::Days),
        };
        let plain = !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
        if plain {
            unit.duration(digits.parse().ok()?)
        } else {
            None
        }
    }

    /// In words: `12 months`.
    pub fn label(self) -> String {
        let (count, unit) = match self {
            Self::Months(n) => (n, "month"),
            Self::Days(n) => (n, "day"),
        };
        format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
    }

    /// The first day after a contract that starts on `start`. A month that has no such day was over before it, so that the
    /// first day after is that of the next month: whoever begins later has no shorter contract.
    pub fn end_after(self, start: chrono::NaiveDate) -> Option<chrono::NaiveDate> {
        match self {
            Self::Months(n) => {
                let same_day = start.checked_add_months(chrono::Months::new(u32::from(n)))?;
                if same_day.day() < start.day() {
                    same_day.succ_opt()
                } else {
                    Some(same_day)
                }
            }
            Self::Days(n) => start.checked_add_days(chrono::Days::new(u64::from(n))),
        }
    }
}
