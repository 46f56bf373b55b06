//! Which part of the program may know which, and which crates each may use.

use crate::files::{File, assert_none, below, text};

/// A layer, the other layers it may use, and the crates it may use; `None` for any that no other layer keeps to itself.
struct Layer {
    name: &'static str,
    uses: &'static [&'static str],
    crates: Option<&'static [&'static str]>,
}

/// Arrows run only downwards. What is not listed here (app, cli, config, demo and the like) stands on top and may use
/// everything.
const LAYERS: [Layer; 12] = [
    Layer {
        name: "domain",
        uses: &[],
        crates: Some(&[
            "chrono",
            "rust_decimal",
            "serde",
            "thiserror",
            "type_safe_id",
            "uuid",
        ]),
    },
    Layer {
        name: "answers",
        uses: &["domain"],
        crates: Some(&["chrono", "rust_decimal", "serde", "serde_json", "thiserror"]),
    },
    Layer {
        name: "spreadsheet",
        uses: &["answers", "domain"],
        crates: Some(&["calamine", "csv", "rust_decimal", "rust_xlsxwriter", "zip"]),
    },
    Layer {
        name: "catalog_file",
        uses: &["domain"],
        crates: None,
    },
    Layer {
        name: "store",
        uses: &["answers", "domain", "random", "private"],
        crates: None,
    },
    Layer {
        name: "mail",
        uses: &["store", "domain", "random", "clock", "private"],
        crates: None,
    },
    Layer {
        name: "catalog_api",
        uses: &["domain"],
        crates: Some(&[
            "chrono",
            "rust_decimal",
            "serde",
            "serde_json",
            "thiserror",
            "uuid",
        ]),
    },
    Layer {
        name: "web",
        uses: &[
            "mail",
            "catalog_api",
            "store",
            "spreadsheet",
            "answers",
            "domain",
            "seal",
            "random",
            "clock",
        ],
        crates: None,
    },
    Layer {
        name: "random",
        uses: &["domain"],
        crates: None,
    },
    Layer {
        name: "seal",
        uses: &["random", "private"],
        crates: None,
    },
    Layer {
        name: "clock",
        uses: &[],
        crates: None,
    },
    Layer {
        name: "private",
        uses: &[],
        crates: None,
    },
];

/// Crates that only these parts may use.
const KEPT: [(&str, &[&str]); 14] = [
    ("actix_web", &["web", "app"]),
    ("actix_session", &["web", "app"]),
    ("actix_multipart", &["web", "app"]),
    ("diesel", &["store"]),
    ("diesel_migrations", &["store"]),
    ("askama", &["web", "mail"]),
    ("lettre", &["mail"]),
    ("getrandom", &["random"]),
    ("aes_gcm", &["seal"]),
    ("totp_rs", &["web"]),
    ("qrcodegen", &["web"]),
    ("calamine", &["spreadsheet"]),
    ("rust_xlsxwriter", &["spreadsheet"]),
    ("zip", &["spreadsheet"]),
];

/// What would make a rule of the business depend on when, where or how often it is asked.
const IMPURE: [&str; 9] = [
    "::now(",
    "now_v7(",
    "new_v4(",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "println!(",
];

/// The part of the program that this file belongs to: `web` for `src/web/isv/drafts.rs`, `app` for `src/app.rs`.
fn part(path: &str) -> &str {
    let below_src = path.trim_start_matches("src/");
    below_src
        .split('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".rs")
}

/// The text without comments that stand on lines of their own.
fn code(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The parts that this code names, as in `crate::store::drafts` or `use crate::{domain::money, store}`.
fn parts_used(code: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => parts.push(word(rest)),
            Some(group) => parts.extend(heads_of_group(group)),
        }
    }
    parts
}

/// The first words of each path in `domain::{money, text}, store}…`.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut at_head) = (0_usize, Vec::new(), true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_head = true,
            _ if at_head && !letter.is_whitespace() => {
                heads.push(word(&group[at..]));
                at_head = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

/// True if the code names the crate in a path or imports it.
fn names_crate(code: &str, name: &str) -> bool {
    let ends_well =
        |rest: &str| rest.starts_with("::") || rest.starts_with(';') || rest.starts_with(" as ");
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let starts_well = !before
            .is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':');
        let imported = code[..at].ends_with("use ");
        let rest = &code[at + name.len()..];
        starts_well && (rest.starts_with("::") || imported && ends_well(rest))
    })
}

