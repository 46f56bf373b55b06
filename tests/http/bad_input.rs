//! What nobody of good will sends: too much, hidden characters, other people's fields, other sites' forms.

use crate::client::{Client, Response};
use crate::dump;
use crate::html::Page;
use crate::portal::{Database, TestPortal, on_each_database};
use crate::routes::{self, About};
use crate::trade::{ADMIN, CONTOSO, PARTNER, RELAY, STRANGER, VAULT, VIEWER};
use crate::wizard::{Typed, Wizard, uploads};
use consign::answers::Step;
use consign::web::form::{FORM_BYTES, FORM_FIELDS};

/// Markup, a template's braces, quotes, a script's address, letters of four bytes, and marks that reorder a line.
const HOSTILE: &str =
    "<svg onload=alert(1)>\"'><b>{{7*7}}</b> javascript:x\u{202E}\u{0}\u{1b}😀&amp;";
/// What is left of it where hidden characters are removed.
const CLEANED: &str = "<svg onload=alert(1)>\"'><b>{{7*7}}</b> javascript:x😀&amp;";

#[test]
fn a_step_is_read_up_to_the_limits_of_a_form() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let send = |place: &str, body: String| {
        wizard
            .browser
            .request("POST", &wizard.at(place))
            .form(body)
            .send()
    };
    let version = || wizard.trade.draft(&wizard.at("details")).version;
    let sized = |bytes: usize| {
        let start = format!("version={}&name=", version());
        format!("{start}{}", "x".repeat(bytes - start.len()))
    };
    assert_eq!(
        send("details", sized(FORM_BYTES)).status,
        422,
        "a name of that length is kept and refused"
    );
    assert_eq!(
        wizard.answered(Step::Details).get("name").len(),
        FORM_BYTES - format!("version={}&name=", version() - 1).len()
    );
    for place in ["details", "review", "buyers"] {
        let answer = send(place, sized(FORM_BYTES + 1));
        assert_eq!(
            (answer.status, answer.page().heading()),
            (413, "That is too large".into()),
            "{place}"
        );
    }
    let fields = |count: usize| {
        format!(
            "version={}&name=Kept{}",
            version(),
            "&a=1".repeat(count - 2)
        )
    };
    assert_eq!(send("details", fields(FORM_FIELDS)).status, 303);
    assert_eq!(send("details", fields(FORM_FIELDS + 1)).status, 400);
    for (unreadable, kind) in [
        ("name=%FF", "application/x-www-form-urlencoded"),
        ("name=%", "application/x-www-form-urlencoded"),
        ("{\"name\":\"x\"}", "application/json"),
        ("name=x", "text/plain"),
    ] {
        let request = wizard.browser.request("POST", &wizard.at("details"));
        let answer = request.header("Content-Type", kind).body(unreadable).send();
        assert_eq!(answer.status, 400, "{unreadable}");
    }
    assert_eq!(wizard.answered(Step::Details).get("name"), "Kept");
}

/// Stops the test if any of the text became an element, or anything but text.
fn assert_text_only(what: &str, answer: &Response) {
    let page = answer.page();
    for element in [
        "svg[onload]",
        "[onload]",
        "[onerror]",
        "main b",
        "a[href^='javascript:']",
    ] {
        assert!(
            page.attributes(element, "class").is_empty(),
            "{what} has {element}"
        );
    }
    let text = answer.text();
    assert!(
        !text.contains("<svg onload") && !text.contains("49</b>"),
        "{what}"
    );
}

/// Likewise; and no hidden character is left in what it says.
fn assert_clean(what: &str, answer: &Response) {
    assert_text_only(what, answer);
    let hidden = |c: char| matches!(c, '\u{0}' | '\u{1b}' | '\u{202E}');
    assert!(
        !answer.text().contains(hidden),
        "{what} shows a hidden character"
    );
}

/// A draft whose every field of text is hostile.
fn hostile(portal: &TestPortal) -> Wizard<'_> {
    let wizard = Wizard::of(portal, &[VAULT]);
    let details = [("name", HOSTILE), ("description", HOSTILE)];
    wizard.accepts(Step::Details, &details, "resellers");
    let add = wizard
        .page("dimensions")
        .form("Add another dimension to Vault Storage");
    wizard.submit("dimensions", &add);
    let row: Typed<'_> = &[
        ("dim_name[prod-vaultstorage1][1]", HOSTILE),
        ("dim_key[prod-vaultstorage1][1]", "hostile"),
        ("dim_description[prod-vaultstorage1][1]", HOSTILE),
        ("dim_unit[prod-vaultstorage1][1]", "<b>GB</b>\u{202E}\"'"),
        ("dim_price[prod-vaultstorage1][1][P1M]", "2"),
        ("dim_price[prod-vaultstorage1][1][P12M]", "20"),
        ("dim_price[prod-vaultstorage1][1][P24M]", "40"),
    ];
    wizard.accepts(Step::Dimensions, row, "buyers");
    let form = wizard
        .page("eula")
        .form("Save and continue")
        .choose("eula", &["upload"]);
    let file = (
        "eula_file",
        "<svg onload=alert(1)>'\u{202E}.pdf",
        &b"%PDF-1.7"[..],
    );
    let answer = uploads::send(&wizard.browser, &form.action, &form.fields, &[file]);
    assert_eq!(answer.status, 303);
    wizard
}

