//! A real browser and what a person does with it. Every method waits as a person would and, where it cannot go on, stops the
//! test with a sentence that says on which page and why.

use crate::support::services;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How long an element may take to come: generous, since several browsers share two cores.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keep the browser to the page it was sent to: no sandbox since tests run as root, no services of its own.
const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
];

/// Whether pages may run their script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// As most people have it.
    On,
    /// Switched off before the first page.
    Off,
}

/// The colour scheme a person asked their system for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A desktop window, in CSS pixels.
pub const WIDE: u32 = 1280;
/// The narrowest window that must work (WCAG 2.2, reflow), in CSS pixels.
pub const NARROW: u32 = 320;

/// One browser window on one site, with a profile of its own.
pub struct Browser {
    client: Client,
    site: String,
    script: Script,
    _profile: TempDir,
}

/// Opens a browser on the site at this address, lets the journey use it, and closes it, also when the journey fails; then a
/// screenshot is kept and named.
pub fn browse(site: &str, script: Script, journey: impl AsyncFnOnce(&Browser)) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts");
    let browser = runtime.block_on(Browser::start(site, script));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(journey(&browser))));
    if let Err(failure) = outcome {
        runtime.block_on(browser.keep_evidence());
        runtime.block_on(browser.close()).ok();
        resume_unwind(failure);
    }
    runtime
        .block_on(browser.close())
        .expect("the browser closes");
}

