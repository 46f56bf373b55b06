//! What the wizards of both sides share: the list of steps and what else is around a question, the ways between pages, what
//! a review shows, the choice between two people's answers, what became of a draft, uploads.

pub mod frame;
pub mod made;
pub mod overtaken;
pub mod review;
pub mod steps;
mod template;
pub mod uploads;
pub mod ways;

pub(crate) use template::step_template;
