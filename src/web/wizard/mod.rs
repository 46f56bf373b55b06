//! What the wizards of both sides share: the list of steps, the choice between two people's answers, uploads.

pub mod conflict;
pub mod steps;
pub mod uploads;