impl Browser {
    async fn start(site: &str, script: Script) -> Self {
        let profile = TempDir::with_prefix("consign-browser-").expect("a folder for the profile");
        let arguments = FLAGS.iter().map(ToString::to_string);
        let arguments: Vec<String> = arguments
            .chain([format!("--user-data-dir={}", profile.path().display())])
            .collect();
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": arguments }),
        );
        let driver = services::address(services::WEBDRIVER);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver)
            .await;
        let client = client
            .unwrap_or_else(|error| panic!("chromedriver at {driver} opens no browser: {error}"));
        let browser = Self {
            client,
            site: site.trim_end_matches('/').to_owned(),
            script,
            _profile: profile,
        };
        browser.allow_script(script).await;
        browser.look(Scheme::Light, WIDE).await;
        browser
    }

    async fn close(self) -> Result<(), CmdError> {
        self.client.close().await
    }

    async fn keep_evidence(&self) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let test = std::thread::current()
            .name()
            .unwrap_or("main")
            .replace("::", "-");
        let file = folder.join(format!("{test}.png"));
        if let (Ok(image), Ok(url)) = (
            self.client.screenshot().await,
            self.client.current_url().await,
        ) {
            std::fs::write(&file, image).ok();
            eprintln!("The browser was at {url}; see {}", file.display());
        }
    }

    /// Asks for the colour scheme and makes the window this wide, for this page and the next ones.
    pub async fn look(&self, scheme: Scheme, width: u32) {
        let scheme = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.chrome("Emulation.setEmulatedMedia", features).await;
        let metrics =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.chrome("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    async fn allow_script(&self, script: Script) {
        self.chrome(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": script == Script::Off }),
        )
        .await;
    }

    async fn chrome(&self, command: &'static str, parameters: Value) {
        let result = self
            .client
            .issue_cmd(ChromeCommand {
                command,
                parameters,
            })
            .await;
        result.unwrap_or_else(|error| panic!("Chrome refused {command}: {error}"));
    }

    /// Opens the page at this path of the site.
    pub async fn open(&self, path: &str) {
        let url = format!("{}{path}", self.site);
        self.client
            .goto(&url)
            .await
            .unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// The path and query of the page that is open.
    pub async fn path(&self) -> String {
        let url = self
            .client
            .current_url()
            .await
            .expect("the browser knows where it is");
        url.as_str().trim_start_matches(&self.site).to_owned()
    }

    /// The title of the page.
    pub async fn title(&self) -> String {
        self.client
            .title()
            .await
            .expect("the browser knows the title")
    }

    /// The page's name in the contract with tests, as in `isv.draft.products`.
    pub async fn page_name(&self) -> String {
        let body = self.find("body").await;
        body.attr("data-page")
            .await
            .expect("the body can be read")
            .unwrap_or_default()
    }

    /// The page's first heading.
    pub async fn heading(&self) -> String {
        self.text("h1").await
    }

    /// The visible text of the first element that the selector finds.
    pub async fn text(&self, selector: &str) -> String {
        self.find(selector)
            .await
            .text()
            .await
            .expect("text can be read")
    }

    /// The visible texts of all elements that the selector finds now: none is a fine answer.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self
            .client
            .find_all(Locator::Css(selector))
            .await
            .expect("the selector is valid")
        {
            texts.push(element.text().await.expect("text can be read"));
        }
        texts
    }

    /// The errors listed on top of a form.
    pub async fn errors(&self) -> Vec<String> {
        self.texts("#error-summary a").await
    }

    /// Types the value into the field of this name, in place of what stood there.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.field(name).await;
        let cleared = field.clear().await;
        let typed = field.send_keys(value).await;
        self.must(
            cleared.and(typed),
            format_args!("field {name} does not take {value:?}"),
        )
        .await;
    }

    /// What stands in the field of this name.
    pub async fn value(&self, name: &str) -> String {
        let field = self.field(name).await;
        field
            .prop("value")
            .await
            .expect("a field can be read")
            .unwrap_or_default()
    }

    /// Marks the radio button or checkbox of this name and value.
    pub async fn choose(&self, name: &str, value: &str) {
        self.mark(name, value, true).await;
    }

    /// Takes the mark off the checkbox of this name and value.
    pub async fn unchoose(&self, name: &str, value: &str) {
        self.mark(name, value, false).await;
    }

    async fn mark(&self, name: &str, value: &str, marked: bool) {
        let choice = self
            .find(&format!(r#"input[name="{name}"][value="{value}"]"#))
            .await;
        if choice.is_selected().await.expect("a choice can be read") != marked {
            self.must(
                choice.click().await,
                format_args!("choice {value:?} of {name} cannot be marked"),
            )
            .await;
        }
    }

    /// Chooses the entry with this text in the list of this name.
    pub async fn select(&self, name: &str, text: &str) {
        let list = self.field(name).await;
        self.must(
            list.select_by_label(text).await,
            format_args!("list {name} has no entry {text:?}"),
        )
        .await;
    }

    /// Gives the file to the upload field of this name.
    pub async fn attach(&self, name: &str, file: &Path) {
        let field = self.field(name).await;
        self.must(
            field.send_keys(&file.display().to_string()).await,
            format_args!("field {name} takes no file"),
        )
        .await;
    }

    /// Presses the button with this text.
    pub async fn click_button(&self, text: &str) {
        self.click_named("button", text).await;
    }

    /// Follows the link with this text.
    pub async fn click_link(&self, text: &str) {
        self.click_named("a", text).await;
    }

    /// Opens the part of the page that stands folded under this text.
    pub async fn unfold(&self, text: &str) {
        self.click_named("summary", text).await;
    }

    async fn click_named(&self, tag: &str, text: &str) {
        assert!(!text.contains('"'), "XPath knows no way to write {text:?}");
        let path = format!(r#"//{tag}[normalize-space()="{text}"]"#);
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&path))
            .await;
        let element = self
            .must(
                found,
                format_args!("there is no <{tag}> with the text {text:?}"),
            )
            .await;
        self.must(
            element.click().await,
            format_args!("<{tag}> {text:?} cannot be clicked"),
        )
        .await;
    }

    /// Runs a script of the test's own in the page, also where the page may not run its own.
    pub async fn run(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .expect("the script of the test runs")
    }

    /// Runs a script that ends by calling its last argument. Timers and promises stand still while script is off, so it is on
    /// for as long as this takes; the page was loaded without and stays as it is.
    pub async fn run_to_end(&self, script: &str) -> Value {
        self.allow_script(Script::On).await;
        let result = self.client.execute_async(script, Vec::new()).await;
        self.allow_script(self.script).await;
        result.expect("the script of the test runs")
    }

    /// True if the page must be scrolled sideways to be read.
    pub async fn scrolls_sideways(&self) -> bool {
        let script =
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.run(script).await == Value::Bool(true)
    }

    /// Keeps a picture of the window in this file.
    pub async fn screenshot(&self, file: &Path) {
        let image = self
            .client
            .screenshot()
            .await
            .expect("the window can be pictured");
        std::fs::write(file, image).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }

    async fn field(&self, name: &str) -> Element {
        self.find(&format!(r#"[name="{name}"]"#)).await
    }

    async fn find(&self, selector: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(selector))
            .await;
        self.must(found, format_args!("there is no {selector}"))
            .await
    }

    async fn must<T>(&self, result: Result<T, CmdError>, otherwise: impl Display) -> T {
        match result {
            Ok(value) => value,
            Err(error) => panic!("On {} {otherwise}: {error}", self.path().await),
        }
    }
}

/// A command that only Chrome knows, passed through chromedriver.
#[derive(Debug)]
struct ChromeCommand {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for ChromeCommand {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Where a test that is looked at by a person puts its pictures.
pub fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"))
}
