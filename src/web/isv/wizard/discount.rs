//! The discount step: its view, and the preview that the page refreshes while somebody types.

use super::Place;
use super::individual::IndividualView;
use super::open_draft::OpenDraft;
use super::prices::{self, PriceTable};
use super::schedule::{self, ScheduleView};
use crate::answers::fields::LISTED;
use crate::answers::{Fields, Step, discount, gone, refusal};
use crate::domain::catalog::Product;
use crate::domain::contract_duration::{ContractDuration, DurationUnit};
use crate::domain::discount::DiscountKind;
use crate::domain::money::Currency;
use crate::web::State;
use crate::web::auth::IsvEditor;
use crate::web::error::Error;
use crate::web::form::HtmlForm;
use crate::web::{page, view};
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

/// One of the three kinds.
#[derive(Debug)]
pub struct KindOption {
    pub value: &'static str,
    pub label: &'static str,
    pub note: &'static str,
    pub reveals: &'static str,
    pub chosen: bool,
    /// Whether it is the first that can be chosen: where errors lead.
    pub first: bool,
    /// Why the chosen products cannot have it.
    pub refusal: Option<String>,
}

/// The contract durations of one product.
#[derive(Debug)]
pub struct DurationsView {
    pub id: String,
    pub title: String,
    pub field: String,
    pub options: Vec<(String, String, bool)>,
    /// Code and label of those that are ticked and that the product does not have any more.
    pub gone: Vec<(String, String)>,
    pub custom_field: String,
    pub custom_chosen: bool,
    pub custom: String,
    /// What a custom one is counted in; none when the product has no contract durations any more.
    pub unit: Option<&'static str>,
}

/// The dimensions that a percentage was taken off and that the product does not have any more.
#[derive(Debug)]
pub struct GoneView {
    pub title: String,
    pub field: String,
    pub keys: Vec<String>,
}

/// What the discount step shows.
#[derive(Debug)]
pub struct DiscountView {
    /// The level of its headings, below that of the step.
    pub level: u8,
    pub kinds: Vec<KindOption>,
    pub percent: String,
    pub gone: Vec<GoneView>,
    pub currencies: Vec<(&'static str, bool)>,
    pub durations: Vec<DurationsView>,
    pub products: Vec<IndividualView>,
    pub schedule: Option<ScheduleView>,
    pub zero: bool,
    /// What the payments of a chosen schedule come to.
    pub total: Option<String>,
    pub preview: Vec<PriceTable>,
}

impl DiscountView {
    pub fn of(open: &OpenDraft, fields: &Fields) -> Self {
        let products = open.products();
        let currency = Currency::parse(fields.get("currency")).unwrap_or(Currency::LIST);
        let preview: Vec<PriceTable> = open
            .journey
            .prices()
            .iter()
            .map(|(product, book)| prices::table(product, book))
            .collect();
        let schedule = schedule_view(products, fields);
        let is_chosen = discount::kind(fields) == Some(DiscountKind::Flexible);
        Self {
            level: 2,
            kinds: kind_options(products, fields),
            percent: fields.get("percent").to_owned(),
            gone: products
                .iter()
                .filter_map(|product| gone_view(product, fields))
                .collect(),
            currencies: Currency::ALL
                .into_iter()
                .map(|c| (c.code(), c == currency))
                .collect(),
            durations: products
                .iter()
                .filter_map(|product| durations_view(product, fields))
                .collect(),
            products: products
                .iter()
                .map(|product| IndividualView::of(product, fields))
                .collect(),
            total: schedule
                .as_ref()
                .filter(|_| is_chosen)
                .map(|_| schedule::total(fields)),
            schedule,
            zero: discount::zero_confirmed(fields),
            preview,
        }
    }

    /// Whether the chosen products can have a kind, so that its part of the page is there.
    pub fn offers(&self, kind: &str) -> bool {
        let mut kinds = self.kinds.iter();
        kinds.any(|option| option.value == kind && option.refusal.is_none())
    }

