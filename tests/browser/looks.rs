//! What pages look like to those who see them otherwise: with a thumb, in colours of their own, without motion, on paper, or
//! by where the focus is.

use crate::browser::keyboard::TAB;
use crate::browser::{Browser, NARROW, Scheme, Script, WIDE, browse};
use crate::people::{ADMIN, PASSWORD};
use crate::portal::{Database, TestPortal};
use serde_json::Value;

/// One that came with a document.
const ONE: &str = "Quay for Proseware";
/// What a sheet of A4 has between its margins, in CSS pixels.
const SHEET: u32 = 718;
/// Room for a whole page, so that no scroll bar takes from the width.
const ROLL: u32 = 5000;

/// What every script here knows: what is shown, and how it is called in a complaint.
const WORDS: &str = "
    const shown = (selector, root = document) => [...root.querySelectorAll(selector)].filter(each =>
        each.type !== 'hidden' && each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().height > 1);
    const called = each => [each?.localName, each?.className, each?.name || each?.textContent.trim().slice(0, 40)].join(' ');
    const CONTROLS = 'button, input, select, textarea, summary, [class^=button-]';";

/// Shows what is folded or follows from an option, so that it is looked at too.
const UNFOLD: &str = "
    for (const each of document.querySelectorAll('details')) each.open = true;
    for (const each of document.querySelectorAll('[data-reveal]')) each.hidden = false;";

/// Controls that are too small for a thumb.
const SMALL: &str = "
    const least = each => ['radio', 'checkbox'].includes(each.type) ? [24, 24] : [24, 44];
    return shown(CONTROLS).flatMap(each => {
        const { width, height } = each.getBoundingClientRect();
        return width < least(each)[0] || height < least(each)[1] ? [`${called(each)}: ${width} x ${height}`] : [];
    })";

/// Tags, fields and buttons without a frame on every side. A button that looks like a link is underlined as one.
const FRAMELESS: &str = "
    const framed = each => {
        const style = getComputedStyle(each);
        return ['top', 'right', 'bottom', 'left'].every(side => {
            const [width, line, colour] = ['width', 'style', 'color'].map(part => style[`border-${side}-${part}`]);
            return parseFloat(width) > 0 && !['none', 'hidden'].includes(line) && !/^rgba.*, 0\\)$/.test(colour)
                && colour !== style.backgroundColor;
        });
    };
    const underlined = each => getComputedStyle(each).textDecorationLine === 'underline';
    const all = '.tag, .chip, button, [class^=button-], select, textarea, input:not([type=radio], [type=checkbox])';
    return shown(all).filter(each => each.matches('.plain') ? !underlined(each) : !framed(each)).map(called)";

/// All that moves or changes slowly: `colours` are what may.
const MOVING: &str = "
    return [...document.querySelectorAll('*')].flatMap(each => [null, '::before', '::after', '::details-content'].flatMap(part => {
        const style = getComputedStyle(each, part);
        const slow = style.transitionDuration.split(', ').some(time => parseFloat(time) > longest);
        const other = slow || style.transitionDuration !== '0s' && style.transitionProperty !== 'background-color';
        const moves = other || style.animationName !== 'none' || style.scrollBehavior !== 'auto';
        return moves ? [`${called(each)} ${part || ''}: ${style.transition}, ${style.animation}`] : [];
    }))";

/// What does not belong on paper, where the scheme is dark, and what is missing there.
const UNPRINTABLE: &str = "
    document.documentElement.dataset.theme = 'dark';
    const found = shown('nav, header, footer, .skip, .back, .crumbs, .tools, ' + CONTROLS).map(each => `shown: ${called(each)}`);
    const style = getComputedStyle(document.documentElement);
    if (style.colorScheme !== 'light') found.push(`the sheet is ${style.colorScheme}`);
    for (const each of shown('body, body *')) {
        const { color, backgroundColor, breakInside, breakAfter } = getComputedStyle(each);
        if (color !== 'rgb(0, 0, 0)') found.push(`${called(each)} is ${color}`);
        const plain = ['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'];
        if (!plain.includes(backgroundColor)) found.push(`${called(each)} stands on ${backgroundColor}`);
        if (each.matches('tr, .part') && breakInside !== 'avoid' || each.matches('h2') && breakAfter !== 'avoid')
            found.push(`${called(each)} may be torn apart`);
    }
    for (const link of shown('a[href^=\"/files/\"]')) {
        const address = JSON.parse(getComputedStyle(link, '::after').content.replace(/^none$/, '\"\"'));
        if (address !== ` (${link.href})`) found.push(`${called(link)} is followed by ${address}`);
    }
    for (const each of [document.documentElement, ...shown('.scroll')])
        if (each.scrollWidth > each.clientWidth) found.push(`${called(each)} is cut off`);
    for (const each of shown('table')) if (getComputedStyle(each).display !== 'table') found.push('a table is none');
    return found";

