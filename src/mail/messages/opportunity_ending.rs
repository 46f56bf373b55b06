//! To both sides: an opportunity ends soon.

use super::content::{Link, name_in_sentence};
use super::{Deal, Message, MessageKind, Reader};
use crate::domain::calendar::day;
use crate::domain::opportunity::Side;
use chrono::NaiveDate;

/// What both sides are told of an opportunity that ends soon.
#[derive(Debug, Clone)]
pub struct OpportunityEnding<'a> {
    /// The opportunity.
    pub deal: Deal<'a>,
    /// The last day on which offers can be created.
    pub last_day: NaiveDate,
    /// How many days away that is.
    pub days_left: i64,
    /// How many offers were created from it.
    pub offers: u32,
}

impl OpportunityEnding<'_> {
    /// The mail to one reader; the link leads to the opportunity as that side sees it.
    ///
    /// # Errors
    /// When the template cannot be written.
    pub fn message(&self, side: Side, reader: &Reader<'_>, link: &Link) -> askama::Result<Message> {
        let left = match self.days_left {
            ..=0 => "Last day".to_owned(),
            1 => "1 day left".to_owned(),
            days => format!("{days} days left"),
        };
        let subject = format!("{left}: {}", self.deal.name);
        let (isv, partner) = (
            name_in_sentence(self.deal.isv),
            name_in_sentence(self.deal.partner),
        );
        let last_day = day(self.last_day);
        let (opening, note) = match side {
            Side::Isv => (
                format!("The opportunity that you gave {partner} ends on {last_day}."),
                "Its last day cannot be moved. Clone it to give the partner more time.",
            ),
            Side::Partner => (
                format!("An opportunity from {isv} ends on {last_day}."),
                "Offers that you extended before stay as they are.",
            ),
        };
        self.deal
            .begin(side, reader, &subject, &opening)
            .fact("Last day", &format!("{last_day}, until 23:59 UTC"))
            .fact("Offers so far", &self.offers.to_string())
            .note(note)
            .button("View opportunity", link)
            .message(MessageKind::OpportunityEnding)
    }
}
