//! The two lists of boxes: resellers and products, each with a filter.

use super::open_draft::OpenDraft;
use crate::answers::{Fields, Step};
use crate::domain::account::Organisation;
use crate::domain::catalog::Product;
use crate::domain::money::{Amount, Currency};
use crate::store::resellers::Reseller;
use crate::web::view;

/// The longest list that is not grouped by product type.
const UNGROUPED: usize = 15;

/// One box.
#[derive(Debug)]
pub struct Choice {
    /// The heading that it stands under, if the list has any.
    pub group: Option<&'static str>,
    pub value: String,
    pub label: String,
    pub note: String,
    pub chosen: bool,
}

/// A list of boxes; those that do not match the filter are left out unless they are chosen.
#[derive(Debug)]
pub struct Choices {
    pub options: Vec<Choice>,
    pub total: usize,
    pub shown: usize,
    pub chosen: usize,
    pub filter: String,
}

impl Choices {
    /// The heading before an option: its group's, if it is the first of it.
    pub fn heading(&self, index: &usize) -> Option<&'static str> {
        let group = |index: usize| self.options.get(index).and_then(|option| option.group);
        let before = index.checked_sub(1).and_then(group);
        group(*index).filter(|own| before != Some(*own))
    }

    fn new(all: Vec<Choice>, filter: &str) -> Self {
        let wanted = letters(filter);
        let total = all.len();
        let chosen = all.iter().filter(|option| option.chosen).count();
        let matches = |option: &Choice| {
            option.chosen || letters(&format!("{} {}", option.label, option.note)).contains(&wanted)
        };
        let options: Vec<Choice> = all.into_iter().filter(matches).collect();
        Self {
            shown: options.len(),
            options,
            total,
            chosen,
            filter: filter.to_owned(),
        }
    }
}

/// Letters and digits alone: spaces and dashes in an account ID do not count.
fn letters(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The resellers: those that can be chosen, and those that are chosen and cannot be, so that they can be cleared.
pub fn resellers(open: &OpenDraft, fields: &Fields) -> Choices {
    let registered = open.lists.resellers.iter().map(|reseller| {
        let has_it = open.lists.given.contains(&reseller.organisation.id);
        (&reseller.organisation, note(reseller, has_it))
    });
    let named = open.catalogue.resellers.iter();
    let lapsed = named.filter_map(|r| Some((r, not_to_choose(open, r)?.to_owned())));
    let option = |(organisation, note): (&Organisation, String)| {
        let value = organisation.id.to_string();
        Choice {
            group: None,
            chosen: fields.holds("reseller", &value),
            value,
            label: organisation.name.clone(),
            note,
        }
    };
    Choices::new(
        lapsed.chain(registered).map(option).collect(),
        fields.get("reseller_filter"),
    )
}

/// Why a reseller that is named in the draft is not among those to choose from, if it is not: it ceased to be registered,
/// or came with what was cloned or imported.
fn not_to_choose(open: &OpenDraft, reseller: &Organisation) -> Option<&'static str> {
    if !reseller.registered {
        Some("No longer registered")
    } else if reseller.account == open.catalogue.isv.account {
        Some("Your own account, which cannot be chosen")
    } else {
        None
    }
}

fn note(reseller: &Reseller, has_it: bool) -> String {
    let organisation = &reseller.organisation;
    let mut note = format!(
        "{} · {}",
        organisation.account.grouped(),
        organisation.country
    );
    if let Some(at) = reseller.last_opportunity {
        note.push_str(&format!(
            " · last opportunity {}",
            view::day(at.date_naive())
        ));
    }
    if has_it {
        note.push_str(" · has this opportunity already");
    }
    note
}

/// The products: those that can be resold, and those chosen before they ceased to be.
pub fn products(open: &OpenDraft, fields: &Fields) -> Choices {
    let is_chosen = |product: &Product| fields.holds("product", product.id.as_str());
    let mut listed: Vec<&Product> = open
        .lists
        .products
        .iter()
        .filter(|p| p.can_be_resold() || is_chosen(p))
        .collect();
    let grouped = listed.len() > UNGROUPED;
    if grouped {
        listed.sort_by_key(|product| product.model.product_type());
    }
    let option = |product: &Product| Choice {
        group: grouped.then(|| product.model.product_type().label()),
        value: product.id.to_string(),
        label: product.title.clone(),
        note: product_note(product),
        chosen: is_chosen(product),
    };
    Choices::new(
        listed.into_iter().map(option).collect(),
        fields.get("product_filter"),
    )
}

fn product_note(product: &Product) -> String {
    let mut parts = vec![product.model.label().to_owned(), product.id.to_string()];
    if !product.can_be_resold() {
        parts.insert(0, "Not on sale any more".to_owned());
    } else if let Some(price) = lowest_price(product) {
        parts.push(format!("from {}", view::amount(price, Currency::LIST)));
    }
    parts.join(" · ")
}

fn lowest_price(product: &Product) -> Option<Amount> {
    let upfront = product
        .dimensions
        .iter()
        .flat_map(|dimension| dimension.upfront.values().copied())
        .min();
    upfront.or_else(|| {
        product
            .dimensions
            .iter()
            .filter_map(|dimension| dimension.usage_rate)
            .min()
    })
}

/// The filter's field of a step; it is forgotten once the step is left.
pub fn filter_field(step: Step) -> Option<&'static str> {
    match step {
        Step::Resellers => Some("reseller_filter"),
        Step::Products => Some("product_filter"),
        Step::Details
        | Step::Discount
        | Step::Duration
        | Step::Dimensions
        | Step::Buyers
        | Step::Eula
        | Step::Rcmp => None,
    }
}
