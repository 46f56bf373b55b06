//! A page as the server sent it, read the way a person reads it: by headings, fields, errors, links, rows and buttons.

use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html, Node, Selector};

/// A page that can be asked what it says.
pub struct Page {
    document: Html,
}

/// A form as a browser would send it when one of its buttons is pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it goes; empty for the address of the page itself.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// True if it is sent as `multipart/form-data`, because it may carry a file.
    pub multipart: bool,
    /// Names and values in the order of the page.
    pub fields: Vec<(String, String)>,
}

impl Page {
    /// Reads the page.
    pub fn parse(html: &str) -> Self {
        Self {
            document: Html::parse_document(html),
        }
    }

    /// The page's name in the contract with tests, as in `isv.draft.products`.
    pub fn name(&self) -> String {
        attribute(self.one("body"), "data-page")
    }

    /// The title of the window.
    pub fn title(&self) -> String {
        text_of(self.one("title"))
    }

    /// The first heading.
    pub fn heading(&self) -> String {
        text_of(self.one("h1"))
    }

    /// All text of the page's own part.
    pub fn text(&self) -> String {
        text_of(self.one("main"))
    }

    /// The texts of all elements that the selector finds.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).into_iter().map(text_of).collect()
    }

    /// The values of this attribute of all elements that the selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.all(selector)
            .into_iter()
            .map(|element| attribute(element, name))
            .collect()
    }

    /// The page's own part as an outline for snapshots: what is there and what it says, without how it looks, and with the
    /// random part of ids replaced by their order of appearance.
    pub fn outline(&self) -> String {
        let mut lines = Vec::new();
        add_to_outline(self.one("main"), 0, &mut lines);
        number_ids(&lines.join("\n"))
    }

    /// The errors listed on top of a form: the field each leads to, and its text.
    pub fn errors(&self) -> Vec<(String, String)> {
        let links = self.all("#error-summary a").into_iter();
        links
            .map(|link| {
                let target = attribute(link, "href");
                let target = percent_decode_str(target.trim_start_matches('#'));
                (target.decode_utf8_lossy().into_owned(), text_of(link))
            })
            .collect()
    }

    /// The error beside this field.
    pub fn error_for(&self, name: &str) -> Option<String> {
        let css = selector(&format!(r#"[id="{name}-error"]"#));
        let error = self.document.select(&css).next()?;
        Some(text_of(error).trim_start_matches("Error: ").to_owned())
    }

    /// What would be sent under this name: the text of a field, or all values that are marked.
    pub fn values(&self, name: &str) -> Vec<String> {
        let fields = self.fields().into_iter();
        fields
            .filter(|(field, _)| field == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// What would be sent, by whichever form: names and values.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.all("form").into_iter().flat_map(fields_of).collect()
    }

    /// Where the link with this text leads.
    pub fn link(&self, text: &str) -> String {
        let found = self
            .all("a[href]")
            .into_iter()
            .find(|link| text_of(*link) == text);
        attribute(
            found.unwrap_or_else(|| panic!("no link {text:?} on:\n{}", self.outline())),
            "href",
        )
    }

    /// The cells of each row that stands for a thing of its own.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let cells = selector("td, th");
        self.all("tr[data-id]")
            .into_iter()
            .map(|row| row.select(&cells).map(text_of).collect())
            .collect()
    }

    /// What is sent when the button with this text is pressed.
    pub fn form(&self, button: &str) -> Form {
        let buttons = selector("button:not([type=button])");
        for form in self.all("form") {
            if let Some(pressed) = form.select(&buttons).find(|each| text_of(*each) == button) {
                let mut fields = fields_of(form);
                if pressed.attr("name").is_some() {
                    fields.push((attribute(pressed, "name"), attribute(pressed, "value")));
                }
                let method = attribute(form, "method");
                return Form {
                    action: attribute(form, "action"),
                    method: if method.is_empty() {
                        "get".to_owned()
                    } else {
                        method
                    },
                    multipart: attribute(form, "enctype") == "multipart/form-data",
                    fields,
                };
            }
        }
        panic!("no form with a button {button:?} on:\n{}", self.outline())
    }

    fn one(&self, css: &str) -> ElementRef<'_> {
        self.document
            .select(&selector(css))
            .next()
            .unwrap_or_else(|| panic!("no {css} on:\n{}", self.document.html()))
    }

    fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.document.select(&selector(css)).collect()
    }
}

