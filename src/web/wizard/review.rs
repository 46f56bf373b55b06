//! What the reviews of both wizards show: what is wrong, and the answers of each step.

use crate::answers::{FormStep, State, Understood};
use crate::web::wizard::ways::returning_path;

/// Something to mend, on the page where it is mended.
pub struct Fix {
    /// The control.
    pub href: String,
    /// What to do.
    pub text: String,
}

/// Everything that is wrong with a draft whose steps are at these addresses.
pub fn fixes<S: FormStep, P, T>(
    journey: &Understood<S, P, T>,
    at: impl Fn(Option<S>) -> String,
) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for (step, problems) in journey.all_problems() {
        let page = returning_path(&at(Some(step)));
        fixes.extend(problems.iter().map(|problem| Fix {
            href: format!("{page}#{}", problem.field),
            text: problem.text.clone(),
        }));
    }
    fixes
}

/// What an answer is called, what it says, and where the document is, if it is one.
pub type Row = (String, String, Option<String>);

/// One step's answers.
pub struct Part {
    /// Its place on the page.
    pub id: &'static str,
    /// What the step is called.
    pub title: &'static str,
    /// Where it is answered otherwise.
    pub change: String,
    /// How it stands.
    pub state: State,
    /// The answers.
    pub rows: Vec<Row>,
}
