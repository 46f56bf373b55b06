//! The tools of these tests, tried on a page of their own.

use crate::html::{Form, Page, number_ids};

const PAGE: &str = r##"<!doctype html><title>Error: Names</title><body data-page="tools.names"><header><a href="/">Home</a></header>
<main class="wrap" id="main"><h1>Names   and
numbers</h1><div id="error-summary"><ul><li><a href="#name">Enter a name</a></li></ul></div>
<form method="post" action="/names" enctype="multipart/form-data"><input type="hidden" name="submission" value="random">
<p class="error" id="name-error"><span>Error: </span>Enter a name</p><input id="name" name="name" value="old &amp; new">
<textarea name="notes">
two
lines</textarea><input type="checkbox" name="products" value="a" checked><input type="checkbox" name="products" value="b">
<input type="radio" name="kind" value="one"><input type="file" name="file">
<select name="currency"><option value="USD">Dollar<option selected>EUR</select>
<button type="button">Show</button><button name="go" value="next">Save <b>and</b> continue</button></form>
<table><tr><th>Name</th></tr><tr data-id="opp_01h455vb4pex5vsknk084sn02q"><td>First</td><td><a href="/x">Open</a> it</td></tr></table>
<form><button>Search</button></form></main></body>"##;

#[test]
fn a_page_says_what_stands_on_it() {
    let page = Page::parse(PAGE);
    assert_eq!(
        (page.name(), page.title(), page.heading()),
        (
            "tools.names".into(),
            "Error: Names".into(),
            "Names and numbers".into()
        )
    );
    assert_eq!(
        page.errors(),
        [("name".to_owned(), "Enter a name".to_owned())]
    );
    assert_eq!(page.error_for("name").as_deref(), Some("Enter a name"));
    assert_eq!(page.error_for("notes"), None);
    assert_eq!(page.values("name"), ["old & new"]);
    assert_eq!(page.values("products"), ["a"]);
    assert!(page.values("kind").is_empty());
    assert_eq!(page.link("Open"), "/x");
    assert_eq!(page.rows(), [["First", "Open it"]]);
    assert_eq!(page.texts("option"), ["Dollar", "EUR"]);
    assert!(page.text().contains("First") && !page.text().contains("Home"));
}

#[test]
fn a_form_is_sent_as_a_browser_sends_it() {
    let page = Page::parse(PAGE);
    let form = page.form("Save and continue");
    assert_eq!(
        (form.action.as_str(), form.method.as_str(), form.multipart),
        ("/names", "post", true)
    );
    let sent =
        "submission=random&name=old+%26+new&notes=two%0Alines&products=a&currency=EUR&go=next";
    assert_eq!(form.encoded(), sent);
    let changed = form
        .set("name", "new")
        .set("other", "x")
        .choose("products", &["b", "a"]);
    assert_eq!(
        changed.encoded(),
        "submission=random&name=new&notes=two%0Alines&currency=EUR&go=next&other=x&products=b&products=a"
    );
    let search = Form {
        action: String::new(),
        method: "get".to_owned(),
        multipart: false,
        fields: Vec::new(),
    };
    assert_eq!(page.form("Search"), search);
}

#[test]
fn an_outline_shows_what_is_there_and_not_how_it_looks() {
    let outline = Page::parse(PAGE).outline();
    assert!(
        outline.starts_with(
            "main id=\"main\"\n  h1: Names and numbers\n  div id=\"error-summary\"\n    ul\n"
        ),
        "{outline}"
    );
    assert!(
        outline.contains("    input name=\"submission\" type=\"hidden\" value\n"),
        "{outline}"
    );
    assert!(outline.contains("      tr data-id=\"opp_1\"\n        td: First\n        td\n          a href=\"/x\": Open\n          it"), "{outline}");
    assert!(!outline.contains("wrap"), "{outline}");
}

#[test]
fn ids_are_numbered_in_the_order_in_which_they_come() {
    let (first, second) = (
        "opp_01h455vb4pex5vsknk084sn02q",
        "drf_01h455vb4pex5vsknk084sn02r",
    );
    assert_eq!(
        number_ids(&format!("{first} {second}/x {first} eula_file é_")),
        "opp_1 drf_2/x opp_1 eula_file é_"
    );
}
