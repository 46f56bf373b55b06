//! Words that must not be left over, and words that must be there.

use crate::files::{File, assert_none, below, text};

/// Left-overs, each cut in two so that this list does not find itself.
const LEFT_OVER: [(&str, &str); 9] = [
    ("to", "do!("),
    ("unimple", "mented!("),
    ("db", "g!("),
    ("FIX", "ME"),
    ("TO", "DO"),
    ("XX", "X"),
    ("#[ig", "nore"),
    ("#[al", "low("),
    ("#![al", "low("),
];

/// Ways to hand text to the database as SQL.
const SQL_DOORS: [&str; 4] = ["sql_query(", "batch_execute(", "sql::<", "execute_sql("];

/// Words of Diesel's after which SQLite reads a statement anew each time, and what says the same and lets it stay prepared.
const READ_ANEW: [(&str, &str); 4] = [
    (".limit(", "TakePart::at_most"),
    (".first(c)", "get_result"),
    (".first::<", "get_result"),
    ("use diesel::dsl::sql;", "Piece"),
];

/// The longest line of a comment. Tables are left as they are: a row of theirs cannot be broken.
const LONGEST_COMMENT: usize = 128;

fn left_over(file: &File) -> Vec<String> {
    let words = LEFT_OVER.iter().map(|(one, two)| format!("{one}{two}"));
    words
        .filter(|word| file.text.contains(word))
        .map(|word| format!("{}: {word} is left over", file.path))
        .collect()
}

/// SQL put together from values is how injection begins: values are bound.
fn sql_from_values(file: &File) -> Vec<String> {
    let closed_up: String = file.text.split_whitespace().collect();
    // After `sql::<` comes a type before the argument.
    let after_type = |rest| str::split_once(rest, ">(").map_or("", |(_, argument)| argument);
    let built = |door: &str| {
        closed_up.split(door).skip(1).any(|rest| {
            let argument = if door.ends_with('<') {
                after_type(rest)
            } else {
                rest
            };
            argument.trim_start_matches('&').starts_with("format!")
        })
    };
    let bad = SQL_DOORS.iter().filter(|door| built(door));
    bad.map(|door| {
        format!(
            "{}: {door}…) takes SQL made by format!; bind the values",
            file.path
        )
    })
    .collect()
}

fn read_anew(file: &File) -> Vec<String> {
    let words = READ_ANEW
        .iter()
        .filter(|(word, _)| file.text.contains(word));
    words
        .map(|(word, better)| format!("{}: {word} is read anew each time; use {better}", file.path))
        .collect()
}

fn too_wide(file: &File) -> Vec<String> {
    let wide = |line: &&str| {
        let text = line.trim_start();
        let in_table = text.trim_start_matches(['/', '!']).starts_with(" |");
        text.starts_with("//") && !in_table && line.chars().count() > LONGEST_COMMENT
    };
    let lines = (1..).zip(file.text.lines());
    lines
        .filter(|(_, line)| wide(line))
        .map(|(number, _)| format!("{}:{number} is too wide; wrap it", file.path))
        .collect()
}

fn says_nothing_first(file: &File) -> bool {
    !file.path.ends_with("schema.rs") && !file.text.starts_with("//!")
}

#[test]
fn nothing_is_left_over() {
    let folders = ["src", "tests", "templates", "static", "migrations"];
    let files = folders
        .iter()
        .flat_map(|folder| below(folder))
        .filter(|file| !file.path.ends_with(".snap"));
    let complaints: Vec<_> = files.flat_map(|file| left_over(&file)).collect();
    assert_none(&complaints);
}

#[test]
fn a_left_over_is_noticed() {
    for (one, two) in LEFT_OVER {
        assert!(
            !left_over(&File::sample("src/a.rs", &format!("{one}{two}"))).is_empty(),
            "{one}{two}"
        );
    }
    assert!(
        left_over(&File::sample(
            "src/a.rs",
            "#[expect(dead_code, reason = \"x\")]"
        ))
        .is_empty()
    );
}

#[test]
fn sql_is_never_put_together_from_values() {
    let complaints: Vec<_> = below("src").iter().flat_map(sql_from_values).collect();
    assert_none(&complaints);
}

#[test]
fn sql_from_values_is_noticed() {
    for bad in [
        "sql_query(format!(\"…\"))",
        "sql_query(\n    &format!(\"…\"))",
        "sql::<Text>(&format!(\"…\"))",
    ] {
        assert_eq!(
            sql_from_values(&File::sample("src/store/a.rs", bad)).len(),
            1,
            "{bad}"
        );
    }
    assert!(
        sql_from_values(&File::sample(
            "src/store/a.rs",
            "sql_query(\"…\").bind::<Text, _>(format!(\"…\"))"
        ))
        .is_empty()
    );
}

#[test]
fn statements_stay_prepared() {
    let complaints: Vec<_> = below("src/store").iter().flat_map(read_anew).collect();
    assert_none(&complaints);
}

#[test]
fn a_statement_that_is_read_anew_is_noticed() {
    let bad =
        "users::table.limit(5).load(c)?; users::table.find(id).first(c)?; use diesel::dsl::sql;";
    assert_eq!(read_anew(&File::sample("src/store/a.rs", bad)).len(), 3);
}

#[test]
fn comments_fit_the_eye() {
    let files = ["src", "tests"].map(below).concat();
    let files = files.iter().filter(|file| file.path.ends_with(".rs"));
    assert_none(&files.flat_map(too_wide).collect::<Vec<_>>());
}

#[test]
fn a_comment_that_is_too_wide_is_noticed() {
    let wide = |begin: &str, width: usize| {
        let text = format!("{begin}{}", "é".repeat(width - begin.len()));
        too_wide(&File::sample("src/a.rs", &text)).len()
    };
    for begin in ["//! ", "/// ", "    // "] {
        assert_eq!(wide(begin, LONGEST_COMMENT), 0, "{begin}");
        assert_eq!(wide(begin, LONGEST_COMMENT + 1), 1, "{begin}");
    }
    assert_eq!(wide("//! | ", LONGEST_COMMENT + 1), 0);
    assert_eq!(wide("let text = ", LONGEST_COMMENT + 1), 0);
}

#[test]
fn every_module_begins_by_saying_what_is_in_it() {
    let silent = below("src")
        .into_iter()
        .filter(|file| file.path.ends_with(".rs") && says_nothing_first(file));
    assert_none(
        &silent
            .map(|file| format!("{} does not begin with //!", file.path))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn a_module_that_says_nothing_is_noticed() {
    assert!(says_nothing_first(&File::sample(
        "src/a.rs",
        "use std::fmt;\n//! Late."
    )));
    assert!(!says_nothing_first(&File::sample(
        "src/a.rs",
        "//! What is here."
    )));
}

#[test]
fn the_readme_shows_how_to_start_and_how_to_test() {
    let readme = text("README.md");
    for command in ["cargo run --release -- demo", "tests/run"] {
        assert!(
            readme.contains(command),
            "README.md does not show {command}"
        );
    }
}