impl Form {
    /// Types the value into a field, in place of what it held; a field that the form does not have is added.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.fields.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Marks exactly these choices of this name.
    pub fn choose(mut self, name: &str, values: &[&str]) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.extend(
            values
                .iter()
                .map(|value| (name.to_owned(), (*value).to_owned())),
        );
        self
    }

    /// The form as one line, as it stands in the body of a request or after the `?` of an address.
    pub fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.fields)
            .finish()
    }
}

/// Replaces the random part of each id by its order of appearance, `opp_01h4…` by `opp_1`: a snapshot shows which are the same.
pub fn number_ids(text: &str) -> String {
    const RANDOM_PART: usize = 26;
    let mut seen: Vec<&str> = Vec::new();
    let mut numbered = String::new();
    let mut rest = text;
    while let Some(underscore) = rest.find('_') {
        let (prefix, tail) = rest.split_at(underscore + 1);
        let length = tail.bytes().take_while(u8::is_ascii_alphanumeric).count();
        numbered.push_str(prefix);
        rest = tail;
        if length == RANDOM_PART {
            let (id, after) = tail.split_at(length);
            let position = seen.iter().position(|each| *each == id).unwrap_or_else(|| {
                seen.push(id);
                seen.len() - 1
            });
            numbered.push_str(&(position + 1).to_string());
            rest = after;
        }
    }
    numbered + rest
}

fn add_to_outline(element: ElementRef<'_>, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let mut line = format!("{indent}{}", element.value().name());
    for (name, value) in element.value().attrs().filter(|(name, _)| *name != "class") {
        // The key of a submission is new on each page and says nothing, as a session's; and ids that are new go into the
        // fingerprint of what is shown.
        let made_up = ["submission", "seen", "session"];
        let random = name == "value"
            && element
                .attr("name")
                .is_some_and(|name| made_up.contains(&name));
        line.push_str(&if random {
            " value".to_owned()
        } else {
            format!(" {name}={:?}", squeezed(value))
        });
    }
    let inner = element.child_elements().next().is_some() && element.value().name() != "svg";
    let text = if inner {
        String::new()
    } else {
        text_of(element)
    };
    lines.push(if text.is_empty() {
        line
    } else {
        format!("{line}: {text}")
    });
    if !inner {
        return;
    }
    for child in element.children() {
        if let Some(child) = ElementRef::wrap(child) {
            add_to_outline(child, depth + 1, lines);
        } else if let Node::Text(text) = child.value() {
            let text = squeezed(text);
            if !text.is_empty() {
                lines.push(format!("{indent}  {text}"));
            }
        }
    }
}

/// What a browser would send of this form, without any button.
fn fields_of(form: ElementRef<'_>) -> Vec<(String, String)> {
    let controls = selector(
        "input[name]:not([disabled]), textarea[name]:not([disabled]), select[name]:not([disabled])",
    );
    form.select(&controls)
        .filter_map(|control| Some((attribute(control, "name"), value_of(control)?)))
        .collect()
}

fn value_of(control: ElementRef<'_>) -> Option<String> {
    match (control.value().name(), control.attr("type")) {
        ("textarea", _) => {
            let text = control.text().collect::<String>();
            Some(text)
        }
        ("select", _) => {
            let options: Vec<_> = control.select(&selector("option")).collect();
            let chosen = options
                .iter()
                .find(|option| option.attr("selected").is_some())
                .or(options.first())?;
            Some(
                chosen
                    .attr("value")
                    .map_or_else(|| text_of(*chosen), str::to_owned),
            )
        }
        (_, Some("radio" | "checkbox")) if control.attr("checked").is_none() => None,
        (_, Some("radio" | "checkbox")) => Some(control.attr("value").unwrap_or("on").to_owned()),
        (_, Some("file" | "submit" | "button")) => None,
        _ => Some(attribute(control, "value")),
    }
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

fn text_of(element: ElementRef<'_>) -> String {
    squeezed(&element.text().collect::<String>())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}
