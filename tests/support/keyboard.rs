//! What a person does who has only the keyboard.

use super::Browser;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};

/// The Tab key, as WebDriver writes it.
pub const TAB: char = '\u{E004}';
/// The Enter key.
pub const ENTER: char = '\u{E007}';
/// The space bar.
pub const SPACE: char = ' ';
/// The arrow that goes to the next option of a group.
pub const DOWN: char = '\u{E015}';

/// Stops on the way to an element that is further away than anybody would press Tab.
const PATIENCE: usize = 60;

impl Browser {
    /// Presses a key and lets it go.
    pub async fn key(&self, key: char) {
        let stroke = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        let pressed = self.client.perform_actions(stroke).await;
        self.must(pressed, format_args!("the key {key:?} cannot be pressed"))
            .await;
    }

    /// Types the text wherever the focus is.
    pub async fn type_text(&self, text: &str) {
        for key in text.chars() {
            self.key(key).await;
        }
    }

    /// Whether the selector finds the element that has the focus.
    pub async fn is_at(&self, selector: &str) -> bool {
        let script = format!("return document.activeElement.matches(`{selector}`)");
        self.run(&script).await == true
    }

    /// Presses Tab until this element has the focus and says how often; the element must then be in sight.
    pub async fn tab_to(&self, selector: &str) -> usize {
        for pressed in 1..=PATIENCE {
            self.key(TAB).await;
            if self.is_at(selector).await {
                assert!(
                    self.focus_is_in_sight().await,
                    "{selector} has the focus but cannot be seen"
                );
                return pressed;
            }
        }
        panic!(
            "On {} {selector} is not reached by {PATIENCE} presses of Tab",
            self.path().await
        );
    }

    async fn focus_is_in_sight(&self) -> bool {
        let script = "
            const box = document.activeElement.getBoundingClientRect();
            return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth";
        self.run(script).await == true
    }
}
