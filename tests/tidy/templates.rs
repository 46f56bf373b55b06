//! What stands in templates and on which addresses they and the handlers agree.

use crate::files::{File, assert_none, below};

/// The frame of every page: its few links that never change stand in it as they are.
const FRAME: &str = "templates/_base.html";

/// The template without its comments, statements and values, which are not HTML.
fn html(template: &str) -> String {
    let mut html = template.to_owned();
    for (open, close) in [("{#", "#}"), ("{%", "%}"), ("{{", "}}")] {
        let parts = html.split(open).enumerate();
        html = parts
            .map(|(at, part)| {
                if at == 0 {
                    part
                } else {
                    part.split_once(close).map_or("", |(_, rest)| rest)
                }
            })
            .collect();
    }
    html
}

fn complaints(file: &File) -> Vec<String> {
    let html = html(&file.text).to_ascii_lowercase();
    let closed_up: String = file.text.split_whitespace().collect();
    // Programs that show e-mails read no stylesheet of ours.
    let mail = file.path.starts_with("templates/mail/");
    let script = |tag: &str| !tag.split('>').next().unwrap_or_default().contains("src=");
    let rules = [
        (
            closed_up.contains("|safe"),
            "writes a value without escaping it",
        ),
        (
            closed_up.contains("|escape(\"none\")"),
            "writes a value without escaping it",
        ),
        (
            !mail && attributes(&html).any(|name| name == "style"),
            "styles an element by an attribute; use app.css",
        ),
        (
            !mail && html.contains("<style"),
            "has a stylesheet inside; use app.css",
        ),
        (
            attributes(&html).any(|name| name.starts_with("on")),
            "handles an event by an attribute; use app.js",
        ),
        (
            html.split("<script").skip(1).any(script),
            "has a script inside; use app.js",
        ),
        (
            file.path != FRAME && has_address(&file.text),
            "writes an address; take it from web/paths.rs",
        ),
    ];
    rules
        .into_iter()
        .filter(|(broken, _)| *broken)
        .map(|(_, why)| format!("{} {why}", file.path))
        .collect()
}

/// The names of what looks like an attribute with a value: a word between a space and an equals sign.
fn attributes(html: &str) -> impl Iterator<Item = &str> {
    html.split('=').filter_map(|before| {
        before
            .rsplit(|letter: char| letter.is_whitespace() || letter == '"')
            .next()
    })
}

fn has_address(template: &str) -> bool {
    ["href=\"/", "action=\"/", "src=\"/"]
        .iter()
        .any(|address| template.contains(address))
}

/// Addresses written in a handler, which would not follow when the address changes.
fn addresses_in_code(file: &File) -> Vec<String> {
    let own = file.path.starts_with("src/web/paths") || file.path == "src/web/routes.rs";
    let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
    let is_address = |line: &&str| {
        let mut literals = line.split('"').skip(1).step_by(2);
        literals.any(|literal| {
            literal
                .strip_prefix('/')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        })
    };
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let complaint = |line: &str| {
        format!(
            "{}: {} writes an address; take it from web/paths.rs",
            file.path,
            line.trim()
        )
    };
    if own {
        Vec::new()
    } else {
        lines.filter(is_address).map(complaint).collect()
    }
}

#[test]
fn templates_escape_what_they_show_and_hold_neither_style_nor_script_nor_address() {
    let complaints: Vec<_> = below("templates").iter().flat_map(complaints).collect();
    assert_none(&complaints);
}

#[test]
fn handlers_take_addresses_from_one_place() {
    let complaints: Vec<_> = below("src/web")
        .iter()
        .flat_map(addresses_in_code)
        .collect();
    assert_none(&complaints);
}

#[test]
fn a_careless_template_is_noticed() {
    for (bad, good) in [
        ("{{ name|safe }}", "{{ name }}"),
        ("{{ name | safe }}", "<p>It is safe | sound</p>"),
        ("{{ name|escape(\"none\") }}", "{{ name|escape }}"),
        ("<p style=\"color:red\">", "<p class=\"style\">"),
        ("<style>p {}</style>", "<p>style</p>"),
        (
            "<p\nonclick=\"x()\">",
            "<p>{% if once == 1 %}onclick{% endif %}",
        ),
        (
            "<script>x()</script>",
            "<script src=\"{{ page.js }}\" defer></script>",
        ),
        ("<a href=\"/isv/drafts\">", "<a href=\"{{ path }}\">"),
        ("<form action=\"/sign-out\">", "<form action=\"\">"),
    ] {
        let of = |text| complaints(&File::sample("templates/a.html", text));
        assert_eq!(of(bad).len(), 1, "{bad}: {:?}", of(bad));
        assert!(of(good).is_empty(), "{good}: {:?}", of(good));
    }
    assert!(
        complaints(&File::sample(
            "templates/mail/a.html",
            "<p style=\"color:red\">"
        ))
        .is_empty()
    );
    assert!(complaints(&File::sample(FRAME, "<a href=\"/help\">")).is_empty());
}

#[test]
fn an_address_in_a_handler_is_noticed() {
    let bad = "let to = \"/isv/drafts\";\n// \"/isv/drafts\"\nlet kind = \"text/html\"; let slash = \"/\";";
    assert_eq!(
        addresses_in_code(&File::sample("src/web/isv/drafts.rs", bad)).len(),
        1
    );
    assert!(addresses_in_code(&File::sample("src/web/paths.rs", bad)).is_empty());
}
