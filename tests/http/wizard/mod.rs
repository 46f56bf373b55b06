//! The wizard: its pages in their states, and its rules broken through the forms.

mod all_steps;
mod buyers;
mod conflict;
mod create;
mod details;
mod dimensions;
mod discount;
mod duration;
mod eula;
mod frame;
mod generator;
mod gone;
mod gone_durations;
mod individual;
mod kept;
mod large;
mod meanwhile;
mod no_place;
mod not_stored;
mod other_choice;
#[cfg(feature = "postgres")]
mod overtaken;
mod products;
mod rcmp;
mod refusals;
mod remove_file;
mod resellers;
mod review;
mod schedule;
mod seen;
mod stale;
pub mod uploads;
mod virus_check;

use crate::client::{Client, Response};
use crate::html::{Form, Page};
use crate::portal::TestPortal;
use crate::trade::{ADMIN, Trade};
use consign::answers::{Answers, Fields, Step};

/// A draft, open in somebody's browser.
pub struct Wizard<'a> {
    pub trade: Trade<'a>,
    pub browser: Client,
    /// Its id.
    pub draft: String,
}

/// What is typed: names and values, a name several times for several boxes.
pub type Typed<'t> = &'t [(&'t str, &'t str)];

impl<'a> Wizard<'a> {
    /// A draft in which nothing was answered.
    pub fn empty(portal: &'a TestPortal) -> Self {
        Self::with(portal, |_, _| {})
    }

    /// A draft that could be created: 12.5% off LogStream for Contoso.
    pub fn complete(portal: &'a TestPortal) -> Self {
        Self::with(portal, |trade, answers| {
            *answers = trade.answers("Q1 renewals");
        })
    }

    /// A draft that could be created, of these products.
    pub fn of(portal: &'a TestPortal, products: &[&str]) -> Self {
        Self::with(portal, |trade, answers| {
            *answers = trade.answers("Q1 renewals");
            let mut chosen = Fields::default();
            for product in products {
                chosen.add("product", *product);
            }
            answers.set(Step::Products, chosen);
        })
    }

