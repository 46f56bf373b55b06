//! The tables: which requests there are, what each must hold, and why there are no others.

use super::{details, read};
use crate::aws::changes;
use crate::trade::{Trade, fields};
use consign::answers::{Answers, Step};
use consign::domain::discount::DiscountKind::{self, Flexible, Individual, Percentage};
use serde_json::Value;

const USAGE: &str = "ResaleUsageBasedPricingTerm";
const UPFRONT: &str = "ResaleConfigurableUpfrontPricingTerm";
const FIXED: &str = "ResaleFixedUpfrontPricingTerm";

/// Services, which have no list prices.
pub const SERVICES: &str = "prod-harbormaster1";

/// A product model, and how its requests are laid out.
#[derive(Clone, Copy)]
pub struct Model {
    /// Its name in the files.
    name: &'static str,
    /// The ID and the title of a product that has it.
    pub product: (&'static str, &'static str),
    /// What AWS calls it.
    word: &'static str,
    /// Its terms.
    terms: &'static [&'static str],
    /// Its terms under a payment schedule; none if it can have no schedule.
    scheduled: &'static [&'static str],
    /// How contract durations end: in months or in days.
    unit: char,
}

const fn by_use(name: &'static str, id: &'static str, title: &'static str) -> Model {
    Model {
        name,
        product: (id, title),
        word: "Usage",
        terms: &[USAGE],
        scheduled: &[],
        unit: ' ',
    }
}

const fn by_months(name: &'static str, id: &'static str, title: &'static str) -> Model {
    Model {
        word: "Contract",
        terms: &[UPFRONT],
        scheduled: &[FIXED],
        unit: 'M',
        ..by_use(name, id, title)
    }
}

/// Usage rates beside contract prices.
const fn and_by_use(model: Model) -> Model {
    Model {
        terms: &[USAGE, UPFRONT],
        scheduled: &[USAGE, FIXED],
        ..model
    }
}

const fn by_days(name: &'static str, id: &'static str, title: &'static str) -> Model {
    Model {
        unit: 'D',
        ..and_by_use(by_use(name, id, title))
    }
}

const SUBSCRIPTION: Model = by_use("saas_subscription", "prod-logstream0001", "LogStream");
const WITH_CONSUMPTION: Model = and_by_use(by_months(
    "saas_contract_with_consumption",
    "prod-vaultstorage1",
    "Vault Storage",
));
const MODELS: [Model; 12] = [
    SUBSCRIPTION,
    by_months("saas_contract", "prod-relaydesk0001", "Relay Service Desk"),
    WITH_CONSUMPTION,
    by_use("ami_hourly", "prod-gatewayami001", "Gateway AMI"),
    by_use("ami_usage", "prod-mailfilter001", "Mail Filter AMI"),
    by_days(
        "ami_hourly_with_annual",
        "prod-sentinelami01",
        "Sentinel AMI",
    ),
    by_months("ami_contract", "prod-atlasami00001", "Atlas Contract AMI"),
    by_use("container_hourly", "prod-probecontain1", "Probe Container"),
    by_use("container_usage", "prod-metercontain1", "Meter Container"),
    by_days(
        "container_long_term",
        "prod-fleetcontain1",
        "Fleet Container",
    ),
    by_months("container_contract", "prod-quaycontain01", "Quay Container"),
    by_months("professional_services", SERVICES, "Harbor Master Services"),
];

/// The durations, a single use with its last day and without.
const DURATIONS: [&str; 4] = [
    "single_use",
    "single_use_until_a_day",
    "specific_time",
    "no_set_time",
];

/// A cell: where the tables have a request, or a refusal.
pub struct Cell {
    /// The name of its file.
    pub name: String,
    /// The product model.
    pub model: Model,
    /// The duration, as in the name of a file.
    duration: &'static str,
    /// The kind of discount.
    pub kind: DiscountKind,
}

/// All cells but that of services by a percentage, for which there is no request: it would look as at prices of its own.
pub fn cells() -> Vec<Cell> {
    let kinds = [Percentage, Individual, Flexible];
    let by_model = MODELS.iter().flat_map(|model| {
        kinds.map(|kind| Cell {
            name: format!("{}_{}", model.name, kind.as_str()),
            model: *model,
            duration: match kind {
                Flexible => "single_use_until_a_day",
                Percentage | Individual => "no_set_time",
            },
            kind,
        })
    });
    let by_duration = DURATIONS.iter().flat_map(|duration| {
        kinds.map(|kind| Cell {
            name: format!("{duration}_{}", kind.as_str()),
            model: match kind {
                Flexible => WITH_CONSUMPTION,
                Percentage | Individual => SUBSCRIPTION,
            },
            duration,
            kind,
        })
    });
    let there = |cell: &Cell| !(cell.model.product.0 == SERVICES && cell.kind == Percentage);
    by_model.chain(by_duration).filter(there).collect()
}

