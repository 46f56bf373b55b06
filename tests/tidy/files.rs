//! Which files there are, where they stand, and how long they are.

use std::path::{Path, PathBuf};

/// A file longer than this hides things from its reader.
const MOST_LINES: usize = 500;

/// What stands at the top of the project, and nothing else: a newcomer takes it in at one glance.
const TOP: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "diesel.toml",
    "README.md",
    "LICENSE",
    ".ci",
    ".gitignore",
    ".gitattributes",
    "migrations",
    "src",
    "static",
    "templates",
    "tests",
];
/// What git, cargo and the demo make there.
const MADE: [&str; 3] = [".git", "target", "data"];

/// A file of the project: its path from the top, and its text.
#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

impl File {
    /// A sample on which a rule is tried.
    pub fn sample(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }
}

/// All text files below this folder, in the order of their paths; none if there is no such folder.
pub fn below(folder: &str) -> Vec<File> {
    let mut paths = Vec::new();
    collect(&top().join(folder), &mut paths);
    paths.sort();
    let relative = |path: &Path| {
        path.strip_prefix(top())
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    let read = |path: &PathBuf| {
        Some(File {
            path: relative(path),
            text: std::fs::read_to_string(path).ok()?,
        })
    };
    paths.iter().filter_map(read).collect()
}

/// The text of one file that must be there.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Stops the test with all complaints at once.
pub fn assert_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths)
        } else {
            paths.push(path)
        }
    }
}

fn too_long(file: &File) -> Option<String> {
    // Made by a tool, or data: the schema, snapshots, drawings.
    let made = file.path.ends_with("schema.rs")
        || file.path.ends_with(".snap")
        || file.path.ends_with(".svg");
    let lines = file.text.lines().count();
    (lines > MOST_LINES && !made).then(|| {
        format!(
            "{} has {lines} lines; split it by what it is about",
            file.path
        )
    })
}

fn unknown_at_top(names: &[String]) -> Vec<String> {
    let known = |name: &&String| TOP.contains(&name.as_str()) || MADE.contains(&name.as_str());
    names
        .iter()
        .filter(|name| !known(name))
        .map(|name| format!("{name} does not belong at the top; see TOP"))
        .collect()
}

fn unpaired(sqlite: &[File], postgres: &[File]) -> Vec<String> {
    let names = |files: &[File]| {
        files
            .iter()
            .filter_map(|file| Some(file.path.splitn(3, '/').nth(2)?.to_owned()))
            .collect()
    };
    let (sqlite, postgres): (Vec<String>, Vec<String>) = (names(sqlite), names(postgres));
    let missing = |of: &[String], from: &[String], tree: &str| -> Vec<String> {
        of.iter()
            .filter(|name| !from.contains(name))
            .map(|name| format!("migrations/{tree}/{name} is missing"))
            .collect()
    };
    [
        missing(&sqlite, &postgres, "postgres"),
        missing(&postgres, &sqlite, "sqlite"),
    ]
    .concat()
}

#[test]
fn no_file_is_too_long() {
    let folders = [".ci", "migrations", "src", "static", "templates", "tests"];
    let complaints: Vec<_> = folders
        .iter()
        .flat_map(|folder| below(folder))
        .filter_map(|file| too_long(&file))
        .collect();
    assert_none(&complaints);
}

#[test]
fn a_long_file_is_noticed() {
    let (fits, long) = ("x\n".repeat(MOST_LINES), "x\n".repeat(MOST_LINES + 1));
    assert_eq!(too_long(&File::sample("src/a.rs", &fits)), None);
    assert!(too_long(&File::sample("src/a.rs", &long)).is_some());
    assert_eq!(too_long(&File::sample("src/store/schema.rs", &long)), None);
}

#[test]
fn only_what_belongs_there_stands_at_the_top() {
    let entries = std::fs::read_dir(top()).unwrap();
    let names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_none(&unknown_at_top(&names));
}

#[test]
fn a_stranger_at_the_top_is_noticed() {
    assert_eq!(
        unknown_at_top(&[
            "src".to_owned(),
            "target".to_owned(),
            "notes.txt".to_owned()
        ])
        .len(),
        1
    );
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_none(&unpaired(
        &below("migrations/sqlite"),
        &below("migrations/postgres"),
    ));
}

#[test]
fn a_migration_for_one_database_alone_is_noticed() {
    let one = [File::sample("migrations/sqlite/1_a/up.sql", "")];
    let other = [
        File::sample("migrations/postgres/1_a/up.sql", ""),
        File::sample("migrations/postgres/2_b/up.sql", ""),
    ];
    assert_eq!(
        unpaired(&one, &other),
        ["migrations/sqlite/2_b/up.sql is missing"]
    );
}