fn complaints(file: &File, dependencies: &[String]) -> Vec<String> {
    let (part, code) = (part(&file.path), code(&file.text));
    let mut complaints = Vec::new();
    let mut complain = |what: String| complaints.push(format!("{}: {what}", file.path));
    for (name, owners) in KEPT {
        if !owners.contains(&part) && names_crate(&code, name) {
            complain(format!(
                "only {} may use the crate {name}",
                owners.join(" and ")
            ));
        }
    }
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == part) else {
        return complaints;
    };
    for used in parts_used(&code) {
        if used != part && !layer.uses.contains(&used.as_str()) {
            complain(format!(
                "{part} may not use {used}; arrows run only downwards"
            ));
        }
    }
    if code.contains("super::super") {
        complain(
            "write crate:: instead of super::super, so that one sees which layer is meant"
                .to_owned(),
        );
    }
    if let Some(allowed) = layer.crates {
        for name in dependencies
            .iter()
            .filter(|name| !allowed.contains(&name.as_str()))
        {
            if names_crate(&code, name) {
                complain(format!("{part} is pure and may not use the crate {name}"));
            }
        }
        for impure in IMPURE.iter().filter(|impure| code.contains(**impure)) {
            complain(format!(
                "{part} is pure: {impure} belongs to a layer above, which passes its result down"
            ));
        }
    }
    complaints
}

/// The names of the crates we depend on, as code writes them.
fn dependencies(manifest: &str) -> Vec<String> {
    let section = manifest
        .split("\n[dependencies]")
        .nth(1)
        .unwrap_or_default()
        .split("\n[")
        .next()
        .unwrap_or_default();
    let names = section
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(name, _)| !name.starts_with('#'));
    names.map(|(name, _)| name.replace('-', "_")).collect()
}

#[test]
fn arrows_between_layers_run_only_downwards_and_pure_layers_are_pure() {
    let dependencies = dependencies(&text("Cargo.toml"));
    assert!(
        dependencies.contains(&"diesel".to_owned()),
        "the dependencies are not read: {dependencies:?}"
    );
    let complaints: Vec<_> = below("src")
        .iter()
        .flat_map(|file| complaints(file, &dependencies))
        .collect();
    assert_none(&complaints);
}

#[test]
fn an_arrow_upwards_is_noticed() {
    for (path, code, expected) in [
        ("src/domain/money.rs", "use crate::store::drafts;", 1),
        (
            "src/domain/money.rs",
            "/// See [`crate::store`].\nuse crate::domain::text;",
            0,
        ),
        (
            "src/store/drafts.rs",
            "use crate::{\n domain::{money, text},\n web,\n mail::worker};",
            2,
        ),
        (
            "src/store/drafts.rs",
            "fn a(x: crate::web::page::Page) {}",
            1,
        ),
        (
            "src/web/page.rs",
            "use crate::answers::problem::Problems; use crate::random;",
            0,
        ),
        ("src/web/page.rs", "use crate::app::State;", 1),
        ("src/app.rs", "use crate::web; use crate::store;", 0),
        ("src/answers/step.rs", "use super::super::store;", 1),
    ] {
        assert_eq!(
            complaints(&File::sample(path, code), &[]).len(),
            expected,
            "{path}: {code}"
        );
    }
}

#[test]
fn a_crate_in_the_wrong_layer_is_noticed() {
    let dependencies = dependencies(
        "[package]\n\n[dependencies]\n# Web.\nactix-web = \"4\"\nserde_json = \"1\" # x\n\n[lints]\na = 1\n",
    );
    assert_eq!(dependencies, ["actix_web", "serde_json"]);
    for (path, code, expected) in [
        ("src/web/guard.rs", "use actix_web::HttpRequest;", 0),
        ("src/store/drafts.rs", "use actix_web::HttpRequest;", 1),
        ("src/web/guard.rs", "let x = diesel::insert_into(t);", 1),
        ("src/demo.rs", "use diesel;", 1),
        (
            "src/web/guard.rs",
            "let diesel = my_diesel::x; crate::store::diesel::y",
            0,
        ),
        (
            "src/domain/money.rs",
            "fn a() { serde_json::to_string(&1); }",
            1,
        ),
        ("src/domain/ids.rs", "let id = Uuid::now_v7();", 1),
        ("src/answers/date.rs", "let today = Utc::now();", 1),
    ] {
        assert_eq!(
            complaints(&File::sample(path, code), &dependencies).len(),
            expected,
            "{path}: {code}"
        );
    }
}