#[test]
fn hostile_text_is_text_on_every_page_and_in_the_file() {
    on_each_database(|portal| {
        let wizard = hostile(portal);
        let browser = &wizard.browser;
        for step in Step::ALL.into_iter().map(Step::as_str).chain(["all"]) {
            assert_text_only(step, &browser.get(&wizard.at(step)));
        }
        for (what, path) in [
            ("the review", wizard.at("review")),
            ("the drafts", "/isv/drafts".to_owned()),
            ("the question whether to discard", wizard.at("discard")),
        ] {
            let answer = browser.get(&path);
            assert_clean(what, &answer);
            assert!(
                answer.page().text().contains("<svg onload=alert(1)>"),
                "{what}"
            );
        }
        assert_eq!(
            wizard.page("review").texts("#details dd"),
            [CLEANED, CLEANED]
        );
        let made = browser.follow(wizard.press("review", "Create opportunities", &[]));
        assert_clean("the batch", &made);
        let id = made.page().attributes("tr[data-id]", "data-id").remove(0);
        let detail = format!("/isv/opportunities/{id}");
        for (what, path) in [
            ("the table", "/isv/opportunities".to_owned()),
            ("the detail", detail.clone()),
            ("the question whether to revoke", format!("{detail}/revoke")),
            (
                "the reseller",
                format!("/isv/resellers/{}", wizard.trade.reseller(CONTOSO)),
            ),
        ] {
            assert_clean(what, &browser.get(&path));
        }
        let revoked = browser.post(&format!("{detail}/revoke"), &[("reason", HOSTILE)]);
        assert_clean("the revoked opportunity", &browser.follow(revoked));
        let csv = browser.get("/isv/opportunities.csv");
        let text = csv.text();
        assert!(text.contains(&CLEANED.replace('"', "\"\"")), "{text}");
        assert!(!text.contains(['\u{0}', '\u{1b}', '\u{202E}']), "{text}");
    });
}

#[test]
fn hostile_text_that_is_refused_comes_back_as_text() {
    on_each_database(|portal| {
        let wizard = Wizard::of(portal, &[RELAY]);
        let browser = &wizard.browser;
        let long = HOSTILE.repeat(5);
        for (step, name) in [
            (Step::Details, "name"),
            (Step::Details, "description"),
            (Step::Resellers, "reseller"),
            (Step::Products, "product"),
            (Step::Discount, "percent"),
            (Step::Discount, "discount_type"),
            (Step::Duration, "duration"),
            (Step::Buyers, "buyers"),
            (Step::Eula, "eula"),
            (Step::Rcmp, "contract"),
        ] {
            let answer = wizard.save(step, &[(name, &long)]);
            assert_eq!(answer.status, 422, "{name}");
            assert_text_only(name, &answer);
        }
        let [subject, needed, contact] =
            ["subject", "needed", "contact"].map(|name| (name, long.as_str()));
        let request = browser.post("/isv/terms-request", &[subject, needed, contact]);
        assert_eq!(request.status, 422);
        assert_text_only("the request for terms", &request);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("q", HOSTILE),
                ("from", HOSTILE),
                ("to", HOSTILE),
                ("ends-from", HOSTILE),
                ("ends-to", HOSTILE),
                ("sort", HOSTILE),
                ("page", HOSTILE),
            ])
            .extend_pairs([
                ("status", HOSTILE),
                ("product", HOSTILE),
                ("reseller", HOSTILE),
                ("per", HOSTILE),
            ])
            .finish();
        for path in [
            "/isv/opportunities",
            "/isv/opportunities.csv",
            "/isv/products",
            "/isv/resellers",
            "/sign-in",
        ] {
            let answer = browser.get(&format!("{path}?{query}"));
            assert!(answer.status < 500, "{path}: {}", answer.status);
            assert_text_only(path, &answer);
        }
    });
}

#[test]
fn a_name_that_is_a_formula_is_a_text_in_the_file() {
    let portal = TestPortal::start(Database::Sqlite);
    let wizard = Wizard::complete(&portal);
    let name = "=HYPERLINK(\"https://evil.example\")";
    wizard.accepts(Step::Details, &[("name", name)], "resellers");
    wizard.press("review", "Create opportunities", &[]);
    let csv = wizard.browser.get("/isv/opportunities.csv");
    let line = csv.text().lines().nth(1).expect("a row").to_owned();
    assert!(line.starts_with("\"'=HYPERLINK("), "{line}");
}

/// Names that no form has: what only the portal decides.
const PROTECTED: [&str; 31] = [
    "id",
    "isv_id",
    "isv",
    "organisation_id",
    "organisation",
    "user",
    "user_id",
    "role",
    "admin",
    "status",
    "state",
    "price",
    "wholesale",
    "list",
    "list_price",
    "created_by",
    "created_at",
    "saved_by",
    "saved_at",
    "cloned_from",
    "batch_id",
    "draft_id",
    "opportunity_id",
    "uses",
    "ended_by",
    "registered",
    "disabled",
    "basis",
    "reason_by",
    "search",
    "answers",
];

