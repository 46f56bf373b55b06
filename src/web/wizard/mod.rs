//! What the wizards of both sides share: the list of steps, the choice between two people's answers, what became of a
//! draft, uploads.

pub mod made;
pub mod overtaken;
pub mod steps;
pub mod uploads;
