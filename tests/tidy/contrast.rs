//! How far the colours of the stylesheet stand out from each other, light and dark. Checks in a browser cannot tell it where
//! a page scrolls inside; the colours themselves can.

use std::collections::BTreeMap;

const STYLESHEET: &str = include_str!("../../static/app.css");

/// Text, at level AAA of WCAG 2.2 (1.4.6).
const TEXT: f64 = 7.0;
/// Frames of controls, at level AA (1.4.11).
const FRAME: f64 = 3.0;

const TEXTS: [&str; 5] = ["ink", "muted", "accent", "danger", "amber"];
const GROUNDS: [&str; 4] = ["paper", "surface", "tint", "warm"];

type Colour = [f64; 3];

/// `#17211f`, each part from 0 to 1.
fn colour(hex: &str) -> Colour {
    let digits = hex.trim().strip_prefix('#').expect("a colour in hex");
    [0, 2, 4].map(|at| {
        let part = u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
        f64::from(part) / 255.0
    })
}

/// The colours of one scheme: 0 is light, 1 is dark.
fn scheme(css: &str, number: usize) -> BTreeMap<&str, Colour> {
    let pairs = css.lines().filter_map(|line| {
        let (name, rest) = line.trim().strip_prefix("--")?.split_once(": ")?;
        let pair = rest.strip_prefix("light-dark(")?.split_once(')')?.0;
        Some((name, colour(pair.split(", ").nth(number)?)))
    });
    let mut colours: BTreeMap<_, _> = pairs.collect();
    let share = css
        .split_once("--warm: color-mix(in srgb, var(--focus) ")
        .and_then(|(_, rest)| rest.split_once("%, var(--surface))"))
        .expect("the mixed colour");
    let share = share.0.parse::<f64>().expect("a number") / 100.0;
    let (focus, surface) = (colours["focus"], colours["surface"]);
    let warm = [0, 1, 2].map(|at| focus[at] * share + surface[at] * (1.0 - share));
    colours.insert("warm", warm);
    colours.insert("white", [1.0; 3]);
    colours
}

/// How bright a colour is (WCAG 2.2, relative luminance).
fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// From 1, no contrast, to 21, black on white.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn complaints(css: &str) -> Vec<String> {
    let texts = TEXTS
        .iter()
        .flat_map(|text| GROUNDS.map(|ground| (*text, ground, TEXT)));
    let frames = GROUNDS.iter().map(|ground| ("edge", *ground, FRAME));
    let filled = [
        ("white", "band", TEXT),
        ("surface", "accent", TEXT),
        ("surface", "danger", TEXT),
    ];
    let pairs: Vec<_> = texts.chain(frames).chain(filled).collect();
    let mut complaints = Vec::new();
    for (number, name) in ["light", "dark"].into_iter().enumerate() {
        let colours = scheme(css, number);
        for (text, ground, least) in &pairs {
            let found = contrast(colours[text], colours[ground]);
            if found < *least {
                complaints.push(format!("{name}: {text} on {ground} is {found:.2} to 1"));
            }
        }
    }
    complaints
}

#[test]
fn every_text_stands_out_from_every_ground_light_and_dark() {
    assert_eq!(complaints(STYLESHEET), Vec::<String>::new());
}

#[test]
fn a_pale_colour_is_noticed() {
    let pale = STYLESHEET.replace("--muted: light-dark(#424f4b", "--muted: light-dark(#8d9b96");
    assert_ne!(pale, STYLESHEET);
    assert!(complaints(&pale)[0].starts_with("light: muted on paper is "));
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}
