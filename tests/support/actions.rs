//! What a person does in the browser and sees there.

use super::{Browser, PATIENCE};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use std::path::Path;

impl Browser {
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

    /// Marks the first row of the table.
    pub async fn choose_first_row(&self) {
        let choice = self.find("tbody tr:first-child [name=id]").await;
        self.must(choice.click().await, "the first row cannot be marked")
            .await;
    }

    /// The values of all radio buttons or checkboxes of this name.
    pub async fn values_of(&self, name: &str) -> Vec<String> {
        let script =
            format!(r#"return [...document.getElementsByName("{name}")].map(each => each.value)"#);
        let values = self.run(&script).await;
        serde_json::from_value(values).expect("a list of values")
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

    /// Types day, month and year into the three boxes of a date.
    pub async fn date(&self, name: &str, date: [&str; 3]) {
        for (part, value) in ["day", "month", "year"].into_iter().zip(date) {
            self.fill(&format!("{name}-{part}"), value).await;
        }
    }

    /// Clicks the label with this text, which marks its box or the other way round.
    pub async fn tick(&self, label: &str) {
        self.click_named("label", label).await;
    }

    /// Presses the button with this text.
    pub async fn click_button(&self, text: &str) {
        self.click_named("button", text).await;
    }

    /// Follows the link with this text.
    pub async fn click_link(&self, text: &str) {
        self.click_named("a", text).await;
    }

    /// Follows the link with this text in the main navigation, where it stands. WebDriver takes what is in a folded part for
    /// hidden, also where the style shows it.
    pub async fn click_tab(&self, text: &str) {
        let path = format!(r#"//nav//a[starts-with(normalize-space(), "{text}")]"#);
        let found = self.client.find(Locator::XPath(&path)).await;
        let tab = self
            .must(found, format_args!("there is no tab {text:?}"))
            .await;
        let click = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement {
                element: tab,
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        let clicked = self.client.perform_actions(click).await;
        self.must(clicked, format_args!("tab {text:?} cannot be clicked"))
            .await;
    }

    /// Opens the part of the page that stands folded under this text.
    pub async fn unfold(&self, text: &str) {
        self.click_named("summary", text).await;
    }

    async fn click_named(&self, tag: &str, text: &str) {
        assert!(!text.contains('"'), "XPath knows no way to write {text:?}");
        let path = format!(r#"//{tag}[normalize-space()="{text}"][not(@aria-hidden)]"#);
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
}