/// Makes, changes and revokes an opportunity; with these names added to each form.
fn whole_life(portal: &TestPortal, added: &[(&str, &str)]) {
    let wizard = Wizard::complete(portal);
    let with = |form: crate::html::Form| {
        added
            .iter()
            .fold(form, |form, (name, value)| form.set(name, value))
    };
    for step in [
        "details",
        "resellers",
        "products",
        "discount",
        "duration",
        "buyers",
        "eula",
        "rcmp",
    ] {
        let form = with(wizard.page(step).form("Save and continue"));
        assert_eq!(wizard.submit(step, &form).status, 303, "{step}");
    }
    let form = with(wizard.page("all").form("Review opportunity")).set("go", "save");
    assert_eq!(wizard.submit("all", &form).status, 303);
    wizard.browser.post("/isv/drafts", added);
    let form = with(wizard.page("review").form("Create opportunities"));
    let made = wizard.browser.follow(wizard.submit("review", &form)).page();
    let id = made.attributes("tr[data-id]", "data-id").remove(0);
    assert_eq!(
        wizard
            .browser
            .post(&format!("/isv/opportunities/{id}/clone"), added)
            .status,
        303
    );
    assert_eq!(
        wizard
            .browser
            .post(&format!("/isv/opportunities/{id}/revoke"), added)
            .status,
        303
    );
    wizard.browser.post("/theme", added);
}

#[test]
fn names_that_are_not_in_a_form_change_nothing() {
    for database in Database::ALL {
        let (plain, polluted) = (TestPortal::start(*database), TestPortal::start(*database));
        whole_life(&plain, &[]);
        let other = routes::trade(&polluted, STRANGER).scope.isv().to_string();
        let added: Vec<_> = PROTECTED
            .iter()
            .map(|name| (*name, other.as_str()))
            .collect();
        whole_life(&polluted, &added);
        assert_eq!(dump::without_ids(&plain), dump::without_ids(&polluted));
    }
}

#[test]
fn looking_changes_nothing() {
    on_each_database(|portal| {
        let [northwind, fabrikam] = routes::trades(portal);
        let pages = routes::all().into_iter().filter(|route| route.is_safe());
        let mut paths = Vec::new();
        for about in About::ALL {
            let ids = [
                routes::new(&northwind, about),
                routes::new(&fabrikam, about),
            ];
            for route in pages.clone().filter(|route| route.about == about) {
                paths.extend(ids.iter().map(|id| route.path.replace("{id}", id)));
            }
        }
        let people = [
            None,
            Some(ADMIN),
            Some(VIEWER),
            Some(STRANGER),
            Some(PARTNER),
        ];
        let browsers: Vec<Client> = people
            .iter()
            .map(|email| email.map_or_else(|| portal.anonymous(), |email| portal.sign_in(email)))
            .collect();
        let before = dump::of(portal);
        for browser in &browsers {
            for path in &paths {
                for method in ["GET", "HEAD"] {
                    browser
                        .request(method, &format!("{path}?go=create&version=1&do=revoke"))
                        .send();
                }
            }
        }
        assert_eq!(dump::of(portal), before);
    });
}

#[test]
fn other_sites_change_nothing() {
    let portal = TestPortal::start(Database::Sqlite);
    let [northwind, _] = routes::trades(&portal);
    let browser = portal.sign_in(ADMIN);
    let routes: Vec<_> = routes::all()
        .into_iter()
        .filter(|route| !route.is_safe())
        .collect();
    let asked: Vec<_> = routes
        .iter()
        .map(|route| (route, routes::new(&northwind, route.about)))
        .collect();
    let before = dump::of(&portal);
    let own = portal.url.as_str();
    for (route, id) in &asked {
        for (site, origin) in [
            (None, None),
            (None, Some("https://evil.example")),
            (None, Some("null")),
            (Some("cross-site"), None),
            (Some("cross-site"), Some(own)),
            (Some("same-site"), Some(own)),
            (Some("none"), None),
            (Some(""), Some("https://evil.example")),
        ] {
            let path = route.path.replace("{id}", id);
            let body = format!("version=1&go=create&{}", route.body.replace("{id}", id));
            let request = browser
                .request("POST", &path)
                .without("Sec-Fetch-Site")
                .form(body);
            let request = site.into_iter().fold(request, |request, site| {
                request.header("Sec-Fetch-Site", site)
            });
            let answer = origin
                .into_iter()
                .fold(request, |request, origin| request.header("Origin", origin))
                .send();
            let page: Page = answer.page();
            assert_eq!(
                (answer.status, page.heading()),
                (403, "We cannot tell where this came from".into()),
                "{path} {site:?} {origin:?}"
            );
        }
    }
    assert_eq!(dump::of(&portal), before);
    assert_eq!(browser.get("/account").status, 200, "nobody was signed out");
}
