//! Every mail has a text part and an HTML part, which say the same.

use super::*;

/// One of every kind.
fn every_mail() -> Vec<Message> {
    let mut all = told::all("Q1 renewals");
    all.extend([
        created("Q1 renewals"),
        revoked("Northwind Software", 2, Some("The price was wrong.")),
        requested("Prices by the hour", "One rate at night,\nanother by day."),
    ]);
    all.extend(about_signing_in());
    all
}

/// A mail's text and HTML as the words they say.
fn words(message: &Message) -> [Vec<String>; 2] {
    let html = scraper::Html::parse_document(&message.html);
    let body = scraper::Selector::parse("body").unwrap();
    let said: Vec<_> = html.select(&body).flat_map(|body| body.text()).collect();
    // The text part writes an address out where the HTML part has a link.
    let in_text = message.text.replace([':', '>', '-'], " ");
    let links = |word: &&str| !word.contains("//portal.example") && *word != "https";
    let split = |text: &str| {
        text.split_whitespace()
            .filter(links)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    [
        split(&in_text),
        split(&said.join(" ").replace([':', '>', '-'], " ")),
    ]
}

#[test]
fn text_and_html_say_the_same_and_the_html_is_without_fault() {
    for message in every_mail() {
        let [text, html] = words(&message);
        assert_eq!(text, html, "{}", message.subject);
        let parsed = scraper::Html::parse_document(&message.html);
        assert!(
            parsed.errors.is_empty(),
            "{}: {:?}",
            message.subject,
            parsed.errors
        );
        for tag in [
            "p",
            "table",
            "tr",
            "th",
            "td",
            "ul",
            "li",
            "a",
            "div",
            "blockquote",
        ] {
            let count = |what: &str| message.html.matches(what).count();
            let opened = count(&format!("<{tag}>")) + count(&format!("<{tag} "));
            assert_eq!(
                opened,
                count(&format!("</{tag}>")),
                "{tag}: {}",
                message.html
            );
        }
    }
}
