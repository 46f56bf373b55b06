//! Charts, from numbers: where bars and words stand. A template draws them as SVG, so that they need no script; whoever cannot
//! see them reads the title, the description, and the table beneath with the same numbers.

use crate::domain::money::group_digits;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The width of all charts, in the units of their drawing.
const WIDTH: u64 = 720;
/// How high the tallest column is.
const TALLEST: u64 = 150;
/// Room above columns for their numbers.
const ABOVE: u64 = 22;
/// Room below columns for their names.
const BELOW: u64 = 26;
/// The widest a column gets.
const WIDEST: u64 = 34;
/// Between two groups of columns.
const GAP: u64 = 10;
/// How wide a character is at the most.
const CHARACTER: u64 = 8;

/// How much room a lying bar takes.
const LINE: u64 = 34;
/// How thick it is.
const THICK: u64 = 18;
/// Room for its name.
const NAMES: u64 = 210;
/// Room for its number.
const NUMBERS: u64 = 150;
/// Characters of a name that fit there.
const NAME_CHARACTERS: usize = 27;

/// A chart, laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What the ids of its parts begin with.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What can be seen in it, in words.
    pub description: String,
    /// How wide its drawing is.
    pub width: u64,
    /// How high.
    pub height: u64,
    /// Its bars.
    pub bars: Vec<Bar>,
    /// Words and numbers in it.
    pub labels: Vec<Label>,
    /// Where the bars stand: from and to.
    pub base: [(u64, u64); 2],
    /// What the kinds of bars mean, when there are several.
    pub legend: Vec<Series>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for, with its number.
    pub what: String,
    /// Its number, as the table has it.
    pub number: String,
    /// Its left edge.
    pub x: u64,
    /// Its upper edge.
    pub y: u64,
    /// Its width.
    pub width: u64,
    /// Its height.
    pub height: u64,
    /// The stylesheet's class.
    pub class: &'static str,
}

/// Words in a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words.
    pub text: String,
    /// Where.
    pub x: u64,
    /// At which height.
    pub y: u64,
    /// Which of its ends that is.
    pub anchor: &'static str,
}

/// A kind of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    /// What it means.
    pub label: &'static str,
    /// The stylesheet's class.
    pub class: &'static str,
}

/// The stylesheet's classes of the first and the second kind: one is filled and one is framed, so that they can be told
/// apart without colour.
pub const CLASSES: [&str; 2] = ["bar-one", "bar-two"];

/// Standing columns, in groups with a name and a number for each series.
pub fn columns(
    id: &str,
    (title, description): (&str, String),
    series: &[Series],
    groups: &[(String, Vec<u64>)],
) -> Chart {
    let most = groups.iter().flat_map(|(_, numbers)| numbers).max();
    let most = most.copied().unwrap_or(0).max(1);
    let count = u64::try_from(groups.len()).unwrap_or(1).max(1);
    let kinds = u64::try_from(series.len()).unwrap_or(1).max(1);
    let slot = WIDTH / count;
    let width = (slot.saturating_sub(GAP) / kinds).clamp(1, WIDEST);
    let (mut bars, mut labels) = (Vec::new(), Vec::new());
    for (left, (name, numbers)) in (0..).map(|at| at * slot).zip(groups) {
        let begin = left + (slot - (width * kinds).min(slot)) / 2;
        for ((at, number), kind) in (0..).zip(numbers).zip(series) {
            let height = scaled(*number, most);
            let bar = Bar {
                what: if series.len() > 1 {
                    format!(
                        "{name}, {}: {}",
                        kind.label.to_lowercase(),
                        group_digits(*number)
                    )
                } else {
                    format!("{name}: {}", group_digits(*number))
                },
                number: group_digits(*number),
                x: begin + at * width,
                y: ABOVE + TALLEST - height,
                width: width.saturating_sub(2).max(1),
                height,
                class: kind.class,
            };
            labels.extend(above(&bar));
            bars.push(bar);
        }
        labels.push(Label {
            text: name.clone(),
            x: left + slot / 2,
            y: ABOVE + TALLEST + BELOW - 8,
            anchor: "middle",
        });
    }
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        description,
        width: WIDTH,
        height: ABOVE + TALLEST + BELOW,
        bars,
        labels,
        base: [(0, ABOVE + TALLEST), (WIDTH, ABOVE + TALLEST)],
        legend: if series.len() > 1 {
            series.to_vec()
        } else {
            Vec::new()
        },
    }
}

/// The number above a column, if there is one and it does not run into the next.
fn above(bar: &Bar) -> Option<Label> {
    let wide = CHARACTER * u64::try_from(bar.number.chars().count()).unwrap_or(u64::MAX);
    (bar.height > 0 && wide <= bar.width + CHARACTER).then(|| Label {
        text: bar.number.clone(),
        x: bar.x + bar.width / 2,
        y: bar.y.saturating_sub(6),
        anchor: "middle",
    })
}

