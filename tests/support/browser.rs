//! A real browser and what a person does with it. Every method waits as a person would and, where it cannot go on, stops the
//! test with a sentence that says on which page and why.

mod actions;
pub mod keyboard;

use crate::support::services;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long an element may take to come: generous, since several browsers share two cores.
const PATIENCE: Duration = Duration::from_secs(10);

/// Keep the browser to the page it was sent to: no sandbox since tests run as root, no services of its own, and no more
/// processes and compiling than pages without much script need, since several browsers share two cores.
const FLAGS: [&str; 13] = [
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
    "--in-process-gpu",
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess",
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

/// How high the window is, in CSS pixels.
const HEIGHT: u32 = 900;

/// One browser window on one site, with a profile of its own.
pub struct Browser {
    client: Client,
    site: String,
    script: Script,
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
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "binary": services::address(services::BROWSER), "args": FLAGS }),
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
        // Without motion, so that nobody meets a page half way between two colours.
        let wishes = [
            ("prefers-color-scheme", scheme),
            ("prefers-reduced-motion", "reduce"),
        ];
        self.wish("", &wishes).await;
        self.resize(width, HEIGHT).await;
    }

    /// Shows this page and the next ones as for these wishes of a person's system, on a `screen` or as for `print`.
    pub async fn wish(&self, medium: &str, wishes: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<Value> = wishes.iter().map(feature).collect();
        let media = json!({ "media": medium, "features": features });
        self.chrome("Emulation.setEmulatedMedia", media).await;
    }

    /// Makes the window this large, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.chrome("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Opens a second window and goes on in it; the first one's handle leads back.
    pub async fn open_window(&self) -> WindowHandle {
        let first = self.client.window().await.expect("there is a window");
        let second = self.client.new_window(false).await;
        self.go_to_window(second.expect("a second window opens").handle)
            .await;
        first
    }

    /// Goes on in this window.
    pub async fn go_to_window(&self, window: WindowHandle) {
        let there = self.client.switch_to_window(window).await;
        there.expect("the window is still there");
        self.allow_script(self.script).await;
        self.look(Scheme::Light, WIDE).await;
    }

    async fn allow_script(&self, script: Script) {
        self.chrome(
            "Emulation.setScriptExecutionDisabled",
            json!({ "value": script == Script::Off }),
        )
        .await;
    }

    /// Lets the pages that are opened from now on wait for a second where they would wait for longer.
    pub async fn hurry(&self) {
        let source = "const wait = setTimeout; window.setTimeout = (act, time) => wait(act, Math.min(time, 1000))";
        self.chrome(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": source }),
        )
        .await;
    }

    /// Lets pages of the site fill the clipboard, as browsers with windows do for whoever presses a button.
    pub async fn allow_copying(&self) {
        let permissions =
            json!({ "origin": self.site, "permissions": ["clipboardSanitizedWrite"] });
        self.chrome("Browser.grantPermissions", permissions).await;
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
        if self.script == Script::Off {
            self.allow_script(Script::On).await;
        }
        let result = self.client.execute_async(script, Vec::new()).await;
        if self.script == Script::Off {
            self.allow_script(Script::Off).await;
        }
        result.expect("the script of the test runs")
    }

    /// The first element that the selector finds, as soon as there is one.
    pub async fn find(&self, selector: &str) -> Element {
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
