//! How products are priced, and what follows from it for reselling them.

use crate::domain::contract_duration::DurationUnit;
use crate::domain::discount::DiscountKind;

/// What sort of product it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProductType {
    /// Software as a service.
    Saas,
    /// Amazon Machine Image.
    Ami,
    /// Container image.
    Container,
    /// Services by people.
    ProfessionalServices,
    /// Of a kind that cannot be resold.
    Other,
}

impl ProductType {
    /// Its name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Saas => "SaaS",
            Self::Ami => "AMI",
            Self::Container => "Container",
            Self::ProfessionalServices => "Professional services",
            Self::Other => "Other",
        }
    }
}

/// How a product is priced; it decides which discounts it can have (Seller Guide, supported product types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PricingModel {
    /// SaaS, paid as used.
    SaasSubscription,
    /// SaaS, paid up front for a time.
    SaasContract,
    /// SaaS contract, with further use paid as used.
    SaasContractWithConsumption,
    /// AMI, by the hour.
    AmiHourly,
    /// AMI, by the vendor's own meter.
    AmiUsage,
    /// AMI, by the hour or a year ahead.
    AmiHourlyWithAnnual,
    /// AMI, paid up front for a time.
    AmiContract,
    /// Container, by task or pod and hour.
    ContainerHourly,
    /// Container, by the vendor's own meter.
    ContainerUsage,
    /// Container, by the hour or meter, or a long term ahead.
    ContainerLongTerm,
    /// Container, paid up front for a time.
    ContainerContract,
    /// Services; priced only in private offers.
    ProfessionalServices,
    /// Free of charge.
    Free,
    /// Bring your own licence.
    Byol,
    /// AMI, by the month.
    AmiMonthly,
    /// Container, by the month.
    ContainerMonthly,
    /// Several AMIs in a CloudFormation template.
    CloudFormation,
    /// Sold for another seller.
    SecondParty,
    /// Machine learning.
    MachineLearning,
    /// Data.
    Data,
}

impl PricingModel {
    /// Every model.
    pub const ALL: [Self; 20] = [
        Self::SaasSubscription,
        Self::SaasContract,
        Self::SaasContractWithConsumption,
        Self::AmiHourly,
        Self::AmiUsage,
        Self::AmiHourlyWithAnnual,
        Self::AmiContract,
        Self::ContainerHourly,
        Self::ContainerUsage,
        Self::ContainerLongTerm,
        Self::ContainerContract,
        Self::ProfessionalServices,
        Self::Free,
        Self::Byol,
        Self::AmiMonthly,
        Self::ContainerMonthly,
        Self::CloudFormation,
        Self::SecondParty,
        Self::MachineLearning,
        Self::Data,
    ];

    /// The word it is stored and imported under, and its name on pages.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::SaasSubscription => ("saas_subscription", "SaaS subscription"),
            Self::SaasContract => ("saas_contract", "SaaS contract"),
            Self::SaasContractWithConsumption => (
                "saas_contract_with_consumption",
                "SaaS contract with consumption",
            ),
            Self::AmiHourly => ("ami_hourly", "AMI hourly"),
            Self::AmiUsage => ("ami_usage", "AMI custom metered"),
            Self::AmiHourlyWithAnnual => ("ami_hourly_with_annual", "AMI hourly with annual"),
            Self::AmiContract => ("ami_contract", "AMI contract"),
            Self::ContainerHourly => ("container_hourly", "Container hourly"),
            Self::ContainerUsage => ("container_usage", "Container custom metered"),
            Self::ContainerLongTerm => ("container_long_term", "Container with long-term contract"),
            Self::ContainerContract => ("container_contract", "Container contract"),
            Self::ProfessionalServices => ("professional_services", "Professional services"),
            Self::Free => ("free", "Free"),
            Self::Byol => ("byol", "Bring your own licence"),
            Self::AmiMonthly => ("ami_monthly", "AMI monthly"),
            Self::ContainerMonthly => ("container_monthly", "Container monthly"),
            Self::CloudFormation => ("cloudformation", "Multi-AMI CloudFormation"),
            Self::SecondParty => ("second_party", "Second party"),
            Self::MachineLearning => ("machine_learning", "Machine learning"),
            Self::Data => ("data", "Data"),
        }
    }

    /// The word it is stored and imported under.
    pub fn as_str(self) -> &'static str {
        self.names().0
    }

    /// Its name on pages.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// What sort of product has it.
    pub fn product_type(self) -> ProductType {
        match self {
            Self::SaasSubscription | Self::SaasContract | Self::SaasContractWithConsumption => {
                ProductType::Saas
            }
            Self::AmiHourly
            | Self::AmiUsage
            | Self::AmiHourlyWithAnnual
            | Self::AmiContract
            | Self::AmiMonthly => ProductType::Ami,
            Self::ContainerHourly
            | Self::ContainerUsage
            | Self::ContainerLongTerm
            | Self::ContainerContract
            | Self::ContainerMonthly => ProductType::Container,
            Self::ProfessionalServices => ProductType::ProfessionalServices,
            Self::Free
            | Self::Byol
            | Self::CloudFormation
            | Self::SecondParty
            | Self::MachineLearning
            | Self::Data => ProductType::Other,
        }
    }

    /// The discount kinds it can have; none means that it cannot be resold.
    pub fn discount_kinds(self) -> &'static [DiscountKind] {
        use DiscountKind::{Flexible, Individual, Percentage};
        match self {
            Self::SaasSubscription
            | Self::AmiHourly
            | Self::AmiUsage
            | Self::ContainerHourly
            | Self::ContainerUsage => &[Percentage, Individual],
            Self::SaasContract
            | Self::SaasContractWithConsumption
            | Self::AmiHourlyWithAnnual
            | Self::AmiContract
            | Self::ContainerLongTerm
            | Self::ContainerContract => &[Percentage, Individual, Flexible],
            Self::ProfessionalServices => &[Individual, Flexible],
            Self::Free
            | Self::Byol
            | Self::AmiMonthly
            | Self::ContainerMonthly
            | Self::CloudFormation
            | Self::SecondParty
            | Self::MachineLearning
            | Self::Data => &[],
        }
    }

    /// Whether such a product can be resold at all.
    pub fn resellable(self) -> bool {
        !self.discount_kinds().is_empty()
    }

    /// The unit of its contract durations; `None` when it is only paid as used.
    pub fn duration_unit(self) -> Option<DurationUnit> {
        match self {
            Self::SaasContract
            | Self::SaasContractWithConsumption
            | Self::AmiContract
            | Self::ContainerContract
            | Self::ProfessionalServices => Some(DurationUnit::Months),
            Self::AmiHourlyWithAnnual | Self::ContainerLongTerm => Some(DurationUnit::Days),
            Self::SaasSubscription
            | Self::AmiHourly
            | Self::AmiUsage
            | Self::ContainerHourly
            | Self::ContainerUsage
            | Self::Free
            | Self::Byol
            | Self::AmiMonthly
            | Self::ContainerMonthly
            | Self::CloudFormation
            | Self::SecondParty
            | Self::MachineLearning
            | Self::Data => None,
        }
    }

    /// Whether the ISV may shape its dimensions and usage fees (source document, step 8).
    pub fn is_saas_contract(self) -> bool {
        matches!(self, Self::SaasContract | Self::SaasContractWithConsumption)
    }
}