/// The height of a column; what is not nothing is seen.
fn scaled(number: u64, most: u64) -> u64 {
    let height = u128::from(number) * u128::from(TALLEST) / u128::from(most.max(1));
    let height = u64::try_from(height).unwrap_or(TALLEST);
    if number > 0 { height.max(1) } else { 0 }
}

/// Lying bars, each with a name, an amount, and the amount in words.
pub fn bars(
    id: &str,
    (title, description): (&str, String),
    amounts: &[(String, Decimal, String)],
) -> Chart {
    let most = amounts.iter().map(|(_, amount, _)| *amount).max();
    let most = most.unwrap_or_default();
    let longest = WIDTH - NAMES - NUMBERS;
    let (mut bars, mut labels) = (Vec::new(), Vec::new());
    for (top, (name, amount, words)) in (0..).map(|at| at * LINE).zip(amounts) {
        let width = (*amount * Decimal::from(longest)).checked_div(most);
        let width = width.and_then(|width| width.to_u64()).unwrap_or(0).max(1);
        let middle = top + LINE / 2 + 5;
        labels.push(Label {
            text: short(name),
            x: NAMES - 10,
            y: middle,
            anchor: "end",
        });
        labels.push(Label {
            text: words.clone(),
            x: NAMES + width + 8,
            y: middle,
            anchor: "start",
        });
        bars.push(Bar {
            what: format!("{name}: {words}"),
            number: words.clone(),
            x: NAMES,
            y: top + (LINE - THICK) / 2,
            width,
            height: THICK,
            class: CLASSES[0],
        });
    }
    let height = LINE * u64::try_from(amounts.len()).unwrap_or(0).max(1);
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        description,
        width: WIDTH,
        height,
        bars,
        labels,
        base: [(NAMES, 0), (NAMES, height)],
        legend: Vec::new(),
    }
}

/// The beginning of a name that is too long for its place.
fn short(name: &str) -> String {
    if name.chars().count() <= NAME_CHARACTERS {
        return name.to_owned();
    }
    let start: String = name.chars().take(NAME_CHARACTERS - 1).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: [Series; 1] = [Series {
        label: "Created",
        class: CLASSES[0],
    }];

    fn heights(numbers: &[u64]) -> Vec<u64> {
        let groups: Vec<_> = numbers.iter().map(|n| (n.to_string(), vec![*n])).collect();
        let chart = columns("c", ("Title", String::new()), &ONE, &groups);
        chart.bars.iter().map(|bar| bar.height).collect()
    }

    #[test]
    fn columns_are_as_high_as_their_numbers_and_stand_on_one_line() {
        assert_eq!(heights(&[0, 5, 10]), [0, 75, 150]);
        assert_eq!(heights(&[1, 100_000]), [1, 150], "what is there is seen");
        assert_eq!(heights(&[0, 0]), [0, 0]);
        assert_eq!(heights(&[]), [0; 0]);
        assert_eq!(heights(&[u64::MAX, u64::MAX / 2]), [150, 74]);
        let groups = [("a".to_owned(), vec![3]), ("b".to_owned(), vec![7])];
        let chart = columns("c", ("Title", String::new()), &ONE, &groups);
        for bar in &chart.bars {
            assert_eq!(bar.y + bar.height, ABOVE + TALLEST);
            assert!(bar.x + bar.width <= WIDTH);
        }
        assert_eq!(chart.bars[1].what, "b: 7");
    }

    #[test]
    fn numbers_that_would_run_into_each_other_are_left_to_the_table() {
        let groups: Vec<_> = (0..12).map(|n| (n.to_string(), vec![1_234_567])).collect();
        let chart = columns("c", ("Title", String::new()), &ONE, &groups);
        assert!(chart.labels.iter().all(|label| label.text != "1,234,567"));
        assert!(chart.bars.iter().all(|bar| bar.number == "1,234,567"));
    }

    #[test]
    fn bars_are_as_long_as_their_amounts_and_fit() {
        let amount = |name: &str, amount: i64| {
            (
                name.to_owned(),
                Decimal::from(amount),
                format!("{amount}.00 USD"),
            )
        };
        let name = "Übersee Handelsgesellschaft für Datenspeicher mbH";
        let chart = super::bars(
            "c",
            ("T", String::new()),
            &[amount(name, 360), amount("b", 90)],
        );
        let lengths: Vec<_> = chart.bars.iter().map(|bar| bar.width).collect();
        assert_eq!(lengths, [360, 90]);
        assert_eq!(chart.labels[0].text, "Übersee Handelsgesellschaf…");
        assert_eq!(chart.bars[0].what, format!("{name}: 360.00 USD"));
        let none = super::bars("c", ("T", String::new()), &[amount("a", 0)]);
        assert_eq!(none.bars[0].width, 1);
    }
}
