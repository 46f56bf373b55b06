//! How journeys go from page to page. Every page they come to is looked at: it must be usable by everyone, in light and dark,
//! on a wide and on a narrow screen. A page that shows nothing new to the eye is looked at once a run.

use crate::axe::assert_usable_by_everyone;
use crate::browser::{Browser, NARROW, Scheme, Script, WIDE, browse};
use crate::people::{PASSWORD, start_page};
use crate::portal::{Database, TestPortal};
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Set to a folder, it is filled with pictures of all pages, each in every look.
const PICTURES: &str = "CONSIGN_TEST_PICTURES";

/// What of a page matters to the eye and to axe: the kinds of elements that are shown, together; those in the rows of
/// tables one by one, since one row is like another.
const KINDS: &str = "
    const kind = each => [each.localName, each.type, each.className, each.getAttribute('role')].join(' ');
    const shown = [...document.querySelectorAll('body, body *')].filter(each => each.checkVisibility());
    const kinds = these => [...new Set(these.map(kind))].sort();
    const page = document.body.dataset.page;
    const rows = kinds(shown.filter(each => each.closest('tbody')));
    return [kinds(shown.filter(each => !each.closest('tbody'))).join(), ...rows].map(each => page + ' ' + each)";

/// Lets somebody with this e-mail address travel through a portal of their own.
pub fn travel(email: &str, script: Script, journey: impl AsyncFnOnce(&Browser)) {
    let portal = TestPortal::start(Database::Sqlite);
    visit(&portal, email, script, journey);
}

/// Lets somebody travel through this portal.
pub fn visit(
    portal: &TestPortal,
    email: &str,
    script: Script,
    journey: impl AsyncFnOnce(&Browser),
) {
    // Shown only when the test fails.
    println!("As {email}, script {script:?}:");
    browse(&portal.url, script, async |browser| {
        browser.go("/sign-in", "sign-in").await;
        browser.sign_in(email).await;
        journey(browser).await;
    });
}

impl Browser {
    /// Signs in on the page that is open, which leads to the page that somebody works with.
    pub async fn sign_in(&self, email: &str) {
        self.sign_in_with(email, PASSWORD).await;
    }

    /// Signs somebody in with a password of their own.
    pub async fn sign_in_with(&self, email: &str, password: &str) {
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.press("Sign in", start_page(email)).await;
    }

    /// Presses the button, which leads to the page of this name.
    pub async fn press(&self, button: &str, page: &str) {
        self.leave().await;
        self.click_button(button).await;
        self.arrive_anew(page).await;
    }

    /// Follows the link, which leads to the page of this name.
    pub async fn follow(&self, link: &str, page: &str) {
        self.leave().await;
        self.click_link(link).await;
        self.arrive_anew(page).await;
    }

    /// Follows the link in the main navigation, which leads to the page of this name.
    pub async fn turn_to(&self, tab: &str, page: &str) {
        self.leave().await;
        self.click_tab(tab).await;
        self.arrive_anew(page).await;
    }

    /// Goes to this path, where the page of this name is.
    pub async fn go(&self, path: &str, page: &str) {
        self.open(path).await;
        self.arrive(page).await;
    }

    /// Marks the page, so that the next one can be told from it.
    pub async fn leave(&self) {
        self.run("document.documentElement.dataset.left = ''").await;
    }

    /// Waits until the marked page was left for another one.
    pub async fn be_gone(&self) {
        self.find(":root:not([data-left]) body").await;
    }

    /// Waits until the marked page was left for the page of this name, and looks at it.
    pub async fn arrive_anew(&self, page: &str) {
        self.be_gone().await;
        self.arrive(page).await;
    }

    /// Is on the page of this name, and looks at it.
    pub async fn arrive(&self, page: &str) {
        let here = self.page_name().await;
        assert_eq!(
            here,
            page,
            "at {}: {}",
            self.path().await,
            self.text("main").await
        );
        self.look_around().await;
    }

    /// Looks at the page as it stands now, unless all it shows was seen before.
    pub async fn look_around(&self) {
        let kinds = self.run(KINDS).await;
        let kinds: Vec<String> = serde_json::from_value(kinds).expect("a list of kinds");
        // Each is marked as seen, hence no `any`.
        let new = kinds.iter().filter(|kind| is_first_of_run(kind)).count();
        if new > 0 {
            assert_usable_by_everyone(self).await;
            if let Some(folder) = std::env::var_os(PICTURES) {
                self.keep_pictures(Path::new(&folder), &kinds[0]).await;
            }
        }
    }

    async fn keep_pictures(&self, folder: &Path, kinds: &str) {
        let page = self.page_name().await;
        for (scheme, width) in [
            (Scheme::Light, NARROW),
            (Scheme::Dark, NARROW),
            (Scheme::Dark, WIDE),
            (Scheme::Light, WIDE),
        ] {
            self.look(scheme, width).await;
            let height = self
                .run("return document.documentElement.scrollHeight")
                .await;
            let height = height
                .as_u64()
                .and_then(|height| u32::try_from(height).ok());
            self.resize(width, height.expect("a height")).await;
            let name = format!("{page}-{:016x}-{width}-{scheme:?}.png", digest(kinds));
            self.screenshot(&folder.join(name)).await;
            self.look(scheme, width).await;
        }
    }
}

/// True for whoever of all tests of this run asks first; tests may run in processes of their own.
fn is_first_of_run(kinds: &str) -> bool {
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| format!("{}", std::process::id()));
    let folder: PathBuf = [env!("CARGO_TARGET_TMPDIR"), "seen", &run].iter().collect();
    fs::create_dir_all(&folder).expect("a folder for what was seen");
    File::create_new(folder.join(format!("{:016x}", digest(kinds)))).is_ok()
}

fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