/// Remembers all stops of Tab in the order of the page, with one for each group of radio buttons, and says how many they are.
const STOPS: &str = "
    const stop = each => {
        const group = each.type === 'radio' ? [...document.getElementsByName(each.name)] : [each];
        return each === (group.find(one => one.checked) ?? group[0]);
    };
    const all = 'a[href], button, input, select, textarea, summary, [tabindex]';
    window.stops = shown(all).filter(each => each.tabIndex >= 0 && stop(each));
    return stops[0].matches('.skip') ? stops.length : `first is ${called(stops[0])}`";

/// What is wrong with where the focus is, after so many stops. What scrolls by itself may be larger than the window.
const ASTRAY: &str = "
    const at = document.activeElement;
    if (at !== stops[passed]) return [`${called(at)} in place of ${called(stops[passed])}`];
    const found = [];
    const style = getComputedStyle(at);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 3) found.push(`no ring but ${style.outline}`);
    const box = [...at.getClientRects()].find(each => each.width > 1 && each.height > 1) ?? new DOMRect();
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    const cut = Math.max(box.width - (right - left), box.height - (bottom - top)) > 1;
    if (cut && !at.matches('[role=region]') || right - left < 1 || bottom - top < 1) found.push('out of sight');
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!at.contains(there) && there?.control !== at) found.push(`covered by ${called(there)}`);
    return found.map(each => `${called(at)}: ${each}`)";

/// Makes the page of signing in wrong in each of these ways.
const WRONG: &str = "
    const [email, button] = document.querySelectorAll('#email, .button-primary');
    Object.assign(email.style, { height: '40px', minHeight: 0, border: 0 });
    Object.assign(button.style, { transition: 'all 1s' });
    document.querySelector('.skip').style.outline = 'none';
    document.querySelector('main').inert = true";

impl Browser {
    /// Opens the page at this path, which has this name.
    async fn see(&self, path: &str, page: &str) {
        self.open(path).await;
        assert_eq!(self.page_name().await, page);
    }

    /// The result of a script that uses [`WORDS`].
    async fn ask(&self, script: &str) -> Value {
        self.run(&format!("{WORDS}{script}")).await
    }

    async fn assert_none(&self, script: &str, what: &str) {
        let found = self.ask(script).await;
        let found: Vec<String> = serde_json::from_value(found).expect("a list of complaints");
        let here = self.path().await;
        assert!(found.is_empty(), "{here}, {what}:\n{}", found.join("\n"));
    }

    /// Signs in and says where the opportunity is that came with a document, and where its batch is.
    async fn enter(&self) -> [String; 2] {
        self.see("/sign-in", "sign-in").await;
        self.fill("email", ADMIN).await;
        self.fill("password", PASSWORD).await;
        self.leave().await;
        self.click_button("Sign in").await;
        self.be_gone().await;
        self.see(&table(), "isv.opportunities").await;
        let one = self.href("tbody th a").await;
        self.see(&one, "isv.opportunity").await;
        let batch = self.href("main a[href*='/batches/']").await;
        [one, batch]
    }

    async fn href(&self, selector: &str) -> String {
        let link = self.find(selector).await.attr("href").await;
        link.expect("a link can be read").expect("it leads on")
    }

    /// Clones the opportunity and says where the review is.
    async fn clone_it(&self, one: &str) -> String {
        self.see(one, "isv.opportunity").await;
        self.leave().await;
        self.click_button("Clone").await;
        self.be_gone().await;
        self.path().await
    }
}

fn table() -> String {
    format!(
        "/isv/opportunities?status=active&q={}",
        ONE.replace(' ', "+")
    )
}

