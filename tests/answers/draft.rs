//! Drafts to begin with, each complete and without anything wrong, and what is changed about them.

pub use crate::dice::{contract_file, eula_file, many_resellers};

use crate::samples::{contoso, log_stream, northwind, today, vault_storage};
use consign::answers::{Answers, Catalogue, Fields, Journey, State, Step};
use consign::domain::account::Organisation;
use consign::domain::agreements::Rcmp;
use consign::domain::catalog::{Product, ProductId};

/// A draft and what it refers to.
#[derive(Debug, Clone)]
pub struct Draft {
    pub answers: Answers,
    pub catalogue: Catalogue,
}

impl Draft {
    /// Contoso may resell these products for no set time; the discount is still missing.
    pub fn of(products: &[Product]) -> Self {
        let mut answers = Answers::default();
        let put = |answers: &mut Answers, step, pairs: &[(&str, &str)]| {
            answers.set(step, typed(pairs));
        };
        put(&mut answers, Step::Details, &[("name", "Q1 renewals")]);
        put(&mut answers, Step::Duration, &[("duration", "no_set_time")]);
        let catalogue = Catalogue {
            isv: northwind(),
            products: Vec::new(),
            resellers: Vec::new(),
            documents: vec![eula_file(), contract_file()],
            rcmp: Rcmp::default(),
        };
        Self { answers, catalogue }
            .choosing(products)
            .granting(&[contoso()])
    }

    /// With these products ticked in place of the others.
    pub fn choosing(mut self, products: &[Product]) -> Self {
        self.catalogue.products = products.to_vec();
        let ids = products.iter().map(|product| &product.id);
        let fields = consign::answers::products::write(ids);
        self.answers.set(Step::Products, fields);
        self
    }

    /// With these resellers ticked in place of the others.
    pub fn granting(mut self, resellers: &[Organisation]) -> Self {
        self.catalogue.resellers = resellers.to_vec();
        let ids = resellers.iter().map(|reseller| &reseller.id);
        let fields = consign::answers::resellers::write(ids);
        self.answers.set(Step::Resellers, fields);
        self
    }

    /// With this typed into a step, each field in place of what it had.
    pub fn put(mut self, step: Step, pairs: &[(&str, &str)]) -> Self {
        let mut fields = self.answers.get(step).clone();
        fields.overlay(typed(pairs));
        self.answers.set(step, fields);
        self
    }

    /// With this in a payment row.
    pub fn paying(self, row: u32, amount: &str, [day, month, year]: [&str; 3]) -> Self {
        let row_field = |name: &str| name.replace('N', &row.to_string());
        self.put(
            Step::Discount,
            &[
                (&row_field("amount[N]"), amount),
                (&row_field("date[N]-day"), day),
                (&row_field("date[N]-month"), month),
                (&row_field("date[N]-year"), year),
            ],
        )
    }

    /// Without these fields of a step.
    pub fn without(mut self, step: Step, names: &[&str]) -> Self {
        let mut fields = self.answers.get(step).clone();
        for name in names {
            fields.remove(&field(name));
        }
        self.answers.set(step, fields);
        self
    }

    /// With this step never saved.
    pub fn forgetting(mut self, forgotten: Step) -> Self {
        let mut answers = Answers::default();
        for step in Step::ALL.into_iter().filter(|step| *step != forgotten) {
            if self.answers.has(step) {
                answers.set(step, self.answers.get(step).clone());
            }
        }
        self.answers = answers;
        self
    }

    pub fn journey(&self) -> Journey {
        Journey::of(&self.answers, &self.catalogue, today())
    }

    /// Control and text of everything that is wrong with a step.
    pub fn problems(&self, step: Step) -> Vec<(String, String)> {
        let problems = self.journey().problems(step);
        let pair =
            |problem: &consign::answers::Problem| (problem.field.clone(), problem.text.clone());
        problems.iter().map(pair).collect()
    }
}

/// The state of a step.
pub fn state(draft: &Draft, step: Step) -> State {
    let journey = draft.journey();
    let found = journey.steps().iter().find(|(s, _)| *s == step);
    found.map(|(_, state)| *state).unwrap()
}

/// Fields with these values; a name that stands twice has both.
pub fn typed(pairs: &[(&str, &str)]) -> Fields {
    Fields::from_pairs(
        pairs
            .iter()
            .map(|(name, value)| (field(name), (*value).to_owned())),
    )
}

/// The name of a field, in which a word in capitals stands for a product's ID.
pub fn field(name: &str) -> String {
    [
        ("VAULT", "prod-vaultstorage1"),
        ("LOG", "prod-logstream0001"),
        ("AMI", "prod-sentinelami01"),
        ("ATLAS", "prod-atlasami00001"),
        ("SERVICES", "prod-harbormaster1"),
    ]
    .iter()
    .fold(name.to_owned(), |name, (word, id)| {
        name.replace(&format!("[{word}]"), &format!("[{id}]"))
    })
}

/// Vault Storage at 20 % off.
pub fn percentage() -> Draft {
    Draft::of(&[vault_storage()]).put(
        Step::Discount,
        &[("discount_type", "percentage"), ("percent", "20")],
    )
}

/// These products with individual pricing of which nothing is typed yet.
pub fn individual(products: &[Product]) -> Draft {
    Draft::of(products).put(
        Step::Discount,
        &[("discount_type", "individual"), ("currency", "USD")],
    )
}

/// Vault Storage for 12 months, everything at 10 % off by the row for all dimensions.
pub fn vault_by_row_for_all() -> Draft {
    individual(&[vault_storage()]).put(
        Step::Discount,
        &[
            ("listed", vault_storage().id.as_str()),
            ("term[VAULT]", "P12M"),
            ("rule[VAULT][*]", "percent"),
            ("value[VAULT][*]", "10"),
        ],
    )
}

/// Vault Storage paid in April and October 2027, to be used until the end of March.
pub fn flexible() -> Draft {
    Draft::of(&[vault_storage()])
        .put(
            Step::Discount,
            &[
                ("discount_type", "flexible"),
                ("currency", "USD"),
                ("contract_length", "12"),
                ("units[plain_gb]", "500"),
            ],
        )
        .paying(1, "200.00", ["1", "4", "2027"])
        .paying(2, "250.00", ["1", "10", "2027"])
        .put(
            Step::Duration,
            &[("end-day", "31"), ("end-month", "3"), ("end-year", "2027")],
        )
}

/// Products that are priced like LogStream, this many.
pub fn many_products(count: usize) -> Vec<Product> {
    let numbered = |number: usize| Product {
        id: ProductId::parse(&format!("prod-{number:013}")).unwrap(),
        ..log_stream()
    };
    (0..count).map(numbered).collect()
}