    /// What the payments come to, or how many prices the preview has and how many it lacks: a sentence for those who hear
    /// the page.
    pub fn said(&self) -> String {
        if let Some(total) = &self.total {
            return format!("Total of the payments: {total}");
        }
        let count: usize = self.preview.iter().map(|table| table.rows.len()).sum();
        let missing: usize = self.preview.iter().map(|table| table.missing).sum();
        let prices = |count| view::count(count, "price", "prices");
        match (count, missing) {
            (count, 0) => format!("{} updated", prices(count)),
            (0, missing) => format!("{} still missing", prices(missing)),
            (count, missing) => format!("{} updated, {missing} still missing", prices(count)),
        }
    }
}

fn kind_options(products: &[Product], fields: &Fields) -> Vec<KindOption> {
    let mut options: Vec<_> = DiscountKind::ALL
        .into_iter()
        .map(|kind| kind_option(kind, products, fields))
        .collect();
    if let Some(first) = options.iter_mut().find(|option| option.refusal.is_none()) {
        first.first = true;
    }
    options
}

fn kind_option(kind: DiscountKind, products: &[Product], fields: &Fields) -> KindOption {
    let (note, reveals) = match kind {
        DiscountKind::Percentage => (
            "One percentage off every chosen product",
            // Another currency is refused, and changed where it is chosen already.
            match Currency::parse(fields.get("currency")) {
                Some(Currency::LIST) | None => "percentage durations",
                Some(_) => "percentage currency durations",
            },
        ),
        DiscountKind::Individual => (
            "Set a percentage or a price for each product or dimension",
            "individual currency durations",
        ),
        DiscountKind::Flexible => (
            "Agree amounts and dates with the partner (makes the duration Single Use with a last day)",
            "flexible currency",
        ),
    };
    let refused = products
        .iter()
        .find(|product| !product.model.discount_kinds().contains(&kind));
    let refusal = match refused {
        Some(product) => Some(refusal(product, kind)),
        None if kind == DiscountKind::Flexible && products.len() > 1 => Some(format!(
            "for one product only, and {} are chosen",
            products.len()
        )),
        None => None,
    };
    // Where nothing was typed yet, one percentage is the usual choice.
    let usual = kind == DiscountKind::Percentage && fields.is_empty() && refusal.is_none();
    let chosen = usual || discount::kind(fields) == Some(kind);
    KindOption {
        value: kind.as_str(),
        label: kind.label(),
        note,
        reveals,
        chosen,
        first: false,
        refusal,
    }
}

fn gone_view(product: &Product, fields: &Fields) -> Option<GoneView> {
    let keys = gone::covered(fields, product);
    (!keys.is_empty()).then(|| GoneView {
        title: product.title.clone(),
        field: gone::covered_field(&product.id),
        keys: keys.iter().map(ToString::to_string).collect(),
    })
}

fn schedule_view(products: &[Product], fields: &Fields) -> Option<ScheduleView> {
    match products {
        [product]
            if product
                .model
                .discount_kinds()
                .contains(&DiscountKind::Flexible) =>
        {
            Some(ScheduleView::of(product, fields))
        }
        _ => None,
    }
}

fn durations_view(product: &Product, fields: &Fields) -> Option<DurationsView> {
    let unit = product.model.duration_unit();
    let gone = gone::durations(fields, product).into_iter();
    let gone: Vec<_> = gone
        .map(|duration| (duration.code(), duration.label()))
        .collect();
    if unit.is_none() && gone.is_empty() {
        return None;
    }
    let public = product.public_durations();
    let listed = fields.holds(LISTED, product.id.as_str());
    let field = discount::term_field(&product.id);
    let option = |duration: &ContractDuration| {
        let code = duration.code();
        let chosen = !listed || fields.holds(&field, &code);
        (code, duration.label(), chosen)
    };
    let custom_field = discount::custom_term_field(&product.id);
    Some(DurationsView {
        id: product.id.to_string(),
        title: product.title.clone(),
        options: public.iter().map(option).collect(),
        gone,
        custom_chosen: public.is_empty() || (listed && discount::is_custom(fields, product)),
        custom: fields.get(&custom_field).to_owned(),
        custom_field,
        field,
        unit: unit.map(DurationUnit::label),
    })
}

#[derive(Template)]
#[template(path = "isv/wizard/preview.html")]
struct Preview {
    discount: DiscountView,
}

/// `POST /isv/drafts/{draft}/discount/preview`: the prices that what was typed comes to. Nothing is kept.
pub async fn preview(
    path: web::Path<String>,
    editor: IsvEditor,
    state: web::Data<State>,
    form: HtmlForm,
) -> Result<HttpResponse, Error> {
    let draft = path.parse().map_err(|_| Error::NotFound)?;
    // Only the page of all steps has the name as well; what is typed there into other steps counts, too.
    let (place, level) = if form.0.has("name") {
        (Place::All, 3)
    } else {
        (Place::Step(Step::Discount), 2)
    };
    let open = OpenDraft::load_typed(&state, &editor, draft, place, &form.0)
        .await?
        .ok_or(Error::NotFound)?;
    let fields = open.answers().get(Step::Discount);
    Ok(page::html(
        StatusCode::OK,
        &Preview {
            discount: DiscountView {
                level,
                ..DiscountView::of(&open, fields)
            },
        },
    ))
}