/// In every look that somebody's system may ask for.
async fn assert_looks(browser: &Browser) {
    browser.ask(UNFOLD).await;
    for width in [NARROW, WIDE] {
        browser.look(Scheme::Light, width).await;
        browser
            .assert_none(SMALL, &format!("too small, {width} pixels wide"))
            .await;
    }
    let moving = |longest: f64| format!("const longest = {longest};{MOVING}");
    browser
        .assert_none(&moving(0.0), "motion that nobody wants")
        .await;
    browser
        .wish("", &[("prefers-reduced-motion", "no-preference")])
        .await;
    browser
        .assert_none(&moving(0.2), "motion of more than a colour")
        .await;
    browser.wish("", &[("forced-colors", "active")]).await;
    browser
        .assert_none(FRAMELESS, "without a frame in forced colours")
        .await;
    browser.look(Scheme::Light, WIDE).await;
}

#[test]
fn controls_are_large_and_framed_and_nothing_moves() {
    let portal = TestPortal::start(Database::Sqlite);
    browse(&portal.url, Script::On, async |browser| {
        browser.see("/sign-in", "sign-in").await;
        assert_looks(browser).await;
        let [one, batch] = browser.enter().await;
        for (path, page) in [
            (table(), "isv.opportunities"),
            (one.clone(), "isv.opportunity"),
            (batch, "isv.batch"),
        ] {
            browser.see(&path, page).await;
            assert_looks(browser).await;
        }
        let review = browser.clone_it(&one).await;
        assert_looks(browser).await;
        let discount = review.replace("/review", "/discount");
        browser.see(&discount, "isv.draft.discount").await;
        assert_looks(browser).await;
    });
}

#[test]
fn paper_has_what_is_said_and_nothing_to_press() {
    let portal = TestPortal::start(Database::Sqlite);
    browse(&portal.url, Script::On, async |browser| {
        let [one, batch] = browser.enter().await;
        let review = browser.clone_it(&one).await;
        browser
            .wish("print", &[("prefers-color-scheme", "dark")])
            .await;
        browser.resize(SHEET, ROLL).await;
        for (path, page, documents) in [
            (table(), "isv.opportunities", 0),
            (one, "isv.opportunity", 1),
            (batch, "isv.batch", 0),
            (review, "isv.draft.review", 1),
            ("/isv/reports".to_owned(), "isv.reports", 0),
        ] {
            browser.see(&path, page).await;
            let links = browser
                .ask("return shown('a[href^=\"/files/\"]').length")
                .await;
            assert_eq!(links, documents, "{page}");
            browser.assert_none(UNPRINTABLE, "on paper").await;
        }
    });
}

#[test]
fn the_focus_goes_down_the_page_and_is_always_in_sight() {
    let portal = TestPortal::start(Database::Sqlite);
    browse(&portal.url, Script::On, async |browser| {
        browser.look(Scheme::Light, NARROW).await;
        browser.see("/sign-in", "sign-in").await;
        walk_by_tab(browser).await;
        let [one, _] = browser.enter().await;
        let review = browser.clone_it(&one).await;
        let discount = review.replace("/review", "/discount");
        for (path, page, width) in [
            (table(), "isv.opportunities", WIDE),
            (one, "isv.opportunity", NARROW),
            (review, "isv.draft.review", WIDE),
            (discount, "isv.draft.discount", NARROW),
        ] {
            browser.look(Scheme::Dark, width).await;
            browser.see(&path, page).await;
            walk_by_tab(browser).await;
        }
    });
}

async fn walk_by_tab(browser: &Browser) {
    let stops = browser.ask(STOPS).await;
    let stops = stops.as_u64().unwrap_or_else(|| panic!("{stops}"));
    for passed in 0..stops {
        browser.key(TAB).await;
        let astray = format!("const passed = {passed};{ASTRAY}");
        browser.assert_none(&astray, "the focus").await;
    }
}

/// What is looked for above is found where it is.
#[test]
fn a_page_that_looks_wrong_is_noticed() {
    let portal = TestPortal::start(Database::Sqlite);
    browse(&portal.url, Script::On, async |browser| {
        browser.see("/sign-in", "sign-in").await;
        browser.ask(STOPS).await;
        browser.key(TAB).await;
        browser.run(WRONG).await;
        let moving = format!("const longest = 0;{MOVING}");
        let astray = format!("const passed = 0;{ASTRAY}");
        for script in [SMALL, FRAMELESS, &moving, UNPRINTABLE, &astray] {
            let found = browser.ask(script).await;
            let found = found.as_array().map_or(0, Vec::len);
            assert!(found > 0, "nothing was found by {script}");
        }
    });
}