    /// A draft with the answers that the test gives it.
    pub fn with(portal: &'a TestPortal, answer: impl FnOnce(&Trade<'a>, &mut Answers)) -> Self {
        let trade = Trade::begin(portal);
        let mut answers = Answers::default();
        answer(&trade, &mut answers);
        let draft = trade.keep(&answers).to_string();
        Self {
            browser: portal.sign_in(ADMIN),
            trade,
            draft,
        }
    }

    /// Where a page of the draft is.
    pub fn at(&self, place: impl AsRef<str>) -> String {
        format!("/isv/drafts/{}/{}", self.draft, place.as_ref())
    }

    /// A page of the draft.
    pub fn page(&self, place: impl AsRef<str>) -> Page {
        let answer = self.browser.get(&self.at(place));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.page()
    }

    /// Types into the form of a page and presses a button.
    pub fn press(&self, place: impl AsRef<str>, button: &str, typed: Typed<'_>) -> Response {
        let form = fill(self.page(&place).form(button), typed);
        self.submit(place, &form)
    }

    /// Types into the page of all steps and presses *Save*.
    pub fn save_all(&self, typed: Typed<'_>) -> Response {
        let form = self.page("all").form("Review opportunity");
        self.submit("all", &fill(form, typed).set("go", "save"))
    }

    /// Sends a form of a page.
    pub fn submit(&self, place: impl AsRef<str>, form: &Form) -> Response {
        if form.multipart {
            let action = form.action.clone();
            uploads::send(&self.browser, &action, &form.fields, &[])
        } else {
            self.browser.submit(&self.at(place), form)
        }
    }

    /// Types into a step and presses *Save and continue*.
    pub fn save(&self, step: Step, typed: Typed<'_>) -> Response {
        self.press(step.as_str(), "Save and continue", typed)
    }

    /// What the draft holds.
    pub fn answers(&self) -> Answers {
        self.trade.draft(&self.at("details")).answers
    }

    /// What the draft holds of a step.
    pub fn answered(&self, step: Step) -> Fields {
        self.answers().get(step).clone()
    }

    /// Types into a step what is good, and goes on to a place.
    pub fn accepts(&self, step: Step, typed: Typed<'_>, next: &str) {
        let answer = self.save(step, typed);
        let errors = match answer.status {
            303 => Vec::new(),
            _ => answer.page().errors(),
        };
        assert_eq!(
            (answer.status, answer.location()),
            (303, self.at(next).as_str()),
            "{typed:?} {errors:?}"
        );
    }

    /// Types into a step what is wrong: the page comes back with these errors, on top and beside the fields, and with
    /// everything typed, which is in the draft as well.
    pub fn refuses(&self, step: Step, typed: Typed<'_>, errors: &[(&str, &str)]) -> Page {
        let answer = self.save(step, typed);
        assert_eq!(answer.status, 422, "{typed:?}");
        let page = answer.page();
        assert_errors(&page, errors);
        let (kept, shown) = (self.answered(step), page.fields());
        for (name, value) in typed {
            assert!(
                shown.iter().any(|(n, v)| n == name && v == value),
                "{name} shows {:?} and not {value:?}",
                page.values(name)
            );
            assert!(
                kept.holds(name, value),
                "{name} holds {:?} and not {value:?}",
                kept.all(name)
            );
        }
        page
    }

    /// Presses *Create opportunities* on a draft that must not be created, and reads why.
    pub fn cannot_be_created(&self) -> Vec<String> {
        let answer = self.press("review", "Create opportunities", &[]);
        assert_eq!(answer.status, 422);
        let page = answer.page();
        assert_eq!(page.name(), "isv.draft.review");
        assert!(
            page.title().starts_with("Error: Review"),
            "{}",
            page.title()
        );
        assert!(
            self.browser
                .get("/isv/opportunities")
                .page()
                .rows()
                .is_empty()
        );
        page.errors().into_iter().map(|(_, text)| text).collect()
    }
}

/// Types these values into a form.
pub fn fill(mut form: Form, typed: Typed<'_>) -> Form {
    for (name, _) in typed {
        let all = typed.iter().filter(|(other, _)| other == name);
        let values: Vec<&str> = all.map(|(_, value)| *value).collect();
        form = form.choose(name, &values);
    }
    form
}

/// Holds a page to exactly these errors, field and text, on top and beside the fields.
pub fn assert_errors(page: &Page, errors: &[(&str, &str)]) {
    let expected: Vec<(String, String)> = errors
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(page.errors(), expected);
    let answers = match errors.len() {
        1 => "1 answer".to_owned(),
        many => format!("{many} answers"),
    };
    assert_eq!(
        page.texts("#error-summary h2"),
        [format!("Fix {answers} to continue")]
    );
    assert!(page.title().starts_with("Error: "), "{}", page.title());
    for (field, text) in errors {
        let target = page.attributes(&format!("[id=\"{field}\"]"), "id");
        assert_eq!(target, [*field], "the link of {text:?} leads nowhere");
        // The boxes of a date share one place for messages, where those of the first box with any stand.
        let stem = date_stem(field);
        let mut same = errors.iter().filter(|(other, _)| date_stem(other) == stem);
        let first = same.next().map(|(first, _)| *first);
        if first == Some(*field) {
            let beside = errors.iter().filter(|(other, _)| other == field);
            let texts: Vec<&str> = beside.map(|(_, text)| *text).collect();
            assert_eq!(page.error_for(stem), Some(texts.join(" ")));
        }
    }
}

fn date_stem(field: &str) -> &str {
    let box_of_date = ["-day", "-month", "-year"];
    let stem = box_of_date.iter().find_map(|end| field.strip_suffix(end));
    stem.unwrap_or(field)
}