impl Cell {
    /// Its request.
    pub fn text(&self) -> String {
        read(&self.name)
    }

    fn terms(&self) -> &'static [&'static str] {
        match self.kind {
            Percentage | Individual => self.model.terms,
            Flexible => self.model.scheduled,
        }
    }

    /// The changes in their one order.
    fn order(&self) -> Vec<&'static str> {
        let rows = [
            ("CreateResaleAuthorization", true),
            ("UpdateBuyerTargetingTerms", self.kind != Percentage),
            ("UpdatePricingTerms", true),
            ("UpdatePaymentScheduleTerms", self.kind == Flexible),
            ("UpdateLegalTerms", true),
            ("UpdateAvailability", self.duration != "no_set_time"),
            ("ReleaseResaleAuthorization", true),
        ];
        let there = rows.into_iter().filter(|(_, there)| *there);
        there.map(|(change, _)| change).collect()
    }

    /// Why there is no such opportunity, as the page tells it.
    pub fn refusal(&self) -> Option<String> {
        if self.terms().is_empty() {
            let title = self.model.product.1;
            return Some(format!(
                "ChangeSet[2].DetailsDocument.Terms[1]: {title} cannot have a payment schedule (INCOMPATIBLE_PRODUCT)"
            ));
        }
        let limited = self.duration == "single_use_until_a_day";
        (self.kind == Flexible && !limited).then(|| {
            "ChangeSet[3].DetailsDocument.Terms[0]: a payment schedule needs both AvailabilityEndDate and an OffersMaxQuantity of 1 (INCOMPATIBLE_TERMS)"
                .to_owned()
        })
    }

    /// Holds a request to the tables.
    pub fn holds(&self, request: &Value) {
        let name = &self.name;
        assert_eq!(changes(request), self.order(), "{name}");
        let prices = details(request, "UpdatePricingTerms");
        assert_eq!(prices["PricingModel"], self.model.word, "{name}");
        let terms = prices["Terms"].as_array().expect("terms");
        let types: Vec<&str> = terms.iter().filter_map(|t| t["Type"].as_str()).collect();
        assert_eq!(types, self.terms(), "{name}");
        for term in terms {
            let cards = term["RateCards"].as_array().into_iter().flatten();
            let durations = cards.filter_map(|card| card["Selector"]["Value"].as_str());
            for code in durations.chain(term["Duration"].as_str()) {
                assert!(code.ends_with(self.model.unit), "{name}: {code}");
            }
        }
        let limits = details(request, "UpdateAvailability");
        let said = (
            limits["OffersMaxQuantity"].as_u64(),
            limits["AvailabilityEndDate"].as_str(),
        );
        let expected = match self.duration {
            "single_use" => (Some(1), None),
            "single_use_until_a_day" => (Some(1), Some("2027-03-31")),
            "specific_time" => (None, Some("2027-03-31")),
            _ => (None, None),
        };
        assert_eq!(said, expected, "{name}");
    }

    /// The answers in the wizard of which a request by a percentage is made.
    pub fn answers(&self, trade: &Trade<'_>, name: &str) -> Answers {
        let mut answers = trade.answers(name);
        let description = "Terms for everything that Contoso sells";
        let details = [("name", name), ("description", description)];
        answers.set(Step::Details, fields(&details));
        answers.set(Step::Products, fields(&[("product", self.model.product.0)]));
        let discount = [("discount_type", "percentage"), ("percent", "20")];
        answers.set(Step::Discount, fields(&discount));
        let (duration, day) = match self.duration {
            "single_use_until_a_day" => ("single_use", ["31", "3", "2027"]),
            "specific_time" => ("specific_time", ["31", "3", "2027"]),
            other => (other, ["", "", ""]),
        };
        let duration = [
            ("duration", duration),
            ("end-day", day[0]),
            ("end-month", day[1]),
            ("end-year", day[2]),
        ];
        answers.set(Step::Duration, fields(&duration));
        answers
    }
}
