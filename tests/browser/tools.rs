//! The tools of the browser tests, tried on a small site of their own: they must find what is there, and must be able to fail.

use crate::axe::{assert_usable_by_everyone, violations};
use crate::browser::{Browser, NARROW, Scheme, Script, WIDE, browse, picture};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::panic::catch_unwind;

const FORM: &str = r##"<!doctype html><html lang="en"><head><title>A form</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>:root { background: Canvas } :link { color: #06c } @media (prefers-color-scheme: dark) { :link { color: #9cf } }</style></head>
<body data-page="tools.form"><main><h1>A form</h1><p id="script">no script ran</p>
<div id="error-summary"><a href="#name">Enter a name</a></div>
<form action="/sent"><p><label>Name <input name="name" value="old"></label></p>
<p><label>Notes <textarea name="notes" rows="2"></textarea></label></p>
<p><label><input type="checkbox" name="products" value="a"> A</label></p>
<p><label><input type="checkbox" name="products" value="b" checked> B</label></p>
<p><label>Currency <select name="currency"><option>USD<option>EUR</select></label></p>
<p><label>File <input type="file" name="file"></label></p>
<details><summary>More</summary><p id="more">Folded text</p></details>
<p><button name="go" value="next">Save and continue</button> <button name="go" value="exit">Save and exit</button></p></form>
<p><a href="/faulty">The faulty page</a></p></main>
<script>document.getElementById("script").textContent = "script ran"</script></body></html>"##;

const FAULTY: &str = r#"<!doctype html><html lang="en"><head><title>Faulty</title></head><body data-page="tools.faulty">
<main><h1>Faulty</h1><p style="color:#bbb;background:#fff">Too pale</p><p><img src="data:,"></p><div style="width:1000px">Too wide</div>
</main></body></html>"#;

const SENT: &str = r#"<!doctype html><html lang="en"><head><title>Sent</title></head>
<body data-page="tools.sent"><main><h1>Sent</h1></main></body></html>"#;

/// Serves the three pages, one connection after the other, until the test ends.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("it has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser may open a connection and never use it; a failed one is its business.
            std::thread::spawn(move || answer(stream).ok());
        }
    });
    format!("http://{address}")
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let page = match request.split(['?', ' ']).nth(1) {
        Some("/form") => FORM,
        Some("/faulty") => FAULTY,
        _ => SENT,
    };
    let length = page.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
    )
}

#[test]
fn the_browser_reads_and_fills_a_form() {
    for (script, said) in [(Script::On, "script ran"), (Script::Off, "no script ran")] {
        browse(&site(), script, async |browser| {
            browser.open("/form").await;
            assert_eq!(browser.page_name().await, "tools.form");
            assert_eq!(
                (browser.title().await, browser.heading().await),
                ("A form".to_owned(), "A form".to_owned())
            );
            assert_eq!(browser.text("#script").await, said);
            assert_eq!(browser.errors().await, ["Enter a name"]);
            fill_everything(browser).await;
            browser.leave().await;
            browser.click_button("Save and exit").await;
            browser.be_gone().await;
            assert_eq!(browser.heading().await, "Sent");
            let path = "/sent?name=new+name&notes=two+words&products=a&currency=EUR&file=Cargo.toml&go=exit";
            assert_eq!(browser.path().await, path);
        });
    }
}

async fn fill_everything(browser: &Browser) {
    browser.fill("name", "new name").await;
    assert_eq!(browser.value("name").await, "new name");
    browser.fill("notes", "two words").await;
    browser.choose("products", "a").await;
    browser.choose("products", "a").await;
    browser.unchoose("products", "b").await;
    browser.select("currency", "EUR").await;
    browser
        .attach(
            "file",
            concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").as_ref(),
        )
        .await;
    assert_eq!(browser.text("#more").await, "");
    browser.unfold("More").await;
    assert_eq!(browser.text("#more").await, "Folded text");
}

#[test]
fn the_browser_changes_its_scheme_and_width() {
    browse(&site(), Script::Off, async |browser| {
        for (scheme, dark) in [(Scheme::Dark, true), (Scheme::Light, false)] {
            for width in [NARROW, WIDE] {
                browser.look(scheme, width).await;
                browser.open("/form").await;
                let seen = browser
                    .run("return [matchMedia('(prefers-color-scheme: dark)').matches, innerWidth]")
                    .await;
                assert_eq!(seen, serde_json::json!([dark, width]));
            }
        }
        let file = picture("tools");
        browser.screenshot(&file).await;
        assert!(
            std::fs::read(&file)
                .expect("a picture")
                .starts_with(b"\x89PNG")
        );
    });
}

#[test]
fn axe_finds_what_is_wrong_and_nothing_else() {
    for script in [Script::On, Script::Off] {
        browse(&site(), script, async |browser| {
            browser.open("/form").await;
            assert_usable_by_everyone(browser).await;
            browser.click_link("The faulty page").await;
            assert_eq!(browser.page_name().await, "tools.faulty");
            let found = violations(browser).await.join("\n");
            assert!(
                found.contains("color-contrast") && found.contains("image-alt"),
                "{found}"
            );
            browser.look(Scheme::Light, NARROW).await;
            let found = violations(browser).await.join("\n");
            assert!(found.contains("scrolled sideways"), "{found}");
        });
    }
}

#[test]
fn a_journey_that_fails_fails_its_test_and_closes_its_browser() {
    let site = site();
    let failure = catch_unwind(|| {
        browse(&site, Script::On, async |browser| {
            browser.open("/form").await;
            assert_eq!(browser.heading().await, "No such heading");
        });
    });
    let failure = failure.expect_err("the journey stops");
    let sentence = failure.downcast_ref::<String>().expect("with a sentence");
    assert!(sentence.contains("No such heading"), "{sentence}");
}
