//! Step 7: for which buyers it is.

use crate::answers::{Fields, Problems};
use crate::domain::account::AccountId;
use crate::domain::buyers::{Buyers, MAX_BUYERS};
use crate::domain::text;

/// The fields of this step.
pub const FIELDS: &[&str] = &["buyers"];
/// Lines with a wrong account ID that are named one by one; of further ones only the number is told.
const NAMED_LINES: usize = 5;

/// Reads the list: one account to a line, or several separated by commas.
///
/// # Errors
/// The lines that hold something else than account IDs, or the number when there are too many.
pub fn parse(fields: &Fields) -> Result<Buyers, Problems> {
    let mut accounts = Vec::new();
    let mut wrong = Vec::new();
    for (line, text) in (1..).zip(fields.get("buyers").lines()) {
        match entries(text)
            .map(|entry| account(&entry))
            .collect::<Result<Vec<_>, _>>()
        {
            Ok(found) => accounts.extend(found),
            Err(why) => wrong.push(format!("Line {line}: account ID must be 12 digits – {why}")),
        }
    }
    let mut problems = Problems::none();
    for text in wrong.iter().take(NAMED_LINES) {
        problems.add("buyers", text);
    }
    match wrong.len().saturating_sub(NAMED_LINES) {
        0 => {}
        1 => problems.add("buyers", "and 1 more line"),
        more => problems.add("buyers", format!("and {more} more lines")),
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Buyers::new(accounts).map_err(|count| {
        Problems::one(
            "buyers",
            format!("You can enter up to {MAX_BUYERS} buyer account IDs – you entered {count}"),
        )
    })
}

/// How many accounts were repeated, to be told beside the list.
pub fn repeated(fields: &Fields) -> usize {
    let accounts: Vec<AccountId> = entries(fields.get("buyers"))
        .filter_map(|entry| account(&entry).ok())
        .collect();
    let mut distinct = accounts.clone();
    distinct.sort_unstable();
    distinct.dedup();
    accounts.len() - distinct.len()
}

/// The fields that name these buyers.
pub fn write(buyers: &Buyers) -> Fields {
    let mut fields = Fields::default();
    let lines: Vec<String> = buyers.accounts().iter().map(AccountId::grouped).collect();
    fields.set("buyers", lines.join("\n"));
    fields
}

/// What stands between the commas and line ends, without the hidden marks that spreadsheets put around numbers.
fn entries(typed: &str) -> impl Iterator<Item = String> {
    typed
        .split([',', ';', '\n'])
        .map(text::clean)
        .filter(|entry| !entry.is_empty())
}

/// Reads one entry, or says what it has in place of twelve digits.
fn account(entry: &str) -> Result<AccountId, String> {
    AccountId::parse(entry).map_err(|count| {
        let quoted = shortened(entry);
        let digits = entry.chars().filter(char::is_ascii_digit).count();
        if digits == count {
            format!("\"{quoted}\" has {count}")
        } else {
            format!("\"{quoted}\" has other characters")
        }
    })
}

/// A wrong entry as it is quoted: a pasted paragraph would hide the message.
fn shortened(entry: &str) -> String {
    const MOST: usize = 24;
    if entry.chars().count() > MOST {
        entry.chars().take(MOST).chain(['…']).collect()
    } else {
        entry.to_owned()
    }
}
